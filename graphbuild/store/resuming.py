"""Goes on with the filling of a new store that was stopped: what it had done stays, and nothing half.

The list knows the documents whose quads are in the new graph. What else is there, of documents that were
being loaded, is taken out; what followed from documents is not there (`BulkLoad.keep_documents`). Then the
files that the engine knows take the place of all that are there, for a kill leaves others behind.
"""

import pyoxigraph as ox

from graphbuild.identity import Namespace
from graphbuild.store.embedded import open_graph
from graphbuild.store.folder import StoreFolder
from graphbuild.store.register import Register
from graphbuild.vocabulary import GENERATED

FILLING = "filling"
"""The setting that a store has while it is being filled."""


def resume(folder: StoreFolder, register: Register, names: Namespace) -> None:
    """Make list and new graph agree, so that a filling can go on."""
    folder.go_back_to_documents()
    graph = open_graph(folder.new_graph)
    start = names.graph("")
    log = ox.NamedNode(names.changes_graph())
    there = {str(name.value) for name in graph.named_graphs() if isinstance(name, ox.NamedNode)}
    in_graph = {name.removeprefix(start) for name in there - {log.value}}
    listed = set(register.documents())
    register.remove(sorted(listed - in_graph))
    for name in sorted(in_graph - listed):
        document = ox.NamedNode(f"{start}{name}")
        told = list(graph.quads_for_pattern(None, ox.NamedNode(GENERATED[1:-1]), document, log))
        for quad in told:
            for line in list(graph.quads_for_pattern(quad.subject, None, None, log)):
                graph.remove(line)
        graph.remove_graph(document)
    graph.backup(str(folder.whole_documents))
    del graph
    folder.go_back_to_documents()
