"""Turns flags, the environment and `govgraph.toml` into settings: the first that says something counts."""

import os
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graphbuild.errors import UsageError
from graphbuild.messages import language_of

if TYPE_CHECKING:
    from graphbuild.store.endpoint import Endpoint, Place

DEFAULT_STORE = "govgraph.store"
SETTINGS_FILE = Path("govgraph.toml")

StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="DIR|URL",
        help=f"The store's folder, or a SPARQL server [default: {DEFAULT_STORE}].",
        show_default=False,
    ),
]
JudgementsOption = Annotated[
    Path | None,
    typer.Option(
        "--judgements",
        metavar="FILE",
        help="Who is the same, as judged [default: judgements.csv beside the store].",
        show_default=False,
    ),
]
OrganisationsOption = Annotated[
    Path | None,
    typer.Option(
        "--organisations",
        metavar="FILE",
        help="A table (CSV) of your own organisations, beside the bundled one.",
        show_default=False,
    ),
]
FormatOption = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help="table, csv, tsv, json, jsonl or md [default: table on a terminal, else csv].",
    ),
]
IrisOption = Annotated[bool, typer.Option("--iris", help="Show IRIs in tables, too.")]


@cache
def _file() -> dict[str, object]:
    """Read `govgraph.toml` in the current folder, where there is one."""
    if not SETTINGS_FILE.is_file():
        return {}
    import tomllib

    try:
        return tomllib.loads(SETTINGS_FILE.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{SETTINGS_FILE} cannot be read: {error}") from error


def setting(name: str, flag: str | None) -> str | None:
    """Find a setting: the flag, else GOVGRAPH_NAME, else `name` in `govgraph.toml`."""
    if flag is not None:
        return flag
    told = os.environ.get(f"GOVGRAPH_{name.upper()}")
    if told:
        return told
    written = _file().get(name)
    if written is None:
        return None
    if not isinstance(written, str):
        raise UsageError(f"{SETTINGS_FILE}: {name} must be text in quotes")
    return written


def store_place(flag: str | None) -> "Place":
    """Find out which store is meant: a folder's, or a server's; the folder beside its quads names it, too."""
    from graphbuild.store.endpoint import is_address
    from graphbuild.store.folder import StoreFolder

    told = setting("store", flag) or DEFAULT_STORE
    if is_address(told):
        return _endpoint(told)
    if address := StoreFolder(Path(told)).endpoint():
        return _endpoint(address, Path(told))
    return Path(told)


def store_path(flag: str | None) -> Path:
    """Find out which store is meant, where only one in a folder will do."""
    place = store_place(flag)
    if not isinstance(place, Path):
        raise UsageError(
            f"--store {place}: this reads the files of a store; name a folder, or build one from the sources"
        )
    return place


def _endpoint(address: str, side: Path | None = None) -> "Endpoint":
    """Say how a server is spoken to; secrets come from the environment only."""
    from graphbuild.store.endpoint import SECONDS, Endpoint, checked, side_of

    found = checked(address)
    told = setting("store_side", None)
    seconds = setting("store_timeout", None) or str(SECONDS)
    try:
        limit = float(seconds)
    except ValueError:
        limit = 0.0
    if not 0 < limit < float("inf"):
        raise UsageError(f"GOVGRAPH_STORE_TIMEOUT={seconds}: write seconds, such as 300")
    return Endpoint(
        found,
        side or (Path(told) if told else side_of(found)),
        user=os.environ.get("GOVGRAPH_STORE_USER", ""),
        password=os.environ.get("GOVGRAPH_STORE_PASSWORD", ""),
        token=os.environ.get("GOVGRAPH_STORE_TOKEN", ""),
        update=setting("store_update", None) or "",
        graphs=setting("store_graphs", None) or "",
        seconds=limit,
    )


def dask_cluster(engine: str, flag: str | None) -> str | None:
    """Find out which Dask cluster reads: its scheduler's address, or `cluster.LOCAL`; None for none."""
    if engine not in ("local", "dask"):
        raise UsageError(f"--engine {engine}: choose one of local, dask")
    if engine == "local":
        if flag is not None:
            raise UsageError(f"--dask {flag}: say --engine dask, too")
        return None
    return setting("dask", flag) or "local"


def publisher_of(
    name: str | None = None,
    number: str | None = None,
    kind: str | None = None,
    contact: str | None = None,
    licence: str | None = None,
) -> dict[str, str] | None:
    """Find out who publishes, as fields of `publishing.Publisher`; None where nobody says so.

    What was told of a publisher without a name would be lost: UsageError.
    """
    fields = (
        ("name", "publisher", name),
        ("number", "publisher_number", number),
        ("type", "publisher_type", kind),
        ("email", "contact", contact),
        ("licence", "licence", licence),
    )
    told = {field: text for field, key, flag in fields if (text := setting(key, flag))}
    if told and "name" not in told:
        raise UsageError("--publisher is missing: what you say of the publisher needs its name")
    return told or None


def organisations_path(flag: Path | None) -> Path | None:
    """Find the user's own table of organisations, if there is one."""
    told = setting("organisations", str(flag) if flag else None)
    return Path(told) if told else None


def judgements_path(flag: Path | None, store: Path) -> Path:
    """Find the file of judgements: it stands beside the store, which can be built anew, and is kept."""
    told = setting("judgements", str(flag) if flag else None)
    return Path(told) if told else store.resolve().parent / "judgements.csv"


def instant(flag: str | None) -> str:
    """Find out when it is, in UTC: as told, else SOURCE_DATE_EPOCH (reproducible builds), else the clock."""
    from datetime import UTC, datetime

    told, seconds = flag or os.environ.get("GOVGRAPH_NOW"), os.environ.get("SOURCE_DATE_EPOCH")
    try:
        if told:
            when = datetime.fromisoformat(told)
            when = when.replace(tzinfo=when.tzinfo or UTC)
        else:
            when = datetime.fromtimestamp(int(seconds), UTC) if seconds else datetime.now(UTC)
        return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError) as error:
        wrong = f"--now {told}" if told else f"SOURCE_DATE_EPOCH={seconds}"
        hint = "a time as 2026-01-31T12:00:00Z" if told else "seconds since 1970"
        raise UsageError(f"{wrong}: write {hint}") from error


def base_iri(flag: str | None) -> str | None:
    """Find out what the IRIs of the data begin with; None where nobody says so."""
    from graphbuild.identity import DEFAULT_BASE, is_base

    base = setting("base", flag)
    if base is not None and not is_base(base):
        raise UsageError(f"--base {base}: write an absolute IRI that ends in / or #, such as {DEFAULT_BASE}")
    return base


def language() -> str:
    """Find out which language to speak."""
    return language_of(os.environ)


def output_format(flag: str | None) -> str:
    """Find out how to print rows: as asked, else a table on a terminal, else csv."""
    from graphbuild.reports import FORMATS

    form = setting("format", flag)
    if form is None:
        return "table" if sys.stdout.isatty() else "csv"
    if form not in FORMATS:
        raise UsageError(f"--format {form}: choose one of {', '.join(FORMATS)}")
    return form
