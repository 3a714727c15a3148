"""Works out who is who in the bodies whose documents or judgements changed, and nobody else.

The result is a function of the documents and the judgements, however they came about. Cost goes by the
documents of the bodies that changed, and by the people whom those share with other bodies.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graphbuild.joining.groups import Identity, identities
from graphbuild.joining.pairs import pairs_of
from graphbuild.joining.profiles import BodyProfile, Profile, Roll, roll
from graphbuild.judgements import Judgement
from graphbuild.statements.seen import read_seen
from graphbuild.store.people import People
from graphbuild.store.register import Register
from graphbuild.store.renaming import Renaming

_Known = Mapping[str, tuple[str, Identity | None]]
"""The body of somebody, and whom they are known as now; None for themselves."""


@dataclass(frozen=True, slots=True)
class Change:
    """Documents of one body that name somebody who is known under another IRI than before."""

    body: str
    before: Renaming
    after: Renaming
    documents: tuple[str, ...]


def identify(register: Register, people: People, judgements: Iterable[Judgement]) -> list[Change]:
    """Bring who is who up to date; the documents named are marked as pending, for their graphs to follow."""
    judged = set(judgements)
    fresh = judged ^ people.judgements()
    stale = register.unidentified()
    if not stale and not fresh:
        return []
    with register.transaction():
        people.put_judgements(sorted(judged))
        before = {slug: people.roll(slug) for slug in sorted(stale)}
        rolls = {slug: _roll(register, before[slug], stale[slug]) for slug in before}
        for slug, each in rolls.items():
            people.change_roll(before[slug], each)
        known_as = people.bodies_known_as()
        bodies = _bodies(people)
        for slug in sorted(set(bodies) - set(rolls)):  # what makes two people of one name one, changed
            rolls[slug] = before[slug] = people.roll(slug)
        former = {slug: people.renaming(slug) for slug in bodies}
        people.change_identities("body", {slug: (slug, to) for slug, to in bodies.items()})
        touched = _change_pairs(people, before, rolls) | _come_or_gone(people, before, rolls)
        touched |= {f"{people.base}{end}" for each in fresh for end in (each.one, each.other)}
        known = _known_now(people, touched)
        gone = {iri: slug for slug, each in before.items() for iri in each.people}
        changes = _changes(register, people, known, former, gone)
        register.add_pending(document for change in changes for document in change.documents)
        joined = {to.iri for slug in bodies for to in (known_as.get(slug), bodies[slug]) if to is not None}
        register.add_stale_ledgers({change.body for change in changes} | joined)
        register.clear_unidentified()
    return changes


def _roll(register: Register, before: Roll, new: frozenset[str] | None) -> Roll:
    """Add documents to what was known of a body, or gather what all its documents say (None)."""
    if new is None:
        return roll(before.body.slug, map(read_seen, register.seen(before.body.slug)))
    records = (register.document(document) for document in sorted(new))
    said = (record.seen for record in records if record is not None and record.duplicate_of is None)
    return roll(before.body.slug, map(read_seen, said), before)


def _bodies(people: People) -> dict[str, Identity | None]:
    """The bodies that are known as another one than before, or no longer are."""
    verdicts = people.verdicts("body")
    slugs = {slug for pair in (*verdicts.same, *verdicts.different) for slug in pair}
    names = {slug: body.name for slug in slugs if (body := people.body(slug)) is not None}
    before = people.bodies_known_as()
    now = {slug: to for slug, to in identities(names, (), verdicts).items() if to.iri != slug}
    changed = {slug for slug in {*before, *now} if before.get(slug) != now.get(slug)}
    return {slug: now.get(slug) for slug in sorted(changed)}


def _change_pairs(people: People, formerly: Mapping[str, Roll], rolls: Mapping[str, Roll]) -> set[str]:
    """Pair the people of bodies anew, and name those whom a rule joins to others than before."""
    known_as = people.bodies_known_as()
    # Each body is asked for once for all bodies that share its names.
    others: dict[str, Iterable[Profile]] = {slug: each.people.values() for slug, each in rolls.items()}
    bodies: dict[str, BodyProfile] = {}

    def people_of(slug: str) -> Iterable[Profile]:
        if slug not in others:
            others[slug] = people.people_of(slug)
        return others[slug]

    def body_of(slug: str) -> BodyProfile:
        if slug not in bodies:
            bodies[slug] = rolls[slug].body if slug in rolls else people.body(slug) or BodyProfile(slug)
        return bodies[slug]

    def one_body(one: str, other: str) -> bool:
        return _stays(known_as, one) == _stays(known_as, other)

    known = {slug: people.pairs_of_body(slug) for slug in rolls}
    before = set().union(*known.values())
    named = _Names(people)
    after = {
        pair
        for slug, each in rolls.items()
        for pair in pairs_of(each, named.named, body_of, people_of, one_body, formerly[slug], known[slug])
    }
    people.change_pairs(before - after, after - before)
    return {who for pair in before ^ after if pair.rule for who in (pair.one, pair.other)}


def _stays(known_as: Mapping[str, Identity], slug: str) -> str:
    return known_as[slug].iri if slug in known_as else slug


class _Names:
    """Looks people up by name, each name once."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._found: dict[str, list[Profile]] = {}

    def named(self, key: str) -> list[Profile]:
        if key not in self._found:
            self._found[key] = self._people.named(key)
        return self._found[key]


