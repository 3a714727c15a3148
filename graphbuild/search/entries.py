"""Turns a document that is cut into passages into what the index keeps of it: passages, and their stems."""

from collections import Counter
from collections.abc import Iterable

from graphbuild.search.passages import DEFAULT_LANGUAGE, cut
from graphbuild.search.values import Cut, Entry
from graphbuild.stemming import stems_of


def entry(document: str, lines: Iterable[str], text: str | None) -> Entry:
    """Make what the index keeps of a document, from the lines of its graph; without a text it is empty."""
    found = cut(document, lines, text) if text is not None else None
    return _entry(found or Cut(None, None, document, DEFAULT_LANGUAGE, ()))


def _entry(cut: Cut) -> Entry:
    counted: Counter[str] = Counter()
    titles: dict[str, str] = {}
    rows, stems = [], []
    for each in cut.passages:
        said = stems_of(each.text, cut.language)
        counted.update(set(said))
        if each.title not in titles:
            titles[each.title] = " ".join(stems_of(each.title, cut.language))
        stems.append(("again" if each.again else each.kind, " ".join(said), titles[each.title]))
        rows.append(
            (each.kind, each.text, each.start, each.end, each.iri, each.item_iri, each.item, each.title)
        )
    return Entry(
        cut.date, cut.body, cut.file, cut.language, tuple(rows), tuple(stems), tuple(sorted(counted.items()))
    )
