"""Measures who is who on people whose identity is known: B³, false merges, time a document.

    python -m benchmarks.identities

B³ (Bagga and Baldwin 1998): for each mention, the share of the mentions in its group that are the same person
(precision), and of the same person's mentions that are in its group (recall); the mean over all mentions.
A merge is false across municipalities where one group holds two people of two municipalities.
"""

import argparse
import gc
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from statistics import mean

from benchmarks.people import Known, World
from benchmarks.sections import put_section
from graphbuild.following import follow, write
from graphbuild.identification import identify
from graphbuild.identity import DEFAULT_BASE, Namespace
from graphbuild.statements import Statements, state
from graphbuild.store.holdings import Holdings
from graphbuild.store.records import DocumentRecord

HEADING = "## Who is who"
SINCE = date(2019, 1, 7)
SIZES = (1_000, 5_000, 20_000)
CHANGED = 100
"""Documents that come to a store one by one, each to another body, for the time that one takes."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one size gives; times in milliseconds a document."""

    documents: int
    people: int
    bodies: int
    precision: float
    recall: float
    false_merges: int
    candidates: int
    at_once: float
    one_more: float
    written: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def main() -> None:
    """Measure each size, and write the table."""
    parser = argparse.ArgumentParser(description="Measures who is who on people whose identity is known.")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    table = section([measured(size, asked.seed) for size in asked.sizes])
    print(table)
    put_section(table)


def measured(documents: int, seed: int) -> Measured:
    """Build a store of so many documents, work out who is who, and compare."""
    world = World(seed, SINCE)
    known = world.meetings(documents + CHANGED)
    mentions: list[tuple[str, int]] = []
    homes: dict[int, set[int]] = defaultdict(set)
    with (
        tempfile.TemporaryDirectory(prefix="govgraph-identities-") as folder,
        Holdings(Path(folder) / "store", DEFAULT_BASE) as holdings,
    ):
        with holdings.filling() as filling:
            for each in islice(known, documents):
                statements = _stated(each)
                filling.put(statements, _record(each, statements))
                mentions += _mentions(each, statements.body, homes)
            filling.flush()
            begun = time.thread_time()
            identify(holdings.register, holdings.people, ())
            at_once = (time.thread_time() - begun) * 1000 / documents
        follow(holdings, ())
        gc.collect()
        gc.freeze()  # what the benchmark itself remembers is no cost of the store's
        times = [_one_more(holdings, each) for each in known]
        gc.unfreeze()
        groups = [(_group(holdings, iri), who) for iri, who in mentions]
        candidates = sum(1 for pair in holdings.people.candidates() if pair.kind == "person")
    return Measured(
        documents,
        len({who for _, who in groups}),
        len(world.bodies),
        *b_cubed(groups),
        _false_merges(groups, homes),
        candidates,
        at_once,
        mean(time for time, _ in times),
        mean(time for _, time in times),
    )


def b_cubed(mentions: Iterable[tuple[str, int]]) -> tuple[float, float]:
    """Give precision and recall of mentions, each with its group and with who it is."""
    both = Counter(mentions)
    groups: Counter[str] = Counter()
    truth: Counter[int] = Counter()
    for (group, who), count in both.items():
        groups[group] += count
        truth[who] += count
    total = both.total()
    precision = sum(count * count / groups[group] for (group, _), count in both.items())
    recall = sum(count * count / truth[who] for (_, who), count in both.items())
    return precision / total, recall / total


def _false_merges(groups: Iterable[tuple[str, int]], homes: dict[int, set[int]]) -> int:
    """Count groups in which two people stand who never lived in one municipality."""
    members: dict[str, set[int]] = defaultdict(set)
    for group, who in groups:
        members[group].add(who)
    return sum(any(not homes[one] & homes[other] for one in who for other in who) for who in members.values())


def _stated(known: Known) -> Statements:
    return state(known.minutes, DEFAULT_BASE, parser_version="benchmark")


def _record(known: Known, said: Statements) -> DocumentRecord:
    minutes = known.minutes
    return DocumentRecord(
        said.document, minutes.document.sha256, "benchmark", (minutes.document.name,), said.body,
        said.meeting, said.numbers, said.quads.count("\n"), 0, said.shared, said.told, said.seen, said.naming,
    )  # fmt: skip


def _mentions(known: Known, body: str, homes: dict[int, set[int]]) -> Iterator[tuple[str, int]]:
    names = Namespace(DEFAULT_BASE)
    for name, person in known.truth.items():
        homes[person.number].add(person.home)
        yield names.person(body, name), person.number


def _group(holdings: Holdings, iri: str) -> str:
    identity = holdings.people.identity(iri)
    return identity.iri if identity else iri


def _one_more(holdings: Holdings, known: Known) -> tuple[float, float]:
    """How many milliseconds it takes to work out who is who after one document came, and to write it."""
    statements = _stated(known)
    holdings.put(statements, _record(known, statements))
    begun = time.thread_time()
    changes = identify(holdings.register, holdings.people, ())
    identified = time.thread_time()
    write(holdings, changes)
    return (identified - begun) * 1000, (time.thread_time() - identified) * 1000


def section(found: list[Measured]) -> str:
    """Write the figures as a section of the table of results."""
    rows = [
        f"| {each.documents:,} | {each.people:,} | {each.bodies} | {each.precision:.4f} | {each.recall:.4f} "
        f"| {each.f1:.4f} | {each.false_merges} | {each.candidates} "
        f"| {each.at_once:.2f} | {each.one_more:.1f} | {each.written:.1f} |"
        for each in found
    ]
    first, last = found[0], found[-1]
    return "\n".join(
        [
            HEADING,
            "",
            "Invented people whose identity is known (`benchmarks/people.py`: shared names, moves,",
            "marriages, misspellings), by `python -m benchmarks.identities`. B³ is of rules alone, without",
            "judgements. Times are processor time of the thread that works (the store has others that tidy",
            "up): who is who for all documents of a new store; who is who when one more document comes, and",
            "what is written then (names, memberships, and the ledger, which goes by the body's documents).",
            "",
            "| documents | people | bodies | B³ precision | recall | F1 | false merges across municipalities "
            "| candidates | ms a document, at once | ms for one more | ms to write it |",
            "|---|---|---|---|---|---|---|---|---|---|---|",
            *rows,
            "",
            f"{last.documents:,} documents : {first.documents:,} documents, time for each: at once "
            f"{last.at_once / first.at_once:.2f}, one more {last.one_more / first.one_more:.2f}.",
            "",
        ]
    )


if __name__ == "__main__":
    main()
