"""Turns whom the documents of one body saw into one profile for each name, and one for the body.

A document more changes only the profiles of those whom it names, and the result is the same as if all
documents were read anew, in any order.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import NamedTuple

from graphbuild.statements.seen import Seen, Sighting


class Sighted(NamedTuple):
    """A day (ISO; empty where the document has none) and the IRI of a quote."""

    day: str = ""
    quote: str = ""


class Membership(NamedTuple):
    """What somebody was seen as: an organisation's IRI, party and role, each empty where none is stated."""

    organisation: str
    party: str
    role: str
    first: Sighted
    last: Sighted


@dataclass(frozen=True, slots=True)
class Profile:
    """What a body's documents say of a name. `person` is its IRI, `owner` the IRI of the body's organisation.

    `organisations` are IRIs with their names; `first` and `last` ISO dates, empty where no document has one.
    """

    person: str
    body: str
    name: str
    owner: str = ""
    organisations: tuple[tuple[str, str], ...] = ()
    parties: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    documents: int = 0
    quotes: tuple[Sighted, ...] = ()
    memberships: tuple[Membership, ...] = ()

    @property
    def key(self) -> str:
        """The name without regard to case."""
        return self.name.casefold()

    @property
    def places(self) -> frozenset[str]:
        """Whom the person is there for: the organisations stated, else the body's own."""
        stated = frozenset(iri for iri, _ in self.organisations)
        return stated or frozenset([self.owner] if self.owner else [])

    def to_json(self) -> tuple[str, str]:
        """Write it down: what pairs are told by, and, apart from it, quotes and memberships."""
        told = [getattr(self, name) for name in self.__slots__]
        core, rest = told[:_CORE], told[_CORE:]
        return json.dumps(core, ensure_ascii=False), json.dumps(rest, ensure_ascii=False)


_CORE = 10
"""The fields of a profile before its quotes."""


