"""Turns a dataset and the ready questions into a page that answers SPARQL, and into the parts it loads.

`console/triples-N.js` hold the graph as compressed N-Triples. They are scripts, and the engine is one:
a page that was opened from the file system may load scripts and not fetch anything.
"""

import gzip
from base64 import b64encode
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from graphbuild import catalogue, messages
from graphbuild.catalogue import Query
from graphbuild.collation import swedish
from graphbuild.dataset import Dataset
from graphbuild.publishing.lists import Page, in_page
from graphbuild.publishing.pages import Pages
from graphbuild.publishing.wording import ontology_labels
from graphbuild.reports import CODES
from graphbuild.vocabulary import PREFIXES

PART = 50_000  # triples that are fetched and read at a time: some half a second of a phone's work
SCRIPT = "assets/console.js"
_ONTOLOGY = PREFIXES["gov"]
EXAMPLE = """SELECT ?date ?body ?decision WHERE {
  ?decision a gov:Decision ; gov:item ?item .
  ?item gov:meeting ?meeting .
  ?meeting schema:startDate ?date ; gov:heldBy ?body .
}
ORDER BY DESC(?date)
LIMIT 20"""


def parts(dataset: Dataset, size: int = PART) -> Iterator[Page]:
    """Write the triples in parts, each once, sorted; the same triples give the same bytes."""
    lines = dataset.triples()
    number = 0
    while some := list(islice(lines, size)):
        packed = gzip.compress("".join(f"{line}\n" for line in some).encode(), compresslevel=6, mtime=0)
        content = f'govgraph.triples({number},"{b64encode(packed).decode()}")\n'.encode()
        yield Page(f"console/triples-{number}.js", content)
        number += 1


def console_page(pages: Pages, sizes: Iterable[int], odd: dict[str, str]) -> Page:
    """Render the page; `sizes`: bytes of each part; `odd`: the places that are not the end of their IRI."""
    content = pages.render(
        "console",
        "console",
        questions=questions(pages.wording.language),
        example=EXAMPLE,
        console_words=in_page(words(pages, list(sizes), odd)),
        scripts=(SCRIPT,),
        more_policy=" 'wasm-unsafe-eval'; worker-src blob:",
    )
    return Page("console.html", content)


def questions(language: str) -> list[Query]:
    """Give the ready questions in the order of their titles."""
    found = map(catalogue.load, catalogue.names())
    return sorted(found, key=lambda query: swedish(query.title[language]))


def words(pages: Pages, sizes: list[int], odd: dict[str, str]) -> dict[str, Any]:
    """Give what the script needs to know: texts, questions, names of columns and values, where things are."""
    language, base = pages.wording.language, pages.addresses.base
    terms = ontology_labels(language)
    asked = questions(language)
    return {
        "language": language,
        "content": pages.content_language,
        "base": base,
        "public": not base.startswith(("http://localhost", "http://127.")),
        "ontology": _ONTOLOGY,
        "odd": odd,
        "parts": len(sizes),
        "bytes": sum(sizes),
        "prefixes": dict(PREFIXES),
        "terms": terms,
        "names": [
            [f"gov:{iri.removeprefix(_ONTOLOGY)}", label]
            for iri, label in sorted(terms.items())
            if iri.startswith(_ONTOLOGY)
        ],
        "codes": list(CODES),
        "columns": messages.family("column", language),
        "values": messages.family("value", language),
        "words": pages.wording.texts["console"],
        "questions": [_question(query, language) for query in asked],
    }


def _question(query: Query, language: str) -> dict[str, Any]:
    """Say what a question asks, as `questions.js` reads it."""
    return {
        "name": query.name,
        "title": query.title[language],
        "description": query.description[language],
        "sort": query.sort,
        "lists": query.lists,
        "table": query.table,
        "text": "\n".join(line for line in query.text.split("\n") if not line.startswith("#+")),
        "parameters": [
            {
                "name": each.name,
                "type": each.type,
                "example": each.example,
                "choices": each.choices,
                "start": each.start,
                "label": _capital(messages.text(f"parameter-{each.name}", language)),
            }
            for each in query.parameters
        ],
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
