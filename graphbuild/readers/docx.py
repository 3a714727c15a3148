"""DOCX: paragraphs, lists with their computed numbers, and tables become text (ISO/IEC 29500-1)."""

import zipfile
from pathlib import Path

from lxml import etree

from graphbuild import readers
from graphbuild.errors import UnreadableError
from graphbuild.readers._archives import archive, part
from graphbuild.readers._docx_numbers import Numbers
from graphbuild.readers._docx_styles import Styles
from graphbuild.readers._marked import Block, Paragraph, TableBlock, marked
from graphbuild.readers._word import W, value, w

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SPACE_SEEN = 60
"""Twentieths of a point of room between two paragraphs that a reader sees as room."""
_DEEPEST = 40
"""Tables in tables deeper than anybody lays out a page."""
_SKIPPED = {
    w(name) for name in ("del", "moveFrom", "instrText", "delText", "footnotePr", "pPr", "rPr", "tblPr")
}
"""What is deleted (tracked changes) or is no text of the page."""
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read_text(data: bytes, path: Path) -> "readers.TextRead":
    """Read a DOCX file; raises `EncryptedError`, `TooLargeError` or `UnreadableError`."""
    with archive(data, path) as opened:
        main = part(opened, _main_part(opened.namelist()), path)
        if main is None or (body := main.find(w("body"))) is None:
            raise UnreadableError(f"{path}: there is no Word document in it. Save it again as .docx.")
        styles = Styles(part(opened, "word/styles.xml", path))
        numbers = Numbers(part(opened, "word/numbering.xml", path))
        heads = _page_heads(opened, body, path)
    reader = _Reader(styles, numbers)
    above = [block for head in heads for block in reader.blocks(head, 0)]
    return readers.TextRead(marked([*above, *reader.blocks(body, 0)], str(path)), "docx", wrapped=False)


def _page_heads(opened: zipfile.ZipFile, body: etree._Element, path: Path) -> list[etree._Element]:
    """The head of the first page, which names whose paper it is; heads of further pages repeat it."""
    section = next(body.iter(w("sectPr")), None)
    relations = part(opened, "word/_rels/document.xml.rels", path)
    if section is None or relations is None:
        return []
    wanted = "first" if section.find(w("titlePg")) is not None else "default"
    targets = {str(relation.get("Id")): str(relation.get("Target")) for relation in relations}
    for reference in section.iter(w("headerReference")):
        if reference.get(W + "type") == wanted:
            target = targets.get(str(reference.get(_RELATION)), "")
            head = part(opened, f"word/{target.removeprefix('/word/')}", path)
            return [head] if head is not None else []
    return []


def _main_part(names: list[str]) -> str:
    """Word calls it document.xml; some programs number it."""
    found = [n for n in names if n.startswith("word/document") and n.endswith(".xml")]
    return "word/document.xml" if "word/document.xml" in found or not found else min(found)


class _Reader:
    """Walks the document's body in order."""

    def __init__(self, styles: Styles, numbers: Numbers) -> None:
        self._styles = styles
        self._numbers = numbers
        self._room = 0

    def blocks(self, parent: etree._Element, depth: int) -> list[Block]:
        found: list[Block] = []
        for element in parent:
            if element.tag == w("p"):
                found.extend(self._paragraph(element, depth))
            elif element.tag == w("tbl") and depth < _DEEPEST:
                found.append(self._table(element, depth + 1))
            elif element.tag in (w("sdt"), w("sdtContent"), w("ins"), w("moveTo"), w("customXml")):
                found.extend(self.blocks(element, depth))
        return found

    def _table(self, table: etree._Element, depth: int) -> TableBlock:
        block = TableBlock()
        for row in table.iter(w("tr")):
            if row.getparent() is not table and not _within(row, table):
                continue
            if row.find(f"{w('trPr')}/{w('del')}") is None:
                block.rows.append([cell for each in _cells(row) for cell in self._cell(each, depth)])
        return block

    def _cell(self, cell: etree._Element, depth: int) -> list[list[Block]]:
        """A cell's blocks, and an empty cell for each further column that it spans."""
        properties = cell.find(w("tcPr"))
        span, continues = 1, False
        if properties is not None:
            span = _number(value(properties.find(w("gridSpan"))), 1)
            merge = properties.find(w("vMerge"))
            continues = merge is not None and value(merge) != "restart"
        held: list[Block] = [] if continues else self.blocks(cell, depth)
        return [held, *([] for _ in range(min(span, 50) - 1))]

    def _paragraph(self, element: etree._Element, depth: int) -> list[Block]:
        properties = element.find(w("pPr"))
        style = self._styles.of(properties)
        pieces = _Pieces(style.bold, self._styles)
        pieces.gather(element)
        number = style.numbering(properties)
        text = pieces.text()
        label = self._numbers.label(*number) if number and text.strip() else ""
        spaced = max(self._room, style.before(properties)) >= _SPACE_SEEN
        self._room = style.after(properties)
        boxed = (
            [block for box in pieces.boxes for block in self.blocks(box, depth)] if depth < _DEEPEST else []
        )
        paragraph = Paragraph(
            text, style.heading(properties), label, pieces.bold and bool(text.strip()), spaced=spaced,
            page_break=pieces.breaks,
        )  # fmt: skip
        return [paragraph, *boxed]


