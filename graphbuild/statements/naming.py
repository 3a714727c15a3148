"""Tells which quads of a document name somebody or something that a judgement can change.

They are kept as the document says them, beside the graph, in which they stand under the IRIs that stay.
"""

import re
from collections.abc import Iterable

_KINDS = ("person", "body", "focus-area", "organisation")
_MAY_BE = "#mayBe>"
_NAMED = re.compile(
    r'^<[^>]*/person/[0-9a-f]{16}> <http://xmlns.com/foaf/0.1/name> "((?:[^"\\\\]|\\\\.)*)"', re.MULTILINE
)


def split(quads: str, base: str) -> tuple[str, str]:
    """Part the N-Quads of a document's graph into those that stay as they are, and those that name."""
    starts = tuple(f"<{base}{kind}/" for kind in _KINDS)
    fixed: list[str] = []
    naming: list[str] = []
    place = 0
    for start, end in _lines_with(quads, (*(f" {start}" for start in starts), f"{_MAY_BE} ")):
        line = quads[start:end]
        if _names(line, starts):
            fixed.append(quads[place:start])
            naming.append(line)
            place = end
    fixed.append(quads[place:])
    return "".join(fixed), "".join(naming)


def _lines_with(quads: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Find the lines that hold one of some words: few do, and the others are not even parted."""
    found: set[tuple[int, int]] = set()
    for word in words:
        at = quads.find(word)
        while at >= 0:
            start, end = quads.rfind("\n", 0, at) + 1, quads.index("\n", at) + 1
            found.add((start, end))
            at = quads.find(word, end)
    return sorted(found)


def _names(line: str, starts: tuple[str, ...]) -> bool:
    """Tell whether a quad names a thing whose IRI starts so."""
    value = line.rsplit(" ", 3)[-3]
    # The last word of a literal ends in a quotation mark, a language or a datatype with `^^`.
    return (value.startswith(starts) and value.endswith(">")) or line.partition(" ")[0].endswith(_MAY_BE)


def names_in(shared: str) -> list[str]:
    """Give the names of the people in a document's part of the shared graph, as literals have them."""
    return _NAMED.findall(shared)
