"""How an item was decided: motions, reservations and disqualifications (jäv) in its blocks."""

import re
from functools import cache

from graphbuild.languages import Cue, Language, any_of, spelled
from graphbuild.model import Disqualification, Motion, Notice, Reservation
from graphbuild.parsing.blocks import Prose
from graphbuild.parsing.cast import Cast, people_in_text, people_pattern, person_for, splitter
from graphbuild.parsing.outline import Section

_BRACKET = re.compile(r"\s*\([^()]*\)")


def names_in(text: str, cast: Cast) -> list[str]:
    """The full names of people in a text, in order; parties and roles left out."""
    found: list[str] = []
    for match in people_in_text(cast.language).finditer(text):
        for piece in splitter(cast.language).split(_BRACKET.sub("", match[0])):
            name = _full_name(piece.strip(), cast)
            if name and name not in found:
                found.append(name)
    return found


def _full_name(piece: str, cast: Cast) -> str | None:
    known = person_for(piece, cast) if " " in piece else None
    if known:
        return known
    words = piece.split()
    for start in range(len(words) - 1):
        if words[start] in cast.language.first_names:
            return " ".join(words[start:])
    return None


@cache
def _moves(language: Language, strict: bool) -> Cue:
    verbs = spelled(language.words("votes", "moves_strict" if strict else "moves"))
    roles = any_of(language.words("agents", "endings"))
    who = rf"{people_pattern(language)}|(?:^|(?<=\s))[A-ZÀ-ÖØ-Þ]?[a-zà-öø-ÿ]*{roles}"
    return Cue(rf"(?P<who>{who})(?:\s[^.:]{{0,60}}?)?\s(?P<verb>{verbs})\s+(?P<what>.+)", re.DOTALL)


def motions_in(prose: Prose, kind: str, cast: Cast) -> list[Motion]:
    """What each participant moves; only under a heading for motions do softer verbs count."""
    found: list[Motion] = []
    if kind in ("recipients", "appeal", "documents"):
        return found
    moves = _moves(cast.language, kind != "motions").within(prose.lower)
    if not moves:
        return found
    for block in prose.blocks:
        for sentence in block.sentences(cast.language):
            match = moves.search(sentence.text, sentence.lower)
            if match is None:
                continue
            what = " ".join(match["what"].split()).strip(' .:;«»”“"')
            start = sentence.start + match.start("what")
            span = block.span(sentence.start, max(start + 1, sentence.end))
            mover = person_for(match["who"].strip(), cast)
            names = names_in(match["who"], cast) or ([mover] if mover else [])
            found.extend(Motion(name, what, span) for name in names)
    return found


@cache
def _reserves(language: Language) -> Cue:
    return Cue(spelled(language.words("votes", "reserves")), re.IGNORECASE)


def reservations_in(prose: Prose, kind: str, cast: Cast) -> list[Reservation]:
    """Who reserves against the decision, with the reason where one is given."""
    found: list[Reservation] = []
    reserves = _reserves(cast.language)
    if kind != "reservation" and not reserves.may(prose.lower):
        return found
    for block in prose.blocks:
        matched = False
        for sentence in block.sentences(cast.language):
            match = reserves.search(sentence.text, sentence.lower)
            if match is None:
                continue
            names = names_in(sentence.text[: match.start()], cast) or names_in(
                sentence.text[match.end() :], cast
            )
            if names:
                reason = _reason(sentence.text[match.end() :], cast.language)
                found.append(Reservation(tuple(names), block.span(sentence.start, sentence.end), reason))
                matched = True
        if kind == "reservation" and not matched and not found:
            names = names_in(block.text, cast)
            if names and len(_BRACKET.sub("", block.text)) < sum(len(n) for n in names) + 30:
                found.append(Reservation(tuple(names), block.span(), None))
    return found


def reservation_headed(section: Section, cast: Cast) -> list[Reservation]:
    """ "Reservation från Stig Malm": whom a heading names, where nothing below it does."""
    if section.kind != "reservation" or section.heading is None:
        return []
    names = names_in(section.heading.text, cast)
    return [Reservation(tuple(names), section.heading.span(), None)] if names else []


def _reason(rest: str, language: Language) -> str | None:
    match = language.pattern("votes", "reason").search(rest)
    return " ".join(rest[match.start() :].split()).rstrip(" .") if match else None


@cache
def _disqualifies(language: Language) -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile(p.replace("{people}", people_pattern(language)))
        for p in language.words("votes", "disqualifies")
    )


def standing_aside(prose: Prose, cast: Cast, disqualified: list[Disqualification]) -> list[Notice]:
    """Who takes no part in a decision for no stated reason: the graph has no place for it, so it is told."""
    found: list[Notice] = []
    aside, disqualifying = cast.language.cue("votes", "stands_aside"), _disqualifying(cast.language)
    if not aside.may(prose.lower):
        return found
    for block in prose.blocks:
        for sentence in block.sentences(cast.language):
            if not aside.fits(sentence.lower) or disqualifying.fits(sentence.lower):
                continue
            known = {person.name for person in disqualified}
            if any(name not in known for name in names_in(sentence.text, cast)):
                text = " ".join(sentence.text.split())[:120]
                found.append(
                    Notice("stands-aside", block.span(sentence.start, sentence.end), (("text", text),))
                )
    return found


def _disqualifying(language: Language) -> Cue:
    return language.cue("votes", "disqualifying")


def disqualified_in(prose: Prose, kind: str, cast: Cast) -> list[Disqualification]:
    """Who takes no part in the item because of a conflict of interest (kommunallagen 5:47, 6:28)."""
    found: list[Disqualification] = []
    headed, disqualifying = kind == "disqualification", _disqualifying(cast.language)
    if not headed and not disqualifying.may(prose.lower):
        return found
    denied = cast.language.cue("votes", "not_disqualified")
    pronoun = cast.language.cue("votes", "disqualifies_before")
    for block in prose.blocks:
        sentences = block.sentences(cast.language)
        for index, sentence in enumerate(sentences):
            if not (headed or disqualifying.fits(sentence.lower)) or denied.fits(sentence.lower):
                continue
            names = [
                n
                for p in _disqualifies(cast.language)
                for m in p.finditer(sentence.text)
                for n in names_in(m["who"], cast)
            ]
            # "Karin Berg äger bolaget. Nämnden bedömer henne som jävig": the pronoun is who was named last.
            if not names and index and pronoun.fits(sentence.lower) and not names_in(sentence.text, cast):
                named = names_in(sentences[index - 1].text, cast)
                names = named if len(named) == 1 else []
            if not names and headed:
                names = names_in(sentence.text, cast)[:1]
            span = block.span(sentence.start, sentence.end)
            found.extend(
                Disqualification(n, span) for n in dict.fromkeys(names) if all(d.name != n for d in found)
            )
    return found
