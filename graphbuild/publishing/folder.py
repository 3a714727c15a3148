"""Turns pages into files of one folder: only what changed is written, what is gone is removed."""

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from graphbuild.dataset import Collected
from graphbuild.errors import SiteFolderError

MARKER = ".govgraph-site"
_KNOWN_FOLDERS = 10_000  # remembered as ours; pages are written folder by folder
_FIRST_LINE = "Made by govgraph publish; the next run replaces or removes these files:"


class Folder:
    """A site's folder, marked as ours: the marker lists the files that we may touch."""

    def __init__(self, path: Path) -> None:
        """Open the folder or make it; one that holds other things is refused."""
        if path.exists() and not path.is_dir():
            raise SiteFolderError(f"{path} is a file: name a folder to publish into")
        marker = path / MARKER
        if path.exists() and any(path.iterdir()) and not marker.is_file():
            raise SiteFolderError(
                f"{path} is not empty and was not made by govgraph publish, so nothing was written:"
                " name a new or an empty folder"
            )
        path.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._root = path.resolve()
        self._now = Collected()
        self._checked: set[str] = set()
        self._top = str(path)
        self.written = self.unchanged = self.removed = self.tombstones = 0
        if not marker.is_file():
            marker.write_text(f"{_FIRST_LINE}\n", "utf-8", newline="\n")

    def write(self, place: str, content: bytes) -> None:
        """Write a file, unless it holds these bytes already."""
        path, size = self._checked_path(place)
        same = size == len(content) and _read(path) == content
        if not same:
            with open(path, "wb") as file:  # noqa: PTH123 - paths as objects take longer than the writing
                file.write(content)
        self.count(place, changed=not same)

    def move_in(self, made: Path, place: str, digest: str) -> None:
        """Move a large file to its place, unless the same bytes are there already."""
        target = self.target(place)
        same = target.is_file() and sha256(target) == digest
        if not same:
            made.replace(target)
        self.count(place, changed=not same)

    def target(self, place: str) -> Path:
        """Give the path of a file of the site and make its folder; it never lies elsewhere."""
        return Path(self._checked_path(place)[0])

    def _checked_path(self, place: str) -> tuple[str, int]:
        """Give the path of a file, and its size; -1 where there is none yet."""
        parts = place.split("/")
        if ".." in parts or "" in parts or place == MARKER:
            raise SiteFolderError(f"'{place}' is no place in the site's folder")
        path = os.path.join(self._top, *parts)  # noqa: PTH118 - as above
        folder = os.path.dirname(path)  # noqa: PTH120
        if folder not in self._checked:
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103
            if not Path(folder).resolve().is_relative_to(self._root):
                raise SiteFolderError(f"{folder} leads out of {self.path}: remove that link")
            if len(self._checked) >= _KNOWN_FOLDERS:
                self._checked.clear()
            self._checked.add(folder)
        try:
            found = os.lstat(path)
        except FileNotFoundError:
            return path, -1
        if stat.S_ISLNK(found.st_mode):
            raise SiteFolderError(f"{path} is a link, and could lead out of {self.path}: remove it")
        return path, found.st_size

    def count(self, place: str, *, changed: bool) -> None:
        """Note that a file belongs to the site."""
        self._now.add(place)
        self.written += changed
        self.unchanged += not changed

    def places(self) -> list[str]:
        """Name the files of this run."""
        return list(self._now)

    def close(self, tombstone: Callable[[str], bytes | None] = lambda _: None) -> None:
        """Remove files of the last run that this one did not make, then the folders left empty.

        `tombstone` gives what stands in the place of a file that is gone, None where nothing does. It stays
        until something is written there again.
        """
        for place in _only_in_first(self._before(), iter(self._now)):
            left = tombstone(place)
            if left is not None:
                self.tombstones += 1
                self.write(place, left)
                continue
            target = self.target(place)
            if target.is_file():
                target.unlink()
                self.removed += 1
            _remove_empty(target.parent, self.path)
        self._mark()

    def _before(self) -> Iterator[str]:
        """Give the files of the last run, sorted as the marker lists them."""
        with (self.path / MARKER).open(encoding="utf-8", newline="\n") as marker:
            next(marker)
            for line in marker:
                yield line[:-1]

    def _mark(self) -> None:
        marker, made = self.path / MARKER, self.path / f"{MARKER}.part"
        with made.open("w", encoding="utf-8", newline="\n") as file:
            file.write(f"{_FIRST_LINE}\n")
            file.writelines(f"{place}\n" for place in self._now)
        if sha256(made) == sha256(marker):
            made.unlink()
        else:
            made.replace(marker)


def _only_in_first(first: Iterator[str], second: Iterator[str]) -> Iterator[str]:
    """Give what only the first of two sorted rows has."""
    other = next(second, None)
    for each in first:
        while other is not None and other < each:
            other = next(second, None)
        if other != each:
            yield each


def _read(path: str) -> bytes:
    with open(path, "rb") as file:  # noqa: PTH123 - as above
        return file.read()


def sha256(path: Path) -> str:
    """Give the SHA-256 of a file's bytes in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _remove_empty(folder: Path, top: Path) -> None:
    while folder != top and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
