"""Turns a store into a static site: pages, facts, dumps and their description, in one folder."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from importlib.resources import files
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from graphbuild.dataset import Dataset, Snapshot
from graphbuild.errors import ParameterError
from graphbuild.identity import is_base
from graphbuild.publishing import dumps, lists, void
from graphbuild.publishing.addresses import Addresses
from graphbuild.publishing.facts import Facts
from graphbuild.publishing.folder import Folder
from graphbuild.publishing.lookup import Lookup
from graphbuild.publishing.ontology import ontology_pages
from graphbuild.publishing.pages import Pages
from graphbuild.publishing.things import Things
from graphbuild.publishing.wording import LANGUAGES, Wording, ontology_labels
from graphbuild.resources import resource
from graphbuild.store import Store

Progress = Callable[[int, int, Path], None]


@dataclass(frozen=True, slots=True)
class Published:
    """What a run did: pages made, files written, left as they were, and removed."""

    pages: int
    written: int
    unchanged: int
    removed: int


def publish(
    store: Store,
    directory: Path,
    base: str | None = None,
    *,
    language: str = "sv",
    title: str | None = None,
    progress: Progress | None = None,
) -> Published:
    """Write the site of a store; with unchanged data and the same arguments nothing is written."""
    if language not in LANGUAGES:
        raise ParameterError(f"there are no texts in '{language}': choose one of {', '.join(LANGUAGES)}")
    addresses = Addresses(site_base(base or store.base))
    folder = Folder(directory)
    with TemporaryDirectory() as scratch:
        dataset = Snapshot(Dataset(store, store.base, addresses.base), Path(scratch))
        with closing(Lookup(dataset, Path(scratch) / "lookup.sqlite3")) as lookup:
            things = Things(lookup, addresses, Wording(language, ontology_labels(language)))
            pages = Pages(things, title or things.wording.texts["site"], content_language(things))
            site = _Site(store, dataset, pages, folder)
            site.write_things(progress or _tell_nobody)
            site.write_overview()
    folder.close()
    return Published(site.made, folder.written, folder.unchanged, folder.removed)


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


def assets() -> dict[str, bytes]:
    """Read the style sheet and the ontology's files."""
    style = files("graphbuild.publishing") / "templates" / "style.css"
    ontology = sorted(path for path in resource("ontology").iterdir() if path.is_file())
    return {"style.css": style.read_bytes()} | {
        f"ontology/{path.name}": path.read_bytes() for path in ontology
    }


def _tell_nobody(done: int, total: int, path: Path) -> None:
    """Take no note of how far the work has come."""
    del done, total, path


@dataclass(slots=True)
class _Site:
    """A site while it is written; `made` counts its pages."""

    store: Store
    dataset: Snapshot
    pages: Pages
    folder: Folder
    made: int = 0

    def write_things(self, tell: Progress) -> None:
        """Write the page and the Turtle file of every thing and every graph."""
        facts = Facts(self.dataset)
        iris, graphs = self.pages.things.of_class(), self.dataset.graphs()
        for iri in iris:
            thing = self.pages.things.get(iri)
            self._write_page(f"{thing.place}.html", self.pages.thing(thing, self._source))
            self.folder.write(f"{thing.place}.ttl", facts.of_thing(thing))
            tell(self.made, len(iris) + len(graphs), Path(thing.place))
        for iri in graphs:
            place = self.pages.addresses.place(iri)
            content, statements = facts.of_graph(iri)
            self._write_page(f"{place}.html", self.pages.graph(iri, place, statements))
            self.folder.write(f"{place}.ttl", content)
            tell(self.made, len(iris) + len(graphs), Path(place))

    def write_overview(self) -> None:
        """Write the lists, the first page, the dumps and what describes them, and the shared files."""
        found = lists.sorted_lists(self.pages)
        for page in chain(lists.list_pages(self.pages, found), [lists.home_page(self.pages, found)]):
            self._write_page(page.place, page.content)
        written = dumps.write_dumps(self.dataset, self.folder)
        shared = assets()
        for place, content in ontology_pages(self.pages):
            self._write_page(place, content)
        self._write_page("data.html", self.pages.render("data", "data", dumps=written))
        example = next(iter(found["meetings"]), "")
        description = void.describe(
            self.dataset, written, self.pages.title, self.pages.wording.language, example
        )
        described = {"void.ttl": description, ".well-known/void": description}
        for place, content in (shared | described).items():
            self.folder.write(place, content)

    def _source(self, document: str) -> str | None:
        content = self.store.source(document)
        return None if content is None else content.decode()

    def _write_page(self, place: str, content: bytes) -> None:
        self.folder.write(place, content)
        self.made += 1
