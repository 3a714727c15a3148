"""Sentences that report on assignments of earlier meetings: reported, done, put off."""

from graphbuild.languages import Language
from graphbuild.model import FollowUp
from graphbuild.parsing.assignments import SILENT, Clock
from graphbuild.parsing.blocks import Prose
from graphbuild.parsing.cast import Cast
from graphbuild.parsing.dates import due_in

_STATUSES = ("delayed", "done", "reported")
"""The first whose pattern fits a sentence is what it reports."""


def follow_ups_in(prose: Prose, kind: str, cast: Cast, clock: Clock) -> list[FollowUp]:
    """Sentences that report on an earlier assignment: done, delayed or reported."""
    language = cast.language
    found: list[FollowUp] = []
    possible = () if kind in SILENT else _possible(prose.lower, language)
    if not possible:
        return found
    for block in prose.blocks:
        for sentence in block.sentences(language):
            status = _status(sentence.lower, possible, language)
            if status is None:
                continue
            due = due_in(sentence.text, language, clock.meeting, clock.next_meeting)
            text = " ".join(sentence.text.split())
            span = block.span(sentence.start, sentence.end)
            found.append(FollowUp(text, span, status, due[0] if due else None))
    return found


def _possible(lower: str, language: Language) -> tuple[str, ...]:
    return tuple(s for s in _STATUSES if language.cue("assignments", "follow_ups", s).may(lower))


def _status(lower: str, possible: tuple[str, ...], language: Language) -> str | None:
    for status in possible:
        if language.cue("assignments", "follow_ups", status).fits(lower):
            return status
    return None
