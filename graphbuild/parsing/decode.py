"""Weighted hints for each row and the best sequence of states for the whole document (Viterbi).

States: T title, L label, V value of a label, C contents entry, I item heading, J its continuation,
S section heading, B body text, A appendix. Hints add up; no single one decides.
"""

import re
from dataclasses import dataclass

from graphbuild.languages import Language
from graphbuild.parsing.labels import Heading, Label, heading_of, label_of
from graphbuild.parsing.numbering import Candidate, Scheme, has_page_tail, without_tail
from graphbuild.parsing.rows import Row

STATES = "TLVCIJSBA"
_NEVER = -50.0
_START = {"T": 0.5, "L": 0.3, "C": -1.0, "I": 0.0, "S": -1.0, "B": -1.5, "V": _NEVER, "J": _NEVER, "A": -4.0}
# What may follow what, and at which cost; whatever is not named is out of the question.
_MOVES: dict[str, dict[str, float]] = {
    "T": {"T": 0.0, "L": 0.0, "C": 0.0, "I": 0.0, "B": -1.0, "S": -1.5, "V": -4.0},
    "L": {"L": 0.0, "V": 0.0, "C": 0.0, "I": 0.0, "B": -1.5, "S": -1.0, "T": -2.0},
    "V": {"V": 0.0, "L": 0.0, "C": 0.0, "I": 0.0, "B": -1.2, "S": -0.7, "T": -2.5},
    "C": {"C": 0.5, "I": 0.0, "L": -1.0, "B": -2.0, "T": -1.0, "S": -2.0},
    "I": {"J": 0.0, "B": 0.0, "S": 0.0, "I": -0.3, "L": -2.5},
    "J": {"J": -0.7, "B": 0.0, "S": 0.0, "I": -0.3, "L": -2.5},
    "S": {"B": 0.0, "S": -0.2, "I": -0.3, "L": -2.0, "A": -9.0},
    "B": {"B": 0.0, "S": 0.0, "I": 0.0, "L": -1.8, "C": -3.0, "A": -9.0, "T": -6.0},
    "A": {"A": 0.5, "I": -2.5, "L": -4.0},
}
_TITLES = (
    "information",
    "background",
    "documents",
    "discussion",
    "actions",
    "reservation",
    "disqualification",
    "note",
)
_APPENDIX = 9.0
_LAST = 16
"""So many rows at the end may be the block of signatures."""
_ROLE_LABELS = ("chair", "secretary", "adjusters")
_PART = re.compile(r"(?:[a-zåäö]|\d{1,2})[.)]\s")
_AFTER = [[(STATES.index(state), cost) for state, cost in _MOVES[before].items()] for before in STATES]
"""For each state, by its place in `STATES`: the states that may follow it, and the cost."""
_BEAM = 60.0
"""States that are worse than the best by more than this are not followed further: they never win."""


@dataclass(slots=True)
class Hint:
    """What a row might be: the label, section heading and item candidate found in it."""

    label: Label | None
    heading: Heading | None
    candidate: Candidate | None


def hints_of(rows: list[Row], scheme: Scheme, language: Language) -> list[Hint]:
    """Look each row up once."""
    found = []
    for index, row in enumerate(rows):
        following = rows[index + 1] if index + 1 < len(rows) else None
        target = _label_row(row)
        found.append(
            Hint(label_of(target, following, language), heading_of(row, language), scheme.by_row.get(index))
        )
    return found


def _label_row(row: Row) -> Row:
    if not (row.cells and len(row.cells) >= 2 and row.cells[0].text):
        return row
    first, _, rest = row.cells[0].text.partition("\v")
    return row.cells[0].cut(0, len(first)) if rest else row.cells[0]


def decode(rows: list[Row], hints: list[Hint], language: Language) -> str:
    """The best sequence of states, a letter per row."""
    if not rows:
        return ""
    zones = _Zones(rows, hints, language)
    first = _emissions(0, rows, hints, zones)
    scores = [_START[state] + first[state] for state in STATES]
    back: list[list[int]] = []
    for index in range(1, len(rows)):
        emission = _emissions(index, rows, hints, zones)
        fresh, pointers = [_NEVER * 1000] * len(STATES), [0] * len(STATES)
        least = max(scores) - _BEAM
        for before, base in enumerate(scores):
            if base < least:
                continue
            for state, move in _AFTER[before]:
                if base + move > fresh[state]:
                    fresh[state], pointers[state] = base + move, before
        scores = [score + emission[state] for score, state in zip(fresh, STATES, strict=True)]
        back.append(pointers)
    state = max(range(len(STATES)), key=scores.__getitem__)
    path = [state]
    for pointers in reversed(back):
        state = pointers[state]
        path.append(state)
    return "".join(STATES[state] for state in reversed(path))


