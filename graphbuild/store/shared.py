"""Works out which lines of the shared graph no document says any more."""

from graphbuild.store.embedded import EmbeddedStore
from graphbuild.store.register import DocumentRecord, Register


def orphaned(store: EmbeddedStore, register: Register, leaving: DocumentRecord, arriving: str = "") -> str:
    """Give the shared lines that only a leaving document says; `arriving` are those of its successor."""
    candidates = _lines(leaving.shared) - _lines(arriving)
    if not candidates:
        return ""
    own = {store.names.graph(leaving.document), store.names.shared_graph()}
    said: dict[str, set[str]] = {}

    def shared_by(document: str) -> set[str]:
        if document not in said:
            record = register.document(document)
            said[document] = _lines(record.shared) if record else set()
        return said[document]

    dead = []
    for line in sorted(candidates):
        thing = line[1 : line.index(">")]
        graphs = (graph for graph in store.graphs_naming(thing) if graph not in own)
        if not any(line in shared_by(graph.rpartition("/")[2]) for graph in graphs):
            dead.append(line)
    return "".join(f"{line}\n" for line in dead)


def _lines(quads: str) -> set[str]:
    return set(quads.split("\n")) - {""}
