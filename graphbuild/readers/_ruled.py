"""The ruled tables of a page: lines drawn across and down it, and the words that stand in their cells."""

import ctypes
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import pypdfium2
import pypdfium2.raw as pdfium

from graphbuild.readers._pages import Line, Word, in_rows

_THIN = 2.6
"""What is drawn no thicker than so many points is a rule."""
_REACH = 2.5
"""Rules that end so near to one another meet."""
_SHORTEST = 8.0
_MOST_RULES = 4_000
"""A page with more lines than this is a drawing."""
_PAGE_LIKE = 1_400
"""A cell with so many characters is no table's: the rules frame the page."""
_MOST_OBJECTS = 50_000
_DEEPEST = 3
"""Forms in forms so deep hold no table's rules."""
Place = tuple[float, float]
Stroke = tuple[float, float, float, float]
Handle: TypeAlias = Any
"""What PDFium points at: its bindings have no types."""


@dataclass(slots=True)
class Rule:
    """A straight line: where it lies across its direction, and from where to where it runs."""

    at: float
    low: float
    high: float

    def covers(self, place: float) -> bool:
        """Whether the rule runs past a place along it."""
        return self.low - _REACH <= place <= self.high + _REACH


@dataclass(slots=True)
class _Cell:
    left: float
    right: float
    words: list[Word] = field(default_factory=list)


def tables_on(
    page: pypdfium2.PdfPage, words: list[Word], display: Callable[[float, float], Place]
) -> tuple[list[Line], list[Word]]:
    """The rows of the page's ruled tables, and the words that stand in none."""
    across, down = _rules(page, display)
    rows: list[Line] = []
    rest = words
    for horizontal, vertical in _frames(across, down):
        found, outside = _rows(horizontal, vertical, rest)
        if found:
            rows.extend(found)
            rest = outside
    return rows, rest


def _rules(
    page: pypdfium2.PdfPage, display: Callable[[float, float], Place]
) -> tuple[list[Rule], list[Rule]]:
    across: list[Rule] = []
    down: list[Rule] = []
    for count, (x0, y0, x1, y1) in enumerate(_strokes(page)):
        if count > _MOST_RULES:
            return [], []
        (a, b), (c, d) = display(x0, y0), display(x1, y1)
        left, right, top, bottom = min(a, c), max(a, c), min(b, d), max(b, d)
        if bottom - top <= _THIN and right - left >= _SHORTEST:
            across.append(Rule((top + bottom) / 2, left, right))
        elif right - left <= _THIN and bottom - top >= _SHORTEST:
            down.append(Rule((left + right) / 2, top, bottom))
    return _joined(across), _joined(down)


def _strokes(page: pypdfium2.PdfPage) -> Iterator[Stroke]:
    """The straight pieces of what is drawn on a page, as boxes in the page's own space."""
    edges = [ctypes.c_float() for _ in range(4)]
    for drawn in _paths(page.raw, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, 0):
        count = pdfium.FPDFPath_CountSegments(drawn)
        pdfium.FPDFPageObj_GetBounds(drawn, *edges)
        left, bottom, right, top = (edge.value for edge in edges)
        thin = right - left <= _THIN or top - bottom <= _THIN
        if thin or count <= 2:
            yield left, bottom, right, top
        elif count <= _MOST_RULES:
            yield from _pieces(drawn, count)


def _paths(
    holder: Handle, count: Callable[[Handle], int], get: Callable[[Handle, int], Handle], depth: int
) -> Iterator[Handle]:
    """The paths of a page, and of the forms on it; a page has a thousand objects, so none is wrapped."""
    for index in range(min(count(holder), _MOST_OBJECTS)):
        drawn = get(holder, index)
        kind = pdfium.FPDFPageObj_GetType(drawn)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            yield drawn
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            yield from _paths(drawn, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, depth + 1)


