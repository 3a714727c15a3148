"""A process that answers tasks one by one: it reads frames from stdin, and writes them to stdout.

The engine cannot stop a query, so each runs in a process that can be ended. It ends by itself when the server
is gone (the end of stdin), whatever it is doing, and when it takes more memory than it may.
"""

import json
import os
import queue
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO

from graphbuild.serving.tasks import (
    Assignment,
    Limits,
    Reply,
    Task,
    pack_reply,
    packed,
    read_frame,
    task_of,
)

_NICE = {
    "questions": 0,
    "pages": 6,
    "overviews": 9,
    "queries": 12,
}
"""Who gives way to whom where processors are scarce."""
_STARTING = {"queries": 5, "overviews": 5}
"""Who gives way while it starts: hostile clients make queries end, and their workers start, all the time."""


def work(words: str) -> None:
    """Do the tasks of an assignment (JSON) until there are none."""
    said = json.loads(words)
    assignment = Assignment(**{**said, "limits": Limits(**said["limits"])})
    starting = _STARTING.get(assignment.lane, 0)
    _give_way(starting)
    out = _only_frames()
    _limit(assignment)
    waiting: queue.SimpleQueue[Task] = queue.SimpleQueue()
    threading.Thread(target=_take, args=(sys.stdin.buffer, waiting), daemon=True).start()
    from graphbuild.serving.answering import Answering, failed
    from graphbuild.store import EmbeddedStore

    with EmbeddedStore.read(Path(assignment.store)) as store:
        answering = Answering(store, assignment)
        if assignment.lane == "pages":
            answering.site.html("index")  # the first to ask shall not wait for the templates
        _say(out, packed({"quads": len(store), "documents": len(store.documents())}))
        _give_way(_NICE[assignment.lane], starting)
        while True:
            task = waiting.get()
            try:
                reply: Reply = answering.answer(task)
            except Exception as error:  # one task must not end those that follow
                reply = failed(error)
            _say(out, pack_reply(reply))


def _only_frames() -> IO[bytes]:
    """Keep stdout for frames: whatever else would be printed goes nowhere."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return out


def _take(stream: IO[bytes], waiting: "queue.SimpleQueue[Task]") -> None:
    """Hand over tasks; when there will be no more, stop at once."""
    while (head := read_frame(stream)) is not None:
        waiting.put(task_of(head))
    os._exit(0)


def _say(out: IO[bytes], frame: bytes) -> None:
    out.write(frame)
    out.flush()


def _limit(assignment: Assignment) -> None:
    """Cap the memory, where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    if sys.platform == "linux":
        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        wanted = assignment.limits.memory
        resource.setrlimit(resource.RLIMIT_DATA, (wanted if most < 0 else min(wanted, most), most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _give_way(niceness: int, before: int = 0) -> None:
    """Leave the processors to others first; `before` is how much it gave way so far."""
    if not hasattr(os, "nice"):  # Windows
        return
    os.nice(niceness - before)
    with suppress(OSError):  # Linux shares processors out between sessions, and a worker has one of its own
        Path("/proc/self/autogroup").write_text(str(niceness))
