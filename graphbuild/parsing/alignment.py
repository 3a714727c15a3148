"""Labels that stand in a block of their own are given the values of the block that follows.

Text taken from two columns of a page often has all labels first and all values after them. Order is kept,
so the best cut of the values into as many runs as there are labels is found by what each label asks for.
"""

import itertools
import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from graphbuild.languages import Language
from graphbuild.parsing.dates import days_in, times_in
from graphbuild.parsing.outline import Field
from graphbuild.parsing.rows import Row

_RANGE = re.compile(r"§*\s*\d{1,4}\s*(?:[-–,]\s*\d{1,4}\s*)*§?$")
_NAMES = ("people", "chair", "secretary", "adjusters", "signatures", "called")
_SIGNING = ("chair", "secretary", "adjusters", "signatures")
_WHEN = ("date", "place_time", "time", "start", "end", "approval", "next_meeting")
_FEWEST, _MOST = 3, 200
_NEVER = -1e9
_SAME = 1e-9
"""Sums that differ by less are the same but for rounding: the earlier cut stays."""


def aligned(fields: list[Field], language: Language) -> None:
    """Find runs of labels without values before one that has them all, and give each its own."""
    for field, following in itertools.pairwise(fields):
        _centre(field, following)
    start = 0
    while start < len(fields):
        end = start
        while (
            end < len(fields)
            and not fields[end].values
            and not fields[end].table
            and fields[end].kind != "notice"
        ):
            end += 1
        enough = end < len(fields) and end - start + 1 <= len(fields[end].values) <= _MOST
        if end - start >= _FEWEST - 1 and enough:
            _share(fields[start : end + 1], language)
        start = end + 1


def _centre(field: Field, following: Field) -> None:
    """A label at half the height of its values takes those above it from the label before."""
    row = following.label_row
    if row.blanks or following.kind in _SIGNING or not following.values:
        return
    beside = following.values[0].number == row.number
    begin = max((i for i, value in enumerate(field.values) if i and value.blanks), default=0)
    above = field.values[begin:] if begin else []
    below = list(itertools.takewhile(lambda value: not value.blanks, following.values[beside:]))
    held = above if beside else [*above, *below]
    set_in = above and above[-1].number == row.number - 1 and all(v.indent > row.indent + 3 for v in held)
    if set_in and (beside or below) and abs(len(above) - len(below)) <= 1:
        del field.values[begin:]
        following.values[:0] = above


def _share(fields: list[Field], language: Language) -> None:
    values = fields[-1].values
    cuts = _best_cuts(fields, values, language)
    if cuts is None:
        return
    for entry, (first, last) in zip(fields, cuts, strict=True):
        entry.values = values[first:last]


def _best_cuts(fields: list[Field], values: list[Row], language: Language) -> list[tuple[int, int]] | None:
    """The best runs (dynamic programming over labels and lines); a label may be left with none at a cost.

    What a run is worth is a difference of two sums, so a cut takes time with the square of the lines.
    """
    lines = len(values)
    shown = [_shown(row, language) for row in values]
    blanks = [0.0, *itertools.accumulate(0.5 if row.blanks else 0.0 for row in values)]
    best = [0.0] + [_NEVER] * lines
    back: list[list[int]] = []
    for entry in fields:
        fits = [0.0, *itertools.accumulate(_fit(entry.kind, line) for line in shown)]
        fresh, origins = [_NEVER] * (lines + 1), [0] * (lines + 1)
        for begin in range(lines + 1):
            if best[begin] <= _NEVER:
                continue
            if best[begin] - 1.5 > fresh[begin]:
                fresh[begin], origins[begin] = best[begin] - 1.5, begin
            if begin == lines:
                continue
            opens = 0.6 if begin == 0 or values[begin].blanks else -0.4
            base = best[begin] + opens - fits[begin] + blanks[begin + 1]
            for end in range(begin + 1, lines + 1):
                score = base + fits[end] - blanks[end]
                if score > fresh[end] + _SAME:
                    fresh[end], origins[end] = score, begin
        best = fresh
        back.append(origins)
    if best[lines] <= 0:
        return None
    cuts: list[tuple[int, int]] = []
    end = lines
    for origins in reversed(back):
        cuts.append((origins[end], end))
        end = origins[end]
    return cuts[::-1]


@cache
def _roles(language: Language) -> frozenset[str]:
    return frozenset(language.words("roles", "words"))


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a line looks like."""

    timed: bool
    ranged: bool
    named: bool


def _shown(row: Row, language: Language) -> _Shown:
    text = row.text.strip(" .")
    dated = any(True for _ in days_in(text, language, date(2000, 1, 1)))
    return _Shown(
        dated or bool(times_in(text, language)),
        _RANGE.fullmatch(text) is not None,
        _looks_named(text, language),
    )


def _fit(kind: str, line: _Shown) -> float:
    """How well a line answers a label."""
    if kind in _NAMES:
        return 1.0 if line.named else (-1.5 if line.timed or line.ranged else 0.2)
    if kind == "items":
        return 2.0 if line.ranged else -2.0
    if kind in _WHEN:
        return 1.5 if line.timed else (-1.0 if line.named else 0.3)
    return -0.5 if line.named or line.ranged else 0.4


def _looks_named(text: str, language: Language) -> bool:
    words = [word.strip("(),.") for word in text.split()]
    words = [word for word in words if word and word.lower() not in _roles(language)]
    return len(words) >= 2 and words[0] in language.first_names and words[1][:1].isupper()
