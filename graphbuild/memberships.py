"""Turns whom the documents of a body saw into memberships with first and last sighting, and why who is who.

Both stand in a graph for each body, which is worked out anew when its documents or its people's identities
change. A membership is one person in one body, in one role, for one organisation or party.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from graphbuild import ntriples
from graphbuild.joining.groups import Identity
from graphbuild.joining.profiles import BodyProfile, Profile, Sighted, by_day
from graphbuild.joining.weighing import RULES
from graphbuild.store.people import People
from graphbuild.vocabulary import (
    CHANGE_EVENT,
    DERIVED_FROM,
    END_DATE,
    FIRST_SEEN,
    HAS_ORGANIZATION,
    INFERENCE,
    IS_REPLACED_BY,
    LABEL,
    LAST_SEEN,
    MEMBER,
    MEMBERSHIP,
    OBJECT,
    ON_BEHALF_OF,
    ORIGINAL_ORGANIZATION,
    PARTY,
    PREDICATE,
    RESULTING_ORGANIZATION,
    ROLE,
    RULE,
    START_DATE,
    STATEMENT,
    SUBJECT,
    A,
    concept,
)

JUDGED = "judged-the-same"
"""The rule of whoever somebody judged to be the same."""

_Key = tuple[str, str, str, str]
"""Of a membership: the IRIs of person and organisation, party, role."""


def memberships(
    body: str,
    people: Iterable[tuple[Identity, Profile]],
    base: str,
    organisations: Mapping[str, Identity],
) -> Iterator[str]:
    """Say who was seen in a body (its slug), as what, from when to when; N-Triples without full stops.

    Each profile comes with whom the person is known as; `organisations` are those known as another one.
    """
    by_key: dict[_Key, tuple[Sighted, Sighted]] = {}
    names: dict[str, str] = {}
    for who, profile in people:
        names[who.iri] = who.name
        for organisation, party, role, first, last in profile.memberships:
            stays = organisations[organisation].iri if organisation in organisations else organisation
            key = (who.iri, stays, party, role)
            begun, ended = by_key.get(key, (first, last))
            by_key[key] = (min(begun, first, key=by_day), max(ended, last))
    for key, (first, last) in sorted(by_key.items()):
        person, organisation, party, role = key
        name = hashlib.sha256("\n".join((body, *key)).encode("utf-8", "replace")).hexdigest()[:16]
        thing = f"<{base}membership/{name}>"
        yield f"{thing} {A} {MEMBERSHIP}"
        yield f"{thing} {LABEL} {ntriples.plain(', '.join(filter(None, [names[person], role])))}"
        yield f"{thing} {MEMBER} <{person}>"
        yield f"{thing} {HAS_ORGANIZATION} <{base}body/{body}>"
        if organisation:
            yield f"{thing} {ON_BEHALF_OF} <{organisation}>"
        if party:
            yield f"{thing} {PARTY} {ntriples.plain(party)}"
        if role:
            yield f"{thing} {ROLE} {ntriples.plain(role)}"
        for term, seen in ((FIRST_SEEN, first), (LAST_SEEN, last)):
            if seen.day:
                yield f"{thing} {term} {ntriples.date(seen.day)}"
        for quote in sorted({first.quote, last.quote}):
            yield f"{thing} {DERIVED_FROM} <{quote}>"


def replacements(body: str, people: People) -> Iterator[str]:
    """Say of each person of a body who is known under another IRI by which rule and from which words."""
    for who, to in sorted(people.renaming(body).people.items()):
        profile = people.person(who)
        quotes = [quote for _, quote in profile.quotes] if profile else []
        evidence = f"<{who}#isReplacedBy>"
        yield from _inferred(evidence, f"<{who}>", f"<{to.iri}>", _rules(people, who), quotes)


def _rules(people: People, who: str) -> set[str]:
    """The surest rule that joins somebody to anybody, and whether somebody judged so."""
    joined = [pair.rule for pair in people.pairs_of(who) if pair.rule]
    rules = set(sorted(joined, key=RULES.index)[:1])
    return rules | ({JUDGED} if people.is_judged_same(who) else set())


def replaced_organisations(body: str, people: People) -> Iterator[str]:
    """Say which organisations that people of a body were there for somebody judged to be another one."""
    known_as = people.organisations_known_as()
    quotes: dict[str, set[Sighted]] = {}
    for profile in people.roll(body).people.values() if known_as else ():
        for organisation, _, _, first, last in profile.memberships:
            if organisation in known_as:
                quotes.setdefault(organisation, set()).update((first, last))
    for iri, seen in sorted(quotes.items()):
        ends = {min(seen, key=by_day), max(seen)}
        told = sorted(each.quote for each in ends)
        yield from _inferred(f"<{iri}#isReplacedBy>", f"<{iri}>", f"<{known_as[iri].iri}>", [JUDGED], told)


def _inferred(
    evidence: str, thing: str, value: str, rules: Iterable[str], quotes: Iterable[str]
) -> Iterator[str]:
    yield f"{evidence} {A} {STATEMENT}"
    yield f"{evidence} {A} {INFERENCE}"
    yield f"{evidence} {SUBJECT} {thing}"
    yield f"{evidence} {PREDICATE} {IS_REPLACED_BY}"
    yield f"{evidence} {OBJECT} {value}"
    for rule in sorted(rules):
        yield f"{evidence} {RULE} {concept(f'rule-{rule}')}"
    for quote in quotes:
        yield f"{evidence} {DERIVED_FROM} <{quote}>"


def renamed_body(former: BodyProfile, later: BodyProfile, quotes: Iterable[str], base: str) -> Iterator[str]:
    """Say that a body became another: the event, between the last meeting before and the first one after.

    The quotes show the one and the other; that they are one is what somebody judged.
    """
    old, new = f"<{base}body/{former.slug}>", f"<{base}body/{later.slug}>"
    event = f"<{base}body/{former.slug}#change>"
    yield f"{event} {A} {CHANGE_EVENT}"
    yield f"{event} {LABEL} {ntriples.plain(f'{former.name} → {later.name}')}"
    yield f"{event} {ORIGINAL_ORGANIZATION} {old}"
    yield f"{event} {RESULTING_ORGANIZATION} {new}"
    if former.last:
        yield f"{event} {START_DATE} {ntriples.date(former.last)}"
    if later.first:
        yield f"{event} {END_DATE} {ntriples.date(later.first)}"
    yield from _inferred(f"<{base}body/{former.slug}#isReplacedBy>", old, new, [JUDGED], quotes)


__all__ = ["JUDGED", "memberships", "renamed_body", "replaced_organisations", "replacements"]
