"""Does what can be done side by side in other processes, or in this one: reads files, works out ledgers.

`Workers` is what does so, wherever it is: `Processes` of this machine here, those of a cluster in `cluster`.
"""

import multiprocessing
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from types import ModuleType, TracebackType
from typing import Protocol, Self, TypeVar

from graphbuild.errors import WorkerError

WORTH_WORKERS = 16
"""Below this many files, starting other processes takes longer than it saves."""
_Given = TypeVar("_Given")
_Found = TypeVar("_Found")
AHEAD = 4
"""How many files each worker may be ahead of whoever takes what was read: memory goes by it."""


class Workers(Protocol):
    """What does things side by side. Use as a context."""

    @property
    def far(self) -> bool:
        """Tell whether they may be on other machines, which do not see the files of this one."""
        ...

    def each(self, function: Callable[[_Given], _Found], given: Iterable[_Given]) -> Iterator[_Found]:
        """Apply a function of a module to values, and give what comes of them, in no order.

        Values are taken as there is room for them. Raises `WorkerError` where workers are lost for good.
        """
        ...

    def __enter__(self) -> Self:
        """Give the workers themselves."""
        ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let them go."""
        ...


class Processes:
    """Processes here, where there is enough to do for them; else this one does it. Use as a context."""

    far = False

    def __init__(self, jobs: int, files: int) -> None:
        """Start so many processes for so many files."""
        self._ahead = jobs * AHEAD
        self._pool: ProcessPoolExecutor | None = None
        if jobs > 1 and files >= WORTH_WORKERS:
            # The engine has threads of its own, which a forked process would not survive.
            method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
            context = multiprocessing.get_context(method)
            self._pool = ProcessPoolExecutor(jobs, context, signal.signal, (signal.SIGINT, signal.SIG_IGN))

    def __enter__(self) -> Self:
        """Give the workers themselves; they are gone at the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let them end what they are at."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def each(self, function: Callable[[_Given], _Found], given: Iterable[_Given]) -> Iterator[_Found]:
        """Apply a function of a module to values, and give what comes of them, in no order.

        Raises `WorkerError` where a worker dies.
        """
        if self._pool is None:
            yield from map(function, given)
            return
        try:
            yield from self._each(self._pool, function, iter(given))
        except BrokenProcessPool as error:
            raise WorkerError(
                "a worker process died while it was reading, killed or out of memory: "
                "run the build again, with --jobs 1 if it happens again"
            ) from error

    def _each(
        self, pool: ProcessPoolExecutor, function: Callable[[_Given], _Found], given: Iterator[_Given]
    ) -> Iterator[_Found]:
        with without_main():
            waiting = {pool.submit(function, each) for each in islice(given, self._ahead)}
        while waiting:
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            waiting |= {pool.submit(function, each) for each in islice(given, len(done))}
            for future in done:
                yield future.result()


ALONE = Processes(1, 0)
"""No other process."""


@contextmanager
def without_main() -> Iterator[None]:
    """Start workers without the program that builds: they need nothing of it, and cannot import every one.

    A program that is read from stdin has no file; one that builds when it is imported would build again.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
