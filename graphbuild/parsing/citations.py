"""What an item rests on and points to: documents, attachments, references to other items, mentions."""

import re
from functools import cache

from graphbuild.languages import Language, any_of
from graphbuild.model import Agent, AgentKind, CitedDocument, Reference
from graphbuild.parsing.blocks import Block
from graphbuild.parsing.cast import Cast


def documents_listed(blocks: list[Block], language: Language) -> list[CitedDocument]:
    """Entries of a section that lists documents; several lines without bullets are one each."""
    found = []
    empty = language.words("names", "empty_values")
    for block in blocks:
        for row in _entries(block, language):
            text, start, end = row
            title = " ".join(text.split()).strip(" .;,")
            if title and title.lower() not in empty:
                found.append(CitedDocument(title, block.span(start, end)))
    return found


def _entries(block: Block, language: Language) -> list[tuple[str, int, int]]:
    """A block's rows, each an entry of its own unless it runs on in lower case or after a hyphen or comma."""
    if block.entry or len(block.passage.rows) == 1:
        return [(block.text, 0, len(block.text))]
    pieces: list[tuple[str, int, int]] = []
    position = 0
    for row in block.passage.rows:
        text = row.text
        at = block.passage.text.find(text, position)
        if at < 0:
            return [(block.text, 0, len(block.text))]
        runs_on = pieces and (
            not text[:1].isupper()
            or pieces[-1][0].rstrip().endswith((",", "-"))
            or pieces[-1][0].rsplit(maxsplit=1)[-1] in language.words("text", "open_ends")
        )
        if runs_on:
            start = pieces[-1][1]
            pieces[-1] = (block.passage.text[start : at + len(text)], start, at + len(text))
        else:
            pieces.append((text, at, at + len(text)))
        position = at + len(text)
    return [(text, start - block.start, end - block.start) for text, start, end in pieces]


@cache
def _shown(language: Language) -> re.Pattern[str]:
    """A capitalised document that is shown at the meeting ("en Regional lägesbild som presenterades")."""
    nouns = any_of(language.words("documents", "nouns"))
    shown = any_of(language.words("documents", "shown"))
    articles = any_of(language.words("documents", "articles"))
    relative = any_of(language.words("documents", "relative"))
    words = r"[A-ZÅÄÖ][\wåäöÅÄÖ-]+(?:\s[\wåäöÅÄÖ-]+){0,5}?"
    title = rf"(?P<title>{words}(?:(?<=\s)|(?<=[a-zåäö])){nouns})"
    return re.compile(rf"(?<![^\W\d_]){articles}\s+{title}\s+(?:{relative}\s+)?(?:{shown})(?![^\W\d_])")


@cache
def _named(language: Language) -> re.Pattern[str]:
    """A quick look for the previous minutes, in small letters."""
    return re.compile(any_of(phrase.lower() for phrase in language.words("documents", "previous_minutes")))


@cache
def _previous(language: Language) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![^\W\d_]){any_of(language.words('documents', 'previous_minutes'))}(?![^\W\d_])", re.IGNORECASE
    )


def documents_told(blocks: list[Block], cast: Cast) -> list[CitedDocument]:
    """Documents named in running text: the previous minutes, something shown, something attached."""
    found: list[CitedDocument] = []
    language = cast.language
    for block in blocks:
        text = block.text
        lowered = text.lower()
        shown = any(words in lowered for words in language.words("documents", "shown"))
        for match in _shown(language).finditer(text) if shown else ():
            found.append(
                CitedDocument(
                    " ".join(match["title"].split()), block.span(match.start("title"), match.end("title"))
                )
            )
        named = _named(language).search(lowered)
        match_previous = _previous(language).search(text, named.start()) if named else None
        if match_previous and not any(d.title.lower() == match_previous[0].lower() for d in found):
            title = match_previous[0][0].upper() + match_previous[0][1:]
            found.append(CitedDocument(title, block.span(match_previous.start(), match_previous.end())))
        for sentence in re.split(r"(?<=[.!?])\s+", text) if shown else ():
            attached = language.pattern("documents", "attached").match(sentence)
            if attached:
                start = text.index(sentence) + attached.start("what")
                title = attached["what"].strip()
                found.append(CitedDocument(title, block.span(start, start + len(title)), attachment=True))
    return found


@cache
def _reference(language: Language) -> re.Pattern[str]:
    previous = any_of(language.words("documents", "previous_minutes"))
    return re.compile(
        rf"(?P<of>{previous})[^.§]{{0,30}}§\s*(?P<item>\d+[a-z]?)(?:\s+(?P<title>[A-ZÅÄÖ][^.:,\n]{{2,80}}?)(?=\s+(?:står|angavs|beslutades|framgår|stod)\b|[.:,]))?",
        re.IGNORECASE,
    )


def references_in(blocks: list[Block], cast: Cast) -> list[Reference]:
    """References to items of earlier minutes."""
    found = []
    for block in blocks:
        if "§" not in block.text:
            continue
        for match in _reference(cast.language).finditer(block.text):
            found.append(
                Reference(match["item"], match["of"], block.span(match.start(), match.end()), match["title"])
            )
    return found


_WORD = re.compile(r"[\w&åäöÅÄÖ’'-]+")


def mentions_in(blocks: list[Block], cast: Cast, seen: set[str]) -> list[Agent]:
    """Organisations of the gazetteer that the text names and that take no part by themselves."""
    found: list[Agent] = []
    for block in blocks:
        matches = list(_WORD.finditer(block.text))
        words = [match[0] for match in matches]
        index = 0
        while index < len(words):
            word = words[index]
            if not word[0].isupper():
                index += 1
                continue
            form = cast.gazetteer.match(words, index, places=False)
            if form is None and word.endswith("s"):
                bare = [*words[:index], word[:-1], *words[index + 1 :]]
                form = cast.gazetteer.match(bare, index, places=False) if len(word) > 3 else None
            if form is None:
                index += 1
                continue
            last = index + len(form.words) - 1
            if form.entry.id not in seen:
                seen.add(form.entry.id)
                start, end = matches[index].start(), matches[last].end()
                text = block.text[start:end]
                found.append(Agent(text, text, block.span(start, end), AgentKind.ORGANISATION))
            index = last + 1
    return found
