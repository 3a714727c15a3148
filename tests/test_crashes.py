"""Builds that are killed, that meet a full disk, or whose workers die: nothing half, nothing left over."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from graphbuild import sending, workers
from graphbuild.errors import StoreError, WorkerError
from graphbuild.identity import DEFAULT_BASE
from graphbuild.pipeline import Session, build
from graphbuild.reading import Failure, Reading, Task
from graphbuild.resources import resource
from graphbuild.store import StoreFolder, bulk
from graphbuild.store.filling import Filling
from graphbuild.store.holdings import Holdings
from tests.stores import lines

NOW = "2026-01-01T00:00:00Z"
ROOT = Path(__file__).parent.parent
EXAMPLES = sorted(resource("examples").glob("*_*"))


def test_builds_that_are_killed_at_random_moments() -> None:
    """The short form of `benchmarks.kills`, which checks after each kill what must hold."""
    command = [sys.executable, "-m", "benchmarks.kills", "--kills", "3", "--seed", "2", "--documents", "6"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert sum(int(line.split()[0]) for line in ran.stdout.splitlines()) == 3


def test_a_build_that_is_read_from_stdin_uses_workers(tmp_path: Path) -> None:
    """Workers do not need the program that builds, which they could not import."""
    program = f"""
from pathlib import Path
from graphbuild import sending, workers
from graphbuild.pipeline import build
workers.WORTH_WORKERS = 2
sources = [Path(name) for name in {[str(path) for path in EXAMPLES[:3]]!r}]
print(build(sources, Path({str(tmp_path / "store")!r}), {DEFAULT_BASE!r}, jobs=2).read)
"""
    ran = subprocess.run(
        [sys.executable, "-"],
        input=program,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (0, "3\n"), ran.stderr


def test_a_worker_that_dies_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "WORTH_WORKERS", 2)
    monkeypatch.setattr(sending, "read_file", die)
    with pytest.raises(WorkerError, match="a worker process died") as error:
        build(EXAMPLES[:3], tmp_path / "store", DEFAULT_BASE, jobs=2)
    assert "\n" not in str(error.value)
    monkeypatch.undo()
    assert build(EXAMPLES[:3], tmp_path / "store", DEFAULT_BASE).read == 3


def test_a_first_build_that_is_stopped_goes_on_from_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was loaded stays done; what changed or went meanwhile is followed; the end is that of one build."""
    monkeypatch.setattr(bulk, "CHUNK", 1)  # each document is done by itself
    sources, store = tmp_path / "sources", tmp_path / "store"
    sources.mkdir()
    for path in EXAMPLES[:5]:
        (sources / path.name).write_bytes(path.read_bytes())

    def stop(*told: object) -> None:
        if told[0] == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build([sources], store, DEFAULT_BASE, progress=stop, now=NOW)
    with pytest.raises(StoreError, match="was stopped before its end: run it again"):
        Holdings(store, DEFAULT_BASE)
    changed = sources / EXAMPLES[0].name
    changed.write_bytes(changed.read_bytes() + b"\n")
    (sources / EXAMPLES[1].name).unlink()
    report = build([sources], store, DEFAULT_BASE, now=NOW, prune=True)
    assert (report.skipped, report.read, report.removed) == (2, 2, 1)
    assert not StoreFolder(store).under_way()
    build([sources], tmp_path / "at-once", DEFAULT_BASE)
    logged = "/graph/changes> ."
    assert [line for line in lines(store) if not line.endswith(logged)] == lines(tmp_path / "at-once")


@pytest.mark.parametrize("room", ["graph.new", "graph.documents"])
def test_a_first_build_that_is_stopped_at_its_end_goes_on_from_its_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: str
) -> None:
    """What followed from the documents is worked out again, wherever the swap of folders was stopped."""
    store, wanted = tmp_path / "store", tmp_path / "wanted"
    build(EXAMPLES[:3], wanted, DEFAULT_BASE, now=NOW)
    with monkeypatch.context() as patched:
        patched.setattr(Filling, "finish", stop_at_the_end)
        with pytest.raises(KeyboardInterrupt):
            build(EXAMPLES[:3], store, DEFAULT_BASE, now=NOW)
    assert (store / "graph.new").exists() and (store / "graph.documents").exists()
    if room == "graph.documents":
        (store / "graph.new").rename(store / "graph.former")
    report = build(EXAMPLES[:3], store, DEFAULT_BASE, now=NOW)
    assert (report.read, report.skipped) == (0, 3)
    assert lines(store) == lines(wanted)


def stop_at_the_end(_: Filling) -> None:
    """Stands for somebody who stops a build."""
    raise KeyboardInterrupt


def die(_: Task) -> Reading | Failure:
    """Stands for a reader that takes all memory, and is killed for it."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def test_the_quads_of_a_store_are_counted_as_it_changes(tmp_path: Path) -> None:
    """The count that a session keeps is what counting them all gives, whatever comes, changes and leaves."""
    sources = tmp_path / "sources"
    sources.mkdir()
    names = [path.name for path in EXAMPLES[:4]]
    with Session(tmp_path / "store", DEFAULT_BASE, "2026-01-01T00:00:00Z") as session:
        for step, name in enumerate([*names, *names[:2]]):
            text = resource("examples").joinpath(name).read_text("utf-8")
            (sources / name).write_text(text + "\n" * step, "utf-8")
            assert session.bring([sources]).quads == len(session.holdings.store)
        (sources / names[2]).unlink()
        assert session.bring([sources], prune=True).quads == len(session.holdings.store)
    with Holdings(tmp_path / "store", DEFAULT_BASE) as holdings:
        assert holdings.quads == len(holdings.store)
    at_once = tmp_path / "at-once"
    build([sources], at_once, DEFAULT_BASE)
    logged = "/graph/changes> ."
    assert [line for line in lines(tmp_path / "store") if not line.endswith(logged)] == lines(at_once)


def test_a_store_that_was_not_closed_well_is_compared(tmp_path: Path) -> None:
    """What a power cut took from the list is taken from the graph, too; the next build reads it again."""
    store = tmp_path / "store"
    build(EXAMPLES[:3], store, DEFAULT_BASE)
    before = lines(store)
    with Holdings(store, DEFAULT_BASE) as holdings:
        lost = min(holdings.register.documents())
        holdings.register.remove([lost])
        (StoreFolder(store).sources / "left.txt.1.part").write_text("half")
    with Holdings(store, DEFAULT_BASE) as holdings:  # closed well: the list is trusted
        assert lost in holdings.store.documents()
    with pytest.raises(KeyboardInterrupt), Holdings(store, DEFAULT_BASE):
        raise KeyboardInterrupt
    with Holdings(store, DEFAULT_BASE) as holdings:
        assert lost not in holdings.store.documents()
    assert not list(StoreFolder(store).sources.glob("*.part"))
    assert build(EXAMPLES[:3], store, DEFAULT_BASE).read == 1
    assert lines(store) == before
