"""Turns all things of a kind into list pages, and the whole site into its first page."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from graphbuild.collation import swedish
from graphbuild.publishing import structured
from graphbuild.publishing.catalogue import Described, Publisher
from graphbuild.publishing.dumps import Dump
from graphbuild.publishing.facets import Value
from graphbuild.publishing.pages import Pages
from graphbuild.publishing.tables import Tables, columns_of, row_of
from graphbuild.publishing.things import Thing
from graphbuild.publishing.walks import date_in, newest_iris

ROWS = 500  # rows on a page of a list
LATEST = 6
MOST_VALUES = 30  # values of a facet that stand on the first page of the list
Lists = dict[str, list[str]]
"""The IRIs of each list in its order."""

# The name of the list, the class it lists, the word that counts it, and whether it is sorted by date.
LISTS = (
    ("meetings", "gov:Meeting", "meeting", True),
    ("decisions", "gov:Decision", "decision", True),
    ("assignments", "gov:Assignment", "assignment", True),
    ("open-assignments", "gov:Assignment", "assignment", True),
    ("people", "foaf:Person", "person", False),
    ("organisations", "org:Organization", "organisation", False),
    ("bodies", "gov:Body", "body", False),
    ("focus-areas", "skos:Concept", "focus-area", False),
    ("cases", "gov:Case", "case", False),
    ("sources", "gov:SourceText", "source", False),
)


@dataclass(frozen=True, slots=True)
class Page:
    """A file of the site."""

    place: str
    content: bytes


def sorted_lists(pages: Pages) -> Lists:
    """Give the IRIs of each list in its order: the newest first, by label, or what is due first."""
    found: Lists = {}
    for name, kind, _, by_date in LISTS:
        iris = pages.things.of_class(kind)
        if name == "open-assignments":
            found[name] = _open(pages, found["assignments"])
        elif by_date:
            found[name] = newest_iris(iris)
        else:
            labelled = sorted((swedish(pages.things.get(iri).label), iri) for iri in iris)
            found[name] = [iri for _, iri in labelled]
    return found


def _open(pages: Pages, assignments: Iterable[str]) -> list[str]:
    """Choose the assignments that no later meeting says are done, what is due first at the top."""
    due = []
    for number, iri in enumerate(assignments):
        thing = pages.things.get(iri)
        status = pages.walks.standing(thing)
        if status is None or status.fragment != "done":
            due.append((thing.text("gov:dueDate") or "9999", number, iri))
    return [iri for _, _, iri in sorted(due)]


def list_pages(pages: Pages, lists: Lists, tables: Tables) -> Iterator[Page]:
    """Render every list, each in pages of `ROWS` rows, and write it as a table; that of decisions from its
    second page, as the first has the facets.
    """
    for name, *_ in LISTS:
        iris = lists[name]
        tables.write(
            name, columns_of(name), (row_of(name, pages.things.get(iri), pages.walks) for iri in iris)
        )
        for number in range(2 if name == "decisions" else 1, length(iris) + 1):
            yield list_page(pages, name, iris, number)


def decisions_page(pages: Pages, iris: Sequence[str], facets: Mapping[str, list[Value]]) -> Page:
    """Render the first page of the decisions, with what they can be narrowed to."""
    t = pages.wording.texts
    words = {name: t["filter"][name] for name in ("loading", "failed", "found", "so_far", "more")} | {
        "columns": [t["column"][name] for name in ("date", "decision", "item", "body", "type")],
        "content": pages.content_language,
    }
    return list_page(
        pages,
        "decisions",
        iris,
        1,
        facets=facets,
        most_values=MOST_VALUES,
        filter_words=in_page(words),
        scripts=("assets/filter.js",),
    )


def length(iris: Sequence[str]) -> int:
    """Count the pages of a list; an empty one has a page, too."""
    return max(1, -(-len(iris) // ROWS))


def list_page(pages: Pages, name: str, iris: Sequence[str], number: int, **more: object) -> Page:
    """Render one page of a list; the first has the number 1."""
    word = next(word for each, _, word, _ in LISTS if each == name)
    place = name if number == 1 else f"{name}-{number}"
    content = pages.render(
        "list",
        place,
        name=name,
        found=[pages.things.get(iri) for iri in iris[(number - 1) * ROWS : number * ROWS]],
        page=number,
        pages=length(iris),
        counted=pages.wording.count(word, len(iris)),
        **({"facets": {}} | more),
    )
    return Page(f"{place}.html", content)


def search_page(pages: Pages) -> Page:
    """Render the page of the search."""
    t = pages.wording.texts
    words = {
        "found": t["search"]["found"],
        "failed": t["filter"]["failed"],
        "more": t["filter"]["more"],
        "kinds": t["kind"],
        "content": pages.content_language,
    }
    content = pages.render("search", "search", search_words=in_page(words), scripts=("assets/search.js",))
    return Page("search.html", content)


def searched(pages: Pages, lists: Lists) -> Iterator[str]:
    """Name what the search finds: what was on agendas from the oldest, then what has a name."""
    items = newest_iris(pages.things.of_class("gov:AgendaItem"))
    yield from reversed(newest_iris([*items, *lists["decisions"], *lists["assignments"]]))
    for name in ("sources", "cases", "focus-areas", "organisations", "people", "bodies"):
        yield from reversed(lists[name])


def data_page(
    pages: Pages,
    dumps: Sequence[Dump],
    feeds: Sequence[tuple[str, str]],
    publisher: Publisher | None,
    streamed: Sequence[object],
) -> bytes:
    """Render what can be downloaded, and how it came about."""
    return pages.render(
        "data",
        "data",
        dumps=dumps,
        feeds=feeds,
        has_catalogue=publisher is not None,
        has_stream=bool(streamed),
        tables=[*(name for name, *_ in LISTS), "completeness", "anomalies"],
    )


def in_page(said: object) -> Markup:
    """Write JSON that cannot end the element it stands in."""
    return Markup(json.dumps(said, ensure_ascii=False).replace("<", "\\u003c"))


def home_page(pages: Pages, lists: Lists, said: Described) -> Page:
    """Render the first page: what there is, and the latest of it."""
    words = {name: word for name, _, word, _ in LISTS}
    figures = [
        (words[name], name, len(lists[name]))
        for name in ("meetings", "decisions", "assignments", "people", "organisations", "bodies")
    ]
    latest = {
        name: [pages.things.get(iri) for iri in lists[name][:LATEST]] for name in ("meetings", "assignments")
    }
    content = pages.render(
        "index",
        "index",
        canonical=pages.addresses.base,
        lead=_lead(pages, lists),
        figures=figures,
        number_text=pages.wording.number,
        counted_word=pages.wording.word,
        bodies=_latest_bodies(pages, lists)[:LATEST],
        more_bodies=len(lists["bodies"]) > LATEST,
        structured=_as_dataset(pages, said),
        **latest,
    )
    return Page("index.html", content)


def _as_dataset(pages: Pages, said: Described) -> Markup:
    base, licence = pages.addresses.base, pages.licence
    files = [("dump.nq.gz", "application/n-quads"), ("dump.ttl.gz", "text/turtle")]
    described = structured.dataset(base, said.title, said.description, licence, files)
    return structured.as_script(described, base, [], (pages.title, ""))


def _latest_bodies(pages: Pages, lists: Lists) -> list[Thing]:
    """Sort bodies by their latest meeting, those that never met last."""
    held = (pages.things.get(iri).thing("gov:heldBy") for iri in lists["meetings"])
    known = (pages.things.get(iri) for iri in lists["bodies"])
    return list(dict.fromkeys(body for body in (*held, *known) if body))


def _lead(pages: Pages, lists: Lists) -> str:
    """Say in one sentence what the site holds."""
    wording, texts = pages.wording, pages.wording.texts["home"]
    if not lists["meetings"]:
        return str(texts["empty"])
    counted = {
        "bodies": wording.count("body", len(lists["bodies"])),
        "minutes": wording.count("minutes", len(lists["sources"])),
        "decisions": wording.count("decision", len(lists["decisions"])),
        "assignments": wording.count("assignment", len(lists["assignments"])),
    }
    dated = [iri for iri in lists["meetings"] if date_in(iri)]
    if not dated:
        return str(texts["lead_undated"].format(**counted))
    first, last = wording.date(date_in(dated[-1])), wording.date(date_in(dated[0]))
    return str(texts["lead"].format(**counted, first=first, last=last))
