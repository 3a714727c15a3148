"""Turns flags, the environment and `govgraph.toml` into settings: the first that says something counts."""

import os
import sys
from functools import cache
from pathlib import Path
from typing import Annotated

import typer

from graphbuild.errors import UsageError
from graphbuild.messages import language_of

DEFAULT_STORE = "govgraph.store"
SETTINGS_FILE = Path("govgraph.toml")

StoreOption = Annotated[
    Path | None,
    typer.Option("--store", help=f"The store's folder [default: {DEFAULT_STORE}].", show_default=False),
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


def store_path(flag: Path | None) -> Path:
    """Find out which store is meant."""
    path = setting("store", str(flag) if flag else None) or DEFAULT_STORE
    if path.startswith(("http:/", "https:/")):  # a Path has dropped the second slash
        raise UsageError(f"--store {path}: stores on a server cannot be used yet; name a folder")
    return Path(path)


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
