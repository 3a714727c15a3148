"""The block of signatures at the end becomes fields: who signs, as what, in all the ways it is set.

Labels side by side with names below them ("Vid protokollet      Justeras"), names with their roles below
them, and lines of a name and a role ("Anna Ek, sekreterare  ________").
"""

import itertools
import re
from functools import cache

from graphbuild.languages import Language, any_of, may
from graphbuild.parsing.labels import kind_of
from graphbuild.parsing.outline import Field, Outline
from graphbuild.parsing.rows import Row, lines_in

_KINDS = ("chair", "secretary", "adjusters", "signatures")
_WIDEST = 100
_SIGNING = ("  ", "\t", "..", "__", "…")
"""What stands between labels or names side by side, or where somebody signs."""
_LAST = 24
"""So many rows at the end of the document may be the block of signatures."""
_ITEMS = re.compile(r"\s*§.*$")
_LINE = re.compile(r"[_.…]{3,}")
_TABBED = re.compile(r"[^\s](?:[^\t]*[^\s])?")
_SPACED = re.compile(r"\S+(?:\s\S+)*")
_SIDE_BY_SIDE = ("\t", "  ")
_NAME_LINE = re.compile(r"^(?P<name>[^,_…]{4,50}?),\s*(?P<role>[^,_….]{3,40}?)(?:\s*[,_….]|\s{3,}|$)")
Piece = tuple[int, Row]


def signed_below(found: Outline, language: Language) -> None:
    """Turn the rows of the block of signatures into closing fields, and take them from where they stood."""
    rows = _end(found)
    fields: list[Field] = []
    taken: set[int] = set()
    heads: list[Piece] = []
    for index, row in enumerate(rows):
        if row.number in taken or _is_text(row):
            continue
        above = rows[index - 1] if index and rows[index - 1].number not in taken else None
        below_names = _below_names(above, row, language, heads) if above else None
        if below_names is None and _heads_names(rows, index, language):
            taken.add(row.number)
            heads = _pieces(row)
            fields.extend(
                Field(_kind(piece.text, language), piece.text, piece, closing=True) for _, piece in heads
            )
            continue
        read = below_names or _below_labels(rows, index, language) or _on_a_line(row, language)
        if read is not None:
            fields.extend(read[0])
            taken |= read[1]
    if not fields:
        fields, taken = _in_front(found, language)
    named = [entry for entry in fields if entry.values]
    if len(named) >= 2 or (named and named[0].kind != "adjusters"):
        _replace_rows(found, [*named, *_approvals(fields, language)], taken)


def _approvals(fields: list[Field], language: Language) -> list[Field]:
    """The day that stands with the word for signing ("Justeras den 2 oktober 2025")."""
    for entry in fields:
        match = _day(language).search(entry.label) if entry.kind in ("signatures", "adjusters") else None
        if match and not _ITEMS.search(entry.label):
            start = max(entry.label_row.text.find(entry.label), 0) + match.start()
            return [
                Field("approval", entry.label, entry.label_row, [entry.label_row.cut(start)], closing=True)
            ]
    return []


def _in_front(found: Outline, language: Language) -> tuple[list[Field], set[int]]:
    """Names side by side with their roles below them, on the front page."""
    heading = found.regions[0].heading.number if found.regions else 0
    rows = [row for row in found.rows if row.number < heading]
    for above, row in itertools.pairwise(rows):
        if not (above.cells or may(_SIDE_BY_SIDE, above.text)) or _LINE.search(row.text) is not None:
            continue
        read = _below_names(above, row, language)
        if read is not None and len(read[0]) >= 2:
            return read
    return [], set()


def _end(found: Outline) -> list[Row]:
    """The last rows, below the last item's heading (all of them where there is no item)."""
    heading = found.regions[-1].heading.number if found.regions else 0
    rows = [row for row in found.rows if row.number > heading and not row.quote][-_LAST:]
    return [line for row in rows for line in _stacked(row)]


def _stacked(row: Row) -> list[Row]:
    """A table's row whose cells hold a name above a role, as a row for each of their lines."""
    if not row.cells or not any("\v" in cell.text for cell in row.cells):
        return [row]
    cells = [lines_in(cell) for cell in row.cells]
    lines: list[Row] = []
    for at in range(max(map(len, cells))):
        line = row.cut(0)
        line.cells = tuple(held[at] if at < len(held) else row.cut(0, 0) for held in cells)
        line.blanks = 0 if at else row.blanks
        lines.append(line)
    return lines


def _is_text(row: Row) -> bool:
    """Whether a row is running text, and no row of labels, names or lines to sign on."""
    text = row.text
    return len(text) > _WIDEST and not row.cells and not may(_SIGNING, text)


def _pieces(row: Row) -> list[Piece]:
    """A row's pieces with their places (the number of a cell, else the column); dotted lines are none."""
    if row.cells:
        return [(index, cell) for index, cell in enumerate(row.cells) if cell.text]
    found = []
    tabbed = "\t" in row.text
    for match in (_TABBED if tabbed else _SPACED).finditer(row.text):
        line = _LINE.search(match[0])
        if line is None or not _LINE.fullmatch(match[0].replace(" ", "")):
            piece = row.cut(match.start(), match.end())
            place = row.text.count("\t", 0, match.start()) if tabbed else row.indent + match.start()
            found.append((place, piece.cut(0, line.start()) if line else piece))
    return [(place, piece) for place, piece in found if piece.text]


def _kind(text: str, language: Language) -> str:
    """What those do who stand by a label; its items and day ("Justeras den 2 maj") count for nothing."""
    kind = kind_of(_ITEMS.sub("", text), language)[0] or kind_of(_day(language).sub("", text), language)[0]
    return kind if kind in _KINDS else ""


