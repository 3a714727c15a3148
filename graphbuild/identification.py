"""Works out who is who in the bodies whose documents or judgements changed, and nobody else.

The result is a function of the documents and the judgements, however they came about. Cost goes by the
people whom new documents name; where documents change or leave, by the documents of their body.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from graphbuild.joining.groups import Identity, identities
from graphbuild.joining.profiles import roll
from graphbuild.judgements import Judgement
from graphbuild.pairing import Stale, change_pairs
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
        rolls = {slug: _stale(register, people, slug, new) for slug, new in stale.items()}
        for each in rolls.values():
            people.change_roll(each.before, each.after)
        known_as = people.bodies_known_as()
        bodies = _bodies(people)
        rolls |= {slug: _whole(people, slug, rolls.get(slug)) for slug in sorted(bodies)}
        organisations = _organisations(register, people)
        naming = _named_in(register, organisations)
        former = {slug: people.renaming(slug) for slug in {*bodies, *naming}}
        people.change_identities("body", {slug: (slug, to) for slug, to in bodies.items()})
        people.change_identities("organisation", {iri: ("", to) for iri, to in organisations.items()})
        touched = change_pairs(people, rolls) | _come_or_gone(people, rolls)
        ends = {end for each in fresh if each.kind == "person" for end in (each.one, each.other)}
        touched |= {f"{people.base}{end}" for end in ends}
        known = _known_now(people, touched)
        gone = {iri: slug for slug, each in rolls.items() for iri in each.before.people}
        naming |= {slug: {each.document for each in register.of_body(slug)} for slug in bodies}
        changes = _changes(register, people, known, former, naming, gone)
        register.add_pending(document for change in changes for document in change.documents)
        joined = {to.iri for slug in bodies for to in (known_as.get(slug), bodies[slug]) if to is not None}
        register.add_stale_ledgers({change.body for change in changes} | joined)
        register.clear_unidentified()
    return changes


def _stale(register: Register, people: People, slug: str, new: frozenset[str] | None) -> Stale:
    """Add new documents to what was known of a body, or gather what all its documents say (None)."""
    if new is None:
        return Stale(people.roll(slug), roll(slug, map(read_seen, register.seen(slug))), whole=True)
    records = (register.document(document) for document in sorted(new))
    said = [read_seen(each.seen) for each in records if each is not None and each.duplicate_of is None]
    named = {sighting.person for each in said for sighting in each.people}
    before = people.part_of_roll(slug, named.union(*(pair for each in said for pair in each.may_be)))
    after = roll(slug, said, before)
    if before.body.documents and before.body.owner == after.body.owner:
        return Stale(before, after, whole=False)
    before = people.roll(slug)
    return Stale(before, roll(slug, said, before), whole=True)


def _whole(people: People, slug: str, stale: Stale | None) -> Stale:
    """A body that is, or was, known as another: what makes two people of one name one, changed."""
    if stale is not None and stale.whole:
        return stale
    now = people.roll(slug)
    if stale is None:
        return Stale(now, now, whole=True)
    known = {iri: profile for iri, profile in now.people.items() if iri not in stale.after.people}
    return Stale(replace(stale.before, people=known | stale.before.people), now, whole=True)


def _bodies(people: People) -> dict[str, Identity | None]:
    """The bodies that are known as another one than before, or no longer are."""
    verdicts = people.verdicts("body")
    slugs = {slug for pair in (*verdicts.same, *verdicts.different) for slug in pair}
    names = {slug: body.name for slug in slugs if (body := people.body(slug)) is not None}
    before = people.bodies_known_as()
    now = {slug: to for slug, to in identities(names, (), verdicts).items() if to.iri != slug}
    changed = {slug for slug in {*before, *now} if before.get(slug) != now.get(slug)}
    return {slug: now.get(slug) for slug in sorted(changed)}


def _organisations(register: Register, people: People) -> dict[str, Identity | None]:
    """The organisations that are known as another one than before, or no longer are."""
    verdicts = people.verdicts("organisation")
    judged = {iri for pair in (*verdicts.same, *verdicts.different) for iri in pair}
    names = {iri: iri for iri in judged if register.naming(iri)}
    before = people.organisations_known_as()
    now = {iri: to for iri, to in identities(names, (), verdicts).items() if to.iri != iri}
    changed = {iri for iri in {*before, *now} if before.get(iri) != now.get(iri)}
    return {iri: now.get(iri) for iri in sorted(changed)}


def _named_in(register: Register, things: Iterable[str]) -> dict[str, set[str]]:
    """The documents that name things, by body."""
    found: dict[str, set[str]] = {}
    for document in {document for each in things for document in register.naming(each)}:
        record = register.brief(document)
        assert record is not None
        found.setdefault(record.body, set()).add(document)
    return found


def _come_or_gone(people: People, rolls: Mapping[str, Stale]) -> set[str]:
    """People whom documents no longer name, or name otherwise, or who were judged before they came."""
    found = set()
    for each in rolls.values():
        old = {iri: person.name for iri, person in each.before.people.items()}
        new = {iri: person.name for iri, person in each.after.people.items()}
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
    naming: Mapping[str, set[str]],
    gone: Mapping[str, str],
) -> list[Change]:
    """Write down whom people are known as, and give the documents that name those for whom it is new.

    `naming` are documents, by body, for which something else is new; `former` how their bodies were known.
    """
    new = {who: (body, to) for who, (body, to) in known.items() if people.identity(who) != to}
    by_body: dict[str, set[str]] = {slug: set() for slug in former}
    for who, (body, _) in new.items():
        if body or who in gone:
            by_body.setdefault(body or gone[who], set()).add(who)
    before = {slug: former.get(slug) or people.renaming(slug) for slug in by_body}
    people.change_identities("person", new)
    changes = []
    for slug, who_changed in sorted(by_body.items()):
        documents = {document for each in who_changed for document in register.naming(each)}
        documents |= naming.get(slug, set())
        changes.append(Change(slug, before[slug], people.renaming(slug), tuple(sorted(documents))))
    return changes
