"""Turns profiles of one body, and of the bodies that share its names, into pairs: joined, or candidates.

Two names in two bodies are one person by a rule where the name is the same in full, and

- `same-name-and-organisation`: an organisation is the same, which sent them or whose the bodies are, no
  party speaks against it, and the times are near each other;
- `same-name-in-bodies-of-the-same-people`: the bodies have so many people in common by the first rule that
  they are of one company, and neither organisation nor party speaks against it;
- `same-name-in-one-body`: somebody judged that the two bodies are one.

The rest, where something speaks for it, is a candidate: a person decides.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from graphbuild.joining.names import blocks, likeness
from graphbuild.joining.profiles import BodyProfile, Profile, Roll, ordered

SAME_ORGANISATION = "same-name-and-organisation"
SAME_COMPANY = "same-name-in-bodies-of-the-same-people"
SAME_BODY = "same-name-in-one-body"
RULES = (SAME_BODY, SAME_ORGANISATION, SAME_COMPANY)
"""The rules that join, the surest first."""

LEAST_SCORE = 0.5
_FEWEST_SHARED = 3
_SHARED_OF_SMALLER = 1 / 3
_SHARED_OF_ALL = 0.4
_LONGEST_GAP = 8 * 365
_NEAR = 400  # days


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: the name of a message, and the words in it."""

    kind: str
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two that are joined by `rule`, or, where that is empty, may be the same.

    `one` and `other` are the IRIs of people, in order, or the slugs of bodies: the later one first.
    `bodies` are the slugs of the bodies that the pair depends on.
    """

    kind: str
    one: str
    other: str
    bodies: tuple[str, str]
    rule: str = ""
    score: float = 1.0
    reasons: tuple[Reason, ...] = ()


def pairs_of(
    roll: Roll,
    by_name: Callable[[str], Iterable[Profile]],
    body_of: Callable[[str], BodyProfile],
    people_of: Callable[[str], Iterable[Profile]],
    one_body: Callable[[str, str], bool],
    before: Roll | None = None,
    known: Iterable[Pair] = (),
) -> Iterator[Pair]:
    """Give all pairs that a body has a part in.

    Where the pairs `known` of what the body was `before` are given, those within it are weighed anew only for
    people who are not as they were: there are the more such pairs the more names a body has had.

    `by_name` gives the profiles of a name (without regard to case) in all bodies, `body_of` what is known of
    a body, `people_of` its people, and `one_body` tells whether two bodies were judged to be one.
    """
    yield from _variants(roll) if before is None else _new_variants(roll, before, known)
    shared: dict[str, list[tuple[Profile, Profile]]] = {}
    for person in roll.people.values():
        for other in by_name(person.key):
            if other.body != roll.body.slug:
                shared.setdefault(other.body, []).append((person, other))
    for slug, same_names in sorted(shared.items()):
        one, body = one_body(roll.body.slug, slug), body_of(slug)
        anchored = [_anchored(*pair) for pair in same_names]
        company = one or _one_company(sum(anchored), roll.body, body)
        yield from _of_one_name(same_names, anchored, company=company, one=one)
        if company:
            yield from _alike(_others(roll.people.values(), same_names), _others(people_of(slug), same_names))
        if company and not one and (renamed := _renamed(roll.body, body, len(same_names))):
            yield renamed


def _of_one_name(
    same_names: list[tuple[Profile, Profile]], anchored: list[bool], *, company: bool, one: bool
) -> Iterator[Pair]:
    """Two of one name in two bodies: joined where a rule says so, else a candidate where something does."""
    for pair, sure in zip(same_names, anchored, strict=True):
        rule = SAME_BODY if one else SAME_ORGANISATION if sure else ""
        if not rule and company and _agree_in_all(*pair):
            rule = SAME_COMPANY
        found = _joined(*pair, rule) if rule else _namesakes(*pair, company=company)
        if found is not None:
            yield found


def _others(people: Iterable[Profile], same_names: list[tuple[Profile, Profile]]) -> list[Profile]:
    """Those of a body whose name nobody in the other body has."""
    shared = {one.key for one, _ in same_names}
    return [person for person in people if person.key not in shared]


def _one_company(anchors: int, one: BodyProfile, other: BodyProfile) -> bool:
    return anchors >= _FEWEST_SHARED and anchors >= _SHARED_OF_SMALLER * min(one.people, other.people)


def _anchored(one: Profile, other: Profile) -> bool:
    """Whether an organisation in common makes one person of two of one name."""
    same = bool(one.places & other.places) and bool(one.parties) == bool(other.parties)
    return same and _agree_in_all(one, other)


def _agree_in_all(one: Profile, other: Profile) -> bool:
    """Whether neither organisations, parties nor times speak against one person."""
    places = _agree(one.places, other.places)
    return places and _agree(one.parties, other.parties) and _gap(one, other) <= _LONGEST_GAP


def _agree(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether two lists do not speak against each other: they share something, or one says nothing."""
    first, second = set(one), set(other)
    return not first or not second or bool(first & second)


def _gap(one: Profile | BodyProfile, other: Profile | BodyProfile) -> int:
    """How many days lie between two times; 0 where they overlap, or one is not known."""
    if not (one.first and other.first):
        return 0
    later, earlier = max(one.first, other.first), min(one.last, other.last)
    return max(0, (date.fromisoformat(later) - date.fromisoformat(earlier)).days)


def _joined(one: Profile, other: Profile, rule: str) -> Pair:
    one, other = _in_order(one, other)
    return Pair("person", one.person, other.person, (one.body, other.body), rule)


def _in_order(one: Profile, other: Profile) -> tuple[Profile, Profile]:
    return (one, other) if one.person < other.person else (other, one)


# Candidates


