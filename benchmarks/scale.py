"""Measures how a build grows with what is built: time, memory, disk; prints a table, writes it and plots.

    python -m benchmarks.scale --sizes 1000 10000 --size 9000 --jobs 2

Each size is built by a process of its own into a new store. The growth exponent is the slope of cost
against size, both in logarithms (least squares): 1 is as much for each document whatever their number.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path

import psutil

from benchmarks.generate import SIZE, write_minutes
from benchmarks.plot import Line, plotted
from benchmarks.sections import machine, put_section
from graphbuild.identity import DEFAULT_BASE
from graphbuild.pipeline import build

HEADING = "## Growth"
SEED = 7
EVERY = 0.5
"""Seconds after which memory and processor time are looked at."""
PLOTS = Path(__file__).parent / "plots"


@dataclass(frozen=True, slots=True)
class Grown:
    """What building so many documents took: seconds, bytes of all processes and of the one that writes."""

    documents: int
    quads: int
    seconds: float
    processor: float
    memory: int
    writer: int
    disk: int


def main() -> None:
    """Measure each size, and write the table and the plots."""
    parser = argparse.ArgumentParser(description="Measures how a build grows.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--size", type=int, default=SIZE, help="bytes of a document")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--folder", type=Path, help="where there is room for stores")
    parser.add_argument("--no-output", action="store_true", help="print the table only")
    parser.add_argument("--build", type=Path, help=argparse.SUPPRESS)  # what each process does
    asked = parser.parse_args()
    if asked.build:
        report = build([asked.build / "minutes"], asked.build / "store", DEFAULT_BASE, jobs=asked.jobs)
        print(json.dumps({"read": report.read, "quads": report.quads}))
        return
    found = []
    for count in sorted(asked.sizes):
        found.append(grown(count, asked.size, asked.jobs, asked.folder))
        print(found[-1], file=sys.stderr, flush=True)  # the next one may take hours
    table = section(found, asked.size, asked.jobs)
    print(table)
    if not asked.no_output:
        put_section(table)
        plot(found)


def grown(documents: int, size: int, jobs: int, room: Path | None) -> Grown:
    """Build so many documents, and watch the processes that do."""
    with tempfile.TemporaryDirectory(prefix="govgraph-scale-", dir=room) as name:
        folder = Path(name)
        write_minutes(folder / "minutes", documents, SEED, size)
        command = [sys.executable, "-m", "benchmarks.scale", "--build", name, "--jobs", str(jobs)]
        begun = time.perf_counter()
        running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        processor, memory, writer = _watched(running)
        seconds = time.perf_counter() - begun
        assert running.stdout is not None and running.returncode == 0
        told = json.loads(running.stdout.read())
        assert told["read"] == documents
        disk = sum(path.stat().st_size for path in (folder / "store").rglob("*") if path.is_file())
    return Grown(documents, told["quads"], seconds, processor, memory, writer, disk)


def _watched(running: subprocess.Popen[str]) -> tuple[float, int, int]:
    """Watch a process and its children to their end: processor time, and the most memory at a time."""
    first, times, most, writer = psutil.Process(running.pid), dict[int, float](), 0, 0
    while running.poll() is None:
        here = 0
        for each in (first, *_children(first)):
            try:
                used, spent = each.memory_info().rss, each.cpu_times()
            except psutil.Error:  # it has just ended
                continue
            here += used
            times[each.pid] = spent.user + spent.system
            writer = max(writer, used if each is first else 0)
        most = max(most, here)
        time.sleep(EVERY)
    return sum(times.values()), most, writer


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return list(process.children(recursive=True))
    except psutil.Error:
        return []


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """Give the slope of cost against size, both in logarithms, by least squares."""
    logs = [(log(size), log(cost)) for size, cost in points]
    middle, height = (sum(values) / len(logs) for values in zip(*logs, strict=True))
    spread = sum((x - middle) ** 2 for x, _ in logs)
    return float(sum((x - middle) * (y - height) for x, y in logs) / spread)


def section(found: list[Grown], size: int, jobs: int) -> str:
    """Write the figures as a section of the table of results."""
    lines = [
        HEADING,
        "",
        f"Generated minutes ({size:,} bytes each), built with {jobs} processes that read, by",
        f"`python -m benchmarks.scale`: {machine()}.",
        "Memory is the most that was resident at a time, shared pages counted for each process.",
        "",
        "| documents | quads | s | documents a second | ms of processor a document | memory of all, MB "
        "| of the one that writes, MB | store, KB a document |",
        "|---|---|---|---|---|---|---|---|",
        *(
            f"| {each.documents:,} | {each.quads:,} | {each.seconds:,.0f} "
            f"| {each.documents / each.seconds:.1f} | {1000 * each.processor / each.documents:.1f} "
            f"| {each.memory / 1e6:,.0f} | {each.writer / 1e6:,.0f} "
            f"| {each.disk / each.documents / 1000:.0f} |"
            for each in found
        ),
        "",
    ]
    if len(found) > 1:
        clock, work, memory = (
            exponent([(each.documents, cost) for each, cost in zip(found, costs, strict=True)])
            for costs in (
                [each.seconds for each in found],
                [each.processor for each in found],
                [each.memory for each in found],
            )
        )
        lines += [
            f"Growth exponents: time by the clock {clock:.2f}, processor time {work:.2f}, "
            f"memory {memory:.2f}. Plots: [time](plots/time.svg), [memory](plots/memory.svg).",
            "",
        ]
    return "\n".join(lines)


def plot(found: list[Grown]) -> None:
    """Draw time and memory against size."""
    PLOTS.mkdir(exist_ok=True)
    sizes = [each.documents for each in found]
    time_of = [
        Line("by the clock", list(zip(sizes, [each.seconds for each in found], strict=True))),
        Line("processor", list(zip(sizes, [each.processor for each in found], strict=True))),
    ]
    memory_of = [
        Line("all processes", list(zip(sizes, [each.memory / 1e6 for each in found], strict=True))),
        Line("the one that writes", list(zip(sizes, [each.writer / 1e6 for each in found], strict=True))),
    ]
    (PLOTS / "time.svg").write_text(plotted("Time of a build", "documents", "s", time_of), "utf-8")
    (PLOTS / "memory.svg").write_text(plotted("Memory of a build", "documents", "MB", memory_of), "utf-8")


if __name__ == "__main__":
    main()
