"""A decoded sequence of states becomes the parts of the document: title, fields, contents, items."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from graphbuild.languages import Language
from graphbuild.model import Document
from graphbuild.parsing import furniture
from graphbuild.parsing.blocks import Prose, blocks_of, prose_of
from graphbuild.parsing.boxes import unboxed
from graphbuild.parsing.candidates import Candidate
from graphbuild.parsing.columns import tabulated
from graphbuild.parsing.decode import decode, hints_of
from graphbuild.parsing.grids import ungridded
from graphbuild.parsing.heads import columns_of, head_and_first
from graphbuild.parsing.labels import Heading, heading_of, kind_of
from graphbuild.parsing.numbering import choose
from graphbuild.parsing.rows import Row, lines_in, rows_of
from graphbuild.parsing.stacks import unstacked
from graphbuild.parsing.zones import Hint

_GAP = re.compile(r"\s{3,}")


@dataclass(slots=True)
class Field:
    """A label and the rows of its value; `table` holds a table's rows of cells where it has columns.

    `office` is the label of one who stands in a list by what they are ("Kassör      Anna Ek").
    """

    kind: str
    label: str
    label_row: Row
    values: list[Row] = field(default_factory=list)
    attendance: str | None = None
    columns: tuple[str, ...] = ()
    table: list[tuple[Row, ...]] = field(default_factory=list)
    closing: bool = False
    office: str = ""


@dataclass(slots=True)
class Section:
    """A section of an item: the heading it stands under (None for what comes first) and its rows."""

    kind: str
    owner: str
    heading: Row | None
    rows: list[Row] = field(default_factory=list)
    inline: bool = False
    _prose: Prose | None = None

    def prose(self, language: Language) -> Prose:
        """The section's rows as blocks, grouped once: its rows must not change after that."""
        if self._prose is None:
            self._prose = prose_of(blocks_of(self.rows, language))
        return self._prose


@dataclass(slots=True)
class Region:
    """An agenda item's rows: its heading, the title over one or more rows, and its sections."""

    candidate: Candidate
    heading: Row
    title_rows: list[Row]
    sections: list[Section] = field(default_factory=list)
    last: Row | None = None


@dataclass(slots=True)
class Contents:
    """An entry of the table of contents."""

    number: str | None
    row: Row
    title_start: int


@dataclass(slots=True)
class Outline:
    """The parts of a document, and the rows that no part claims."""

    rows: list[Row]
    states: str
    heads: list[Row]
    titles: list[Row]
    fields: list[Field]
    contents: list[Contents]
    regions: list[Region]
    scheme: str
    unclaimed: list[Row]
    appendix: list[Row]
    unread_pages: tuple[int, ...] = ()
    recognised_pages: Mapping[int, tuple[int, int]] = field(default_factory=dict)


def outline_of(document: Document, language: Language) -> Outline:
    """Find the parts of a document."""
    rows, heads = furniture.split(rows_of(document), language)
    rows = _without_front_matter(rows, document)
    rows = tabulated(unstacked(ungridded(unboxed(rows, language), language), language), language)
    _unquote(rows, language)
    scheme = choose(rows, language)
    hints = hints_of(rows, scheme, language)
    states = decode(rows, hints, language)
    found = Outline(rows, states, heads, [], [], [], [], scheme.form, [], [])
    found.unread_pages, found.recognised_pages = document.unread_pages, document.recognised_pages
    _collect(found, hints, language)
    return found


def _unquote(rows: list[Row], language: Language) -> None:
    """A quotation that begins with a section's heading ("> **Beslut:** …") is set off, and quotes nobody."""
    for index, row in enumerate(rows):
        if not row.quote or (index and rows[index - 1].quote and not row.blanks and not row.bold):
            continue
        row.quote = False
        if heading_of(row, language) is None:
            row.quote = True
            continue
        for below in rows[index + 1 :]:
            if not below.quote:
                break
            below.quote = False
    _unquote_habit(rows)


_HABIT = 3
"""So many passages set off as quotations, of which hardly any is led in by a colon, quote nobody."""


def _unquote_habit(rows: list[Row]) -> None:
    """Minutes that set every decision off as a quotation mean nobody else's words by it."""
    quoted = [i for i, row in enumerate(rows) if row.quote and (i == 0 or not rows[i - 1].quote)]
    led = sum(rows[i - 1].text.endswith(":") for i in quoted if i)
    if len(quoted) >= _HABIT and _HABIT * led < len(quoted):
        for row in rows:
            row.quote = False


def _without_front_matter(rows: list[Row], document: Document) -> list[Row]:
    """YAML and TOML fences go; their lines stay and are read as labels and values."""
    if not document.metadata:
        return rows
    return [row for row in rows if row.text.strip() not in ("---", "+++", "...")]


