"""Compares the files that were found with what a store knows: which to read, and which documents leave.

Only what concerns the files that were found is asked of the store's list, so that a plan costs the same
whatever else the store holds.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from graphbuild.forgetting import shown_name
from graphbuild.identity import document_id
from graphbuild.reading import Task, reading_version
from graphbuild.store.holdings import Holdings


class Plan:
    """Which files to read, and which documents leave. Documents go by their short names."""

    def __init__(
        self,
        holdings: Holdings,
        found: list[tuple[Path, str]],
        pruned: Iterable[Path] = (),
        *,
        organisations: Path | None = None,
        ocr: bool = False,
        indexed: bool = False,
    ) -> None:
        """Compare files, each with the hash of its bytes, with what the store knows.

        Files that are missing under `pruned` are given up.
        """
        self._holdings, self._organisations, self._ocr, self._indexed = holdings, organisations, ocr, indexed
        register = holdings.register
        self._shown = shown_name(holdings, organisations)
        self.now = {str(path): document_id(sha256) for path, sha256 in found}
        self._by_document: dict[str, list[str]] = {}
        for path, document in self.now.items():
            self._by_document.setdefault(document, []).append(path)
        self.gone = {path for source in pruned for path in register.paths_under(str(source))} - set(self.now)
        known = ((path, register.holds(path)) for path in (*self.now, *self.gone))
        self._before = {path: document for path, document in known if document is not None}
        self.moved = {document for path, document in self._before.items() if self.now.get(path) != document}
        """The documents that a file held and no longer holds."""
        self._held = {document: self._paths(document) for document in {*self._by_document, *self.moved}}
        self._leaving = self._all_leaving()
        self.tasks = list(self._tasks({document_id(sha256): sha256 for _, sha256 in found}))
        self.to_read = {document_id(task.sha256) for task in self.tasks}
        self.unchanged = len(self._by_document.keys() - self.to_read)

    def _paths(self, document: str) -> list[str]:
        """The files that hold a document: those that were found, and others that held it before."""
        known = self._holdings.register.paths(document)
        others = (path for path in known if path not in self.now and path not in self.gone)
        return sorted([*others, *self._by_document.get(document, ())])

    def _tasks(self, hashes: dict[str, str]) -> Iterator[Task]:
        version = reading_version(self._organisations)
        held = ((paths[0], document, paths) for document, paths in self._held.items() if paths)
        for _, document, paths in sorted(held):
            names = tuple(sorted({self._shown(Path(path).name) for path in paths}))
            known = self._holdings.register.brief(document)
            if known is None:
                wanted = document in hashes
            else:
                old = document in hashes and known.parser_version != version
                wanted = old or known.names != names
            here = self._by_document.get(document) or [path for path in paths if Path(path).is_file()]
            if wanted and here:
                sha256 = hashes.get(document) or (known.sha256 if known else "")
                base, folder = self._holdings.store.base, self._holdings.folder.path
                path = Path(min(here))
                yield Task(path, sha256, names, base, folder, self._ocr, self._organisations, self._indexed)

    def found(self, document: str) -> list[str]:
        """Name the files that were found and hold a document."""
        return self._by_document.get(document, [])

    def takes_a_place(self, document: str) -> bool:
        """Tell whether a document is known already, or takes the place of one that is."""
        return self._holdings.register.brief(document) is not None or bool(self.leaving(document))

    def leaving(self, document: str) -> set[str]:
        """Name the documents whose files hold this one now, and which no other file holds.

        Where several files held one document and hold different ones now, it leaves for that of the first.
        """
        return self._leaving.get(document, set())

    def _all_leaving(self) -> dict[str, set[str]]:
        first: dict[str, str] = {}
        for path, document in sorted(self.now.items()):
            before = self._before.get(path)
            if before is not None and not self._held.get(before):
                first.setdefault(before, document)
        leaving: dict[str, set[str]] = {}
        for before, document in first.items():
            leaving.setdefault(document, set()).add(before)
        return leaving
