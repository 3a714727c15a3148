"""Somebody who speaks under an item for which the minutes say that they were not there."""

from graphbuild.languages import Language
from graphbuild.model import Attendance, Notice, Participant
from graphbuild.parsing.outline import Region


def speaking_while_away(
    participants: list[Participant], regions: list[Region], language: Language
) -> list[Notice]:
    """A notice for each item and person; whole names count, and what only people present can do."""
    if all(person.items is None and person.attendance is not Attendance.ABSENT for person in participants):
        return []
    items: dict[str, list[set[str] | None]] = {}
    for person in participants:
        absent = person.attendance is Attendance.ABSENT
        attended = set() if absent else None if person.items is None else set(person.items)
        items.setdefault(person.name, []).append(attended)
    limited = {
        name: set().union(*(held for held in told if held is not None))
        for name, told in items.items()
        if None not in told
    }
    return [
        notice
        for region in regions if region.candidate.number is not None
        for notice in _in_region(region, limited, language)
    ]  # fmt: skip


def _in_region(region: Region, limited: dict[str, set[str]], language: Language) -> list[Notice]:
    number = region.candidate.number or ""
    away = [name for name, attended in limited.items() if number not in attended]
    speaks, aside = language.cue("meeting", "speaks"), language.cue("meeting", "for_a_while")
    found: dict[str, Notice] = {}
    for section in region.sections if away else ():
        prose = section.prose(language)
        for block in prose.blocks if speaks.may(prose.lower) else ():
            for sentence in block.sentences(language):
                if not speaks.fits(sentence.lower) or aside.fits(sentence.lower):
                    continue
                for name in away:
                    at = sentence.text.find(name)
                    if at >= 0 and name not in found:
                        span = block.span(sentence.start, sentence.end)
                        found[name] = Notice("speaks-while-away", span, (("item", number), ("name", name)))
    return list(found.values())
