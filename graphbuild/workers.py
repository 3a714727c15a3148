"""Reads files in this process or in others, and gives what was read as it comes, in no order."""

import multiprocessing
import signal
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from types import ModuleType

from graphbuild.errors import WorkerError
from graphbuild.reading import Failure, Reading, Task, read_file

WORTH_WORKERS = 16
"""Below this many files, starting other processes takes longer than it saves."""
_AHEAD = 4
"""How many files each worker may be ahead of whoever takes what was read: memory goes by it."""


def readings(tasks: list[Task], jobs: int) -> Iterator[Reading | Failure]:
    """Read files with so many worker processes; raises `WorkerError` where one of those dies."""
    if jobs <= 1 or len(tasks) < WORTH_WORKERS:
        yield from map(read_file, tasks)
        return
    # The engine has threads of its own, which a forked process would not survive.
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    pool = ProcessPoolExecutor(jobs, context, signal.signal, (signal.SIGINT, signal.SIG_IGN))
    try:
        yield from _read(pool, iter(tasks), jobs * _AHEAD)
    except BrokenProcessPool as error:
        raise WorkerError(
            "a worker process died while it was reading, killed or out of memory: "
            "run the build again, with --jobs 1 if it happens again"
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _read(pool: ProcessPoolExecutor, tasks: Iterator[Task], ahead: int) -> Iterator[Reading | Failure]:
    with _without_main():
        waiting = _sent(pool, islice(tasks, ahead))
    while waiting:
        done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
        waiting |= _sent(pool, islice(tasks, len(done)))
        for future in done:
            yield future.result()


def _sent(pool: ProcessPoolExecutor, tasks: Iterable[Task]) -> set[Future[Reading | Failure]]:
    return {pool.submit(read_file, task) for task in tasks}


@contextmanager
def _without_main() -> Iterator[None]:
    """Start workers without the program that builds: they need nothing of it, and cannot import every one.

    A program that is read from stdin has no file; one that builds when it is imported would build again.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
