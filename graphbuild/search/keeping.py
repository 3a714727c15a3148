"""Keeps the index of a store in step with it: what differs from the store's list is indexed anew or removed.

The list of a store has a revision for each document, which changes with what its graph says. The index
holds the revision that it was made from, and both are compared whenever the index is opened: a build that was
killed, an index that was deleted, or one that was put back from a copy are all the same difference.
"""

from collections.abc import Callable
from pathlib import Path

from graphbuild.search.index import Index, available
from graphbuild.search.values import Cut
from graphbuild.store import EmbeddedStore
from graphbuild.store.register import Register

_AT_ONCE = 200
"""Documents that are indexed in one step: one that is stopped goes on from there."""
Progress = Callable[[int, int, Path], None]


def keep_in_step(store: EmbeddedStore, index: Index, progress: Progress | None = None) -> int:
    """Bring the index up to date with the store; give how many documents were indexed anew or removed."""
    wanted = _revisions(store)
    found = index.revisions()
    gone = sorted(found.keys() - wanted.keys())
    # A document whose graph was being changed when a build was killed has no revision: it is read each time.
    stale = sorted(name for name, key in wanted.items() if not key or found.get(name) != key)
    if not gone and not stale:
        return 0
    if gone:
        with index.transaction():
            for document in gone:
                index.remove(document)
    for start in range(0, len(stale), _AT_ONCE):
        _put(store, index, {name: wanted[name] for name in stale[start : start + _AT_ONCE]})
        if progress is not None:
            done = min(start + _AT_ONCE, len(stale))
            progress(done, len(stale), store.folder.source(stale[done - 1]))
    if len(stale) > len(found):
        index.tidy()
    return len(gone) + len(stale)


def follow_store(path: Path) -> None:
    """Bring the index of a store up to date with it, where this Python can search."""
    if not available():
        return
    with EmbeddedStore.read(path) as store, Index(store.folder.search_index) as index:
        keep_in_step(store, index)


def rebuild(store: EmbeddedStore, progress: Progress | None = None) -> int:
    """Make the index anew from the store; give how many documents it holds."""
    for path in store.folder.path.glob(f"{store.folder.search_index.name}*"):
        path.unlink(missing_ok=True)
    with Index(store.folder.search_index) as index:
        return keep_in_step(store, index, progress)


def _put(store: EmbeddedStore, index: Index, revisions: dict[str, str]) -> None:
    from graphbuild.search.passages import cut

    with index.transaction():
        known = index.revisions()
        for document, revision in revisions.items():
            if revision and known.get(document) == revision:  # another process was faster
                continue
            found = cut(store, document)
            index.put(document, revision, found or Cut(None, None, document, "sv", ()))


def _revisions(store: EmbeddedStore) -> dict[str, str]:
    with Register(store.folder.register) as register:
        return register.revisions()
