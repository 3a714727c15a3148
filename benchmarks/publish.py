"""Measures publishing generated minutes at growing sizes; prints a table, writes it to RESULTS.md.

    python -m benchmarks.publish --documents 1000 3000 10000 --size 1500

What a page costs should not grow with the number of meetings. Of the pages of things some are made, evenly
spread over all that there are; the overviews, the tables, the search, the dumps and the descriptions are
made whole. Processor time is what the process took, memory the most that it held; each size has a process
of its own. Writing is measured again by itself, over small pages (decisions and participations), each with
its three files of facts, beside the bare writing of the same bytes.
"""

import argparse
import multiprocessing
import resource
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path

from benchmarks.generate import SIZE, built
from benchmarks.sections import put_section
from graphbuild.dataset import Dataset, Snapshot
from graphbuild.publishing.addresses import Addresses
from graphbuild.publishing.facts import Facts, lines_of_thing
from graphbuild.publishing.folder import Folder
from graphbuild.publishing.lookup import Lookup
from graphbuild.publishing.pages import Pages
from graphbuild.publishing.site import write_overviews
from graphbuild.publishing.things import Things
from graphbuild.publishing.wording import Wording, ontology_labels
from graphbuild.store import EmbeddedStore

HEADING = "## Publishing"
SITE = "https://data.example.org/"
NOW = "2026-01-31T12:00:00Z"
SMALL = 500  # pages whose steps are measured one by one
SAMPLE = 2_000  # pages of things that are made


@dataclass(frozen=True, slots=True)
class Steps:
    """Milliseconds of processor time for a small page; `bare` is the plain writing of its bytes."""

    rendering: float
    facts: float
    writing: float
    again: float
    bare: float


@dataclass(frozen=True, slots=True)
class Measured:
    """One size: pages of things, milliseconds for one, the largest page's bytes, and the rest of the site."""

    documents: int
    things: int
    page: float
    largest: int
    overviews: float
    files: int
    largest_file: int
    memory: float
    steps: Steps


def main() -> None:
    """Measure each size on a store of its own."""
    parser = argparse.ArgumentParser(description="Measures publishing on generated minutes.")
    parser.add_argument("--documents", type=int, nargs="+", default=[1000, 3000])
    parser.add_argument("--size", type=int, default=SIZE, help="bytes of a document, about")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument(
        "--stores", type=Path, help="a folder of stores that were built before: 1000, 3000, …"
    )
    asked = parser.parse_args()
    found: list[Measured] = []
    for documents in asked.documents:
        with tempfile.TemporaryDirectory(prefix="govgraph-bench-") as name:
            folder = Path(name)
            store = asked.stores / str(documents) if asked.stores else folder / "store"
            if not asked.stores:
                built(folder, documents, size=asked.size, jobs=asked.jobs, now=NOW)
            with multiprocessing.get_context("spawn").Pool(1) as alone:
                found.append(alone.apply(measured, (documents, store, folder)))
        print(found[-1], flush=True)
    table = section(found, asked.size)
    print(table)
    put_section(table)


def section(found: list[Measured], size: int) -> str:
    """Write the section of the results."""
    lines = [
        HEADING,
        "",
        f"Generated minutes (about {size:,} bytes each), by `python -m benchmarks.publish`. Milliseconds of",
        f"processor time; {SAMPLE:,} pages of things are made, spread evenly over all, and the rest of the",
        "site (lists, facets, tables, search, networks, dumps, feeds, …) whole. Memory is the most that",
        "the process held.",
        "",
        "| meetings | pages of things | ms a page | to the first size | largest, kB "
        "| the rest, ms a meeting | to the first size | its files | its largest page, kB | memory, MB |",
        f"|{'---|' * 10}",
    ]
    first = found[0]
    for each in found:
        rest, of_first = each.overviews / each.documents, first.overviews / first.documents
        cells = [
            f"{each.documents:,}", f"{each.things:,}", f"{each.page:.1f}", f"{each.page / first.page:.2f}",
            f"{each.largest / 1000:.0f}", f"{rest:.1f}", f"{rest / of_first:.2f}",
            f"{each.files:,}", f"{each.largest_file / 1000:.0f}", f"{each.memory:.0f}",
        ]  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    lines += [
        "",
        "A small page is that of a decision or a participation with its three files of facts; bare is the",
        "plain writing of the same bytes into such folders. Milliseconds of processor time.",
        "",
        "| meetings | rendering | facts | writing | bare | writing again |",
        f"|{'---|' * 6}",
    ]
    for each in found:
        steps = each.steps
        parts = (steps.rendering, steps.facts, steps.writing, steps.bare, steps.again)
        lines.append(f"| {each.documents:,} | {' | '.join(f'{part:.2f}' for part in parts)} |")
    return "\n".join(lines) + "\n"


def measured(documents: int, path: Path, folder: Path) -> Measured:
    """Make pages of things from a store, and all else of its site."""
    with EmbeddedStore.read(path) as store:
        things, page, largest, steps = _pages(store, folder)
        started = time.process_time()
        scratch = folder / "scratch"
        scratch.mkdir()
        files = write_overviews(store, folder / "site", scratch, language="sv", title="", publisher=None)
        overviews = 1000 * (time.process_time() - started)
    sizes = ((folder / "site" / place).stat().st_size for place in files if place.endswith(".html"))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return Measured(documents, things, page, largest, overviews, len(files), max(sizes), memory, steps)


def _pages(store: EmbeddedStore, folder: Path) -> tuple[int, float, int, Steps]:
    """Make some pages of things: how many there are, ms for one, the largest, and the small ones."""
    dataset = Snapshot(Dataset(store, store.base, SITE), folder)
    with closing(Lookup(dataset, folder / "lookup.sqlite3")) as lookup:
        things = Things(lookup, Addresses(SITE), Wording("sv", ontology_labels("sv")))
        pages, facts, site = Pages(things, "", "sv"), Facts(SITE), Folder(folder / "things")
        count = lookup.count()
        step = max(1, count // SAMPLE)
        iris = list(islice(things.each(), 0, None, step))

        def text(document: str) -> str:
            return (store.source(document) or b"").decode()

        largest, started = 0, time.process_time()
        for iri in iris:
            thing = things.get(iri)
            page = pages.thing(thing, text)
            largest = max(largest, len(page))
            site.write(f"{thing.place}.html", page)
            for ending, content in facts.written(lines_of_thing(thing)).items():
                site.write(f"{thing.place}{ending}", content)
        took = 1000 * (time.process_time() - started) / len(iris)
        return count, took, largest, small(things, pages, facts, folder)


def small(things: Things, pages: Pages, facts: Facts, folder: Path) -> Steps:
    """Measure the steps of small pages one by one."""
    some = (iri for iri in things.each() if "/decision/" in iri or "/participation/" in iri)
    iris = list(islice(some, SMALL))
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