def _collect(found: Outline, hints: list[Hint], language: Language) -> None:
    open_field: Field | None = None
    skip = 0
    for index, (row, state) in enumerate(zip(found.rows, found.states, strict=True)):
        hint = hints[index]
        if skip:
            skip -= 1
            label = hints[index - 1].label
            if open_field is not None and label is not None:
                _add_value(open_field, row.cut(label.value_start if label.beside is None else label.beside))
            continue
        if state not in {"V", "L"}:
            open_field = None
        elif open_field is not None and _goes_on(open_field, row, language):
            open_field.table.append(row.cells or ())
            continue
        if state == "T":
            found.titles.append(row)
        elif state == "L" or (state == "V" and _heads(row, hint, open_field, language)):
            open_field = _open(found, row, hint, language)
            skip = hint.label.rows - 1 if hint.label else 0
        elif state == "V":
            _value(found, open_field, row, language)
        elif state == "C":
            candidate = hint.candidate
            if candidate is not None or found.contents:
                start = candidate.title_start if candidate else 0
                found.contents.append(Contents(candidate.number if candidate else None, row, start))
        elif state == "A":
            found.appendix.append(row)
        else:
            _in_item(found, state, row, hint, language)


def _heads(row: Row, hint: Hint, opened: Field | None, language: Language) -> bool:
    """Whether a table's row that looks like a value holds a label, or the heads of columns."""
    if not row.cells:
        return False
    return (
        hint.label is not None
        or bool(columns_of(row.cells, language))
        or head_and_first(row.cells, language) is not None
        or _heads_value(opened, row, language)
    )


def _heads_value(opened: Field | None, row: Row, language: Language) -> bool:
    """Whether a row of a table of labels and values has a label of its own, though no known one."""
    cells = row.cells or ()
    above = (opened.label_row.cells or ()) if opened is not None and not opened.columns else ()
    if len(cells) != 2 or len(above) != 2 or not cells[1].text:
        return False
    label = cells[0].text
    words = label.split()
    party = " ".join(label.partition("(")[0].lower().split()) in language.data["people"]["party_names"]
    named = len(words) >= 2 and words[0].split("-")[0] in language.first_names
    return bool(words) and len(label) <= _LONGEST_LABEL and "\v" not in label and not party and not named


_LONGEST_LABEL = 60
"""A label of a table's row has so many characters at most."""


def _goes_on(opened: Field, row: Row, language: Language) -> bool:
    """Whether a row is one more of a people table: of several cells, or of one that heads those below it."""
    if not opened.columns or not row.cells or columns_of(row.cells, language):
        return False
    filled = [cell for cell in row.cells if cell.text]
    kind = kind_of(filled[0].text, language)[0] if filled else ""
    return kind == "people" if len(filled) == 1 else not kind


def _open(found: Outline, row: Row, hint: Hint, language: Language) -> Field | None:
    closing = bool(found.regions)
    if row.cells and len(row.cells) >= 2:
        return _table_row(found, row, language, closing)
    if hint.label is None:
        colon = row.text.find(":", 0, 60)
        gap = _GAP.search(row.text) if colon < 0 else None
        start, end = (gap.start(), gap.end()) if gap else (max(colon, 0), colon + 1)
        opened = Field("unknown", row.text[:start], row, closing=closing)
        _add_value(opened, row.cut(end))
        found.fields.append(opened)
        return opened
    label = hint.label
    if label.rows == 1 or label.beside is not None:
        opened = Field(
            label.kind, row.text[: label.value_start].strip(" :\t"), row, attendance=label.attendance
        )
        _add_value(opened, _up_to_next_label(row.cut(label.value_start), language))
    else:
        opened = Field(label.kind, row.text.strip(" :\t"), row, attendance=label.attendance)
    opened.closing = closing
    merged = _merged(found.fields[-1] if found.fields else None, opened, row, language)
    if merged is not None:
        return merged
    found.fields.append(opened)
    return opened


_NEXT_LABEL = re.compile(r"(?:\s{3,}|\t)\s*(?P<label>[A-ZÀ-ÖØ-Þ][^\t:\d§]{2,40}?)(?=\s{2,}|\t|:|\s+[\d§])")


def _up_to_next_label(value: Row, language: Language) -> Row:
    """A value without what a second label on its line begins ("Kommunstyrelsen      Datum      3 maj")."""
    for match in _NEXT_LABEL.finditer(value.text):
        kind, _ = kind_of(match["label"], language)
        if kind and kind != "people" and match.start():
            return value.cut(0, match.start())
    return value


