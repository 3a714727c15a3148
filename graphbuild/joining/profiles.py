"""Turns whom the documents of one body saw into one profile for each name, and one for the body."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from graphbuild.statements.seen import Seen, Sighting


@dataclass(frozen=True, slots=True)
class Profile:
    """What a body's documents say of a name. `person` is its IRI, `owner` the IRI of the body's organisation.

    `organisations` are IRIs with their names; `first` and `last` ISO dates, empty where no document has one;
    `quotes` the IRIs of the first and the last quote.
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
    quotes: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The name without regard to case."""
        return self.name.casefold()

    @property
    def places(self) -> frozenset[str]:
        """Whom the person is there for: the organisations stated, else the body's own."""
        stated = frozenset(iri for iri, _ in self.organisations)
        return stated or frozenset([self.owner] if self.owner else [])

    def to_json(self) -> str:
        """Write it down."""
        return json.dumps(asdict(self), ensure_ascii=False)


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
    """A body with the people that it is known to have.

    `together` are pairs of people who stand in one list, `may_be` those whom a document itself takes for one.
    """

    body: BodyProfile
    people: tuple[Profile, ...] = ()
    together: frozenset[tuple[str, str]] = frozenset()
    may_be: frozenset[tuple[str, str]] = frozenset()


def read_profile(text: str) -> Profile:
    """Read what `Profile.to_json` wrote."""
    told = json.loads(text)
    told["organisations"] = tuple((iri, name) for iri, name in told["organisations"])
    return Profile(**told | {name: tuple(told[name]) for name in ("parties", "titles", "quotes")})


def read_body(text: str) -> BodyProfile:
    """Read what `BodyProfile.to_json` wrote."""
    told = json.loads(text)
    return BodyProfile(**{**told, "numbers": tuple((y, low, high) for y, low, high in told["numbers"])})


def roll(slug: str, documents: Iterable[Seen]) -> Roll:
    """Gather what the documents of a body, in any order, say of its people."""
    known = sorted(documents, key=lambda seen: (seen.date, seen.to_json()))
    sightings: dict[str, list[tuple[str, int, Sighting]]] = {}
    together: set[tuple[str, str]] = set()
    for number, seen in enumerate(known):
        for sighting in seen.people:
            sightings.setdefault(sighting.person, []).append((seen.date, number, sighting))
        together |= _pairs_listed(seen)
    owner = max((seen.owner for seen in known), default="")
    people = tuple(_profile(person, slug, owner, found) for person, found in sorted(sightings.items()))
    may_be = frozenset(ordered(*pair) for seen in known for pair in seen.may_be)
    return Roll(_body(slug, owner, known, len(people)), people, frozenset(together), may_be)


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


def _profile(person: str, slug: str, owner: str, found: list[tuple[str, int, Sighting]]) -> Profile:
    dates = [date for date, _, _ in found if date]
    names = Counter(sighting.name for _, _, sighting in found)
    quotes = [sighting.quote for _, _, sighting in found if sighting.quote]
    stated = {s.organisation: s.organisation_name for _, _, s in found if s.organisation}
    return Profile(
        person,
        slug,
        min(names, key=lambda name: (-names[name], name)),
        owner,
        tuple(sorted(stated.items())),
        tuple(sorted({sighting.party for _, _, sighting in found if sighting.party})),
        tuple(sorted({title.casefold() for _, _, sighting in found for title in sighting.titles})),
        min(dates, default=""),
        max(dates, default=""),
        len({number for _, number, _ in found}),
        tuple(dict.fromkeys(quotes[:1] + quotes[-1:])),
    )


def _body(slug: str, owner: str, known: list[Seen], people: int) -> BodyProfile:
    dates = [seen.date for seen in known if seen.date]
    by_year: dict[str, list[int]] = {}
    for seen in known:
        if seen.date and seen.numbers:
            by_year.setdefault(seen.date[:4], []).extend(seen.numbers)
    return BodyProfile(
        slug,
        known[-1].label if known else "",
        owner,
        min(dates, default=""),
        max(dates, default=""),
        tuple((year, min(numbers), max(numbers)) for year, numbers in sorted(by_year.items())),
        people,
        len(known),
    )
