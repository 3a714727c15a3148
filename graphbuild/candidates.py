"""Turns pairs that no rule joins into candidates for a person's judgement, with what is known of both."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from graphbuild.collation import swedish
from graphbuild.errors import UsageError
from graphbuild.joining.profiles import BodyProfile, Profile, ordered
from graphbuild.joining.weighing import Pair, Reason
from graphbuild.judgements import KINDS, Judgement
from graphbuild.organisations import name_of, organisation_pairs
from graphbuild.store.people import People

Sources = Callable[[str], bytes | None]
"""Gives the stored text of a document."""
_QUOTE = re.compile(r"source/([0-9a-f]+)#char=(\d+),(\d+)$")
_SHORTEST_ID = 6


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of one of two. `iri` has no base; `first` and `last` are ISO dates, or empty."""

    iri: str
    name: str
    organisations: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    documents: int = 0
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two who may be the same; `one` is the one that would stay."""

    id: str
    kind: str
    score: float
    reasons: tuple[Reason, ...]
    one: Context
    other: Context


def open_candidates(people: People, sources: Sources) -> list[Candidate]:
    """Give what nobody has judged yet, each pair of groups once.

    People and bodies come first, then organisations, of each the likeliest first.
    """
    apart = _judged_apart(people)
    given: set[tuple[str, str]] = set()
    found = []
    organisations = organisation_pairs(people.register, people)
    organisations.sort(key=lambda pair: (-pair.score, pair.one, pair.other))
    for pair in (*people.candidates(), *organisations):
        ends = ordered(_stays(people, pair.one), _stays(people, pair.other))
        if ends[0] != ends[1] and ends not in apart and ends not in given:
            given.add(ends)
            found.append(_candidate(people, pair, sources))
    return found


def pair_id(one: str, other: str) -> str:
    """Name a pair of IRIs without their base by six letters and digits, in whichever order they come."""
    return hashlib.sha256("\n".join(sorted((one, other))).encode()).hexdigest()[:_SHORTEST_ID]


def chosen(candidates: Iterable[Candidate], ids: Iterable[str]) -> list[Candidate]:
    """Find candidates by their ids; raises `UsageError` for one that there is none of."""
    by_id = {candidate.id: candidate for candidate in candidates}
    wanted = list(dict.fromkeys(ids))
    for each in wanted:
        if each not in by_id:
            raise UsageError(f"there is no open candidate {each}: list them with govgraph resolve")
    return [by_id[each] for each in wanted]


def judgement(candidate: Candidate, verdict: str, who: str, when: str, why: str) -> Judgement:
    """Judge a candidate: `same` or `different`."""
    one, other = candidate.one, candidate.other
    return Judgement(candidate.kind, verdict, one.iri, other.iri, one.name, other.name, who, when, why)


def swapped(candidate: Candidate) -> Candidate:
    """Let the other one stay."""
    return Candidate(
        candidate.id, candidate.kind, candidate.score, candidate.reasons, candidate.other, candidate.one
    )


def _judged_apart(people: People) -> set[tuple[str, str]]:
    """Pairs of whom one, or somebody known as one, was judged not to be the other."""
    different = frozenset[tuple[str, str]]().union(*(people.verdicts(kind).different for kind in KINDS))
    return {ordered(_stays(people, one), _stays(people, other)) for one, other in different}


def _stays(people: People, who: str) -> str:
    identity = people.identity(who)
    return identity.iri if identity else who


def _candidate(people: People, pair: Pair, sources: Sources) -> Candidate:
    if pair.kind == "body":
        one, other = _body(people, pair.one), _body(people, pair.other)
    elif pair.kind == "organisation":
        one, other = (_organisation(people, end, pair.bodies[0]) for end in (pair.one, pair.other))
    else:
        one, other = _person(people, pair.one, sources), _person(people, pair.other, sources)
    # The spelling that stands in more documents is the likelier one; of two bodies the later one comes first.
    if pair.kind == "person" and (other.documents, other.last) > (one.documents, one.last):
        one, other = other, one
    return Candidate(pair_id(one.iri, other.iri), pair.kind, pair.score, pair.reasons, one, other)


def _person(people: People, who: str, sources: Sources) -> Context:
    stays = _stays(people, who)
    profiles = [p for each in (stays, *people.known_as(stays)) if (p := people.person(each)) is not None]
    own = people.person(who)
    assert own is not None
    dates = [day for profile in profiles for day in (profile.first, profile.last) if day]
    return Context(
        who.removeprefix(people.base),
        own.name,
        _sorted(name for profile in profiles for _, name in profile.organisations),
        _sorted(party for profile in profiles for party in profile.parties),
        _sorted(title for profile in profiles for title in profile.titles),
        _sorted(_body_name(people, profile) for profile in profiles),
        min(dates, default=""),
        max(dates, default=""),
        sum(profile.documents for profile in profiles),
        next(iter(_quoted((quote for _, quote in own.quotes), sources)), ""),
    )


def _body(people: People, slug: str) -> Context:
    body = people.body(slug) or BodyProfile(slug)
    return Context(
        f"body/{slug}",
        body.name,
        first=body.first,
        last=body.last,
        documents=body.documents,
        quote=_numbers(body),
    )


def _organisation(people: People, iri: str, slug: str) -> Context:
    """What the documents of a body say of an organisation."""
    register, body = people.register, people.body(slug)
    records = [record for each in register.naming(iri) if (record := register.brief(each)) is not None]
    here = [record for record in records if record.body == slug]
    days = sorted(day for record in here if (day := record.meeting.rpartition("/")[2])[:1].isdigit())
    return Context(
        iri.removeprefix(people.base),
        name_of(register, iri, here[0].document),
        bodies=(body.name,) if body else (),
        first=days[0] if days else "",
        last=days[-1] if days else "",
        documents=len(here),
    )


def _numbers(body: BodyProfile) -> str:
    return ", ".join(f"{year}: § {low}–{high}" for year, low, high in body.numbers)


def _body_name(people: People, profile: Profile) -> str:
    body = people.body(profile.body)
    return body.name if body else ""


def _sorted(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({text for text in texts if text}, key=swedish))


def _quoted(quotes: Iterable[str], sources: Sources) -> Iterator[str]:
    for quote in quotes:
        place = _QUOTE.search(quote)
        text = sources(place[1]) if place else None
        if place and text is not None:
            yield " ".join(text.decode("utf-8", "replace")[int(place[2]) : int(place[3])].split())