def _merged(last: Field | None, opened: Field, row: Row, language: Language) -> Field | None:
    """A label in a left column that runs on over the rows of its value ("Ej tjänstgörande" / "ersättare")."""
    if last is None or row.blanks or ("  " not in row.text and "\t" not in row.text) or ":" in opened.label:
        return None
    if not opened.label[:1].islower() and not opened.label.startswith("("):
        return None
    kind, attendance = kind_of(f"{last.label} {opened.label}", language)
    if not kind:
        return None
    last.kind, last.attendance, last.label = kind, attendance, f"{last.label} {opened.label}"
    last.values.extend(opened.values)
    return last


def _add_value(opened: Field, row: Row) -> None:
    if row.text:
        opened.values.append(row)


def _table_row(found: Outline, row: Row, language: Language, closing: bool) -> Field | None:
    """A table row on the front page: `| Label | value |`, a table's head, or a row of cells."""
    cells = row.cells or ()
    columns = columns_of(cells, language)
    first: tuple[Row, ...] | None = None
    if not columns and (divided := head_and_first(cells, language)):
        cells, first = divided
        columns = columns_of(cells, language)
    if columns:
        above = found.fields[-1] if found.fields else None
        if above is not None and above.kind == "people" and not above.values and not above.table:
            opened = above
            opened.columns = columns
        else:
            _, attendance = kind_of(cells[columns.index("name")].text, language)
            opened = Field("people", cells[0].text, row, attendance=attendance or "deciding", columns=columns)
            found.fields.append(opened)
        opened.table.extend([first] if first else [])
        return opened
    last: Field | None = None
    for label, value in _stacked(cells, language):
        kind, attendance = kind_of(label.text, language)
        if not label.text and not value:
            continue
        last = Field(kind or "unknown", label.text, row, attendance=attendance, closing=closing)
        for piece in value:
            _add_value(last, piece)
        found.fields.append(last)
    return last


def _stacked(cells: tuple[Row, ...], language: Language) -> list[tuple[Row, list[Row]]]:
    """Labels and values of a table row; labels stacked in one cell go with the values on their own lines.

    Where as many values as labels stand there they pair off; else each label takes the lines from its
    own down to the next label's, as both cells were set side by side.
    """
    lines = lines_in(cells[0])
    labels = [(index, line) for index, line in enumerate(lines) if line.text]
    values = [line for cell in cells[1:] for line in lines_in(cell)]
    filled = [line for line in values if line.text]
    if len(labels) < 2 or not all(kind_of(line.text, language)[0] for _, line in labels):
        joined = cells[0].cut(0)
        joined.text = " ".join(line.text for _, line in labels)
        return [(joined, filled)]
    if len(labels) == len(filled):
        return [(label, [value]) for (_, label), value in zip(labels, filled, strict=True)]
    ends = [index for index, _ in labels[1:]] + [len(values)]
    return [
        (label, [value for value in values[start:end] if value.text])
        for (start, label), end in zip(labels, ends, strict=True)
    ]


def _value(found: Outline, opened: Field | None, row: Row, language: Language) -> None:
    if opened is None:
        found.unclaimed.append(row)
        return
    if row.cells and len(row.cells) >= 2:
        if opened.columns:
            opened.table.append(row.cells)
            return
        columns = columns_of(row.cells, language)
        if columns and not opened.values:
            opened.columns = columns
            return
        for cell in row.cells:
            for piece in lines_in(cell):
                if piece.text:
                    _add_value(opened, piece)
        return
    _add_value(opened, row)


def _in_item(found: Outline, state: str, row: Row, hint: Hint, language: Language) -> None:
    if state == "I" and hint.candidate is not None:
        found.regions.append(Region(hint.candidate, row, [row], [Section("", "", None)], row))
        return
    if not found.regions:
        found.unclaimed.append(row)
        return
    region = found.regions[-1]
    region.last = row
    if state == "J":
        region.title_rows.append(row)
    elif state == "S" and hint.heading is not None:
        _open_section(region, row, hint.heading)
    else:
        section = region.sections[-1]
        if section.inline and row.blanks and _leaves(section, row, language):
            section = Section("", "", None)
            region.sections.append(section)
        section.rows.append(row)


def _leaves(section: Section, row: Row, language: Language) -> bool:
    """Whether a row after a blank line is out of a section that began on its heading's line.

    A list goes on, and so does what stands in the column of the values; who presents is said in one breath.
    """
    clause = row.lower.startswith(language.words("decisions", "conjunction_starts"))
    listed = row.bullet or clause or _LISTED.match(row.text) is not None
    return row.indent < 12 and (section.kind == "presenters" or not listed)


_LISTED = re.compile(r"(?:\d{1,2}|[a-zà-öø-ÿ])[.)]\s", re.IGNORECASE)


def _open_section(region: Region, row: Row, heading: Heading) -> None:
    section = Section(heading.kind, heading.owner, row)
    rest = row.cut(heading.value_start)
    if rest.text:
        rest.blanks, rest.bullet = 0, False
        section.rows.append(rest)
        section.inline = True
    region.sections.append(section)
