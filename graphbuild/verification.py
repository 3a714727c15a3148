"""Turns a store into the list of quotes that are not what their sources say."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from graphbuild.store import Store

_TEXTS = """
SELECT ?source ?file ?hash WHERE { ?source a gov:SourceText ; rdfs:label ?file ; gov:textSha256 ?hash }
ORDER BY ?source
"""
_QUOTES = """
SELECT ?quote ?exact ?start ?end WHERE {
  GRAPH <%s> { ?quote gov:exact ?exact ; gov:start ?start ; gov:end ?end ; dcterms:isPartOf <%s> }
}
ORDER BY ?start ?end
"""
_FACTS = """
SELECT ?fact WHERE { GRAPH <%s> { ?fact prov:wasDerivedFrom <%s> } } ORDER BY ?fact
"""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A fact whose proof does not hold; `kind` is a message's, with `details`."""

    fact: str
    file: str
    stored: str
    line: int | None
    quote: str | None
    kind: str
    details: dict[str, str]


@dataclass(slots=True)
class Verification:
    """How many documents and quotes were compared so far."""

    documents: int = 0
    quotes: int = 0


def mismatches(store: Store, count: Verification) -> Iterator[Mismatch]:
    """Compare each quote, and each text's hash, with the stored source; nothing else is needed."""
    for source, file, text_hash in store.select(_TEXTS).rows:
        count.documents += 1
        document = str(source).rpartition("/")[2]
        yield from _in_document(store, document, str(file), str(text_hash), count)


def _in_document(
    store: Store, document: str, file: str, text_hash: str, count: Verification
) -> Iterator[Mismatch]:
    source = store.names.source(document)
    stored = str(store.folder.source(document))
    quotes = store.select(_QUOTES % (store.names.graph(document), source)).rows
    count.quotes += len(quotes)
    content = store.source(document)
    whole = f"{source} gov:textSha256"
    if content is None:
        yield Mismatch(whole, file, stored, None, None, "verify-missing", {})
        return
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        yield Mismatch(whole, file, stored, line, None, "verify-not-text", {"byte": str(error.start)})
        # One character stands for the byte, so that quotes after it are still found in their places.
        text = content.decode("utf-8", "replace")
    if hashlib.sha256(content).hexdigest() != text_hash:
        yield Mismatch(whole, file, stored, None, None, "verify-hash", {})
    for quote, exact, start, end in quotes:
        assert isinstance(start, int) and isinstance(end, int)
        found = text[start:end]
        if found == exact:
            continue
        line = text.count("\n", 0, start) + 1
        facts = store.select(_FACTS % (store.names.graph(document), quote)).rows
        for (fact,) in facts or ((quote,),):
            yield Mismatch(str(fact), file, stored, line, str(exact), "verify-quote", {"found": found})
