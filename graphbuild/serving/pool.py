"""Turns tasks into replies by workers: a bounded number at a time, each for a bounded time.

A *lane* is some workers and the tasks that wait for them. Lanes keep apart what is known to be short (pages,
named questions) from what anybody may ask (SPARQL), which also gives way to the others.
"""

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from graphbuild.errors import StoreError
from graphbuild.serving.tasks import Assignment, Reply, Task, pack_task, refusal, reply_of

PATIENCE = 10.0  # seconds that a task waits for a worker
_GRACE = 1.0  # seconds that a query goes on when its client has left: ending a worker has a price, too
_START = 60.0
_AGAIN = 1.0
_NAP = 0.05
_PROGRAM = """
import sys
sys.path.insert(0, sys.argv[1])
from graphbuild.serving.worker import work
work(sys.argv[2])
"""
_ROOT = Path(__file__).parent.parent.parent
_HEAD = 4

Tell = Callable[[str], None]


class BusyError(Exception):
    """More is asked than can be answered: it was not begun."""


@dataclass(slots=True, eq=False)
class Worker:
    """A process, and what it said of its store."""

    process: asyncio.subprocess.Process
    large: Path
    told: dict[str, Any]

    @classmethod
    async def start(cls, assignment: Assignment) -> "Worker":
        """Start a process; raises StoreError where it cannot open the store."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", _PROGRAM, str(_ROOT), json.dumps(asdict(assignment)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,  # ctrl-C is for the server, which ends them
        )  # fmt: skip
        worker = cls(process, Path(assignment.large), {})
        try:
            worker.told, _ = await asyncio.wait_for(worker._receive(), _START)
        except (TimeoutError, asyncio.IncompleteReadError) as error:
            worker.end()
            raise StoreError(f"a worker could not open the store in {assignment.store}") from error
        except asyncio.CancelledError:
            worker.end()
            raise
        return worker

    async def do(self, task: Task) -> Reply:
        """Hand over a task and wait for the reply."""
        assert self.process.stdin is not None
        self.process.stdin.write(pack_task(task))
        await self.process.stdin.drain()
        return reply_of(*await self._receive())

    async def _receive(self) -> tuple[dict[str, Any], bytes]:
        assert self.process.stdout is not None
        length = int.from_bytes(await self.process.stdout.readexactly(_HEAD), "big")
        head = json.loads(await self.process.stdout.readexactly(length))
        return head, await self.process.stdout.readexactly(head["length"])

    def end(self) -> None:
        """Stop the process, whatever it is doing."""
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        self.large.unlink(missing_ok=True)


class Lane:
    """Some workers of one kind; `waiting` more tasks than workers may wait, the rest are refused."""

    def __init__(self, assignment: Assignment, size: int, waiting: int, tell: Tell) -> None:
        """Describe the workers; `start` starts them."""
        self._assignment = assignment
        self._size = size
        self._room = size + waiting
        self._tell = tell
        self._idle: asyncio.LifoQueue[Worker] = asyncio.LifoQueue()
        self._workers: set[Worker] = set()
        self._under_way: set[asyncio.Task[Any]] = set()
        self._number = 0
        self._asked = 0
        self._closed = False
        self.told: dict[str, Any] = {}

    async def start(self) -> None:
        """Start the workers; raises StoreError where the store cannot be opened."""
        started = await asyncio.gather(
            *(self._start_one() for _ in range(self._size)), return_exceptions=True
        )
        for each in started:
            if isinstance(each, BaseException):
                await self.close()
                raise each

    @property
    def alive(self) -> int:
        """How many workers there are at this moment."""
        return len(self._workers)

    async def run(self, task: Task, limit: float, patience: float = PATIENCE) -> Reply:
        """Have a task done within `limit` seconds, once a worker is free.

        Raises BusyError where too much is waiting, or none is free after `patience` seconds.
        """
        if self._asked >= self._room or self._closed:
            raise BusyError
        self._asked += 1
        try:
            async with asyncio.timeout(patience):
                worker = await self._idle.get()
        except TimeoutError as error:
            self._asked -= 1
            raise BusyError from error
        except asyncio.CancelledError:
            self._asked -= 1
            raise
        doing = self._later(self._do(worker, task, limit))
        try:
            return await asyncio.shield(doing)
        except asyncio.CancelledError:
            self._later(self._leave(doing))
            raise

    async def _do(self, worker: Worker, task: Task, limit: float) -> Reply:
        """Do a task, and see to it that there is a worker for the next one."""
        fit = False
        try:
            reply = await asyncio.wait_for(worker.do(task), limit)
            if reply.file:
                reply = replace(reply, file=self._set_aside(reply.file))
            fit = True
        except TimeoutError:
            return refusal(503, f"the query was stopped after {limit:g} seconds: ask for less, or add LIMIT")
        except (asyncio.IncompleteReadError, ConnectionError):
            return refusal(
                503, "the query was stopped: it took more memory than it may, or is nested too deeply"
            )
        else:
            return reply
        finally:
            self._asked -= 1
            if fit and not self._closed:
                self._idle.put_nowait(worker)
            else:
                self._drop(worker)
                if not self._closed:
                    self._later(self._start_again())

    async def _leave(self, doing: "asyncio.Task[Reply]") -> None:
        """Stop what nobody waits for any more, unless it is done soon."""
        done, _ = await asyncio.wait([doing], timeout=_GRACE)
        if not done:
            doing.cancel()
        elif not doing.cancelled() and doing.result().file:
            Path(doing.result().file).unlink(missing_ok=True)

    async def _start_one(self) -> None:
        self._number += 1
        large = Path(self._assignment.large) / f"{id(self)}.{self._number}"
        worker = await Worker.start(replace(self._assignment, large=str(large)))
        if self._closed:
            worker.end()
            return
        self.told = worker.told
        self._workers.add(worker)
        self._idle.put_nowait(worker)

    async def _start_again(self) -> None:
        """Start a worker in the place of one that was ended, and go on trying."""
        while not self._closed:
            try:
                await self._start_one()
            except (StoreError, OSError) as error:
                self._tell(str(error))
                await asyncio.sleep(_AGAIN)
            else:
                return

    def _set_aside(self, file: str) -> str:
        """Give a large answer a name of its own: the worker's next one takes the old name."""
        self._number += 1
        own = f"{file}.{self._number}"
        os.replace(file, own)  # noqa: PTH105
        return own

    def _drop(self, worker: Worker) -> None:
        worker.end()
        self._workers.discard(worker)

    def _later(self, doing: Any) -> "asyncio.Task[Any]":  # noqa: ANN401 - a coroutine of any result
        task: asyncio.Task[Any] = asyncio.ensure_future(doing)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return task

    async def close(self, patience: float = 0.0) -> None:
        """Let tasks be done for so many seconds, then end the workers."""
        until = asyncio.get_running_loop().time() + patience
        while self._asked and asyncio.get_running_loop().time() < until:
            await asyncio.sleep(_NAP)
        self._closed = True
        ended = list(self._workers)
        for each in list(self._under_way):
            each.cancel()
        if self._under_way:
            await asyncio.wait(list(self._under_way))
        for worker in ended:
            self._drop(worker)
        await asyncio.gather(*(worker.process.wait() for worker in ended))
