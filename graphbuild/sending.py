"""Has files read by workers wherever they are: to those on other machines go bytes, and texts come back."""

from collections.abc import Iterable, Iterator
from functools import partial
from threading import Lock

from graphbuild.reading import Failure, Matter, Reading, Task, attempted, matter_of, read_file, understood
from graphbuild.store.folder import StoreFolder
from graphbuild.workers import Workers

_ONE_AT_A_TIME = Lock()
"""A worker of a cluster may have several threads, and the library that reads PDF cannot bear them."""


def read_files(tasks: Iterable[Task], workers: Workers) -> Iterator[Reading | Failure]:
    """Read files, in no order; the text of each is in the store's folder when it is given."""
    if not workers.far:
        yield from workers.each(read_file, tasks)
        return
    unsent: list[Failure] = []
    for answer in workers.each(answered, _matters(tasks, unsent)):
        yield answer if isinstance(answer, Failure) else _kept(*answer)
    yield from unsent


def answered(matter: Matter) -> tuple[Reading, str] | Failure:
    """Read a file that was sent, on whatever machine; its text comes along, to be kept where the store is."""
    with _ONE_AT_A_TIME:
        return attempted(matter.task.path, partial(understood, matter))


def _matters(tasks: Iterable[Task], unsent: list[Failure]) -> Iterator[Matter]:
    """Take up files one by one, as they are asked for; those that cannot be read are put aside."""
    for task in tasks:
        matter = attempted(task.path, partial(matter_of, task))
        if isinstance(matter, Failure):
            unsent.append(matter)
        else:
            yield matter


def _kept(reading: Reading, text: str) -> Reading | Failure:
    """Keep the text of a document that was read elsewhere."""
    task = reading.task
    keep = partial(StoreFolder(task.store).write_source, reading.statements.document, text)
    failed = attempted(task.path, keep)
    return failed if failed is not None else reading
