"""Fills a new store with N-Quads, in chunks on two threads; the store is there when all are in."""

import shutil
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

import pyoxigraph as ox

from graphbuild.errors import StoreError
from graphbuild.store.embedded import open_graph
from graphbuild.store.folder import StoreFolder

CHUNK = 20_000_000
THREADS = 2


class BulkLoad:
    """A load into a store that has nothing in it yet. Use as a context; an error leaves it empty.

    A bulk load that is killed leaves files behind for good, so it goes into a folder of its own
    that takes the graph's place when it is complete.
    """

    def __init__(self, folder: StoreFolder) -> None:
        """Start in an empty folder beside the graph."""
        self._folder = folder
        left = folder.new_graph
        if left.exists():
            open_graph(left)  # another build that is still under way holds its lock
            shutil.rmtree(left)
        self._graph: ox.Store | None = open_graph(left)
        self._threads = ThreadPoolExecutor(THREADS)
        self._free = threading.BoundedSemaphore(THREADS + 1)
        self._under_way: list[Future[None]] = []
        self._waiting: list[str] = []
        self._size = 0

    def add(self, quads: str) -> None:
        """Take over N-Quads; they are loaded when a chunk is full."""
        self._waiting.append(quads)
        self._size += len(quads)
        if self._size >= CHUNK:
            self._send()

    def __enter__(self) -> Self:
        """Give the load itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Load the rest and put the graph in its place; after an error, leave things as they were."""
        try:
            if error is None:
                self._send()
            self._threads.shutdown(wait=True, cancel_futures=error is not None)
            if error is None:
                self._settle()
        finally:
            self._graph = None
        if error is None:
            shutil.rmtree(self._folder.graph, ignore_errors=True)
            self._folder.new_graph.rename(self._folder.graph)
        else:
            shutil.rmtree(self._folder.new_graph, ignore_errors=True)

    def _send(self) -> None:
        if not self._waiting:
            return
        chunk = "".join(self._waiting)
        self._waiting, self._size = [], 0
        self._settle(only_done=True)
        self._free.acquire()
        self._under_way.append(self._threads.submit(self._load, chunk))

    def _load(self, chunk: str) -> None:
        assert self._graph is not None
        try:
            self._graph.bulk_load(chunk.encode(), format=ox.RdfFormat.N_QUADS, lenient=True)
        finally:
            self._free.release()

    def _settle(self, *, only_done: bool = False) -> None:
        """Raise what went wrong in a thread."""
        settled = [future for future in self._under_way if future.done() or not only_done]
        for future in settled:
            try:
                future.result()
            except (OSError, SyntaxError) as error:
                raise StoreError(
                    f"the quads could not be loaded into {self._folder.path} ({error}): "
                    "make sure that the disk has room, then run the build again"
                ) from error
        self._under_way = [future for future in self._under_way if future not in settled]
