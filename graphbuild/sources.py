"""Finds the files that can be read in folders."""

from collections.abc import Iterator
from pathlib import Path

from graphbuild.readers import SUFFIXES


def files_in(folder: Path) -> Iterator[Path]:
    """Find the files of a folder and the folders in it; hidden ones, stores and READMEs are left out."""
    if not folder.is_dir() or (folder / "store.toml").is_file():
        return
    for path in folder.iterdir():
        if path.name.startswith(".") or path.stem.casefold() == "readme":
            continue
        if path.is_dir():
            yield from files_in(path)
        elif path.suffix.lower() in SUFFIXES:
            yield path
