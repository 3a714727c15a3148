"""Turns a folder into the parts of a store: its settings, its sources, the places of graph and register."""

import os
import shutil
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from graphbuild.errors import StoreError, StoreMissingError, StoreVersionError

STORE_FORMAT = 4
"""Counts up when a store of before can no longer be used."""


@dataclass(frozen=True, slots=True)
class StoreFolder:
    """Where the parts of a store lie."""

    path: Path

    @property
    def settings(self) -> Path:
        """The file that makes a folder a store."""
        return self.path / "store.toml"

    @property
    def graph(self) -> Path:
        """The quads."""
        return self.path / "graph"

    @property
    def new_graph(self) -> Path:
        """The quads of a store that is being filled; it becomes `graph` when all are in."""
        return self.path / "graph.new"

    @property
    def whole_documents(self) -> Path:
        """Links to the quads of a store that is being filled, when all documents are in, and no more."""
        return self.path / "graph.documents"

    @property
    def live(self) -> Path:
        """Links to the files of quads that the engine knows, which take the place of `graph` after a kill."""
        return self.path / "graph.live"

    @property
    def former(self) -> Path:
        """Quads whose place others took, on their way out."""
        return self.path / "graph.former"

    def replace_graph(self) -> None:
        """Put `live` in the place of `graph`, or bring that to its end; nothing of it can be half done."""
        if self.live.exists() and self.graph.exists() and not self.former.exists():
            self.graph.rename(self.former)
        if self.live.exists() and not self.graph.exists():
            self.live.rename(self.graph)
        if self.graph.exists():
            shutil.rmtree(self.former, ignore_errors=True)

    def under_way(self) -> bool:
        """Tell whether a filling left something behind."""
        return self.new_graph.exists() or self.whole_documents.exists()

    def drop_filling(self) -> None:
        """Drop what a filling left behind."""
        for folder in (self.new_graph, self.whole_documents):
            shutil.rmtree(folder, ignore_errors=True)

    def go_back_to_documents(self) -> None:
        """Put the documents alone in the place of the quads of a store that is being filled."""
        if self.whole_documents.exists():
            shutil.rmtree(self.former, ignore_errors=True)
            if self.new_graph.exists():
                self.new_graph.rename(self.former)
            self.whole_documents.rename(self.new_graph)
            shutil.rmtree(self.former, ignore_errors=True)

    @property
    def sources(self) -> Path:
        """The texts that quotes point into."""
        return self.path / "sources"

    @property
    def register(self) -> Path:
        """The list of files."""
        return self.path / "files.sqlite3"

    @property
    def search_index(self) -> Path:
        """The index of words; it can be made anew from the rest."""
        return self.path / "search.sqlite3"

    @property
    def forgotten(self) -> Path:
        """Whom to forget, as hashes; it must outlive the rest."""
        return self.path / "forgotten.toml"

    def exists(self) -> bool:
        """Tell whether the folder is a store."""
        return self.settings.is_file()

    def filled(self) -> bool:
        """Tell whether there is a graph, be it without quads."""
        return (self.graph / "CURRENT").exists()

    def create(self, base: str, endpoint: str = "") -> None:
        """Make an empty store; a folder that holds anything else is left alone.

        `endpoint` is the address of the server that has its quads, if it is one.
        """
        if self.path.is_dir() and any(path != self.forgotten for path in self.path.iterdir()):
            raise StoreError(
                f"{self.path} is a folder with other files in it: name an empty or a new folder as the store"
            )
        try:
            self.sources.mkdir(parents=True)
            where = f'endpoint = "{endpoint}"\n' if endpoint else ""
            write_whole(self.settings, f'format = {STORE_FORMAT}\nbase = "{base}"\n{where}')
        except OSError as error:
            raise StoreError(f"cannot make a store in {self.path}: {error.strerror or error}") from error

    def base(self) -> str:
        """Check that the store can be used, and give the base of its IRIs."""
        if not self.exists():
            raise StoreMissingError(
                f"there is no store in {self.path}: build one with `govgraph build SOURCE…`, "
                "or name another with --store"
            )
        try:
            settings = self._settings()
            found, base = settings["format"], str(settings["base"])
        except KeyError as error:
            raise self._unreadable(error) from error
        if found != STORE_FORMAT:
            raise StoreVersionError(
                f"the store in {self.path} has format {found}, and this govgraph uses format {STORE_FORMAT}: "
                "build it again from its sources into a new folder"
            )
        return base

    def endpoint(self) -> str:
        """Give the address of the server that has the quads; empty where the folder has them."""
        return str(self._settings().get("endpoint", "")) if self.exists() else ""

    def _settings(self) -> dict[str, object]:
        try:
            return tomllib.loads(self.settings.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: Exception) -> StoreError:
        return StoreError(f"{self.settings} cannot be read ({error}): delete the store and build it again")

    def source(self, document: str) -> Path:
        """Place a document's text."""
        return self.sources / f"{document}.txt"

    def write_source(self, document: str, text: str) -> None:
        """Keep a document's text, whole or not at all."""
        write_whole(self.source(document), text)

    def stored_sources(self) -> Iterator[str]:
        """Name the documents whose text is kept."""
        return (path.stem for path in sorted(self.sources.glob("*.txt")))

    def remove_sources(self, documents: Iterable[str]) -> None:
        """Drop texts that nothing points into."""
        for document in documents:
            self.source(document).unlink(missing_ok=True)

    def remove_parts(self) -> None:
        """Drop what a killed build left half written."""
        for folder in (self.path, self.sources):
            for left in folder.glob("*.part"):
                left.unlink(missing_ok=True)

    def clear(self) -> None:
        """Empty the store, its settings aside."""
        for folder in (
            self.graph,
            self.new_graph,
            self.whole_documents,
            self.live,
            self.former,
            self.sources,
        ):
            shutil.rmtree(folder, ignore_errors=True)
        for name in ("files.sqlite3*", "search.sqlite3*"):
            for path in self.path.glob(name):
                path.unlink(missing_ok=True)
        self.sources.mkdir(parents=True)


def write_whole(path: Path, text: str) -> None:
    """Write a file so that nobody ever sees half of it."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(text.encode("utf-8", "replace"))
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
