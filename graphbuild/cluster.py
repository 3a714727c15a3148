"""Does what can be done side by side on a Dask cluster: on machines that are there, or in processes here.

What is to be done goes out as one pickle, and so does what comes of it: the scheduler needs no govgraph.
A few values for each thread are out at a time. What a worker that dies was at is done again by another.
"""

import logging
import pickle
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from itertools import count, islice
from queue import Empty, SimpleQueue
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from graphbuild import __version__
from graphbuild.errors import MissingExtraError, UsageError, WorkerError
from graphbuild.parsing import PARSER_VERSION
from graphbuild.workers import AHEAD, without_main

if TYPE_CHECKING:
    from distributed import Client, Future

    _Coming = Future[tuple[str, bytes | None]]

LOCAL = "local"
"""Instead of an address: a cluster of processes of this machine, for this build alone."""
_CONNECTING = 10.0
"""Seconds that a scheduler may take to answer."""
_PATIENCE = 60.0
"""Seconds that a cluster may be without any worker: one that grows on demand starts some only then."""
_LOOK = 5.0
"""Seconds after which it is looked anew how many threads there are."""
_Given = TypeVar("_Given")
_Found = TypeVar("_Found")


class DaskWorkers:
    """The workers of a Dask cluster. Use as a context."""

    far = True

    def __init__(self, address: str, jobs: int = 1) -> None:
        """Find the scheduler at an address, or start a cluster of so many processes here (`LOCAL`).

        Raises `MissingExtraError` where Dask is not installed, `UsageError` for what is no address and
        `WorkerError` where nobody answers there.
        """
        try:
            import dask
            import distributed
        except ModuleNotFoundError as error:
            raise MissingExtraError("--engine dask", "dask") from error
        dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"})  # one file, at the most
        # What happens to workers is the cluster's log to tell, not this terminal.
        for name in ("distributed", "distributed.client"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        self.address = address
        self._local: Any = None
        if address == LOCAL:
            with without_main():
                self._local = distributed.LocalCluster(
                    n_workers=jobs,
                    threads_per_worker=1,
                    dashboard_address="127.0.0.1:0",
                    silence_logs=logging.CRITICAL,
                )
        self._client = self._connected()
        self._numbers = count()
        self._threads, self._looked, self._alone_since = 0, -_LOOK, monotonic()

    def _connected(self) -> "Client":
        from distributed import Client

        try:
            return Client(self._local or self.address, timeout=_CONNECTING, set_as_default=False)
        except ValueError as error:
            raise UsageError(
                f"--dask {self.address}: write an address such as tcp://localhost:8786"
            ) from error
        except OSError as error:
            raise WorkerError(
                f"no Dask scheduler answers at {self.address}: "
                "start one (dask scheduler), or leave --dask out for a cluster on this machine"
            ) from error

    def __enter__(self) -> Self:
        """Give the workers themselves."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of the cluster; one that was started for this build ends."""
        with suppress(TimeoutError, OSError):
            self._client.close()
        if self._local is not None:
            self._local.close()

    def each(self, function: Callable[[_Given], _Found], given: Iterable[_Given]) -> Iterator[_Found]:
        """Apply a function of a module to values, and give what comes of them, in no order.

        Values are taken as there is room for them. Raises `WorkerError` where the cluster is lost, where a
        worker has no govgraph or another, and where workers die of a value again and again.
        """
        values, done = iter(given), SimpleQueue["_Coming"]()
        out: set[_Coming] = set()
        try:
            while True:
                for value in islice(values, max(0, self._room() - len(out))):
                    future = self._sent(function, value)
                    out.add(future)
                    future.add_done_callback(done.put)
                if not out:
                    return
                future = self._next(done)
                out.remove(future)
                yield self._result(future)
        finally:
            for future in out:
                future.cancel()

    def _sent(self, function: Callable[[_Given], _Found], value: _Given) -> "_Coming":
        key = f"govgraph-{id(self)}-{next(self._numbers)}"
        packed = pickle.dumps((function, value), protocol=pickle.HIGHEST_PROTOCOL)
        return self._client.submit(_bare(), version(), packed, key=key, pure=False)

    def _room(self) -> int:
        """How many values may be out at a time."""
        now = monotonic()
        if now - self._looked >= _LOOK:
            with self._lost():
                self._threads = sum(self._client.nthreads().values())
            self._looked = now
            if self._threads:
                self._alone_since = now
        return max(1, self._threads) * AHEAD

    def _next(self, done: "SimpleQueue[_Coming]") -> "_Coming":
        """Wait for something to be done, as long as there is anybody to do it."""
        while True:
            with suppress(Empty):
                return done.get(timeout=_LOOK)
            self._room()
            if monotonic() - self._alone_since > _PATIENCE:
                raise WorkerError(
                    f"the Dask cluster at {self._place} has had no worker for {_PATIENCE:.0f} s: "
                    "start some (dask worker), then run the build again"
                )

    def _result(self, future: "_Coming") -> Any:  # noqa: ANN401 - whatever was pickled
        """Give what came of a value, or say why nothing did."""
        from distributed import KilledWorker

        with self._lost():
            failed = future.exception()
            if isinstance(failed, CancelledError):
                raise failed
        if isinstance(failed, KilledWorker):
            raise WorkerError(
                f"workers of the Dask cluster at {self._place} died again and again of the same thing, "
                "killed or out of memory: give them more memory, then run the build again"
            ) from failed
        if failed is not None:
            raise failed
        with self._lost():  # it is done: only the way to it can be lost
            found, packed = future.result()
        if packed is None:
            has = f"has govgraph {found}" if found else "has no govgraph"
            raise WorkerError(
                f"a worker of the Dask cluster at {self._place} {has}, and this is {version()}: "
                f"install govgraph {__version__} there, then run the build again"
            )
        return pickle.loads(packed)

    @property
    def _place(self) -> str:
        return "this machine" if self._local is not None else self.address

    @contextmanager
    def _lost(self) -> Iterator[None]:
        """Tell that the scheduler is gone."""
        try:
            yield
        except (CancelledError, OSError) as error:
            raise WorkerError(
                f"the Dask scheduler at {self._place} is gone: start it, then run the build again, "
                "and it goes on from there"
            ) from error


def version() -> str:
    """Tell one govgraph from another that might read something else in a document."""
    return f"{__version__} (parser {PARSER_VERSION})"


def _bare() -> Callable[[str, bytes], tuple[str, bytes | None]]:
    """Make the function that a worker runs: it goes there as it is, since a worker may lack this module."""

    def run(wanted: str, packed: bytes) -> tuple[str, bytes | None]:
        """Give the version of govgraph that is there, empty without one, and what comes of a value."""
        import pickle

        try:
            import graphbuild
        except ModuleNotFoundError:
            return "", None
        try:
            from graphbuild.cluster import version
        except ImportError:
            return graphbuild.__version__, None
        if version() != wanted:
            return version(), None
        function, value = pickle.loads(packed)
        return wanted, pickle.dumps(function(value), protocol=pickle.HIGHEST_PROTOCOL)

    return run
