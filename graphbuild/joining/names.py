"""Turns two names into how alike they are, and in which way."""

import unicodedata
from functools import lru_cache

from graphbuild.parsing.variants import distance, similar

SPELLING, SURNAME, FIRST_NAME, DOUBLE_SURNAME, INITIAL = (
    "spelling", "surname", "first-name", "double-surname", "initial",
)  # fmt: skip
_LIKENESS = {SPELLING: 0.7, DOUBLE_SURNAME: 0.55, SURNAME: 0.45, INITIAL: 0.45, FIRST_NAME: 0.45}
_LEAST_LETTERS = 3


@lru_cache(maxsize=100_000)
def likeness(one: str, other: str) -> tuple[float, str] | None:
    """Say how alike two different names are (0 to 1), and how they differ; None where they are not.

    Names are compared word by word: a first name or a surname must be the same. What differs may be
    accents and hyphens, some letters, a surname more (as after a marriage), or a first name of one letter.
    """
    plain = _plain(one), _plain(other)
    if plain[0] == plain[1]:
        return _LIKENESS[SPELLING], SPELLING
    first, last = plain[0].split(), plain[1].split()
    if len(first) < 2 or len(last) < 2:
        return None
    kind = _difference(first, last)
    return (_LIKENESS[kind], kind) if kind else None


def blocks(name: str) -> tuple[str, str]:
    """Name the two groups in which a name's likes are looked for: by its first and by its last word.

    A first name that is written as one letter stands with all that begin so: the second group finds it.
    """
    words = _plain(name).split() or [""]
    return f"first:{words[0]}", f"last:{words[-1]}"


def _difference(one: list[str], other: list[str]) -> str:
    surnames, others = frozenset(one[1:]), frozenset(other[1:])
    if one[0] == other[0]:
        if surnames < others or others < surnames:
            return DOUBLE_SURNAME
        return SURNAME if _alike_surnames(one[1:], other[1:]) else ""
    if one[-1] != other[-1]:
        return ""
    if 1 in (len(one[0]), len(other[0])) and one[0][0] == other[0][0]:
        return INITIAL
    if len(one) != len(other) and (one[0] in other or other[0] in one):
        return FIRST_NAME  # Anna-Karin Ek, Karin Ek
    alike = min(len(one[0]), len(other[0])) >= _LEAST_LETTERS and distance(one[0], other[0]) == 1
    return FIRST_NAME if alike else ""


def _alike_surnames(one: list[str], other: list[str]) -> bool:
    """Whether one word of two surnames is nearly the same, and all others are the same."""
    if len(one) != len(other):
        return _alike(one[-1], other[-1])
    unlike = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    return len(unlike) == 1 and _alike(*unlike[0])


def _alike(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= _LEAST_LETTERS and similar(one, other)


@lru_cache(maxsize=50_000)
def _plain(name: str) -> str:
    """A name in small letters without accents, hyphens and full stops: å and a are one letter."""
    letters = unicodedata.normalize("NFKD", name.casefold().replace("ø", "o").replace("æ", "ae"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(bare.replace("-", " ").replace("–", " ").replace(".", " ").split())
