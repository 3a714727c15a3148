"""Turns the change log into when each meeting and document was last told of, and into lines of changes."""

from collections.abc import Iterator
from itertools import groupby

from graphbuild.dataset import Dataset, parts
from graphbuild.identity import Namespace
from graphbuild.ntriples import instant
from graphbuild.vocabulary import CHANGED_MEETING, ENDED_AT, GENERATED, INVALIDATED, IS_PART_OF

Lines = list[str]


class History:
    """The changes of a store, with their IRIs under the site's base; empty where there is no log."""

    def __init__(self, dataset: Dataset) -> None:
        """Read the log, which `Dataset` leaves out."""
        log = Namespace(dataset.base).changes_graph()
        known = log in dataset.store.graphs()
        written = dataset.store.statements(log).decode().split("\n") if known else []
        self._changes = _by_change(sorted({dataset.move(line) for line in written if line}))
        self._latest: dict[str, str] = {}
        for when, _, lines in self._changes:
            for line in lines:
                _, predicate, value = parts(line)
                if predicate in (CHANGED_MEETING, GENERATED, INVALIDATED):
                    iri = value[1:-1]
                    self._latest[iri] = max(when, self._latest.get(iri, ""))

    def latest(self, iri: str) -> str:
        """Give when a meeting or a document's graph last changed (xsd:dateTime), empty where nobody knows."""
        return self._latest.get(iri, "")

    def lines(self) -> Iterator[str]:
        """Give all lines of the log."""
        for _, _, lines in self._changes:
            yield from lines

    def changes(self) -> Iterator[tuple[str, str, Lines]]:
        """Give time, IRI and lines of each change with its facts, in the order in which they were learned."""
        yield from self._changes


def _by_change(lines: Lines) -> list[tuple[str, str, Lines]]:
    """Gather the lines of each change, those of its facts with them."""
    of_fact = {}
    for line in lines:
        subject, predicate, value = parts(line)
        if predicate == IS_PART_OF:
            of_fact[subject] = value
    owned = sorted((of_fact.get(parts(line)[0], parts(line)[0]), line) for line in lines)
    found = []
    for change, group in groupby(owned, key=lambda pair: pair[0]):
        listed = [line for _, line in group]
        times = (parts(line)[2] for line in listed if parts(line)[:2] == (change, ENDED_AT))
        found.append((_time(next(times, instant(""))), change[1:-1], listed))
    return sorted(found, key=lambda each: each[:2])


def _time(token: str) -> str:
    return token.split('"')[1]
