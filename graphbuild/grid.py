"""Turns rows of text into columns that fit a terminal, long texts wrapped, repeated ones said once."""

import re
from collections.abc import Sequence
from itertools import groupby, takewhile

_GAP = 2
_WORD = 16  # words up to this long are not cut where there is room
_BOLD, _PLAIN = "\033[1m", "\033[0m"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def grid(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    numeric: Sequence[bool],
    grouped: int,
    width: int,
    bold: bool,
) -> str:
    """Lay rows out under heads; the first `grouped` columns become a line above the rows that share them."""
    # A document's text is not trusted with the terminal: control characters are left out.
    clean = [[_CONTROL.sub("", cell) for cell in row] for row in rows]
    inner = [row[grouped:] for row in clean]
    widths = _widths(heads[grouped:], inner, width)
    right = numeric[grouped:]
    emphasis = (lambda text: f"{_BOLD}{text}{_PLAIN}") if bold else (lambda text: text)
    out = [emphasis(line) for line in _lines([[head.upper() for head in heads[grouped:]]], widths, right)]
    for group, members in groupby(zip(clean, inner, strict=True), key=lambda pair: tuple(pair[0][:grouped])):
        if grouped:
            out += ["", emphasis(" · ".join(part for part in group if part)[:width])]
        out += _lines([row for _, row in members], widths, right)
    return "".join(f"{line}\n" for line in out)


def _lines(rows: list[list[str]], widths: Sequence[int], right: Sequence[bool]) -> list[str]:
    """Lay rows out as lines; what a row repeats from the row above is said once, and spans both."""
    out = []
    waiting: list[list[str]] = [[] for _ in widths]
    news = [_news(row, before) for before, row in zip([[], *rows], rows, strict=False)]
    for place, row in enumerate(rows):
        for number in range(news[place], len(row)):
            waiting[number] = _wrap(row[number], widths[number])
        ending = news[place + 1] if place + 1 < len(rows) else 0
        for _ in range(max([1, *(len(lines) for lines in waiting[ending:])])):
            parts = [lines.pop(0) if lines else "" for lines in waiting]
            padded = [
                part.rjust(width) if at_right else part.ljust(width)
                for part, width, at_right in zip(parts, widths, right, strict=True)
            ]
            out.append((" " * _GAP).join(padded).rstrip())
    return out


def _news(row: list[str], before: list[str]) -> int:
    """Count the first cells of a row that say what the row above says."""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(row[:-1], before, strict=False))
    return sum(1 for _ in same)


def _widths(heads: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Share the width out: each column gets room for its words, long texts share the rest evenly."""
    columns = [[head, *(row[number] for row in rows)] for number, head in enumerate(heads)]
    wanted = [max(len(cell) for cell in column) for column in columns]
    room = width - _GAP * (len(heads) - 1)
    if sum(wanted) <= room:
        return wanted
    words = [max((len(word) for cell in column for word in cell.split()), default=0) for column in columns]
    widths = [min(longest, _WORD) for longest in words]
    while sum(widths) > room and max(widths) > 1:  # a narrow terminal: words are cut
        widths[widths.index(max(widths))] -= 1
    while sum(widths) < room:
        growing = [number for number in range(len(widths)) if widths[number] < wanted[number]]
        narrowest = min(growing, key=lambda number: widths[number])
        widths[narrowest] += 1
    return widths


def _wrap(text: str, width: int) -> list[str]:
    """Break a text into lines at spaces, and at hyphens and slashes inside words that are too long."""
    lines, line = [], ""
    for word in text.split():
        for part in _pieces(word, width):
            glue = " " if line and not part.startswith("\0") else ""
            bare = part.lstrip("\0")
            if line and len(line) + len(glue) + len(bare) > width:
                lines.append(line)
                line = bare
            else:
                line += glue + bare
    return [*lines, line]


def _pieces(word: str, width: int) -> list[str]:
    """Cut a word that is wider than a column; a piece that goes on begins with a NUL."""
    if len(word) <= width:
        return [word]
    pieces = []
    for piece in re.findall(r"[^-/.]+[-/.]*|[-/.]+", word):
        pieces += [piece[start : start + width] for start in range(0, len(piece), width)]
    return [pieces[0], *(f"\0{piece}" for piece in pieces[1:])]
