"""Turns the organisations that documents name into pairs that may be one: a short name and a longer one.

"Länsstyrelsen" is a name of its own in each body, for it says not which; "Länsstyrelsen i Norrdals län" is
one everywhere. That the short one means the long one is likely where the same body's documents have both,
likelier where the same person was there for both. It is never certain: a body may deal with two of a kind,
and has only to name one of them in full. So such a pair is always a candidate, and a person decides.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from graphbuild.joining.profiles import Profile
from graphbuild.joining.weighing import Pair, Reason
from graphbuild.store.people import People
from graphbuild.store.register import Register

_LIKELY, _SAME_PEOPLE, _SEVERAL = 0.6, 0.25, -0.2
_LABEL = re.compile(
    r'^<([^<>\s]+)> <http://www\.w3\.org/2000/01/rdf-schema#label> "((?:[^"\\]|\\.)*)"', re.MULTILINE
)


def organisation_pairs(register: Register, people: People) -> list[Pair]:
    """Give the pairs, each once: the longer name first. Pairs hold IRIs, and the slug of the body."""
    by_body: dict[str, dict[str, str]] = {}
    for body, iri, document in register.organisations():
        by_body.setdefault(body, {}).setdefault(iri, document)
    return [pair for body, named in sorted(by_body.items()) for pair in _pairs(register, people, body, named)]


def name_of(register: Register, iri: str, document: str) -> str:
    """Give the name that a document has for an organisation; empty where it has none."""
    record = register.document(document)
    return dict(_LABEL.findall(record.shared)).get(iri, "") if record else ""


def _pairs(register: Register, people: People, body: str, named: Mapping[str, str]) -> Iterator[Pair]:
    """Those of one body; `named` has a document for each organisation."""
    start = f"{people.base}organisation/"
    slugs = {iri.removeprefix(start): iri for iri in named}
    for slug, iri in sorted(slugs.items()):
        # Only a name that says not which is the body's own.
        short = slug.removeprefix(f"{body}-")
        longer = [slugs[each] for each in sorted(slugs) if each.startswith(f"{short}-")]
        if short == slug or not longer:
            continue
        name = name_of(register, iri, named[iri])
        words = name.casefold().split()
        found = [
            each
            for each in longer
            if name_of(register, each, named[each]).casefold().split()[: len(words)] == words
        ]
        yield from (_pair(people, body, iri, each, name, several=len(found) > 1) for each in found)


def _pair(people: People, body: str, short: str, longer: str, name: str, *, several: bool) -> Pair:
    both = ", ".join(_there_for_both(people.people_of(body), short, longer))
    reasons = [Reason("reason-longer-name", (("words", name),))]
    if both:
        reasons.append(Reason("reason-same-people", (("words", both),)))
    reasons.append(Reason("reason-several-such" if several else "reason-only-such"))
    score = _LIKELY + (_SAME_PEOPLE if both else 0) + (_SEVERAL if several else 0)
    return Pair("organisation", longer, short, (body, body), "", round(score, 2), tuple(reasons))


def _there_for_both(people: Iterable[Profile], short: str, longer: str) -> list[str]:
    return sorted(each.name for each in people if {short, longer} <= {iri for iri, _ in each.organisations})
