"""Weighs people anew: whole bodies, or those alone of whom new documents tell something new.

Both ways end in the same pairs. What a document costs goes by the people whom it names, and by those whom
they may be; not by how long the body has met.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from graphbuild.joining.groups import Identity
from graphbuild.joining.news import News, Shadow, met, news, span
from graphbuild.joining.pairs import pairs_between, pairs_of
from graphbuild.joining.profiles import BodyProfile, Profile, Roll, ordered
from graphbuild.joining.weighing import (
    SAME_ORGANISATION,
    Pair,
    anchored,
    namesakes,
    one_company,
    renamed,
    variant,
)
from graphbuild.store.people import People


@dataclass(frozen=True, slots=True)
class Stale:
    """A body before and after its documents changed; parts of it, unless it is to be weighed as a `whole`."""

    before: Roll
    after: Roll
    whole: bool


def change_pairs(people: People, stale: Mapping[str, Stale]) -> set[str]:
    """Pair the people of bodies anew, and name those whom a rule joins to others than before.

    What the bodies' documents say must be remembered already, and which bodies are known as one.
    """
    known = _Known(people, stale)
    before: set[Pair] = set()
    after: set[Pair] = set()
    for slug, each in stale.items():
        old, new = _whole(known, slug) if each.whole else _anew(known, slug)
        before |= old
        after |= new
    people.change_pairs(before - after, after - before)
    return {who for pair in before ^ after if pair.rule for who in (pair.one, pair.other)}


class _Known:
    """What is known of bodies and their people; each is asked for once."""

    def __init__(self, people: People, stale: Mapping[str, Stale]) -> None:
        self.people = people
        self.stale = stale
        self._known_as: Mapping[str, Identity] = people.bodies_known_as()
        self.news = {slug: news(each.before, each.after) for slug, each in stale.items() if not each.whole}
        self._namesakes: dict[str, list[tuple[News, Shadow]]] = {}
        self._people: dict[str, Iterable[Profile]] = {
            slug: each.after.people.values() for slug, each in stale.items() if each.whole
        }
        self._bodies = {slug: each.after.body for slug, each in stale.items()}
        self._named: dict[str, list[Profile]] = {}

    def people_of(self, slug: str) -> Iterable[Profile]:
        if slug not in self._people:
            self._people[slug] = self.people.people_of(slug)
        return self._people[slug]

    def body(self, slug: str) -> BodyProfile:
        if slug not in self._bodies:
            self._bodies[slug] = self.people.body(slug) or BodyProfile(slug)
        return self._bodies[slug]

    def body_before(self, slug: str) -> BodyProfile:
        return self.stale[slug].before.body if slug in self.stale else self.body(slug)

    def named(self, key: str) -> list[Profile]:
        if key not in self._named:
            self._named[key] = self.people.named(key)
        return self._named[key]

    def namesakes(self, slug: str) -> list[tuple[News, Shadow]]:
        """Those of a body of whom something is new with their namesakes in bodies that are not whole."""
        if slug not in self._namesakes:
            by_name: dict[str, list[News]] = {}
            for each in self.news[slug].values():
                by_name.setdefault(each.who.key, []).append(each)
            self._namesakes[slug] = [
                (each, other)
                for other in self.people.of_names(by_name)
                if other.body != slug and not self.is_whole(other.body)
                for each in by_name[other.key]
            ]
        return self._namesakes[slug]

    def concerned(self, slug: str) -> list[tuple[Shadow, Shadow]]:
        """A body's people with their namesakes, where what is new of either concerns both."""
        found = {}
        for one, other in self._concerned(slug):
            found[one.person, other.person] = (one, other)
        for body in self.news.keys() - {slug}:
            for one, other in self._concerned(body):
                if other.body == slug:
                    found[other.person, one.person] = (other, one)
        return list(found.values())

    def _concerned(self, slug: str) -> Iterator[tuple[Shadow, Shadow]]:
        for each, other in self.namesakes(slug):
            if other.person in self.news.get(other.body, {}) or each.concerns(other):
                yield each.who, other

    def one_body(self, one: str, other: str) -> bool:
        return self._stays(one) == self._stays(other)

    def other_names(self, slug: str) -> set[str]:
        """The bodies that were judged to be this one."""
        stays = self._stays(slug)
        return {stays, *(each for each, to in self._known_as.items() if to.iri == stays)} - {slug}

    def _stays(self, slug: str) -> str:
        return self._known_as[slug].iri if slug in self._known_as else slug

    def is_whole(self, slug: str) -> bool:
        """Whether a body is weighed as a whole: its pairs with any other need no second look."""
        return slug in self.stale and self.stale[slug].whole


