"""Sentences that report on assignments of earlier meetings: reported, done, put off."""

from graphbuild.languages import Cue, Language
from graphbuild.model import FollowUp
from graphbuild.parsing.assignments import SILENT
from graphbuild.parsing.blocks import Prose
from graphbuild.parsing.cast import Cast
from graphbuild.parsing.dates import Clock, due_in

_STATUSES = ("delayed", "done", "reported")
"""The first whose pattern fits a sentence is what it reports."""


def follow_ups_in(prose: Prose, kind: str, cast: Cast, clock: Clock) -> list[FollowUp]:
    """Sentences that report on an earlier assignment: done, delayed or reported."""
    language = cast.language
    found: list[FollowUp] = []
    possible = [] if kind in SILENT else _possible(prose, language)
    if not possible:
        return found
    for block in prose.blocks:
        for sentence in block.sentences(language):
            status = _status(sentence.lower, possible)
            if status is None:
                continue
            due = due_in(sentence.text, language, clock.meeting, clock.next_meeting)
            text = " ".join(sentence.text.split())
            span = block.span(sentence.start, sentence.end)
            found.append(FollowUp(text, span, status, due[0] if due else None))
    return found


def _status(lower: str, possible: list[tuple[str, Cue]]) -> str | None:
    for status, cue in possible:
        if cue.fits(lower):
            return status
    return None


def _possible(prose: Prose, language: Language) -> list[tuple[str, Cue]]:
    cues = [(s, language.cue("assignments", "follow_ups", s).within(prose.lower)) for s in _STATUSES]
    return [(status, cue) for status, cue in cues if cue]
