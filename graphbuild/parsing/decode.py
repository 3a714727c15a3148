"""Weighted hints for each row and the best sequence of states for the whole document (Viterbi).

States: T title, L label, V value of a label, C contents entry, I item heading, J its continuation,
S section heading, B body text, A appendix. Hints add up; no single one decides.
"""

import re
from operator import add

from graphbuild.languages import Language
from graphbuild.parsing.candidates import Candidate, Scheme
from graphbuild.parsing.labels import heading_of, is_unlabelled, label_of
from graphbuild.parsing.rows import Row
from graphbuild.parsing.zones import LAST, Hint, Zones

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
_CLOSING = ("signatures", "secretary", "adjusters", "chair", "next_meeting", "notice")
"""Labels that stand below the items too."""
_LISTING = ",;"
"""Signs of a list of people, which hold no signature."""
_ROLE_LABELS = ("chair", "secretary", "adjusters")
_NO_TITLE = re.compile(r"^(?:[a-zà-öø-ÿ]|\d{1,2})[.)]\s|(?:[a-zà-öø-ÿ]{4}|\d)[.!?]\s+[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]")
"""An entry of a list, or more than one sentence: text, wherever its lines break."""
_NOWHERE = -1e6
_INTO = [[_MOVES[before].get(state, _NOWHERE) for before in STATES] for state in STATES]
"""For each state, by its place in `STATES`: the cost of following each of them."""
_SECTION, _BODY = (STATES.index(state) for state in "SB")
_BODY_SCORE = 0.6
_SURE = 9.0
"""Behind text or a section's heading that leads by so much, a row without any hint is body text."""
_SURE_OF_NO_ENTRY = 6.0
"""So much is enough against the contents: whatever follows, they gain 3.5 on the text at most (`_MOVES`)."""
_LONGEST_CODE = 4
"""More capitals than that before a colon are a label, and no abbreviation of an organisation."""
_BESIDE_SCORE = 2.4
_SET_OFF = 2.0
"""What a format that sets a label off below the items adds."""
_CLOSED = -3.9
"""A state that a row looks so little like is not tried: body text is open to every row, and costs less."""


def hints_of(rows: list[Row], scheme: Scheme, language: Language) -> list[Hint]:
    """Look each row up once."""
    found: list[Hint] = []
    for index, row in enumerate(rows):
        if is_unlabelled(row, language):
            found.append(Hint(None, None, scheme.by_row.get(index)))
            continue
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
    zones = Zones(rows, hints, language)
    first = _emissions(0, rows, hints, zones)
    scores = [_START[state] + emission for state, emission in zip(STATES, first, strict=True)]
    back: list[list[int]] = []
    for index in range(1, len(rows)):
        if zones.in_text(index) and (surely := _in_section(scores)) is not None:
            scores = [_NOWHERE] * _BODY + [scores[surely] + _BODY_SCORE, _NOWHERE]
            back.append([surely] * len(STATES))
            continue
        fresh, pointers = [_NOWHERE] * len(STATES), [0] * len(STATES)
        for state, emission in enumerate(_emissions(index, rows, hints, zones)):
            if emission <= _CLOSED:
                continue
            totals = list(map(add, scores, _INTO[state]))
            top = max(totals)
            fresh[state], pointers[state] = top + emission, totals.index(top)
        scores = fresh
        back.append(pointers)
    state = max(range(len(STATES)), key=scores.__getitem__)
    path = [state]
    for pointers in reversed(back):
        state = pointers[state]
        path.append(state)
    return "".join([STATES[state] for state in reversed(path)])


def _in_section(scores: list[float]) -> int | None:
    """The state of a section's text or heading, where one of them leads so far that text surely follows."""
    heading, body = scores[_SECTION], scores[_BODY]
    lead = heading if heading > body else body
    title, label, value, contents, item, joint, _, _, appendix = scores
    if lead - max(title, label, value, item, joint, appendix, contents - _SURE + _SURE_OF_NO_ENTRY) <= _SURE:
        return None
    return _SECTION if heading > body else _BODY


def _emissions(index: int, rows: list[Row], hints: list[Hint], zones: Zones) -> list[float]:
    """How much a row looks like each of the `STATES`, in their order."""
    row, hint = rows[index], hints[index]
    before_items, after_items = index < zones.first_item, index > zones.last_item
    title = _title(index, row, zones) if before_items else -6.0
    label = _label(row, hint, before_items, after_items, index >= len(rows) - LAST)
    if _is_office_below(index, rows, hint, before_items):
        label -= 4.5  # a role right below a name belongs to that name ("Anna Ek" / "Ordförande")
    if index in zones.beside:
        label = max(label, _BESIDE_SCORE)
    value = _value(row, hint, before_items)
    if hint.label is not None:
        title -= 2.0 if hint.label.strength >= 3 else 0.5
    item, contents = _item(hint.candidate, zones.tails[index])
    if hint.candidate is not None and not hint.candidate.contents:
        title, value, label = title - 2.0, value - 2.0, label - 1.0
    if index in zones.contents:
        contents += 3.0 if hint.candidate is not None else 4.0
        item -= 3.0
    joint = _joint(index, rows, hints, zones)
    body = -0.2 if before_items else _BODY_SCORE
    section = _section(row, hint, before_items)
    appendix = _appendix(index, rows, zones) if after_items else _NEVER
    return [title, label, value, contents, item, joint, section, body, appendix]


