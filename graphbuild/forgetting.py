"""Takes people out of a store for good: graph, texts, who is who, search, the log of changes.

The engine and SQLite leave what was deleted in their files for a while, and the engine keeps every text that
it has ever seen. So the graph goes into files of its own that take the place of the old ones, and the list of
files is written anew. The list of the forgotten comes first: the next build ends what was killed half-way.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from graphbuild import gazetteer as gazetteers
from graphbuild import languages
from graphbuild.errors import StoreError, UsageError
from graphbuild.following import follow
from graphbuild.gazetteer import Gazetteer
from graphbuild.judgements import Judgement
from graphbuild.privacy import forgotten as listed
from graphbuild.privacy.forgotten import Forgotten
from graphbuild.privacy.names import key
from graphbuild.privacy.redaction import Redaction, redaction_of, said_by_list, told_of
from graphbuild.privacy.withholding import withhold_name
from graphbuild.statements.naming import names_in
from graphbuild.store import snapshots
from graphbuild.store.bulk import BulkLoad
from graphbuild.store.embedded import EmbeddedStore
from graphbuild.store.folder import write_whole
from graphbuild.store.holdings import Holdings
from graphbuild.store.mending import mend_shared
from graphbuild.store.records import DocumentRecord
from graphbuild.store.withheld import WithheldList


@dataclass(frozen=True, slots=True)
class Somebody:
    """Whom to forget: the names that they have in the store, and the IRIs, which stay.

    `others` are the names of all other people, `namesakes` the IRIs of those of the same name who are not
    known to be the same, `alike` the names of those who may be the same by another spelling.
    """

    names: tuple[str, ...]
    iris: tuple[str, ...]
    others: frozenset[str] = frozenset()
    namesakes: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Forgetting:
    """What was done: what the person is called now, and how many documents named them.

    `judgements` are those given, without the name; `paths` are files whose own names still have it.
    """

    called: str
    documents: int
    judgements: tuple[Judgement, ...] = ()
    paths: tuple[str, ...] = ()


# Whom


def somebody(holdings: Holdings, told: str) -> Somebody:
    """Find whom a name, an IRI or the end of one means; raises `UsageError` where nobody is found."""
    people = _people(holdings)
    iri = told if told.startswith(holdings.store.base) else f"{holdings.store.base}{told.lstrip('/')}"
    wanted = {iri} & people.keys() or {each for each, name in people.items() if key(name) == key(told)}
    if not wanted:
        if "/" in told or len(key(told).split()) < 2 or not _stands_somewhere(holdings, told):
            raise UsageError(
                f"nobody in the store is called “{told}”: "
                "write the whole name as `govgraph ask people` has it, or the IRI"
            )
        return Somebody((" ".join(told.split()),), (), frozenset(people.values()))
    group = _group(holdings, min(wanted))
    names = {people[each] for each in group if each in people}
    keys = {key(each) for each in names}
    same = {each for each, name in people.items() if key(name) in keys}
    if all(len(key(name).split()) < 2 for name in names):
        raise UsageError(
            f"“{min(names)}” is one word alone, and could be anybody's: name somebody by the whole name"
        )
    others = frozenset(name for each, name in people.items() if each not in group | same)
    pairs = (pair for each in group for pair in holdings.people.pairs_of(each))
    near = {end for pair in pairs for end in (pair.one, pair.other)} - group - same
    alike = {people[each] for each in near if each in people}
    return Somebody(
        tuple(sorted(names)), tuple(sorted(group)), others, tuple(sorted(same - group)), tuple(sorted(alike))
    )


def _people(holdings: Holdings) -> dict[str, str]:
    """The names of all people, by the IRIs that documents gave them."""
    rows = holdings.register.run("SELECT person, json_extract(profile, '$[2]') FROM people ORDER BY person")
    return {row[0]: row[1] for row in rows}


def _group(holdings: Holdings, who: str) -> set[str]:
    """Everybody who is known to be somebody."""
    known = holdings.people.identity(who)
    first = known.iri if known else who
    return {first, *holdings.people.known_as(first)}


def _stands_somewhere(holdings: Holdings, name: str) -> bool:
    trial = listed.started(Forgotten(), "00").add([name], (), _first_names(), "-", "-")
    return any(
        any(trial.hits(holdings.folder.source(document).read_text("utf-8", "replace")))
        for document in holdings.folder.stored_sources()
    )


def _first_names() -> Collection[str]:
    return languages.load("sv").first_names


# Forgetting


def forget(
    holdings: Holdings,
    who: Somebody,
    judged: Iterable[Judgement],
    *,
    label: str,
    since: str,
    salt: str,
) -> Forgetting:
    """Take a person out of the store; `salt` (hexadecimal digits) is for a list that has none.

    `since` is an ISO date. The index of words is gone then, to be made anew when the store is closed.
    Raises `StoreError` while a server reads the store.
    """
    folder = holdings.folder
    snapshots.drop_left(folder)
    if any(folder.path.glob("served.*")):
        raise StoreError(f"a server shows the store in {folder.path}: stop it, forget, and start it again")
    before = listed.started(listed.load(folder.forgotten), salt)
    after = before.add(who.names, who.others, _first_names(), label, since)
    write_whole(folder.forgotten, listed.to_text(after))
    number = before.hash("id", min(key(name) for name in who.names))[:6]
    judgements = without(judged, after)
    documents = sweep(holdings, after, judgements)
    paths = tuple(listed.named_in(after, sorted(holdings.register.files())))
    return Forgetting(after.person(number).name, documents, judgements, paths)


def catch_up(holdings: Holdings, judged: Iterable[Judgement], organisations: Path | None = None) -> None:
    """Forget those who came to the list since the store followed it, or whose forgetting was killed.

    A list that did not change costs a look at its file.
    """
    forgotten = listed.load(holdings.folder.forgotten)
    if forgotten.fingerprint() != _followed(holdings):
        sweep(holdings, forgotten, judged, organisations)


def sweep(
    holdings: Holdings, forgotten: Forgotten, judged: Iterable[Judgement], organisations: Path | None = None
) -> int:
    """Take all people of the list out of a store; give how many documents named one.

    Raises `StoreError` where the quads are on a server: what its files keep is out of our reach.
    """
    if not isinstance(holdings.store, EmbeddedStore):
        if holdings.register.documents():
            raise StoreError(
                f"the list of the forgotten has changed ({holdings.folder.forgotten}), "
                "and what is on a server cannot be forgotten, only what is in a folder: "
                "copy the list into a new folder, and build into an empty server with that folder beside it"
            )
        _remember(holdings, forgotten)
        return 0
    if holdings.empty():
        holdings.start_over()  # what a first build had read when it was stopped still names them
        _remember(holdings, forgotten)
        return 0
    found = _redactions(holdings, forgotten, gazetteers.load(organisations))
    texts = {name: each.text(_text(holdings, name)) for name, each in found.items()}
    _rewrite(holdings, _without(holdings, forgotten, found, texts))
    for name, redaction in found.items():
        record = holdings.register.document(name)
        assert record is not None
        _keep(holdings, record, redaction, texts[name], forgotten)
    holdings.register.add_stale(holdings.register.bodies())
    follow(holdings, judged)
    mend_shared(holdings, holdings.store.documents())
    _rewrite(holdings, lambda _graph, quads: quads)  # what was worked out anew left old words in the files
    _remember(holdings, forgotten)
    _clean(holdings)
    return len(found)


def _redactions(holdings: Holdings, forgotten: Forgotten, gazetteer: Gazetteer) -> dict[str, Redaction]:
    found = {}
    for name in sorted(holdings.register.documents()):
        record = holdings.register.document(name)
        assert record is not None
        redaction = redaction_of(
            _text(holdings, name), names_in(record.shared), forgotten, gazetteer, record.names
        )
        if redaction is not None:
            found[name] = redaction
    return found


def _text(holdings: Holdings, document: str) -> str:
    """The stored text of a document; empty for one that gave way to another of the same meeting."""
    content = holdings.store.source(document)
    return content.decode("utf-8", "replace") if content is not None else ""


def _keep(
    holdings: Holdings, record: DocumentRecord, redaction: Redaction, text: str, forgotten: Forgotten
) -> None:
    """Keep of a document what it says without them."""
    before = _text(holdings, record.document)
    if before:
        withheld = WithheldList(holdings.register)
        known = withheld.of(record.document)
        withheld.put(record.document, sorted([*known, *redaction.withheld(before)]))
        holdings.folder.write_source(record.document, text)
    names = tuple(sorted(told_of(name, forgotten) for name in record.names))
    holdings.register.put(
        [
            replace(
                record,
                names=names,
                body=redaction.iri(record.body),
                meeting=redaction.iri(record.meeting),
                shared=redaction.quads(record.shared, text),
                told=redaction.json(record.told),
                seen=redaction.seen(record.seen),
                naming=redaction.quads(record.naming, text),
            )
        ]
    )


# The graph


_Change = Callable[[str, str], str]
"""The name of a graph and its N-Quads, into its new N-Quads."""


def _without(
    holdings: Holdings, forgotten: Forgotten, found: dict[str, Redaction], texts: dict[str, str]
) -> _Change:
    """Say what each graph is without the forgotten; what is worked out from documents comes anew."""
    names = holdings.store.names
    by_graph = {names.graph(document): document for document in found}
    anew = (names.people_graph(""), names.ledger_graph(""))

    def change(graph: str, quads: str) -> str:
        if graph.startswith(anew):
            return ""
        if graph in by_graph:
            return found[by_graph[graph]].quads(quads, texts[by_graph[graph]])
        if graph in (names.changes_graph(), names.shared_graph()):
            return _by_list(quads, forgotten, found)
        return quads

    return change


def _by_list(quads: str, forgotten: Forgotten, found: dict[str, Redaction]) -> str:
    """Take the forgotten out of lines that no text proves: as their document names them, and by the list."""
    lines = []
    for line in quads.split("\n"):
        redaction = found.get(line.partition("/change/")[2][:16])
        lines.append(said_by_list(redaction.quads(line, "").rstrip("\n") if redaction else line, forgotten))
    return "\n".join(lines)


def _rewrite(holdings: Holdings, change: _Change) -> None:
    """Put a graph in new files in the place of the old one: what nobody says any more is in no file."""
    old = holdings.store
    with BulkLoad(holdings.folder) as load:
        for graph in old.graphs():
            triples = old.statements(graph).decode().split("\n")
            load.add(change(graph, "".join(f"{line[:-2]} <{graph}> .\n" for line in triples if line)))
        load.flush()  # so that nobody else can open the store for long
        old.close()
    holdings.store = EmbeddedStore.write(holdings.folder.path)


def _clean(holdings: Holdings) -> None:
    """Leave no old words in the list of files, nor in the index of words, which is made anew."""
    holdings.register.compact()
    folder = holdings.folder
    for path in folder.path.glob(f"{folder.search_index.name}*"):
        path.unlink(missing_ok=True)
    for path in folder.sources.glob("*.part"):
        path.unlink(missing_ok=True)
    folder.drop_filling()


# What the store followed


_TABLE = (
    "CREATE TABLE IF NOT EXISTS followed (what TEXT PRIMARY KEY, fingerprint TEXT NOT NULL) WITHOUT ROWID"
)


def _followed(holdings: Holdings) -> str:
    holdings.register.script(_TABLE)
    rows = holdings.register.run("SELECT fingerprint FROM followed WHERE what='forgotten'")
    return rows[0][0] if rows else ""


def _remember(holdings: Holdings, forgotten: Forgotten) -> None:
    holdings.register.script(_TABLE)
    holdings.register.run("INSERT OR REPLACE INTO followed VALUES ('forgotten', ?)", forgotten.fingerprint())


# Names of files, and judgements


def shown_name(holdings: Holdings, organisations: Path | None) -> Callable[[str], str]:
    """Give a function of a file's name: what of it may be shown."""
    forgotten = listed.load(holdings.folder.forgotten)

    def shown(name: str) -> str:
        digits = sum(character.isdigit() for character in name)
        if digits > _DATE or "@" in name or "(a" in name:
            name = withhold_name(name, gazetteers.load(organisations))
        return told_of(name, forgotten)

    return shown


_DATE = 8


def shown_judgements(holdings: Holdings, judged: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """Take the forgotten out of the words that tell people of judgements; what is judged stays."""
    return without(judged, listed.load(holdings.folder.forgotten))


def without(judged: Iterable[Judgement], forgotten: Forgotten) -> tuple[Judgement, ...]:
    """Take the forgotten out of judgements."""
    if not forgotten:
        return tuple(judged)
    return tuple(
        replace(
            each,
            one_name=told_of(each.one_name, forgotten),
            other_name=told_of(each.other_name, forgotten),
            who=told_of(each.who, forgotten),
            why=told_of(each.why, forgotten),
        )
        for each in judged
    )
