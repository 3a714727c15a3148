"""A front page of boxes, each with its label inside and above what it holds, becomes rows, box after box.

Readers give boxes that stand side by side as cells of one table row, whose lines are divided by `<br>`.
"""

from graphbuild.languages import Language
from graphbuild.parsing.heads import columns_of, head_and_first
from graphbuild.parsing.labels import kind_of
from graphbuild.parsing.rows import Row, lines_in

_LONGEST_LABEL = 45
_FEWEST = 2
"""So many columns have boxes that stand side by side, though the last row may hold one box only."""


def unboxed(rows: list[Row], language: Language) -> list[Row]:
    """Rows as they are, but boxes line by line."""
    if not any(row.cells for row in rows):
        return rows
    read: list[Row] = []
    for row in rows:
        boxes = _boxes(row, language)
        for lines in boxes:
            lines[0].blanks = max(1, row.blanks)
        read.extend([line for lines in boxes for line in lines] if boxes else [row])
    return read


def _boxes(row: Row, language: Language) -> list[list[Row]]:
    """The lines of each box of a row; none where the row is a table's."""
    cells = [cell for cell in row.cells or () if cell.text]
    if len(row.cells or ()) < _FEWEST or not any("\v" in cell.text for cell in cells):
        return []
    boxes = [[line for line in lines_in(cell) if line.text] for cell in cells]
    labelled = [lines for lines in boxes if len(lines) > 1 and _is_label(lines[0], language)]
    known = any(kind_of(lines[0].text.strip(" :*"), language)[0] for lines in labelled)
    if len(labelled) < len(boxes) or not known or (len(boxes) == 1 and len(boxes[0]) < 3):
        return []
    table = columns_of(row.cells or (), language) or head_and_first(row.cells or (), language)
    return [] if table else boxes


def _is_label(line: Row, language: Language) -> bool:
    """Whether a box's first line is its label: a known one, or one that is written as a heading."""
    text = line.text.strip(" *")
    if len(text) > _LONGEST_LABEL:
        return False
    return bool(kind_of(text.strip(" :"), language)[0]) or text.endswith(":") or text.isupper() or line.bold
