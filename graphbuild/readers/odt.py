"""ODT: paragraphs, lists with their computed numbers, and tables become text (ISO/IEC 26300-3)."""

from pathlib import Path

from lxml import etree

from graphbuild import readers
from graphbuild.errors import EncryptedError, UnreadableError
from graphbuild.readers._archives import archive, part
from graphbuild.readers._marked import Block, Paragraph, TableBlock, marked
from graphbuild.readers._odt_styles import Lists, Styles, o

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
_ROOM_SEEN = 3.0
"""Points of room between two paragraphs that a reader sees as room."""
_DEEPEST = 40
_MOST_REPEATED = 50
_SKIPPED = frozenset(
    o("text", name)
    for name in (
        "tracked-changes note-citation sequence-decls table-of-content-source change change-start change-end "
        "bookmark forms note"
    ).split()
) | {o("office", "annotation"), o("office", "annotation-end"), o("office", "forms")}
_SECTIONS = frozenset(
    o("text", name)
    for name in "section index-body table-of-content index-title user-index alphabetical-index".split()
)


def read_text(data: bytes, path: Path) -> "readers.TextRead":
    """Read an ODT file; raises `EncryptedError`, `TooLargeError` or `UnreadableError`."""
    with archive(data, path) as opened:
        manifest = part(opened, "META-INF/manifest.xml", path)
        if manifest is not None and next(manifest.iter(o("manifest", "encryption-data")), None) is not None:
            raise EncryptedError(f"{path}: it is locked with a password. Save it without one.")
        content = part(opened, "content.xml", path)
        body = content.find(f"{o('office', 'body')}/{o('office', 'text')}") if content is not None else None
        if content is None or body is None:
            raise UnreadableError(f"{path}: there is no text document in it. Save it again as .odt.")
        named = part(opened, "styles.xml", path)
        styles = Styles(content, named)
    reader = _Reader(styles)
    head = next(named.iter(o("style", "header")), None) if named is not None else None
    above = reader.blocks(head, 0) if head is not None else []
    return readers.TextRead(marked([*above, *reader.blocks(body, 0)], str(path)), "odt", wrapped=False)


class _Reader:
    """Walks the document's body in order."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._lists = Lists(styles)
        self._room = 0.0

    def blocks(self, parent: etree._Element, depth: int) -> list[Block]:
        found: list[Block] = []
        if depth > _DEEPEST:
            return found
        for element in parent:
            tag = element.tag
            if tag in (o("text", "p"), o("text", "h")):
                found.extend(self._paragraph(element, depth, ""))
            elif tag == o("text", "list"):
                found.extend(self._list(element, depth))
            elif tag == o("table", "table"):
                found.append(self._table(element, depth + 1))
            elif tag in _SECTIONS:
                found.extend(self.blocks(element, depth + 1))
            elif tag == o("draw", "frame"):
                found.extend(self._frame(element, depth + 1))
        return found

    def _frame(self, frame: etree._Element, depth: int) -> list[Block]:
        return [block for box in frame.iter(o("draw", "text-box")) for block in self.blocks(box, depth)]

    def _list(self, element: etree._Element, depth: int) -> list[Block]:
        """The entries of a list; what follows an entry's first paragraph has no label of its own."""
        found: list[Block] = []
        self._lists.begin(element)
        for entry in element:
            if entry.tag not in (o("text", "list-item"), o("text", "list-header")):
                continue
            label = self._lists.label(entry) if entry.tag == o("text", "list-item") else ""
            for child in entry:
                if child.tag == o("text", "list"):
                    found.extend(self._list(child, depth + 1) if depth < _DEEPEST else [])
                elif child.tag in (o("text", "p"), o("text", "h")):
                    found.extend(self._paragraph(child, depth, label))
                    label = ""
                elif child.tag == o("table", "table"):
                    found.append(self._table(child, depth + 1))
        self._lists.end()
        return found

    def _table(self, table: etree._Element, depth: int) -> TableBlock:
        block = TableBlock()
        for row in _rows(table):
            cells: list[list[Block]] = []
            for cell in row:
                if cell.tag not in (o("table", "table-cell"), o("table", "covered-table-cell")):
                    continue
                held = self.blocks(cell, depth) if cell.tag == o("table", "table-cell") else []
                repeated = cell.get(o("table", "number-columns-repeated")) or "1"
                times = min(int(repeated) if repeated.isdigit() else 1, _MOST_REPEATED)
                cells.extend(held for _ in range(times))
            block.rows.append(cells)
        return block

    def _paragraph(self, element: etree._Element, depth: int, label: str) -> list[Block]:
        style = self._styles.of(element.get(o("text", "style-name")))
        pieces = _Pieces(self._styles, style.bold)
        pieces.gather(element)
        text = pieces.text()
        level = 0
        if element.tag == o("text", "h"):
            given = element.get(o("text", "outline-level")) or "1"
            level = int(given) if given.isdigit() else 1
        number = self._styles.outline_label(level) if level and not label and text.strip() else label
        spaced = max(self._room, style.room_before) >= _ROOM_SEEN
        self._room = style.room_after
        boxes = [block for box in pieces.boxes for block in self.blocks(box, depth + 1)]
        paragraph = Paragraph(
            text, min(level or style.level, 6), number, pieces.bold and bool(text.strip()), spaced=spaced,
            page_break=style.breaks_page,
        )  # fmt: skip
        return [paragraph, *boxes]


def _rows(table: etree._Element) -> list[etree._Element]:
    rows: list[etree._Element] = []
    groups = (o("table", "table-header-rows"), o("table", "table-rows"), o("table", "table-row-group"))
    for element in table:
        if element.tag == o("table", "table-row"):
            rows.append(element)
        elif element.tag in groups:
            rows.extend(_rows(element))
    return rows


class _Pieces:
    """The text of a paragraph, and whether all of it is bold."""

    def __init__(self, styles: Styles, bold: bool) -> None:
        self._styles = styles
        self._inherited = bold
        self._parts: list[str] = []
        self.bold = True
        self.boxes: list[etree._Element] = []

    def text(self) -> str:
        return "".join(self._parts)

    def gather(self, element: etree._Element, bold: bool | None = None) -> None:
        """Take up an element's own text and that of what stands in it."""
        weight = self._inherited if bold is None else bold
        self._say(element.text, weight)
        for child in element:
            if isinstance(child.tag, str):
                self._child(child, weight)
            self._say(child.tail, weight)

    def _child(self, child: etree._Element, bold: bool) -> None:
        tag = child.tag
        if tag in _SKIPPED:
            return
        if tag == o("text", "s"):
            given = child.get(o("text", "c")) or "1"
            self._parts.append(" " * min(int(given) if given.isdigit() else 1, 200))
        elif tag == o("text", "tab"):
            self._parts.append("\t")
        elif tag == o("text", "line-break"):
            self._parts.append("\n")
        elif tag == o("text", "soft-page-break"):
            return
        elif tag == o("draw", "text-box"):
            self.boxes.append(child)
        elif tag == o("text", "note"):
            return
        else:
            named = child.get(o("text", "style-name"))
            self.gather(child, self._styles.run_is_bold(named, bold) if tag == o("text", "span") else bold)

    def _say(self, text: str | None, bold: bool) -> None:
        if text:
            said = " ".join(text.split()) if "\n" in text else text
            self._parts.append(said)
            if not bold and any(char.isalnum() for char in said):
                self.bold = False
