"""A table whose cells stand below one another, a line each, becomes rows of cells.

Text taken from a page in the order in which it was drawn has the heads of a table's columns on lines of their
own, and below them the cells, row by row.
"""

from functools import cache

from graphbuild.languages import Language
from graphbuild.parsing.rows import Row, glued

_FEWEST_COLUMNS = 3
_MOST_COLUMNS = 8
_FEWEST_ROWS = 2
_LONGEST_CELL = 60


def unstacked(rows: list[Row], language: Language) -> list[Row]:
    """Rows as they are, but the cells of such a table of people side by side, with its heads above them."""
    heads = _heads(language)
    if sum(row.lower in heads for row in rows) < _FEWEST_COLUMNS:
        return rows
    read: list[Row] = []
    index = 0
    while index < len(rows):
        width = _heads_at(rows, index, language)
        table = _table_at(rows, index, width, language) if width else []
        read.extend(_side_by_side(cells) for cells in table)
        index += width * len(table)
        if not table:
            read.append(rows[index])
            index += 1
    return read


@cache
def _heads(language: Language) -> dict[str, str]:
    """What stands below each head of a column in a table of people, and of votes."""
    votes, people = language.data["votes"], language.data["front"]["columns"]
    kinds = {side: votes[side] for side in ("for", "against", "abstain")}
    kinds |= {kind: words for kind, words in people.items() if kind not in ("named", "ballot")}
    return {word: kind for kind, words in kinds.items() for word in words}


def _heads_at(rows: list[Row], index: int, language: Language) -> int:
    """How many heads of columns stand below one another here, the names' first; 0 where no table begins."""
    kinds: list[str] = []
    for row in rows[index : index + _MOST_COLUMNS]:
        kind = _heads(language).get(row.lower) if row.cells is None else None
        if kind is None or kind in kinds:
            break
        kinds.append(kind)
    return len(kinds) if len(kinds) >= _FEWEST_COLUMNS and kinds[0] == "name" else 0


def _table_at(rows: list[Row], index: int, width: int, language: Language) -> list[list[Row]]:
    """The rows of the table that begins here, its heads first; [] where what follows is none.

    Each row begins with a name, and nothing else in it looks like one that the heads do not announce: where
    empty cells were left out, nobody can tell what stands below which head.
    """
    table = [rows[index : index + width]]
    for start in range(index + width, len(rows) - width + 1, width):
        cells = rows[start : start + width]
        fits = all(row.cells is None and not row.heading and len(row.text) <= _LONGEST_CELL for row in cells)
        if not fits or not _is_name(cells[0], language):
            break
        if not all(_answers(c, head, language) for c, head in zip(cells[1:], table[0][1:], strict=True)):
            break
        table.append(cells)
    return table if len(table) > _FEWEST_ROWS else []


def _is_name(cell: Row, language: Language) -> bool:
    words = cell.text.split(",")[0].split()
    first = words[0].split("-")[0] if words else ""
    known = first in language.first_names
    return 2 <= len(words) <= 5 and words[-1][:1].isupper() and (known or first.istitle())


def _answers(cell: Row, head: Row, language: Language) -> bool:
    """Whether a cell can stand below a head: below one of votes a mark, below a party's its letters."""
    kind = _heads(language)[head.lower]
    text = cell.lower.strip(" .")
    if not text or text in language.words("names", "empty_values"):
        return True
    if kind in ("for", "against", "abstain"):
        return text in language.words("people", "marks") or _heads(language).get(text) == kind
    return kind != "party" or len(text.strip("()")) <= _LONGEST_PARTY


_LONGEST_PARTY = 5


def _side_by_side(cells: list[Row]) -> Row:
    row = cells[0].cut(0)
    for cell in cells[1:]:
        row = glued(row, cell) if cell.text else row
    row.cells = tuple(cell.cut(0) for cell in cells)
    return row
