"""Minutes whose items are the rows of one table become items one after the other.

Groups of agencies and associations write so: a column of numbers, one of titles, and beside them what was
said, what was decided, who does what.
"""

import re
from itertools import pairwise

from graphbuild.languages import Language
from graphbuild.parsing.labels import heading_of
from graphbuild.parsing.rows import Row, glued, lines_in

_NUMBER = re.compile(r"(?:§\s*)?(\d{1,3})\.?")
_FEWEST = 3
_LONGEST_TITLE = 120
_TOLD = 60
"""So many characters stand beside the titles on the average: a list of contents has fewer."""


def ungridded(rows: list[Row], language: Language) -> list[Row]:
    """Rows as they are, but the items of such a table each with its heading and what stands beside it."""
    if not any(row.cells for row in rows):
        return rows
    read: list[Row] = []
    index = 0
    while index < len(rows):
        end = index
        while end < len(rows) and rows[end].cells and len(rows[end].cells or ()) > 2:
            end += 1
        items = [row for row in rows[index:end] if _is_item(row)]
        if _is_agenda(items, end - index):
            head = rows[index].cells if rows[index] not in items else None
            for row in rows[index:end]:
                read.extend(_unfolded(row, head or (), language) if row in items else ())
            index = end
        else:
            read.extend(rows[index : max(end, index + 1)])
            index = max(end, index + 1)
    return read


def _is_item(row: Row) -> bool:
    cells = row.cells or ()
    title = cells[1].text.split("\v")[0]
    return (
        bool(_NUMBER.fullmatch(cells[0].text))
        and any(c.isalpha() for c in title)
        and len(title) < _LONGEST_TITLE
    )


def _is_agenda(items: list[Row], rows: int) -> bool:
    """Whether numbers run through nearly all rows, and much stands beside the titles."""
    if len(items) < _FEWEST or len(items) < rows - 1:
        return False
    numbers = [int(_NUMBER.fullmatch((row.cells or ())[0].text)[1]) for row in items]  # type: ignore[index]
    beside = sum(len(cell.text) for row in items for cell in (row.cells or ())[2:])
    return all(after == before + 1 for before, after in pairwise(numbers)) and beside >= _TOLD * len(items)


def _unfolded(row: Row, head: tuple[Row, ...], language: Language) -> list[Row]:
    """The item's heading, and the lines of the other cells, below their column's head if a section's."""
    number, title, *others = row.cells or ()
    first, *more = lines_in(title)
    heading = glued(number, first)
    heading.heading, heading.blanks, heading.opens = 3, 1, True
    read = [heading, *more]
    for place, cell in enumerate(others, 2):
        lines = [line for line in lines_in(cell) if line.text]
        if not lines:
            continue
        if place < len(head) and heading_of(head[place], language) is not None:
            section = head[place].cut(0)
            section.blanks = section.heading = 1
            read.append(section)
        for line in lines:
            line.blanks, line.opens = 1, True
        read.extend(lines)
    return read