def _pieces(drawn: Handle, count: int) -> Iterator[Stroke]:
    """The edges of a stroked outline; what is only filled is ground, and no rule."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(drawn, fill, stroke)
    if not stroke.value:
        return
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(drawn, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    before = first = (0.0, 0.0)
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(drawn, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_LINETO:
            yield (*before, *point)
        elif kind == pdfium.FPDF_SEGMENT_MOVETO:
            first = point
        before = point
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield (*point, *first)


def _joined(rules: list[Rule]) -> list[Rule]:
    """Pieces of one line, as many programs draw it cell by cell, in one."""
    joined: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (round(rule.at / _REACH), rule.low, rule.at)):
        last = joined[-1] if joined else None
        if last is not None and abs(last.at - rule.at) <= _REACH and rule.low <= last.high + _REACH:
            last.high = max(last.high, rule.high)
        else:
            joined.append(Rule(rule.at, rule.low, rule.high))
    return joined


def _frames(across: list[Rule], down: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules that cross or meet one another, table by table, from the top of the page."""
    owner = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while owner[index] != index:
            owner[index] = owner[owner[index]]
            index = owner[index]
        return index

    for i, horizontal in enumerate(across):
        for j, vertical in enumerate(down, len(across)):
            if horizontal.covers(vertical.at) and vertical.covers(horizontal.at):
                owner[root(i)] = root(j)
    frames: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index, rule in enumerate([*across, *down]):
        frames.setdefault(root(index), ([], []))[index >= len(across)].append(rule)
    whole = [frame for frame in frames.values() if len(frame[0]) >= 2 and len(frame[1]) >= 2]
    return sorted(whole, key=lambda frame: min(rule.at for rule in frame[0]))


def _levels(rules: list[Rule]) -> list[float]:
    """The distinct places of rules across their direction, in order."""
    levels: list[float] = []
    for at in sorted(rule.at for rule in rules):
        if not levels or at - levels[-1] > 2 * _REACH:
            levels.append(at)
    return levels


def _rows(across: list[Rule], down: list[Rule], words: list[Word]) -> tuple[list[Line], list[Word]]:
    """A table's rows with their words, and the words outside; no rows where the rules make no table."""
    levels = _levels(across)
    bands = [_cells_between(top, bottom, down) for top, bottom in itertools.pairwise(levels)]
    if max(map(len, bands), default=0) < 2:
        return [], words
    outside: list[Word] = []
    for word in words:
        middle, height = (word.left + word.right) / 2, word.base - 0.3 * word.size
        band = next((i for i in range(len(bands)) if levels[i] <= height < levels[i + 1]), None)
        cell = _cell_at(bands, band, middle, levels, across) if band is not None else None
        (cell.words if cell is not None else outside).append(word)
    if any(sum(len(word.text) for word in cell.words) > _PAGE_LIKE for band in bands for cell in band):
        return [], words
    rows = [
        Line([], [_lines(cell) for cell in band], levels[i], levels[i + 1])
        for i, band in enumerate(bands)
        if any(cell.words for cell in band)
    ]
    return rows, outside


def _cells_between(top: float, bottom: float, down: list[Rule]) -> list[_Cell]:
    middle = (top + bottom) / 2
    edges = _levels([rule for rule in down if rule.covers(middle)])
    return [_Cell(left, right) for left, right in itertools.pairwise(edges)]


def _cell_at(
    bands: list[list[_Cell]], band: int, place: float, levels: list[float], across: list[Rule]
) -> _Cell | None:
    """The cell that a word stands in: the topmost of those that no rule divides."""
    while True:
        cell = next((cell for cell in bands[band] if cell.left <= place <= cell.right), None)
        if cell is None or band == 0:
            return cell
        middle = (cell.left + cell.right) / 2
        ruled = any(abs(rule.at - levels[band]) <= 2 * _REACH and rule.covers(middle) for rule in across)
        same = [above for above in bands[band - 1] if abs(above.left - cell.left) <= 2 * _REACH]
        if ruled or not same or abs(same[0].right - cell.right) > 2 * _REACH:
            return cell
        band -= 1


def _lines(cell: _Cell) -> list[str]:
    """The lines of a cell; one that breaks off where the next word would not fit goes on in the next."""
    lines: list[str] = []
    before: Line | None = None
    for line in in_rows(cell.words):
        text = " ".join(word.text for word in line.words)
        first = line.words[0]
        if before is not None and cell.right - before.right < first.right - first.left + 0.9 * first.size:
            lines[-1] = lines[-1][:-1] + text if _divides(lines[-1], text) else f"{lines[-1]} {text}"
        else:
            lines.append(text)
        before = line
    return lines


def _divides(above: str, text: str) -> bool:
    """Whether a hyphen at a line's end only divides a word."""
    return above.endswith("-") and above[-2:-1].islower() and text[:1].islower()
