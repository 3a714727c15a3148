"""Invented meetings, as values that the generator makes and the layouts write."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who takes part."""

    name: str
    town: str
    party: str


@dataclass(frozen=True, slots=True)
class Body:
    """A group that meets: 11 members, a secretary, 3 guests, substitutes, in that order."""

    town: str
    other_towns: tuple[str, ...]
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A matter, what is said about it, and what is decided."""

    number: int
    title: str
    case: str
    background: tuple[str, ...]
    decisions: tuple[str, ...]
    duty: str
    responsible: Member
    due: date
    presenter: Member
    office: str
    documents: tuple[str, ...]
    divided: bool


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of a body."""

    body: Body
    day: date
    start: str
    chair: Member
    secretary: Member
    adjuster: Member
    present: tuple[Member, ...]
    absent: tuple[Member, ...]
    guests: tuple[tuple[Member, str], ...]
    substitutes: tuple[Member, ...]
    first_number: int
    next_day: date
    items: tuple[Item, ...] = ()
