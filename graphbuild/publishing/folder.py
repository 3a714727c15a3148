"""Turns pages into files of one folder: only what changed is written, what is gone is removed."""

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

from graphbuild.errors import SiteFolderError

MARKER = ".govgraph-site"
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
        self._before = set(marker.read_text("utf-8").split("\n")[1:-1]) if marker.is_file() else set()
        self._now: set[str] = set()
        self._checked: set[Path] = set()
        self.written = self.unchanged = self.removed = self.tombstones = 0
        if not marker.is_file():
            self._mark()

    def write(self, place: str, content: bytes) -> None:
        """Write a file, unless it holds these bytes already."""
        target = self.target(place)
        try:
            same = target.stat().st_size == len(content) and target.read_bytes() == content
        except FileNotFoundError:
            same = False
        if not same:
            target.write_bytes(content)
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
        pure = PurePosixPath(place)
        target = self.path.joinpath(*pure.parts)
        if pure.is_absolute() or ".." in pure.parts or place == MARKER:
            raise SiteFolderError(f"'{place}' is no place in the site's folder")
        if target.parent not in self._checked:
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.parent.resolve().is_relative_to(self._root):
                raise SiteFolderError(f"{target.parent} leads out of {self.path}: remove that link")
            self._checked.add(target.parent)
        if target.is_symlink():
            raise SiteFolderError(f"{target} is a link, and could lead out of {self.path}: remove it")
        return target

    def count(self, place: str, *, changed: bool) -> None:
        """Note that a file belongs to the site."""
        self._now.add(place)
        self.written += changed
        self.unchanged += not changed

    def close(self, tombstone: Callable[[str], bytes | None] = lambda _: None) -> None:
        """Remove files of the last run that this one did not make, then the folders left empty.

        `tombstone` gives what stands in the place of a file that is gone, None where nothing does. It stays
        until something is written there again.
        """
        for place in sorted(self._before - self._now):
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

    def _mark(self) -> None:
        listed: Iterable[str] = sorted(self._now or self._before)
        content = "\n".join([_FIRST_LINE, *listed, ""])
        marker = self.path / MARKER
        if not marker.is_file() or marker.read_text("utf-8") != content:
            marker.write_text(content, "utf-8", newline="\n")


def sha256(path: Path) -> str:
    """Give the SHA-256 of a file's bytes in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _remove_empty(folder: Path, top: Path) -> None:
    while folder != top and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
