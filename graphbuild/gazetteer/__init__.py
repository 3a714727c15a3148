"""The table of public organisations becomes look-ups: a written form, or words in a text, to an entry."""

import csv
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

from graphbuild.errors import UnreadableError
from graphbuild.model import Organisation
from graphbuild.words import words_of

_ORDINARY = frozenset(
    [
        "sida",
        "kommunal",
        "vision",
        "ledarna",
        "apoteket",
        "formas",
        "ale",
        "berg",
        "boden",
        "flen",
        "kil",
        "lund",
        "mark",
        "mora",
        "nora",
        "sala",
        "salem",
        "trosa",
        "vara",
        "ånge",
    ]
)
"""Forms that are also everyday words or surnames (see README.md): only where an organisation is expected."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of `organisations.csv`; `county` is the two-digit county code."""

    id: str
    name: str
    kind: str
    code: str = ""
    county: str = ""
    organisation_number: str = ""
    wikidata: str = ""
    short: str = ""
    website: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A written form of an entry; `exact` is an abbreviation that keeps its case, `place` a bare place."""

    words: tuple[str, ...]
    entry: Entry
    exact: str = ""
    place: bool = False


class Gazetteer:
    """Entries by id, and by every written form of theirs."""

    def __init__(self, entries: Iterable[Entry], counties: Mapping[str, Mapping[str, str]]) -> None:
        """Index entries by their written forms; `counties` are the rows of `counties.csv` by code."""
        self.entries = {entry.id: entry for entry in entries}
        self.counties = counties
        self._county_stems = {code: _county_stem(county["name"]) for code, county in counties.items()}
        self._county_words = frozenset(word for stem in self._county_stems.values() for word in stem)
        self._forms: dict[tuple[str, ...], list[Form]] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}
        """The lengths (in words, longest first) of the forms that begin with a word."""
        for entry in self.entries.values():
            for form in _forms(entry):
                self._forms.setdefault(form.words, []).append(form)
                lengths = {*self._lengths.get(form.words[0], ()), len(form.words)}
                self._lengths[form.words[0]] = tuple(sorted(lengths, reverse=True))
        for forms in self._forms.values():
            forms.sort(key=lambda form: (form.place, form.entry.id))
        self.first_words = frozenset(
            word for first in self._lengths for word in (words_of(first)[:1] + words_of(f"{first}s")[:1])
        )
        """The first words of all forms, as they are and in the genitive (see `words_of`)."""
        self.longest = max(map(len, self._forms), default=1)
        """How many words the longest form has."""

    def begins(self, word: str) -> bool:
        """Whether a written form begins with a word."""
        return word.lower() in self._lengths

    def match(self, words: Sequence[str], at: int, *, places: bool) -> Form | None:
        """The longest form that stands at a position of a list of words; bare places only if `places`."""
        lengths = self._lengths.get(words[at].lower(), ())
        for length in lengths if words[at][:1].isupper() else ():
            if form := self._form(words, at, length, places):
                return form
        return None

    def forms_at(self, words: Sequence[str], at: int) -> dict[int, Form]:
        """Every form that begins at a position of a list of words, bare places too, by its length."""
        lengths = self._lengths.get(words[at].lower())
        if lengths is None or not words[at][0].isupper():
            return {}
        return {length: form for length in lengths if (form := self._form(words, at, length, True))}

    def _form(self, words: Sequence[str], at: int, length: int, places: bool) -> Form | None:
        """The form of so many words that stands at a position."""
        if at + length > len(words):
            return None
        key = (words[at].lower(),) if length == 1 else tuple([w.lower() for w in words[at : at + length]])
        for form in self._forms.get(key, ()):
            if form.exact:
                if words[at] == form.exact:
                    return form
            elif places or not (form.place or (length == 1 and key[0] in _ORDINARY)):
                return form
        return None

    def lookup(self, text: str, *, places: bool = True) -> Entry | None:
        """The entry that a whole text names, in the genitive or not."""
        words = text.split()
        if not words or not words[0][:1].isupper():
            return None
        for variant in (words, _without_genitive(words)):
            form = self._form(variant, 0, len(variant), places)
            if form is not None:
                return form.entry
        return None

    def is_county(self, word: str) -> bool:
        """Whether a word names a county or part of its name ("Jämtland", "Västra")."""
        return word.lower() in self._county_words

    def counties_in(self, text: str) -> list[str]:
        """Codes of the counties whose names a text holds."""
        words = set(text.lower().replace(",", " ").split())
        return [code for code, stem in self._county_stems.items() if stem & words and stem <= words | {"län"}]


def _county_stem(name: str) -> set[str]:
    """ "Jämtlands län" -> {"jämtland"}; "Dalarnas län" -> {"dalarna"}."""
    words = name.lower().removesuffix(" län").split()
    return {*words[:-1], words[-1].removesuffix("s")}


def _without_genitive(words: list[str]) -> list[str]:
    last = words[-1]
    return [*words[:-1], last[:-1]] if last.endswith("s") and len(last) > 3 else words


def _forms(entry: Entry) -> Iterable[Form]:
    for text in (entry.name, *entry.aliases):
        words = tuple(text.lower().split())
        yield Form(words, entry, exact=text if len(words) == 1 and _is_abbreviation(text) else "")
    if entry.short:
        yield Form(tuple(entry.short.lower().split()), entry, place=True)


def _is_abbreviation(text: str) -> bool:
    return len(text) <= 5 and sum(char.isupper() for char in text) >= 2


def load(extra: Path | None = None) -> Gazetteer:
    """The bundled table, with the rows of a table of the user's own beside it (the same id replaces).

    Raises `UnreadableError` where that table is no CSV in UTF-8, lacks a column or has a row without a value.
    """
    return parsed(table(extra), extra)


def parsed(extra: str, path: Path | None) -> Gazetteer:
    """The same from the text of the user's table; `path`, where it stands, is for messages."""
    return _gazetteer(extra, str(path))


