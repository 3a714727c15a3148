"""The rows of a section become blocks: paragraphs and list entries, each with its sentences."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import TypeAlias

from graphbuild.languages import Language, any_of
from graphbuild.model import Span
from graphbuild.parsing.rows import Passage, Row
from graphbuild.words import words_of

ENTRY = re.compile(
    r"(?P<label>\d{1,2}|[a-zà-öø-ÿ])(?:[.)]|\.\))\s+(?=\S)"
    r"|(?-i:(?P<code>[A-ZÀ-ÖØ-Þ]{1,3} ?\d{4}:\d{1,4}))\s+(?=[A-ZÀ-ÖØ-Þ])",
    re.IGNORECASE,
)
"""The number or letter of an entry, or a decision's own number ("B 2025:14")."""
_LONGEST_TIE = 30
_WORDS_OF_NAMES = 4
_END = re.compile(r"[.!?][”\"»)]?\s+(?=[A-ZÀ-ÖØ-Þ”\"»(\d•–-])")


@dataclass(slots=True)
class Block:
    """A paragraph or a list entry; `label` is its letter or number, `text` starts after that."""

    passage: Passage
    text: str
    lower: str
    start: int
    label: str | None
    entry: bool
    clause: bool
    bold: bool
    quote: bool
    indent: int
    blanks: int
    _sentences: "list[Sentence] | None" = None

    def sentences(self, language: Language) -> "list[Sentence]":
        """The block's sentences, cut once."""
        if self._sentences is None:
            self._sentences = sentences_of(self.text, self.lower, language)
        return self._sentences

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """The canonical span of `text[start:end]`."""
        return self.passage.span(self.start + start, None if end is None else self.start + end)


@dataclass(slots=True)
class Worded:
    """A text in small letters, with its words."""

    lower: str
    _words: frozenset[bytes] | None = field(default=None, init=False, repr=False)

    @property
    def words(self) -> frozenset[bytes]:
        """The words of the text, found once (see `words_of`)."""
        if self._words is None:
            self._words = frozenset(words_of(self.lower))
        return self._words


@dataclass(slots=True)
class Sentence(Worded):
    """A sentence of a block, with its place in the block's text."""

    text: str
    start: int
    end: int


@dataclass(slots=True)
class Prose(Worded):
    """The blocks of a section, and all of their text in small letters for a first look at it."""

    blocks: list[Block]


def prose_of(blocks: list[Block]) -> Prose:
    """Blocks with all their text in small letters."""
    return Prose(" ".join([block.lower for block in blocks]), blocks)


def first_words(phrases: Iterable[str]) -> frozenset[bytes]:
    """The words of which one stands wherever one of some phrases does, in small letters."""
    return frozenset(words_of(phrase.lower())[0] for phrase in phrases)


_Start: TypeAlias = tuple[int, str | None, bool, bool]
"""Where a block's text begins in its passage, its label, and whether it is an entry or an att-clause."""


def blocks_of(rows: list[Row], language: Language) -> list[Block]:
    """Group rows into blocks: a bullet, a label, an att-clause or a blank line begins a new one."""
    groups: list[list[Row]] = []
    starts: list[_Start] = []
    lead_verbs = language.words("decisions", "lead_verbs")
    conjunction = language.words("decisions", "conjunction_starts")
    responsible = tuple(f"{word}:" for word in language.words("assignments", "responsible"))
    suspended = (*language.words("dates", "and"), *language.words("text", "or"))
    for row in rows:
        if row.bullet and not row.text:
            continue
        match = ENTRY.match(row.text)
        clause = row.lower.startswith(conjunction)
        begins = row.bullet or match is not None or clause or row.blanks > 0 or row.quote != _quoted(groups)
        begins = begins or _names_who(row, responsible)
        if row.opens or row.cells or (groups and not begins and _breaks_off(groups[-1], row, suspended)):
            begins = True
        elif groups and not row.bullet:
            if begins and match is None and not clause and _runs_on(groups[-1][-1], row):
                begins = False
            if clause and not row.blanks and _wraps(groups[-1], starts, lead_verbs):
                begins = False
        if not groups or begins or row.heading:
            groups.append([row])
            labelled = (match.end(), match["label"] or match["code"]) if match else (0, None)
            starts.append((*labelled, row.bullet or match is not None, clause))
        else:
            groups[-1].append(row)
    return [_block(group, start, suspended) for group, start in zip(groups, starts, strict=True)]


