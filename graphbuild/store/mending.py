"""Makes graph and list of a store agree, whatever a killed build left.

A change is announced in the list, then made in the graph in one step, then taken over by the list in one
step. So after a kill the announcements tell which documents to look at, and the graph tells how far it came:
what it holds is taken over, what it does not hold was never there. A store that was not closed well is
compared as a whole, too, for a power cut can take the last steps of either.
"""

from typing import TYPE_CHECKING

from graphbuild.statements.naming import split
from graphbuild.store.quads import joined, parted, quads_of
from graphbuild.store.records import DocumentRecord
from graphbuild.store.renaming import own
from graphbuild.vocabulary import FILE_NAME, PARSER_VERSION

if TYPE_CHECKING:
    from graphbuild.store.holdings import Holdings

QUADS = "quads"
"""The setting that a store has while nobody has it open for writing: how many quads it holds."""


def mend(holdings: "Holdings", *, new: bool) -> int:
    """Make graph and list agree, and count the quads; of a new graph the list can know nothing."""
    register, store = holdings.register, holdings.store
    _take_over(holdings)
    counted = holdings.journal.setting(QUADS)
    holdings.journal.put_setting(QUADS, None)
    clean = counted is not None and not new and not register.pending()
    if clean and store.size(int(counted or 0)) == int(counted or 0):  # a server can be changed by others
        return int(counted or 0)
    _compare(holdings)
    holdings.folder.remove_parts()
    holdings.folder.remove_sources(set(holdings.folder.stored_sources()) - store.documents())
    quads = len(store) - store.size(0)
    holdings.drop_orphans()
    return quads


def _take_over(holdings: "Holdings") -> None:
    """Have the list follow what was announced and came about, and forget what did not."""
    journal = holdings.journal
    for record in journal.announced():
        if not holdings.store.atomic:
            _drop_doubtful(holdings, record)
        elif _is_in(holdings, record):
            holdings.arrived(record)
        else:
            journal.revoke(record.document)
    for document, instead in journal.announced_going():
        if holdings.store.holds(holdings.store.names.graph(document)):
            journal.revoke(document)
        else:
            holdings.gone(document, instead)


def _is_in(holdings: "Holdings", record: DocumentRecord) -> bool:
    """Tell whether the graph holds a document as it was read last: two readings differ in parser or names."""
    graph = holdings.store.names.graph(record.document)
    versions, names = (holdings.store.values(term, graph) for term in (PARSER_VERSION, FILE_NAME))
    return versions == {record.parser_version} and names == set(record.names)


def _drop_doubtful(holdings: "Holdings", record: DocumentRecord) -> None:
    """Take a document out that may be half in the graph, and off the list: it is read again."""
    holdings.register.remove([record.document])
    holdings.journal.revoke(record.document)
    holdings.store.replace(drop=[holdings.store.names.graph(record.document)])


def _compare(holdings: "Holdings") -> None:
    """Compare all documents of the graph with the list, and what they name with who is who."""
    register, store = holdings.register, holdings.store
    records = register.documents()
    in_graph = store.documents()
    listed = {name for name, record in records.items() if record.duplicate_of is None}
    pending = set(register.pending())
    if in_graph != listed or pending:
        register.add_stale({records[name].body for name in listed - in_graph})
        register.remove(listed - in_graph)
        if not listed & in_graph:
            _start_over(holdings)
            return
        store.replace(drop=[store.names.graph(name) for name in sorted(in_graph - listed)])
    for name in sorted(pending.union(register.history.unrevised()) & listed & in_graph):
        _mend_naming(holdings, name)
    if in_graph != listed or pending or not store.atomic:
        mend_shared(holdings, listed & in_graph)
    register.clear_pending()


def _start_over(holdings: "Holdings") -> None:
    """Empty the graph, which the list knows nothing of; what was learned when stays known."""
    log = holdings.store.names.changes_graph()
    holdings.store.replace(drop=[graph for graph in holdings.store.graphs() if graph != log])
    holdings.register.clear_pending()


def _mend_naming(holdings: "Holdings", document: str) -> None:
    """Have a document name people under the IRIs that stay, whichever it names now."""
    record = holdings.register.document(document)
    assert record is not None
    graph = holdings.store.names.graph(document)
    _, naming = split(quads_of(holdings.store, graph), holdings.store.base)
    found, wanted = parted(naming), own(record.naming, holdings.people.renaming(record.body))
    holdings.rewrite(record, {graph: joined(wanted - found)}, {graph: joined(found - wanted)})


def mend_shared(holdings: "Holdings", documents: set[str]) -> None:
    """Have the shared graph say what documents in the graph say of what they share."""
    graph = holdings.store.names.shared_graph()
    wanted: set[str] = set()
    for name in sorted(documents):
        if (record := holdings.register.document(name)) is not None:
            wanted |= holdings.shared_lines(record)
    found = parted(quads_of(holdings.store, graph))
    holdings.store.replace(delete={graph: joined(found - wanted)}, insert={graph: joined(wanted - found)})
