"""Turns `Minutes` into N-Quads: a graph for the document, and what it adds to the shared graph.

`front_page`, `items`, `voting` and `notices` say one part each; `company` names who and what is
spoken of; `writer` writes quads and proofs. What comes out is sorted, and the same for the same
minutes wherever and whenever it is made.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from graphbuild.identity import Namespace, document_id, item_slugs
from graphbuild.model import Minutes
from graphbuild.statements.company import Company
from graphbuild.statements.front_page import (
    state_meeting,
    state_minutes,
    state_participants,
    state_signatures,
    state_source,
)
from graphbuild.statements.items import ItemStatements
from graphbuild.statements.naming import split
from graphbuild.statements.notices import state_notices
from graphbuild.statements.seen import seen
from graphbuild.statements.told import told
from graphbuild.statements.voting import DecidingGroups, state_votes
from graphbuild.statements.writer import GraphWriter


@dataclass(frozen=True, slots=True)
class Statements:
    """What one document says, as N-Quads.

    `fixed` and `naming` are of its own graph: what no judgement changes, and what names people, bodies and
    focus areas. `shared` are of the graph that all documents share. `meeting` and the
    `numbers` of its items tell which other documents speak of the same; `told` is what its body's ledger
    is worked out from (see `told.read_told`), and `seen` what tells its people apart (see `seen.read_seen`).
    """

    document: str
    graph: str
    body: str
    meeting: str
    numbers: tuple[str, ...]
    fixed: str
    naming: str
    shared: str
    told: str
    seen: str

    @property
    def quads(self) -> str:
        """All quads of its own graph."""
        return self.fixed + self.naming

    def lines(self) -> list[str]:
        """Give all quads as sorted lines, each once and without its line end."""
        # Not `splitlines`: literals hold other line separators as they are.
        return sorted({line for line in (self.quads + self.shared).split("\n") if line})


def state(minutes: Minutes, base: str, *, parser_version: str, file_names: Iterable[str] = ()) -> Statements:
    """Say in RDF what minutes say; `file_names` are all names that a file of this content has."""
    document = document_id(minutes.document.sha256)
    names = Namespace(base)
    graph = GraphWriter(minutes.document, names)
    company = Company(minutes, names)
    meeting = names.meeting(company.slug, minutes.date.value if minutes.date else None, document)
    slugs = item_slugs(minutes.items)
    iris = [f"{meeting}/item/{name}" for name in slugs]
    state_source(graph, company, minutes, file_names, parser_version)
    state_minutes(graph, company, minutes, meeting)
    state_meeting(graph, company, minutes, meeting)
    participations = state_participants(graph, company, minutes, meeting, _by_number(minutes, iris))
    state_signatures(graph, company, minutes, meeting)
    groups = DecidingGroups(graph, company, minutes, participations)
    for order, (item, iri) in enumerate(zip(minutes.items, iris, strict=True), start=1):
        ItemStatements(graph, company, iri, item).state(meeting, order)
        state_votes(graph, company, iri, item.votes)
        groups.state(iri, item)
    state_notices(graph, company, minutes)
    fixed, naming = split(graph.quads(), base)
    return Statements(
        document=document,
        graph=names.graph(document),
        body=company.slug,
        meeting=meeting,
        numbers=tuple(sorted(name for name, item in zip(slugs, minutes.items, strict=True) if item.number)),
        fixed=fixed,
        naming=naming,
        shared=company.quads(),
        told=told(minutes, iris, company, names).to_json(),
        seen=seen(minutes, company, meeting).to_json(),
    )


def _by_number(minutes: Minutes, iris: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for item, iri in zip(minutes.items, iris, strict=True):
        if item.number is not None:
            found.setdefault(item.number, []).append(iri)
    return found
