"""The table of public organisations becomes look-ups: a written form, or words in a text, to an entry."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

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
        self._by_first: dict[str, list[Form]] = {}
        for entry in self.entries.values():
            for form in _forms(entry):
                self._by_first.setdefault(form.words[0], []).append(form)
        for forms in self._by_first.values():
            forms.sort(key=lambda form: (-len(form.words), form.place, form.entry.id))
        self.longest = max((len(forms[0].words) for forms in self._by_first.values()), default=1)
        """How many words the longest form has."""

    def begins(self, word: str) -> bool:
        """Whether a written form begins with a word."""
        return word.lower() in self._by_first

    def match(self, words: Sequence[str], at: int, *, places: bool) -> Form | None:
        """The longest form that stands at a position of a list of words; bare places only if `places`."""
        if words[at][:1].islower():
            return None
        for form in self._by_first.get(words[at].lower(), ()):
            length = len(form.words)
            if (form.place and not places) or at + length > len(words):
                continue
            if form.exact:
                if words[at] == form.exact:
                    return form
            elif (
                all(words[at + i].lower() == form.words[i] for i in range(1, length))
                and words[at][0].isupper()
            ):
                if not places and length == 1 and form.words[0] in _ORDINARY:
                    continue
                return form
        return None

    def forms_at(self, words: Sequence[str], at: int) -> dict[int, Form]:
        """Every form that stands at a position of a list of words, bare places too, by its length in words."""
        candidates = self._by_first.get(words[at].lower())
        if candidates is None or not words[at][0].isupper():
            return {}
        found: dict[int, Form] = {}
        for form in candidates:
            length = len(form.words)
            if length not in found and at + length <= len(words) and self._fits(form, words, at):
                found[length] = form
        return found

    @staticmethod
    def _fits(form: Form, words: Sequence[str], at: int) -> bool:
        if form.exact:
            return words[at] == form.exact
        return all(words[at + i].lower() == form.words[i] for i in range(1, len(form.words)))

    def lookup(self, text: str, *, places: bool = True) -> Entry | None:
        """The entry that a whole text names, in the genitive or not."""
        words = text.split()
        if not words:
            return None
        for variant in (words, _without_genitive(words)):
            form = self.match(variant, 0, places=places)
            if form is not None and len(form.words) == len(variant):
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


@cache
def load(extra: Path | None = None) -> Gazetteer:
    """The bundled table, with the rows of a table of the user's own beside it (the same id replaces)."""
    root = resources.files(__package__)
    rows = {}
    sources = [root.joinpath("organisations.csv").read_text(encoding="utf-8")]
    if extra is not None:
        sources.append(extra.read_text(encoding="utf-8"))
    for source in sources:
        for row in csv.DictReader(source.splitlines()):
            rows[row["id"]] = Entry(
                row["id"], row["name"], row["kind"], row.get("code") or "", row.get("county") or "",
                row.get("organisation_number") or "", row.get("wikidata") or "", row.get("short") or "",
                tuple(alias for alias in (row.get("aliases") or "").split("|") if alias),
            )  # fmt: skip
    counties = csv.DictReader(root.joinpath("counties.csv").read_text(encoding="utf-8").splitlines())
    return Gazetteer(rows.values(), {county["code"]: county for county in counties})
