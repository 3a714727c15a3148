"""Turns what is served into its descriptions: the service (SPARQL 1.1 Service Description), OpenAPI 3.1."""

from functools import cache
from typing import Any

import pyoxigraph as ox

from graphbuild import __version__, catalogue, messages
from graphbuild.catalogue import Parameter, Query
from graphbuild.serving.negotiation import GRAPHS, choose
from graphbuild.serving.results import GRAPH_FORMATS
from graphbuild.serving.tasks import Reply, refusal
from graphbuild.vocabulary import PREFIXES

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_GIVEN = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_GIVEN_GRAPHS = ("Turtle", "JSON-LD", "N-Triples", "RDF_XML")
_PLAIN: dict[str, Any] = {"text/plain": {"schema": {"type": "string"}}}
_CELL = {"type": ["string", "number", "boolean", "null"]}


def service(endpoint: str, base: str, accept: str) -> Reply:
    """Describe the endpoint, in a form that the client takes."""
    form = choose(accept, GRAPHS)
    if form is None:
        return refusal(406, f"Accept names none of {', '.join(each.media_type for each in GRAPHS)}")
    try:
        here = ox.NamedNode(endpoint)
    except ValueError:
        return refusal(400, "the request's Host is no host")
    content = ox.serialize(
        _statements(here, base), format=GRAPH_FORMATS[form], prefixes={**PREFIXES, "sd": _SD}
    )
    return Reply(200, form.media_type, content or b"")


def _statements(endpoint: ox.NamedNode, base: str) -> list[ox.Triple]:
    def sd(name: str) -> ox.NamedNode:
        return ox.NamedNode(_SD + name)

    kind = ox.NamedNode(f"{PREFIXES['rdf']}type")
    here, dataset = (ox.NamedNode(f"{endpoint.value}#{name}") for name in ("service", "dataset"))
    formats = [ox.NamedNode(_FORMATS + name) for name in (*_GIVEN, *_GIVEN_GRAPHS)]
    default = ox.NamedNode(f"{endpoint.value}#union")
    return [
        ox.Triple(here, kind, sd("Service")),
        ox.Triple(here, sd("endpoint"), endpoint),
        ox.Triple(here, sd("supportedLanguage"), sd("SPARQL11Query")),
        ox.Triple(here, sd("feature"), sd("UnionDefaultGraph")),
        *(ox.Triple(here, sd("resultFormat"), each) for each in formats),
        ox.Triple(here, sd("defaultDataset"), dataset),
        ox.Triple(dataset, kind, sd("Dataset")),
        ox.Triple(dataset, ox.NamedNode("http://rdfs.org/ns/void#uriSpace"), ox.Literal(base)),
        ox.Triple(dataset, sd("defaultGraph"), default),
        ox.Triple(default, kind, sd("Graph")),
    ]


def questions(language: str) -> list[dict[str, Any]]:
    """List the named questions with what they take."""
    return [
        {
            "name": query.name,
            "title": query.title[language],
            "description": query.description[language],
            "parameters": [parameter.name for parameter in query.parameters],
            "columns": list(_columns(query)),
        }
        for query in map(catalogue.load, catalogue.names())
    ]


@cache
def openapi(language: str, root: str) -> dict[str, Any]:
    """Describe the interface; `root` is the path under which it answers."""
    paths: dict[str, Any] = {
        f"/api/questions/{query.name}": {"get": _question(query, language)}
        for query in map(catalogue.load, catalogue.names())
    }
    said = {"application/json": {"schema": {"type": "array", "items": {"type": "object"}}}}
    paths["/api/questions"] = {
        "get": _operation("questions", messages.text("serve-questions", language), [], said)
    }
    paths["/health"] = {
        "get": _operation(
            "health",
            messages.text("serve-health", language),
            [],
            {"application/json": {"schema": {"type": "object"}}},
        )
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "govgraph", "version": __version__},
        "servers": [{"url": root}],
        "paths": paths,
    }


def _question(query: Query, language: str) -> dict[str, Any]:
    columns = dict.fromkeys(_columns(query), _CELL)
    rows = {"type": "array", "items": {"type": "object", "properties": columns}}
    forms = {"application/json": {"schema": rows}}
    forms |= {name: {"schema": {"type": "string"}} for name in ("text/csv", "text/tab-separated-values")}
    parameters = [_parameter(each, language) for each in query.parameters]
    parameters.append(
        {"name": "format", "in": "query", "schema": {"type": "string", "enum": ["json", "csv", "tsv"]}}
    )
    operation = _operation(query.name, query.title[language], parameters, forms)
    return {**operation, "description": query.description[language]}


def _operation(
    name: str, summary: str, parameters: list[dict[str, Any]], forms: dict[str, Any]
) -> dict[str, Any]:
    wrong = {status: {"description": said, "content": _PLAIN} for status, said in _WRONG.items()}
    return {
        "operationId": name,
        "summary": summary,
        "parameters": parameters,
        "responses": {"200": {"description": "OK", "content": forms}, **wrong},
    }


_WRONG = {"400": "Bad Request", "503": "Service Unavailable"}


def _parameter(parameter: Parameter, language: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    if parameter.choices:
        schema["enum"] = list(parameter.choices)
    return {
        "name": parameter.name,
        "in": "query",
        "description": messages.text(f"parameter-{parameter.name}", language),
        "schema": schema,
        "example": parameter.example,
    }


@cache
def _names(text: str) -> tuple[str, ...]:
    """Ask the engine which columns a query has; an empty store answers at once."""
    results = ox.Store().query(text, prefixes=dict(PREFIXES))
    assert isinstance(results, ox.QuerySolutions)
    return tuple(variable.value for variable in results.variables)


def _columns(query: Query) -> tuple[str, ...]:
    return tuple(name for name in _names(query.text) if not name.startswith("_"))
