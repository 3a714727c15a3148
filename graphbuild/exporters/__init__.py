"""Turns a network, or the whole dataset, into a file or files: one module per format, found by its name.

A module holds one `FORMAT` and what writes it. Nothing else registers it; a contract test asks for
its expected output in `tests/exports/`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import IO, Any, Literal

from graphbuild.dataset import Dataset
from graphbuild.errors import UnknownFormatError


@dataclass(frozen=True, slots=True)
class NetworkFormat:
    """A file format for a networkx graph."""

    name: str
    suffix: str
    media_type: str
    write: Callable[[Any, IO[bytes]], None]


@dataclass(frozen=True, slots=True)
class DatasetFormat:
    """A file format for all that the store says."""

    name: str
    suffix: str
    media_type: str
    write: Callable[[Dataset, IO[bytes]], None]


@dataclass(frozen=True, slots=True)
class FolderFormat:
    """A format of several files: `write` takes a networkx graph or a `Dataset`, and an empty folder."""

    name: str
    suffix: str
    media_type: str
    of: Literal["network", "graph"]
    write: Callable[[Any, Path], None]


Format = NetworkFormat | DatasetFormat | FolderFormat


def is_of_networks(each: Format) -> bool:
    """Tell whether a format takes a network, and not the whole graph."""
    return isinstance(each, NetworkFormat) or (isinstance(each, FolderFormat) and each.of == "network")


@cache
def formats() -> dict[str, Format]:
    """Load every format of this folder, by name, sorted."""
    modules = sorted(module.name for module in iter_modules(__path__) if not module.name.startswith("_"))
    found = [import_module(f"{__name__}.{module}").FORMAT for module in modules]
    return {each.name: each for each in found}


def find(wanted: str) -> Format:
    """Find a format by its name or file suffix, whatever its case and hyphens."""
    plain = wanted.lower().replace("-", "").replace("_", "").removeprefix(".")
    for each in formats().values():
        if plain == each.name.replace("-", ""):
            return each
    for each in formats().values():
        if plain == each.suffix.removeprefix(".") and not isinstance(each, FolderFormat):
            return each
    near = get_close_matches(plain, formats())
    hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(formats())}"
    raise UnknownFormatError(f"there is no format {wanted}: {hint}")
