"""Turns a query into a SPARQL server's answer: rows, a truth value or triples."""

import json
from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

import pyoxigraph as ox

from graphbuild.errors import EndpointError, EndpointRefusedError, EndpointTimeoutError
from graphbuild.store.answers import Answer, table_of
from graphbuild.store.conversation import Conversation, Reply
from graphbuild.store.services import JSON, Services
from graphbuild.store.syntax import explain
from graphbuild.store.terminals import names_graphs
from graphbuild.table import Table
from graphbuild.vocabulary import BODY, PREFIXES, A

_TRIPLES = "application/n-triples, text/turtle;q=0.5"
_FORMATS = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/plain": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
}
_PROLOGUE = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
_UNIONS: tuple[Mapping[str, str], ...] = (
    {},
    {"union-default-graph": "true"},  # Oxigraph's server
    {"default-graph-uri": "urn:x-arq:UnionGraph"},  # Apache Jena Fuseki
)
"""What servers want to hear so that the union of all named graphs is the default graph of a query."""
_VIRTUOSO_TRUTH = "__ASK_RETVAL"
_SHARED = "graph/shared"


class Asking:
    """Asks one server."""

    def __init__(self, talk: Conversation, services: Services) -> None:
        """Hold the conversation; nothing is asked yet."""
        self._talk, self._services = talk, services
        self._union: Mapping[str, str] | None = None

    def query(self, query: str) -> Answer:
        """Run any read query over the union of all graphs, or those it names; an update is never sent."""
        results = _parsed(query)
        over = {} if names_graphs(query) else self._over_all()
        if isinstance(results, ox.QueryTriples):
            lines = (f"{triple} .\n" for triple in self.triples(_PROLOGUE + query, over))
            return Answer(triples="".join(lines).encode())
        reply = self._reply(_PROLOGUE + query, JSON, over)
        if isinstance(results, ox.QueryBoolean):
            return Answer(truth=_truth(reply.body))
        return Answer(table=table_of(reply.body))

    def rows(self, query: str) -> Table:
        """Run a SELECT query that says itself which graphs it reads."""
        return table_of(self._reply(query, JSON, {}).body)

    def triples(self, query: str, over: Mapping[str, str] = {}) -> Iterator[ox.Triple]:
        """Run a CONSTRUCT query, and give what it makes."""
        yield from self.read_triples(self._reply(query, _TRIPLES, over))

    def read_triples(self, reply: Reply) -> Iterator[ox.Triple]:
        """Read the triples of an answer."""
        form = _FORMATS.get(reply.media_type)
        if reply.status != 200 or form is None:
            raise self._refusal(reply)
        try:
            for quad in ox.parse(reply.body, format=form):
                yield quad.triple
        except SyntaxError as error:
            raise EndpointError(
                f"{self._talk.endpoint} answers with {reply.media_type} that cannot be read ({error})"
            ) from error

    def base(self) -> str | None:
        """Find out what the IRIs of the data begin with; None where there are none of ours."""
        found = self.rows(
            f"SELECT ?g WHERE {{ GRAPH ?g {{ ?body {A} {BODY} }} "
            f'FILTER(STRENDS(STR(?g), "/{_SHARED}")) }} GROUP BY ?g LIMIT 2'
        )
        bases = sorted(str(row[0]).removesuffix(_SHARED) for row in found.rows)
        if len(bases) > 1:
            raise EndpointError(
                f"{self._talk.endpoint} holds several stores ({', '.join(bases)}): "
                "name the folder beside the one that is meant in GOVGRAPH_STORE_SIDE"
            )
        return bases[0] if bases else None

    def _over_all(self) -> Mapping[str, str]:
        """Find out how this server is asked over the union of all graphs."""
        if self._union is not None:
            return self._union
        if self.base() is None:
            return {}
        for words in _UNIONS:
            if _truth(self._reply(f"ASK {{ ?body {A} {BODY} }}", JSON, words).body):
                self._union = words
                return words
        raise EndpointError(
            f"{self._talk.endpoint} looks into its default graph only, and the facts are in named graphs: "
            "have it answer from the union of all graphs"
        )

    def _reply(self, query: str, accept: str, over: Mapping[str, str]) -> Reply:
        """Ask; raises an EndpointError where the answer is not what was asked for, or not all of it."""
        content = urlencode({"query": query, **over}).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": accept}
        reply = self._talk.send("POST", self._services.query, content, headers)
        if reply.status != 200 or (accept == JSON and reply.media_type not in (JSON, "application/json")):
            raise self._refusal(reply)
        if "x-sparql-maxrows" in reply.headers:  # Virtuoso, where it cuts an answer
            raise EndpointError(
                f"{self._talk.endpoint} gives no more than {reply.headers['x-sparql-maxrows']} rows: "
                "raise its ResultSetMaxRows, or ask for less"
            )
        return reply

    def _refusal(self, reply: Reply) -> EndpointError:
        server = self._talk.endpoint
        if reply.status == 200:
            return EndpointError(
                f"{server} does not answer in a format of SPARQL's, but in {reply.media_type or 'none'}: "
                "check that the address is that of a SPARQL server"
            )
        if reply.status == 403:
            return EndpointRefusedError(f"{server} lets nobody ask that ({reply.reason})")
        if reply.status == 413:
            return EndpointError(f"{server} takes no query as long as this one ({reply.reason})")
        if reply.status == 408:
            return EndpointTimeoutError(f"{server} gave up ({reply.reason}): ask for less")
        return EndpointError(f"{server} cannot answer the query ({reply.reason})")


def _parsed(query: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    """Parse a query, for its kind; what does not parse is told as it is of every store.

    It is asked of a store without quads, which is the only parser that the engine lends.
    """
    try:
        return ox.Store().query(query, prefixes=dict(PREFIXES))
    except SyntaxError as error:
        raise explain(query, str(error)) from error


def _truth(content: bytes) -> bool:
    results = json.loads(content)
    if "boolean" in results:
        return bool(results["boolean"])
    # Virtuoso 7 answers ASK with a row.
    rows = results.get("results", {}).get("bindings", [])
    return bool(rows) and rows[0].get(_VIRTUOSO_TRUTH, {}).get("value") == "1"
