"""What an item rests on and points to: documents, attachments, references to other items, mentions."""

import itertools
import re
from collections.abc import Iterator
from functools import cache

from graphbuild.gazetteer import Gazetteer
from graphbuild.languages import Cue, Language, any_of, spelled
from graphbuild.model import Agent, AgentKind, CitedDocument, Reference
from graphbuild.parsing.blocks import Block, Prose
from graphbuild.parsing.cast import NAME, Cast, person_for

_WORD = re.compile(r"[\w&’'-]+")
_CAPITALISED = re.compile(r"(?<![\w&’'-])[^\W\d_a-zà-öø-ÿ][\w&’'-]*")
_BEGINS = re.compile(r"\A|(?<=[.!?])\s+")


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
def _shown(language: Language) -> Cue:
    """A capitalised document that is shown at the meeting ("en Regional lägesbild som presenterades")."""
    nouns = any_of(language.words("documents", "nouns"))
    shown = spelled(language.words("documents", "shown"))
    articles = any_of(language.words("documents", "articles"))
    relative = any_of(language.words("documents", "relative"))
    words = r"[A-ZÀ-ÖØ-Þ][\w-]+(?:\s[\w-]+){0,5}?"
    title = rf"(?P<title>{words}(?:(?<=\s)|(?<=[a-zà-öø-ÿ])){nouns})"
    return Cue(rf"(?<![^\W\d_]){articles}\s+{title}\s+(?:{relative}\s+)?(?:{shown})(?![^\W\d_])")


@cache
def _previous(language: Language) -> Cue:
    minutes = spelled(language.words("documents", "previous_minutes"))
    return Cue(rf"(?<![^\W\d_]){minutes}(?![^\W\d_])", re.IGNORECASE)


def documents_told(prose: Prose, cast: Cast) -> list[CitedDocument]:
    """Documents named in running text: the previous minutes, something shown, something attached."""
    found: list[CitedDocument] = []
    language = cast.language
    shown, previous = _shown(language).within(prose.lower), _previous(language).within(prose.lower)
    attached = language.cue("documents", "attached").within(prose.lower)
    minutes = language.cue("documents", "minutes_told").within(prose.lower)
    if not (shown or previous or attached or minutes):
        return found
    for block in prose.blocks:
        text = block.text
        for match in shown.pattern.finditer(text) if shown.may(block.lower) else ():
            found.append(
                CitedDocument(
                    " ".join(match["title"].split()), block.span(match.start("title"), match.end("title"))
                )
            )
        earlier = previous.search(text, block.lower)
        if earlier and not any(d.title.lower() == earlier[0].lower() for d in found):
            title = earlier[0][0].upper() + earlier[0][1:]
            found.append(CitedDocument(title, block.span(earlier.start(), earlier.end())))
        if attached.may(block.lower):
            found.extend(_attached(block, attached))
        for sentence in block.sentences(language) if minutes.may(block.lower) else ():
            told = minutes.pattern.match(sentence.lower)
            if told:
                start, end = (sentence.start + place for place in told.span("what"))
                found.append(CitedDocument(" ".join(text[start:end].split()), block.span(start, end)))
    return found


def _attached(block: Block, attached: Cue) -> Iterator[CitedDocument]:
    """Documents that a sentence begins by calling attached."""
    for begins in _BEGINS.finditer(block.text):
        match = attached.pattern.match(block.lower, begins.end())
        if match:
            start, end = match.span("what")
            title = block.text[start:end].strip()
            yield CitedDocument(title, block.span(start, start + len(title)), attachment=True)


@cache
def _reference(language: Language) -> Cue:
    previous = spelled(language.words("documents", "previous_minutes"))
    verbs = any_of(language.words("documents", "reference_verbs"))
    title = rf"(?P<title>[A-ZÀ-ÖØ-Þ][^.:,\n]{{2,80}}?)(?=\s+{verbs}\b|[.:,])"
    return Cue(
        rf"(?P<of>{previous})[^.§]{{0,30}}§\s*(?P<item>\d+[a-z]?)(?:\s+{title})?", re.IGNORECASE
    )  # fmt: skip


