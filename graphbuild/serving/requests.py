"""Turns requests of the SPARQL 1.1 Protocol and the Graph Store Protocol into tasks."""

import asyncio
from collections.abc import Sequence
from urllib.parse import parse_qsl

from starlette.requests import Request

from graphbuild.serving.tasks import Reply, Task, refusal

LARGEST_BODY = 200_000
_PATIENCE = 10.0
_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
_READ_ONLY = "this endpoint only reads: updates and LOAD are refused"

Pairs = Sequence[tuple[str, str]]


async def query_task(request: Request) -> Task | Reply:
    """Read a query request (SPARQL 1.1 Protocol, 2.1); a reply says what is wrong with it.

    A task without a query asks for the description of the service.
    """
    content = await _body(request) if request.method == "POST" else b""
    if isinstance(content, Reply):
        return content
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.method == "POST" and kind == _UPDATE:
        return refusal(403, _READ_ONLY)
    if request.method == "POST" and kind not in (_FORM, _QUERY):
        return refusal(415, f"send the query as {_QUERY} or {_FORM}, not as “{kind}”")
    try:
        pairs = _pairs(request.scope["query_string"])
        if request.method == "POST":
            pairs += _pairs(content) if kind == _FORM else [("query", content.decode())]
    except (UnicodeDecodeError, ValueError):
        return refusal(400, "the request is not UTF-8, or is not encoded as a form")
    if any("\0" in value for _, value in pairs):
        return refusal(400, "the request is not UTF-8")
    return _task(pairs, request)


def _pairs(content: bytes) -> list[tuple[str, str]]:
    return parse_qsl(content.decode("ascii"), keep_blank_values=True, errors="strict")


def graph_task(request: Request) -> Task | Reply:
    """Read a request for a graph (Graph Store HTTP Protocol, 4.2): `?graph=IRI` or `?default`."""
    graphs = request.query_params.getlist("graph")
    default = "default" in request.query_params
    if len(graphs) + default != 1:
        return refusal(400, "write ?graph=IRI for one graph, or ?default for all of them together")
    if graphs and not graphs[0]:
        return refusal(400, "?graph= names no graph")
    return Task("graph", "".join(graphs), accept(request))


def accept(request: Request) -> str:
    """Give what the client takes."""
    return ",".join(request.headers.getlist("accept"))


def _task(pairs: Pairs, request: Request) -> Task | Reply:
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    if "update" in values:
        return refusal(403, _READ_ONLY)
    queries = values.get("query", [])
    if len(queries) > 1:
        return refusal(400, "there are several queries: send one")
    if not queries:
        if request.method == "POST":
            return refusal(400, "there is no query: send one as the parameter “query”")
        return Task("query", "", accept(request))
    if not queries[0].strip():
        return refusal(400, "the query is empty")
    default, named = (values.get(name) for name in ("default-graph-uri", "named-graph-uri"))
    return Task(
        "query",
        queries[0],
        accept(request),
        None if default is None else tuple(default),
        None if named is None else tuple(named),
    )


async def _body(request: Request) -> bytes | Reply:
    """Read a body up to the cap, and for a bounded time."""
    content = bytearray()
    try:
        async with asyncio.timeout(_PATIENCE):
            async for chunk in request.stream():
                content += chunk
                if len(content) > LARGEST_BODY:
                    return refusal(413, f"the body is larger than {LARGEST_BODY:,} bytes")
    except TimeoutError:
        return refusal(408, f"the body took more than {_PATIENCE:g} seconds")
    return bytes(content)