def _within(row: etree._Element, table: etree._Element) -> bool:
    """Whether a row is this table's, inside a content control, and not that of a table in a cell of it."""
    parent = row.getparent()
    while parent is not None and parent.tag in (w("sdt"), w("sdtContent"), w("ins"), w("customXml")):
        parent = parent.getparent()
    return parent is table


def _cells(row: etree._Element) -> list[etree._Element]:
    cells: list[etree._Element] = []
    for element in row:
        if element.tag == w("tc"):
            cells.append(element)
        elif element.tag in (w("sdt"), w("sdtContent"), w("customXml")):
            cells.extend(_cells(element))
    return cells


def _number(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.isdigit() else default


class _Pieces:
    """The text of a paragraph's runs, and whether all of it is bold."""

    def __init__(self, bold: bool, styles: Styles) -> None:
        self._parts: list[str] = []
        self._styles = styles
        self._inherited = bold
        self.bold = True
        self.breaks = False
        self.boxes: list[etree._Element] = []

    def text(self) -> str:
        return "".join(self._parts)

    def gather(self, element: etree._Element) -> None:
        for child in element:
            tag = child.tag
            if tag in _SKIPPED or tag == _ALTERNATE or not isinstance(tag, str):
                continue
            if tag == w("r"):
                self._run(child)
            elif tag == w("txbxContent"):
                self.boxes.append(child)
            else:
                self.gather(child)

    def _run(self, run: etree._Element) -> None:
        properties = run.find(w("rPr"))
        if properties is not None and _on(properties.find(w("vanish"))):
            return
        before = len(self._parts)
        for child in run:
            self._piece(child)
        said = "".join(self._parts[before:])
        if any(char.isalnum() for char in said) and not self._styles.run_is_bold(properties, self._inherited):
            self.bold = False

    def _piece(self, child: etree._Element) -> None:
        name = etree.QName(child).localname if isinstance(child.tag, str) else ""
        if name == "t":
            self._parts.append(child.text or "")
        elif name in ("tab", "ptab"):
            self._parts.append("\t")
        elif name == "br":
            if child.get(W + "type") == "page":
                self.breaks = self.breaks or not any(part.strip() for part in self._parts)
            self._parts.append("\n")
        elif name == "cr":
            self._parts.append("\n")
        elif name == "noBreakHyphen":
            self._parts.append("-")
        elif name == "softHyphen":
            self._parts.append("\u00ad")
        elif name == "sym":
            self._parts.append(_symbol(child.get(W + "char")))
        elif name in ("drawing", "pict", "object", "AlternateContent", "Choice"):
            self.gather(child)


def _symbol(code: str | None) -> str:
    """A symbol of a symbol font: a ticked box is an x, whatever else a bullet."""
    ticked = ("F0FD", "F0FE", "F052", "F054", "F0FC", "F078", "2612", "2611")
    return "x" if code is not None and code.upper() in ticked else "•"


def _on(element: etree._Element | None) -> bool:
    return element is not None and value(element) not in ("0", "false", "off")
