"""What a language's minutes say, as data: one TOML file per language becomes a compiled `Language`.

The layout engine knows no word of any language; it asks here. A new language is one file.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

Pattern = re.Pattern[str]


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
        value: Any = self.data
        for key in path:
            value = value[key]
        return tuple(value)

    def says(self, text: str, *path: str) -> bool:
        """Whether any pattern listed at a path fits somewhere in a text.

        Patterns are tried on the text in small letters: that is twice as fast as ignoring case.
        """
        return _lowered(self.code, path).search(text.lower()) is not None

    def where(self, text: str, *path: str) -> int | None:
        """Where the first of the patterns listed at a path fits in a text; None where none does."""
        match = _lowered(self.code, path).search(text.lower())
        return match.start() if match else None

    def pattern(self, *path: str) -> Pattern:
        """One compiled pattern that matches any pattern listed at a path of the file."""
        return _joined(self.code, path)


def folded(text: str) -> str:
    """Text without diacritics, as keys of front matter are often written ("närvarande" -> "narvarande")."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def _with_folded(phrases: Mapping[str, str]) -> dict[str, str]:
    return {folded(phrase): kind for phrase, kind in phrases.items()} | dict(phrases)


def any_of(phrases: Iterable[str]) -> str:
    """A regular expression for any of these literal phrases, longest first, blanks flexible."""
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return "(?:" + "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in ordered) + ")"


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
def _lowered(code: str, path: tuple[str, ...]) -> Pattern:
    """The patterns in small letters; those that begin a word are looked for at words' beginnings only."""
    patterns = _patterns_at(code, path)
    bound = [pattern[2:] for pattern in patterns if pattern.startswith(r"\b") and not _has_top_bar(pattern)]
    others = [f"(?:{p})" for p in patterns if not p.startswith(r"\b") or _has_top_bar(p)]
    together = [r"\b(?:" + "|".join(bound) + ")"] if bound else []
    return re.compile("|".join([*together, *others]))


def _has_top_bar(pattern: str) -> bool:
    """Whether a pattern has alternatives outside all brackets, so that its beginning is not theirs."""
    depth = 0
    for char in re.sub(r"\\.|\[[^\]]*\]", "", pattern):
        depth += (char == "(") - (char == ")")
        if char == "|" and depth == 0:
            return True
    return False


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
    words = re.findall(r"[^\W\d_]+", text[:6000].lower())
    scores = []
    for code in available():
        signature = set(load(code).words("signature_words"))
        scores.append((sum(word in signature for word in words), code))
    best = max(scores, key=lambda pair: pair[0])
    return best[1] if best[0] else "sv"
