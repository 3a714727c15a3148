"""What the items' text tells of the meeting: when it opened and closed, the next one, who came and left."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache

from graphbuild.languages import Cue, Language, Letters, letters_of, may
from graphbuild.model import Approval, Attendance, Participant, Period, Said, Span
from graphbuild.parsing.blocks import Block, Prose, Sentence, blocks_of, first_words, prose_of
from graphbuild.parsing.cast import Cast, people_pattern, person_for
from graphbuild.parsing.dates import days_in, times_in
from graphbuild.parsing.front import Front
from graphbuild.parsing.frontpage import online_words
from graphbuild.parsing.labels import kind_of
from graphbuild.parsing.outline import Outline, Region
from graphbuild.parsing.tails import without_tail


def _sentences(prose: Prose, language: Language) -> Iterator[tuple[Block, Sentence]]:
    for block in prose.blocks:
        for sentence in block.sentences(language):
            yield block, sentence


def complete(front: Front, found: Outline, language: Language) -> None:
    """Fill what the front page leaves open: start, end, next meeting, approval."""
    near = date.fromisoformat(front.date.value) if front.date else None
    _told_in_head(front, found, language, near)
    regions = found.regions
    following = language.cue("meeting", "next")
    for region in regions:
        about_next = front.next_meeting is None and _is_about_next(region, language)
        for section in region.sections:
            prose = section.prose(language)
            if front.next_meeting is None and (about_next or following.may(prose.lower)):
                _next_meeting(front, prose, language, near, None if about_next else following)
            if front.start is None or front.end is None:
                _times(front, prose, language)
            if front.approval is None:
                _approval(front, prose, language, near)


def _told_in_head(front: Front, found: Outline, language: Language, near: date | None) -> None:
    """What sentences above the items tell of the meeting: when it began and ended, where it was, approval."""
    head = [row for row in (*found.titles, *found.unclaimed) if len(row.text) > _SHORTEST_SENTENCE]
    if not head:
        return
    prose = prose_of(blocks_of(sorted(head, key=lambda row: row.number), language))
    if front.approval is None:
        _approval(front, prose, language, near)
    if front.start is None or front.end is None:
        _times(front, prose, language)
    for block in prose.blocks if not front.online else ():
        online = online_words(language).search(block.text)
        if online is not None:
            front.online = Said(True, block.span(online.start(), online.end()))
            return


_SHORTEST_SENTENCE = 40
"""A line of the title of fewer characters tells nothing but names and numbers."""
_ENOUGH = 3
"""So many different verbs show in which tense minutes are told."""


def told_in_past(regions: list[Region], language: Language) -> bool:
    """Whether minutes tell of the meeting in the past tense, as far as their verbs show."""
    past, present = _tenses(language)
    told: set[bytes] = set()
    tells: set[bytes] = set()
    for region in regions:
        for section in region.sections:
            words = section.prose(language).words
            told |= past & words
            tells |= present & words
    return len(told) >= _ENOUGH and len(told) > 2 * len(tells)


@cache
def _tenses(language: Language) -> tuple[frozenset[bytes], frozenset[bytes]]:
    """Verbs that tell of a meeting, in the past and in the present tense."""
    past, present = (language.words("assignments", f"telling_{tense}") for tense in ("past", "present"))
    return first_words(past), first_words(present)


def _is_about_next(region: Region, language: Language) -> bool:
    last = region.title_rows[-1].text
    alone = len(region.title_rows) == 1
    heading = without_tail(last[region.candidate.title_start :] if alone else last, language)
    return kind_of(heading.strip(" ."), language)[0] == "next_meeting"


def _next_meeting(
    front: Front, prose: Prose, language: Language, near: date | None, told: Cue | None
) -> None:
    """The first day to come that a sentence names, in an item on the next meeting or a sentence about it."""
    for block, sentence in _sentences(prose, language):
        if told is not None and not told.fits(sentence.lower.lstrip()):
            continue
        for day in days_in(sentence.text, language, near):
            if near is None or day.first > near:
                span = block.span(sentence.start + day.start, sentence.start + day.end)
                front.next_meeting = Said(Period(day.first.isoformat(), day.last.isoformat()), span)
                return


def _times(front: Front, prose: Prose, language: Language) -> None:
    opens, closes = language.cue("meeting", "opens"), language.cue("meeting", "closes")
    starts = front.start is None and opens.may(prose.lower)
    if not starts and (front.end is not None or not closes.may(prose.lower)):
        return
    for block, sentence in _sentences(prose, language):
        opening = front.start is None and opens.fits(sentence.lower)
        if not opening and (front.end is not None or not closes.fits(sentence.lower)):
            continue
        times = times_in(sentence.text, language)
        for value, low, high in times[:1]:
            said = Said(value, block.span(sentence.start + low, sentence.start + high))
            if opening:
                front.start = said
            else:
                front.end = said
        if opening and front.end is None and len(times) > 1 and closes.fits(sentence.lower):
            value, low, high = times[-1]  # "Mötet började 16.30 och slutade 18.45"
            front.end = Said(value, block.span(sentence.start + low, sentence.start + high))


def _approval(front: Front, prose: Prose, language: Language, near: date | None) -> None:
    approves = language.cue("meeting", "approves")
    if not approves.may(prose.lower):
        return
    for block, sentence in _sentences(prose, language):
        if not approves.fits(sentence.lower):
            continue
        day = next(iter(days_in(sentence.text, language, near)), None)
        if day is not None:
            online = online_words(language).search(sentence.text)
            span = block.span(sentence.start, sentence.end)
            front.approval = Said(Approval(day.last.isoformat(), bool(online)), span)
            return


@cache
def _moves(language: Language) -> tuple[tuple[str, Cue], ...]:
    """What says that somebody leaves, or joins."""
    people = people_pattern(language)
    return tuple(
        (key, Cue(pattern.replace("{people}", people), re.DOTALL))
        for key in ("leaves", "joins")
        for pattern in language.words("people", key)
    )


@cache
def _move_letters(language: Language) -> Letters:
    """What a section holds that holds one of them."""
    return letters_of([cue.pattern.pattern for _, cue in _moves(language)])


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
        for section in region.sections:
            prose = section.prose(language)
            some = may(_move_letters(language), prose.lower)
            moves = [(k, cue) for k, cue in _moves(language) if cue.may(prose.lower)] if some else []
            for block, sentence in _sentences(prose, language) if moves else ():
                for key, name in _moving(sentence, moves, cast):
                    told = block.span(sentence.start, sentence.end)
                    _limit(front.participants, name, key, number, numbers, told)


def _moving(sentence: Sentence, moves: list[tuple[str, Cue]], cast: Cast) -> Iterator[tuple[str, str]]:
    """Who leaves, and who joins, for good and for no conflict of interest."""
    aside = (cast.language.cue("votes", "disqualifying"), cast.language.cue("meeting", "for_a_while"))
    told: set[str] = set()
    for key, cue in moves:
        match = cue.search(sentence.text, sentence.lower) if key not in told else None
        if match is None or any(other.fits(sentence.lower) for other in aside):
            continue
        told.add(key)
        name = person_for(re.sub(r"\s*\([^()]*\)", "", match["who"]).strip(), cast)
        if name:
            yield key, name


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
