"""Keeps the overviews of one state of the store: written once, when first asked for, then read as files."""

import asyncio
import json
import os
import shutil
from pathlib import Path

from graphbuild.errors import StoreError
from graphbuild.publishing.addresses import is_overview
from graphbuild.serving.negotiation import media_type
from graphbuild.serving.pool import BusyError, Lane
from graphbuild.serving.results import SMALL
from graphbuild.serving.tasks import Reply, Task, refusal

PATIENCE = 20.0  # seconds that a client waits for them; then it is told to come back
_LONGEST = 3600.0


class Overviews:
    """The files of a site that are no thing's, in a folder of their own."""

    def __init__(self, lane: Lane, folder: Path) -> None:
        """Hold a lane of one worker, which starts when it is needed and ends when all is written."""
        self._lane = lane
        self._folder = folder
        self._writing: asyncio.Task[frozenset[str] | Reply] | None = None
        self._links = 0

    @property
    def written(self) -> bool:
        """Tell whether they are there."""
        return self._writing is not None and self._writing.done()

    async def find(self, place: str) -> Reply | None:
        """Give a file; None where there is none, or a reply that says why it cannot be had now."""
        found = await self._find(place)
        return self._read(place) if found is True else found or None

    async def lead(self, place: str) -> Reply | None:
        """Lead to a file (303); None where there is none, or a reply that says why that is not known now."""
        found = await self._find(place)
        return Reply(303, location=place) if found is True else found or None

    async def _find(self, place: str) -> Reply | bool:
        """Tell whether there is a file, or why that is not known."""
        if not is_overview(place):
            return False
        if self._writing is None:
            self._writing = asyncio.ensure_future(self._write())
        await asyncio.wait([self._writing], timeout=PATIENCE)
        if not self._writing.done():
            return refusal(503, "the overviews are being written: try again in some seconds")
        if self._writing.cancelled():
            raise BusyError
        written = self._writing.result()
        return written if isinstance(written, Reply) else place in written

    async def _write(self) -> frozenset[str] | Reply:
        """Have them written, and name their files; what goes wrong is said until the store changes."""
        try:
            await self._lane.start()
            reply = await self._lane.run(Task("overviews", str(self._folder)), _LONGEST)
        except StoreError as error:
            return refusal(503, str(error))
        finally:
            await self._lane.close()
        shutil.rmtree(self._folder / "scratch", ignore_errors=True)
        if reply.file:
            names = Path(reply.file).read_bytes()
            Path(reply.file).unlink()
            return frozenset(json.loads(names))
        return frozenset(json.loads(reply.body)) if reply.status == 200 else reply

    def _read(self, place: str) -> Reply:
        """Read a file; one that is large gets a second name, which is gone when it was sent."""
        path = self._folder / "site" / place
        size = path.stat().st_size
        if size <= SMALL:
            return Reply(200, media_type(place), path.read_bytes(), size=size)
        self._links += 1
        link = self._folder / f"sent-{self._links}"
        os.link(path, link)
        return Reply(200, media_type(place), file=str(link), size=size)

    async def close(self) -> None:
        """Stop writing, and remove what was written."""
        if self._writing is not None:
            self._writing.cancel()
            await asyncio.wait([self._writing])
        shutil.rmtree(self._folder, ignore_errors=True)
