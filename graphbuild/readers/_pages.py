"""Words with their places on a page become the page's lines, in the order in which people read them.

Lengths are points (1/72 inch); x grows to the right, y downwards from the page's top.
"""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

_SAME_LINE = 0.45
"""Words whose baselines differ by less than so much of their size stand on one line."""
_GUTTER = 1.4
"""Two columns of running text are divided by a blank strip at least so many sizes wide."""
_FEWEST = 6
"""So many lines at least make a column of running text."""
_FULL = 0.55
"""Lines of running text fill, at the middle, at least so much of their column's width."""


@dataclass(slots=True)
class Word:
    """A word: its text, its ends, its baseline, the size of its type, and whether it is bold."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool = False


class Line:
    """Words on one baseline, from left to right; or the row of a ruled table, with the lines of its cells.

    `base` is the baseline that most of the text stands on, `size` the size of the type of its longest word.
    """

    __slots__ = ("base", "bottom", "cells", "left", "right", "size", "top", "words")

    def __init__(
        self, words: list[Word], cells: list[list[str]] | None = None, top: float = 0.0, bottom: float = 0.0
    ) -> None:
        """Take up the words, in order."""
        self.words = words
        self.cells = cells
        self.top, self.bottom = top, bottom
        self.left = words[0].left if words else 0.0
        self.right = words[-1].right if words else 0.0
        self.base = sorted([word.base for word in words])[len(words) // 2] if words else bottom
        self.size = max(words, key=_length).size if words else 0.0


def _length(word: Word) -> int:
    return len(word.text)


def lines_on(words: list[Word], rows: list[Line]) -> list[Line]:
    """The lines of a page from its words and the rows of its tables; columns of text follow one another."""
    edges = sorted(row.top for row in rows)
    parts: dict[int, list[Line]] = {}
    for line in in_rows(words):
        parts.setdefault(sum(edge < line.base for edge in edges), []).append(line)
    for row in rows:
        parts.setdefault(sum(edge <= row.top for edge in edges), []).insert(0, row)
    lines: list[Line] = []
    for place in sorted(parts):
        lines += [part for part in parts[place] if part.cells is not None]
        lines += [
            line
            for column in _columns([line for line in parts[place] if line.cells is None])
            for line in column
        ]
    return lines


def in_rows(words: Iterable[Word]) -> list[Line]:
    """Words by baseline, from the top; a raised or lowered word stays with the line that it stands in."""
    rows: list[list[Word]] = []
    base = 0.0
    for word in sorted(words, key=lambda word: (word.base, word.left)):
        if rows and abs(word.base - base) < _SAME_LINE * min(word.size, rows[-1][-1].size):
            rows[-1].append(word)
            continue
        rows.append([word])
        base = word.base
    for row in rows:
        row.sort(key=lambda word: word.left)
    return [Line(row) for row in rows]


def _columns(lines: list[Line]) -> list[list[Line]]:
    """The lines in one part, or in several where columns of running text stand side by side."""
    parts: list[list[Line]] = []
    start = 0
    while start < len(lines):
        found = _column_block(lines, start)
        if found is None:
            if parts and parts[-1] and parts[-1][-1] is lines[start - 1]:
                parts[-1].append(lines[start])
            else:
                parts.append([lines[start]])
            start += 1
            continue
        end, gutter = found
        parts += [side for side in _divided(lines[start:end], gutter) if side]
        start = end
    return parts


def _column_block(lines: list[Line], start: int) -> tuple[int, float] | None:
    """Where a block of two columns of running text ends, and the middle of the strip between them."""
    gap = _widest_gap(lines[start])
    if gap is None:
        return None
    low, high = gap
    end = start
    for line in lines[start:]:
        inside = _clear(line, low, high)
        if inside is None:
            break
        low, high = inside
        end += 1
    block = lines[start:end]
    gutter = (low + high) / 2
    left, right = _divided(block, gutter)
    if len(left) < _FEWEST or len(right) < _FEWEST or high - low < _GUTTER * lines[start].size:
        return None
    return (end, gutter) if _runs(left, low) and _runs(right, max(line.right for line in right)) else None


def _widest_gap(line: Line) -> tuple[float, float] | None:
    gaps = [
        (after.left - before.right, before.right, after.left)
        for before, after in itertools.pairwise(line.words)
    ]
    width, low, high = max(gaps, default=(0.0, 0.0, 0.0))
    return (low, high) if width >= _GUTTER * line.size else None


def _clear(line: Line, low: float, high: float) -> tuple[float, float] | None:
    """What of a strip no word of a line stands in, where that is wide enough still."""
    for word in line.words:
        if word.right <= low or word.left >= high:
            continue
        if word.left - low > high - word.right:
            high = word.left
        else:
            low = word.right
        if high - low < _GUTTER * line.size:
            return None
    return low, high


def _divided(lines: list[Line], gutter: float) -> tuple[list[Line], list[Line]]:
    left = [Line(words) for line in lines if (words := [w for w in line.words if w.right <= gutter])]
    right = [Line(words) for line in lines if (words := [w for w in line.words if w.right > gutter])]
    return left, right


def _runs(lines: list[Line], edge: float) -> bool:
    """Whether lines are running text: they fill their column, hold several words, and few begin anew."""
    begin = min(line.left for line in lines)
    width = edge - begin
    filled = median((line.right - begin) / width for line in lines)
    return (
        filled > _FULL and median(len(line.words) for line in lines) >= 4 and width > 18 * lines[0].size * 0.5
    )
