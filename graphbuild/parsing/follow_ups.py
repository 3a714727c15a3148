"""Sentences that report on assignments of earlier meetings: reported, done, put off."""

from graphbuild.languages import Language
from graphbuild.model import FollowUp
from graphbuild.parsing.assignments import SILENT, Clock
from graphbuild.parsing.blocks import Block
from graphbuild.parsing.cast import Cast
from graphbuild.parsing.dates import due_in


def follow_ups_in(blocks: list[Block], kind: str, cast: Cast, clock: Clock) -> list[FollowUp]:
    """Sentences that report on an earlier assignment: done, delayed or reported."""
    if kind in SILENT:
        return []
    found = []
    language = cast.language
    for block in blocks:
        for sentence in block.sentences(language):
            status = _follow_up_status(sentence.text, language)
            if status:
                due = due_in(sentence.text, language, clock.meeting, clock.next_meeting)
                found.append(
                    FollowUp(
                        " ".join(sentence.text.split()),
                        block.span(sentence.start, sentence.end),
                        status,
                        due[0] if due else None,
                    )
                )
    return found


def _follow_up_status(text: str, language: Language) -> str | None:
    lowered = text.lower()
    if not any(letters in lowered for letters in language.data["assignments"]["follow_ups"]["quick"]):
        return None
    for status in ("delayed", "done", "reported"):
        if language.says(text, "assignments", "follow_ups", status):
            return status
    return None
