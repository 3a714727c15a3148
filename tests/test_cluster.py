"""A Dask cluster reads what this process would read, whatever dies meanwhile, and says what is wrong with it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from distributed import Client, LocalCluster

from graphbuild import cluster as clusters
from graphbuild.cluster import DaskWorkers
from graphbuild.errors import UsageError, WorkerError
from graphbuild.identity import DEFAULT_BASE
from graphbuild.pipeline import build
from graphbuild.resources import resource
from graphbuild.store import StoreFolder, bulk
from graphbuild.workers import AHEAD
from tests.cli import govgraph
from tests.engines import free_port
from tests.stores import lines

EXAMPLES = sorted(resource("examples").glob("*_*"))[:8]
WORKERS = 2


@contextmanager
def cluster(workers: int) -> Iterator[str]:
    """Run a scheduler here, and workers that are processes of their own and come again when they are killed."""
    with LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address="127.0.0.1:0") as started:
        yield started.scheduler_address


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Two workers."""
    with cluster(WORKERS) as found:
        yield found


@contextmanager
def worker(address: str, folder: Path) -> Iterator[None]:
    """Run a worker that looks for its modules in a folder first."""
    options = ["--no-nanny", "--no-dashboard", "--nthreads", "1", "--local-directory", str(folder)]
    process = subprocess.Popen(
        [sys.executable, "-m", "distributed.cli.dask_worker", address, *options],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.kill()
        process.wait()


def test_a_worker_that_is_killed_costs_nothing_but_repetition(address: str, tmp_path: Path) -> None:
    wanted, store = tmp_path / "wanted", tmp_path / "store"
    build(EXAMPLES, wanted, DEFAULT_BASE)
    with Client(address, set_as_default=False) as client:
        before = client.run(os.getpid)

        def kill(done: int, *_: object) -> None:
            if done == 3:
                os.kill(min(before.values()), signal.SIGKILL)

        report = build(EXAMPLES, store, DEFAULT_BASE, cluster=address, progress=kill)
        after = client.run(os.getpid)
    assert os.getpid() not in before.values() and min(before.values()) not in after.values()
    assert (report.read, report.failed) == (len(EXAMPLES), [])
    assert lines(store) == lines(wanted)
    assert texts(store) == texts(wanted)


def texts(store: Path) -> dict[str, bytes]:
    """Give the texts of a store."""
    folder = StoreFolder(store)
    return {name: folder.source(name).read_bytes() for name in folder.stored_sources()}


def test_few_values_are_out_at_a_time(address: str) -> None:
    taken, given = 0, 0

    def values() -> Iterator[int]:
        nonlocal taken
        for value in range(50):
            assert taken - given < AHEAD * WORKERS
            taken += 1
            yield -value

    found = []
    with DaskWorkers(address) as workers:
        for each in workers.each(abs, values()):
            found.append(each)
            given += 1
    assert sorted(found) == list(range(50))


def test_what_a_value_meets_is_raised(address: str) -> None:
    with DaskWorkers(address) as workers, pytest.raises(ValueError, match="invalid literal"):
        list(workers.each(int, ["1", "one"]))
    with DaskWorkers(address) as workers, pytest.raises(FileNotFoundError):
        list(workers.each(os.listdir, ["/nowhere"]))  # and is not taken for a scheduler that is gone


def test_what_kills_every_worker_is_told(address: str) -> None:
    with DaskWorkers(address) as workers, pytest.raises(WorkerError, match="died again and again") as error:
        list(workers.each(os._exit, [1]))
    assert "\n" not in str(error.value)


def test_the_command_starts_a_cluster_here(tmp_path: Path) -> None:
    """What cannot be read is told as without one, and the cluster itself says nothing."""
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "other.txt").write_text("Nothing of a meeting.\n", "utf-8")
    (tmp_path / EXAMPLES[0].name).write_bytes(EXAMPLES[0].read_bytes())
    report = build([tmp_path], tmp_path / "wanted", DEFAULT_BASE)
    told = govgraph("build", tmp_path, "--store", tmp_path / "store", "--engine", "dask", "--jobs", "1")
    # The lines of progress stand between them where the machine is slow.
    failures = sorted(line for line in told.err.splitlines() if " read, " not in line)
    assert (told.code, failures) == (3, sorted(f"govgraph: {each.reason}" for each in report.failed))
    logged = "/graph/changes> ."
    assert [line for line in lines(tmp_path / "store") if not line.endswith(logged)] == lines(
        tmp_path / "wanted"
    )


@pytest.mark.parametrize(
    ("module", "told"),
    [
        ("raise ModuleNotFoundError('No module named graphbuild')", "has no govgraph, and this is"),
        ("__version__ = '0.0.9'", "has govgraph 0.0.9, and this is"),
    ],
)
def test_a_worker_that_would_read_otherwise_is_told(tmp_path: Path, module: str, told: str) -> None:
    (tmp_path / "graphbuild").mkdir()
    (tmp_path / "graphbuild" / "__init__.py").write_text(module, "utf-8")
    refused = pytest.raises(WorkerError, match=told)
    with cluster(0) as address, worker(address, tmp_path), refused as error:
        build(EXAMPLES[:1], tmp_path / "store", DEFAULT_BASE, cluster=address)
    assert "\n" not in str(error.value)


def test_a_cluster_without_workers_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "_PATIENCE", 0.2)
    monkeypatch.setattr(clusters, "_LOOK", 0.1)
    with cluster(0) as address, pytest.raises(WorkerError, match="has had no worker"):
        build(EXAMPLES[:1], tmp_path / "store", DEFAULT_BASE, cluster=address)


def test_a_scheduler_that_goes_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read stays, and the next build goes on."""
    monkeypatch.setattr(bulk, "CHUNK", 1)  # each document is done by itself
    store = tmp_path / "store"
    started = LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address="127.0.0.1:0")

    def close(done: int, *_: object) -> None:
        if done == 2:
            started.close()

    with pytest.raises(WorkerError, match=r"the Dask scheduler at tcp://\S+ is gone: "):
        build(EXAMPLES[:4], store, DEFAULT_BASE, cluster=started.scheduler_address, progress=close)
    assert build(EXAMPLES[:4], store, DEFAULT_BASE).skipped >= 1


def test_a_place_without_a_scheduler_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "_CONNECTING", 0.5)
    with pytest.raises(WorkerError, match="no Dask scheduler answers at tcp:"):
        DaskWorkers(f"tcp://127.0.0.1:{free_port()}")
    with pytest.raises(UsageError, match="write an address such as"):
        DaskWorkers("nothing://here")


def test_the_command_says_what_is_missing(tmp_path: Path) -> None:
    """Without Dask; with words that go with another engine."""
    (tmp_path / "distributed.py").write_text("raise ModuleNotFoundError", "utf-8")
    words = ("build", EXAMPLES[0], "--store", tmp_path / "store")
    told = govgraph(*words, "--engine", "dask", PYTHONPATH=str(tmp_path))
    assert (told.code, told.err.splitlines()) == (
        2,
        ["govgraph: --engine dask needs more than govgraph itself: pip install 'govgraph[dask]'"],
    )
    told = govgraph(*words, "--dask", "tcp://localhost:1")
    assert (told.code, told.err) == (2, "govgraph: --dask tcp://localhost:1: say --engine dask, too\n")
