"""Kills builds at random moments, or takes the disk away; ends with 1 if what is left is not as it should be.

    python -m benchmarks.kills --kills 200 --seed 1

Each round builds a new store (bulk), or brings one up to date with documents that come, change and leave
(incremental), in a process of its own that is killed (SIGKILL) at a random moment, or whose files may not
grow past a random size. Afterwards the store must open, hold only whole documents and none less than were
reported done before; the next build must end in the same bytes as one that nobody disturbed, with no file
left over. A full disk must be told in one line.
"""

import argparse
import hashlib
import json
import os
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from shutil import copytree, rmtree

import pyoxigraph as ox

from benchmarks.generate import SINCE, Generated, generate, write
from graphbuild.errors import GovgraphError, UnreadableError
from graphbuild.identity import DEFAULT_BASE
from graphbuild.parsing import parse
from graphbuild.pipeline import build
from graphbuild.readers import read
from graphbuild.reading import Reading, Task, read_file
from graphbuild.resolution import resolve
from graphbuild.search.index import Index
from graphbuild.statements.naming import split
from graphbuild.store import EmbeddedStore, Store, StoreFolder, bulk
from graphbuild.store.holdings import Holdings
from graphbuild.store.quads import quads_of

BEFORE, AFTER = "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"
KINDS = ("bulk", "incremental")
HOW = ("kill", "kill", "kill", "full disk")
CHUNK = 200_000
"""Bytes of quads that are loaded at once: a few documents, so that a kill finds some done and some not."""
_TOLD = 70  # exit code of a build that says in one line what is wrong
_HASTE = 0.7  # of the time of an undisturbed build, which is the first in its process to open a store


@dataclass(frozen=True, slots=True)
class Case:
    """A kind of build: where it starts from (None: nothing), its sources, and what it must end in."""

    kind: str
    start: Path | None
    sources: Path
    end: Path
    seconds: float
    bytes: int


def main() -> None:
    """Run the rounds, and tell what came of them."""
    parser = argparse.ArgumentParser(description="Kills builds at random moments, and checks what is left.")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--documents", type=int, default=24)
    parser.add_argument("--jobs", type=int, default=1)
    asked = parser.parse_args()
    random = Random(asked.seed)
    bulk.CHUNK = CHUNK
    outcomes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="govgraph-kills-") as name:
        folder = Path(name)
        cases = _cases(folder, asked.documents, asked.seed, asked.jobs)
        for number in range(asked.kills):
            case, how = cases[number % len(cases)], random.choice(HOW)
            share = random.random()
            outcome = _round(case, folder / "store", how, share, asked.jobs)
            outcomes[f"{case.kind}, {how}: {outcome}"] += 1
            if outcome not in ("mended", "was done before"):
                print(f"round {number}: {case.kind}, {how} at {share:.4f}: {outcome}", file=sys.stderr)
    for outcome, count in sorted(outcomes.items()):
        print(f"{count:4} {outcome}")
    wrong = [each for each in outcomes if not each.endswith((": mended", ": was done before"))]
    sys.exit(1 if wrong else 0)


