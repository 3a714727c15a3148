"""Has the graph follow who is who: names, memberships and ledgers of the bodies that this concerns."""

from collections.abc import Iterable, Iterator

from graphbuild.identification import Change, identify
from graphbuild.joining.groups import Identity
from graphbuild.joining.profiles import Profile
from graphbuild.judgements import Judgement
from graphbuild.ledger import entries
from graphbuild.memberships import memberships, renamed_body, replacements
from graphbuild.store.holdings import Holdings


def follow(holdings: Holdings, judgements: Iterable[Judgement]) -> int:
    """Bring the graph up to date with its documents and with judgements; give how many documents changed."""
    changes = identify(holdings.register, holdings.people, judgements)
    write(holdings, changes)
    return sum(len(change.documents) for change in changes)


def write(holdings: Holdings, changes: Iterable[Change]) -> None:
    """Write names anew where they changed, and memberships and ledgers of the bodies that this concerns."""
    for change in changes:
        holdings.follow(change.body, change.documents, change.before, change.after)
    holdings.forget()
    stale = _whole(holdings, holdings.register.stale_bodies())
    for body in stale:
        _write_people(holdings, body)
        _write_ledger(holdings, body)
    holdings.register.clear_stale()


def _whole(holdings: Holdings, stale: Iterable[str]) -> list[str]:
    """The bodies with those that they are known as, and those that are known as them."""
    people = holdings.people
    known_as = people.bodies_known_as()
    stay = {known_as[slug].iri if slug in known_as else slug for slug in stale}
    return sorted(stay | {former for slug in stay for former in people.known_as(slug)})


def _write_people(holdings: Holdings, body: str) -> None:
    graph = holdings.store.names.people_graph(body)
    lines = "".join(f"{line} <{graph}> .\n" for line in _people(holdings, body))
    holdings.write_whole(graph, lines)


def _people(holdings: Holdings, body: str) -> Iterator[str]:
    """What is worked out of a body's people, and of the body where it is known under another name."""
    people = holdings.people
    yield from replacements(body, people)
    later = people.identity(body)
    if later is None:
        yield from memberships(body, _under_all_names(holdings, body), holdings.store.base)
        return
    profiles = people.body(body), people.body(later.iri)
    if profiles[0] is not None and profiles[1] is not None:
        quotes = _last_and_first(holdings, body, later.iri)
        yield from renamed_body(profiles[0], profiles[1], quotes, holdings.store.base)


def _last_and_first(holdings: Holdings, former: str, later: str) -> list[str]:
    """The words that show the former body the last time, and the later one the first time."""
    seen = [
        sorted(
            (each.day, each.quote)
            for one in holdings.people.roll(slug).people.values()
            for each in one.quotes
        )
        for slug in (former, later)
    ]
    return [place[1] for found, at in zip(seen, (-1, 0), strict=True) for place in found[at:][:1]]


def _under_all_names(holdings: Holdings, body: str) -> Iterator[tuple[Identity, Profile]]:
    """The people of a body under all its names, each with whom they are known as."""
    people = holdings.people
    for slug in (body, *people.known_as(body)):
        known_as = people.renaming(slug).people
        for iri, profile in people.roll(slug).people.items():
            yield known_as.get(iri, Identity(iri, profile.name)), profile


def _write_ledger(holdings: Holdings, body: str) -> None:
    """Work out anew what became of the assignments of a body, under all its names."""
    people, register = holdings.people, holdings.register
    if people.identity(body) is not None:
        holdings.write_ledger(body, "")
        return
    former = people.known_as(body)
    told = [each for slug in (body, *former) for each in register.told(slug)]
    holdings.write_ledger(body, entries(holdings.store.names, body, told, former))
