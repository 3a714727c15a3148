"""Headings without a number become candidates: marked ones, short lines, titles in the words of a section."""

from collections import Counter

from graphbuild.languages import Language
from graphbuild.parsing.candidates import Candidate
from graphbuild.parsing.labels import heading_of, label_of
from graphbuild.parsing.rows import Row

_LONGEST_TITLE = 120


def unnumbered(
    chain: list[Candidate], candidates: list[Candidate], rows: list[Row], language: Language
) -> list[Candidate]:
    """Headings without a number, marked as the numbered ones are, that stand once ("## Att göra")."""
    level = rows[chain[0].index].heading
    if not level or any(rows[c.index].heading != level for c in chain):
        return []
    seen = Counter(row.lower for row in rows)
    found: list[Candidate] = []
    for candidate in candidates:
        row = rows[candidate.index]
        inside = candidate.index > chain[0].index and row.heading == level
        if (
            inside
            and not candidate.number
            and seen[row.lower] == 1
            and _stands_once(rows, candidate.index, language)
        ):
            found.append(Candidate(candidate.index, chain[0].form, None, 0, 0, _APART_WEIGHT))
    return found


def _stands_once(rows: list[Row], index: int, language: Language) -> bool:
    """Whether a row is in the words of a section or label that may head an item of its own."""
    following = rows[index + 1] if index + 1 < len(rows) else None
    heading, label = heading_of(rows[index], language), label_of(rows[index], following, language)
    return (heading.kind if heading is not None else label.kind if label is not None else "") in _ONCE


def headings(candidates: list[Candidate], rows: list[Row], language: Language) -> list[Candidate]:
    """Marked headings of the level that most items have, section words and the title left out."""
    marked = [
        c
        for c in candidates
        if (rows[c.index].heading or rows[c.index].bold)
        and _may_title(rows[c.index], language)
        and (c.index == 0 or not rows[c.index].text.endswith("."))
    ]
    levels = Counter(rows[c.index].heading or 9 for c in marked if c.index > 0)
    levels_used = [level for level, count in levels.items() if count >= 2]
    if not levels_used:
        return []
    level = min(levels_used)
    chosen = [c for c in marked if (rows[c.index].heading or 9) == level and c.index > 0]
    following = {c.index: rows[c.index + 1] if c.index + 1 < len(rows) else None for c in candidates}
    if level == 9:
        chosen = [c for c in chosen if label_of(rows[c.index], following[c.index], language) is None]
        chosen += _single_titles(chosen, candidates, rows, language)
    return [
        Candidate(c.index, "heading", c.number, c.value, c.title_start, 2.0)
        for c in sorted(chosen, key=lambda c: c.index)
    ]


def _single_titles(
    chosen: list[Candidate], candidates: list[Candidate], rows: list[Row], language: Language
) -> list[Candidate]:
    """Bold lines below the first title in a section's or a label's words, which yet head items of their own.

    Sections come again from item to item; "Ekonomi" and "Nästa möte" stand once, with a sentence below them.
    """
    if len(chosen) < _ENOUGH_TITLES:
        return []
    held = {c.index for c in chosen}
    bold = [c for c in candidates if rows[c.index].bold and c.index > chosen[0].index and c.index not in held]
    seen = Counter(rows[c.index].lower for c in bold)
    found: list[Candidate] = []
    for candidate in bold:
        row = rows[candidate.index]
        below = rows[candidate.index + 1] if candidate.index + 1 < len(rows) else None
        told = below is not None and not below.bold and below.text.endswith((".", "!"))
        if seen[row.lower] > 1 or not told or ":" in row.text:
            continue
        if _stands_once(rows, candidate.index, language):
            found.append(candidate)
    return found


_ENOUGH_TITLES = 3
"""So many titles show that bold lines head the items."""
_ONCE = (
    "background",
    "information",
    "discussion",
    "actions",
    "next_meeting",
    "adjusters",
    "disqualification",
)
_TITLING = ("actions", "information", "discussion", "background", "disqualification", "adjournment")


def _may_title(row: Row, language: Language) -> bool:
    """A marked heading titles an item unless it is a section's; "Information" or "Åtgärder" may be either."""
    heading = heading_of(row, language)
    return heading is None or (bool(row.heading) and heading.kind in _TITLING)


def _after_labels(rows: list[Row], language: Language) -> int:
    """The first row after the labels of who took part, for what stands among those heads no item."""
    last = 0
    for index, row in enumerate(rows[: len(rows) // 2]):
        following = rows[index + 1] if index + 1 < len(rows) else None
        label = label_of(row, following, language)
        if label is not None and label.kind == "people" and label.strength >= 3:
            last = index
    return last + 1


def short_lines(rows: list[Row], language: Language) -> list[Candidate]:
    """Unnumbered, unmarked headings: a short line after a blank one, with running text below it."""
    found: list[Candidate] = []
    for index in range(_after_labels(rows, language), len(rows) - 1):
        row, after = rows[index], rows[index + 1]
        text = row.text
        if not row.blanks or row.bullet or row.quote or row.cells or not 3 <= len(text) <= 70:
            continue
        if not text[0].isupper() or text[-1] in ".,;:?!-–" or "\t" in text or "  " in text:
            continue
        if heading_of(row, language) or label_of(row, after, language):
            continue
        if after.blanks > 1 or not (
            len(after.text) > len(text) or after.bullet or heading_of(after, language)
        ):
            continue
        found.append(Candidate(index, "short", None, 0, 0, 1.0 + 0.5 * (row.blanks > 1)))
    return sorted([*found, *_set_apart(found, rows, language)], key=lambda c: c.index)


def _set_apart(found: list[Candidate], rows: list[Row], language: Language) -> list[Candidate]:
    """Short lines in a section's or a label's words that stand as far from the text above as titles do."""
    if len(found) < _ENOUGH_TITLES or any(rows[c.index].blanks < _APART for c in found):
        return []
    seen = Counter(row.lower for row in rows)
    apart: list[Candidate] = []
    for index in range(found[0].index, len(rows) - 1):
        row, below = rows[index], rows[index + 1]
        if row.blanks < _APART or below.blanks != 1 or row.cells or seen[row.lower] > 1:
            continue
        if len(row.text) <= _LONGEST_TITLE and _stands_once(rows, index, language):
            apart.append(Candidate(index, "short", None, 0, 0, _APART_WEIGHT))
    return apart


_APART, _APART_WEIGHT = 2, 3.0