def _names_who(row: Row, responsible: tuple[str, ...]) -> bool:
    """Whether a row says who does what ("Ansvarig: Hans skickar ut formuläret"), and no name alone."""
    return row.lower.startswith(responsible) and row.lower.count(" ") > _WORDS_OF_NAMES


def _breaks_off(group: list[Row], row: Row, joining: tuple[str, ...]) -> bool:
    """Whether a new paragraph begins: the line above ends early, or a list's text goes back to the margin."""
    above = group[-1]
    if group[0].bullet and row.indent < group[0].indent and not above.text.endswith("-"):
        return True
    last = above.text[-1:]
    if not above.short or not row.text[:1].isupper() or last in ",-–/(&":
        return False
    return above.lower.rsplit(" ", 1)[-1] not in joining


def _block(group: list[Row], start: _Start, suspended: tuple[str, ...]) -> Block:
    first = group[0]
    passage = Passage(group, suspended)
    text = passage.text[start[0] :] if start[0] else passage.text
    lower = (
        first.lower[start[0] :] if len(group) == 1 and len(first.lower) == len(first.text) else text.lower()
    )
    return Block(
        passage, text, lower, *start, first.bold, first.quote, first.indent, first.blanks,
    )  # fmt: skip


def _quoted(groups: list[list[Row]]) -> bool:
    return bool(groups) and groups[-1][-1].quote


def _runs_on(before: Row, row: Row) -> bool:
    """A sentence that a blank line (left by a page break) divides: no end before it, lower case after it."""
    return (
        row.blanks == 1
        and row.text[0].islower()
        and before.text[-1:] not in ".:;!?"
        and len(before.text) > 40
    )


def _wraps(
    group: list[Row], starts: list[tuple[int, str | None, bool, bool]], verbs: tuple[str, ...]
) -> bool:
    """An "att" that only happens to begin a wrapped line of running text, and opens no clause of a list."""
    before = group[-1].text
    if before.endswith((":", ",", ";", ".")) or starts[-1][3]:
        return False
    return len(before) > 40 and not before.lower().endswith(verbs)


@cache
def _abbreviations(language: Language) -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|[\s(])(?:{any_of(language.words('text', 'abbreviations'))}|[A-ZÀ-ÖØ-Þ]|\d{{1,2}})\.$",
        re.IGNORECASE,
    )


def sentences_of(text: str, lower: str, language: Language) -> list[Sentence]:
    """Cut a text into sentences; abbreviations, initials and list numbers end none."""
    found: list[Sentence] = []
    start = 0
    for match in _END.finditer(text):
        stop = match.start() + 1
        if text[match.start()] == "." and _abbreviations(language).search(text[max(start, stop - 12) : stop]):
            letter = re.search(r"(?:^|\s)[a-zà-öø-ÿ]\S*\s[A-ZÀ-ÖØ-Þ]\.$", text[max(start, stop - 30) : stop])
            if not ((text[stop - 2].isdigit() and text[match.end() : match.end() + 1].isupper()) or letter):
                continue
        end = match.start() + len(match[0].rstrip())
        found.append(Sentence(text[start:end].lower(), text[start:end], start, end))
        start = match.end()
    if start == 0:
        return [Sentence(lower, text, 0, len(text))] if text.strip() else []
    if text[start:].strip():
        found.append(Sentence(text[start:].lower(), text[start:], start, len(text)))
    return found


def trimmed(text: str, language: Language) -> str:
    """A clause without the comma and the "and" that tie it to the next, its full stop kept."""
    match = _ties(language).search(text, max(0, len(text) - _LONGEST_TIE))
    return (text[: match.start()] if match else text).strip()


@cache
def _ties(language: Language) -> re.Pattern[str]:
    ties = any_of(language.words("text", "ties"))
    return re.compile(rf"(?:\s*[,;]\s*(?:{ties})?|\s+{ties})\s*$", re.IGNORECASE)
