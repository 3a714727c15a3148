"""Sentences that report on assignments of earlier meetings: reported, done, put off."""

import re

from graphbuild.languages import Cue, Language
from graphbuild.model import FollowUp, Span
from graphbuild.parsing.assignments import SILENT
from graphbuild.parsing.blocks import Prose
from graphbuild.parsing.cast import Cast
from graphbuild.parsing.dates import Clock
from graphbuild.parsing.states import STATUSES, new_time, state_said

_ONLY_A_HEADING = 3  # words of a title that heads a list of reports ("Uppföljning av uppdrag")
_BEHIND = re.compile(r":\s|\s[–—-]\s")


def follow_ups_in(prose: Prose, kind: str, title: str, cast: Cast, clock: Clock) -> list[FollowUp]:
    """Sentences that report on an earlier assignment: done, delayed or reported.

    Under a title that follows up assignments, an entry such as "The bridge: sent out" says its state, too.
    """
    language = cast.language
    found: list[FollowUp] = []
    listed = language.cue("assignments", "followed_up_under").fits(title.lower())
    possible = [] if kind in SILENT else _possible(prose, language)
    if kind in SILENT or not (possible or listed):
        return found
    for block in prose.blocks:
        for sentence in block.sentences(language):
            status = _status(sentence.lower, possible)
            if status is None and listed:
                status = _state_behind(sentence.lower, language)
            if status is None:
                continue
            text = " ".join(sentence.text.split())
            span = block.span(sentence.start, sentence.end)
            found.append(FollowUp(text, span, status, new_time(text, status, language, clock)))
    return found


def follow_up_titled(title: str, span: Span, cast: Cast, clock: Clock) -> FollowUp | None:
    """An item whose title itself reports: "Report on the assignment to map the lakes"."""
    cues = [(status, cast.language.cue("assignments", "follow_ups", status)) for status in STATUSES]
    status = _status(title.lower(), cues) if len(title.split()) > _ONLY_A_HEADING else None
    if status is None:
        return None
    return FollowUp(title, span, status, new_time(title, status, cast.language, clock))


def _state_behind(lower: str, language: Language) -> str | None:
    """The state that stands behind the last colon or dash of an entry."""
    parts = _BEHIND.split(lower)
    return state_said(parts[-1], language) if len(parts) > 1 else None


def _status(lower: str, possible: list[tuple[str, Cue]]) -> str | None:
    for status, cue in possible:
        if cue.fits(lower):
            return status
    return None


def _possible(prose: Prose, language: Language) -> list[tuple[str, Cue]]:
    cues = [(s, language.cue("assignments", "follow_ups", s).within(prose.lower)) for s in STATUSES]
    return [(status, cue) for status, cue in cues if cue]
