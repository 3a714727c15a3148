"""Has the graph follow who is who: names, memberships, figures, ledgers of the bodies that this concerns."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graphbuild.figures import figures
from graphbuild.identification import Change, identify
from graphbuild.identity import Namespace
from graphbuild.joining.groups import Identity
from graphbuild.joining.profiles import Profile
from graphbuild.judgements import Judgement
from graphbuild.ledger import entries
from graphbuild.memberships import memberships, renamed_body, replaced_organisations, replacements
from graphbuild.statements.seen import Held, read_held
from graphbuild.store.filling import Filling
from graphbuild.store.holdings import Holdings
from graphbuild.workers import ALONE, Workers


def follow(holdings: Holdings, judgements: Iterable[Judgement], workers: Workers = ALONE) -> int:
    """Bring the graph up to date with its documents and with judgements; give how many documents changed."""
    changes = identify(holdings.register, holdings.people, judgements)
    write(holdings, changes, workers)
    return sum(len(change.documents) for change in changes)


def write(holdings: Holdings, changes: Iterable[Change], workers: Workers = ALONE) -> None:
    """Write names anew where they changed, and memberships and ledgers of the bodies that this concerns."""
    for change in changes:
        holdings.follow(change.body, change.documents, change.before, change.after)
    holdings.forget()
    stale = _whole(holdings, holdings.register.stale_bodies())
    for body in stale:
        _write_people(holdings, body)
    _write_ledgers(holdings, stale, workers)
    holdings.register.clear_stale()


def fill(holdings: Holdings, filling: Filling, judgements: Iterable[Judgement], workers: Workers) -> None:
    """Work out for a new store what follows from its documents: who is who, memberships and ledgers."""
    filling.flush()
    identify(holdings.register, holdings.people, judgements)
    bodies = _whole(holdings, holdings.register.stale_bodies())
    for body in bodies:
        filling.add(_people(holdings, body))
    for _, lines in workers.each(_ledger, _ledger_tasks(holdings, bodies)):
        filling.add(lines)


def _whole(holdings: Holdings, stale: Iterable[str]) -> list[str]:
    """The bodies with those that they are known as, and those that are known as them."""
    people = holdings.people
    known_as = people.bodies_known_as()
    stay = {known_as[slug].iri if slug in known_as else slug for slug in stale}
    return sorted(stay | {former for slug in stay for former in people.known_as(slug)})


def _write_people(holdings: Holdings, body: str) -> None:
    holdings.write_whole(holdings.store.names.people_graph(body), _people(holdings, body))


def _people(holdings: Holdings, body: str) -> str:
    end = f" <{holdings.store.names.people_graph(body)}> .\n"
    return "".join(f"{line}{end}" for line in _told_of_people(holdings, body))


def _told_of_people(holdings: Holdings, body: str) -> Iterator[str]:
    """What is worked out of a body's people, and of the body where it is known under another name."""
    people = holdings.people
    yield from replacements(body, people)
    yield from replaced_organisations(body, people)
    later = people.identity(body)
    if later is None:
        known_as = people.organisations_known_as()
        yield from memberships(body, _under_all_names(holdings, body), holdings.store.base, known_as)
        profile = people.body(body)
        yield from figures(body, profile.name if profile else "", _held(holdings, body), holdings.store.names)
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


def _held(holdings: Holdings, body: str) -> Iterator[Held]:
    """What was done at the meetings of a body under all its names; people as whom they are known as."""
    people = holdings.people
    for slug in (body, *people.known_as(body)):
        known_as = {who: each.iri for who, each in people.renaming(slug).people.items()}
        for held in map(read_held, holdings.register.seen(slug)):
            yield held._replace(people=tuple(known_as.get(iri, iri) for iri in held.people))


@dataclass(frozen=True, slots=True)
class _LedgerTask:
    """What a body's ledger is worked out from; see `ledger.entries`."""

    names: Namespace
    body: str
    told: tuple[str, ...]
    former: tuple[str, ...]


def _ledger_tasks(holdings: Holdings, bodies: Iterable[str]) -> Iterator[_LedgerTask]:
    """What ledgers are worked out from; that of a body under a former name is empty."""
    people, register, names = holdings.people, holdings.register, holdings.store.names
    for body in bodies:
        former = tuple(people.known_as(body))
        slugs = () if people.identity(body) is not None else (body, *former)
        told = tuple(each for slug in slugs for each in register.told(slug))
        yield _LedgerTask(names, body, told, former if slugs else ())


def _ledger(task: _LedgerTask) -> tuple[str, str]:
    """Work out what became of the assignments of a body, under all its names."""
    return task.body, entries(task.names, task.body, task.told, task.former)


def _write_ledgers(holdings: Holdings, bodies: Iterable[str], workers: Workers) -> None:
    for body, lines in workers.each(_ledger, _ledger_tasks(holdings, bodies)):
        holdings.write_ledger(body, lines)
