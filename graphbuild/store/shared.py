"""Works out which lines of the shared graph no document says any more."""

from collections.abc import Collection, Iterable

from graphbuild.store.interface import Store
from graphbuild.store.people import People
from graphbuild.store.register import Register
from graphbuild.store.renaming import shared


def orphaned(
    store: Store, register: Register, people: People, lines: Iterable[str], leaving: Collection[str]
) -> str:
    """Give those of some shared lines that no document says but for the leaving ones."""
    own = {store.names.graph(document) for document in leaving} | {store.names.shared_graph()}
    said: dict[str, set[str]] = {}

    def said_by(document: str) -> set[str]:
        if document not in said:
            record = register.document(document)
            said[document] = shared(record.shared, people.renaming(record.body)) if record else set()
        return said[document]

    dead = []
    for line in sorted(lines):
        # What is said of an IRI that was replaced is said by those who name its successor.
        thing = people.stays(line.partition(" ")[0])
        graphs = (graph for graph in store.graphs_naming(thing) if graph not in own)
        if not any(line in said_by(graph.rpartition("/")[2]) for graph in graphs):
            dead.append(line)
    return "".join(f"{line}\n" for line in dead)
