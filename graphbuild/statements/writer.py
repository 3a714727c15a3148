"""Turns facts into N-Quads lines of one graph, each fact with the quote that proves it."""

from bisect import bisect_right

from graphbuild import ntriples
from graphbuild.identity import Namespace, document_id
from graphbuild.model import Document, Span
from graphbuild.vocabulary import (
    DERIVED_FROM,
    END,
    EXACT,
    INFERENCE,
    IS_PART_OF,
    OBJECT,
    PAGE,
    PAGE_PLACE,
    PREDICATE,
    QUOTE,
    RECOGNISED,
    RULE,
    START,
    STATEMENT,
    SUBJECT,
    XSD,
    A,
    concept,
)

_INTEGER = f"^^<{XSD}integer>"


class GraphWriter:
    """Collects the lines of a document's graph. Things, terms and graph names are N-Triples tokens."""

    def __init__(self, document: Document, names: Namespace) -> None:
        """Start an empty graph for a document."""
        self._text = document.text
        key = document_id(document.sha256)
        self._graph = names.graph(key)
        self._source = names.source(key)
        self._end = f" <{self._graph}> .\n"
        self._quotes: dict[tuple[int, int], str] = {}
        # What all quotes and all proofs say alike is put together once: half of all quads are theirs.
        end = self._end
        self._quote_parts = (
            f" {A} {QUOTE}{end}",
            f" {IS_PART_OF} <{self._source}>{end}",
            f'"{_INTEGER}{end}',
        )
        self._proof_type = f" {A} {STATEMENT}{end}"
        # Only some formats know where on its page a line stands.
        self._lines = [line for line in document.lines if line.box is not None]
        self._recognised = frozenset(document.recognised_pages)
        self._begins = [line.start for line in self._lines]
        self._blocks: list[str] = []

    def add(self, thing: str, term: str, value: str) -> None:
        """Add one quad."""
        self._blocks.append(f"{thing} {term} {value}{self._end}")

    def describe(self, thing: str, *pairs: tuple[str, str | None]) -> None:
        """Add what is stated of a thing; a pair without a value says nothing."""
        end = self._end
        self._blocks += [f"{thing} {term} {value}{end}" for term, value in pairs if value is not None]

    def quote(self, span: Span) -> str:
        """Name the quote of a span, and describe it where that is not done yet."""
        key = (span.start, span.end)
        known = self._quotes.get(key)
        if known is not None:
            return known
        quote = f"<{self._source}#char={span.start},{span.end}>"
        self._quotes[key] = quote
        kind, part, integer = self._quote_parts
        exact = ntriples.plain(self._text[span.start : span.end])
        self._blocks.append(
            f"{quote}{kind}{quote}{part}{quote} {EXACT} {exact}{self._end}"
            f'{quote} {START} "{span.start}{integer}{quote} {END} "{span.end}{integer}'
        )
        if self._begins:
            self._blocks.append(self._on_page(quote, span))
        return quote

    def _on_page(self, quote: str, span: Span) -> str:
        """Say on which page, and in which box there, a quote begins (RFC 8118: `page` and `viewrect`)."""
        line = self._lines[max(0, bisect_right(self._begins, span.start) - 1)]
        assert line.box is not None
        left, top, right, bottom = (round(edge) for edge in line.box)
        place = ntriples.plain(f"page={line.page}&viewrect={left},{top},{right - left},{bottom - top}")
        integer = self._quote_parts[2]
        told = f'{quote} {PAGE} "{line.page}{integer}{quote} {PAGE_PLACE} {place}{self._end}'
        if line.page in self._recognised:
            told += f'{quote} {RECOGNISED} "true"^^<{XSD}boolean>{self._end}'
        return told

    def thing(self, iri: str, kind: str, span: Span, *pairs: tuple[str, str | None]) -> str:
        """Describe a thing read from one place, and give its token; the quote proves all pairs."""
        thing = f"<{iri}>"
        self.describe(thing, (A, kind), (DERIVED_FROM, self.quote(span)), *pairs)
        return thing

    def fact(
        self, iri: str, term: str, value: str, span: Span, rule: str | None = None, *, name: str = ""
    ) -> None:
        """Add a property that was read from a place of its own; `name` tells several values apart."""
        thing = f"<{iri}>"
        self._blocks.append(f"{thing} {term} {value}{self._end}")
        self.prove(f"<{iri}#{name or local_name(term)}>", (thing, term, value), span, rule)

    def prove(self, evidence: str, fact: tuple[str, str, str], span: Span, rule: str | None = None) -> None:
        """Say in a statement named `evidence` which quote a fact was read or, by a rule, inferred from."""
        thing, term, value = fact
        end, quote = self._end, self.quote(span)
        self._blocks.append(
            f"{evidence}{self._proof_type}{evidence} {SUBJECT} {thing}{end}{evidence} {PREDICATE} {term}{end}"
            f"{evidence} {OBJECT} {value}{end}{evidence} {DERIVED_FROM} {quote}{end}"
        )
        if rule is not None:
            self.describe(evidence, (A, INFERENCE), (RULE, concept(f"rule-{rule}")))

    def quads(self) -> str:
        """Give the quads so far as N-Quads, in the order in which they were added."""
        return "".join(self._blocks)


def local_name(term: str) -> str:
    """Turn a term's token into its local name (`<http://schema.org/startDate>` -> `startDate`)."""
    return term[max(term.rfind("#"), term.rfind("/")) + 1 : -1]
