"""Turns a store into a static site: pages, facts, tables, dumps and their description, in one folder."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib.resources import files
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from graphbuild.dataset import Collected, Dataset, Snapshot
from graphbuild.errors import ParameterError
from graphbuild.identity import is_base
from graphbuild.publishing import (
    catalogue,
    console,
    decisions,
    dumps,
    feeds,
    lists,
    search_index,
    stream,
    void,
)
from graphbuild.publishing.addresses import Addresses, is_of_thing
from graphbuild.publishing.catalogue import Described, Publisher
from graphbuild.publishing.facts import Facts, lines_of_graph, lines_of_thing
from graphbuild.publishing.folder import Folder
from graphbuild.publishing.history import History
from graphbuild.publishing.lists import Lists, Page
from graphbuild.publishing.lookup import Lookup
from graphbuild.publishing.ontology import ontology_pages
from graphbuild.publishing.overviews import Overviews
from graphbuild.publishing.own_tables import own_tables
from graphbuild.publishing.pages import Pages, feed_place
from graphbuild.publishing.tables import Tables, rendered
from graphbuild.publishing.things import Things
from graphbuild.publishing.walks import date_in
from graphbuild.publishing.wording import LANGUAGES, Wording, ontology_labels
from graphbuild.resources import resource
from graphbuild.store import Store

Progress = Callable[[int, int, Path], None]


@dataclass(frozen=True, slots=True)
class Published:
    """What a run did: pages made, files written, left, removed; and pages that tell of what is gone."""

    pages: int
    written: int
    unchanged: int
    removed: int
    tombstones: int = 0


def publish(
    store: Store,
    directory: Path,
    base: str | None = None,
    *,
    language: str = "sv",
    title: str | None = None,
    publisher: Publisher | None = None,
    progress: Progress | None = None,
) -> Published:
    """Write the site of a store; with unchanged data and the same arguments nothing is written.

    Without a publisher there is no catalogue in DCAT-AP-SE: it has to name one.
    """
    if language not in LANGUAGES:
        raise ParameterError(f"there are no texts in '{language}': choose one of {', '.join(LANGUAGES)}")
    addresses = Addresses(site_base(base or store.base))
    folder = Folder(directory)
    with (
        TemporaryDirectory() as scratch,
        _site(store, folder, Path(scratch), addresses, language, title, publisher) as site,
    ):
        site.write_things(progress or _tell_nobody)
        site.write_overviews(Path(scratch))
        site.write_descriptions()
        folder.close(lambda place: site.pages.gone(place) if is_of_thing(place) else None)
    return Published(site.made, folder.written, folder.unchanged, folder.removed, folder.tombstones)


def write_overviews(
    store: Store,
    directory: Path,
    scratch: Path,
    *,
    language: str,
    title: str,
    publisher: Publisher | None,
) -> list[str]:
    """Write all of the site at the store's base but the pages and the facts of things, and name the files.

    For a server, which makes those pages when they are asked for. Both folders are new.
    """
    folder = Folder(directory)
    addresses = Addresses(site_base(store.base))
    with _site(store, folder, scratch, addresses, language, title, publisher) as site:
        site.note_things()
        site.write_overviews(scratch)
        site.write_descriptions()
        return folder.places()


@contextmanager
def _site(
    store: Store,
    folder: Folder,
    scratch: Path,
    addresses: Addresses,
    language: str,
    title: str | None,
    publisher: Publisher | None,
) -> Iterator["_Site"]:
    """Read a store into what a site is made from, which lies in the scratch folder."""
    dataset = Snapshot(Dataset(store, store.base, addresses.base), scratch)
    history = History(dataset)
    with closing(Lookup(dataset, scratch / "lookup.sqlite3", history.lines())) as lookup:
        things = Things(lookup, addresses, Wording(language, ontology_labels(language)))
        licence = publisher.licence if publisher else ""
        pages = Pages(things, title or things.wording.texts["site"], content_language(things), licence)
        read = _Read(store, dataset, lookup, history)
        yield _Site(read, pages, folder, Tables(folder, scratch), publisher)


def site_base(base: str) -> str:
    """Check the address that the site will have; it ends in `/`."""
    site = base if base.endswith(("/", "#")) else f"{base}/"
    if not site.startswith(("http://", "https://")) or not is_base(site) or site.endswith("#"):
        raise ParameterError(f"--base {base}: write the site's address (https://data.example.org/)")
    return site


def content_language(things: Things) -> str:
    """Give the language of the minutes, Swedish where none is stated."""
    sources = (things.get(iri) for iri in things.of_class("gov:SourceText"))
    return next((stated for source in sources if (stated := source.text("dcterms:language"))), "sv")


def described(pages: Pages, found: Lists, written: Iterable[dumps.Dump]) -> Described:
    """Say what the data are, and of which days."""
    days = [date_in(iri) for iri in found["meetings"] if date_in(iri)]
    texts = pages.wording.texts["download"]
    return Described(
        pages.title,
        texts["description"],
        texts["keyword"],
        pages.wording.language,
        days[-1] if days else "",
        days[0] if days else "",
        tuple(written),
    )


def assets() -> dict[str, bytes]:
    """Read the style sheet, the scripts and the ontology's files, by their places."""
    room = files("graphbuild.publishing")
    ontology = sorted(path for path in resource("ontology").iterdir() if path.is_file())
    scripts = sorted(path.name for path in (room / "assets").iterdir())
    return (
        {"style.css": (room / "templates" / "style.css").read_bytes()}
        | {f"assets/{name}": (room / "assets" / name).read_bytes() for name in scripts}
        | {f"ontology/{path.name}": path.read_bytes() for path in ontology}
    )