def _whole(known: _Known, slug: str) -> tuple[set[Pair], set[Pair]]:
    """All pairs of a body, before and after."""
    after = pairs_of(known.stale[slug].after, known.named, known.body, known.people_of, known.one_body)
    return known.people.pairs_of_body(slug), set(after)


def _anew(known: _Known, slug: str) -> tuple[set[Pair], set[Pair]]:
    """Those pairs of a body, before and after, in which new documents may have changed something."""
    each = known.stale[slug]
    within = _Within(known.people, slug, each, known.news[slug])
    across = _Across(known, slug)
    parts = (within.pairs(), across.pairs(), across.turned(), across.bodies())
    return set().union(*(old for old, _ in parts)), set().union(*(new for _, new in parts))


def _others(
    people: People, slug: str, found: Mapping[str, News], changed: Mapping[str, News]
) -> Iterator[tuple[Shadow, Shadow]]:
    """Those of whom something is new with those of a body (of whom some `changed`, too) who are near."""
    near = people.near(slug, [each.who.profile.name for each in found.values() if each.is_all])
    if (days := span(found.values())) is not None:
        near += people.outside(slug, *days)
    others = {each.person: each for each in (*near, *(each.who for each in changed.values()))}
    yield from met(found.values(), others.values(), changed)


class _Within:
    """Pairs of people of one body."""

    def __init__(self, people: People, slug: str, stale: Stale, found: Mapping[str, News]) -> None:
        self._people, self._slug, self._found = people, slug, found
        before, after = stale.before, stale.after
        self._listed_anew = (before.together ^ after.together) | (before.may_be ^ after.may_be)
        self._apart = before.together - before.may_be - after.may_be

    def pairs(self) -> tuple[set[Pair], set[Pair]]:
        """Give them as they were, and as they are."""
        met = {
            ordered(one.person, other.person): (one.profile, other.profile)
            for one, other in _others(self._people, self._slug, self._found, self._found)
            if ordered(one.person, other.person) not in self._apart
        }
        for pair in self._listed_anew - met.keys():
            ends = [self._people.person(who) for who in pair]
            if ends[0] is not None and ends[1] is not None:
                met[pair] = ends[0], ends[1]
        together, may_be = self._people.listed(met)
        after = (
            variant(*ends, may_be=pair in may_be)
            for pair, ends in met.items()
            if pair not in together or pair in may_be
        )
        return set(self._people.pairs_among(met)), set(filter(None, after))


