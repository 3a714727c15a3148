"""Turns things and their proofs into the links of one page: what its templates write most.

A page of a decision has some fifty links; as a macro of the template each would cost ten times as much.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup, escape

from graphbuild.publishing.addresses import link, root
from graphbuild.publishing.things import Proof, Quote, Thing
from graphbuild.vocabulary import GOV


@dataclass(frozen=True)
class Links:
    """The links of the page at `place`; `said_in` is the attribute that names the language of the minutes."""

    place: str
    said_in: Markup
    language: str
    texts: Mapping[str, Any]

    @cached_property
    def root(self) -> str:
        """The way up to the site's folder."""
        return root(self.place)

    def href(self, thing: Thing) -> str:
        """Give the address of a thing's page, seen from this one."""
        fragment = f"#{thing.fragment}" if thing.fragment else ""
        return link(self.place, f"{thing.place}.html") + fragment

    def a(self, thing: Thing, text: str = "") -> Markup:
        """Link to a thing's page by its label; what has no page here is explained, or stands elsewhere."""
        words = escape(text or thing.label)
        if thing.is_ours:
            return Markup(f'<a href="{escape(self.href(thing))}"{self.said_in}>{words}</a>')
        if thing.iri.startswith(GOV):
            there = f"{self.root}ontology/{self.language}.html#{escape(thing.fragment)}"
            return Markup(f'<a href="{there}">{words}</a>')
        there = escape(thing.iri) if thing.iri.startswith(("https://", "http://")) else "#"
        return Markup(f'<a rel="external" href="{there}">{words}</a>')

    def all(self, found: Iterable[Thing]) -> Markup:
        """Link to each of several things."""
        return Markup(", ".join([self.a(each) for each in found]))

    def quotes(self, proof: Proof, shown: str = "") -> Markup:
        """Write the words that prove a fact as links into the source text; of an inference its rule as well.

        Where the page already shows these words, the link only says where it leads.
        """
        written = [self._quote(quote, shown) for quote in proof.quotes if quote.exact]
        if proof.rule:
            inferred = f"{escape(self.texts['inferred'])}: {escape(proof.rule.label)}"
            written.append(f'<span class="inferred">{inferred}</span>')
        return Markup("".join(written))

    def _quote(self, quote: Quote, shown: str) -> str:
        there = f"{self.root}{escape(quote.place)}.html#{escape(quote.fragment)}"
        words = f"<q{self.said_in}>{escape(quote.exact)}</q>"
        if quote.exact == shown or (shown and quote.exact.split() == shown.split()):  # lines break elsewhere
            leads = escape(self.texts["show_in_minutes"])
            inner = f'{leads}<span class="unseen">: {words}</span>'
            return f'<a class="quote plainly" href="{there}">{inner}</a> '
        leads = escape(self.texts["from_minutes"])
        return f'<a class="quote" href="{there}"><span class="unseen">{leads} </span>{words}</a> '
