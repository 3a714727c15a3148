"""Tells which quads of a document name people, bodies and focus areas: those that a judgement can change.

They are kept as the document says them, beside the graph, in which they stand under the IRIs that stay.
"""

import re

_KINDS = ("person", "body", "focus-area")
_MAY_BE = "#mayBe>"
_NAMED = re.compile(
    r'^<[^>]*/person/[0-9a-f]{16}> <http://xmlns.com/foaf/0.1/name> "((?:[^"\\\\]|\\\\.)*)"', re.MULTILINE
)


def split(quads: str, base: str) -> tuple[str, str]:
    """Part the N-Quads of a document's graph into those that stay as they are, and those that name."""
    starts = tuple(f"<{base}{kind}/" for kind in _KINDS)
    person, body, area = (f" {start}" for start in starts)
    fixed: list[str] = []
    naming: list[str] = []
    for line in quads.split("\n"):
        if not line:
            continue
        # Few lines hold any of this: the others are not taken apart.
        if person in line or body in line or area in line or _MAY_BE in line:
            (naming if _names(line, starts) else fixed).append(line)
        else:
            fixed.append(line)
    return _joined(fixed), _joined(naming)


def _names(line: str, starts: tuple[str, ...]) -> bool:
    """Tell whether a quad names a thing whose IRI starts so."""
    value = line.rsplit(" ", 3)[-3]
    # The last word of a literal ends in a quotation mark, a language or a datatype with `^^`.
    return (value.startswith(starts) and value.endswith(">")) or line.partition(" ")[0].endswith(_MAY_BE)


def names_in(shared: str) -> list[str]:
    """Give the names of the people in a document's part of the shared graph, as literals have them."""
    return _NAMED.findall(shared)


def _joined(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
