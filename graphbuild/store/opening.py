"""Opens a store wherever it is: a folder's by the engine, a server's over HTTP."""

from graphbuild.errors import StoreError
from graphbuild.store.embedded import EmbeddedStore
from graphbuild.store.endpoint import Endpoint, Place
from graphbuild.store.folder import StoreFolder
from graphbuild.store.interface import Store


def open_store(place: Place) -> Store:
    """Open a store for reading; raises StoreError where it cannot be used."""
    if isinstance(place, Endpoint):
        from graphbuild.store.remote import RemoteStore

        return RemoteStore.read(place)
    return EmbeddedStore.read(place)


def open_to_build(place: Place) -> Store:
    """Open a store whose folder is there for reading and writing; one process can."""
    if isinstance(place, Endpoint):
        from graphbuild.store.remote import RemoteStore

        return RemoteStore.write(place)
    return EmbeddedStore.write(place)


def folder_of(place: Place) -> StoreFolder:
    """Give the folder of a store: all of it, or what is kept beside the quads on a server."""
    return StoreFolder(place.side if isinstance(place, Endpoint) else place)


def make_ready(place: Place, base: str) -> StoreFolder:
    """Make the folder of a store, or check the one there is: that it has the base, and the same server."""
    folder = folder_of(place)
    address = place.address if isinstance(place, Endpoint) else ""
    if folder.exists():
        if folder.base() != base:
            raise StoreError(
                f"the store in {folder.path} has the base {folder.base()}, not {base}: "
                "leave --base out, or build into a new folder"
            )
        if (found := folder.endpoint()) != address:
            raise StoreError(
                f"the folder {folder.path} belongs to {found or 'a store of its own'}, not to {place}: "
                "name another one in GOVGRAPH_STORE_SIDE"
            )
        return folder
    if isinstance(place, Endpoint):
        from graphbuild.store.remote import is_filled

        # What is known of the documents there is in another folder: without it, they would be lost.
        if is_filled(place):
            raise StoreError(
                f"{place} was filled from another folder than {folder.path}: "
                "name that one in GOVGRAPH_STORE_SIDE, or empty the server first"
            )
    folder.create(base, address)
    return folder
