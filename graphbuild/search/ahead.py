"""Indexes the documents of a store that is being filled, while it is: what each says was found with it.

Until the graph is whole no document has a revision, so a build that is killed leaves nothing in the index
that counts: it is indexed again.
"""

from collections.abc import Collection, Mapping

from graphbuild.search.index import Index
from graphbuild.search.values import Entry

_AT_ONCE = 200  # documents


class Ahead:
    """What is indexed ahead of the graph."""

    def __init__(self, index: Index) -> None:
        """Hold the index."""
        self._index = index
        self._bodies: dict[str, str | None] = {}
        self._waiting: list[tuple[str, Entry]] = []

    def put(self, document: str, entry: Entry) -> None:
        """Index a document; it does not count yet."""
        self._bodies[document] = entry.body
        self._waiting.append((document, entry))
        if len(self._waiting) >= _AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        with self._index.transaction():
            self._index.put_all((document, "", entry) for document, entry in self._waiting)
        self._waiting = []

    def confirm(self, revisions: Mapping[str, str | None], renamed: Collection[str]) -> None:
        """Have the documents count, now that their graphs are whole, but for those of bodies (IRIs) that
        are known under another name: those are indexed as their graphs say them.
        """
        self._flush()
        whole = [name for name, body in self._bodies.items() if body not in renamed]
        self._index.revise([(name, revision) for name in whole if (revision := revisions.get(name))])
        self._index.tidy()
