"""Stores for tests: real ones, in a folder of the test."""

from collections.abc import Iterable
from pathlib import Path

from graphbuild.following import follow
from graphbuild.identity import DEFAULT_BASE
from graphbuild.model import Minutes
from graphbuild.statements import Statements, state
from graphbuild.store.holdings import Holdings
from graphbuild.store.records import DocumentRecord

PARSER = "test"


def said(minutes: Minutes) -> Statements:
    """Say minutes in RDF, under the default base."""
    return state(minutes, DEFAULT_BASE, parser_version=PARSER)


def record(minutes: Minutes, statements: Statements) -> DocumentRecord:
    """Give what the store's list says of minutes."""
    return DocumentRecord(
        document=statements.document,
        sha256=minutes.document.sha256,
        parser_version=PARSER,
        names=(minutes.document.name,),
        body=statements.body,
        meeting=statements.meeting,
        numbers=statements.numbers,
        quads=statements.quads.count("\n"),
        issues=0,
        shared=statements.shared,
        told=statements.told,
        seen=statements.seen,
        naming=statements.naming,
    )


def put(holdings: Holdings, minutes: Minutes, leaving: Iterable[str] = ()) -> Statements:
    """Take minutes into a store."""
    statements = said(minutes)
    holdings.folder.write_source(statements.document, minutes.document.text)
    holdings.put(statements, record(minutes, statements), leaving)
    return statements


def filled(path: Path, *minutes: Minutes) -> Path:
    """Make a store of minutes, with what is worked out from them."""
    with Holdings(path, DEFAULT_BASE) as holdings:
        for each in minutes:
            put(holdings, each)
        follow(holdings, ())
    return path


def lines(path: Path) -> list[str]:
    """Give a store's quads as sorted lines."""
    from graphbuild.store import EmbeddedStore

    with EmbeddedStore.read(path) as store:
        return sorted(store.quads().decode().split("\n"))
