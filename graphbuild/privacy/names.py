"""Turns a name into the forms that it takes in texts, and a text into the names that it may hold.

A *key* is a form in small letters, hyphens and full stops as spaces: "Anna-Karin EK" is `anna karin ek`.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import product
from typing import NamedTuple

_LEAST_WORDS = 2
LONGEST = 5
"""The most words of a name that is looked for in a text."""
_LATIN_GREEK_CYRILLIC = 0x530
_SOFT = "\xad\u200b\u200c\u200d\u2060"
_LETTER = r"[^\W\d_]"
WORD = rf"{_LETTER}(?:{_LETTER}|[{_SOFT}])*"
_WORD = re.compile(WORD)
_HYPHEN = r"[-\u2010\u2011\u2013]"
GAP = rf"[ \t\xa0\u2009\u202f*_.,|\"'{_SOFT}]|{_HYPHEN}|\n(?!\s*\n)"
"""What one character between two words of a name may be: spaces, one line end, marks, the rule of a table."""
WIDEST = 40
_UPPER = "".join(letter for letter in map(chr, range(_LATIN_GREEK_CYRILLIC)) if letter.isupper())
# The class stands first, so that the engine skips to it; the look behind then is at what precedes it.
_CAPITAL = re.compile(rf"[{_UPPER}](?<!{_LETTER}.)(?:{_LETTER}|[{_SOFT}])*")
_NEXT = re.compile(rf"(?:{GAP}){{0,{WIDEST}}}({WORD})")
_SEPARATOR = re.compile(r"[._\-+/%](?<=[^\W_].)")
_JOINED = re.compile(rf"{_LETTER}++(?:(?:[._\-+/]|%20)++{_LETTER}++)+")
_BROKEN = re.compile(r"[-\u2010\u2011\xad][ \t]*\n[ \t]*")
_PARTICLE = 4
_CALLED = re.compile(r" [0-9a-f]{6}\Z")
_SOFTS = str.maketrans("", "", _SOFT)


@lru_cache(maxsize=50_000)
def key(name: str) -> str:
    """Give a name's key."""
    plain = unicodedata.normalize("NFC", name.translate(_SOFTS)).casefold()
    return " ".join(_WORD.findall(plain))


def full_keys(name: str, first_names: Collection[str]) -> set[str]:
    """Give the keys of the forms of a name in full: with or without middle names, the surname first or last.

    Of "Anna-Karin Ek Lund": anna karin ek lund, anna karin lund, anna karin ek, lund anna karin, …
    A middle word is a surname unless it is one of the `first_names`.
    """
    written = name.replace(",", " ").split()
    words = [form for word in written if (form := key(word))]
    if len(words) < _LEAST_WORDS:
        return set(words)
    known = [word for word in written if key(word)]
    most = next((at for at in range(1, len(words) - 1) if known[at] not in first_names), len(words) - 1)
    given = {" ".join(words[:at]) for at in range(1, most + 1)}
    surnames = {" ".join(words[most:]), words[-1], words[-1].split()[-1], words[most]}
    pairs = set(product(given, surnames))
    return {" ".join(words)} | {f"{a} {b}" for a, b in pairs} | {f"{b} {a}" for a, b in pairs}


def initial_keys(name: str) -> set[str]:
    """Give the keys of a name with its first names as letters: "A. Ek", "A-K Ek", "AK Ek", "Ek, A."."""
    words = [word for word in (key(word) for word in name.replace(",", " ").split()) if word]
    if len(words) < 2:
        return set()
    first = words[0].split()
    letters = [each[0] for each in first]
    given = {letters[0], " ".join(letters), "".join(letters)}
    given |= {" ".join([*letters, *(word[0] for word in words[1:-1])])} if len(words) > 2 else set()
    surnames = {words[-1], words[-1].split()[-1]}
    return {form for one, other in product(given, surnames) for form in (f"{one} {other}", f"{other} {one}")}


class Run(NamedTuple):
    """Words of a text that may be a name: their key, and where they stand."""

    key: str
    start: int
    end: int


def runs(text: str) -> Iterator[Run]:
    """Give the words that may be a name: two to five side by side.

    The first and the last are capitalised; between them stand such words and particles ("von", "de la").
    """
    for match in _CAPITAL.finditer(text):
        start, before = match.span()
        told = ""
        for _ in range(LONGEST - 1):
            following = _NEXT.match(text, before)
            if following is None:
                break
            from_, to = following.span(1)
            capital = text[from_].isupper()
            broken = _is_broken(text, before, from_)
            if not (capital or broken or to - from_ <= _PARTICLE):
                break
            told, word = told or key(match[0]), key(text[from_:to])
            if broken:  # a word that goes on in the next line: Svens-
                yield Run(f"{told}{word}", start, to)
            told, before = f"{told} {word}", to
            if capital or broken:
                yield Run(told, start, to)


def joined_runs(text: str) -> Iterator[Run]:
    """Give the names that addresses and file names may hold: anna.ek@…, anna-ek.pdf, in any letters."""
    done = 0
    for sign in _SEPARATOR.finditer(text):
        start = sign.start()
        if start < done:
            continue
        while start > done and text[start - 1].isalpha():
            start -= 1
        match = _JOINED.match(text, start)
        if match is None:
            continue
        done = match.end()
        parts = [part.span() for part in _WORD.finditer(text, start, done)]
        for first, (begin, end) in enumerate(parts):
            told = key(text[begin:end])
            for from_, to in parts[first + 1 : first + LONGEST]:
                told = f"{told} {key(text[from_:to])}"
                yield Run(told, begin, to)


def is_called(name: str) -> bool:
    """Tell whether a name is what somebody forgotten is called ("En person 3f2a9c")."""
    return _CALLED.search(name) is not None


def without_genitive(of: str) -> str:
    """Give a key without the s of a genitive at its end."""
    return of[:-1] if of.endswith("s") else of


def _is_broken(text: str, end: int, start: int) -> bool:
    return start - end > 1 and _BROKEN.fullmatch(text, end, start) is not None
