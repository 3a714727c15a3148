"""Turns the few words that say how a task stands ("klart", "pågår") into its status."""

from graphbuild.languages import Language
from graphbuild.parsing.dates import Clock, due_in

STATUSES = ("delayed", "done", "reported")
"""The first whose pattern fits is what is reported."""


def state_said(words: str, language: Language) -> str | None:
    """What a cell of a table, or the end of an entry, says of a task: done, delayed or reported."""
    lower = words.lower().strip()
    for status in STATUSES:
        if language.cue("assignments", "stands", status).fits(lower):
            return status
    return None


def new_time(words: str, status: str, language: Language, clock: Clock) -> str | None:
    """The time until which a task is put off, or when more is to come; what is done has none."""
    due = None if status == "done" else due_in(words, language, clock.meeting, clock.next_meeting)
    if due is None or not language.cue("assignments", "new_time_behind").fits(words[: due[1]].lower()):
        return None
    return due[0]
