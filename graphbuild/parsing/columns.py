"""A table that only blanks or tabs divide becomes rows of cells, by where its heads' columns begin.

Text taken from a page keeps its columns apart by blanks. A row of known column heads ("Namn   Roll") opens a
table; the rows below it are cut where its columns begin.
"""

import itertools
import re
from dataclasses import dataclass
from functools import cache

from graphbuild.languages import Language
from graphbuild.parsing.heads import columns_of
from graphbuild.parsing.labels import kind_of
from graphbuild.parsing.rows import Row, lines_in

_PIECE = re.compile(r"\S+(?:[ \u00a0]\S+)*")
_FARTHEST = 3
"""So many characters a piece may begin to the left of its column's head."""
_LONGEST_HEAD = 40
_WIDEST = 140
"""A row of more characters is no table's head."""
_WIDEST_GROUP = 45


@dataclass(slots=True)
class _Piece:
    """What stands between two gaps: its place in the row, and its column (or how many tabs precede)."""

    start: int
    end: int
    column: int


@cache
def _heads(language: Language) -> tuple[dict[str, str], ...]:
    """The kinds of column heads of a table of people, of tasks, of votes."""
    votes = language.data["votes"]
    sides = {side: votes[side] for side in ("for", "against", "abstain")}
    people = {kind: words for kind, words in language.data["front"]["columns"].items() if kind != "named"}
    tables = (
        people,
        language.data["assignments"]["task_columns"],
        sides | {"name": language.words("votes", "columns")},
    )
    return tuple({word: kind for kind, words in table.items() for word in words} for table in tables)


def tabulated(rows: list[Row], language: Language) -> list[Row]:
    """Rows whose tables have their cells; lists of people that stand side by side follow one another."""
    read: list[Row] = []
    index = 0
    while index < len(rows):
        row = rows[index]
        if row.cells is not None and _are_lists(row.cells, language):
            listed, index = _cells_as_lists(rows, index)
            read += listed
            continue
        if row.cells is not None or len(row.text) > _WIDEST or not ("  " in row.text or "\t" in row.text):
            read.append(row)
            index += 1
            continue
        pieces = _pieces(row)
        if len(pieces) == 3 and all(_labels_people(row, piece, language) for piece in pieces):
            read.append(row.cut(pieces[0].start, pieces[0].end))  # "Beslutande    Ledamöter     Ersättare"
            rows[index] = row = _behind(row, pieces[1])
            pieces = _pieces(row)
        lists = _lists(row, pieces, language)
        if lists:
            beside, index = _one_by_one(rows, index, lists, language)
            read += beside
            continue
        count = _people_beside(rows, index, pieces, language)
        if count:
            read += _down_the_columns(rows[index : index + count], pieces[1].column, language)
            index += count
            continue
        columns = _columns(row, language, pieces)
        end = _cut(rows, index, columns, language) if columns else index + 1
        read += rows[index:end]
        index = end
    return read


def _are_lists(cells: tuple[Row, ...], language: Language) -> bool:
    """Whether a table's row holds nothing but the labels of lists of people that stand side by side."""
    labels = [cell.text for cell in cells]
    return (
        len(labels) > 1
        and all(kind_of(label, language)[0] == "people" for label in labels)
        and not columns_of(cells, language)
    )


def _cells_as_lists(rows: list[Row], head: int) -> tuple[list[Row], int]:
    """The lists below such labels, one after the other, and the index behind them."""
    labels = rows[head].cells or ()
    end = head + 1
    while end < len(rows) and len(rows[end].cells or ()) == len(labels):
        end += 1
    read: list[Row] = []
    for place, label in enumerate(labels):
        read.append(label)
        for row in rows[head + 1 : end]:
            read += [line for line in lines_in((row.cells or ())[place]) if line.text]
    return read, end


def _labels_people(row: Row, piece: _Piece, language: Language) -> bool:
    return kind_of(row.text[piece.start : piece.end], language)[0] == "people"


def _behind(row: Row, piece: _Piece) -> Row:
    """A row from one of its pieces on, where that stands."""
    part = row.cut(piece.start)
    part.indent, part.blanks = piece.column, 0
    return part


def _lists(row: Row, pieces: list[_Piece], language: Language) -> list[int]:
    """Where lists of people begin whose labels share a row ("Ledamöter      Tjänstgörande ersättare")."""
    if len(pieces) != 2:
        return []
    kinds = [kind_of(row.text[piece.start : piece.end], language)[0] for piece in pieces]
    return [piece.column for piece in pieces] if kinds == ["people", "people"] else []


