"""Tells which quads of a document name people, bodies and focus areas: those that a judgement can change.

They are kept as the document says them, beside the graph, in which they stand under the IRIs that stay.
"""

_KINDS = ("person", "body", "focus-area")
_MAY_BE = "#mayBe>"


def split(quads: str, base: str) -> tuple[str, str]:
    """Part the N-Quads of a document's graph into those that stay as they are, and those that name."""
    starts = tuple(f"<{base}{kind}/" for kind in _KINDS)
    fixed: list[str] = []
    naming: list[str] = []
    for line in quads.split("\n"):
        if not line:
            continue
        subject, _, _ = line.partition(" ")
        value = line.rsplit(" ", 3)[-3]
        # The last word of a literal ends in a quotation mark, a language or a datatype with `^^`.
        names = value.startswith(starts) and value.endswith(">")
        (naming if names or subject.endswith(_MAY_BE) else fixed).append(line)
    return _joined(fixed), _joined(naming)


def _joined(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