@cache
def _day(language: Language) -> re.Pattern[str]:
    prefix = any_of(language.words("dates", "day_prefix"))
    return re.compile(rf"\s+(?:{prefix}\s+)?\d.*$", re.IGNORECASE | re.DOTALL)


def _nearest(places: list[int], place: int) -> int:
    return min(range(len(places)), key=lambda index: (abs(places[index] - place), index))


def _below_labels(rows: list[Row], index: int, language: Language) -> tuple[list[Field], set[int]] | None:
    """Labels side by side (or one with a line to sign on), and the names in the rows below."""
    labels = _pieces(rows[index])
    kinds = [_kind(piece.text, language) for _, piece in labels]
    alone = len(labels) == 1 and (_LINE.search(rows[index].text) is not None or _names_follow(rows, index))
    if not all(kinds) or not labels or not (len(labels) >= 2 or alone):
        return None
    fields = [
        Field(kind, piece.text, piece, closing=True) for kind, (_, piece) in zip(kinds, labels, strict=True)
    ]
    places = [place for place, _ in labels]
    taken = {rows[index].number}
    for below in rows[index + 1 : index + 4]:
        pieces = _pieces(below)
        if below.blanks > 3 or any(_is_prose(piece.text) for _, piece in pieces):
            break
        if pieces and all(_kind(piece.text, language) for _, piece in pieces) and _LINE.search(below.text):
            break
        for place, piece in pieces:
            at = _nearest(places, place)
            fields[at].values.append(_with_items(piece, fields[at].label))
        taken.add(below.number)
        if alone and pieces:
            break
    return (fields, taken) if any(entry.values for entry in fields) else None


def _names_follow(rows: list[Row], index: int) -> bool:
    """Whether a row is a label and no more, and the next one a name, alone or with a role."""
    below = rows[index + 1] if index + 1 < len(rows) else None
    if below is None or below.blanks > 1 or below.cells or below.text.endswith((".", ":")):
        return False
    return _is_name(below.text.split(",")[0]) and below.text.count(",") <= 1


def _below_names(
    above: Row, row: Row, language: Language, heads: list[Piece] | None = None
) -> tuple[list[Field], set[int]] | None:
    """A row of roles right below a row of names; heads above tell what those do who have no role below."""
    roles = _pieces(row)
    kinds = [_kind(piece.text, language) for _, piece in roles]
    if not roles or not all(kinds) or row.blanks > (len(roles) > 1):
        return None
    names = _pieces(above)
    if len(names) < len(roles) or not all(_is_name(piece.text) for _, piece in names):
        return None
    held = [place for place, _ in names]
    signing = {
        _nearest(held, place) if len(names) > len(roles) else i: i for i, (place, _) in enumerate(roles)
    }
    fields: list[Field] = []
    for index, (place, name) in enumerate(names):
        at = signing.get(index)
        if at is None and heads:
            label = heads[_nearest([head for head, _ in heads], place)][1]
            fields.append(Field(_kind(label.text, language), label.text, label, [name], closing=True))
            continue
        label = roles[at][1] if at is not None else row
        values = [_with_items(name, label.text)] if at is not None else [name]
        kind = kinds[at] if at is not None else "signatures"
        fields.append(Field(kind, label.text, label, values, closing=True))
    return fields, {above.number, row.number}


def _heads_names(rows: list[Row], index: int, language: Language) -> bool:
    """Whether a row of labels ("Vid protokollet    Justeras") stands above names with their roles below."""
    if index + 2 >= len(rows) or not all(_kind(piece.text, language) for _, piece in _pieces(rows[index])):
        return False
    read = _below_names(rows[index + 1], rows[index + 2], language)
    return read is not None and len(read[0]) >= 2


def _on_a_line(row: Row, language: Language) -> tuple[list[Field], set[int]] | None:
    """A line that is a name and the role that it signs in."""
    if row.cells or row.text.endswith("."):
        return None
    match = _NAME_LINE.match(row.text)
    if match is None or not _is_name(match["name"]):
        return None
    kind = _kind(match["role"], language)
    if not kind:
        return None
    name = row.cut(match.start("name"), match.end("name"))
    return [Field(kind, match["role"].strip(), row, [name], closing=True)], {row.number}


def _is_prose(text: str) -> bool:
    """Whether a piece is no name with an office: too long, or ended like a sentence (no "Anna Ek, ordf.")."""
    name, comma, _ = text.partition(",")
    return len(text) > 60 or (text.endswith(".") and not (comma and _is_name(name)))


def _is_name(text: str) -> bool:
    words = _ITEMS.sub("", text).split()
    return (
        2 <= len(words) <= 6
        and words[0][0].isupper()
        and words[-1][0].isupper()
        and not any(c.isdigit() for c in words[0])
    )


def _with_items(piece: Row, label: str) -> Row:
    """A name with the items that its label says it signs for ("Justerare § 56")."""
    match = _ITEMS.search(label)
    if match is None or _ITEMS.search(piece.text):
        return piece
    named = piece.cut(0)
    places = [piece.at(i) for i in range(len(piece.text))]
    named.text = f"{piece.text} {label[match.start() :].strip()}"
    named.places = places + [places[-1]] * (len(named.text) - len(places))
    return named


def _replace_rows(found: Outline, fields: list[Field], taken: set[int]) -> None:
    for region in found.regions:
        for section in region.sections:
            section.rows = [row for row in section.rows if row.number not in taken]
    kept = []
    for entry in found.fields:
        entry.values = [row for row in entry.values if row.number not in taken]
        if entry.label_row.number not in taken and (entry.values or entry.table or not entry.closing):
            kept.append(entry)
    found.fields[:] = [*kept, *fields]
    found.unclaimed = [row for row in found.unclaimed if row.number not in taken]