def _cases(folder: Path, documents: int, seed: int, jobs: int) -> list[Case]:
    """Make minutes, and build what undisturbed builds end in."""
    made = list(generate(documents, seed, SINCE, 1500))
    old, new = folder / "old", folder / "new"
    write(old, made[: documents * 2 // 3])
    # A third is new, some have another hour and a line more, and some are gone.
    changed = [Generated(each.name, each.text.replace("09.", "10.") + "\n") for each in made[4:8]]
    write(new, made[2:4] + changed + made[8:])
    resolve(parse(read(min(new.iterdir()))))  # compiles the language once, for all processes
    first, last = folder / "first", folder / "last"
    times = []
    for sources, store, now, before in ((old, first, BEFORE, None), (new, last, AFTER, first)):
        if before:
            copytree(before, store)
        begun = time.monotonic()
        _must(lambda: _build(sources, store, now, jobs))  # noqa: B023 - run at once
        times.append(time.monotonic() - begun)
    # What is built one file after another moves through other moments than what comes at once.
    sizes = [sum(path.stat().st_size for path in (store / "graph").iterdir()) for store in (first, last)]
    return [
        Case("bulk", None, old, first, times[0], sizes[0]),
        Case("incremental", first, new, last, times[1], sizes[1]),
    ]


def _build(sources: Path, store: Path, now: str, jobs: int) -> None:
    report = build([sources], store, DEFAULT_BASE, jobs=jobs, prune=True, now=now)
    if report.failed:
        raise UnreadableError(report.failed[0].reason)


def _round(case: Case, store: Path, how: str, share: float, jobs: int) -> str:
    """Disturb one build, check what is left, build again, and compare."""
    rmtree(store, ignore_errors=True)
    if case.start:
        copytree(case.start, store)
    now = BEFORE if case.start is None else AFTER
    work = lambda: _build(case.sources, store, now, jobs)  # noqa: E731
    if how == "kill":
        stopped = _killed(work, share * case.seconds * _HASTE)
    else:
        stopped = _limited(work, 4096 + int(share * share * case.bytes))
    for step, words in (
        (lambda: _check(case, store), "is not whole: "),
        (work, "cannot be built again: "),
        (lambda: _compare(case, store), "ends in something else: "),
    ):
        if wrong := _run(step):
            return words + wrong
    return "mended" if stopped else "was done before"


# Processes


def _fork(work: Callable[[], None], told: int = -1) -> int:
    """Do something in a process of its own: the engine's threads must not be in this one."""
    child = os.fork()
    if child:
        return child
    os.setpgid(0, 0)
    try:
        work()
        os._exit(0)
    except BaseException as error:
        if isinstance(error, GovgraphError) and "\n" not in str(error):
            os._exit(_TOLD)
        if told >= 0:
            last = traceback.extract_tb(error.__traceback__)[-1]
            os.write(told, f"{type(error).__name__}: {error} ({last.name})".encode()[:4000])
        os._exit(1)


def _run(work: Callable[[], None]) -> str:
    """Do something in a process of its own, and give what went wrong."""
    end, told = os.pipe()
    child = _fork(work, told)
    os.close(told)
    with os.fdopen(end, "rb") as pipe:
        wrong = pipe.read().decode()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return wrong or (f"ended with {code}" if code else "")


def _must(work: Callable[[], None]) -> None:
    if wrong := _run(work):
        raise SystemExit(f"an undisturbed build fails: {wrong}")


def _killed(work: Callable[[], None], seconds: float) -> bool:
    """Kill a build after some time; tell whether it was still at work."""
    child = _fork(work)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0


def _limited(work: Callable[[], None], size: int) -> bool:
    """Run a build none of whose files may grow past a size; tell whether it ran into it."""

    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a write then fails, as on a full disk
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        work()

    wrong = _run(limited)
    if wrong and wrong != f"ended with {_TOLD}":
        raise SystemExit(f"a full disk is not told in one line: {wrong}")
    return bool(wrong)


# Checks


def _check(case: Case, store: Path) -> None:
    """The store opens, holds only whole documents, and all that the build had no reason to touch."""
    if not StoreFolder(store).exists():
        assert case.start is None, "the store is gone"
        return
    whole = _read(case.sources)
    kept = _kept(case.start, case.end)
    if case.start:
        whole |= _read(case.start.with_name("old"))
    with Holdings(store, DEFAULT_BASE, resume=True) as holdings:
        opened = _open(holdings)
        found = {name: _fixed(opened, name) for name in opened.documents()}
        listed = holdings.register.documents()
        unknown = set() if holdings.resumed else _unknown(holdings.store)
    if unknown:  # what was being merged is gone when the engine is opened again
        with EmbeddedStore.write(store) as again:
            assert not unknown & _unknown(again), "orphan files"
    assert set(found) == {name for name, each in listed.items() if each.duplicate_of is None}, (
        "list and graph"
    )
    for name, text in found.items():
        assert whole.get(name) == text, f"document {name} is not whole"
    for name in kept:
        assert name in found, f"document {name} is lost"


def _open(holdings: Holdings) -> Store:
    """The quads of a store, or, where its first build was stopped, those that the next one goes on from."""
    if not holdings.resumed:
        return holdings.store
    graph = ox.Store.read_only(str(holdings.folder.new_graph))
    return EmbeddedStore(holdings.folder, holdings.store.base, graph, None)


def _compare(case: Case, store: Path) -> None:
    """The quads, the texts and the index are those of an undisturbed build, and nothing else is there."""
    with EmbeddedStore.read(store) as one, EmbeddedStore.read(case.end) as other:
        assert sorted(one.quads().split(b"\n")) == sorted(other.quads().split(b"\n")), "the quads"
        stored = set(one.folder.stored_sources())
        assert stored == one.documents(), "the texts"
        with Index(one.folder.search_index) as index, Index(other.folder.search_index) as wanted:
            assert index.revisions() == wanted.revisions(), "the index"
    left = [path.name for path in store.rglob("*.part")]
    assert not left and not StoreFolder(store).under_way(), f"left over: {left}"


def _unknown(store: Store) -> set[str]:
    """Name the files of quads that the engine does not know: orphans, or files that it is merging."""
    assert isinstance(store, EmbeddedStore)
    found = store.link_live()
    rmtree(store.folder.live)
    return found


def _kept(start: Path | None, end: Path) -> set[str]:
    """The documents that are in a store before a build and after it."""
    if start is None:
        return set()
    with EmbeddedStore.read(start) as before, EmbeddedStore.read(end) as after:
        return before.documents() & after.documents()


def _read(sources: Path) -> dict[str, str]:
    """What each document says that no judgement changes; read once."""
    kept = sources.with_name(f"{sources.name}.json")
    if not kept.exists():
        texts = kept.with_suffix(".texts")
        (texts / "sources").mkdir(parents=True)
        found = {}
        for path in sorted(sources.iterdir()):
            sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
            result = read_file(Task(path, sha256, (path.name,), DEFAULT_BASE, texts))
            assert isinstance(result, Reading)
            found[result.statements.document] = _sorted(result.statements.fixed)
        kept.write_text(json.dumps(found), encoding="utf-8")
    return {str(name): str(text) for name, text in json.loads(kept.read_text("utf-8")).items()}


def _sorted(quads: str) -> str:
    parsed = ox.parse(quads.encode(), format=ox.RdfFormat.N_QUADS)
    return "\n".join(sorted(map(str, parsed)))


def _fixed(store: Store, document: str) -> str:
    fixed, _ = split(quads_of(store, store.names.graph(document)), store.base)
    return _sorted(fixed)


if __name__ == "__main__":
    main()
