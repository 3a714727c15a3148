"""Words into what a search compares: stems, and which words of a vocabulary are compounds of a stem.

Stems are Snowball's (https://snowballstem.org), after a few endings that it leaves on; the endings, and what
compounds look like, stand in the table `search` of each language file. Compounds are taken apart when
something is searched, by the words that are there then: what one document holds never changes how another is
indexed.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from graphbuild import languages

_WORD = re.compile(r"[^\W_]+")
_VOWEL = re.compile("[aeiouyåäöæøé]")
_SHORT, _LONG = 4, 5
"""From `_LONG` letters on, a stem that a word begins or ends with is a part of it, whatever the rest."""
_REST = 3  # letters that the rest of a compound has at least
_SPLIT = 4  # letters of each part of a word that is taken apart


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: its stem, and its place in the text as characters."""

    stem: str
    start: int
    end: int


def words(text: str, code: str) -> Iterator[Word]:
    """Find the words of a text in a language; case does not count, å, ä and ö do."""
    stem = stemmer(code)
    for match in _WORD.finditer(text):
        yield Word(stem(match[0]), match.start(), match.end())


def stems_of(text: str, code: str) -> list[str]:
    """Give the stems of the words of a text, in its order."""
    return list(map(stemmer(code), _WORD.findall(text)))


@cache
def stemmer(code: str) -> Callable[[str], str]:
    """Give what brings a word to its stem in a language; raises KeyError for one without a file."""
    import snowballstemmer

    told = languages.load(code).data["search"]
    snowball = snowballstemmer.stemmer(told["stemmer"])
    endings = [(re.compile(pattern), ending) for pattern, ending in told["endings"]]

    @cache
    def stem(word: str) -> str:
        bare = folded(word)
        for pattern, ending in endings:
            bare = pattern.sub(ending, bare)
        # Twice, as what the first leaves ("verksamhet" of "verksamhets") may be a form itself.
        return str(snowball.stemWord(snowball.stemWord(bare)))

    return stem


@cache
def version() -> str:
    """Tell apart the ways to bring words to stems: the same text may have other stems in another version."""
    from importlib.metadata import version as version_of

    told = {code: languages.load(code).data["search"] for code in languages.available()}
    key = json.dumps([version_of("snowballstemmer"), told], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def folded(word: str) -> str:
    """A word in small letters, composed (NFC)."""
    return unicodedata.normalize("NFC", word.casefold())


def is_compound(word: str, stem: str, code: str, known: Callable[[str], bool]) -> bool:
    """Tell whether a word's stem is a compound that begins or ends with another stem.

    `known` tells whether a stem is a word of the vocabulary: short stems are parts only beside a known word.
    """
    if len(stem) < _REST or len(word) < len(stem) + _REST:
        return False
    if word.endswith(stem) and _is_part(word[: -len(stem)], stem, code, known, first=True):
        return True
    return word.startswith(stem) and _is_part(word[len(stem) :], stem, code, known, first=False)


def _is_part(rest: str, stem: str, code: str, known: Callable[[str], bool], *, first: bool) -> bool:
    """Tell whether what stands beside a stem, before it or behind it, is the other part of a compound."""
    if first and rest in _prefixes(code):
        return False
    if len(stem) >= _LONG:
        return _VOWEL.search(rest) is not None
    if len(stem) == _SHORT and len(rest) > _SHORT and _VOWEL.search(rest):
        return True
    least = _REST if len(stem) == _SHORT else _SPLIT
    return any(len(part) >= least and known(part) for part in _forms(rest, code, first=first))


def parts(word: str, code: str, known: Callable[[str], bool]) -> tuple[str, str] | None:
    """Take a stem apart into two known stems, the last one as long as can be; None where there are none."""
    for cut in range(_SPLIT, len(word) - _SPLIT + 1):
        last = word[cut:]
        if not known(last):
            continue
        for first in _forms(word[:cut], code, first=True):
            if len(first) >= _SPLIT and known(first):
                return first, last
    return None


def _forms(part: str, code: str, *, first: bool) -> Iterator[str]:
    """The stems that a part of a compound may have; `first` if it stands before a joint."""
    stem = stemmer(code)
    yield part
    yield stem(part)
    for joint in languages.load(code).data["search"]["joints"]:
        if first and part.endswith(joint):
            yield part[: -len(joint)]
            yield stem(part[: -len(joint)])
        elif not first and part.startswith(joint):
            yield part[len(joint) :]


@cache
def _prefixes(code: str) -> frozenset[str]:
    return frozenset(languages.load(code).data["search"]["prefixes"])
