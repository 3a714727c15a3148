"""Where a document's parts lie, as far as the hints of its rows show before they are decoded."""

import re
from collections import Counter
from dataclasses import dataclass

from graphbuild.languages import Language
from graphbuild.parsing.candidates import Candidate
from graphbuild.parsing.heads import columns_of
from graphbuild.parsing.labels import Heading, Label
from graphbuild.parsing.rows import Row
from graphbuild.parsing.tails import has_page_tail, without_tail

_WIDE_GAP = re.compile(r"\s{3,}")
_WIDEST_LABEL = 42
_NEAREST_COLUMN, _FEWEST_VALUES = 14, 5
"""Values stand in a column of their own where so many begin at one place, so far to the right."""
LAST = 16
"""So many rows at the end may be the block of signatures."""


@dataclass(slots=True)
class Hint:
    """What a row might be: the label, section heading and item candidate found in it."""

    label: Label | None
    heading: Heading | None
    candidate: Candidate | None


class Zones:
    """Where the document's parts lie: the first item that is no contents entry, and the last."""

    def __init__(self, rows: list[Row], hints: list[Hint], language: Language) -> None:
        """Look at all rows once."""
        items = [i for i, h in enumerate(hints) if h.candidate and not h.candidate.contents]
        self.first_item = items[0] if items else len(rows)
        self.last_item = items[-1] if items else -1
        self.contents = _contents_zone(rows, hints, language, self.first_item)
        titles = language.words("items", "body_titles")
        self.body_titles = {i for i, r in enumerate(rows) if r.lower.strip(" :*") in titles}
        self.body_words = language.words("names", "body_words")
        self.kinds = language.words("names", "document_kinds")
        self.appendix = language.words("items", "appendix")
        self.open_ends = (*language.words("text", "open_ends"), "–", "-")
        widths = sorted(len(row.text) for row in rows if row.cells is None)
        wide = widths[int(len(widths) * 0.9)] if widths else 0
        self.width = wide if 60 <= wide <= 130 else 10_000  # unwrapped text tells nothing by its lines
        self.first_names = language.first_names
        self._language = language
        bare = [h.label is None and h.heading is None and h.candidate is None for h in hints]
        listed = _people_tables(rows, language)
        self.tails = [i not in listed and has_page_tail(row, language) for i, row in enumerate(rows)]
        self._plain = [
            bare[i]
            and i > self.first_item
            and hints[i - 1].candidate is None
            and not self.tails[i]
            and (i < self.last_item or (i < len(rows) - LAST and not rows[i].lower.startswith(self.appendix)))
            for i in range(len(rows))
        ]
        self.case = language.pattern("items", "case_pattern")
        self.beside = _labels_beside(rows[: self.first_item], hints, language)

    def in_text(self, index: int) -> bool:
        """Whether a row below the first heading has no hint, and none of an item stands above it."""
        return self._plain[index]

    def is_short(self, row: Row) -> bool:
        """Whether a line breaks off well before the text's lines do, and is more than a word or two."""
        return 0.3 * self.width < len(row.text) < 0.78 * self.width

    def is_bare(self, row: Row, candidate: Candidate) -> bool:
        """Whether a heading has no title of its own: nothing after the number, or a diary number only."""
        rest = without_tail(row.text[candidate.title_start :], self._language).strip()
        match = self.case.match(rest) if rest else None
        return not rest or bool(match and len(rest) <= match.end() + 8)

    def is_case(self, row: Row) -> bool:
        """Whether a row holds a diary number, and nothing else."""
        match = self.case.match(row.text)
        return match is not None and len(row.text) <= match.end() + 2


def _people_tables(rows: list[Row], language: Language) -> frozenset[int]:
    """The rows of tables of people: a number in their last column is no page's."""
    found: set[int] = set()
    inside = False
    for index, row in enumerate(rows):
        if not row.cells:
            inside = False
            continue
        inside = bool(columns_of(row.cells, language)) or (inside and rows[index - 1].cells is not None)
        if inside:
            found.add(index)
    return frozenset(found)


def _labels_beside(rows: list[Row], hints: list[Hint], language: Language) -> frozenset[int]:
    """Rows above the items whose words stand beside a value in the column in which most values begin.

    They are labels, whatever they say ("Lärarrepresentanter      Anna Ek, lektor").
    """
    columns: Counter[int] = Counter()
    begins: dict[int, int] = {}
    for index, row in enumerate(rows):
        gap = _WIDE_GAP.search(row.text) if row.cells is None else None
        if gap is not None and 0 < gap.start() <= _WIDEST_LABEL and row.indent <= 3:
            begins[index] = row.indent + gap.end()
            columns[begins[index]] += 1
        elif row.indent >= _NEAREST_COLUMN and row.cells is None:
            columns[row.indent] += 1
    if not columns:
        return frozenset()
    column, count = max(columns.items(), key=lambda item: (item[1], -item[0]))
    if count < _FEWEST_VALUES or column < _NEAREST_COLUMN:
        return frozenset()
    beside = [i for i, begin in begins.items() if begin == column and hints[i].label is None]
    if 2 * sum(_is_name(rows[i].text, language) for i in beside) > len(beside):
        return frozenset()
    return frozenset(i for i in beside if rows[i].text[:1].isupper())  # a small letter runs on


def _is_name(text: str, language: Language) -> bool:
    """Whether what stands left of a column is somebody's name, and no label of theirs."""
    words = _WIDE_GAP.split(text, maxsplit=1)[0].split()
    named = 2 <= len(words) <= 5 and words[0].split("-")[0] in language.first_names
    return named and all(word[0].isupper() for word in words[1:])


def _contents_zone(rows: list[Row], hints: list[Hint], language: Language, first_item: int) -> range:
    """The rows that follow a contents title, up to the first item."""
    titles = language.words("items", "contents_titles")
    for index, row in enumerate(rows[: max(first_item, 1)]):
        plain = row.lower.strip(" :*|")
        if plain in titles and any(h.candidate and h.candidate.contents for h in hints[index : index + 12]):
            return range(index, first_item)
    return range(0)
