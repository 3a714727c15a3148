"""HTML: the main part of a page becomes text, without the navigation around it (WHATWG HTML, 4.3)."""

import re
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from graphbuild import readers
from graphbuild.readers._marked import Block, Paragraph, TableBlock, marked

MEDIA_TYPE = "text/html"
_DROPPED = "script style noscript template svg iframe form button nav select head".split()
_AROUND = "[role=navigation], [role=banner], [role=contentinfo], [role=complementary], [role=search]"
_BESIDE = ("header", "footer", "aside")
"""What leads around a site, or belongs to what it stands by: told by what is in it."""
_LEADING = "nav, form, button, [role=navigation], [role=search]"
_MARK = "data-around"
_SECTIONS = frozenset(("main", "article", "section", "td"))
_MAIN = "main [role=main] article #main #content #main-content .entry-content .content".split()
_BLOCKS = frozenset(
    "p div section article main header footer aside address figure figcaption center fieldset details "
    "summary pre blockquote dl dt dd ul ol li hr table h1 h2 h3 h4 h5 h6 body html td th caption".split()
)
_SPACED = frozenset("p blockquote pre ul ol dl h1 h2 h3 h4 h5 h6 hr dt".split())
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_WHITE = re.compile(r"[ \t\r\n\f]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_LEAST_SHARE = 0.4
"""A main part that holds less of the page's text than this is not taken for it."""
_MOSTLY = 0.5
_DEEPEST = 200


def read_text(data: bytes, path: Path) -> "readers.TextRead":
    """Read an HTML file, or a page saved from the web."""
    text, encoding = _decoded(data, path)
    tree = LexborHTMLParser(text)
    title = tree.css_first("title")
    named = _WHITE.sub(" ", title.text()).strip() if title is not None else ""
    root = tree.body or tree.root
    if root is None:
        return readers.TextRead("", encoding)
    _mark_around(root)
    tree.strip_tags(_DROPPED)
    flow = _Flow()
    flow.walk(_main_part(root), 0, False, False)
    flow.close()
    blocks: list[Block] = [Paragraph(named), *flow.blocks] if named else flow.blocks
    return readers.TextRead(marked(blocks, str(path)), encoding, wrapped=False)


def _decoded(data: bytes, path: Path) -> tuple[str, str]:
    """Text by its byte order mark or the charset that the page names, else as any text (HTML, 13.2.3)."""
    named = _CHARSET.search(data[:4096])
    if named and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        encoding = named[1].decode("ascii").lower()
        encoding = "cp1252" if encoding in ("iso-8859-1", "latin1", "ascii", "us-ascii") else encoding
        try:
            return data.decode(encoding), encoding
        except (LookupError, UnicodeDecodeError):
            pass
    return readers.decode(data, path)


def _mark_around(root: LexborNode) -> None:
    """Mark what leads around the site, before its navigation and forms are taken out."""
    around = [node for tag in _BESIDE for node in root.css(tag) if _leads_around(node)]
    for node in [*around, *root.css(_AROUND)]:
        node.attrs[_MARK] = ""


def _leads_around(node: LexborNode) -> bool:
    """Tell a head, foot or side of the whole page that leads to other pages from one that says something."""
    above = node.parent
    while above is not None:
        if above.tag in _SECTIONS:
            return False
        above = above.parent
    if node.css_first(_LEADING) is not None:
        return True
    links = sum(len(link.text(strip=True)) for link in node.css("a"))
    return links > _MOSTLY * len(node.text(strip=True))


def _main_part(root: LexborNode) -> LexborNode:
    """The part of the page that holds its subject, with what leads around the site taken off."""
    whole = len(root.text(strip=True))
    for selector in _MAIN:
        found = root.css(selector)
        best = max(found, key=lambda node: len(node.text(strip=True)), default=None)
        if best is not None and len(best.text(strip=True)) >= _LEAST_SHARE * whole:
            return best
    for node in root.css(f"[{_MARK}]"):
        if len(node.text(strip=True)) >= _LEAST_SHARE * whole:
            del node.attrs[_MARK]
    while (first := root.css_first(f"[{_MARK}]")) is not None:  # one may hold another, and is gone with it
        first.decompose()
    return root


class _Flow:
    """Gathers the blocks of a page in order."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._parts: list[str] = []
        self._plain = False
        self._heading = 0
        self._label = ""
        self._quote = False
        self._spaced = False

    def close(self) -> None:
        """End the paragraph being gathered."""
        text = "".join(self._parts)
        lines = [_WHITE.sub(" ", line).strip() for line in text.split("\n")]
        if any(lines):
            self.blocks.append(
                Paragraph(
                    "\n".join(lines).strip("\n"),
                    self._heading,
                    self._label,
                    not self._plain,
                    self._quote,
                    self._spaced,
                )
            )
            self._spaced, self._label = False, ""
        self._parts, self._plain = [], False

    def walk(self, node: LexborNode, depth: int, bold: bool, pre: bool) -> None:
        """Take up a node and all in it."""
        child = node.child
        while child is not None:
            tag = child.tag
            if tag == "-text":
                self._say(child.text_content or "", bold, pre)
            elif tag == "br":
                self._parts.append("\n")
            elif tag and tag[0] not in "-_!" and depth < _DEEPEST and not _is_hidden(child):
                self._element(child, tag, depth + 1, bold, pre)
            child = child.next

    def _say(self, text: str, bold: bool, pre: bool) -> None:
        self._parts.append(text if pre else _WHITE.sub(" ", text))
        if not bold and any(char.isalnum() for char in text):
            self._plain = True

    def _element(self, node: LexborNode, tag: str, depth: int, bold: bool, pre: bool) -> None:
        weight = (
            bold
            or tag in ("b", "strong", "th")
            or bool(_BOLD_STYLE.search(node.attributes.get("style") or ""))
        )
        if tag not in _BLOCKS:
            self.walk(node, depth, weight, pre)
            return
        self.close()
        self._spaced = self._spaced or tag in _SPACED
        if tag == "table":
            for caption in node.css("caption")[:1]:
                self.walk(caption, depth, True, pre)
                self.close()
            self.blocks.append(_table(node, depth))
        elif tag in ("ul", "ol"):
            self._list(node, depth, weight)
        else:
            outer = self._heading, self._quote
            self._heading = int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit() else outer[0]
            self._quote = self._quote or tag == "blockquote"
            self.walk(node, depth, weight, pre or tag == "pre")
            self.close()
            self._heading, self._quote = outer
        self._spaced = self._spaced or tag in _SPACED

    def _list(self, node: LexborNode, depth: int, bold: bool) -> None:
        """A list's entries with the numbers or bullets that a browser shows (HTML, 4.4.5 to 4.4.8)."""
        given = node.attributes.get("start") or "1"
        number = int(given) if given.lstrip("-").isdigit() else 1
        form = node.attributes.get("type") or "1"
        child = node.child
        while child is not None:
            if child.tag == "li":
                value = child.attributes.get("value") or ""
                number = int(value) if value.isdigit() else number
                self.close()
                self._label = f"{_written(number, form)}." if node.tag == "ol" else "-"
                self.walk(child, depth, bold, False)
                self.close()
                self._label = ""
                number += 1
            elif child.tag and child.tag[0] not in "-_!" and depth < _DEEPEST:
                self._element(child, child.tag, depth + 1, bold, False)
            child = child.next


def _written(number: int, form: str) -> str:
    if form in ("a", "A") and 0 < number <= 26:
        letter = chr(ord("a") + number - 1)
        return letter.upper() if form == "A" else letter
    return str(number)


def _is_hidden(node: LexborNode) -> bool:
    held = node.attributes
    return "hidden" in held or bool(_HIDDEN.search(held.get("style") or ""))


def _table(node: LexborNode, depth: int) -> TableBlock:
    """A table's rows, each cell with blocks of its own; empty cells stand for the columns that one spans."""
    table = TableBlock()
    for row in _rows_of(node):
        cells: list[list[Block]] = []
        child = row.child
        while child is not None:
            if child.tag in ("td", "th"):
                flow = _Flow()
                flow.walk(child, depth + 1, False, False)
                flow.close()
                span = child.attributes.get("colspan") or "1"
                cells += [flow.blocks, *([] for _ in range(min(int(span) if span.isdigit() else 1, 50) - 1))]
            child = child.next
        table.rows.append(cells)
    return table


def _rows_of(node: LexborNode) -> list[LexborNode]:
    rows: list[LexborNode] = []
    child = node.child
    while child is not None:
        if child.tag == "tr":
            rows.append(child)
        elif child.tag in ("thead", "tbody", "tfoot"):
            rows.extend(_rows_of(child))
        child = child.next
    return rows
