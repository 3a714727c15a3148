"""Turns the attributes of nodes or edges into typed columns and texts, for the XML formats."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from xml.sax.saxutils import escape

_ESCAPES = {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
_SPECIAL = re.compile('[&<>"\x00-\x1f\ufffe\uffff]')
_NOT_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])


_TYPES: dict[type, str] = {bool: "boolean", int: "long", float: "double", str: "string"}


def columns(attributes: Iterable[Mapping[str, object]]) -> dict[str, str]:
    """Name the attributes, sorted, each with the narrowest type that holds all its values."""
    found: dict[str, set[type]] = {}
    for values in attributes:
        for name, value in values.items():
            if name in found:
                found[name].add(type(value))
            else:
                found[name] = {type(value)}
    typed = {name: _join(types - {type(None)}) for name, types in sorted(found.items())}
    return {name: joined for name, joined in typed.items() if joined}


def _join(types: set[type]) -> str:
    names = {_TYPES.get(each, "string") for each in types}
    if len(names) <= 1:
        return "".join(names)
    return "double" if names == {"long", "double"} else "string"


def text(value: object) -> str:
    """Write a value as XML text: lists are joined with `|`, characters that XML forbids fall away."""
    if isinstance(value, str):
        return _escaped(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return _escaped("|".join(str(each) for each in value))
    return _escaped(str(value))


@lru_cache(maxsize=200_000)
def _escaped(written: str) -> str:
    # The same ids, names and dates come again and again: most are looked up, not looked through.
    return escape(written.translate(_NOT_XML), _ESCAPES) if _SPECIAL.search(written) else written