def _people_beside(rows: list[Row], index: int, pieces: list[_Piece], language: Language) -> int:
    """How many rows from here on hold people in two columns, side by side; 0 where it is no such list.

    Two rows at least (one below their label) have a name in both, and none has a label in front.
    """
    first = rows[index].text
    if len(pieces) != 2 or "\t" in first or not first[0].isupper() or not first[pieces[1].start].isupper():
        return 0
    column = pieces[1].column
    count = both = 0
    for row in rows[index:]:
        pieces = _pieces(row)
        second = next((p for p in pieces if abs(p.column - column) <= _FARTHEST), None)
        stray = len(pieces) > 2 or (len(pieces) == 2 and second is not pieces[1])
        runs_on = second is None and row.indent + len(row.text) > column
        apart = count and (row.blanks > 1 or (row.blanks and second is None))
        if row.cells is not None or row.heading or stray or runs_on or apart:
            break
        if pieces and kind_of(row.text[pieces[0].start : pieces[0].end], language)[0]:
            break
        named = [_begins_with_name(row.text[piece.start : piece.end], language) for piece in pieces]
        both += named == [True, True]
        opens = count == 0 or row.blanks
        if len(pieces) == 2 and True not in named and not (opens and _heads_groups(rows, index + count)):
            break
        count += 1
        if count >= _MOST_ALONE * (both + 1):
            break  # a table of something else, which is not looked through for each of its rows
    headed = index > 0 and kind_of(rows[index - 1].text.strip(" :"), language)[0] == "people"
    return count if both >= (1 if headed else _FEWEST_BESIDE) else 0


_FEWEST_BESIDE, _MOST_ALONE = 2, 6


def _begins_with_name(text: str, language: Language) -> bool:
    words = text.split()
    return len(words) > 1 and words[0].split("-")[0] in language.first_names and words[1][:1].isupper()


def _heads_groups(rows: list[Row], index: int) -> bool:
    """Whether a row that names nobody heads what stands in the two columns below it."""
    below = rows[index + 1] if index + 1 < len(rows) else None
    return below is not None and not below.blanks


def _down_the_columns(rows: list[Row], column: int, language: Language) -> list[Row]:
    """The rows of two columns, block by block: first the left one's, then the right one's.

    What heads a column's group is marked as such.
    """
    blocks: list[tuple[list[Row], list[Row]]] = []
    for index, row in enumerate(rows):
        if row.blanks or not blocks:
            blocks.append(([], []))
        pieces = _pieces(row)
        heads = len(pieces) == 2 and not any(_begins_with_name(row.text[p.start :], language) for p in pieces)
        for piece in pieces:
            part = row.cut(piece.start, piece.end)
            part.indent = piece.column
            part.bold = part.bold or (heads and _heads_groups(rows, index))
            blocks[-1][abs(piece.column - column) <= _FARTHEST].append(part)
    read: list[Row] = []
    for left, right in blocks:
        for part in right[:1]:
            part.blanks = max(part.blanks, left[0].blanks if left else 0)
        read += [*left, *right]
    return read


def _one_by_one(rows: list[Row], head: int, columns: list[int], language: Language) -> tuple[list[Row], int]:
    """The rows of lists that stand side by side, list by list, and the index behind them."""
    lists: list[list[Row]] = [[] for _ in columns]
    blanks = [rows[head].blanks] * len(columns)
    index = head
    while index < len(rows):
        row = rows[index]
        pieces = _pieces(row)
        beside = len(pieces) <= len(columns) and row.cells is None and not row.heading
        places = [min(range(len(columns)), key=lambda i: abs(columns[i] - piece.column)) for piece in pieces]
        fits = all(abs(columns[i] - p.column) <= _FARTHEST for i, p in zip(places, pieces, strict=True))
        crosses = any(p.column < columns[-1] <= p.column + p.end - p.start for p in pieces)
        if not beside or not fits or crosses or len(set(places)) < len(places):
            break
        texts = [row.text[piece.start : piece.end] for piece in pieces]
        labels = [text[0].isupper() and kind_of(text, language)[0] != "" for text in texts]
        if len(labels) == 2 and labels[0] and not labels[1]:
            return rows[head : head + 1], head + 1  # a column of labels, and their values beside them
        for i in range(len(columns)):
            blanks[i] = max(blanks[i], row.blanks)
        for place, piece in zip(places, pieces, strict=True):
            part = row.cut(piece.start, piece.end)
            part.blanks, blanks[place] = blanks[place], 0
            lists[place].append(part)
        index += 1
    if min(map(len, lists)) < 2:  # nothing below one of the labels: it is the value of the other
        return rows[head : head + 1], head + 1
    return [row for held in lists for row in held], max(index, head + 1)


