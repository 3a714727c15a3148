"""Turns a store into a static site: pages, facts, dumps and their description, in one folder."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from graphbuild.dataset import Dataset, Snapshot
from graphbuild.errors import ParameterError
from graphbuild.identity import is_base
from graphbuild.publishing import dumps, lists, void
from graphbuild.publishing.addresses import Addresses
from graphbuild.publishing.facts import Facts
from graphbuild.publishing.folder import Folder
from graphbuild.publishing.pages import Pages
from graphbuild.publishing.things import Things
from graphbuild.publishing.wording import LANGUAGES, Wording, ontology_labels
from graphbuild.resources import resource
from graphbuild.store import EmbeddedStore

Progress = Callable[[int, int, Path], None]


@dataclass(frozen=True, slots=True)
class Published:
    """What a run did: pages made, files written, left as they were, and removed."""

    pages: int
    written: int
    unchanged: int
    removed: int


def publish(
    store: EmbeddedStore,
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
    wording = Wording(language, ontology_labels(language))
    things = Things(store, Addresses(store.base, _site_base(base or store.base)), wording)
    dataset = Dataset(store, store.base, things.addresses.site)
    pages = Pages(things, title or wording.texts["site"], _content_language(things))
    folder = Folder(directory)
    assets = _assets()
    for place, content in assets.items():
        folder.write(place, content)
    with TemporaryDirectory() as scratch:
        snapshot = Snapshot(dataset, Path(scratch))
        made = _write_things(store, pages, snapshot, folder, progress)
        made += _write_overview(pages, snapshot, folder, assets)
    folder.close()
    return Published(made, folder.written, folder.unchanged, folder.removed)


def _site_base(base: str) -> str:
    """Check the address that the site will have; it ends in `/`."""
    site = base if base.endswith(("/", "#")) else f"{base}/"
    if not site.startswith(("http://", "https://")) or not is_base(site) or site.endswith("#"):
        raise ParameterError(f"--base {base}: write the site's address (https://data.example.org/)")
    return site


def _content_language(things: Things) -> str:
    """Give the language of the minutes, Swedish where none is stated."""
    found = things.construct("?source dcterms:language ?language . ?source a gov:SourceText")
    stated = sorted(line.split('"')[1] for line in found if line.endswith('" .'))
    return stated[0] if stated else "sv"


def _assets() -> dict[str, bytes]:
    """Read the style sheet and the ontology's files."""
    style = files("graphbuild.publishing") / "templates" / "style.css"
    ontology = sorted(path for path in resource("ontology").iterdir() if path.is_file())
    return {"style.css": style.read_bytes()} | {
        f"ontology/{path.name}": path.read_bytes() for path in ontology
    }


def _write_things(
    store: EmbeddedStore, pages: Pages, dataset: Dataset, folder: Folder, progress: Progress | None
) -> int:
    """Write the page and the Turtle file of every thing and every graph, and count the pages."""
    facts = Facts(dataset)
    iris = pages.things.of_class()
    graphs = dataset.graphs()
    total = len(iris) + len(graphs)
    tell = progress or _tell_nobody

    def source(document: str) -> str | None:
        content = store.source(document)
        return None if content is None else content.decode()

    for done, iri in enumerate(iris, start=1):
        thing = pages.things.get(iri)
        folder.write(f"{thing.place}.html", pages.thing(thing, source))
        folder.write(f"{thing.place}.ttl", facts.of_thing(thing))
        tell(done, total, Path(thing.place))
    for done, iri in enumerate(graphs, start=len(iris) + 1):
        place = pages.addresses.place_on_site(iri)
        content, statements = facts.of_graph(iri)
        folder.write(f"{place}.html", pages.graph(iri, place, statements))
        folder.write(f"{place}.ttl", content)
        tell(done, total, Path(place))
    return total


def _tell_nobody(done: int, total: int, path: Path) -> None:
    """Take no note of how far the work has come."""
    del done, total, path


def _write_overview(pages: Pages, dataset: Dataset, folder: Folder, assets: Mapping[str, bytes]) -> int:
    """Write the lists, the first page, the dumps and what describes them, and count the pages."""
    found = lists.sorted_lists(pages)
    made = [*lists.list_pages(pages, found), lists.home_page(pages, found)]
    written = dumps.write_dumps(dataset, folder)
    ontology = [place for place in assets if place.startswith("ontology/")]
    made.append(lists.Page("data.html", pages.render("data", "data", dumps=written, ontology=ontology)))
    for page in made:
        folder.write(page.place, page.content)
    example = next((pages.addresses.published(iri) for iri in found["meetings"]), "")
    description = void.describe(dataset, written, pages.title, pages.wording.language, example)
    folder.write("void.ttl", description)
    folder.write(".well-known/void", description)
    return len(made)
