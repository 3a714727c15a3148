"""Turns minutes into whom they saw, and how much was done there.

By the one the people of a body are told apart, and joined; from the other its figures are summed. Both are
kept beside the graph for each document, so that they are worked out from the documents of the bodies that
changed, and not from all that a store holds.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from graphbuild import languages
from graphbuild.identity import display_label, display_name
from graphbuild.model import Agent, AgentKind, Attendance, Minutes, Organisation, Span
from graphbuild.statements.company import Company


class Sighting(NamedTuple):
    """A person at one place of a document. `person`, `organisation` and `quote` are IRIs.

    `titles` are the roles that are no part in a meeting: "kommundirektör", but not "ordförande".
    `listed` is true in a list of who was there: two names of one list are two people.
    """

    person: str
    name: str
    organisation: str = ""
    organisation_name: str = ""
    party: str = ""
    roles: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    listed: bool = False
    quote: str = ""


class Held(NamedTuple):
    """How much was done at a meeting: its IRI and day (ISO, or empty), and the IRIs of those who were there.

    Decisions are counted by type.
    """

    meeting: str = ""
    date: str = ""
    items: int = 0
    decisions: tuple[tuple[str, int], ...] = ()
    assignments: int = 0
    people: tuple[str, ...] = ()


_NOTHING = Held()
_HELD = '"held": '


@dataclass(frozen=True, slots=True)
class Seen:
    """Whom one document saw; `label` is the body's name, `owner` its organisation's IRI, or empty.

    `held` is what it tells of its meeting, as far as it can be counted.
    """

    label: str = ""
    owner: str = ""
    date: str = ""
    numbers: tuple[int, ...] = ()
    people: tuple[Sighting, ...] = ()
    may_be: tuple[tuple[str, str], ...] = ()
    held: Held = _NOTHING

    def to_json(self) -> str:
        """Write it down."""
        # `asdict` would copy every value, which takes longer than all the rest.
        told = {name: getattr(self, name) for name in self.__dataclass_fields__}
        told["people"] = [one._asdict() for one in self.people]
        told["held"] = self.held._asdict()
        return json.dumps(told, ensure_ascii=False)


def read_seen(text: str) -> Seen:
    """Read what `to_json` wrote; nobody is in an empty text."""
    if not text:
        return Seen()
    told = json.loads(text)
    return Seen(
        told["label"],
        told["owner"],
        told["date"],
        tuple(told["numbers"]),
        tuple(
            Sighting(**{**row, "roles": tuple(row["roles"]), "titles": tuple(row["titles"])})
            for row in told["people"]
        ),
        tuple((one, other) for one, other in told["may_be"]),
        read_held(text),
    )


def read_held(text: str) -> Held:
    """Read what `to_json` wrote of the meeting; nothing is in an empty text."""
    # What an earlier version wrote counts nothing, and is read again by the next build. What was held stands
    # last, and the rest, which is much, need not be read; in a value its mark would have a backslash in it.
    at = text.rfind(_HELD)
    if at < 0:
        return Held()
    told = json.loads(text[at + len(_HELD) : -1])
    decisions = tuple((kind, count) for kind, count in told["decisions"])
    return Held(**{**told, "decisions": decisions, "people": tuple(told["people"])})


def seen(minutes: Minutes, company: Company, meeting: str) -> Seen:
    """Take from minutes whom they saw, and what was done at their meeting (an IRI)."""
    source, held = company.names.source(company.document), _held(minutes, company, meeting)
    if not minutes.body:
        # People of a document that names no body are nobody else's: there is nothing to join them by.
        return Seen(held=held)
    sighted = tuple(_sightings(minutes, company, source))
    elsewhere = {iri: name for name, iri in company.people().items()}
    for sighting in sighted:
        elsewhere.pop(sighting.person, None)
    pairs = [(p.name, p.same_as) for item in minutes.items for p in item.presenters if p.same_as]
    return Seen(
        display_label(minutes.body.value),
        company.organisation(company.owner) if company.owner else "",
        minutes.date.value if minutes.date else "",
        tuple(sorted(int(item.number) for item in minutes.items if item.number and item.number.isdecimal())),
        (*sighted, *(Sighting(iri, display_name(name)) for iri, name in sorted(elsewhere.items()))),
        tuple(sorted((company.person(one), company.person(other)) for one, other in pairs)),
        held,
    )


def _held(minutes: Minutes, company: Company, meeting: str) -> Held:
    there = (each.name for each in minutes.participants if each.attendance is not Attendance.ABSENT)
    decisions = Counter(decision.type.value for item in minutes.items for decision in item.decisions)
    return Held(
        meeting,
        minutes.date.value if minutes.date else "",
        len(minutes.items),
        tuple(sorted(decisions.items())),
        sum(len(item.assignments) for item in minutes.items),
        tuple(sorted({company.person(name) for name in there})),
    )


def _sightings(minutes: Minutes, company: Company, source: str) -> Iterator[Sighting]:
    parts = _parts_in_meetings(minutes.language)

    def saw(
        name: str,
        span: Span,
        organisation: Organisation | None = None,
        party: str | None = None,
        roles: tuple[str, ...] = (),
        *,
        listed: bool = False,
    ) -> Sighting:
        return Sighting(
            company.person(name),
            display_name(name),
            company.organisation(organisation) if organisation else "",
            display_label(organisation.name) if organisation else "",
            party or "",
            roles,
            tuple(role for role in roles if role.casefold() not in parts),
            listed,
            f"{source}#char={span.start},{span.end}",
        )

    for p in minutes.participants:
        yield saw(p.name, p.span, p.organisation, p.party, p.roles, listed=True)
    for signatory in minutes.signatories:
        yield saw(signatory.name, signatory.span, roles=signatory.roles)
    for item in minutes.items:
        for presenter in item.presenters:
            yield saw(presenter.name, presenter.span, presenter.organisation, roles=presenter.roles)
        for agent in item.mentions:
            if agent.kind is AgentKind.PERSON:
                yield saw(agent.name, agent.span, roles=_title(agent))


@cache
def _parts_in_meetings(language: str) -> frozenset[str]:
    """The roles that somebody has in a meeting, and that say nothing of who they are outside it."""
    words = languages.load(language)
    kinds = ("generic", "chair", "vice_chair", "secretary", "adjuster", "substitute", "membership")
    return frozenset(word.casefold() for kind in kinds for word in words.words("roles", kind))


def _title(agent: Agent) -> tuple[str, ...]:
    """The title before a name ("konsult Anna Ek" -> "konsult")."""
    before = agent.as_written.removesuffix(agent.name).strip()
    return (before,) if before and before != agent.as_written.strip() else ()


__all__ = ["Seen", "Sighting", "read_seen", "seen"]