def version_of(extra: Path | None) -> str:
    """Eight letters and digits that tell one user's table from another; empty without one."""
    return hashlib.sha256(table(extra).encode()).hexdigest()[:8] if extra is not None else ""


def table(path: Path | None) -> str:
    """The text of a user's table, empty without one. Raises `UnreadableError` where it is no UTF-8."""
    if path is None:
        return ""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableError(
            f"{path} cannot be read ({error}): the table of organisations must be a CSV file in UTF-8"
        ) from error


@lru_cache(maxsize=8)
def _gazetteer(extra: str, path: str) -> Gazetteer:
    root = resources.files(__package__)
    rows = {entry.id: entry for entry in _entries(root.joinpath("organisations.csv").read_text("utf-8"))}
    own = _entries(extra, path, frozenset(entry.kind for entry in rows.values()))
    rows |= {entry.id: entry for entry in own}
    counties = csv.DictReader(root.joinpath("counties.csv").read_text(encoding="utf-8").splitlines())
    return Gazetteer(rows.values(), {county["code"]: county for county in counties})


def _entries(text: str, path: str = "", kinds: frozenset[str] = frozenset()) -> Iterator[Entry]:
    """The rows of a table; those of a user's own (with `kinds` to choose from) are checked."""
    rows = csv.DictReader(text.splitlines())
    missing = [name for name in _NEEDED if name not in (rows.fieldnames or _NEEDED)]
    if missing:
        raise UnreadableError(f"{path}: the first line lacks {', '.join(missing)}: name the columns there")
    for row in rows:
        told = {name: (row.get(name) or "").strip() for name in _COLUMNS}
        place = f"{path}:{rows.line_num}"
        for name in _NEEDED if kinds else ():
            if not told[name]:
                raise UnreadableError(f"{place}: {name} is empty: every row needs {', '.join(_NEEDED)}")
        if kinds and told["kind"] not in kinds:
            raise UnreadableError(f"{place}: kind is “{told['kind']}”: write {', '.join(sorted(kinds))}")
        if kinds and not _ID.fullmatch(told["id"]):
            raise UnreadableError(f"{place}: id is “{told['id']}”: write a-z, digits and hyphens")
        aliases = tuple(alias for alias in (row.get("aliases") or "").split("|") if alias)
        yield Entry(**told, aliases=aliases)


_NEEDED = ("id", "name", "kind")
_COLUMNS = (*_NEEDED, "code", "county", "organisation_number", "wikidata", "short", "website")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def organisation(entry: Entry) -> Organisation:
    """The organisation that an entry is, with the identifiers that authorities gave it."""
    return Organisation(
        entry.name,
        entry.id,
        entry.kind,
        entry.code or None,
        entry.wikidata or None,
        number=entry.organisation_number or None,
    )
