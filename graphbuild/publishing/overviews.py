"""Turns the store into overviews: by year, as networks, what was understood, what contradicts itself."""

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from graphbuild import catalogue, checks, networks
from graphbuild.checks import Finding
from graphbuild.exporters import gexf, html
from graphbuild.publishing.lists import ROWS, Page
from graphbuild.publishing.pages import Pages
from graphbuild.publishing.tables import Row, Tables
from graphbuild.publishing.things import Thing
from graphbuild.publishing.walks import date_in
from graphbuild.quotes import quotes
from graphbuild.store import Store
from graphbuild.table import Cell, Table

NETWORKS = ("people-bodies", "organisations-bodies", "organisations-meet", "focus-areas-organisations")
MOST_EDGES = 20_000  # what the interactive page draws in half a second
STRONGEST = 20  # ties in the table of a network
SEVERITIES = ("violation", "warning", "info")
_FAMILY = "networks"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A network as its section of a page says it."""

    name: str
    title: str
    description: str
    columns: tuple[str, ...]
    ties: tuple[tuple[object, ...], ...]
    count: int
    interactive: bool


class Overviews:
    """Makes the overviews of one store; IRIs are moved to the site's base."""

    def __init__(self, store: Store, pages: Pages, tables: Tables) -> None:
        """Hold the store, and what renders and writes."""
        self._store = store
        self._pages = pages
        self._tables = tables
        self._language = pages.wording.language

    def _moved(self, cell: Cell) -> Cell:
        if isinstance(cell, str) and cell.startswith(self._store.base):
            return self._pages.addresses.base + cell.removeprefix(self._store.base)
        return cell

    def _asked(self, name: str, family: str = catalogue.REPORTS) -> Table:
        table = catalogue.run(self._store, catalogue.load(name, family))
        return Table(table.columns, tuple(tuple(map(self._moved, row)) for row in table.rows))

    # By year

    def timeline(self, meetings: Iterable[str]) -> Iterator[Page]:
        """Render the years, and the meetings of each year month by month; `meetings` are the newest first."""
        years = []
        for year, group in groupby(meetings, key=lambda iri: date_in(iri)[:4]):
            if not year:
                continue
            held = [self._pages.things.get(iri) for iri in group]
            yield from self._year(year, held)
            counted = Counter(date_in(each.iri)[5:7] for each in held)
            years.append((year, len(held), [counted[f"{month:02}"] for month in range(1, 13)]))
        most = max((max(counts) for _, _, counts in years), default=1)
        yield Page("timeline.html", self._pages.render("timeline", "timeline", years=years, most=most))

    def _year(self, year: str, held: list[Thing]) -> Iterator[Page]:
        """Render a year; one of more meetings than a page has rows leads to a page for each month."""
        months = [
            (month, self._month(month), list(each))
            for month, each in groupby(held, key=lambda meeting: date_in(meeting.iri)[:7])
        ]
        apart = len(held) > ROWS
        place = f"timeline/{year}"
        yield Page(f"{place}.html", self._pages.render("year", place, year=year, months=months, apart=apart))
        for each in months if apart else []:
            place = f"timeline/{each[0]}"
            yield Page(
                f"{place}.html", self._pages.render("year", place, year=year, months=[each], apart=False)
            )

    def _month(self, month: str) -> str:
        name = str(self._pages.wording.texts["months"][int(month[5:7]) - 1])
        return f"{name[:1].upper()}{name[1:]} {month[:4]}"

    # Networks

    def networks(self) -> Iterator[Page]:
        """Render the networks: the strongest ties as tables, and each as files and a page to explore."""
        drawn = []
        for name in NETWORKS:
            query = catalogue.load(name, _FAMILY)
            edges = networks.read(self._store, query, {})
            if not edges.rows:
                continue
            place = f"networks/{name}"
            moved = Table(edges.columns, tuple(tuple(map(self._moved, row)) for row in edges.rows))
            self._tables.write(place, moved.columns, _rows(moved))
            readable = networks.readable(moved)
            interactive = len(edges.rows) <= MOST_EDGES
            title, description = query.title[self._language], query.description[self._language]
            if interactive:
                yield from self._explored(edges, name, title, description, directed=query.directed)
            ties = readable.rows[:STRONGEST]
            drawn.append(
                Drawn(name, title, description, readable.columns, ties, len(edges.rows), interactive)
            )
        yield Page("network.html", self._pages.render("network", "network", networks=drawn))

    def interactive(self, name: str) -> bytes | None:
        """Render a network as a page to explore; None where it has no ties, or too many to draw."""
        query = catalogue.load(name, _FAMILY)
        edges = networks.read(self._store, query, {})
        if not 0 < len(edges.rows) <= MOST_EDGES:
            return None
        title, description = query.title[self._language], query.description[self._language]
        return next(self._explored(edges, name, title, description, directed=query.directed)).content

    def _explored(
        self, edges: Table, name: str, title: str, description: str, *, directed: bool
    ) -> Iterator[Page]:
        import networkx as nx

        graph = networks.graph(edges, name, directed=directed)
        quoted = quotes(self._store, graph)
        graph = nx.relabel_nodes(graph, self._moved)
        graph.graph |= {"language": self._language, "title": title, "description": description}
        graph.graph["quotes"] = {str(self._moved(iri)): found for iri, found in quoted.items()}
        for write, ending in ((html.write, "html"), (gexf.write, "gexf")):
            out = io.BytesIO()
            write(graph, out)
            yield Page(f"networks/{name}.{ending}", out.getvalue())

    # What was understood, and what cannot be right

    def completeness(self) -> Iterator[Page]:
        """Render how much of each document was understood."""
        table = self._asked("completeness")
        place = self._tables.write("completeness", table.columns, _rows(table))
        rows = [dict(zip(table.columns, row, strict=True)) for row in reversed(table.rows)]
        yield from self._paged(place, rows, {})

    def anomalies(self) -> Iterator[Page]:
        """Render what contradicts itself, is odd, or is missing, the worst and the latest first."""
        found = checks.findings(self._store, self._language)
        found.reverse()
        found.sort(key=lambda finding: SEVERITIES.index(finding.severity))
        counted = Counter(finding.severity for finding in found)
        place = self._tables.write("anomalies", _FINDING, (self._finding(each) for each in found))
        shown = [
            replace(
                each,
                thing=str(self._moved(each.thing)),
                meeting=str(self._moved(each.meeting)),
                quotes=tuple(str(self._moved(quote)) for quote in each.quotes),
            )
            for each in found
        ]
        yield from self._paged(place, shown, {"counted_by": [(name, counted[name]) for name in SEVERITIES]})

    def _finding(self, found: Finding) -> Row:
        first = found.evidence[0] if found.evidence else None
        return {
            "severity": found.severity,
            "check": found.check,
            "date": found.date or "",
            "body": found.body or "",
            "problem": found.problem,
            "quote": first.quote if first else "",
            "source": first.file if first else "",
            "line": first.line if first else "",
            "thing_iri": str(self._moved(found.thing)),
            "meeting_iri": str(self._moved(found.meeting)),
        }

    def _paged(
        self,
        name: str,
        rows: Sequence[object],
        more: Mapping[str, object],
    ) -> Iterator[Page]:
        last = max(1, -(-len(rows) // ROWS))
        for number in range(1, last + 1):
            place = name if number == 1 else f"{name}-{number}"
            part = rows[(number - 1) * ROWS : number * ROWS]
            content = self._pages.render(
                name,
                place,
                name=name,
                table=name,
                rows=part,
                page=number,
                pages=last,
                **more,
            )
            yield Page(f"{place}.html", content)


_FINDING = (
    "severity", "check", "date", "body", "problem", "quote", "source", "line", "thing_iri", "meeting_iri",
)  # fmt: skip


def _rows(table: Table) -> Iterator[Row]:
    for row in table.rows:
        yield {name: cell for name, cell in zip(table.columns, row, strict=True) if cell is not None}
