"""Sees to it that of documents that claim the same meeting the fullest one is in the graph.

What is in the graph depends on which documents there are, not on the order they came in. Only the meetings
whose documents changed are looked at.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from graphbuild.store.holdings import Holdings
from graphbuild.store.records import DocumentRecord


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A document that is not in the graph, and the one that tells of the same meeting in its stead."""

    path: str
    instead: str
    meeting: str


def settle(
    holdings: Holdings, asked: Iterable[str], let_in: Callable[[DocumentRecord], None]
) -> list[Duplicate]:
    """Settle the meetings whose documents changed; give the duplicates among those, and of those asked for.

    `let_in` reads a document again that gave way to another before, and no longer has to.
    """
    journal = holdings.journal
    settled: set[str] = set()
    found: list[Duplicate] = []
    while meetings := {*journal.unsettled(), *asked} - settled:
        for meeting in sorted(meetings):
            found += _settled(holdings, meeting, let_in)
        settled |= meetings
    journal.clear_unsettled()
    return sorted(found, key=lambda each: each.meeting)


def _settled(
    holdings: Holdings, meeting: str, let_in: Callable[[DocumentRecord], None]
) -> Iterator[Duplicate]:
    accepted: list[DocumentRecord] = []
    records = holdings.register.of_meeting(meeting)
    for record in sorted(records, key=lambda record: record.rank, reverse=True):
        winner = next((other for other in accepted if record.clashes(other)), None)
        if winner is None:
            accepted.append(record)
            if record.duplicate_of is not None:
                let_in(record)
            continue
        if record.duplicate_of != winner.document:
            holdings.give_way(record.document, winner.document)
        path, instead = (first_path(holdings, each) for each in (record, winner))
        yield Duplicate(path, instead, meeting)


def first_path(holdings: Holdings, record: DocumentRecord) -> str:
    """Name the first file that holds a document; its bare name where no file is known."""
    return next(iter(holdings.register.paths(record.document)), record.names[0])
