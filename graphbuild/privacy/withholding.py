"""Turns a document into one that may be kept: numbers and private addresses are black bars, and told of."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from graphbuild.gazetteer import Gazetteer
from graphbuild.model import Document
from graphbuild.privacy.identifiers import Found, found_in
from graphbuild.privacy.masking import masked

FORGOTTEN = "forgotten-name"


@dataclass(frozen=True, slots=True, order=True)
class Withheld:
    """Something that was blacked out: on which line (0: the file's name or metadata), and of which kind."""

    line: int
    kind: str


def withhold(document: Document, gazetteer: Gazetteer) -> tuple[Document, tuple[Withheld, ...]]:
    """Black out what may not be spread, before anything is read from the document: all that is, holds."""
    found = found_in(document.text, gazetteer)
    name, metadata = withhold_name(document.name, gazetteer), dict(document.metadata)
    for key, value in metadata.items():
        metadata[key] = blacked_out(value, found_in(value, gazetteer))
    beside = [
        Withheld(0, each.kind)
        for text in (document.name, *document.metadata.values())
        for each in found_in(text, gazetteer)
    ]
    if not found and not beside:
        return document, ()
    told = (*beside, *placed(document.text, found))
    text = blacked_out(document.text, found)
    return replace(document, name=name, text=text, metadata=metadata), tuple(sorted(told))


def withhold_name(name: str, gazetteer: Gazetteer) -> str:
    """Black out what may not be spread of a file's name."""
    return blacked_out(name, found_in(name, gazetteer))


def blacked_out(text: str, found: Iterable[Found]) -> str:
    """Put black bars in the places of what was found."""
    parts, at = [], 0
    for _, start, end in found:
        parts += [text[at:start], masked(text[start:end])]
        at = end
    return "".join([*parts, text[at:]]) if parts else text


def placed(text: str, found: Sequence[Found]) -> list[Withheld]:
    """Say on which line of a text each stands; a line is told by a line end alone, as in `Document.lines`."""
    if not found:
        return []
    ends = [place for place, character in enumerate(text) if character == "\n"]
    return [Withheld(bisect_right(ends, each.start - 1) + 1, each.kind) for each in found]
