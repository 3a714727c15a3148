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
from graphbuild.store.records import DocumentRecord

CHUNK = 20_000_000
"""Bytes that are loaded at a time: half as many take as long, twice as many twice the memory."""
THREADS = 2


class BulkLoad:
    """A load into a store that has nothing in it yet. Use as a context.

    A bulk load that is killed leaves files behind for good, so it goes into a folder of its own
    that takes the graph's place when it is complete. What comes with quads (a key of them) is `done` when
    those are in. An error, or a kill, leaves the folder for another load to go on with, if anything was done.
    """

    def __init__(self, folder: StoreFolder, *, resumed: bool = False) -> None:
        """Start in an empty folder beside the graph, or go on with the one that is there."""
        self._folder = folder
        left = folder.new_graph
        if left.exists() and not resumed:
            open_graph(left)  # another build that is still under way holds its lock
            shutil.rmtree(left)
        self._graph: ox.Store | None = open_graph(left)
        self._threads = ThreadPoolExecutor(THREADS)
        self._free = threading.BoundedSemaphore(THREADS + 1)
        self._under_way: list[tuple[Future[None], list[DocumentRecord]]] = []
        self._waiting: list[bytes] = []
        self._come: list[DocumentRecord] = []
        self._done: list[DocumentRecord] = []
        self._worth_keeping = resumed
        self._size = 0

    def add(self, quads: str, record: DocumentRecord | None = None) -> None:
        """Take over N-Quads, of a document or of none; they are loaded when a chunk is full."""
        packed = quads.encode()  # at once: what waits takes half the room, or a quarter
        self._waiting.append(packed)
        self._size += len(packed)
        if record is not None:
            self._come.append(record)
        if self._size >= CHUNK:
            self._send()

    def done(self) -> list[DocumentRecord]:
        """Give the documents that are in since this was asked last; whoever asks remembers them."""
        self._settle(only_done=True)
        done, self._done = self._done, []
        self._worth_keeping = self._worth_keeping or bool(done)
        return done

    def flush(self) -> None:
        """Wait until all that was added is in."""
        self._send()
        self._settle()

    def stop(self) -> None:
        """Wait for what is being loaded, and load no more."""
        self._threads.shutdown(wait=True)
        self._settle()

    def keep_documents(self) -> None:
        """Remember what is in, for a load that is killed after this to go back to."""
        self.flush()
        assert self._graph is not None
        shutil.rmtree(self._folder.whole_documents, ignore_errors=True)
        self._graph.backup(str(self._folder.whole_documents))

    def __enter__(self) -> Self:
        """Give the load itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Load the rest and put the graph in its place; after an error, leave the graph as it was."""
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
        elif not self._worth_keeping:
            self._folder.drop_filling()

    def _send(self) -> None:
        if not self._waiting:
            return
        chunk, come = b"".join(self._waiting), self._come
        self._waiting, self._come, self._size = [], [], 0
        self._settle(only_done=True)
        self._free.acquire()
        self._under_way.append((self._threads.submit(self._load, chunk), come))

    def _load(self, chunk: bytes) -> None:
        assert self._graph is not None
        try:
            self._graph.bulk_load(chunk, format=ox.RdfFormat.N_QUADS, lenient=True)
        finally:
            self._free.release()

    def _settle(self, *, only_done: bool = False) -> None:
        """Raise what went wrong in a thread."""
        left = []
        for future, come in self._under_way:
            if only_done and not future.done():
                left.append((future, come))
                continue
            try:
                future.result()
            except (OSError, SyntaxError) as error:
                raise StoreError(
                    f"the quads could not be loaded into {self._folder.path} ({error}): "
                    "make sure that the disk has room, then run the build again"
                ) from error
            self._done += come
        self._under_way = left
