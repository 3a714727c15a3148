"""What a document is cut into, and what a search gives."""

from dataclasses import dataclass

ITEM, DECISION, ASSIGNMENT, TEXT = "item", "decision", "assignment", "text"
KINDS = (ITEM, DECISION, ASSIGNMENT, TEXT)
"""A heading, a decision, an assignment, or a sentence of the running text."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a document and where they stand in its source, in characters.

    `item` is the number of the agenda item, `title` its heading; `again` tells that an assignment says the
    same words.
    """

    kind: str
    text: str
    start: int
    end: int
    iri: str | None = None
    item_iri: str | None = None
    item: str | None = None
    title: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """A document that is cut into passages; the date is ISO, the body an IRI."""

    date: str | None
    body: str | None
    file: str
    language: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as the index keeps it.

    `rows` are passages as their table has them, but for the document's number; `stems` the column of each
    passage's words, those words and those of its title; `counted` in how many passages each stem is.
    """

    date: str | None
    body: str | None
    file: str
    language: str
    rows: tuple[tuple[str | int | None, ...], ...]
    stems: tuple[tuple[str, str, str], ...]
    counted: tuple[tuple[str, int], ...]