def _come_or_gone(people: People, before: Mapping[str, Roll], after: Mapping[str, Roll]) -> set[str]:
    """People whom documents no longer name, or name otherwise, or who were judged before they came."""
    found = set()
    for slug, each in after.items():
        old = {iri: person.name for iri, person in before[slug].people.items()}
        new = {iri: person.name for iri, person in each.people.items()}
        found |= {who for who, name in old.items() if new.get(who) != name}
        found |= {who for who in new.keys() - old.keys() if people.judged_with(who)}
    return found


# Groups


def _known_now(people: People, touched: set[str]) -> dict[str, tuple[str, Identity | None]]:
    """Whom everybody in the groups of some people is known as now."""
    known: dict[str, tuple[str, Identity | None]] = {}
    for who in sorted(touched):
        if who in known:
            continue
        members = {each: people.person(each) for each in _group(people, who)}
        here = {each: profile for each, profile in members.items() if profile is not None}
        joined = {pair for each in here for pair in people.pairs_of(each) if pair.rule}
        names = {each: profile.name for each, profile in here.items()}
        found = identities(names, joined, people.verdicts("person", here))
        for each in members:
            to = found.get(each)
            body = here[each].body if each in here else ""
            known[each] = (body, to if to is not None and to.iri != each else None)
    return known


def _group(people: People, who: str) -> set[str]:
    """Everybody whom rules, judgements or what was known before connect with somebody."""
    group, new = {who}, [who]
    while new:
        each = new.pop()
        near = {end for pair in people.pairs_of(each) if pair.rule for end in (pair.one, pair.other)}
        near |= people.judged_with(each) | set(people.known_as(each))
        if (to := people.identity(each)) is not None:
            near.add(to.iri)
        new.extend(sorted(near - group))
        group |= near
    return group


def _changes(
    register: Register,
    people: People,
    known: _Known,
    former: Mapping[str, Renaming],
    gone: Mapping[str, str],
) -> list[Change]:
    """Write down whom people are known as, and give the documents that name those for whom it is new."""
    new = {who: (body, to) for who, (body, to) in known.items() if people.identity(who) != to}
    by_body: dict[str, set[str]] = {slug: set() for slug in former}
    for who, (body, _) in new.items():
        if body or who in gone:
            by_body.setdefault(body or gone[who], set()).add(who)
    before = {slug: former.get(slug) or people.renaming(slug) for slug in by_body}
    people.change_identities("person", new)
    changes = []
    for slug, who_changed in sorted(by_body.items()):
        documents = _naming(register, slug, who_changed, everything=slug in former)
        changes.append(Change(slug, before[slug], people.renaming(slug), tuple(sorted(documents))))
    return changes


def _naming(register: Register, slug: str, who: set[str], *, everything: bool) -> set[str]:
    """The documents of a body that name one of some people, or all of them."""
    if everything:
        return {record.document for record in register.of_body(slug)}
    return {document for each in who for document in register.naming(each)}
