"""Measures publishing generated minutes at growing sizes; prints a table, writes it to RESULTS.md.

    python -m benchmarks.publish --documents 100 1000 3000

What a page costs should not grow with the number of meetings. Processor time is what this process took.
Writing is measured again by itself, over the small pages of one site (decisions and participations), each
with its three files of facts, beside the bare writing of the same bytes.
"""

import argparse
import resource
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from benchmarks.generate import generate
from benchmarks.sections import put_section
from graphbuild.dataset import Dataset, Snapshot
from graphbuild.identity import DEFAULT_BASE
from graphbuild.pipeline import build
from graphbuild.publishing import publish
from graphbuild.publishing.addresses import Addresses
from graphbuild.publishing.facts import Facts, lines_of_thing
from graphbuild.publishing.folder import Folder
from graphbuild.publishing.lookup import Lookup
from graphbuild.publishing.pages import Pages
from graphbuild.publishing.things import Things
from graphbuild.publishing.wording import Wording, ontology_labels
from graphbuild.store import EmbeddedStore

HEADING = "## Publishing"
SITE = "https://data.example.org/"
SINCE = date(2019, 1, 7)
SMALL = 500  # pages whose steps are measured one by one


@dataclass(frozen=True, slots=True)
class Steps:
    """Milliseconds of processor time for a small page; `bare` is the plain writing of its bytes."""

    rendering: float
    facts: float
    writing: float
    again: float
    bare: float


def main() -> None:
    """Measure each size on a store of its own."""
    parser = argparse.ArgumentParser(description="Measures publishing on generated minutes.")
    parser.add_argument("--documents", type=int, nargs="+", default=[100, 1000, 3000])
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    rows: list[str] = []
    first = 0.0
    for documents in asked.documents:
        with tempfile.TemporaryDirectory(prefix="govgraph-bench-") as name:
            row, first = measured(documents, Path(name), asked.jobs, first)
        rows.append(row)
        print(row, flush=True)
    table = section(rows)
    put_section(table)


def section(rows: list[str]) -> str:
    """Write the section of the results."""
    lines = [
        HEADING,
        "",
        "Generated minutes, by `python -m benchmarks.publish`. Milliseconds of processor time a page. A",
        "small page is that of a decision or a participation with its three files of facts; bare is the",
        "plain writing of the same bytes into such folders.",
        "",
        "| meetings | pages | a page, all in all | to the first size | again, unchanged "
        "| small page: rendering | facts | writing | bare | writing again | memory, MB |",
        f"|{'---|' * 11}",
        *rows,
    ]
    return "\n".join(lines) + "\n"


def measured(documents: int, folder: Path, jobs: int, first: float) -> tuple[str, float]:
    """Build and publish so many minutes; give the row, and what a page of the first size costs."""
    minutes = folder / "minutes"
    minutes.mkdir()
    for made in generate(documents, 1, SINCE):
        (minutes / made.name).write_text(made.text, encoding="utf-8")
    build([minutes], folder / "store", DEFAULT_BASE, jobs=jobs, now="2026-01-31T12:00:00Z")
    with EmbeddedStore.read(folder / "store") as store:
        started = time.process_time()
        pages = publish(store, folder / "site", SITE).pages
        once = 1000 * (time.process_time() - started) / pages
        started = time.process_time()
        publish(store, folder / "site", SITE)
        again = 1000 * (time.process_time() - started) / pages
        steps = small(store, folder)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    cells = [f"{documents:,}", f"{pages:,}", f"{once:.1f}", f"{once / (first or once):.2f}", f"{again:.1f}"]
    parts = (steps.rendering, steps.facts, steps.writing, steps.bare, steps.again)
    row = f"| {' | '.join([*cells, *(f'{each:.2f}' for each in parts), f'{memory:.0f}'])} |"
    return row, first or once


def small(store: EmbeddedStore, folder: Path) -> Steps:
    """Measure the steps of small pages one by one."""
    dataset = Snapshot(Dataset(store, store.base, SITE), folder)
    with closing(Lookup(dataset, folder / "lookup.sqlite3")) as lookup:
        things = Things(lookup, Addresses(SITE), Wording("sv", ontology_labels("sv")))
        pages, facts = Pages(things, "", "sv"), Facts(SITE)
        iris = [iri for iri in things.of_class() if "/decision/" in iri or "/participation/" in iri][:SMALL]
        pages.thing(things.get(iris[0]), lambda _: None)
        marks = [time.process_time()]
        rendered = [pages.thing(things.get(iri), lambda _: None) for iri in iris]
        marks.append(time.process_time())
        told = [facts.written(lines_of_thing(things.get(iri))) for iri in iris]
        marks.append(time.process_time())
        files = {
            f"{things.get(iri).place}{ending}": content
            for iri, page, said in zip(iris, rendered, told, strict=True)
            for ending, content in {".html": page, **said}.items()
        }
        site = Folder(folder / "small")
        for _ in range(2):
            for place, content in files.items():
                site.write(place, content)
            marks.append(time.process_time())
        for place, content in files.items():
            path = folder / "bare" / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        marks.append(time.process_time())
    return Steps(*(1000 * (b - a) / len(iris) for a, b in pairwise(marks)))


if __name__ == "__main__":
    main()
