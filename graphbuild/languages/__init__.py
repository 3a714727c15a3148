"""What a language's minutes say, as data: one TOML file per language becomes a compiled `Language`.

The layout engine knows no word of any language; it asks here. A new language is one file.
"""

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, TypeAlias

from graphbuild.languages.cues import Cue as Cue
from graphbuild.languages.cues import Letters as Letters
from graphbuild.languages.cues import letters_of as letters_of
from graphbuild.languages.cues import may as may

Pattern = re.Pattern[str]
_ENOUGH_TO_TELL = 4000
"""So many characters tell which language a text is in."""


@dataclass(frozen=True, eq=False)
class Language:
    """A compiled language file; `data` is the raw table for rare look-ups."""

    code: str
    data: Mapping[str, Any]
    labels: Mapping[str, str]
    label_words: frozenset[str]
    attendance_rules: tuple[tuple[tuple[str, ...], str], ...]
    sections: Mapping[str, str]
    section_suffixes: tuple[tuple[str, str], ...]
    section_prefixes: tuple[tuple[str, str], ...]
    months: Mapping[str, int]
    first_names: frozenset[str]

    def words(self, *path: str) -> tuple[str, ...]:
        """The list of phrases at a path of the file."""
        return _words(self.code, path)

    def cue(self, *path: str) -> Cue:
        """The patterns listed at a path, all in small letters, for texts in small letters."""
        return _cue(self.code, path)

    def pattern(self, *path: str) -> Pattern:
        """One compiled pattern that matches any pattern listed at a path of the file."""
        return _joined(self.code, path)

    def office(self, role: str) -> str | None:
        """What a role is whatever it is called: chair, vice-chair, secretary or adjuster; None for others."""
        return _offices(self.code).get(role)


OFFICES = ("chair", "vice_chair", "secretary", "adjuster")
"""Tables of `roles` in a language file whose roles are the same thing by many names."""


@cache
def _offices(code: str) -> Mapping[str, str]:
    language = load(code)
    return {role: name.replace("_", "-") for name in OFFICES for role in language.words("roles", name)}


def folded(text: str) -> str:
    """Text without diacritics, as keys of front matter are often written ("närvarande" -> "narvarande")."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def _with_folded(phrases: Mapping[str, str]) -> dict[str, str]:
    return {folded(phrase): kind for phrase, kind in phrases.items()} | dict(phrases)


def any_of(phrases: Iterable[str]) -> str:
    """A regular expression for any of these literal phrases, longest first, blanks flexible."""
    return _any_of(tuple(phrases))


def spelled(phrases: Iterable[str]) -> str:
    """As `any_of`, with each phrase written out, so that a `Cue` can tell the letters that it needs."""
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return "(?:" + "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in ordered) + ")"


@cache
def _any_of(phrases: tuple[str, ...]) -> str:
    tree: _Tree = {}
    for phrase in phrases:
        branch = tree
        for letter in phrase:
            branch = branch.setdefault(letter, {})
        branch[""] = {}
    return f"(?:{_branches(tree)})"


_Tree: TypeAlias = "dict[str, _Tree]"
"""Phrases by their first letters, and so on; an empty letter ends one."""


def _branches(tree: _Tree) -> str:
    """The pattern of what goes on from one place: a letter is looked at once, the longest phrase wins."""
    alternatives = [_run(letter, rest) for letter, rest in sorted(tree.items()) if letter]
    if "" in tree:
        return f"(?:{'|'.join(alternatives)})?" if alternatives else ""
    return "|".join(alternatives) if len(alternatives) == 1 else f"(?:{'|'.join(alternatives)})"


def _run(letter: str, rest: _Tree) -> str:
    written = r"\s+" if letter == " " else re.escape(letter)
    return written + _branches(rest)


@cache
def available() -> tuple[str, ...]:
    """Codes of the languages that there are files for, sorted."""
    root = resources.files(__package__)
    return tuple(sorted(entry.name[:-5] for entry in root.iterdir() if entry.name.endswith(".toml")))


@cache
def load(code: str) -> Language:
    """Load and compile the language of that code; raises KeyError where there is no such file."""
    root = resources.files(__package__)
    try:
        data = tomllib.loads(root.joinpath(f"{code}.toml").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise KeyError(f"no language file for {code!r}; there are: {', '.join(available())}") from error
    names = root.joinpath("first_names.txt").read_text(encoding="utf-8").split()
    names += data["people"].get("first_names", [])
    sections, suffixes, prefixes = _sections(data["sections"])
    attendance = data["front"]["attendance"]
    return Language(
        code=data["code"],
        data=data,
        labels=_with_folded({p: kind for kind, phrases in data["front"]["labels"].items() for p in phrases}),
        label_words=frozenset([*attendance["words"], *map(folded, attendance["words"])]),
        attendance_rules=tuple(
            (tuple(words.split()), kind)
            for written, kind in attendance["rules"]
            for words in dict.fromkeys((written, folded(written)))
        ),
        sections=sections,
        section_suffixes=suffixes,
        section_prefixes=prefixes,
        months={name: number for number, names_ in enumerate(data["dates"]["months"], 1) for name in names_},
        first_names=frozenset(names),
    )


@cache
def _words(code: str, path: tuple[str, ...]) -> tuple[str, ...]:
    value: Any = load(code).data
    for key in path:
        value = value[key]
    return tuple(value)


@cache
def _cue(code: str, path: tuple[str, ...]) -> Cue:
    return Cue(_patterns_at(code, path))


@cache
def _joined(code: str, path: tuple[str, ...]) -> Pattern:
    return re.compile("|".join(f"(?:{pattern})" for pattern in _patterns_at(code, path)), re.IGNORECASE)


def _patterns_at(code: str, path: tuple[str, ...]) -> list[str]:
    value: Any = load(code).data
    for key in path:
        value = value[key]
    return [value] if isinstance(value, str) else list(value)


def _sections(
    table: Mapping[str, list[str]],
) -> tuple[dict[str, str], tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """Section phrases by kind: whole ones, those with an open beginning, those with an open end."""
    whole: dict[str, str] = {}
    suffixes: list[tuple[str, str]] = []
    prefixes: list[tuple[str, str]] = []
    for kind, phrases in table.items():
        for phrase in phrases:
            if phrase.startswith("* "):
                suffixes.append((phrase[1:], kind))
            elif phrase.endswith(" *"):
                prefixes.append((phrase[:-1], kind))
            else:
                whole[phrase] = kind

    def longest_first(pair: tuple[str, str]) -> tuple[int, tuple[str, str]]:
        return -len(pair[0]), pair

    return whole, tuple(sorted(suffixes, key=longest_first)), tuple(sorted(prefixes, key=longest_first))


def detect(text: str) -> str:
    """The code of the language whose signature words are most frequent in the text."""
    if len(available()) == 1:
        return available()[0]
    words = Counter(text[:_ENOUGH_TO_TELL].lower().split())
    scores = [
        (sum(map(words.__getitem__, load(code).words("signature_words"))), code) for code in available()
    ]
    best = max(scores, key=lambda pair: pair[0])
    return best[1] if best[0] else "sv"