@dataclass(frozen=True, slots=True)
class BodyProfile:
    """What a body's documents say of it: `slug`, the name that it has last, when it met, its item numbers.

    `numbers` holds the year, the lowest and the highest item number of each year; `people` counts names.
    """

    slug: str
    name: str = ""
    owner: str = ""
    first: str = ""
    last: str = ""
    numbers: tuple[tuple[str, int, int], ...] = ()
    people: int = 0
    documents: int = 0

    def to_json(self) -> str:
        """Write it down."""
        return json.dumps(asdict(self), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Roll:
    """A body with the people that it is known to have, or some of them, by IRI.

    `together` are pairs of people who stand in one list, `may_be` those whom a document itself takes for one.
    """

    body: BodyProfile
    people: dict[str, Profile] = field(default_factory=dict)
    together: frozenset[tuple[str, str]] = frozenset()
    may_be: frozenset[tuple[str, str]] = frozenset()


def read_profile(core: str, rest: str = "[[], []]") -> Profile:
    """Read what `Profile.to_json` wrote; without the rest it has no quotes and no memberships."""
    person, body, name, owner, organisations, parties, titles, first, last, count = json.loads(core)
    quotes, memberships = json.loads(rest)
    return Profile(
        person,
        body,
        name,
        owner,
        tuple([(iri, label) for iri, label in organisations]),
        tuple(parties),
        tuple(titles),
        first,
        last,
        count,
        tuple([Sighted(*each) for each in quotes]),
        tuple(
            [
                Membership(organisation, party, role, Sighted(*begun), Sighted(*ended))
                for organisation, party, role, begun, ended in memberships
            ]
        ),
    )


def read_body(text: str) -> BodyProfile:
    """Read what `BodyProfile.to_json` wrote."""
    body = json.loads(text)
    body["numbers"] = tuple((year, low, high) for year, low, high in body["numbers"])
    return BodyProfile(**body)


def roll(slug: str, documents: Iterable[Seen], before: Roll | None = None) -> Roll:
    """Add what documents of a body say, in any order, to what was known of its people.

    Of what was known `before`, those whom the documents name are enough, as long as the owner stays.
    """
    before = before or Roll(BodyProfile(slug))
    known = list(documents)
    owner = max([before.body.owner, *(seen.owner for seen in known)])
    tallies: dict[str, _Tally] = {}
    for number, seen in enumerate(known):
        for sighting in seen.people:
            if sighting.person not in tallies:
                tallies[sighting.person] = _Tally(before.people.get(sighting.person))
            tallies[sighting.person].add(sighting, seen.date, number)
    people = {**before.people, **{iri: tally.profile(iri, slug, owner) for iri, tally in tallies.items()}}
    if owner != before.body.owner:
        people = {iri: replace(profile, owner=owner) for iri, profile in people.items()}
    return Roll(
        _body(before.body, owner, known, before.body.people + len(people) - len(before.people)),
        people,
        before.together.union(*map(_pairs_listed, known)),
        before.may_be | {ordered(*pair) for seen in known for pair in seen.may_be},
    )


def ordered(one: str, other: str) -> tuple[str, str]:
    """Give two IRIs in one order, whichever came first."""
    return (one, other) if one < other else (other, one)


def _pairs_listed(seen: Seen) -> set[tuple[str, str]]:
    """Pairs of people of one list who could be taken for each other: a first or a last name is the same."""
    by_word: dict[str, set[str]] = {}
    for sighting in seen.people:
        words = sighting.name.casefold().split()
        for word in {words[0], words[-1]} if sighting.listed and words else ():
            by_word.setdefault(word, set()).add(sighting.person)
    return {(one, other) for people in by_word.values() for one in people for other in people if one < other}


class _Tally:
    """Adds sightings of a person up."""

    def __init__(self, before: Profile | None) -> None:
        self._names = {before.name} if before else set()
        self._organisations = dict(before.organisations) if before else {}
        self._parties = set(before.parties) if before else set()
        self._titles = set(before.titles) if before else set()
        self._days = {before.first, before.last} - {""} if before else set()
        self._before = before.documents if before else 0
        self._documents: set[int] = set()
        self._quotes = set(before.quotes) if before else set()
        self._memberships = {each[:3]: each[3:] for each in before.memberships} if before else {}

    def add(self, sighting: Sighting, day: str, document: int) -> None:
        """Add a sighting on a day; `document` is a number that tells documents apart."""
        self._names.add(sighting.name)
        self._documents.add(document)
        if sighting.titles:
            self._titles.update(map(str.casefold, sighting.titles))
        if day:
            self._days.add(day)
        if sighting.organisation:
            name = self._organisations.get(sighting.organisation, sighting.organisation_name)
            self._organisations[sighting.organisation] = max(name, sighting.organisation_name)
        if sighting.party:
            self._parties.add(sighting.party)
        here = Sighted(day, sighting.quote)
        if sighting.quote:
            self._quotes.add(here)
        for role in (sighting.roles or ("",)) if sighting.listed else ():
            key = (sighting.organisation, sighting.party, role)
            first, last = self._memberships.get(key, (here, here))
            earlier = here if by_day(here) < by_day(first) else first
            self._memberships[key] = (earlier, here if here > last else last)

    def profile(self, person: str, slug: str, owner: str) -> Profile:
        """Give the sum."""
        quotes = self._quotes
        ends = {min(quotes, key=by_day), max(quotes)} if quotes else set()
        return Profile(
            person,
            slug,
            max(self._names),
            owner,
            tuple(sorted(self._organisations.items())),
            tuple(sorted(self._parties)),
            tuple(sorted(self._titles)),
            min(self._days, default=""),
            max(self._days, default=""),
            self._before + len(self._documents),
            tuple(sorted(ends, key=by_day)),
            tuple(Membership(*key, *ends) for key, ends in sorted(self._memberships.items())),
        )


def by_day(sighted: Sighted) -> tuple[bool, Sighted]:
    """Sort by day, those without one last."""
    return not sighted.day, sighted


def _body(before: BodyProfile, owner: str, known: list[Seen], people: int) -> BodyProfile:
    days = {before.first, before.last, *(seen.date for seen in known)} - {""}
    by_year = {year: {low, high} for year, low, high in before.numbers}
    for seen in known:
        if seen.date and seen.numbers:
            by_year.setdefault(seen.date[:4], set()).update(seen.numbers)
    named = [(before.last, before.name), *((seen.date, seen.label) for seen in known)]
    return BodyProfile(
        before.slug,
        max(named)[1],
        owner,
        min(days, default=""),
        max(days, default=""),
        tuple((year, min(numbers), max(numbers)) for year, numbers in sorted(by_year.items())),
        people,
        before.documents + len(known),
    )