def references_in(prose: Prose, cast: Cast) -> list[Reference]:
    """References to items of earlier minutes."""
    found: list[Reference] = []
    refers = _reference(cast.language)
    if "§" not in prose.lower or not refers.may(prose.lower):
        return found
    for block in prose.blocks:
        for match in refers.pattern.finditer(block.text) if refers.may(block.lower) else ():
            found.append(
                Reference(match["item"], match["of"], block.span(match.start(), match.end()), match["title"])
            )
    return found


def mentions_in(told: list[Prose], cast: Cast, seen: set[str]) -> list[Agent]:
    """Organisations of the gazetteer that the text names and that take no part by themselves."""
    found: list[Agent] = []
    naming = [prose for prose in told if not cast.gazetteer.first_words.isdisjoint(prose.words)]
    for block in [block for prose in naming for block in prose.blocks]:
        end = 0
        for match in _CAPITALISED.finditer(block.text):
            if match.start() < end:
                continue
            named = _organisation_at(block.text, match, cast.gazetteer)
            if named is None:
                continue
            entry, end = named
            if entry not in seen:
                seen.add(entry)
                text = block.text[match.start() : end]
                found.append(Agent(text, text, block.span(match.start(), end), AgentKind.ORGANISATION))
    return found


_BEFORE_NAME = re.compile(r" (?=[A-ZÀ-ÖØ-Þ][^\W\d_]*(?:[-’'][^\W\d_]+)*\s[^\W\d_])")
"""Where a name of two words may begin behind a word, seen at a glance; `_NAMED` reads it."""
_NAMED = re.compile(rf"{NAME}(?![\w’'-])")
_TITLE = re.compile(r"(?<![\w’'-])[^\W\d_][\w-]*$")
_SHORTEST_TITLE, _LONGEST_TITLE = 4, 40
"""Letters of a title: shorter ones ("v", "tf") are words of another kind in running text."""


@cache
def _titles(language: Language) -> frozenset[str]:
    return frozenset(word for word in language.words("roles", "words") if len(word) >= _SHORTEST_TITLE)


def people_titled(told: list[Prose], cast: Cast) -> list[Agent]:
    """People whom the text names with a title, and who take no part: "Konsult Anna Ek bjuds in"."""
    language = cast.language
    endings = language.words("roles", "endings")
    found: dict[str, Agent] = {}
    for block in [block for prose in told for block in prose.blocks]:
        text = block.text
        for blank in _BEFORE_NAME.finditer(text):
            named = _NAMED.match(text, blank.end())
            words = named[0].split() if named else []
            if named is None or len(words) < 2 or words[0] not in language.first_names or named[0] in found:
                continue
            title = _TITLE.search(text, max(0, blank.start() - _LONGEST_TITLE), blank.start())
            held = title[0].lower() if title else ""
            if (
                title
                and (held in _titles(language) or held.endswith(endings))
                and not person_for(named[0], cast)
            ):
                place = block.span(title.start(), named.end())
                written = text[title.start() : named.end()]
                found[named[0]] = Agent(named[0], written, place, AgentKind.PERSON)
    return list(found.values())


def _organisation_at(text: str, first: re.Match[str], gazetteer: Gazetteer) -> tuple[str, int] | None:
    """The organisation that a capitalised word begins to name (in the genitive or not), and where it ends."""
    word = first[0]
    bare = word[:-1] if word.endswith("s") and len(word) > 3 else ""
    if not word[0].isupper() or not (gazetteer.begins(word) or (bare and gazetteer.begins(bare))):
        return None
    matches = list(itertools.islice(_WORD.finditer(text, first.start()), gazetteer.longest))
    words = [match[0] for match in matches]
    form = gazetteer.match(words, 0, places=False)
    if form is None and bare:
        form = gazetteer.match([bare, *words[1:]], 0, places=False)
    return (form.entry.id, matches[len(form.words) - 1].end()) if form else None
