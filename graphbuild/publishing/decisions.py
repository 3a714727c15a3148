"""Turns decisions into a page for each value of each facet, and into the parts that the filter loads."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from markupsafe import Markup

from graphbuild.publishing import facets
from graphbuild.publishing.facets import Facetting, Value
from graphbuild.publishing.lists import MOST_VALUES, ROWS, Page, decisions_page
from graphbuild.publishing.pages import Pages
from graphbuild.publishing.tables import Tables, columns_of, row_of

_PLACE = "decisions/x/x"  # rows are the same on all pages in a folder of a facet


def decision_pages(pages: Pages, iris: Sequence[str], tables: Tables, scratch: Path) -> Iterator[Page]:
    """Render the list of decisions with its facets, a page for each value, and the parts of the filter."""
    things = pages.things
    facetting = Facetting(pages.walks, pages.wording)
    found = facets.collect((things.get(iri) for iri in iris), facetting)
    ordered = facets.in_order(found)
    yield decisions_page(pages, iris, ordered)
    for facet, values in ordered.items():
        if len(values) > MOST_VALUES:
            place = f"decisions/{facet}"
            yield Page(f"{place}.html", pages.render("values", place, facet=facet, values=values))
    parts = list(facets.divided(found, iris))
    yield Page("decisions/values.js", facets.values_script(ordered, parts))
    for part in parts:
        told = (things.get(iris[number]) for number in part.decisions)
        yield Page(f"decisions/{part.name}.js", facets.script(part, told, facetting))
    with closing(sqlite3.connect(scratch / "rows.sqlite3", isolation_level=None)) as rows:
        _render_rows(pages, iris, rows)
        yield from _value_pages(pages, iris, ordered, tables, rows)


def _render_rows(pages: Pages, iris: Sequence[str], rows: sqlite3.Connection) -> None:
    """Render each decision's row once: it stands on some fifteen pages."""
    rows.executescript(
        "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; CREATE TABLE row (html TEXT); BEGIN;"
    )
    for iri in iris:
        html = pages.render("facet_row", _PLACE, decision=pages.things.get(iri)).decode()
        rows.execute("INSERT INTO row VALUES (?)", [html])
    rows.execute("COMMIT")


def _value_pages(
    pages: Pages,
    iris: Sequence[str],
    ordered: dict[str, list[Value]],
    tables: Tables,
    rows: sqlite3.Connection,
) -> Iterator[Page]:
    for facet, values in ordered.items():
        for value in values:
            told = (row_of("decisions", pages.things.get(iris[n]), pages.walks) for n in value.decisions)
            tables.write(value.place, columns_of("decisions"), told)
            yield from _value(pages, facet, value, rows)


def _value(pages: Pages, facet: str, value: Value, rows: sqlite3.Connection) -> Iterator[Page]:
    last = max(1, -(-len(value.decisions) // ROWS))
    for number in range(1, last + 1):
        place = value.place if number == 1 else f"{value.place}-{number}"
        some = value.decisions[(number - 1) * ROWS : number * ROWS]
        html = [rows.execute("SELECT html FROM row WHERE rowid=?", [each + 1]).fetchone()[0] for each in some]
        content = pages.render(
            "facet",
            place,
            facet=facet,
            label=value.label,
            table=value.place,
            counted=pages.wording.count("decision", len(value.decisions)),
            rows=[Markup(row) for row in html],
            page=number,
            pages=last,
        )
        yield Page(f"{place}.html", content)
