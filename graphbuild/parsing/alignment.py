"""Labels that stand in a block of their own are given the values of the block that follows.

Text taken from two columns of a page often has all labels first and all values after them. Order is kept,
so the best cut of the values into as many runs as there are labels is found by what each label asks for.
"""

import re
from datetime import date
from functools import cache

from graphbuild.languages import Language
from graphbuild.parsing.dates import days_in, times_in
from graphbuild.parsing.outline import Field
from graphbuild.parsing.rows import Row

_RANGE = re.compile(r"§*\s*\d{1,4}\s*(?:[-–,]\s*\d{1,4}\s*)*§?$")
_NAMES = ("people", "chair", "secretary", "adjusters", "signatures", "called")
_WHEN = ("date", "place_time", "time", "start", "end", "approval", "next_meeting")
_FEWEST, _MOST = 3, 200
_NEVER = -1e9


def aligned(fields: list[Field], language: Language) -> None:
    """Find runs of labels without values before one that has them all, and give each its own."""
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


def _share(fields: list[Field], language: Language) -> None:
    values = fields[-1].values
    cuts = _best_cuts(fields, values, language)
    if cuts is None:
        return
    for entry, (first, last) in zip(fields, cuts, strict=True):
        entry.values = values[first:last]


def _best_cuts(fields: list[Field], values: list[Row], language: Language) -> list[tuple[int, int]] | None:
    """The best runs (dynamic programming over labels and lines); a label may be left with none at a cost."""
    lines = len(values)
    fit = [[_fit(entry.kind, row, language) for row in values] for entry in fields]
    best = [0.0] + [_NEVER] * lines
    back: list[list[int]] = []
    for scores in fit:
        fresh, origins = [_NEVER] * (lines + 1), [0] * (lines + 1)
        for end in range(lines + 1):
            for begin in range(end + 1):
                score = best[begin] + _run(scores, values, begin, end)
                if score > fresh[end]:
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


def _run(scores: list[float], values: list[Row], begin: int, end: int) -> float:
    if begin == end:
        return -1.5
    total = sum(scores[begin:end])
    total += 0.6 if begin == 0 or values[begin].blanks else -0.4
    return total - 0.5 * sum(1 for row in values[begin + 1 : end] if row.blanks)


@cache
def _roles(language: Language) -> frozenset[str]:
    return frozenset(language.words("roles", "words"))


def _fit(kind: str, row: Row, language: Language) -> float:
    """How well a line answers a label."""
    text = row.text.strip(" .")
    dated = any(True for _ in days_in(text, language, date(2000, 1, 1)))
    timed = bool(times_in(text, language))
    ranged = bool(_RANGE.fullmatch(text))
    named = _looks_named(text, language)
    if kind in _NAMES:
        return 1.0 if named else (-1.5 if dated or timed or ranged else 0.2)
    if kind == "items":
        return 2.0 if ranged else -2.0
    if kind in _WHEN:
        return 1.5 if dated or timed else (-1.0 if named else 0.3)
    return -0.5 if named or ranged else 0.4


def _looks_named(text: str, language: Language) -> bool:
    words = [word.strip("(),.") for word in text.split()]
    words = [word for word in words if word and word.lower() not in _roles(language)]
    return len(words) >= 2 and words[0] in language.first_names and words[1][:1].isupper()