class _Zones:
    """Where the document's parts lie: the first item that is no contents entry, and the last."""

    def __init__(self, rows: list[Row], hints: list[Hint], language: Language) -> None:
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
        self.case = language.pattern("items", "case_pattern")

    def is_short(self, row: Row) -> bool:
        """Whether a line breaks off well before the text's lines do, and is more than a word or two."""
        return 0.3 * self.width < len(row.text) < 0.78 * self.width

    def is_bare(self, row: Row, candidate: Candidate) -> bool:
        """Whether a heading has no title of its own: nothing after the number, or a diary number only."""
        rest = without_tail(row.text[candidate.title_start :]).strip()
        match = self.case.match(rest) if rest else None
        return not rest or bool(match and len(rest) <= match.end() + 8)


def _contents_zone(rows: list[Row], hints: list[Hint], language: Language, first_item: int) -> range:
    """The rows that follow a contents title, up to the first item."""
    titles = language.words("items", "contents_titles")
    for index, row in enumerate(rows[: max(first_item, 1)]):
        plain = row.lower.strip(" :*|")
        if plain in titles and any(h.candidate and h.candidate.contents for h in hints[index : index + 12]):
            return range(index, first_item)
    return range(0)


def _emissions(index: int, rows: list[Row], hints: list[Hint], zones: _Zones) -> dict[str, float]:
    row, hint = rows[index], hints[index]
    before_items = index < zones.first_item
    after_items = index > zones.last_item
    scores = dict.fromkeys(STATES, 0.0)
    scores["B"] = 0.6 if not before_items else -0.2
    _as_title(scores, index, row, zones, before_items)
    _as_label(scores, row, hint, before_items, after_items, index >= len(rows) - _LAST)
    _as_value(scores, row, hint, before_items)
    _as_item(scores, index, rows, hints, zones)
    _as_section(scores, row, hint, before_items)
    if index in zones.contents:
        scores["C"] += 3.0
        scores["I"] -= 3.0
    plain = row.lower
    appendix = after_items and plain.startswith(zones.appendix) and len(plain) < 60
    # To enter an appendix costs as much as its heading gives: nothing else can begin one.
    scores["A"] = 0.1 if after_items else -5.0
    if appendix and (row.feed or row.heading or row.blanks):
        alone = len(plain) <= len(zones.appendix[0]) + 6
        scores["A"] = _APPENDIX + (12.0 if alone and len(rows) - index > 10 else 2.0)
    return scores


def _as_title(scores: dict[str, float], index: int, row: Row, zones: _Zones, before_items: bool) -> None:
    if not before_items or len(row.text) > 140 or index in zones.body_titles:
        scores["T"] = -6.0
        return
    plain = row.lower
    scores["T"] = 1.0 if index < 4 else -0.5 - 0.1 * index
    words = plain.replace("|", " ").split()
    if any(word.endswith(zones.body_words) for word in words):
        scores["T"] += 1.0
    if plain.startswith(zones.kinds):
        scores["T"] += 1.5
    if row.heading == 1:
        scores["T"] += 2.5
    if row.text.endswith((".", ";")) and len(words) > 8:
        scores["T"] -= 2.0


def _as_label(
    scores: dict[str, float], row: Row, hint: Hint, before_items: bool, after_items: bool, near_end: bool
) -> None:
    if hint.label is None:
        colon = row.text.find(":")
        if before_items and 0 < colon <= 40 and row.text[:colon].count(" ") <= 3 and row.text[0].isupper():
            scores["L"] = 0.8
        elif before_items and row.cells and row.cells[0].text:
            scores["L"] = 0.5
        else:
            scores["L"] = -4.0
        return
    scores["L"] = hint.label.strength
    if not before_items:
        closing = hint.label.kind in (
            "signatures",
            "secretary",
            "adjusters",
            "chair",
            "next_meeting",
            "notice",
        )
        signs = after_items and closing
        scores["L"] -= (-1.5 if near_end else 1.5) if signs else 3.5
        if not signs and hint.label.kind == "people":
            scores["L"] -= 2.0
    scores["T"] -= 2.0 if hint.label.strength >= 3 else 0.5
    if hint.label.kind in _ROLE_LABELS and hint.label.value_start >= len(row.text) and not row.blanks:
        scores["L"] -= 4.5  # a role right below a name belongs to that name ("Anna Ek" / "Ordförande")


