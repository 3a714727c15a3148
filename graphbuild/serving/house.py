"""Keeps workers on a copy of the store, and moves them to a new copy when a build has changed it."""

import asyncio
import shutil
import tempfile
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from graphbuild.errors import StoreError
from graphbuild.serving.keeping import Kept
from graphbuild.serving.overviews import Overviews
from graphbuild.serving.pool import BusyError, Lane
from graphbuild.serving.tasks import Assignment, LaneName, Reply, Settings, Task, refusal
from graphbuild.store import StoreFolder, snapshots

LOOK = 1.0  # seconds between two looks at the store
_LAST_ANSWERS = 5.0
_WAITS = 2.0  # times what a question usually takes
_SHORTEST_WAIT = 0.03
_UNKNOWN = 1.0
_FORGETS = 1.02
_LONGEST = 60.0  # seconds, for what we ask ourselves: pages, named questions, the description
RETRY_AFTER = 5

Tell = Callable[[str], None]


@dataclass(slots=True)
class _Generation:
    """A copy of the store, and the workers that answer from it."""

    copy: StoreFolder
    state: snapshots.Fingerprint
    lanes: dict[str, Lane]
    overviews: Overviews
    kept: Kept = field(default_factory=Kept)

    async def close(self, patience: float = 0.0) -> None:
        await asyncio.gather(*(lane.close(patience) for lane in self.lanes.values()))
        await self.overviews.close()
        snapshots.drop(self.copy)


class House:
    """Answers tasks from the newest copy of the store. Use as an asynchronous context."""

    def __init__(self, settings: Settings, tell: Tell) -> None:
        """Hold the settings; `tell` gets a line where something goes wrong that nobody asked about."""
        self.settings = settings
        self._tell = tell
        self._folder = StoreFolder(settings.store)
        self.base = self._folder.base()
        self._number = 0
        self._usual: dict[str, float] = {}
        self._now: _Generation | None = None
        self._background: set[asyncio.Task[None]] = set()
        self._large = Path()
        self.failure: StoreError | None = None
        """Why it did not open."""

    async def __aenter__(self) -> "House":
        """Copy the store and start the workers; raises StoreError where that cannot be."""
        snapshots.drop_left(self._folder)
        self._large = Path(tempfile.mkdtemp(prefix="govgraph-"))
        try:
            self._now = await self._generation()
        except StoreError as error:
            self.failure = error
            shutil.rmtree(self._large, ignore_errors=True)
            raise
        self._later(self._watch())
        return self

    async def __aexit__(self, *_: object) -> None:
        """End the workers and remove the copy."""
        for task in list(self._background):
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        if self._now is not None:
            await self._now.close()
        shutil.rmtree(self._large, ignore_errors=True)

    async def answer(self, task: Task) -> Reply:
        """Have a task done; raises BusyError where more is asked than can be answered."""
        now = self._now
        if now is None:
            raise BusyError
        if task.kind in ("query", "graph"):
            return await now.lanes["queries"].run(task, self.settings.limits.seconds)
        if task.kind == "question":
            return await now.kept.answer(task, partial(self._question, now.lanes["questions"]))
        return await self._page(now, task)

    async def _page(self, now: _Generation, task: Task) -> Reply:
        """Give a page, or lead to it: an overview that was written, else what is made, else an overview."""
        if task.kind == "page" and now.overviews.written and (found := await now.overviews.find(task.what)):
            return found
        made = await now.kept.answer(task, partial(now.lanes["pages"].run, limit=_LONGEST))
        if made.status != 404:
            return made
        if task.kind == "page":
            return await now.overviews.find(task.what) or made
        return await now.overviews.lead(task.what or "index.html") or made

    async def _question(self, lane: Lane, task: Task) -> Reply:
        """Ask a question, which waits for a worker no longer than a few times what it takes.

        So a short one is not late because of long ones: it is answered soon, or told to come back.
        """
        started = time.monotonic()
        usual = self._usual.get(task.what, _UNKNOWN)
        reply = await lane.run(task, _LONGEST, max(_SHORTEST_WAIT, _WAITS * usual))
        if reply.status == 200:
            # The fastest of late: what it takes when nothing else goes on.
            self._usual[task.what] = min(time.monotonic() - started, usual * _FORGETS)
        return reply

    def health(self) -> dict[str, object]:
        """Say how things stand: what is served, and how many workers there are."""
        now = self._now
        if now is None or not all(lane.alive for lane in now.lanes.values()):
            return {"status": "starting"}
        told = now.lanes["pages"].told
        return {
            "status": "ok",
            **{name: told.get(name) for name in ("documents", "quads")},
            "base": self.base,
            "workers": sum(lane.alive for lane in now.lanes.values()),
            "generation": self._number,
        }

    async def _generation(self) -> _Generation:
        """Copy the store and start workers on the copy."""
        self._number += 1
        state = _state(self._folder)
        copy = snapshots.take(self._folder, self._number)
        size = self.settings.size
        lanes = {
            "questions": self._lane(copy, "questions", size),
            "pages": self._lane(copy, "pages", size),
            "queries": self._lane(copy, "queries", size),
        }
        overviews = Overviews(self._lane(copy, "overviews", 1), self._large / f"overviews-{self._number}")
        generation = _Generation(copy, state, lanes, overviews)
        try:
            await asyncio.gather(*(lane.start() for lane in lanes.values()))
        except BaseException:
            await generation.close()
            raise
        return generation

    def _lane(self, copy: StoreFolder, lane: LaneName, size: int) -> Lane:
        settings = self.settings
        assignment = Assignment(
            str(copy.path), str(self._large), settings.language, settings.title, settings.limits, lane,
            settings.publisher,
        )  # fmt: skip
        return Lane(assignment, size, size * 2, self._tell)

    async def _watch(self) -> None:
        """Look at the store now and then; after a build, move on to a new copy."""
        failed: snapshots.Fingerprint = ()
        while True:
            await asyncio.sleep(LOOK)
            state = _state(self._folder)
            if not state or self._now is None or state in (self._now.state, failed):
                continue
            try:
                new = await self._generation()
            except StoreError as error:
                if not _is_locked(error):
                    failed = state
                    self._tell(f"{error}; the former state is still served")
                continue
            old, self._now = self._now, new
            self._later(old.close(self.settings.limits.seconds + _LAST_ANSWERS))

    def _later(self, doing: Coroutine[None, None, None]) -> None:
        task = asyncio.ensure_future(doing)
        self._background.add(task)
        task.add_done_callback(self._background.discard)


def _state(folder: StoreFolder) -> snapshots.Fingerprint:
    """Say in which state the store is; nothing while it is being put in its place."""
    with suppress(OSError):
        return snapshots.fingerprint(folder)
    return ()


def _is_locked(error: StoreError) -> bool:
    from graphbuild.errors import StoreLockedError

    return isinstance(error, StoreLockedError)


def busy() -> Reply:
    """Say that there is too much to do at this moment."""
    return refusal(503, f"there is too much to do just now: try again in {RETRY_AFTER} seconds")