def _namesakes(one: Profile, other: Profile, *, company: bool) -> Pair | None:
    """Two of one name that something speaks for, and something against."""
    moved = bool(set(one.titles) & set(other.titles)) and _gap(one, other) > 0
    if not (company or one.places & other.places or moved):
        return None
    return _candidate(one, other, 0.7, [Reason("reason-same-name")])


def _new_variants(roll: Roll, before: Roll, known: Iterable[Pair]) -> Iterator[Pair]:
    """Those that were known between people who are as they were, and those of all others."""
    said = (roll.together ^ before.together) | (roll.may_be ^ before.may_be)
    other = {iri for pair in said for iri in pair}
    same = {iri for iri, person in roll.people.items() if before.people.get(iri) == person} - other
    for pair in known:
        if pair.kind == "person" and pair.bodies == (roll.body.slug,) * 2 and {pair.one, pair.other} <= same:
            yield pair
    yield from _variants(roll, [person for iri, person in roll.people.items() if iri not in same])


def _variants(roll: Roll, mine: Iterable[Profile] | None = None) -> Iterator[Pair]:
    """Pairs of one body whose names are nearly the same; with `mine`, those that some people are in."""
    people = roll.people.values()
    for one, other in _blocked(people if mine is None else mine, people):
        pair = ordered(one.person, other.person)
        if pair not in roll.together or pair in roll.may_be:
            found = _variant(one, other, may_be=pair in roll.may_be)
            if found is not None:
                yield found


def _alike(mine: Iterable[Profile], theirs: Iterable[Profile]) -> Iterator[Pair]:
    """Pairs of two bodies of one company whose names are nearly the same."""
    for one, other in _blocked(mine, theirs):
        if (found := _variant(one, other)) is not None:
            yield found


def _blocked(mine: Iterable[Profile], theirs: Iterable[Profile]) -> Iterator[tuple[Profile, Profile]]:
    """Each pair of profiles once that share a first or a last name."""
    groups: dict[str, list[Profile]] = {}
    for other in theirs:
        for block in blocks(other.name):
            groups.setdefault(block, []).append(other)
    given: set[tuple[str, str]] = set()
    for one in mine:
        for other in (other for block in blocks(one.name) for other in groups.get(block, ())):
            pair = ordered(one.person, other.person)
            if one.person != other.person and pair not in given:
                given.add(pair)
                yield _in_order(one, other)


def _variant(one: Profile, other: Profile, *, may_be: bool = False) -> Pair | None:
    alike = likeness(one.name, other.name)
    if alike is not None:
        score, kind = alike
        reasons = [Reason(f"reason-{kind}")]
    elif _may_have_married(one, other):
        score, reasons = 0.4, [Reason("reason-new-surname")]
    else:
        return None
    if may_be:
        score, reasons = score + 0.2, [*reasons, Reason("reason-may-be")]
    return _candidate(one, other, score, reasons)


def _may_have_married(one: Profile, other: Profile) -> bool:
    """Whether somebody of the same first name, in the same place, came soon after the other was gone."""
    after = 0 < _gap(one, other) <= _NEAR
    return after and one.name.split()[0] == other.name.split()[0] and one.key != other.key


def _candidate(one: Profile, other: Profile, score: float, reasons: list[Reason]) -> Pair | None:
    """Weigh what else speaks for and against; None where too little speaks for it."""
    names = dict(one.organisations)
    stated = [frozenset(iri for iri, _ in each.organisations) for each in (one, other)]
    facts = (
        ("organisation", stated[0], stated[1], 0.15),
        ("party", frozenset(one.parties), frozenset(other.parties), 0.15),
        ("title", frozenset(one.titles), frozenset(other.titles), 0.1),
    )
    for kind, first, second, weight in facts:
        if first & second:
            score += weight
            words = ", ".join(sorted(names.get(each, each) for each in first & second))
            reasons.append(Reason(f"reason-same-{kind}", (("words", words),)))
        elif first and second and kind != "title":
            score -= weight
            reasons.append(Reason(f"reason-other-{kind}"))
    if (gap := _gap(one, other)) > _LONGEST_GAP:
        score -= 0.15
        reasons.append(Reason("reason-long-gap", (("years", str(gap // 365)),)))
    if score < LEAST_SCORE:
        return None
    one, other = _in_order(one, other)
    bodies = (one.body, other.body)
    return Pair("person", one.person, other.person, bodies, "", round(min(score, 0.95), 2), tuple(reasons))


def _renamed(one: BodyProfile, other: BodyProfile, shared: int) -> Pair | None:
    """Two bodies of the same people, of which one began when the other had ended."""
    later, former = (one, other) if (one.first, one.slug) > (other.first, other.slug) else (other, one)
    share = shared / max(1, one.people + other.people - shared)
    gap = _gap(one, other)
    apart = bool(former.last and later.first) and former.last < later.first
    owned = _agree(filter(None, [one.owner]), filter(None, [other.owner]))
    if not (apart and owned and gap <= _NEAR and share >= _SHARED_OF_ALL):
        return None
    reasons = [
        Reason("reason-shared-members", (("count", str(shared)), ("share", f"{100 * share:.0f}"))),
        Reason("reason-began-after", (("last", former.last), ("first", later.first))),
    ]
    score = 0.3 + share / 2
    before = {year: high for year, _, high in former.numbers}
    for year, low, _ in later.numbers:
        if year in before:
            runs = before[year] < low
            score += 0.2 if runs else -0.2
            words = (("before", str(before[year])), ("after", str(low)))
            reasons.append(Reason("reason-numbers-go-on" if runs else "reason-numbers-clash", words))
    if score < LEAST_SCORE:
        return None
    bodies = (later.slug, former.slug)
    return Pair("body", later.slug, former.slug, bodies, "", round(min(score, 0.95), 2), tuple(reasons))
