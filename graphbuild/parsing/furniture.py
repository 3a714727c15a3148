"""Page heads and feet are told from the text by repetition and position, and set aside."""

import re
from collections import defaultdict
from functools import cache

from graphbuild.languages import Language
from graphbuild.parsing.labels import heading_of
from graphbuild.parsing.numbering import is_numbered
from graphbuild.parsing.rows import Row

_DIGITS = re.compile(r"\d+")
_NUMBERED_END = 6
"""A page number's last digit stands among so many characters at a row's end ("3 (12) ")."""
_ENDS = (".", ",", ";", "!", "?")
"""A line that ends like a sentence or a clause ends in no page number."""
_NEAR = 3
"""How many rows of text a page head or foot spans at most, on each side of a page number."""


@cache
def _whole_line(language: Language) -> re.Pattern[str]:
    """A page head or foot, in small letters: ignoring case would take twice the time."""
    patterns = "|".join(f"(?:{pattern})" for pattern in language.words("page", "patterns"))
    return re.compile(rf"(?:{patterns})\s*")


@cache
def _number(language: Language) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{language.data['page']['number']})\s*$")


def split(rows: list[Row], language: Language) -> tuple[list[Row], list[Row]]:
    """Rows of the text proper, and rows that are page heads and feet."""
    anchors = {i for i, row in enumerate(rows) if _is_anchor(row, language)} | _numbered(rows, language)
    breaks = anchors | {i for i, row in enumerate(rows) if row.feed}
    furniture = set(anchors)
    for occurrences in _repeated(rows, breaks, language):
        if len(occurrences) < 2 or heading_of(rows[occurrences[0]], language) is not None:
            continue
        if rows[occurrences[0]].text.endswith(".") and len(occurrences) < 4:
            continue  # a sentence that two pages happen to share
        if len(occurrences) == 2 and len({rows[i].text for i in occurrences}) == 2:
            continue  # lines that differ in their figures only ("Tjänsteskrivelse den 3 februari")
        numbered = language.pattern("items", "case_pattern").match(rows[occurrences[0]].text)
        if numbered and len({rows[i].text for i in occurrences}) > 1:
            continue  # diary numbers of items that happen to stand beside page breaks
        near = [i for i in occurrences if _near(i, breaks)]
        if len(near) >= 2 and len(near) >= 0.6 * len(occurrences):
            furniture.update(near)
    furniture |= _stray_numbers(rows, furniture)
    kept = _first_of_front(rows, furniture, anchors, language)
    body: list[Row] = []
    heads: list[Row] = []
    after = 0
    for index, row in enumerate(rows):
        if index in furniture and index not in kept:
            heads.append(row)
            after = 1
            continue
        if after and index - 1 in furniture:
            row.blanks = _blanks_over_gap(body[-1] if body else None, row)
        after = 0
        body.append(row)
    return body, heads


def _repeated(rows: list[Row], breaks: set[int], language: Language) -> list[list[int]]:
    """Where rows of one shape stand that may be page heads: short ones that head no item and no appendix."""
    if not breaks:
        return []
    appendix = language.words("items", "appendix")
    # Rows that begin like none beside a page break need no closer look: most do not.
    beginnings = {_beginning(row) for i, row in enumerate(rows) if _near(i, breaks)}
    places: dict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        if len(row.text) > 120 or _beginning(row) not in beginnings:
            continue
        if not is_numbered(row, language) and not row.lower.startswith(appendix):
            places[_shape(row)].append(index)
    return list(places.values())


def _beginning(row: Row) -> str:
    """What rows of one shape have in common at their beginning: up to three letters."""
    start = row.lower[:3]
    return start if start.isalpha() else start[0] if start[:1].isalpha() else ""


def _is_anchor(row: Row, language: Language) -> bool:
    text = row.lower.strip(" |*_")
    return len(text) <= 90 and _whole_line(language).fullmatch(text) is not None


def _numbered(rows: list[Row], language: Language) -> set[int]:
    """Rows that end in a page number and come again with another ("Direktionen   2025-10-03   3 (4)")."""
    shapes: dict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        size = len(row.text)
        if size > 120 or row.cells or row.text[-1:].isalpha() or row.text[-1:] in _ENDS:
            continue
        ends = _DIGITS.search(row.text, max(0, size - _NUMBERED_END))
        if ends and _number(language).search(row.lower):
            shapes[_shape(row)].append(index)
    return {
        i
        for places in shapes.values()
        if len({rows[i].text for i in places}) > 1
        for i in places[0 if rows[places[0]].number > 6 else 1 :]
    }


def _shape(row: Row) -> str:
    """A row's text with its digits levelled, so that "Sida 3 (12)" and "Sida 4 (12)" are one."""
    return " ".join(_DIGITS.sub("#", row.lower).split())


def _near(index: int, breaks: set[int]) -> bool:
    return any(index + step in breaks for step in range(-_NEAR, _NEAR + 1))


def _stray_numbers(rows: list[Row], furniture: set[int]) -> set[int]:
    """Bare page numbers beside a form feed or a page head."""
    found = set()
    for index, row in enumerate(rows):
        if row.text.isdigit() and len(row.text) <= 3:
            follows = index + 1 < len(rows) and rows[index + 1].feed
            if row.feed or follows:
                found.add(index)
    return found - furniture


def _first_of_front(rows: list[Row], furniture: set[int], anchors: set[int], language: Language) -> set[int]:
    """Of a head that is repeated on every page, the first page's one is kept: it titles the document."""
    kept: set[int] = set()
    seen: set[str] = set()
    for index, row in enumerate(rows[:12]):
        if is_numbered(row, language):
            break
        if index in furniture and index not in anchors and _shape(row) not in seen:
            if index > 0 and index - 1 not in kept and index - 1 not in anchors:
                break
            kept.add(index)
            seen.add(_shape(row))
    return kept


def _blanks_over_gap(before: Row | None, row: Row) -> int:
    """Blank lines that the text proper would have without the page break: none where a sentence runs on."""
    if before is None:
        return row.blanks
    runs_on = before.text[-1:] not in ".:!?" and row.text[:1].islower()
    return 0 if runs_on else max(1, row.blanks)
