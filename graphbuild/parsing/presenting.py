"""Who presents an item: listed under a heading, or told in a sentence."""

import re
from functools import cache

from graphbuild.languages import Cue, Language, spelled
from graphbuild.model import Presenter
from graphbuild.parsing.blocks import Block, Prose
from graphbuild.parsing.cast import Cast, people_pattern, person_for
from graphbuild.parsing.people import people_in
from graphbuild.parsing.procedure import names_in
from graphbuild.parsing.rows import Row

_SILENT = (
    "proposal", "documents", "recipients", "motions", "procedure", "vote", "appeal", "reservation",
    "decision",
)  # fmt: skip
"""Kinds of sections in which nobody presents."""


def presenters_listed(rows: list[Row], cast: Cast) -> list[Presenter]:
    """The people that a presenters' section lists."""
    found = people_in(rows, cast.language, cast.gazetteer)
    return [
        Presenter(person.name, person.span, tuple(person.roles), person.organisation)
        for person in found.persons
    ]


@cache
def _telling(language: Language) -> Cue:
    verbs = spelled(language.words("presenters", "verbs"))
    return Cue(rf"^(?P<who>[^.:;]{{4,140}}?)\s{verbs}(?![^\W\d_])")


def presenters_told(every: list[tuple[str, Prose]], presenters: list[Presenter], cast: Cast) -> None:
    """People who present in a sentence ("Ekonomichef Petra Lindhagen redogör för …")."""
    if presenters:
        return
    for kind, prose in every:
        if kind in _SILENT or not (telling := _telling(cast.language).within(prose.lower)):
            continue
        for block in prose.blocks:
            for sentence in block.sentences(cast.language):
                match = telling.search(sentence.text, sentence.lower)
                if match is None:
                    continue
                if re.search(people_pattern(cast.language), match["who"]):
                    _add_told(match["who"], sentence.start, block, presenters, cast)
                elif holder := person_for(match["who"].strip(), cast):
                    span = block.span(sentence.start, sentence.start + match.end("who"))
                    if all(p.name != holder for p in presenters):
                        presenters.append(Presenter(holder, span, tuple(_office(match["who"], cast))))


def _office(who: str, cast: Cast) -> list[str]:
    """The role that a definite form stands for ("Kårordföranden" -> "kårordförande")."""
    plain = who.strip().lower()
    return [role for role in cast.roles if plain.startswith(role) and len(plain) - len(role) <= 2][:1]


def _add_told(who: str, start: int, block: Block, presenters: list[Presenter], cast: Cast) -> None:
    row = _row_of(block, start, start + len(who))
    for person in people_in([row], cast.language, cast.gazetteer).persons:
        full = names_in(person.name, cast)
        first = cast.first.get(person.name.lower(), [])
        name = full[0] if full else (first[0] if len(first) == 1 else None)
        if name and all(p.name != name for p in presenters):
            presenters.append(Presenter(name, person.span, tuple(person.roles), person.organisation))


def _row_of(block: Block, start: int, end: int) -> Row:
    """A piece of a block's text as a row of its own."""
    text = block.text[start:end]
    places = [block.span(start + i, start + i + 1).start for i in range(len(text))]
    return Row(0, 0, places[0], places[-1] + 1, text, places[0], places, lower=text.lower())
