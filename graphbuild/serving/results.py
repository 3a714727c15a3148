"""Turns what a query gives into a reply in the form that the client takes: whole, or not at all."""

import re
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox

from graphbuild.errors import QuerySyntaxError, StoreError
from graphbuild.serving.negotiation import (
    CSV,
    GRAPHS,
    JSON_LD,
    N_TRIPLES,
    RDF_XML,
    RESULTS,
    RESULTS_JSON,
    RESULTS_XML,
    TSV,
    TURTLE,
    Form,
    choose,
)
from graphbuild.serving.tasks import Limits, Reply, Task, refusal
from graphbuild.store import EmbeddedStore
from graphbuild.store.terminals import reaches_elsewhere
from graphbuild.vocabulary import PREFIXES

SMALL = 256_000  # bytes; a larger answer goes through a file, so that slow readers cost no memory
_RESULT_FORMATS = {
    RESULTS_JSON: ox.QueryResultsFormat.JSON,
    RESULTS_XML: ox.QueryResultsFormat.XML,
    CSV: ox.QueryResultsFormat.CSV,
    TSV: ox.QueryResultsFormat.TSV,
}
GRAPH_FORMATS = {
    TURTLE: ox.RdfFormat.TURTLE,
    JSON_LD: ox.RdfFormat.JSON_LD,
    N_TRIPLES: ox.RdfFormat.N_TRIPLES,
    RDF_XML: ox.RdfFormat.RDF_XML,
}
UNION = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
# In JSON a text cannot hold a quotation mark, so this stands between two rows only. Rows that bind nothing
# are not counted; the cap on bytes holds for them.
_NEXT_ROW = re.compile(rb',\{"[^"\\]*":\{"')


class _TooLarge(Exception):  # noqa: N818 - it ends a serialisation, and is no error of ours
    """More than the cap was written."""


class _Capped:
    """Takes the bytes of an answer up to a cap, in memory while they are few, else in a file."""

    def __init__(self, cap: int, large: Path) -> None:
        self._cap, self._large = cap, large
        self._file: IO[bytes] = BytesIO()
        self.size = 0

    def write(self, content: bytes) -> int:
        self.size += len(content)
        if self.size > self._cap:
            raise _TooLarge
        if self.size > SMALL and isinstance(self._file, BytesIO):
            small = self._file.getvalue()
            self._file = self._large.open("wb+")
            self._file.write(small)
        return self._file.write(content)

    def flush(self) -> None:
        self._file.flush()

    def content(self) -> bytes:
        self._file.seek(0)
        return self._file.read()

    def reply(self, media_type: str) -> Reply:
        if isinstance(self._file, BytesIO):
            return Reply(200, media_type, self._file.getvalue(), size=self.size)
        self._file.close()
        return Reply(200, media_type, file=str(self._large), size=self.size)


def answer_query(store: EmbeddedStore, task: Task, limits: Limits, large: Path) -> Reply:
    """Run a query; what it cannot give within the limits is refused, and says so."""
    if reaches_elsewhere(task.what):
        return refusal(403, "SERVICE is refused: this endpoint asks no other server")
    try:
        results = store.results(task.what, task.default, task.named, store.base)
        offered = GRAPHS if isinstance(results, ox.QueryTriples) else RESULTS
        form = choose(task.accept, offered)
        if form is None:
            return _not_acceptable(offered)
        return _written(results, form, limits, large)
    except QuerySyntaxError as error:
        return refusal(403 if "is an update" in str(error) else 400, str(error))
    except ValueError as error:
        return refusal(400, f"the name of a graph is no IRI: {error}")
    except StoreError as error:
        return refusal(503, str(error))


def answer_graph(store: EmbeddedStore, task: Task, limits: Limits, large: Path) -> Reply:
    """Give a graph, or the union of all (SPARQL 1.1 Graph Store HTTP Protocol, 5.2)."""
    form = choose(task.accept, GRAPHS)
    if form is None:
        return _not_acceptable(GRAPHS)
    if not task.what:
        return answer_query(store, Task("query", UNION, task.accept), limits, large)
    try:
        known = store.ask(f"ASK {{ GRAPH {ox.NamedNode(task.what)} {{ ?s ?p ?o }} }}")
    except (ValueError, QuerySyntaxError):
        return refusal(400, f"“{task.what}” is no absolute IRI: write ?graph=IRI, or ?default")
    if not known:
        return refusal(404, f"there is no graph {task.what}")
    return _graph(store.triples(task.what), form, limits, large)


def _written(
    results: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, form: Form, limits: Limits, large: Path
) -> Reply:
    """Serialise all of a result before a byte of it is sent: what fails halfway is no 200."""
    if isinstance(results, ox.QueryTriples):
        return _graph(results, form, limits, large)
    out = _Capped(limits.size, large)
    try:
        results.serialize(cast(IO[bytes], out), format=_RESULT_FORMATS[form])
    except _TooLarge:
        return _too_large(limits)
    except OSError as error:
        return refusal(503, f"the query could not be finished: {error}")
    # A row takes more than one byte.
    if out.size > limits.rows and _ROWS[form](out.content()) > limits.rows:
        return _too_many(limits)
    return out.reply(form.media_type)


def _graph(triples: Iterable[ox.Triple], form: Form, limits: Limits, large: Path) -> Reply:
    """Serialise triples, each once and in order: the union of graphs gives some of them again."""
    found: set[ox.Triple] = set()
    for triple in triples:
        found.add(triple)
        if len(found) > limits.rows:
            return _too_many(limits)
    out = _Capped(limits.size, large)
    try:
        ox.serialize(
            sorted(found, key=str),
            cast(IO[bytes], out),
            format=GRAPH_FORMATS[form],
            prefixes=dict(PREFIXES),
        )
    except _TooLarge:
        return _too_large(limits)
    return out.reply(form.media_type)


def _too_large(limits: Limits) -> Reply:
    return refusal(422, f"the answer is larger than {limits.size:,} bytes: ask for less, or add LIMIT")


def _too_many(limits: Limits) -> Reply:
    return refusal(422, f"the answer has more than {limits.rows:,} rows: ask for less, or add LIMIT")


def _csv_rows(content: bytes) -> int:
    """Count the line ends outside of quotation marks, the head's left out."""
    return sum(part.count(b"\n") for part in content.split(b'"')[::2]) - 1


_ROWS: dict[Form, Callable[[bytes], int]] = {
    RESULTS_JSON: lambda content: sum(1 for _ in _NEXT_ROW.finditer(content)) + 1,
    RESULTS_XML: lambda content: content.count(b"<result>"),
    CSV: _csv_rows,
    TSV: lambda content: content.count(b"\n") - 1,
}


def _not_acceptable(offered: tuple[Form, ...]) -> Reply:
    there = ", ".join(form.media_type for form in offered)
    return refusal(406, f"Accept names none of the formats that this can be given in: {there}")