def _title(index: int, row: Row, zones: Zones) -> float:
    if len(row.text) > 140 or index in zones.body_titles:
        return -6.0
    score = 1.0 if index < 4 else -0.5 - 0.1 * index
    words = row.lower.replace("|", " ").split()
    if any(word.endswith(zones.body_words) for word in words):
        score += 1.0
    if row.lower.startswith(zones.kinds):
        score += 1.5
    if row.heading == 1:
        score += 2.5
    if row.text.endswith((".", ";")) and len(words) > 8:
        score -= 2.0
    return score


def _label(row: Row, hint: Hint, before_items: bool, after_items: bool, near_end: bool) -> float:
    label = hint.label
    if label is None:
        if not before_items:
            return -4.0
        colon = row.text.find(":")
        if 0 < colon <= 40 and row.text[:colon].count(" ") <= 3 and row.text[0].isupper():
            return 2.0 if row.text[:colon].isupper() and colon > _LONGEST_CODE else 0.8
        return 0.5 if row.cells and row.cells[0].text else -4.0
    score = label.strength
    if not before_items:
        signs = after_items and label.kind in _CLOSING
        score -= (-1.5 if near_end else 1.5) if signs else 3.5
        score += _SET_OFF if signs and (row.bold or row.heading) else 0.0
        if not signs and label.kind == "people":
            score -= 2.0
    return score


def _is_office_below(index: int, rows: list[Row], hint: Hint, before_items: bool) -> bool:
    """Whether a row that could be a label ("Sekreterare") stands right below whose office it is.

    Above the items that is no list of people, whose last row has more in it than a name.
    """
    row, label = rows[index], hint.label
    if label is None or label.kind not in _ROLE_LABELS or label.value_start < len(row.text) or row.blanks:
        return False
    heads = before_items and index and row.text[:1].isupper()
    return not (heads and any(sign in rows[index - 1].text for sign in _LISTING))


def _value(row: Row, hint: Hint, before_items: bool) -> float:
    text = row.text
    score = 0.8 if row.blanks == 0 else 0.1
    if not before_items:
        score -= 1.0
    elif row.bullet:
        score += 0.6
    if row.blanks > 1:
        score -= 0.6
    if row.indent >= 12:
        score += 1.5
    if row.cells:
        score += 1.0
    elif len(text) > 130:
        score -= 1.5
    if len(text) > 70 and text[-1] == ".":
        score -= 1.2
    if len(text) < 90 and "," in text:
        score += 0.4
    if hint.label is not None:
        score -= 0.5 * hint.label.strength
    return score


def _item(candidate: Candidate | None, tail: bool) -> tuple[float, float]:
    """How much a row looks like an item's heading, and like an entry of the contents."""
    if candidate is None:
        return _NEVER, 1.5 if tail else -3.0
    if candidate.contents:
        return -2.0, 4.5 if tail else 3.5
    return 3.0 + candidate.weight, 1.0 if tail else -3.0


def _joint(index: int, rows: list[Row], hints: list[Hint], zones: Zones) -> float:
    """How much a row looks like one more line of the title above it."""
    row, hint = rows[index], hints[index]
    at = index - 1
    if at > 0 and hints[at - 1].candidate is not None and zones.is_case(rows[at]):
        at -= 1  # the diary number stands between an item's number and its title
    above = hints[at].candidate if index else None
    score = _continues_title(index, rows, hint, zones)
    named = hint.heading is None or hint.heading.kind in _TITLES
    if above is not None and named and hint.candidate is None and zones.is_bare(rows[at], above):
        titled = 6.0 if hint.heading is None else 8.0  # a number needs a title more than a text a heading
        score = titled if not row.bullet and len(row.text) <= 160 else 0.0
    return score if hint.heading is None else score - 3.0


def _continues_title(index: int, rows: list[Row], hint: Hint, zones: Zones) -> float:
    if index == 0 or hint.heading is not None or hint.candidate is not None:
        return -5.0
    row, above = rows[index], rows[index - 1]
    text = row.text
    if len(text) > 110 or row.bullet or row.quote or row.cells or row.heading or _NO_TITLE.search(text):
        return -4.0
    ends = text[-1:] in (".", ":")
    score = -0.8 if row.blanks else 0.3
    if row.blanks and text[0].isupper():
        score -= 4.0
    if above.heading or (above.bold and not row.bold):
        score -= 5.0  # the format marks a heading's lines, and does not mark this one
    if text[0].islower():
        score += 1.5
    last = above.text.rsplit(" ", 1)[-1]
    if last.lower() in zones.open_ends:
        score += 2.0
    if not row.blanks and 40 < len(above.text) > 2 * len(text) and last in zones.first_names:
        score += 3.0  # the line breaks between somebody's first name and surname
    if ends:
        score -= 2.0
    if len(above.text) < 40 and text[0].isupper():
        score -= 1.0
    if not row.blanks and not ends and zones.is_short(above) and zones.is_short(row):
        score += 1.6  # set in larger type, a title's lines are shorter than the text's
    if hint.label is not None:
        score -= 1.0
    if above.bold and row.bold and not row.blanks:
        score += 1.5
    return score


def _section(row: Row, hint: Hint, before_items: bool) -> float:
    if hint.heading is None:
        return -6.0
    score = 4.0 if hint.heading.value_start >= len(row.text) else 3.5
    score += 0.5 if row.heading or row.bold or row.blanks else 0.0
    return score - 3.5 if before_items else score


def _appendix(index: int, rows: list[Row], zones: Zones) -> float:
    """To enter an appendix costs as much as its heading gives: nothing else can begin one."""
    row = rows[index]
    begins = len(row.lower) < 60 and row.lower.startswith(zones.appendix)
    if not (begins and (row.feed or row.heading or row.blanks)):
        return 0.1
    alone = len(row.lower) <= len(zones.appendix[0]) + 6
    return _APPENDIX + (12.0 if alone and len(rows) - index > 10 else 2.0)
