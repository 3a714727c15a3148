"""Lines with their places become text: columns by blanks, paragraphs by blank lines, pages by form feeds."""

import itertools
from collections import Counter
from statistics import median

from graphbuild.model import Box
from graphbuild.readers._pages import Line, Word

_COLUMN = 1.35
"""A gap of so many sizes between two words divides columns; a stretched line's gaps stay below it."""
_NARROW = 0.34
"""So many sizes are enough where a column begins: wider than any blank, narrower than most gaps."""
_SAME = 0.8
"""Words whose beginnings lie so near to one another, in points, begin one column."""
_FEWEST_BLANKS = 3
_REACH = 6
"""A column goes on over so many lines above and below."""
_PARAGRAPH = 1.3
"""Lines further apart than so many line heights have a blank line between them."""
_LARGER = 1.12
"""Type of so many times the size of the text's is a heading's."""
_MOST_LEVELS = 4
_LONGEST_HEADING = 160


def rendered(pages: list[list[Line]]) -> tuple[str, dict[int, Box]]:
    """The text of all pages, and the place on its page of each line that holds text (by line number)."""
    lines = [line for page in pages for line in page if line.words]
    if not lines:
        lines = [Line([Word("x", 0.0, 5.0, 0.0, 10.0)])]
    body = _body_size(lines)
    levels = _levels(lines, body)
    margin = min(line.left for line in lines)
    unit = _unit(lines)
    edge = max(line.right for line in lines)
    height = _line_height(pages, body)
    out: list[str] = []
    boxes: dict[int, Box] = {}
    for index, page in enumerate(pages):
        above: Line | None = None
        feed = "\f" if index else ""
        begins = _column_starts(page)
        for place, line in enumerate(page):
            if above is not None and _goes_on(line, above, levels, edge, height):
                out[-1] = f"{out[-1]} {_text(line, line.left, unit, [])}"
                boxes[len(out)] = _around(boxes[len(out)], _box(line))
                above = line
                continue
            if above is not None:
                out.extend([""] * _blank_lines(line, above, height, body))
            out.append(feed + _marked(line, levels, _text(line, margin, unit, _near(begins, place))))
            boxes[len(out)] = _box(line)
            feed, above = "", line
        if feed:
            out.append(feed)
    return "\n".join(out) + "\n", boxes


def _goes_on(line: Line, above: Line, levels: dict[float, int], edge: float, height: float) -> bool:
    """Whether a heading, told by its larger type, runs on from the line above, which had no room for more."""
    level = levels.get(round(line.size * 2) / 2, 0)
    if not level or line.cells or above.cells or levels.get(round(above.size * 2) / 2, 0) != level:
        return False
    first = line.words[0]
    near = 0 < line.base - above.base < 1.5 * max(height, 1.2 * line.size)
    return near and above.right + (first.right - first.left) + 0.3 * line.size > edge


def _around(one: Box, other: Box) -> Box:
    """The place that holds two others."""
    left, top = min(one.left, other.left), min(one.top, other.top)
    return Box(left, top, max(one.right, other.right), max(one.bottom, other.bottom))


def _body_size(lines: list[Line]) -> float:
    """The size of most of the text."""
    sizes: Counter[float] = Counter()
    for line in lines:
        for word in line.words:
            sizes[round(word.size * 2) / 2] += len(word.text)
    return max(sizes, key=lambda size: (sizes[size], -size))


def _levels(lines: list[Line], body: float) -> dict[float, int]:
    """The level of a heading in type of each larger size."""
    larger = {round(line.size * 2) / 2 for line in lines if line.size > _LARGER * body}
    return {size: min(level, _MOST_LEVELS) for level, size in enumerate(sorted(larger, reverse=True), 1)}


def _unit(lines: list[Line]) -> float:
    """The width of a character: narrow, so that a column's text rarely reaches the next column."""
    widths = [
        (word.right - word.left) / len(word.text)
        for line in lines
        for word in line.words
        if len(word.text) >= 4
    ]
    return 0.92 * median(widths) if widths else 0.5 * lines[0].size


