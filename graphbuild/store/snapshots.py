"""Turns a store into a copy that a server reads while builds change the store itself.

The engine's files of quads never change once they are written, so they are linked and take no room; the few
others are copied. A copy is made under the readers' lock: no build is halfway. It is itself a store folder.
"""

import os
import shutil
from pathlib import Path

from graphbuild.errors import StoreError
from graphbuild.store.embedded import share
from graphbuild.store.folder import StoreFolder

_PREFIX = "served."
_IMMUTABLE = ".sst"

Fingerprint = tuple[tuple[str, int, int, int], ...]


def fingerprint(folder: StoreFolder) -> Fingerprint:
    """Say which state the store's files are in: it differs after every build that changed something.

    Raises OSError where the store is not there at this moment.
    """
    found = []
    for path in sorted(folder.graph.iterdir()):
        if path.suffix != _IMMUTABLE and not path.name.startswith(("LOG", "LOCK", "IDENTITY", "OPTIONS")):
            stat = path.stat()
            found.append((path.name, stat.st_size, stat.st_mtime_ns, stat.st_ino))
    return tuple(found)


def take(folder: StoreFolder, number: int) -> StoreFolder:
    """Make a copy beside the store's files; raises StoreError while a build is under way."""
    folder.base()  # it says what is wrong with a store that cannot be used
    copy = StoreFolder(folder.path / f"{_PREFIX}{os.getpid()}.{number}")
    try:
        copy.graph.mkdir(parents=True)
        with share(folder):
            for path in folder.graph.iterdir():
                _bring(path, copy.graph / path.name)
            _bring(folder.settings, copy.settings)
        copy.sources.symlink_to(folder.sources.resolve(), target_is_directory=True)
    except (OSError, StoreError) as error:
        drop(copy)
        if isinstance(error, StoreError):
            raise
        raise StoreError(
            f"the store in {folder.path} cannot be copied ({error.strerror or error})"
        ) from error
    return copy


def drop(copy: StoreFolder) -> None:
    """Remove a copy."""
    if copy.path.name.startswith(_PREFIX):
        shutil.rmtree(copy.path, ignore_errors=True)


def drop_left(folder: StoreFolder) -> None:
    """Remove the copies of servers that were killed."""
    for path in folder.path.glob(f"{_PREFIX}*"):
        process = path.name.removeprefix(_PREFIX).partition(".")[0]
        if process.isdecimal() and not _runs(int(process)):
            shutil.rmtree(path, ignore_errors=True)


def _bring(path: Path, to: Path) -> None:
    if path.suffix == _IMMUTABLE:
        try:
            os.link(path, to)
        except OSError:  # a file system without links
            pass
        else:
            return
    shutil.copy2(path, to)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
