"""Tells which e-mail addresses are official: of an office, or under a public body's own name."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from graphbuild.gazetteer import Gazetteer

_PARTS = re.compile(r"[^a-z]+")
_HOST = re.compile(r"(?:https?://)?(?:www\.)?([^/\s]+)")
_WITH_GENITIVE = 3


@dataclass(frozen=True, slots=True)
class Words:
    """The tables of `words.toml`."""

    roles: frozenset[str]
    role_endings: tuple[str, ...]
    kinds_after: tuple[str, ...]
    kinds_before: tuple[str, ...]
    endings: frozenset[str]
    phone: tuple[str, ...]
    no_phone: tuple[str, ...]


@cache
def words() -> Words:
    """Read `words.toml`."""
    told = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
    return Words(
        frozenset(told["roles"]),
        tuple(told["role_endings"]),
        tuple(told["kinds_after"]),
        tuple(told["kinds_before"]),
        frozenset(told["endings"]),
        tuple(told["phone"]),
        tuple(told["no_phone"]),
    )


def is_official(address: str, text: str, gazetteer: Gazetteer) -> bool:
    """Tell whether an address that stands in a text is no private one.

    It is official where an office has it, by what stands before the @ (`registrator@`), or where it stands
    under the name of a public body: one of the gazetteer, by its website or its name, or one that the text
    itself names ("Norrdals kommun": `norrdal.se`).
    """
    local, _, host = address.casefold().rpartition("@")
    if _is_office(fold(local)):
        return True
    labels = host.strip(".").split(".")
    domain = ".".join(labels[-2:])
    if domain in _websites(gazetteer):
        return True
    name = fold(labels[-2]).replace("-", "") if len(labels) > 1 else ""
    if labels[-1] not in words().endings or not name:
        return False
    return name in _names(gazetteer) or name in _bodies_in(text)


def fold(text: str) -> str:
    """Write text as addresses do: small letters without accents (`Åre` -> `are`)."""
    letters = unicodedata.normalize("NFKD", text.casefold()).replace("ø", "o").replace("æ", "ae")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _is_office(local: str) -> bool:
    parts = [part for part in _PARTS.split(local) if part]
    known = words()
    return bool(parts) and all(part in known.roles or part.endswith(known.role_endings) for part in parts)


@lru_cache(maxsize=8)
def _websites(gazetteer: Gazetteer) -> frozenset[str]:
    hosts = (_HOST.match(entry.website) for entry in gazetteer.entries.values() if entry.website)
    return frozenset(".".join(host[1].casefold().split(".")[-2:]) for host in hosts if host)


@lru_cache(maxsize=8)
def _names(gazetteer: Gazetteer) -> frozenset[str]:
    forms = (
        form
        for entry in gazetteer.entries.values()
        for form in (entry.name, entry.short, *entry.aliases)
        if len(form) >= _WITH_GENITIVE
    )
    return frozenset(_joined(form) for form in forms)


@lru_cache(maxsize=4)
def _bodies_in(text: str) -> frozenset[str]:
    """The names, as addresses write them, of the public bodies that a text names."""
    return frozenset(_named(text))


def _named(text: str) -> Iterator[str]:
    known = words()
    after = re.compile(
        rf"\b([^\W\d_][\w-]+) ({'|'.join(known.kinds_after)})(?:s|ens|et|ets)?\b", re.IGNORECASE
    )
    before = re.compile(rf"\b({'|'.join(known.kinds_before)}) ([^\W\d_][\w-]+)", re.IGNORECASE)
    for match in after.finditer(text):
        name, kind = match[1], match[2]
        for form in (name, name.removesuffix("s")):
            if form[:1].isupper() and len(form) >= _WITH_GENITIVE:
                yield _joined(form)
                yield _joined(f"{form}{kind}")
    for match in before.finditer(text):
        if match[2][:1].isupper():
            yield _joined(match[2])
            yield _joined(match[1] + match[2])


def _joined(name: str) -> str:
    return "".join(_PARTS.split(fold(name)))