def _line_height(pages: list[list[Line]], body: float) -> float:
    """The usual distance of two lines of one paragraph."""
    steps: Counter[float] = Counter()
    for page in pages:
        for above, line in itertools.pairwise(page):
            step = line.base - above.base
            if 0.9 * body < step < 2.2 * body and abs(line.size - body) < 0.6 > abs(above.size - body):
                steps[round(step * 2) / 2] += 1
    if not steps:
        return 1.2 * body
    common = [step for step, count in steps.items() if count >= 0.25 * max(steps.values())]
    return min(common)


def _blank_lines(line: Line, above: Line, height: float, body: float) -> int:
    """How many blank lines stand between two lines."""
    if line.cells is not None or above.cells is not None:
        return int(line.cells is None or above.cells is None)
    step = line.base - above.base
    if step < 0:  # the next column begins further up
        return 1
    usual = height * max(1.0, max(line.size, above.size) / body)
    if step <= _PARAGRAPH * usual:
        return 0
    return 1 if step <= 3.2 * usual else 2


def _column_starts(page: list[Line]) -> list[list[float]]:
    """For each line of a page, where columns begin: behind a gap that surely divides them.

    Where the line has such a gap, words behind smaller gaps begin columns too if those of lines nearby stand
    right below or above them.
    """
    sure = [_behind_gaps(line, _COLUMN, 1e9) for line in page]
    narrow = [
        _behind_gaps(line, _NARROW, _COLUMN) if held else [] for line, held in zip(page, sure, strict=True)
    ]
    return [
        [*held, *(left for left in narrow[place] if _stands_among(left, narrow, place))]
        for place, held in enumerate(sure)
    ]


def _behind_gaps(line: Line, least: float, most: float) -> list[float]:
    """Where words begin behind gaps of so many sizes."""
    return [
        word.left
        for before, word in itertools.pairwise(line.words)
        if least * line.size < word.left - before.right <= most * line.size
    ]


def _stands_among(left: float, others: list[list[float]], place: int) -> bool:
    near = others[max(0, place - _REACH) : place] + others[place + 1 : place + _REACH + 1]
    return any(abs(left - other) < _SAME for held in near for other in held)


def _near(begins: list[list[float]], place: int) -> list[float]:
    return [left for held in begins[max(0, place - _REACH) : place + _REACH + 1] for left in held]


def _text(line: Line, margin: float, unit: float, columns: list[float]) -> str:
    """A line's words, with wide blanks where a column divides them."""
    out = " " * max(0, round((line.left - margin) / unit))
    before = None
    for word in line.words:
        if before is not None:
            gap = word.left - before.right
            divided = gap > _COLUMN * line.size or (
                gap > _NARROW * line.size and any(abs(word.left - left) < _SAME for left in columns)
            )
            if divided:
                column = round((word.left - margin) / unit)
                out += " " * max(_FEWEST_BLANKS, column - len(out))
            elif gap > 0.05 * word.size:
                out += " "
        out += word.text
        before = word
    return out


def _marked(line: Line, levels: dict[float, int], text: str) -> str:
    """A line with the marks of a heading, of bold type or of a table's row, as Markdown has them."""
    if line.cells is not None:
        return "| " + " | ".join("<br>".join(cell).replace("|", "¦") for cell in line.cells) + " |"
    level = levels.get(round(line.size * 2) / 2, 0)
    plain = text.lstrip(" ")
    if level and len(plain) <= _LONGEST_HEADING:
        return f"{'#' * level} {plain}"
    if all(word.bold for word in line.words) and any(c.isalnum() for c in plain):
        return f"{text[: len(text) - len(plain)]}**{plain}**"
    return text


def _box(line: Line) -> Box:
    if line.cells is not None:
        return Box(round(line.left, 1), round(line.top, 1), round(line.right, 1), round(line.bottom, 1))
    top = min(word.base - word.size for word in line.words)
    bottom = max(word.base + 0.25 * word.size for word in line.words)
    return Box(round(line.left, 1), round(top, 1), round(line.right, 1), round(bottom, 1))