def _tell_nobody(done: int, total: int, path: Path) -> None:
    """Take no note of how far the work has come."""
    del done, total, path


@dataclass(frozen=True, slots=True)
class _Read:
    """A store as a site is made from it."""

    store: Store
    dataset: Snapshot
    lookup: Lookup
    history: History


class _Site:
    """A site while it is written; `made` counts its pages."""

    def __init__(
        self,
        read: _Read,
        pages: Pages,
        folder: Folder,
        tables: Tables,
        publisher: Publisher | None,
    ) -> None:
        self._store = read.store
        self._dataset = read.dataset
        self._lookup = read.lookup
        self._history = read.history
        self._pages = self.pages = pages
        self._folder = folder
        self._tables = tables
        self._publisher = publisher
        self._noted = Collected()
        self._lists: Lists = {}
        self.made = 0

    def write_things(self, tell: Progress) -> None:
        """Write the page and the facts of every thing and every graph."""
        facts = Facts(self._dataset.new_base)
        graphs = self._dataset.graphs()
        total = self._lookup.count() + len(graphs)
        for iri in self._lookup.each():
            thing = self._pages.things.get(iri)
            self._write_page(
                f"{thing.place}.html", self._pages.thing(thing, self._source), self._changed(iri)
            )
            self._write_facts(thing.place, facts.written(lines_of_thing(thing)))
            for table in own_tables(thing, self._pages.walks):
                self._write_facts(f"{thing.place}.{table.name}", rendered(table.columns, table.rows))
            tell(self.made, total, Path(thing.place))
        for iri in graphs:
            place = self._pages.addresses.place(iri)
            lines = lines_of_graph(self._dataset, iri)
            self._write_page(
                f"{place}.html", self._pages.graph(iri, place, len(lines)), self._history.latest(iri)
            )
            self._write_facts(place, facts.written(lines))
            tell(self.made, total, Path(place))

    def note_things(self) -> None:
        """Note where the pages of things and graphs are, for the sitemap, and write none of them."""
        for iri in self._lookup.each():
            self._note(f"{self._pages.things.get(iri).place}.html", self._changed(iri))
        for iri in self._dataset.graphs():
            self._note(f"{self._pages.addresses.place(iri)}.html", self._history.latest(iri))

    def write_overviews(self, scratch: Path) -> None:
        """Write the lists, the first page, the overviews and the index of the search, with their tables."""
        pages = self._pages
        self._lists = lists.sorted_lists(pages)
        self._write(lists.list_pages(pages, self._lists, self._tables))
        self._write([lists.home_page(pages, self._lists, described(pages, self._lists, ()))])
        self._write(decisions.decision_pages(pages, self._lists["decisions"], self._tables, scratch))
        overviews = Overviews(self._store, pages, self._tables)
        dated = [iri for iri in self._lists["meetings"] if date_in(iri)]
        for made in (overviews.timeline(dated), overviews.networks()):
            self._write(made)
        self._write(chain(overviews.completeness(), overviews.anomalies()))
        self._write([lists.search_page(pages)])
        self._write_console()
        entries = (
            search_index.entry(pages.things.get(iri), pages.walks)
            for iri in lists.searched(pages, self._lists)
        )
        self._write(Page(*file) for file in search_index.search_files(entries, pages.content_language))

    def _write_console(self) -> None:
        """Write the page that answers questions, and the graph that it loads."""
        sizes = []
        for part in console.parts(self._dataset):
            self._folder.write(part.place, part.content)
            sizes.append(len(part.content))
        self._write([console.console_page(self._pages, sizes, self._odd_places())])

    def _odd_places(self) -> dict[str, str]:
        """Give the places of pages that are not the end of their IRI."""
        places = ((iri, self._pages.addresses.place(iri)) for iri in self._lookup.each())
        return {iri: place for iri, place in places if iri != f"{self._dataset.new_base}{place}"}

    def write_descriptions(self) -> None:
        """Write the dumps, what describes them and follows their changes, and the shared files."""
        pages, base = self._pages, self._dataset.new_base
        written = dumps.write_dumps(self._dataset, self._folder)
        language = pages.wording.language
        example = next(iter(self._lists["meetings"]), "")
        description = void.describe(self._dataset, written, pages.title, language, example)
        files_said = {"void.ttl": "text/turtle"}
        self._write([Page("void.ttl", description), Page(".well-known/void", description)])
        if self._publisher:
            files_said["dcat.rdf"] = "application/rdf+xml"
            record = catalogue.catalogue(self._publisher, described(pages, self._lists, written), base)
            self._folder.write("dcat.rdf", record)
        streamed = list(stream.event_stream(self._history, base, pages.title, language))
        self._write(Page(*page) for page in streamed)
        licence = self._publisher.licence if self._publisher else ""
        self._folder.write("linkset.json", catalogue.linkset(base, written, files_said.items(), licence))
        self._write(Page(*page) for page in chain(ontology_pages(pages), assets().items()))
        self._write_page(
            "data.html", lists.data_page(pages, written, self._feeds(), self._publisher, streamed)
        )
        self._write(Page(*file) for file in feeds.sitemap(self._addresses(), base))

    def _addresses(self) -> Iterator[tuple[str, str]]:
        """Give the place of each page, in their order, and when it last changed."""
        for line in self._noted:
            place, _, changed = line.partition("\t")
            yield place, changed

    def _feeds(self) -> list[tuple[str, str]]:
        """Write the feed of each body, and name those that there are."""
        made = []
        for iri in self._lists["bodies"]:
            body = self._pages.things.get(iri)
            content = feeds.feed(body, self._pages, self._history)
            if content is not None:
                place = feed_place(body)
                self._folder.write(place, content)
                made.append((self._pages.walks.named(body), place))
        return made

    def _source(self, document: str) -> str | None:
        content = self._store.source(document)
        return None if content is None else content.decode()

    def _changed(self, iri: str) -> str:
        """Give when the meeting or the document that a thing is of was last told of."""
        kind, _, rest = iri.removeprefix(self._dataset.new_base).partition("/")
        if kind == "meeting":
            return self._history.latest(f"{self._dataset.new_base}meeting/{'/'.join(rest.split('/')[:2])}")
        if kind in ("minutes", "source"):
            return self._history.latest(f"{self._dataset.new_base}graph/{rest}")
        return ""

    def _write(self, made: Iterable[Page]) -> None:
        for page in made:
            if page.place.endswith(".html"):
                self._write_page(page.place, page.content)
            else:
                self._folder.write(page.place, page.content)

    def _write_facts(self, place: str, written: dict[str, bytes]) -> None:
        for ending, content in written.items():
            self._folder.write(f"{place}{ending}", content)

    def _write_page(self, place: str, content: bytes, changed: str = "") -> None:
        self._folder.write(place, content)
        self._note(place, changed)
        self.made += 1

    def _note(self, place: str, changed: str) -> None:
        self._noted.add(f"{place}\t{changed}")  # a tab comes before all that a place may hold
