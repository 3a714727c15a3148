"""Measures what one document costs that comes, changes or leaves, in stores of several sizes.

    python -m benchmarks.incremental --sizes 1000 10000 --size 9000

Everything that follows the document counts: finding and reading it, the graph, who is who, memberships and
ledger, the change log, the index of words. The store is open, as in a build that is under way; what a build
of one document costs as a command is measured apart. Stores are built in --folder, and used again where
they are there.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from statistics import median

from benchmarks.generate import SINCE, SIZE, Generated, generate, write
from benchmarks.sections import put_section
from graphbuild import following, pipeline, sending
from graphbuild.identity import DEFAULT_BASE
from graphbuild.pipeline import Session
from graphbuild.store.holdings import Holdings

HEADING = "## One document"
LEARNED, NOW = "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"
SEED = 7
KINDS = ("added", "changed", "withdrawn")
CLOCK = "by the clock"
_MORE = 100
"""Documents that are generated beside those of a store."""
_TOLD = 0.1  # milliseconds; stages that take less are not told
LAUNCHER = str(Path(__file__).parent.parent / "cli.py")
STAGES: tuple[tuple[str, object, str], ...] = (
    ("find, plan", pipeline, "Plan"),
    ("read, parse, resolve, state", sending, "read_file"),
    ("graph, list, change log", Holdings, "put"),
    ("graph, list, change log", Holdings, "remove"),
    ("one document a meeting", pipeline, "settle"),
    ("who is who", following, "identify"),
    ("names", Holdings, "follow"),
    ("names", Holdings, "forget"),
    ("memberships", following, "_write_people"),
    ("ledger", following, "_write_ledgers"),
    ("search index", pipeline, "keep_in_step"),
)
"""Which function, of which module or class, is which stage."""


@dataclass(slots=True)
class Stopwatch:
    """Adds up what the stages of one change take, in seconds."""

    stages: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def watch(self, stage: str, owner: object, name: str) -> Callable[[], None]:
        """Have a function measured; give what has it no longer measured."""
        function = getattr(owner, name)

        def measured(*args: object, **named: object) -> object:
            begun = time.thread_time()
            result = function(*args, **named)
            if isinstance(result, Iterator):
                result = iter(list(result))
            self.stages[stage] += time.thread_time() - begun
            return result

        setattr(owner, name, measured)
        return lambda: setattr(owner, name, function)


@dataclass(frozen=True, slots=True)
class Measured:
    """What one size gives: milliseconds by kind of change and stage, and of the command."""

    documents: int
    quads: int
    stages: dict[str, dict[str, list[float]]]
    command: float
    unchanged: float

    def total(self, kind: str) -> float:
        """The median of a kind of change as a whole."""
        return median(self.stages[kind]["all"])


def main() -> None:
    """Measure each size, and write the table."""
    parser = argparse.ArgumentParser(description="Measures what one document costs.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--size", type=int, default=SIZE, help="bytes of a document")
    parser.add_argument(
        "--changes", type=int, default=30, help="how many documents of each kind, at most 100"
    )
    parser.add_argument("--folder", type=Path, help="where stores are kept for the next run")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--no-output", action="store_true", help="print the table only")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="govgraph-incremental-") as name:
        stores = [_built(asked.folder or Path(name), count, asked.size, asked.jobs) for count in asked.sizes]
        table = section(_measured(stores, Path(name), asked.changes), asked.size, asked.changes)
    print(table)
    if not asked.no_output:
        put_section(table)


@dataclass(frozen=True, slots=True)
class Built:
    """A store of so many documents, the minutes in it, and minutes that are not."""

    documents: int
    path: Path
    minutes: Path
    more: list[Generated]


def _built(folder: Path, documents: int, size: int, jobs: int) -> Built:
    """Build a store where there is none."""
    minutes, path = folder / f"minutes-{documents}-{size}", folder / f"store-{documents}-{size}"
    made = generate(documents + _MORE, SEED, SINCE, size)
    if not path.exists():
        write(minutes, islice(made, documents))
        pipeline.build([minutes], path, DEFAULT_BASE, jobs=jobs, now=LEARNED)
        return Built(documents, path, minutes, list(made))
    return Built(documents, path, minutes, list(islice(made, documents, None)))


def _measured(stores: list[Built], folder: Path, changes: int) -> list[Measured]:
    """Change copies of the stores, in turn, so that all have the same share of what else the machine does."""
    watch = Stopwatch()
    undo = [watch.watch(*stage) for stage in STAGES]
    copies = [_Copy(each, folder / f"changed-{each.documents}", changes) for each in stores]
    for kind in KINDS:
        for number in range(changes):
            for copy in copies:
                copy.change(kind, number, watch)
    for each in undo:
        each()
    return [copy.measured() for copy in copies]


class _Copy:
    """A copy of a store that is open and changes."""

    def __init__(self, built: Built, folder: Path, changes: int) -> None:
        self._built, self._store, self._sources = built, folder / "store", folder / "minutes"
        self._more = built.more[:changes]
        folder.mkdir(exist_ok=True)
        shutil.copytree(built.path, self._store)
        self._sources.mkdir()
        self._session = Session(self._store, DEFAULT_BASE, NOW)
        self._quads = self._session.holdings.quads
        self._stages: dict[str, dict[str, list[float]]] = {kind: defaultdict(list) for kind in KINDS}
        # The first one warms: the language is compiled, the index is opened.
        self._session.bring([self._again()])

    def _again(self) -> Path:
        """A document of the store with a line more, in a file of its own."""
        path = min(self._built.minutes.iterdir())
        copy = self._sources / f"warm-{path.name}"
        copy.write_text(path.read_text("utf-8") + "\n", encoding="utf-8")
        return copy

    def change(self, kind: str, number: int, watch: Stopwatch) -> None:
        """Add, correct or withdraw a document, and measure what follows."""
        made = self._more[number]
        path = self._sources / made.name
        if kind == "withdrawn":
            path.unlink()
        else:
            _write(self._sources, made if kind == "added" else _corrected(made))
        watch.stages.clear()
        begun, worked = time.perf_counter(), time.thread_time()
        # A file that is gone is asked for as the folder that it was in would be, without the others in it.
        self._session.bring([path], prune=kind == "withdrawn")
        watch.stages["all"] = time.thread_time() - worked
        watch.stages[CLOCK] = time.perf_counter() - begun
        for stage in (CLOCK, "all", *dict.fromkeys(stage for stage, _, _ in STAGES)):
            self._stages[kind][stage].append(1000 * watch.stages[stage])

    def measured(self) -> Measured:
        """Close the store, and measure the command."""
        self._session.__exit__(None, None, None)
        few = self._more[:5]
        command = median(_command(self._store, _write(self._sources, each)) for each in few)
        unchanged = median(_command(self._store, self._sources / each.name) for each in few)
        return Measured(self._built.documents, self._quads, self._stages, command, unchanged)


def _write(folder: Path, made: Generated) -> Path:
    write(folder, [made])
    return folder / made.name


def _corrected(made: Generated) -> Generated:
    """The same minutes with another hour, and a word more in a decision."""
    text = made.text.replace(" att godkänna ", " att i sin helhet godkänna ", 1).replace("08.", "09.", 1)
    return Generated(made.name, f"{text}\n")


def _command(store: Path, path: Path) -> float:
    """Milliseconds of `govgraph build FILE --store STORE`, from start to end."""
    begun = time.perf_counter()
    words = [sys.executable, LAUNCHER, "build", str(path), "--store", str(store)]
    subprocess.run(words, check=True, capture_output=True)
    return 1000 * (time.perf_counter() - begun)


def section(found: list[Measured], size: int, changes: int) -> str:
    """Write the figures as a section of the table of results."""
    first, last = found[0], found[-1]
    heads = " | ".join(f"{each.documents:,} documents" for each in found)
    lines = [
        HEADING,
        "",
        f"A document that comes, is corrected, or is withdrawn, {changes} each, in turn in stores of",
        f"generated minutes ({size:,} bytes each), by `python -m benchmarks.incremental`. Median",
        "milliseconds in the process of a build that is under way, of all that follows: processor",
        "time of the thread that works, by stage, and the clock; then the whole command for one file.",
        "",
        f"| what | {heads} | last : first |",
        f"|---|{'---|' * len(found)}---|",
        "| quads | " + " | ".join(f"{each.quads:,}" for each in found) + " | |",
    ]
    for kind in KINDS:
        for stage in first.stages[kind]:
            times = [median(each.stages[kind][stage]) for each in found]
            if max(times) >= _TOLD:
                name = {"all": f"**{kind}**", CLOCK: f"{kind}, {CLOCK}"}.get(stage, f"– {stage}")
                lines.append(_row(name, times))
    lines.append(_row("`govgraph build CHANGED`, by the clock", [each.command for each in found]))
    lines.append(_row("`govgraph build UNCHANGED`, by the clock", [each.unchanged for each in found]))
    ratios = ", ".join(f"{kind} {last.total(kind) / first.total(kind):.2f}" for kind in KINDS)
    lines += ["", f"{last.documents:,} documents : {first.documents:,} documents: {ratios}.", ""]
    return "\n".join(lines)


def _row(name: str, times: list[float]) -> str:
    ratio = f"{times[-1] / times[0]:.2f}" if times[0] else ""
    return f"| {name} | {' | '.join(f'{each:.1f}' for each in times)} | {ratio} |"


if __name__ == "__main__":
    main()
