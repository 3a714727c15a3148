"""Takes a document's forgotten people out of all that it says: text, quads, and what is kept beside them.

Who is forgotten is found by the hashes of the list; how they are named in this document, the document itself
shows: in full, with initials, and by one name alone where it names nobody else so. What names them becomes
black bars of the same length in texts, and what they are called now where a name stands for them.
"""

import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from graphbuild import ntriples
from graphbuild.gazetteer import Gazetteer
from graphbuild.identity import slug
from graphbuild.privacy.forgotten import FULL, Forgotten, Person
from graphbuild.privacy.identifiers import Found
from graphbuild.privacy.masking import masked
from graphbuild.privacy.names import GAP, WIDEST, initial_keys, key
from graphbuild.privacy.withholding import FORGOTTEN, Withheld, placed
from graphbuild.vocabulary import ALT_LABEL, EXACT, LABEL, NAME, TEXT_SHA256

_BREAK = r"(?:[-\xad\u2010\u2011\u200b\u200c\u200d\u2060]{1,2}(?:\n[ \t]*)?)?"
_CHAR = re.compile(r"#char=(\d+),(\d+)>")
_LEAST_ALONE = 2


@dataclass(frozen=True, slots=True)
class Redaction:
    """How one document names people of the list: `whole` are their names, `alone` one name by itself."""

    whole: re.Pattern[str]
    alone: re.Pattern[str] | None
    slugs: re.Pattern[str]
    people: dict[str, Person]
    """Who is named so, by key."""

    def found(self, text: str) -> list[Found]:
        """Find what names them, in order; nothing overlaps."""
        spans = {match.span() for match in self.whole.finditer(text)}
        if self.alone is not None:
            spans |= {match.span() for match in self.alone.finditer(text)}
        found: list[Found] = []
        for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
            if not found or start >= found[-1].end:
                found.append(Found(FORGOTTEN, start, end))
            elif end > found[-1].end:
                found[-1] = Found(FORGOTTEN, found[-1].start, end)
        return found

    def text(self, text: str) -> str:
        """Black out what names them."""
        parts, at = [], 0
        for _, start, end in self.found(text):
            parts += [text[at:start], masked(text[start:end])]
            at = end
        return "".join([*parts, text[at:]]) if parts else text

    def name(self, name: str) -> str:
        """Give what somebody is called now, if a name is theirs."""
        return self._person(name).name if self.found(name) else name

    def withheld(self, text: str) -> tuple[Withheld, ...]:
        """Say on which lines of a text they stood."""
        return tuple(placed(text, self.found(text)))

    def quads(self, quads: str, text: str) -> str:
        """Take them out of N-Quads; quotes are taken from `text`, the document's with its bars."""
        return "".join(f"{self._line(line, text)}\n" for line in quads.split("\n") if line)

    def json(self, told: str) -> str:
        """Take them out of what `statements.told` wrote down."""
        return json.dumps(_each_text(json.loads(told), self._said)) if told else told

    def seen(self, told: str) -> str:
        """Take them out of what `statements.seen` wrote down: there, a name is all of a text."""
        if not told:
            return told
        rows = json.loads(told)
        for row in rows["people"]:
            row["name"] = self.name(row["name"])
        return json.dumps(_each_text(rows, self._said), ensure_ascii=False)

    def iri(self, iri: str) -> str:
        """Take them out of an IRI or a slug that was made of a title."""
        return self.slugs.sub(lambda match: f"person-{self._person(match[0]).id}", iri)

    def _said(self, text: str) -> str:
        return self.iri(text) if "://" in text[:_SCHEME] else self.text(text)

    def _line(self, line: str, text: str) -> str:
        parts = _parts(line)
        if parts is None:
            return self.iri(line)
        head, said, end = parts
        subject, _, term = head.partition(" ")
        if term == EXACT and (place := _CHAR.search(subject)):
            said = text[int(place[1]) : int(place[2])]
        elif term == TEXT_SHA256:
            said = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
        elif self.found(said):
            named = term in (NAME, LABEL, ALT_LABEL) and "/person/" in subject
            said = self._person(said).name if named else self.text(said)
        return f"{self.iri(head)} {ntriples.plain(said)}{self.iri(end)}"

    def _person(self, name: str) -> Person:
        """Who is meant by words that name one of them."""
        told = f" {key(name)} "
        found = [each for each in self.people if f" {each} " in told or f" {each}s " in told]
        return self.people[max(found, key=len) if found else min(self.people)]


