"""What a word processor or a web page says by structure becomes text with Markdown's marks.

The canonical text of such a document is what people read: headings, lists and tables are told by the marks
that the parser knows, each paragraph is one line, and what looks like a blank line on the page is one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from graphbuild.errors import TooLargeError

MAX_CHARACTERS = 20_000_000
"""More text than any minutes hold; a small file can unpack to any size."""
_BLANKS = re.compile(r"[ \u00a0]{2,}")
_LONG_CELL = 1_200
_MANY_LINES = 14


@dataclass(slots=True)
class Paragraph:
    """A paragraph: its text (with tabs and line breaks), and what its structure says of it.

    `label` is the number or bullet of a list's entry, `spaced` tells that the page shows room above it.
    """

    text: str
    heading: int = 0
    label: str = ""
    bold: bool = False
    quote: bool = False
    spaced: bool = False
    page_break: bool = False


@dataclass(slots=True)
class TableBlock:
    """A table: rows of cells, each of them blocks of its own."""

    rows: list[list[list["Block"]]] = field(default_factory=list)


Block = Paragraph | TableBlock


def marked(blocks: Sequence[Block], name: str) -> str:
    """The text of blocks; raises `TooLargeError` where it is longer than any minutes are."""
    lines: list[str] = []
    _write(blocks, lines)
    text = "\n".join(lines) + "\n"
    if len(text) > MAX_CHARACTERS:
        raise TooLargeError(f"{name}: more than {MAX_CHARACTERS:,} characters of text. Split the file.")
    return text


def _write(blocks: Sequence[Block], lines: list[str]) -> None:
    before: Block | None = None
    for block in blocks:
        if isinstance(block, TableBlock):
            _write_table(block, lines)
        else:
            _write_paragraph(block, before, lines)
        before = block


def _write_paragraph(paragraph: Paragraph, before: Block | None, lines: list[str]) -> None:
    text = paragraph.text.strip(" \n\u00a0")
    if paragraph.page_break:
        lines.append("\f")
    if not text.strip():
        lines.append("")
        return
    if paragraph.heading or paragraph.spaced or isinstance(before, TableBlock):
        lines.append("")
    first, *others = [line.strip(" ") for line in text.split("\n")]
    lines.append(_mark(paragraph) + _bold(first, paragraph))
    lines.extend(_bold(line, paragraph) if line.strip() else "" for line in others)


def _mark(paragraph: Paragraph) -> str:
    start = "> " if paragraph.quote else ""
    if paragraph.heading:
        start += "#" * min(paragraph.heading, 6) + " "
    return f"{start}{paragraph.label} " if paragraph.label else start


def _bold(text: str, paragraph: Paragraph) -> str:
    plain = text.strip()
    if not paragraph.bold or paragraph.heading or not any(char.isalnum() for char in plain):
        return text
    return f"**{plain}**"


def _write_table(table: TableBlock, lines: list[str]) -> None:
    rows = [row for row in table.rows if any(_lines_in(cell) for cell in row)]
    if not rows:
        return
    if max(map(len, rows)) == 1 or any(_is_page(cell) for row in rows for cell in row):
        for row in rows:
            for cell in row:
                lines.append("")
                _write(cell, lines)
        return
    lines.append("")
    lines.extend("| " + " | ".join("<br>".join(_lines_in(cell)) for cell in row) + " |" for row in rows)
    lines.append("")


def _is_page(cell: Sequence[Block]) -> bool:
    """Whether a cell holds more than a cell of a table does: the table only lays out the page."""
    if any(isinstance(block, TableBlock) or block.heading for block in cell):
        return True
    held = _lines_in(cell)
    return len(held) > _MANY_LINES and sum(map(len, held)) > _LONG_CELL


def _lines_in(cell: Sequence[Block]) -> list[str]:
    held: list[str] = []
    for block in cell:
        if isinstance(block, TableBlock):
            continue
        label = f"{block.label} " if block.label else ""
        texts = [_BLANKS.sub(" ", line.replace("\t", " ")).strip() for line in block.text.split("\n")]
        texts = [text.replace("|", "¦") for text in texts if text]
        if texts:
            held += [label + texts[0], *texts[1:]]
    return held
