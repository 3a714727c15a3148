"""Measures builds into a folder and into SPARQL servers that run already, of the same documents.

    python -m benchmarks.remote Oxigraph=http://localhost:7878 Virtuoso=http://localhost:8890

The servers must be empty. Credentials are taken from the environment, as `govgraph` does.
"""

import argparse
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.generate import write_minutes
from benchmarks.sections import put_section
from graphbuild import catalogue
from graphbuild.identity import DEFAULT_BASE
from graphbuild.pipeline import build
from graphbuild.store import Endpoint, Place, open_store

HEADING = "## Stores on servers"
NOW = "2026-01-31T12:00:00Z"
QUESTIONS = ("meetings", "decisions", "assignments", "who-decided")


@dataclass(frozen=True, slots=True)
class Measured:
    """One store: seconds for all documents, for one that changed and for the questions."""

    name: str
    quads: int
    filled: float
    changed: float
    asked: float


def measure(name: str, place: Place, papers: Path, changed: Path) -> Measured:
    """Build all documents, one that changed, and ask; the files are as they were afterwards."""
    begun = time.perf_counter()
    quads = build([papers], place, DEFAULT_BASE, now=NOW).quads
    filled = time.perf_counter() - begun
    text = changed.read_text("utf-8")
    changed.write_text(f"{text}\nMötet avslutas.\n", "utf-8")
    begun = time.perf_counter()
    build([changed], place, DEFAULT_BASE, now=NOW)
    took = time.perf_counter() - begun
    changed.write_text(text, "utf-8")
    begun = time.perf_counter()
    with open_store(place) as store:
        for question in QUESTIONS:
            catalogue.run(store, catalogue.load(question))
    return Measured(name, quads, filled, took, time.perf_counter() - begun)


def section(found: list[Measured], documents: int) -> str:
    """Write the figures as a section of the table of results; the folder comes first."""
    first = found[0]
    lines = [
        HEADING,
        "",
        f"{documents} generated documents ({first.quads:,} quads), one process, by",
        "`python -m benchmarks.remote`: into a folder by bulk load, into servers on the same machine one",
        "document after the other. By the clock: ratios hold better than times",
        f"(load {os.getloadavg()[0]:.0f} at the end).",
        "",
        "| store | build, s | documents a second | one changed, s | four questions, s | build : folder |",
        "|---|---|---|---|---|---|",
    ]
    for each in found:
        lines.append(
            f"| {each.name} | {each.filled:.1f} | {documents / each.filled:.1f} | {each.changed:.2f} | "
            f"{each.asked:.2f} | {each.filled / first.filled:.2f} |"
        )
    return "\n".join([*lines, ""])


def main() -> None:
    """Measure, and write the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("servers", nargs="+", metavar="NAME=ADDRESS")
    parser.add_argument("--documents", type=int, default=100)
    asked = parser.parse_args()
    user, password = (os.environ.get(f"GOVGRAPH_STORE_{name}", "") for name in ("USER", "PASSWORD"))
    with tempfile.TemporaryDirectory() as scratch:
        papers = Path(scratch) / "papers"
        write_minutes(papers, asked.documents, 7)
        changed = min(papers.iterdir())
        found = [measure("a folder", Path(scratch) / "store", papers, changed)]
        for server in asked.servers:
            name, _, address = server.partition("=")
            place = Endpoint(address, Path(scratch) / name, user=user, password=password)
            found.append(measure(name, place, papers, changed))
    put_section(section(found, asked.documents))


if __name__ == "__main__":
    main()
