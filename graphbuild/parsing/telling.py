"""What the items' text tells of the meeting: when it opened and closed, the next one, who came and left."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache

from graphbuild.languages import Language, any_of
from graphbuild.model import Approval, Attendance, Participant, Period, Said, Span
from graphbuild.parsing.blocks import Block, Sentence
from graphbuild.parsing.cast import Cast, people_pattern, person_for
from graphbuild.parsing.dates import days_in, times_in
from graphbuild.parsing.front import Front
from graphbuild.parsing.labels import kind_of
from graphbuild.parsing.numbering import without_tail
from graphbuild.parsing.outline import Region


def _sentences(region: Region, language: Language) -> Iterator[tuple[Block, Sentence]]:
    for section in region.sections:
        for block in section.blocks(language):
            for sentence in block.sentences(language):
                yield block, sentence


def complete(front: Front, regions: list[Region], language: Language) -> None:
    """Fill what the front page leaves open: start, end, next meeting, approval."""
    near = date.fromisoformat(front.date.value) if front.date else None
    for region in regions:
        heading = without_tail(
            region.title_rows[-1].text[region.candidate.title_start :]
            if len(region.title_rows) == 1
            else region.title_rows[-1].text
        )
        about_next = kind_of(heading.strip(" ."), language)[0] == "next_meeting"
        for block, sentence in _sentences(region, language):
            if about_next and front.next_meeting is None:
                _next_meeting(front, block, sentence, language, near)
            if front.start is None or front.end is None:
                _times(front, block, sentence, language)
            if front.approval is None and language.says(sentence.text, "meeting", "approves"):
                day = next(iter(days_in(sentence.text, language, near)), None)
                online = bool(
                    re.search(any_of(language.words("names", "online")), sentence.text, re.IGNORECASE)
                )
                if day is not None:
                    span = block.span(sentence.start, sentence.end)
                    front.approval = Said(Approval(day.last.isoformat(), online), span)


def _next_meeting(
    front: Front, block: Block, sentence: Sentence, language: Language, near: date | None
) -> None:
    for day in days_in(sentence.text, language, near):
        if near is None or day.first > near:
            span = block.span(sentence.start + day.start, sentence.start + day.end)
            front.next_meeting = Said(Period(day.first.isoformat(), day.last.isoformat()), span)
            return


def _times(front: Front, block: Block, sentence: Sentence, language: Language) -> None:
    times = times_in(sentence.text, language)
    if not times:
        return
    value, low, high = times[0]
    said = Said(value, block.span(sentence.start + low, sentence.start + high))
    if front.start is None and language.says(sentence.text, "meeting", "opens"):
        front.start = said
    elif front.end is None and language.says(sentence.text, "meeting", "closes"):
        front.end = said


@cache
def _moves(language: Language, key: str) -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile(p.replace("{people}", people_pattern(language)), re.DOTALL)
        for p in language.words("people", key)
    )


def presence_told(front: Front, regions: list[Region], cast: Cast) -> None:
    """Who left or came during a numbered item, where no list says it (inferred, rule `left-or-joined`)."""
    numbers = [r.candidate.number for r in regions if r.candidate.number]
    if len(numbers) < 2:
        return
    language = cast.language
    for region in regions:
        number = region.candidate.number
        if number is None:
            continue
        for block, sentence in _sentences(region, language):
            if not any(letters in sentence.text for letters in language.words("people", "movement")):
                continue
            if language.says(sentence.text, "votes", "disqualifying") or language.says(
                sentence.text, "meeting", "for_a_while"
            ):
                continue
            for key in ("leaves", "joins"):
                matches = [m for pattern in _moves(language, key) if (m := pattern.search(sentence.text))]
                name = person_for(_bare(matches[0]["who"]), cast) if matches else None
                if name:
                    told = block.span(sentence.start, sentence.end)
                    _limit(front.participants, name, key, number, numbers, told)


def _bare(words: str) -> str:
    return re.sub(r"\s*\([^()]*\)", "", words).strip()


def _limit(
    participants: list[Participant], name: str, key: str, number: str, numbers: list[str], told: Span
) -> None:
    at = numbers.index(number)
    for index, person in enumerate(participants):
        if person.name != name or person.attendance is Attendance.ABSENT:
            continue
        if person.items is not None and person.items_told is None:
            continue
        held = list(person.items) if person.items is not None else numbers
        window = numbers[: at + 1] if key == "leaves" else numbers[at:]
        items = tuple(n for n in held if n in window)
        participants[index] = replace(person, items=items, items_told=told)
