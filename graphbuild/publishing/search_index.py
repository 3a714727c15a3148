"""Turns the lists into an index that `search.js` reads in parts, without a server.

`search/index.js` says how words become stems, and which parts there are; `search/w-XX.js` holds the stems
that begin with two letters (in hexadecimal), each with its entries, and which words have them;
`search/e-N.js` holds the entries. The words of the minutes have their stems in the index, as the stemmer in
the page is older.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from graphbuild import languages, stemming
from graphbuild.publishing.things import Thing
from graphbuild.publishing.walks import Walks

ENTRIES = 400  # entries in a part
_BEGINNING = 2  # letters that a part of the words has in common


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing that can be found: its kind, its words, the path of its page, and which meeting it is of."""

    kind: str
    words: str
    place: str
    meeting: str


def entry(thing: Thing, walks: Walks) -> Entry:
    """Turn a thing into what is searched and shown of it."""
    item = thing if thing.kind == "item" else thing.thing("gov:item")
    meeting = item.thing("gov:meeting") if item else None
    named = thing.kind in ("body", "item")
    words = thing.text("schema:text") or (walks.heading(thing) if named else thing.label)
    return Entry(thing.kind, words, thing.place, walks.heading(meeting) if meeting else "")


def search_files(entries: Iterable[Entry], language: str) -> Iterator[tuple[str, bytes]]:
    """Give the files of the index. The language is that of the minutes, a language file's code."""
    code = language if language in languages.available() else "sv"
    found: dict[str, list[int]] = {}
    forms: dict[str, str] = {}
    count = 0
    part: list[list[str]] = []
    for number, each in enumerate(entries):
        part.append([each.kind, each.words, each.place, each.meeting])
        told = {
            stemming.folded(each.words[word.start : word.end]): word.stem
            for word in stemming.words(each.words, code)
        }
        forms |= told
        for stem in set(told.values()):
            found.setdefault(stem, []).append(number)
        count += 1
        if len(part) == ENTRIES:
            yield _entries(number // ENTRIES, part)
            part = []
    if part:
        yield _entries((count - 1) // ENTRIES, part)
    _take_compounds_apart(found, code)
    groups: dict[str, dict[str, list[int]]] = {}
    for stem in sorted(found):
        groups.setdefault(stem[:_BEGINNING], {})[stem] = _steps(found[stem])
    inflected: dict[str, dict[str, str]] = {}
    for form, stem in sorted(forms.items()):
        if form != stem and form[:_BEGINNING] == stem[:_BEGINNING]:
            inflected.setdefault(form[:_BEGINNING], {})[form] = stem
    for beginning, stems in groups.items():
        name = _name(beginning)
        yield f"search/w-{name}.js", _call("words", name, stems, inflected.get(beginning, {}))
    told = languages.load(code).data["search"]
    # Python writes a group as \\1, JavaScript as $1.
    endings = [[pattern, ending.replace("\\", "$")] for pattern, ending in told["endings"]]
    yield "search/index.js", _call("index", {
        "entries": count, "size": ENTRIES, "letters": _BEGINNING, "words": [_name(each) for each in groups],
        "endings": endings, "stemmer": told["stemmer"],
    })  # fmt: skip


def _take_compounds_apart(found: dict[str, list[int]], code: str) -> None:
    """Let the parts of a compound find what the compound stands in."""
    known = frozenset(found)
    for stem in sorted(known):
        for part in stemming.parts(stem, code, known.__contains__) or ():
            found[part] = sorted({*found[part], *found[stem]})


def _steps(numbers: list[int]) -> list[int]:
    """Write growing numbers as the steps between them: shorter."""
    return [number - before for before, number in zip([0, *numbers], numbers, strict=False)]


def _entries(number: int, part: list[list[str]]) -> tuple[str, bytes]:
    return f"search/e-{number}.js", _call("entries", number, part)


def _name(beginning: str) -> str:
    return beginning.encode().hex()


def _call(name: str, *arguments: Any) -> bytes:  # noqa: ANN401 - whatever JSON can say
    said = ",".join(json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in arguments)
    return f"govgraph.{name}({said})\n".encode("utf-8", "replace")
