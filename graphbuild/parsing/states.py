"""Turns the few words that say how a task stands ("klart", "pågår") into its status."""

from graphbuild.languages import Language

STATUSES = ("delayed", "done", "reported")
"""The first whose pattern fits is what is reported."""


def state_said(words: str, language: Language) -> str | None:
    """What a cell of a table, or the end of an entry, says of a task: done, delayed or reported."""
    lower = words.lower().strip()
    for status in STATUSES:
        if language.cue("assignments", "stands", status).fits(lower):
            return status
    return None
