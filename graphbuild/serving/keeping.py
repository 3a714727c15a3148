"""Keeps answers that will be the same until the store changes, and works each out once at a time."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable

from graphbuild.serving.tasks import Reply, Task

MOST = 32_000_000  # bytes
_EACH = 1_000  # what an answer takes beside its bytes

Key = tuple[str, str, str, tuple[tuple[str, str], ...]]


class Kept:
    """Answers by task, those that were asked for last; one for each copy of the store."""

    def __init__(self, most: int = MOST) -> None:
        """Start with none; `most` bytes are kept."""
        self._most = most
        self._size = 0
        self._replies: OrderedDict[Key, Reply] = OrderedDict()
        self._under_way: dict[Key, asyncio.Task[Reply]] = {}

    async def answer(self, task: Task, work: Callable[[Task], Awaitable[Reply]]) -> Reply:
        """Give a kept answer, else work it out; who asks for the same meanwhile waits for the same work.

        The work goes on when the first who asked leaves.
        """
        key = (task.kind, task.what, task.accept, tuple(sorted(task.parameters.items())))
        kept = self._replies.get(key)
        if kept is not None:
            self._replies.move_to_end(key)
            return kept
        doing = self._under_way.get(key)
        if doing is not None:
            reply = await asyncio.shield(doing)
            if not reply.file:  # a file is read once
                return reply
            return await work(task)
        doing = self._under_way[key] = asyncio.ensure_future(work(task))
        doing.add_done_callback(lambda done: self._done(key, done))
        return await asyncio.shield(doing)

    def _done(self, key: Key, doing: "asyncio.Task[Reply]") -> None:
        self._under_way.pop(key, None)
        if doing.cancelled() or doing.exception() is not None:
            return
        reply = doing.result()
        size = len(reply.body) + _EACH
        if reply.status not in (200, 303) or reply.file or size > self._most:
            return
        self._replies[key] = reply
        self._size += size
        while self._size > self._most:
            _, gone = self._replies.popitem(last=False)
            self._size -= len(gone.body) + _EACH
