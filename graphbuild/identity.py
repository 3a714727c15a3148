"""Turns source values into IRIs: the only place that makes any.

An IRI comes from the fewest raw values that tell one thing from another, so that it stays the same
when the parser improves: the body's name, the date, the item's number, the hash of the file. What
is told apart by a person's name gets a hash instead of the name.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphbuild.model import Item, Organisation, Span

DEFAULT_BASE = "http://localhost:8000/id/"
_LONGEST_SLUG = 80
_LONGEST_ACRONYM = 6
_LETTERS = str.maketrans(
    {"æ": "ae", "ø": "o", "ß": "ss", "ð": "d", "þ": "th", "ł": "l", "đ": "d", "œ": "oe", "ı": "i"}
)
_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]*[/#]")


def is_base(text: str) -> bool:
    """Tell whether text can be the base of IRIs: absolute, and ending in `/` or `#`."""
    return _IRI.fullmatch(text) is not None


@lru_cache(maxsize=4096)
def slug(text: str) -> str:
    """Turn text into lower-case ASCII words with hyphens (`Åre kommun` -> `are-kommun`).

    Letters that have no ASCII likeness are replaced by a hash, so that names in other scripts
    stay apart; so is the end of a text that is too long for a file name.
    """
    lowered = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    bare = "".join(letter for letter in lowered if not unicodedata.combining(letter))
    words = _NOT_IN_SLUG.sub("-", bare).strip("-")
    lost = any(letter.isalpha() and not letter.isascii() for letter in bare)
    if words and not lost and len(words) <= _LONGEST_SLUG:
        return words
    return f"{words[:_LONGEST_SLUG].rstrip('-')}-{_hash(text.casefold(), 8)}".lstrip("-")


def display_name(name: str) -> str:
    """Turn a name as written into the form it is shown in: single spaces, no all-capitals."""
    spaced = " ".join(unicodedata.normalize("NFC", name).split())
    return spaced.title() if spaced.isupper() else spaced


def display_label(name: str) -> str:
    """Turn the name of a body or an organisation as written into the form it is shown in."""
    spaced = " ".join(unicodedata.normalize("NFC", name).split())
    if spaced.isupper() and " " not in spaced and len(spaced) > _LONGEST_ACRONYM:
        return spaced.capitalize()
    return spaced[:1].upper() + spaced[1:]


def document_id(sha256: str) -> str:
    """Turn the hash of a file's bytes into the short name of the document."""
    return sha256[:16]


def body_slug(body: str, organisation: Organisation | None) -> str:
    """Turn a body's name, and the organisation's where one is stated, into the body's slug."""
    own = slug(body)
    if organisation is None:
        return own
    owner = organisation.id or slug(organisation.name)
    return own if own == owner or own.startswith(f"{owner}-") else f"{owner}-{own}"


def organisation_slug(organisation: Organisation, body: str) -> str:
    """Turn an organisation into its slug; `body` is the slug of the body that a local name belongs to."""
    if organisation.id:
        return organisation.id
    own = slug(organisation.name)
    return f"{body}-{own}" if organisation.local else own


def person_hash(body: str, name: str) -> str:
    """Turn a body's slug and a name into a person's opaque key."""
    folded = display_name(name).casefold().replace("–", "-")
    return _hash(f"{body}\n{folded}", 16)


def item_slugs(items: tuple[Item, ...]) -> tuple[str, ...]:
    """Name the items of one meeting: by number, else by position; a repeated name gets `-2`."""
    used = _Names()
    return tuple(
        used.name(slug(item.number) if item.number else f"n{position}")
        for position, item in enumerate(items, start=1)
    )


def unique(names: list[str]) -> Iterator[str]:
    """Give each name, and a repeated one with `-2`, `-3`, …"""
    used = _Names()
    for name in names:
        yield used.name(name)


class _Names:
    """Names given so far."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def name(self, wanted: str) -> str:
        found, times = wanted, 1
        while found in self._given:
            times += 1
            found = f"{wanted}-{times}"
        self._given.add(found)
        return found


def _hash(text: str, length: int) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:length]


@dataclass(frozen=True, slots=True)
class Namespace:
    """The IRIs under one base; `document` and `body` are what `document_id` and `body_slug` give."""

    base: str

    def shared_graph(self) -> str:
        """Name the graph that describes what many documents name."""
        return f"{self.base}graph/shared"

    def graph(self, document: str) -> str:
        """Name the graph of a document."""
        return f"{self.base}graph/{document}"

    def people_graph(self, body: str) -> str:
        """Name the graph of a body's memberships and figures, and of why its people are who they are."""
        return f"{self.base}graph/people/{body}"

    def ledger_graph(self, body: str) -> str:
        """Name the graph of what became of a body's assignments."""
        return f"{self.base}graph/ledger/{body}"

    def changes_graph(self) -> str:
        """Name the graph of what was learned when: the change log."""
        return f"{self.base}graph/changes"

    def change(self, document: str, number: int) -> str:
        """Name the change of a document's facts that is its `number`th."""
        return f"{self.base}change/{document}/{number}"

    def source(self, document: str) -> str:
        """Name the text that was read from a document."""
        return f"{self.base}source/{document}"

    def quote(self, document: str, span: Span) -> str:
        """Name a passage of that text (RFC 5147)."""
        return f"{self.base}source/{document}#char={span.start},{span.end}"

    def minutes(self, document: str) -> str:
        """Name the minutes that a document is."""
        return f"{self.base}minutes/{document}"

    def body(self, body: str) -> str:
        """Name a body."""
        return f"{self.base}body/{body}"

    def figures(self, body: str, year: str, kind: str = "") -> str:
        """Name the figures of a body for a year ("" for undated meetings), or of its decisions of a kind."""
        return "-".join(filter(None, (f"{self.base}body/{body}#figures", year or "undated", kind)))

    def organisation(self, organisation: Organisation, body: str) -> str:
        """Name an organisation, seen from a body."""
        return f"{self.base}organisation/{organisation_slug(organisation, body)}"

    def person(self, body: str, name: str) -> str:
        """Name a person known in a body."""
        return f"{self.base}person/{person_hash(body, name)}"

    def meeting(self, body: str, date: str | None, document: str) -> str:
        """Name the meeting of a body on a date; without a date it is the document's own."""
        return f"{self.base}meeting/{body}/{date or f'undated-{document}'}"

    def case(self, owner: str, identifier: str) -> str:
        """Name a case of a body or an organisation (slugs) by its diary number."""
        return f"{self.base}case/{owner}/{slug(identifier)}"

    def focus_area(self, body: str, title: str) -> str:
        """Name a focus area of a body."""
        return f"{self.base}focus-area/{body}/{slug(title)}"
