"""Lines of canonical text become rows: markup and typographic traps taken off, the way back kept."""

import itertools
import re
from bisect import bisect_right
from dataclasses import dataclass, field

from graphbuild.model import Document, Line, Span

_MARKUP = re.compile(
    r"\*\*|(?<!_)__(?!_)|`|\\(?=[\\*_#.\-+()\[\]>|])|\u00ad|\ufffe|\u200b|\ufeff|</?(?:b|i|u|em|strong|span|sup|sub|p|div)[^>]{0,80}>"
    r"|(?<![\w*])\*(?=[^\s*])|(?<=[^\s*])\*(?![\w*])|(?<!\w)_(?=[^\s_])|(?<=[^\s_])_(?!\w)"
    r"|\[\](?=\{)|\{[#.][^{}]{0,80}\}|\\$|!?\[(?=[^\]]{1,200}\]\()|\]\([^)\s]{0,500}\)|[\u00a0\u2007\u202f]|<br\s*/?>|\x0b"
)
_TRIGGER = re.compile(r"[{*_`\\\u00ad\ufffe\u200b\ufeff<\[\u00a0\u2007\u202f\x0b]")
_MARKS = re.compile(r"[{*_`\\\u00ad\ufffe\u200b\ufeff<!\[\]\u00a0\u2007\u202f\x0b]")
_BLANKS = {"\u00a0": " ", "\u2007": " ", "\u202f": " ", "\x0b": " "}
_HEADING = re.compile(r"(#{1,6})\s*(?=\S)")
_QUOTE = re.compile(r"(?:>\s?)+")
_BULLET = re.compile(
    r"(?:=>|->|>>|→|⇒|➔|[•●▪■◦‣·–—*+\u00ad\uf0b7\u2022-]|o(?=\s{2,}|\t|\s[A-ZÀ-ÖØ-Þ0-9]))(?:\s+|\t|$)"
)
_CHECKBOX = re.compile(r"\[[ xX]\]\s+")
_RULE = re.compile(r"(?:[-*_=~]\s*){3,}$|:{3,}(?:\s*(?:\{[^}]*\}|[\w-]+))?$|[|\s:+-]*-{2,}[|\s:+-]*$")
_NARROWEST, _WIDEST = 55, 130
"""Lines of running text are broken at so many characters, where they are broken."""
_SHORT = 0.66
_RULERS = "-*_=~|:+"
_WITHOUT_UNDERLINES = ("text/plain", "application/pdf")
"""What is written as these has rules across the page, but no headings underlined by them."""
_SETEXT = re.compile(r"={3,}|-{3,}")
_BOLD = re.compile(r"(?:[a-zà-öø-ÿ0-9]{1,2}[.)]\s*)?(?:\*\*|__)(?=\S)(.+?)(?:\*\*|__)\s*:?\s*$")


@dataclass(slots=True)
class Row:
    """One line as the engine sees it.

    `text` is clean; character i of it stands at canonical offset `base + i`, or at `places[i]` where
    markup was taken off. `blanks` counts the blank lines above; `cells` are the cells of a table row.
    `opens` tells that the row is a paragraph of its own, whatever stands above it; `short` that it breaks off
    well before the text's right edge.
    """

    number: int
    page: int
    start: int
    end: int
    text: str
    base: int
    places: list[int] | None = None
    indent: int = 0
    blanks: int = 0
    heading: int = 0
    bullet: bool = False
    quote: bool = False
    bold: bool = False
    cells: tuple["Row", ...] | None = None
    feed: bool = False
    lower: str = field(default="")
    opens: bool = False
    short: bool = False

    def at(self, index: int) -> int:
        """The canonical offset of a character of `text` (or of its end)."""
        if self.places is None:
            return self.base + index
        if index < len(self.places):
            return self.places[index]
        return self.places[-1] + 1 if self.places else self.base

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """The canonical span of `text[start:end]`."""
        last = len(self.text) if end is None else end
        if last <= start:
            return Span(self.at(start), self.at(start))
        return Span(self.at(start), self.at(last - 1) + 1)

    def cut(self, start: int, end: int | None = None) -> "Row":
        """The part of this row that holds `text[start:end]`, as a row of its own."""
        last = len(self.text) if end is None else end
        while start < last and self.text[start].isspace():
            start += 1
        while last > start and self.text[last - 1].isspace():
            last -= 1
        piece = self.text[start:last]
        places = None if self.places is None else self.places[start:last]
        base = self.at(start)
        return Row(
            self.number, self.page, self.start, self.end, piece, base, places, self.indent, self.blanks,
            self.heading, self.bullet, self.quote, self.bold, None, self.feed, piece.lower(),
        )  # fmt: skip


