"""Writes files and folders that appear whole when all is written, or not at all."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from typing import IO, TYPE_CHECKING, Any

from graphbuild.errors import UsageError

if TYPE_CHECKING:
    from graphbuild.exporters import Format


def write_as(exporter: "Format", what: Any, output: Path | None) -> None:  # noqa: ANN401 - a graph of networkx, or a dataset
    """Write a network or a dataset in one format, to a file, a folder or stdout."""
    from graphbuild.exporters import FolderFormat

    if isinstance(exporter, FolderFormat):
        with written_folder(exporter.name, output) as folder:
            exporter.write(what, folder)
        return
    with written(output) as out:
        exporter.write(what, out)


@contextmanager
def written(output: Path | None) -> Iterator[IO[bytes]]:
    """Open a file that appears whole when all is written, or stdout."""
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    part = output.with_name(f"{output.name}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(output)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def written_folder(form: str, output: Path | None) -> Iterator[Path]:
    """Make a folder that appears whole when all is written; one that holds something is left alone."""
    if output is None:
        raise UsageError(f"{form} is several files: name a folder for them with --output DIR")
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise UsageError(f"--output {output}: {form} is several files, and this is not an empty folder")
    part = output.with_name(f"{output.name}.part")
    part.mkdir()
    try:
        yield part
        if output.exists():
            output.rmdir()
        part.replace(output)
    finally:
        rmtree(part, ignore_errors=True)