def _columns(row: Row, language: Language, pieces: list[_Piece] | None = None) -> list[int]:
    """Where the columns begin that a row names, [] where it is no table's head."""
    text = row.text
    if row.cells is not None or ":" in text or not ("  " in text or "\t" in text):
        return []
    pieces = _pieces(row) if pieces is None else pieces
    words = [text[piece.start : piece.end].lower().strip(" *") for piece in pieces]
    if len(pieces) < 2 or any(len(word) > _LONGEST_HEAD for word in words):
        return []
    named = frozenset(language.data["front"]["columns"]["named"])
    for known in _heads(language):
        kinds = [known[word] for word in words if word in known]
        if kinds.count("name") == 2 and not named.isdisjoint(words):
            kinds.remove("name")  # "Namn" and "Närvarande": one holds the names, the other marks
        if len(kinds) >= max(2, len(words) - 1) and len(set(kinds)) == len(kinds):
            return [piece.column for piece in pieces]
    return []


def _pieces(row: Row) -> list[_Piece]:
    tabbed = "\t" in row.text
    found: list[_Piece] = []
    for match in _PIECE.finditer(row.text):
        column = row.text.count("\t", 0, match.start()) if tabbed else row.indent + match.start()
        found.append(_Piece(match.start(), match.end(), column))
    return found


def _cut(rows: list[Row], head: int, columns: list[int], language: Language) -> int:
    """Cut a table's rows into cells; the index behind the table."""
    tabbed = "\t" in rows[head].text
    cut: list[tuple[int, list[list[_Piece]]]] = []
    index = head + 1
    widths = [columns[1] - columns[0], *(b - a for a, b in itertools.pairwise(columns))]
    while index < len(rows):
        row = rows[index]
        tabbed_row = "\t" in row.text
        if row.cells is not None or row.heading or row.blanks > 1 or tabbed_row != (tabbed and tabbed_row):
            break
        if _columns(row, language):
            break  # the head of the next table
        placed = _placed(row, columns, 0 if tabbed else _FARTHEST)
        alone = placed is not None and sum(map(bool, placed)) == 1
        if placed is None or (alone and placed[0] and len(row.text) > min(_WIDEST_GROUP, max(widths))):
            break
        cut.append((index, placed))
        index += 1
    while cut and sum(map(bool, cut[-1][1])) == 1 and cut[-1][1][0]:
        cut.pop()  # a line of one piece below the table is no row of it
    if len([placed for _, placed in cut if sum(map(bool, placed)) >= 2]) < 2:
        return head + 1
    _fill(rows[head], [[piece] for piece in _pieces(rows[head])])
    for place, placed in cut:
        _fill(rows[place], placed)
    return cut[-1][0] + 1


def _divided(pieces: list[_Piece], columns: list[int], row: Row) -> list[_Piece]:
    """Pieces, cut where a word of theirs begins just where a column does: one blank was left between them."""
    if not 1 < len(pieces) < len(columns):
        return pieces
    divided: list[_Piece] = []
    for piece in pieces:
        start, column = piece.start, piece.column
        for edge in columns:
            at = piece.start + edge - piece.column
            if start < at < piece.end and row.text[at - 1] == " " and row.text[at] != " ":
                divided.append(_Piece(start, at - 1, column))
                start, column = at, edge
        divided.append(_Piece(start, piece.end, column))
    return divided


def _placed(row: Row, columns: list[int], slack: int) -> list[list[_Piece]] | None:
    """A row's pieces by column; None where one begins left of the first column."""
    pieces = _pieces(row)
    placed: list[list[_Piece]] = [[] for _ in columns]
    for piece in _divided(pieces, columns, row) if slack else pieces:
        fits = [i for i, column in enumerate(columns) if piece.column >= column - slack]
        if not fits:
            return None
        placed[fits[-1]].append(piece)
    return placed


def _fill(row: Row, placed: list[list[_Piece]]) -> None:
    cells = [row.cut(held[0].start, held[-1].end) if held else row.cut(0, 0) for held in placed]
    filled = [cell for cell in cells if cell.text]
    row.cells = tuple(filled) if len(filled) == 1 else tuple(cells)