_SCHEME = 12


def redaction_of(
    text: str,
    names: Collection[str],
    forgotten: Forgotten,
    gazetteer: Gazetteer,
    files: Collection[str] = (),
) -> Redaction | None:
    """Work out how a document names people of the list; None where it names none.

    `names` are those that the document gives to people, as the graph has them, `files` those of its files.
    """
    if not forgotten:
        return None
    found = {
        (hit.key, hit.kind, hit.person) for part in (text, *names, *files) for hit in forgotten.hits(part)
    }
    others = [name for name in names if not any(forgotten.hits(name))]
    initials = {form for other in others for form in initial_keys(other)}
    found = {hit for hit in found if hit[1] == FULL or hit[0] not in initials}
    if not found:
        return None
    people = {each: forgotten.person(who) for each, _, who in sorted(found)}
    alone = _alone(found, others, gazetteer)
    for word, who in sorted(alone.items()):
        people.setdefault(word, forgotten.person(who))
    keys = [each for each, _, _ in found]
    return Redaction(
        _pattern(keys, re.IGNORECASE),
        _pattern(alone, 0, capital=True) if alone else None,
        _slugs(keys),
        people,
    )


def told_of(text: str, forgotten: Forgotten) -> str:
    """Black out people of the list in words of no document: notes, names of files, the log of changes."""
    for hit in forgotten.hits(text):
        text = text[: hit.start] + masked(text[hit.start : hit.end]) + text[hit.end :]
    return text


def said_by_list(line: str, forgotten: Forgotten) -> str:
    """Black out people of the list in the literal of an N-Quads line."""
    parts = _parts(line)
    if parts is None:
        return line
    head, said, end = parts
    return f"{head} {ntriples.plain(told_of(said, forgotten))}{end}"


def _parts(line: str) -> tuple[str, str, str] | None:
    """Part an N-Quads line into what stands before its literal, what that says, and the rest."""
    head, quote, rest = line.partition(' "')
    if not quote:
        return None
    value, end = rest.rsplit('"', 1)
    # N-Quads escapes characters as JSON does.
    return head, json.loads(f'"{value}"') if "\\" in value else value, end


def _alone(
    found: Collection[tuple[str, str, str]], others: Iterable[str], gazetteer: Gazetteer
) -> dict[str, str]:
    """The single names of those who are named in full, but for those of others, and of places."""
    taken = {word for other in others for word in key(other).split()}
    return {
        word: who
        for each, kind, who in sorted(found)
        if kind == FULL
        for word in each.split()
        if len(word) >= _LEAST_ALONE and word not in taken and not gazetteer.begins(word)
    }


def _pattern(keys: Iterable[str], flags: int, *, capital: bool = False) -> re.Pattern[str]:
    """A pattern of all ways to write some keys: broken lines, hyphens, marks and all; longest first."""
    gap = rf"(?:{GAP}){{0,{WIDEST}}}"
    ways = []
    for each in sorted(set(keys), key=lambda each: (-len(each), each)):
        words = [_BREAK.join(map(re.escape, word)) for word in each.split()]
        if capital:
            words = [_capital(word) for word in each.split()]
        ways.append(gap.join(words))
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(ways)})(?=(?:[':\u2019]?[sS])?(?![^\W_]))", flags)


def _capital(word: str) -> str:
    rest = [
        f"[{re.escape(letter)}{re.escape(letter.upper())}]" if len(letter.upper()) == 1 else re.escape(letter)
        for letter in word[1:]
    ]
    return _BREAK.join([re.escape(word[0].upper()), *rest])


def _slugs(keys: Iterable[str]) -> re.Pattern[str]:
    ways = sorted({slug(each) for each in keys if " " in each}, key=lambda each: (-len(each), each))
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(map(re.escape, ways)) or '(?!)'})(?=s?(?![a-z0-9]))")


def _each_text(value: Any, change: Callable[[str], str]) -> Any:  # noqa: ANN401 - what JSON holds
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_each_text(each, change) for each in value]
    if isinstance(value, dict):
        return {name: _each_text(each, change) for name, each in value.items()}
    return value
