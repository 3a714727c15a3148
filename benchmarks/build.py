"""Measures parsing, building and start-up on generated minutes; prints a table, writes it to RESULTS.md.

    python -m benchmarks.build --documents 1000

Absolute figures say most about the machine; the ratios compare with what the same machine does in the
same run: the bare engine loading the same quads, and the interpreter importing typer.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median

import pyoxigraph as ox

from benchmarks.generate import write_minutes
from benchmarks.sections import machine
from graphbuild.identity import DEFAULT_BASE
from graphbuild.parsing import parse
from graphbuild.pipeline import build
from graphbuild.readers import read
from graphbuild.resolution import resolve
from graphbuild.statements import state
from graphbuild.store import EmbeddedStore

ROOT = Path(__file__).parent.parent
CHUNK = 20_000_000
"""Bytes that are loaded at a time, as a build does."""
REPEATS = 7
LAUNCHER = str(ROOT / "cli.py")


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of the table."""

    what: str
    value: str


def main() -> None:
    """Measure all there is."""
    asked = _asked()
    with tempfile.TemporaryDirectory(prefix="govgraph-bench-") as name:
        folder = Path(name)
        minutes = folder / "minutes"
        size = write_minutes(minutes, asked.documents, asked.seed)
        figures = [
            Figure("documents; KB each", f"{asked.documents:,}; {size / asked.documents / 1000:.1f}"),
            *_parsing(minutes, asked.parsed),
            *_building(minutes, folder, asked.jobs, asked.documents),
            *_starting(asked.runs),
        ]
    text = _table(figures, asked.day)
    print(text)
    if asked.output:
        # What `benchmarks.identities` measured stands below.
        kept = asked.output.read_text("utf-8").partition("\n## ") if asked.output.exists() else ("", "", "")
        asked.output.write_text(text + "".join(kept[1:]), encoding="utf-8")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measures speed on generated minutes.")
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--parsed", type=int, default=200, help="how many of them to parse one by one")
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--runs", type=int, default=25, help="how often to start each command")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--day", type=date.fromisoformat, default=date.today(), help="what the table is dated"
    )
    parser.add_argument("--output", type=Path, default=ROOT / "benchmarks" / "RESULTS.md")
    return parser.parse_args()


# Parsing


def _parsing(minutes: Path, count: int) -> Iterator[Figure]:
    """Measure the steps of one document, on one core, after a first one that compiles the language.

    Each is read for the first time, and then again: the fastest run tells what the work takes where nothing
    else slows the machine.
    """
    paths = sorted(minutes.iterdir())[:: max(1, len(list(minutes.iterdir())) // count)]
    _steps(paths[0])
    runs = [[_steps(path) for _ in range(REPEATS)] for path in paths]
    for place, what in enumerate(("read and parse", "resolve", "state as quads")):
        first = sorted(run[0][place] * 1000 for run in runs)
        best = sorted(min(step[place] for step in run) * 1000 for run in runs)
        late = int(len(runs) * 0.95)
        yield Figure(
            f"{what}, ms a document: the first time; the fastest of {REPEATS} (median, 95 %)",
            f"{median(first):.1f}, {first[late]:.1f}; {median(best):.1f}, {best[late]:.1f}",
        )


def _steps(path: Path) -> tuple[float, float, float]:
    begun = time.process_time()
    parsed = parse(read(path))
    after_parsing = time.process_time()
    minutes = resolve(parsed)
    after_resolution = time.process_time()
    state(minutes, DEFAULT_BASE, parser_version="benchmark")
    return (
        after_parsing - begun,
        after_resolution - after_parsing,
        time.process_time() - after_resolution,
    )


# Building


def _building(minutes: Path, folder: Path, jobs: list[int], documents: int) -> Iterator[Figure]:
    """Build a new store on disk with each number of workers, and load the same quads with the bare engine."""
    rates: dict[int, float] = {}
    quads = 0
    for count in jobs:
        begun = time.perf_counter()
        report = build([minutes], folder / f"store-{count}", DEFAULT_BASE, jobs=count)
        seconds = time.perf_counter() - begun
        assert report.read == documents and not report.failed
        quads = report.quads
        rates[count] = quads / seconds
        told = f"{documents / seconds:,.0f} documents, {rates[count]:,.0f} quads ({seconds:.1f} s in all)"
        yield Figure(f"build with {_workers(count)}, a second", told)
    with EmbeddedStore.read(folder / f"store-{jobs[-1]}") as built:
        lines = built.quads()
    begun = time.perf_counter()
    load_bare(lines, folder / "bare")
    seconds = time.perf_counter() - begun
    told = f"{quads / seconds:,.0f} quads ({seconds:.1f} s in all)"
    yield Figure("quads a document", f"{quads / documents:,.0f}")
    yield Figure("Oxigraph's bulk load alone, 2 threads, a second", told)
    for count in jobs:
        yield Figure(
            f"build with {_workers(count)} : bulk load alone", f"{rates[count] * seconds / quads:.3f}"
        )


def load_bare(quads: bytes, folder: Path) -> None:
    """Load quads the fastest way there is: in chunks, on two threads, lenient."""
    store = ox.Store(str(folder))
    with ThreadPoolExecutor(2) as threads:
        loads = [
            threads.submit(store.bulk_load, chunk, format=ox.RdfFormat.N_QUADS, lenient=True)
            for chunk in _chunks(quads)
        ]
    for load in loads:
        load.result()


def _chunks(quads: bytes) -> Iterator[bytes]:
    start = 0
    while start < len(quads):
        end = quads.find(b"\n", start + CHUNK) + 1 or len(quads)
        yield quads[start:end]
        start = end


def _workers(count: int) -> str:
    return "1 process" if count == 1 else f"{count} workers"


# Starting


def _starting(runs: int) -> Iterator[Figure]:
    """Start commands in turn with an interpreter that imports typer, and compare pair by pair."""
    bare = [sys.executable, "-c", "import typer"]
    with tempfile.TemporaryDirectory() as cwd:
        for words in (["--help"], ["ask"]):
            command = [sys.executable, LAUNCHER, *words]
            pairs = [(_started(command, cwd), _started(bare, cwd)) for _ in range(runs + 1)][1:]
            ratio = median(ours / theirs for ours, theirs in pairs)
            ours, theirs = (median(times) * 1000 for times in zip(*pairs, strict=True))
            best = min(ours for ours, _ in pairs) / min(theirs for _, theirs in pairs)
            told = f"{ratio:.2f}, fastest {best:.2f} ({ours:.0f} : {theirs:.0f} ms)"
            yield Figure(f"start of govgraph {words[0]} : python -c 'import typer'", told)


def _started(command: list[str], folder: str) -> float:
    # As for who uses it: the modules are compiled the first time only.
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    begun = time.perf_counter()
    subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True)
    return time.perf_counter() - begun


# The table


def _table(figures: list[Figure], day: date) -> str:
    return "\n".join(
        [
            "# Results",
            "",
            f"Measured on {day} by `make bench`: {machine()} at the end.",
            "Parsing is measured in processor time, the rest by the clock. Ratios hold better than the rest.",
            "",
            "| what | figure |",
            "|---|---|",
            *(f"| {figure.what} | {figure.value} |" for figure in figures),
            "",
        ]
    )


if __name__ == "__main__":
    main()
