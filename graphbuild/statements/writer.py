"""Turns facts into N-Quads lines of one graph, each fact with the quote that proves it."""

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
    PREDICATE,
    QUOTE,
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
        end = self._end
        self._blocks.append(
            f"{quote} {A} {QUOTE}{end}"
            f"{quote} {EXACT} {ntriples.plain(self._text[span.start : span.end])}{end}"
            f'{quote} {START} "{span.start}"{_INTEGER}{end}'
            f'{quote} {END} "{span.end}"{_INTEGER}{end}'
            f"{quote} {IS_PART_OF} <{self._source}>{end}"
        )
        return quote

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
        end = self._end
        self._blocks.append(
            f"{evidence} {A} {STATEMENT}{end}"
            f"{evidence} {SUBJECT} {thing}{end}"
            f"{evidence} {PREDICATE} {term}{end}"
            f"{evidence} {OBJECT} {value}{end}"
            f"{evidence} {DERIVED_FROM} {self.quote(span)}{end}"
        )
        if rule is not None:
            self.describe(evidence, (A, INFERENCE), (RULE, concept(f"rule-{rule}")))

    def quads(self) -> str:
        """Give the quads so far as N-Quads, in the order in which they were added."""
        return "".join(self._blocks)


def local_name(term: str) -> str:
    """Turn a term's token into its local name (`<http://schema.org/startDate>` -> `startDate`)."""
    return term[max(term.rfind("#"), term.rfind("/")) + 1 : -1]