def _as_value(scores: dict[str, float], row: Row, hint: Hint, before_items: bool) -> None:
    score = 0.8 if row.blanks == 0 else 0.1
    if not before_items:
        score -= 1.0
    if row.blanks > 1:
        score -= 0.6
    if row.indent >= 12:
        score += 1.5
    text = row.text
    if len(text) > 130 and not row.cells:
        score -= 1.5
    if text.endswith(".") and len(text) > 70:
        score -= 1.2
    if "," in text and len(text) < 90:
        score += 0.4
    if row.bullet and before_items:
        score += 0.6
    if row.cells:
        score += 1.0
    if hint.label is not None:
        score -= 0.5 * hint.label.strength
    scores["V"] = score


def _as_item(scores: dict[str, float], index: int, rows: list[Row], hints: list[Hint], zones: _Zones) -> None:
    row, hint = rows[index], hints[index]
    candidate = hint.candidate
    if candidate is None:
        scores["I"] = _NEVER
        scores["C"] = 1.5 if has_page_tail(row) else -3.0
        if index in zones.contents:
            scores["C"] += 1.0
    elif candidate.contents:
        scores["I"], scores["C"] = -2.0, 3.5 + (1.0 if has_page_tail(row) else 0.0)
    else:
        scores["I"] = 3.0 + candidate.weight
        scores["C"] = 1.0 if has_page_tail(row) else -3.0
        scores["T"] -= 2.0
        scores["V"] -= 2.0
        scores["L"] -= 1.0
    candidate = hint.candidate
    above = hints[index - 1].candidate if index else None
    scores["J"] = _continues_title(index, rows, hint, zones)
    named = hint.heading is None or hint.heading.kind in _TITLES
    if above is not None and zones.is_bare(rows[index - 1], above) and named and candidate is None:
        titled = 6.0 if hint.heading is None else 8.0  # a number needs a title more than a text a heading
        scores["J"] = titled if not row.bullet and len(row.text) <= 160 else 0.0


def _continues_title(index: int, rows: list[Row], hint: Hint, zones: _Zones) -> float:
    if index == 0 or hint.heading is not None or hint.candidate is not None:
        return -5.0
    row, above = rows[index], rows[index - 1]
    if row.bullet or row.quote or row.cells or len(row.text) > 110 or row.heading or _PART.match(row.text):
        return -4.0
    score = -0.8 if row.blanks else 0.3
    if row.blanks and row.text[0].isupper():
        score -= 1.5
    if row.text[0].islower():
        score += 1.5
    if above.lower.rsplit(" ", 1)[-1] in zones.open_ends:
        score += 2.0
    named = above.text.rsplit(" ", 1)[-1] in zones.first_names and not row.blanks
    if named and 40 < len(above.text) > 2 * len(row.text):
        score += 3.0  # the line breaks between somebody's first name and surname
    if row.text.endswith((".", ":")):
        score -= 2.0
    if len(above.text) < 40 and row.text[0].isupper():
        score -= 1.0
    if not row.blanks and zones.is_short(above) and zones.is_short(row) and not row.text.endswith((".", ":")):
        score += 1.6  # set in larger type, a title's lines are shorter than the text's
    if hint.label is not None:
        score -= 1.0
    if above.bold and row.bold and not row.blanks:
        score += 1.5
    return score


def _as_section(scores: dict[str, float], row: Row, hint: Hint, before_items: bool) -> None:
    if hint.heading is None:
        scores["S"] = -6.0
        return
    whole = hint.heading.value_start >= len(row.text)
    scores["S"] = 4.0 if whole else 3.5
    scores["S"] += 0.5 if row.heading or row.bold or row.blanks else 0.0
    scores["S"] -= 3.5 if before_items else 0.0
    scores["J"] -= 3.0
