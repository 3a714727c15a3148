"""Turns one document into passages: headings, decisions, assignments, other sentences."""

import re
from collections.abc import Iterable, Iterator, Sequence

from graphbuild import languages
from graphbuild.languages import Language
from graphbuild.parsing.blocks import sentences_of
from graphbuild.search.stated import Fact, stated
from graphbuild.search.values import ASSIGNMENT, DECISION, ITEM, TEXT, Cut, Passage

DEFAULT_LANGUAGE = "sv"

_MARKS = re.compile(r"[\s#*_>|•–-]*(?:\d{1,2}[.)]\s)?\s*")
"""What may stand before a text to mark it up, or to number it."""
_NEW_BLOCK = re.compile(r"\s*(?:[#>|•*]|[-–]\s|\d{1,2}[.)]\s|[a-z]\)\s)")


def cut(document: str, lines: Iterable[str], text: str) -> Cut | None:
    """Cut a document into passages: by the lines of its graph (N-Quads or N-Triples), and its text.

    None where the graph tells of no source text.
    """
    found = stated(lines)
    if found is None:
        return None
    language = found.language if found.language in languages.available() else DEFAULT_LANGUAGE
    passages = tuple(_passages(text, found.facts, found.signatures, language))
    return Cut(found.date, found.body, found.file or document, language, passages)


def _passages(text: str, facts: Sequence[Fact], signatures: Sequence[int], code: str) -> Iterator[Passage]:
    items = [fact for fact in facts if fact.kind == ITEM]
    titles = {fact.iri: (fact.number, _shown(text[fact.start : fact.end])) for fact in items}
    tasks = [fact for fact in facts if fact.kind == ASSIGNMENT]
    for fact in facts:
        number, title = titles.get(fact.item or "", (None, ""))
        again = fact.kind == DECISION and any(_overlap(fact, task) for task in tasks)
        own = fact.iri if fact.kind == ITEM else fact.item
        yield Passage(
            fact.kind,
            text[fact.start : fact.end],
            fact.start,
            fact.end,
            fact.iri,
            own,
            fact.number if fact.kind == ITEM else number,
            title,
            again,
        )
    for item, start, end in _extents(text, items, facts, signatures):
        number, title = titles[item] if item else (None, "")
        for place in _gaps(start, end, facts):
            for first, last in _sentences(text, *place, code):
                yield Passage(TEXT, text[first:last], first, last, None, item, number, title)


def _extents(
    text: str, items: list[Fact], facts: Sequence[Fact], signatures: Sequence[int]
) -> Iterator[tuple[str | None, int, int]]:
    """The running text of each item: up to the next one, the last one's up to the signatures.

    The front page is not among it, nor a list of contents; minutes without items are one text.
    """
    if not items:
        yield None, 0, len(text)
        return
    last = max(fact.end for fact in facts)
    signed = next((text.rfind("\n", 0, place) + 1 for place in signatures if place >= last), len(text))
    ends = [*(item.start for item in items[1:]), max(signed, last)]
    for item, end in zip(items, ends, strict=True):
        yield item.iri, item.end, end


def _gaps(start: int, end: int, facts: Iterable[Fact]) -> Iterator[tuple[int, int]]:
    """What lies between the facts of a stretch of text."""
    for fact in facts:
        if fact.end <= start or fact.start >= end:
            continue
        if fact.start > start:
            yield start, fact.start
        start = max(start, fact.end)
    if start < end:
        yield start, end


def _sentences(text: str, start: int, end: int, code: str) -> Iterator[tuple[int, int]]:
    """Cut running text into sentences that hold words."""
    language = languages.load(code)
    for first, last in _blocks(text, start, end, language):
        # Line ends become blanks one for one, so that places stay.
        block = text[first:last].replace("\n", " ").replace("\r", " ")
        for sentence in sentences_of(block, block.lower(), language):
            begin = first + sentence.start
            mark = _MARKS.match(text, begin, first + sentence.end)
            begin = mark.end() if mark else begin
            stop = begin + len(text[begin : first + sentence.end].rstrip(" \n\r|*"))
            if any(sign.isalnum() for sign in text[begin:stop]):
                yield begin, stop


def _blocks(text: str, start: int, end: int, language: Language) -> Iterator[tuple[int, int]]:
    """Paragraphs, rows and entries: lines that go on from one another are one; headings of sections are
    none.
    """
    first = place = start
    for line in text[start:end].splitlines(keepends=True):
        bare = line.strip(" #*:\n\r\t").lower()
        heading = line.lstrip().startswith("#")
        label = bare in language.sections
        if (not bare or heading or label or _NEW_BLOCK.match(line)) and place > first:
            yield first, place
            first = place
        place += len(line)
        if heading and bare and not label:
            yield first, place
        if not bare or heading or label:
            first = place
    if place > first:
        yield first, place


def _overlap(one: Fact, other: Fact) -> bool:
    return one.start < other.end and other.start < one.end


def _shown(text: str) -> str:
    return " ".join(text.split())