def glued(one: Row, other: Row) -> Row:
    """Two rows as one, with a blank between them where no hyphen divides a word."""
    first = [one.at(i) for i in range(len(one.text))]
    second = [other.at(i) for i in range(len(other.text))]
    glued = one.cut(0)
    hyphen = one.text.endswith("-")
    glued.text = one.text + ("" if hyphen else " ") + other.text
    glued.places = first + ([] if hyphen else [first[-1] + 1]) + second
    glued.lower = glued.text.lower()
    return glued


def lines_in(cell: Row) -> list[Row]:
    """A cell's lines, where `<br>` divides it; empty ones are kept, for they hold the others in place."""
    pieces: list[Row] = []
    start = 0
    for index, char in enumerate(cell.text + "\v"):
        if char == "\v":
            pieces.append(cell.cut(start, index))
            start = index + 1
    return pieces


def rows_of(document: Document) -> list[Row]:
    """All lines that hold text, in order; blank lines are counted in the next row's `blanks`."""
    rows: list[Row] = []
    text = document.text
    blanks, page = 0, 1
    markdown = document.media_type not in _WITHOUT_UNDERLINES
    marks = [match.start() for match in _TRIGGER.finditer(text)]
    mark = 0
    for line in document.lines:
        raw = text[line.start : line.end]
        feed, page = line.page != page, line.page
        if not raw or raw.isspace():
            blanks += 1
            continue
        if markdown and rows and not blanks and _SETEXT.fullmatch(raw.strip()) and not rows[-1].cells:
            rows[-1].heading = rows[-1].heading or (1 if "=" in raw else 2)
            continue
        stripped = raw.strip()
        if stripped[0] in _RULERS and len(stripped) >= 3 and _RULE.match(stripped):
            blanks = max(blanks, 1) if "|" not in raw else blanks
            continue
        while mark < len(marks) and marks[mark] < line.start:
            mark += 1
        row = _row(raw, line, markdown, mark < len(marks) and marks[mark] < line.end)
        row.blanks, row.feed, row.opens = blanks, feed, not document.wrapped
        blanks = 0
        if row.cells is not None and not any(cell.text for cell in row.cells):
            continue
        if row.text or row.bullet:
            rows.append(row)
    _mark_short(rows)
    return rows


def _mark_short(rows: list[Row]) -> None:
    """Rows that end well before the edge at which the document's lines are broken, if they are broken."""
    widths = sorted([row.indent + len(row.text) for row in rows if row.cells is None])
    edge = widths[int(len(widths) * 0.9)] if widths else 0
    if _NARROWEST <= edge <= _WIDEST:
        for row in rows:
            row.short = row.indent + len(row.text) < _SHORT * edge


def _row(raw: str, line: Line, markdown: bool, marked: bool) -> Row:
    start, body = line.start, raw.rstrip()
    lead = len(raw) - len(raw.lstrip()) if raw[0].isspace() else 0
    indent = len(raw[:lead].expandtabs(8)) if lead else 0
    position, heading, bullet, quote = lead, 0, False, False
    plain = body[position].isalnum() and body[position] != "o"  # a bare "o" may be a bullet
    if not plain:
        position, heading, bullet, quote = _marks(body, position, markdown)
    bold = marked and ("**" in body or "__" in body) and bool(_BOLD.match(body, position))
    if body.endswith(("\ufffe", "\u00ad")):
        body = body[:-1] + "-"  # how PDF text and word processors write the hyphen of a divided word
    clean, places = _clean(body, position, start) if marked else (body[position:], None)
    base = start + position if places is None else (places[0] if places else start + position)
    row = Row(line.number, line.page, start + lead, start + len(body), clean, base, places, indent, 0,
              heading, bullet, quote, bold, None, False, clean.lower())  # fmt: skip
    if "|" in clean:
        row.cells = _cells(row)
    return row


