"""Turns values into JSON arrays piece by piece, one element a line."""

import json
from collections.abc import Iterable, Iterator, Mapping

_encode = json.JSONEncoder(ensure_ascii=False).encode


def array(values: Iterable[object]) -> Iterator[str]:
    """Write an array without holding it in memory."""
    separator = "[\n"
    for value in values:
        yield separator + text(value)
        separator = ",\n"
    yield "\n]" if separator == ",\n" else "[]"


def text(value: object) -> str:
    """Write one value on one line, letters as they are."""
    return _encode(value)


def stated(values: Mapping[str, object]) -> dict[str, object]:
    """Leave out what is None, and sort the rest."""
    return {name: value for name, value in sorted(values.items()) if value is not None}
