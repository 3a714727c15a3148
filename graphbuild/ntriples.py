"""Turns values into N-Triples literals, which are SPARQL literals too."""

import re

from graphbuild.vocabulary import XSD

_SPECIAL = re.compile('["\\\\\x00-\x1f\x7f\ud800-\udfff]')
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    if character in _ESCAPES:
        return _ESCAPES[character]
    # Half of a surrogate pair is no character; RDF has no way to write one.
    return "\ufffd" if character >= "\ud800" else f"\\u{ord(character):04X}"


def _escaped(text: str) -> str:
    # Most texts are plain words: three looks are faster than a search.
    if text.isprintable() and '"' not in text and "\\" not in text:
        return text
    return _SPECIAL.sub(_escape, text)


def plain(text: str) -> str:
    """Turn text into a literal without a language."""
    return f'"{_escaped(text)}"'


def tagged(text: str, language: str) -> str:
    """Turn text into a literal in a language."""
    return f'"{_escaped(text)}"@{language}'


def date(iso: str) -> str:
    """Turn an ISO date into an `xsd:date`."""
    return f'"{iso}"^^<{XSD}date>'


def instant(iso: str) -> str:
    """Turn an ISO date with time and zone into an `xsd:dateTime`."""
    return f'"{iso}"^^<{XSD}dateTime>'


def decimal(number: float) -> str:
    """Turn a number into an `xsd:decimal` with two places."""
    return f'"{number:.2f}"^^<{XSD}decimal>'


def integer(number: int) -> str:
    """Turn a number into an `xsd:integer`."""
    return f'"{number}"^^<{XSD}integer>'


def boolean(value: bool) -> str:
    """Turn a truth value into an `xsd:boolean`."""
    return f'"{"true" if value else "false"}"^^<{XSD}boolean>'
