"""Turns what people type into a question, and a question into an expression of the full-text index.

`budget sjukhus` both words; `"öppna frågor"` these words in this order; `-skola` without that word; `budget*`
whatever begins so. What is typed never becomes part of the expression but as stems of letters and digits in
quotes.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graphbuild.errors import SearchTextError
from graphbuild.search.index import Index
from graphbuild.search.values import ASSIGNMENT, DECISION, ITEM, TEXT
from graphbuild.stemming import folded, is_compound, parts, stemmer, words

_PIECE = re.compile(r'(?P<without>-?)(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
_OPERATORS = {"AND", "OR", "NOT", "NEAR"}
_LETTERS = re.compile(r"[^\W_]+")
OWN = {
    None: (ITEM, DECISION, ASSIGNMENT, TEXT),
    ITEM: (ITEM,),
    DECISION: (DECISION, "again"),
    ASSIGNMENT: (ASSIGNMENT,),
    TEXT: (TEXT,),
}
"""The columns that a kind is searched in; a decision that an assignment says again is found once."""


@dataclass(frozen=True, slots=True)
class Part:
    """Words to find in this order: one word or a phrase; `whole` if as it is, and not as a part of
    compounds.
    """

    words: tuple[str, ...]
    whole: bool = False
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What a passage must hold, and what it must not."""

    wanted: tuple[Part, ...]
    unwanted: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Expression:
    """A question for the index: its expression, and the stems and beginnings to mark, by language.

    `exact` finds what holds the very words, and not compounds or parts of them: it counts more.
    """

    match: str
    exact: str
    stems: frozenset[tuple[str, str]]
    beginnings: tuple[str, ...]


def read_question(text: str) -> Question:
    """Read what people type; raises SearchTextError where it holds nothing to look for or is not whole."""
    text = text.replace("”", '"').replace("“", '"')
    if text.count('"') % 2:
        raise SearchTextError(f'the quotation mark in {text} has no partner: write "…" around the words')
    wanted: list[Part] = []
    unwanted: list[Part] = []
    for piece in _PIECE.finditer(text):
        part = _part(piece["phrase"], piece["word"])
        if part is not None:
            (unwanted if piece["without"] else wanted).append(part)
    if not wanted:
        said = "only what to leave out" if unwanted else "no word"
        raise SearchTextError(
            f"the search text “{text.strip()}” holds {said}: "
            "write words to find, such as govgraph search budget"
        )
    return Question(tuple(wanted), tuple(unwanted))


def _part(phrase: str | None, word: str | None) -> Part | None:
    """One piece of the text; None where it holds neither letters nor digits."""
    if word in _OPERATORS:
        raise SearchTextError(
            f'{word} cannot be used in a search: all words must occur, -word leaves one out, "…" is a phrase'
        )
    found = tuple(_LETTERS.findall(phrase if phrase is not None else word or ""))
    if not found:
        return None
    prefix = phrase is None and (word or "").endswith("*")
    return Part(found, whole=phrase is not None, prefix=prefix)


def expression(question: Question, index: Index, kind: str | None = None) -> Expression | None:
    """Say a question in the index's words; None where it cannot be found, for a word is nowhere.

    Each word stands in a passage or its heading, and one of them in the passage itself.
    """
    codes = index.languages()
    own, wide = _columns(OWN[kind]), _columns((*OWN[kind], "title"))
    groups = [_group(part, index, codes) for part in question.wanted]
    if not all(groups):
        return None
    match = f"{own} : ({_any(term for group in groups for term in group)})"
    if len(groups) > 1:
        match += "".join(f" AND {wide} : ({_any(group)})" for group in groups)
    without = [term for part in question.unwanted for term in _group(part, index, codes)]
    if without:
        match = f"({match}) NOT {wide} : ({_any(without)})"
    marked = frozenset((code, stem) for group in groups for term in group for code, stem in term.marked)
    beginnings = tuple(folded(part.words[-1]) for part in question.wanted if part.prefix)
    return Expression(match, _exact(groups, own), marked, beginnings)


@dataclass(frozen=True, slots=True)
class _Term:
    """One way to find a part: an expression, and the stems in it with their languages."""

    match: str
    marked: tuple[tuple[str, str], ...]
    exact: bool = True


def _exact(groups: list[list[_Term]], own: str) -> str:
    """An expression for the words themselves; empty where there is nothing else, or not all."""
    if all(term.exact for group in groups for term in group):
        return ""
    exact = [[term for term in group if term.exact] for group in groups]
    return " AND ".join(f"{own} : ({_any(group)})" for group in exact) if all(exact) else ""


def _group(part: Part, index: Index, codes: Iterable[str]) -> list[_Term]:
    """The ways to find a part; none where the index holds no such word."""
    found: dict[str, _Term] = {}
    for code in codes:
        for term in _terms(part, index, code):
            before = found.get(term.match)
            found[term.match] = _Term(term.match, term.marked + (before.marked if before else ()), term.exact)
    return list(found.values())


def _terms(part: Part, index: Index, code: str) -> Iterator[_Term]:
    stem = stemmer(code)
    stems = [stem(word) for word in part.words]
    if part.prefix:
        # Stems are shorter than words: what was typed may go beyond the stem of what it means.
        yield _Term(f"{_quoted([*stems[:-1], folded(part.words[-1])])} *", ())
    if len(stems) > 1 or part.whole or part.prefix:
        if all(index.knows(each, code) for each in stems):
            yield _Term(_quoted(stems), tuple((code, each) for each in stems))
        return
    yield from _of_word(stems[0], index, code)


def _of_word(stem: str, index: Index, code: str) -> Iterator[_Term]:
    """A word, the compounds that it is a part of, and, where there is neither, its own parts."""

    def known(other: str) -> bool:
        return index.knows(other, code)

    near = {*index.ending(stem, code), *index.beginning(stem, code)} - {stem}
    found = sorted(word for word in near if is_compound(word, stem, code, known))
    if known(stem):
        found.insert(0, stem)
    for word in found:
        yield _Term(_quoted([word]), ((code, word),), word == stem)
    if not found and (both := parts(stem, code, known)):
        first, last = both
        yield _Term(f"({_quoted([first])} AND {_quoted([last])})", ((code, first), (code, last)), False)


def _columns(names: Iterable[str]) -> str:
    return f"{{{' '.join(names)}}}"


def _any(terms: Iterable[_Term]) -> str:
    return " OR ".join(sorted({term.match for term in terms}))


def _quoted(stems: Iterable[str]) -> str:
    """A phrase of stems; they hold letters and digits alone."""
    return f'"{" ".join(stems)}"'


def marks(text: str, code: str, asked: Expression) -> list[tuple[int, int]]:
    """Find where the words that were asked for stand in a text."""
    return [
        (word.start, word.end)
        for word in words(text, code)
        if (code, word.stem) in asked.stems
        or folded(text[word.start : word.end]).startswith(asked.beginnings or ("\0",))
    ]
