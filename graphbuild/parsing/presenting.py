"""Who presents an item: listed under a heading, or told in a sentence."""

import re
from functools import cache

from graphbuild.languages import Cue, Language, spelled
from graphbuild.model import Presenter
from graphbuild.parsing.blocks import Block, Prose
from graphbuild.parsing.cast import Cast, people_pattern, person_for, splitter
from graphbuild.parsing.people import people_in
from graphbuild.parsing.procedure import names_in
from graphbuild.parsing.rows import Row

_SILENT = (
    "proposal", "documents", "recipients", "motions", "procedure", "vote", "appeal", "reservation",
    "decision",
)  # fmt: skip
"""Kinds of sections in which nobody presents."""


def presenters_listed(rows: list[Row], cast: Cast) -> list[Presenter]:
    """The people that a presenters' section lists, by their names, first names, surnames or offices."""
    found = people_in(rows, cast.language, cast.gazetteer)
    listed = [
        Presenter(_full(person.name, cast), person.span, tuple(person.roles), person.organisation)
        for person in found.persons
    ]
    for row in rows if not listed else ():
        for piece in splitter(cast.language).split(row.text.strip(" .")):
            holder = person_for(piece.strip(), cast)
            if holder is not None and all(p.name != holder for p in listed):
                listed.append(Presenter(holder, row.span(), tuple(_office(piece, cast))))
    return listed


def _full(name: str, cast: Cast) -> str:
    """The whole name of somebody whom a list names by first name or surname only."""
    return name if " " in name else person_for(name, cast) or name


@cache
def _telling(language: Language) -> Cue:
    verbs = spelled(language.words("presenters", "verbs"))
    also = "|".join(rf"(?<=\s{word}\s)" for word in language.words("text", "and"))
    return Cue(rf"(?:^|{also})(?P<who>[^.:;]{{2,140}}?)\s{verbs}(?![^\W\d_])")


@cache
def _behind(language: Language) -> Cue:
    """A presentation told by its noun or in the passive, with whoever gave it ("Föredrogs av kassören")."""
    nouns = spelled(language.words("presenters", "given_by"))
    return Cue(rf"(?i:^(?:[^.:;,]{{1,30}}, )?{nouns}) (?P<who>[^.:;,(]{{2,80}})")


def presenters_told(every: list[tuple[str, Prose]], presenters: list[Presenter], cast: Cast) -> None:
    """People who present in a sentence ("Ekonomichef Petra Lindhagen redogör för …")."""
    if presenters:
        return
    for kind, prose in every:
        telling, behind = (look(cast.language).within(prose.lower) for look in (_telling, _behind))
        if kind in _SILENT or not (telling or behind):
            continue
        for block in prose.blocks:
            for sentence in block.sentences(cast.language):
                for cue in (telling, behind):
                    for match in cue.pattern.finditer(sentence.text) if cue.may(sentence.lower) else ():
                        _add(match["who"], sentence.start + match.start("who"), block, presenters, cast)


def _add(who: str, start: int, block: Block, presenters: list[Presenter], cast: Cast) -> None:
    """Whoever the words at a place of a block name, by name or by what they are."""
    before = len(presenters)
    if re.search(people_pattern(cast.language), who):
        _add_told(who, start, block, presenters, cast)
        if len(presenters) > before or " " in who.strip():
            return
    holder = person_for(who.strip(), cast)
    if holder is not None and all(p.name != holder for p in presenters):
        span = block.span(start, start + len(who))
        presenters.append(Presenter(holder, span, tuple(_office(who, cast))))


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
