"""Keeps the index of a store in step with it: what differs from the store's list is indexed anew or removed.

The list of a store has a revision for each document, which changes with what its graph says, and a history of
those changes. The index holds the revisions that it was made from, and how far in the history it came. When
it is opened, what the history holds since then is indexed; where the history is another one (the index was
deleted, or put back from a copy of another day), all revisions are compared.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from graphbuild.search.index import Index, available
from graphbuild.search.values import Entry
from graphbuild.store import Place, Store, open_store
from graphbuild.store.register import Register

NOTHING: Mapping[str, Entry] = {}
_AT_ONCE = 200
"""Documents that are indexed in one step: one that is stopped goes on from there."""
Progress = Callable[[int, int, Path], None]


def keep_in_step(
    store: Store,
    index: Index,
    progress: Progress | None = None,
    register: Register | None = None,
    ready: Mapping[str, Entry] = NOTHING,
) -> int:
    """Bring the index up to date with the store; give how many documents were indexed anew or removed.

    `register` is the list of the store, where it is open already; `ready` is what the index keeps of
    documents that have just been read.
    """
    if register is None:
        with Register(store.folder.register) as opened:
            return keep_in_step(store, index, progress, opened, ready)
    mark = register.history.mark()
    if index.followed() == mark and not register.history.unrevised():
        return 0
    changed = register.history.since(*index.followed())
    wanted = register.history.revisions() if changed is None else changed
    found = index.revisions(None if changed is None else changed)
    gone = sorted(name for name in found if not (name in wanted and wanted[name] is not None))
    # A document whose graph was being changed when a build was killed has no revision: it is read each time.
    stale = {
        key: to for key, to in sorted(wanted.items()) if to is not None and (not to or found.get(key) != to)
    }
    if gone:
        with index.transaction():
            for document in gone:
                index.remove(document)
    _put_all(store, index, stale, progress, ready)
    if changed is None and len(stale) > len(found):
        index.tidy()
    index.follow(mark)
    return len(gone) + len(stale)


def _put_all(
    store: Store,
    index: Index,
    stale: dict[str, str],
    progress: Progress | None,
    ready: Mapping[str, Entry],
) -> None:
    names = list(stale)
    for start in range(0, len(names), _AT_ONCE):
        _put(store, index, {name: stale[name] for name in names[start : start + _AT_ONCE]}, ready)
        if progress is not None:
            done = min(start + _AT_ONCE, len(names))
            progress(done, len(names), store.folder.source(names[done - 1]))


def follow_store(place: Place) -> None:
    """Bring the index of a store up to date with it, where this Python can search."""
    if not available():
        return
    with open_store(place) as store, Index(store.folder.search_index) as index:
        keep_in_step(store, index)


def rebuild(store: Store, progress: Progress | None = None) -> int:
    """Make the index anew from the store; give how many documents it holds."""
    for path in store.folder.path.glob(f"{store.folder.search_index.name}*"):
        path.unlink(missing_ok=True)
    with Index(store.folder.search_index) as index:
        return keep_in_step(store, index, progress)


def _put(store: Store, index: Index, revisions: dict[str, str], ready: Mapping[str, Entry]) -> None:
    with index.transaction():
        known = index.revisions(revisions)
        for document, revision in revisions.items():
            if revision and known.get(document) == revision:  # another process was faster
                continue
            found = ready.get(document) if revision else None
            index.put(document, revision, found or _from_graph(store, document))


def _from_graph(store: Store, document: str) -> Entry:
    from graphbuild.search.entries import entry

    graph, text = store.statements(store.names.graph(document)), store.source(document)
    told = None if text is None else text.decode("utf-8", "replace")
    return entry(document, graph.decode().split("\n"), told)
