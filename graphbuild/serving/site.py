"""Turns the path of a page into the page, made from the store when it is asked for.

The pages are those of `publish`: the same functions make them, from look-ups in the store instead of files.
The first page and the lists are here, too, so that they are there at once; all other overviews are written
once for each state of the store (`overviews`).
"""

from collections.abc import Iterator
from functools import cached_property, lru_cache

import pyoxigraph as ox

from graphbuild.dataset import Dataset
from graphbuild.publishing import lists
from graphbuild.publishing.addresses import Addresses
from graphbuild.publishing.facts import Facts, lines_of_graph, lines_of_thing
from graphbuild.publishing.ontology import ontology_pages
from graphbuild.publishing.own_tables import own_table
from graphbuild.publishing.pages import Pages
from graphbuild.publishing.site import assets, content_language, described, site_base
from graphbuild.publishing.tables import rendered
from graphbuild.publishing.things import Things
from graphbuild.publishing.wording import Wording, ontology_labels
from graphbuild.serving.negotiation import RDF_XML, Form
from graphbuild.serving.results import GRAPH_FORMATS
from graphbuild.store import EmbeddedStore
from graphbuild.vocabulary import IS_REPLACED_BY, PREFIXES, A

_TYPE, _REPLACED = A[1:-1], IS_REPLACED_BY[1:-1]


class StoreLookup:
    """What `publishing.lookup.Lookup` gives, from the store itself: of the log, what it says of changes."""

    def __init__(self, store: EmbeddedStore) -> None:
        """Hold the store; the change log tells of it, and not of the minutes."""
        self._store = store
        self._log = store.names.changes_graph()

    def about(self, iri: str) -> list[str]:
        """Give the triples that a thing is the subject of, as sorted N-Triples lines."""
        return sorted({line for line, graph in self._store.about(iri) if self._counts(iri, graph)})

    def pointing(self, iri: str) -> list[str]:
        """Give the triples that a thing is the object of, its classes left out."""
        lines = {line for line, graph in self._store.about(iri, pointing=True) if self._counts(iri, graph)}
        return sorted(lines)

    def _counts(self, iri: str, graph: str) -> bool:
        """Tell whether a graph says something of a thing: what the log says, it says of changes."""
        return graph != self._log or iri.startswith(f"{self._store.base}change/")

    def each(self) -> Iterator[str]:
        """Name the things of the minutes that have a page of their own, sorted."""
        return iter(self._named(f"<{_TYPE}>|<{_REPLACED}> ?class"))

    def of_class(self, iri: str) -> list[str]:
        """Name the things of a class that have a page of their own, sorted."""
        return self._named(f"a {ox.NamedNode(iri)}")

    def _named(self, kind: str) -> list[str]:
        rows = self._store.select(
            f"SELECT DISTINCT ?s {{ GRAPH ?g {{ ?s {kind} }} FILTER(?g != <{self._log}>) }}"
        ).rows
        names = (str(row[0]) for row in rows)
        return sorted(name for name in names if name.startswith(self._store.base) and "#" not in name)