def _marks(body: str, position: int, markdown: bool) -> tuple[int, int, bool, bool]:
    """Where a line's text begins, the level of its heading, whether it has a bullet, whether it is quoted."""
    heading, bullet, quote = 0, False, False
    if (
        body[position] == ">"
        and (markdown or body[position + 1 : position + 2] != ">")
        and (match := _QUOTE.match(body, position))
    ):
        quote, position = True, match.end()
    if body.startswith("#", position) and (match := _HEADING.match(body, position)):
        heading, position = len(match[1]), match.end()
    if (match := _BULLET.match(body, position)) and not (markdown and body.startswith("**", position)):
        bullet, position = True, match.end()
        if match := _CHECKBOX.match(body, position):
            position = match.end()
    return position, heading, bullet, quote


def _clean(body: str, position: int, start: int) -> tuple[str, list[int] | None]:
    """Text from `position` on without markup, and the canonical offset of each character left."""
    if not _TRIGGER.search(body, position):
        return body[position:], None
    out: list[str] = []
    places: list[int] = []
    last = position
    for hit in _MARKS.finditer(body, position):  # only there can markup begin, and the look is cheap
        match = _MARKUP.match(body, hit.start()) if hit.start() >= last else None
        if match is None:
            continue
        out.append(body[last : match.start()])
        places.extend(range(start + last, start + match.start()))
        token = match[0]
        if token in _BLANKS or token.startswith("<br"):
            out.append(_BLANKS.get(token, "\v"))
            places.append(start + match.start())
        last = match.end()
    out.append(body[last:])
    places.extend(range(start + last, start + len(body)))
    text = "".join(out)
    stripped = text.lstrip(" ")
    shift = len(text) - len(stripped)
    text = stripped.rstrip(" ")
    return text, places[shift : shift + len(text)]


def _cells(row: Row) -> tuple[Row, ...] | None:
    """Cells of a Markdown table row; None where the bar is no table's."""
    text = row.text
    bars = [i for i, c in enumerate(text) if c == "|"]
    if text[0] != "|" and " | " not in text and "|" not in text.strip("|")[1:-1]:
        return None
    edges = [-1, *bars, len(text)]
    if bars and bars[0] == 0:
        edges = edges[1:]
    if bars and bars[-1] == len(text) - 1:
        edges = edges[:-1]
    if len(edges) < 2:
        return None
    return tuple(row.cut(left + 1, right) for left, right in itertools.pairwise(edges))


class Passage:
    """Several rows read as one text: joined by blanks, line-end hyphens closed, the way back kept."""

    __slots__ = ("_base", "_starts", "rows", "text")

    def __init__(self, rows: list[Row], suspended: tuple[str, ...] = (), joiner: str = " ") -> None:
        """Join rows; a hyphen before one of the `suspended` words stays ("social- och skolnämnd")."""
        self.rows = rows
        self._starts: list[int] = []
        self._base: int | None = None
        if len(rows) == 1:
            self.text = rows[0].text
            self._starts.append(0)
            self._base = rows[0].base if rows[0].places is None and self.text else None
            return
        parts: list[str] = []
        length = 0
        for row in rows:
            piece = row.text
            if parts and piece:
                if _closes(parts[-1], piece, suspended):
                    parts[-1] = parts[-1][:-1]
                    length -= 1
                else:
                    parts.append(joiner)
                    length += len(joiner)
            self._starts.append(length)
            parts.append(piece)
            length += len(piece)
        self.text = "".join(parts)

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """The canonical span from the first to the last character of `text[start:end]`."""
        most = len(self.text)
        last = most if end is None else end
        if self._base is not None:  # a row as it stands: its places are a sum
            start = start if start < most else most - 1
            final = last if last <= most else most
            return Span(self._base + start, self._base + (final if last > start else start))
        first = self._at(start)
        if last <= start:
            return Span(first, first)
        until = self._at(last - 1) + 1
        return Span(first, until if until > first else first)

    def _at(self, index: int) -> int:
        place = max(0, bisect_right(self._starts, index) - 1)
        chosen, row = self._starts[place], self.rows[place]
        within, last = index - chosen, len(row.text) - 1
        return row.at(within if within <= last else max(0, last))


def _closes(before: str, after: str, suspended: tuple[str, ...]) -> bool:
    """Whether a hyphen at a line's end only divides a word ("kommun-" + "fullmäktige")."""
    if len(before) < 2 or before[-1] not in "-\u2010" or not before[-2].islower() or not after[0].islower():
        return False
    return after.split(" ", 1)[0] not in suspended
