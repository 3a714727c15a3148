"""Turns the dataset into compressed dumps with their checksums, the same bytes for the same facts."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, cast

from graphbuild.dataset import Dataset
from graphbuild.exporters import nquads, ntriples, turtle
from graphbuild.publishing.folder import Folder, sha256

DUMPS: tuple[tuple[str, Callable[[Dataset, IO[bytes]], None], str], ...] = (
    ("nquads", nquads.write, "dump.nq.gz"),
    ("ntriples", ntriples.write, "dump.nt.gz"),
    ("turtle", turtle.write, "dump.ttl.gz"),
)


@dataclass(frozen=True, slots=True)
class Dump:
    """A dump that was written."""

    content: str
    place: str
    size: int
    sha256: str


def write_dumps(dataset: Dataset, folder: Folder) -> list[Dump]:
    """Write every dump, and the list of checksums that `sha256sum -c` reads."""
    dumps = []
    with TemporaryDirectory(dir=folder.path) as scratch:
        for content, write, place in DUMPS:
            made = Path(scratch) / place
            with (
                made.open("wb") as file,
                gzip.GzipFile("", "wb", compresslevel=6, fileobj=file, mtime=0) as packed,
            ):
                write(dataset, cast(IO[bytes], packed))
            digest = sha256(made)
            dumps.append(Dump(content, place, made.stat().st_size, digest))
            folder.move_in(made, place, digest)
    folder.write("SHA256SUMS", "".join(f"{dump.sha256}  {dump.place}\n" for dump in dumps).encode())
    return dumps