class _Across:
    """Pairs of a body's people with those of other bodies."""

    def __init__(self, known: _Known, slug: str) -> None:
        self._known, self._people, self._slug = known, known.people, slug
        self._namesakes, self._concerned = known.namesakes(slug), known.concerned(slug)
        self._companies, self._turned = self._of_one_company()

    def _of_one_company(self) -> tuple[set[str], set[str]]:
        """The bodies that were of one company with this one and are, and those of which that changed."""
        ends = [ordered(one.person, other.person) for one, other in self._concerned]
        joined = [pair for pair in self._people.pairs_among(ends) if pair.rule == SAME_ORGANISATION]
        before = self._people.joined_with(self._slug, SAME_ORGANISATION)
        after = dict(before)
        for pair in joined:
            slug = pair.bodies[pair.bodies[0] == self._slug]
            after[slug] -= 1
        for who, namesake in self._concerned:
            after[namesake.body] = after.get(namesake.body, 0) + anchored(who.profile, namesake.profile)
        names = self._known.other_names(self._slug)
        stay, turned = set(), set()
        for slug in sorted({*after, *names}):
            if self._known.is_whole(slug):
                continue
            bodies = self._known.body_before(self._slug), self._known.body_before(slug)
            was = slug in names or one_company(before.get(slug, 0), *bodies)
            bodies = self._known.body(self._slug), self._known.body(slug)
            company = slug in names or one_company(after.get(slug, 0), *bodies)
            if was != company:
                turned.add(slug)
            elif company:
                stay.add(slug)
        return stay, turned

    def pairs(self) -> tuple[set[Pair], set[Pair]]:
        """Give those with bodies of which that is as before: as they were, and as they are."""
        met = [pair for pair in self._concerned if pair[1].body not in self._turned]
        after = {
            namesakes(
                one.profile,
                other.profile,
                company=other.body in self._companies,
                one_body=self._known.one_body(one.body, other.body),
            )
            for one, other in met
        }
        alike = [pair for slug in sorted(self._companies) for pair in self._alike(slug)]
        after |= {variant(one.profile, other.profile) for one, other in alike}
        before = set(self._people.pairs_among(_ends((*met, *alike)))) | self._given_up()
        return before, {pair for pair in after if pair is not None}

    def _alike(self, slug: str) -> list[tuple[Shadow, Shadow]]:
        """Those of nearly one name, where neither body has the name of the other's."""
        theirs = {other.key for _, other in self._namesakes if other.body == slug}
        found = [
            (one, other)
            for one, other in _others(
                self._people, slug, self._known.news[self._slug], self._known.news.get(slug, {})
            )
            if one.key not in theirs
        ]
        keys = {other.key for _, other in found}
        ours = {each.key for each in self._people.of_names(keys) if each.body == self._slug}
        return [(one, other) for one, other in found if other.key not in ours]

    def _given_up(self) -> set[Pair]:
        """The pairs of nearly one name of those whose own name has come to the body."""
        return {
            pair
            for each, other in self._namesakes
            if each.new and other.body in self._companies
            for pair in self._people.pairs_of(other.person)
            if set(pair.bodies) == {self._slug, other.body} and not self._of_one_name(pair)
        }

    def _of_one_name(self, pair: Pair) -> bool:
        one, other = self._people.person(pair.one), self._people.person(pair.other)
        return one is not None and other is not None and one.key == other.key

    def turned(self) -> tuple[set[Pair], set[Pair]]:
        """Give all pairs with bodies that have become of one company, or no longer are."""
        before: set[Pair] = set()
        after: set[Pair] = set()
        for slug in sorted(self._turned):
            before.update(self._people.pairs_between(self._slug, slug))
            mine, theirs = self._known.people_of(self._slug), self._known.people_of(slug)
            by_name: dict[str, list[Profile]] = {}
            for other in theirs:
                by_name.setdefault(other.key, []).append(other)
            same_names = [(one, other) for one in mine for other in by_name.get(one.key, ())]
            bodies = self._known.body(self._slug), self._known.body(slug)
            their_people = partial(self._known.people_of, slug)
            after.update(pairs_between(same_names, bodies, mine, their_people, one_body=False))
        return before, after

    def bodies(self) -> tuple[set[Pair], set[Pair]]:
        """Give the bodies that may be this one under another name."""
        mine, after = self._known.body(self._slug), set()
        for slug in sorted(self._companies - self._known.other_names(self._slug)):
            shared = partial(self._people.of_one_name, self._slug, slug)
            found = renamed(mine, self._known.body(slug), shared)
            if found is not None:
                after.add(found)
        before = self._people.pairs_of_bodies(self._slug)
        return {pair for pair in before if {pair.one, pair.other} & self._companies}, after


def _ends(pairs: Iterable[tuple[Shadow, Shadow]]) -> set[tuple[str, str]]:
    return {ordered(one.person, other.person) for one, other in pairs}
