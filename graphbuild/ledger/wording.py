"""Turns what minutes say of assignments into the words that tell them apart, and weighs those."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache
from math import log
from pathlib import Path

from graphbuild.identity import slug
from graphbuild.statements.told import Given, Report, Words

WORD = re.compile(r"[^\W\d_]{3,}")
_SAME = 4  # letters that forms of a word have in common at the least, if they are not short


def content(words: Words, names: Iterable[str], due: str, text: str | None = None) -> frozenset[str]:
    """Take the words that say what something is about: no names, no dates, no common words."""
    said = (text or words.text).replace(due, " ") if due else text or words.text
    named = {part.casefold() for name in names for part in WORD.findall(name)}
    body = _body_words(words.item)
    return frozenset(
        word
        for word in plain_words(said, words.language)
        if word.rstrip("s") not in named and word not in named and slug(word).rstrip("s") not in body
    )


@lru_cache(maxsize=10_000)
def _body_words(item: str) -> frozenset[str]:
    """The words of the name of the body that an item's IRI tells, as they stand there, without a final s."""
    body = item.partition("/meeting/")[2].partition("/")[0]
    return frozenset(part.rstrip("s") for part in body.split("-"))


@lru_cache(maxsize=20_000)
def plain_words(text: str, language: str) -> frozenset[str]:
    """Take the words of a text, in small letters, but for the common ones of its language."""
    whole, beginnings = _common(language)
    return frozenset(
        word
        for word in WORD.findall(text.casefold())
        if word not in whole and not word.startswith(beginnings)
    )


@cache
def _common(language: str) -> tuple[frozenset[str], tuple[str, ...]]:
    lists = tomllib.loads(Path(__file__).with_name("common_words.toml").read_text(encoding="utf-8"))
    words = [str(word) for word in lists.get(language, ())]
    return frozenset(words), tuple(word[:-1] for word in words if word.endswith("*"))


def alike(one: str, other: str) -> bool:
    """Tell whether two words are forms of one: a long common beginning, short different ends."""
    if one == other:
        return True
    common = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        common += 1
    longest, rest = max(len(one), len(other)), max(len(one), len(other)) - common
    if common < 5:
        return common == 4 and rest <= 2
    return rest <= 4 and common >= 0.6 * longest


class Forms:
    """Finds the words of assignments of which other words are forms."""

    def __init__(self, words: Iterable[str]) -> None:
        """Take the words of assignments."""
        self._words: dict[str, set[str]] = {}
        self._found: dict[str, frozenset[str]] = {}
        for word in words:
            self._words.setdefault(word[:_SAME], set()).add(word)

    def of(self, words: Iterable[str]) -> frozenset[str]:
        """Give the known words that these are forms of."""
        return frozenset().union(*(self._of(word) for word in words))

    def _of(self, word: str) -> frozenset[str]:
        if word not in self._found:
            near = self._words.get(word[:_SAME], ())
            self._found[word] = frozenset(other for other in near if alike(word, other))
        return self._found[word]


class Rarity:
    """How rare words are among what a body's minutes have said of late, of assignments and decisions."""

    def __init__(self) -> None:
        """Know of nothing that was said yet."""
        self._said: Counter[tuple[str, str]] = Counter()
        self._items: Counter[str] = Counter()
        self._count: Counter[str] = Counter()
        self._weights: dict[str, float] = {}

    def add(self, words: Given | Report) -> None:
        """Take note of words: in how many items each beginning of a word occurs."""
        self._weights.clear()
        self._items[words.item] += 1
        for beginning in _beginnings(words):
            self._said[words.item, beginning] += 1
            if self._said[words.item, beginning] == 1:
                self._count[beginning] += 1

    def remove(self, words: Given | Report) -> None:
        """Forget words that were added."""
        self._weights.clear()
        self._items[words.item] -= 1
        if not self._items[words.item]:
            del self._items[words.item]
        for beginning in _beginnings(words):
            self._said[words.item, beginning] -= 1
            if not self._said[words.item, beginning]:
                del self._said[words.item, beginning]
                self._count[beginning] -= 1

    def weight(self, word: str) -> float:
        """Weigh a word: the rarer the heavier."""
        if word not in self._weights:
            self._weights[word] = log(1 + max(len(self._items), 1) / max(self._count[word[:6]], 1))
        return self._weights[word]

    def is_rare(self, word: str) -> bool:
        """Tell whether a word stands in few items."""
        return self._count[word[:6]] <= max(4, len(self._items) // 20)


def _beginnings(words: Words) -> set[str]:
    return {word[:6] for word in plain_words(f"{words.title} {words.text}", words.language)}
