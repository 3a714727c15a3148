"""What may head an item, and the scheme that a document's headings follow."""

from dataclasses import dataclass


@dataclass(slots=True)
class Candidate:
    """A row that may head an item: its form, its number, and where its title begins."""

    index: int
    form: str
    number: str | None
    value: int
    title_start: int
    weight: float = 0.0
    continued: bool = False
    contents: bool = False


@dataclass(slots=True)
class Scheme:
    """The way a document numbers its items: the candidates by row, and the form they share."""

    form: str
    by_row: dict[int, Candidate]