class LiveSite:
    """The site of a store, page by page; a place is the path of a file without its ending."""

    def __init__(self, store: EmbeddedStore, language: str, title: str = "", licence: str = "") -> None:
        """Read what all pages share; the store does not change any more."""
        self._store = store
        self._lookup = StoreLookup(store)
        self._addresses = Addresses(site_base(store.base))
        things = Things(self._lookup, self._addresses, Wording(language, ontology_labels(language)))
        self._pages = Pages(things, title or things.wording.texts["site"], content_language(things), licence)
        self._dataset = Dataset(store, store.base)
        self._facts = Facts(store.base)
        self._graphs = frozenset(self._dataset.graphs())
        self.iri_at = lru_cache(maxsize=5_000)(self._iri_at)

    def _iri_at(self, place: str) -> str | None:
        """Find the thing or the graph whose page stands at a place."""
        iri = f"{self._addresses.base}{place}"
        if self._addresses.place(iri) == place and self.has(iri):
            return iri
        if place.startswith("x/") or "/x-" in place:
            return self._odd_places.get(place)
        return None

    @cached_property
    def _odd_places(self) -> dict[str, str]:
        """Where the pages are whose place is not the end of their IRI."""
        start = len(self._addresses.base)
        places = ((self._addresses.place(iri), iri) for iri in self._lookup.each())
        return {place: iri for place, iri in places if place != iri[start:]}

    def has(self, iri: str) -> bool:
        """Tell whether an IRI has a page: it is a graph, or a thing that is said to be something."""
        if iri in self._graphs:
            return True
        try:
            said = self._lookup.about(iri)
        except ValueError:  # it is no IRI
            return False
        return any(f" <{name}> " in line for line in said for name in (_TYPE, _REPLACED))

    def place(self, iri: str) -> str:
        """Give the place of a thing's page."""
        return self._addresses.place(iri)

    def html(self, place: str) -> bytes | None:
        """Make the page at a place; None where there is none."""
        iri = self.iri_at(place)
        if iri is None:
            return self._overview(place)
        if iri in self._graphs:
            return self._pages.graph(iri, place, len(self._dataset.graph(iri)))
        return self._pages.thing(self._pages.things.get(iri), self._source)

    def facts(self, place: str, form: Form) -> bytes | None:
        """Give what is said of the thing (or by the graph) at a place, and what proves it."""
        iri = self.iri_at(place)
        if iri is None:
            return None
        if iri in self._graphs:
            lines = lines_of_graph(self._dataset, iri)
        else:
            lines = sorted(set(lines_of_thing(self._pages.things.get(iri))))
        if form is not RDF_XML:
            return self._facts.write(lines, f".{form.ending}")
        statements = ox.parse(self._facts.write(lines, ".nt"), format=ox.RdfFormat.N_TRIPLES)
        return ox.serialize(
            (quad.triple for quad in statements), format=GRAPH_FORMATS[form], prefixes=dict(PREFIXES)
        )

    def file(self, path: str) -> bytes | None:
        """Give a file that all sites have (the style sheet, the ontology's files), or a table of a page."""
        return self._assets.get(path) or self._table(path)

    def _table(self, path: str) -> bytes | None:
        """Give a table that stands on a thing's page: `PLACE.meetings.csv`."""
        rest, dot, ending = path.rpartition(".")
        place, also_dot, name = rest.rpartition(".")
        if not (dot and also_dot) or ending not in ("csv", "json"):
            return None
        iri = self.iri_at(place)
        table = iri and own_table(self._pages.things.get(iri), name, self._pages.walks)
        return rendered(table.columns, table.rows)[f".{ending}"] if table else None

    @cached_property
    def _assets(self) -> dict[str, bytes]:
        return assets()

    @cached_property
    def _lists(self) -> dict[str, list[str]]:
        return lists.sorted_lists(self._pages)

    @cached_property
    def _ontology(self) -> dict[str, bytes]:
        return dict(ontology_pages(self._pages))

    def _overview(self, place: str) -> bytes | None:
        if place == "index":
            said = described(self._pages, self._lists, ())
            return lists.home_page(self._pages, self._lists, said).content
        if place.startswith("ontology/"):
            return self._ontology.get(f"{place}.html")
        name, _, number = place.rpartition("-")
        if (
            place in self._lists and place != "decisions"
        ):  # the first page of decisions has what all of them say
            return lists.list_page(self._pages, place, self._lists[place], 1).content
        if name in self._lists and number.isdecimal() and 1 < int(number) <= lists.length(self._lists[name]):
            return lists.list_page(self._pages, name, self._lists[name], int(number)).content
        return None

    def _source(self, document: str) -> str | None:
        content = self._store.source(document)
        return None if content is None else content.decode()
