"""Turns the engine's complaint about a query into one clear sentence with line and column."""

import re

import pyoxigraph as ox

from graphbuild.errors import QuerySyntaxError

_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_PROLOGUE = re.compile(r"(?:\s+|#[^\n]*(?:\n|$)|PREFIX\s+[^\s:]*:\s*<[^>]*>|BASE\s*<[^>]*>)*", re.IGNORECASE)
_LONGEST = 60


def explain(query: str, told: str) -> QuerySyntaxError:
    """Say where a query stops making sense; `told` is what the engine said."""
    if _is_update(query):
        return QuerySyntaxError(
            "this is an update, and only queries that read are run: the graph changes by `govgraph build`"
        )
    place = _PLACE.match(told)
    if place is None:
        return QuerySyntaxError(f"the query does not parse: {told}")
    lines = query.split("\n")
    line, column = int(place[1]), int(place[2])
    while line > 1 and not lines[line - 1].strip():  # the end of the text: point at its last words
        line -= 1
        column = len(lines[line - 1].rstrip()) + 1
    wrong = lines[line - 1]
    return QuerySyntaxError(
        f"the query does not parse at line {line}, column {column}: "
        f"{_reason(place[3], wrong, column)} in {_around(wrong, column)}"
    )


def _reason(expected: str, line: str, column: int) -> str:
    if "Prefix not found" in expected:
        prefixed = re.search(r"([\w.-]*):[\w.-]*$", line[: column - 1])
        name = prefixed[1] if prefixed else ""
        return f"the prefix {name}: is not declared"
    if column > len(line.rstrip()):
        return "something is missing at the end"
    return "this is not SPARQL"


def _around(line: str, column: int) -> str:
    """Quote the line, or what stands around the place in a long one, and mark the place."""
    start = max(0, column - 1 - _LONGEST)
    before, after = line[start : column - 1].lstrip(), line[column - 1 : column - 1 + _LONGEST].rstrip()
    return f"“{'…' if start else ''}{before}▸{after}”"


def _is_update(text: str) -> bool:
    """Tell whether a text is a SPARQL update, without running any of it.

    The parser decides, not the first word. A first step that fails (clearing a graph that an
    empty store does not have) keeps the rest from being run; it stands after the prefixes,
    because the engine takes them nowhere else.
    """
    prologue = _PROLOGUE.match(text)
    start = prologue.end() if prologue else 0
    if not text[start:].strip():
        return False
    try:
        ox.Store().update(f"{text[:start]}CLEAR GRAPH <urn:x-govgraph:nothing> ;\n{text[start:]}")
    except SyntaxError:
        return False
    except RuntimeError:
        return True
    return True
