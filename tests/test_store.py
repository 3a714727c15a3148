"""A store on disk: whole changes, clear errors, nothing left over."""

import re
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from graphbuild.errors import (
    QuerySyntaxError,
    StoreError,
    StoreLockedError,
    StoreMissingError,
    StoreVersionError,
)
from graphbuild.following import follow
from graphbuild.identity import DEFAULT_BASE
from graphbuild.model import Organisation, Said, Span
from graphbuild.store import STORE_FORMAT, EmbeddedStore, StoreFolder
from graphbuild.store.holdings import Holdings
from tests.fjallbygd import autumn, changed, spring
from tests.stores import filled, lines, put, record, said

_WORKED_OUT = re.compile("/graph/(?:ledger|people)/")
LABELS = "SELECT ?label WHERE { ?p a foaf:Person ; rdfs:label ?label } ORDER BY ?label"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store"


def test_what_goes_in_comes_out(path: Path) -> None:
    filled(path, spring(), autumn())
    expected = set(said(spring()).lines()) | set(said(autumn()).lines())
    with EmbeddedStore.read(path) as store:
        found = {line for line in store.quads().decode().split("\n") if line and not _WORKED_OUT.search(line)}
        assert found == expected
        assert store.documents() == {said(spring()).document, said(autumn()).document}
        assert store.source(said(spring()).document) == spring().document.text.encode()


def test_a_person_of_many_documents_is_found_once(path: Path) -> None:
    filled(path, spring(), autumn())
    with EmbeddedStore.read(path) as store:
        names = [row[0] for row in store.select(LABELS).rows]
    assert len(names) == len(set(names)) == 8  # a misspelt presenter is kept apart


def test_the_kinds_of_answers(path: Path) -> None:
    filled(path, autumn())
    with EmbeddedStore.read(path) as store:
        table = store.select(
            "SELECT (1 AS ?i) (1.5 AS ?d) (true AS ?b) ('å'@sv AS ?t) (<a:b> AS ?iri) ?none {}"
        )
        assert table.rows == ((1, 1.5, True, "å", "a:b", None),)
        assert store.ask("ASK { ?m a gov:Meeting }")
        assert store.construct("CONSTRUCT { ?m a <x:y> } WHERE { ?m a gov:Meeting }").endswith(b"<x:y> .\n")
        with pytest.raises(QuerySyntaxError):
            store.select("ASK {}")


def test_a_changed_document_takes_the_place_of_its_old_self(path: Path) -> None:
    filled(path, spring(), autumn())
    new = changed(autumn(), "\n")
    with Holdings(path, DEFAULT_BASE) as holdings:
        put(holdings, new, [said(autumn()).document])
    other = filled(path.with_name("other"), spring(), new)
    assert without_ledger(path) == without_ledger(other)


def test_a_removed_document_leaves_nothing_behind(path: Path) -> None:
    filled(path, spring(), autumn())
    with Holdings(path, DEFAULT_BASE) as holdings:
        holdings.remove(said(spring()).document)
        holdings.tidy()
    assert without_ledger(path) == without_ledger(filled(path.with_name("other"), autumn()))
    assert list(StoreFolder(path).stored_sources()) == [said(autumn()).document]


def test_two_ways_to_write_one_name_leave_with_their_documents(path: Path) -> None:
    one = replace(autumn(), body=Said("Regional Ledningsgrupp", Span(0, 22)))
    other = changed(replace(spring(), body=Said("Regional ledningsgrupp", Span(0, 22))), "\n")
    filled(path, one, other)
    label = "SELECT ?l WHERE { ?b a gov:Body ; rdfs:label ?l } ORDER BY ?l"
    with EmbeddedStore.read(path) as store:
        assert len(store.select(label).rows) == 2
    with Holdings(path, DEFAULT_BASE) as holdings:
        holdings.remove(said(one).document)
        assert holdings.store.select(label).rows == (("Regional ledningsgrupp",),)


def test_a_bulk_load_gives_the_same_as_one_by_one(path: Path) -> None:
    with Holdings(path, DEFAULT_BASE) as holdings:
        assert holdings.empty()
        with holdings.filling() as filling:
            for minutes in (spring(), autumn()):
                filling.put(said(minutes), record(minutes, said(minutes)))
        assert not holdings.empty()
    assert without_ledger(path) == without_ledger(filled(path.with_name("other"), spring(), autumn()))


def test_a_bulk_load_that_fails_leaves_an_empty_store(path: Path) -> None:
    class StopError(Exception):
        pass

    with Holdings(path, DEFAULT_BASE) as holdings, pytest.raises(StopError), holdings.filling() as filling:
        filling.put(said(autumn()), record(autumn(), said(autumn())))
        raise StopError
    assert not StoreFolder(path).new_graph.exists()
    with Holdings(path, DEFAULT_BASE) as holdings:
        assert holdings.empty()


def test_a_store_that_is_being_filled_is_in_use(path: Path) -> None:
    with Holdings(path, DEFAULT_BASE) as holdings, holdings.filling() as filling:
        filling.put(said(autumn()), record(autumn(), said(autumn())))
        filling.flush()
        for resume in (True, False):
            with pytest.raises(StoreLockedError, match="in use by another govgraph"):
                Holdings(path, DEFAULT_BASE, resume=resume)
    assert without_ledger(path) == sorted([*said(autumn()).lines(), ""])


def test_readers_share_and_a_writer_does_not(path: Path) -> None:
    filled(path, autumn())
    with EmbeddedStore.read(path), EmbeddedStore.read(path) as second:
        assert len(second) > 0


HOLD = """
import sys, time
from graphbuild.store import EmbeddedStore
with EmbeddedStore.{how}(sys.argv[1]) as store:
    print("holding", flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize(("holder", "wanted", "refused"), [
    ("write", "read", True), ("write", "write", True), ("read", "write", True), ("read", "read", False),
])  # fmt: skip
def test_a_store_that_another_process_holds(path: Path, holder: str, wanted: str, refused: bool) -> None:
    filled(path, autumn())
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD.format(how=holder), str(path)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "holding\n"
        how = EmbeddedStore.read if wanted == "read" else EmbeddedStore.write
        if refused:
            with pytest.raises(StoreLockedError, match=r"store.* is in use by another govgraph"):
                how(path)
        else:
            how(path).close()
    finally:
        process.kill()
        process.communicate()


def test_no_store(path: Path) -> None:
    with pytest.raises(StoreMissingError, match=r"there is no store in .*store: build one"):
        EmbeddedStore.read(path)


def test_a_store_of_an_older_version(path: Path) -> None:
    filled(path, autumn())
    settings = StoreFolder(path).settings
    settings.write_text(settings.read_text().replace(f"format = {STORE_FORMAT}", "format = 0"))
    for opened in (EmbeddedStore.read, EmbeddedStore.write):
        with pytest.raises(
            StoreVersionError,
            match=rf"has format 0, and this govgraph uses format {STORE_FORMAT}: build it again",
        ):
            opened(path)


def test_a_damaged_store(path: Path) -> None:
    filled(path, autumn())
    for file in (path / "graph").glob("MANIFEST*"):
        file.write_bytes(b"\0" * 100)
    with pytest.raises(StoreError, match=r"cannot be used .* delete it and build again"):
        EmbeddedStore.read(path)


def test_damaged_settings_and_a_damaged_list(path: Path) -> None:
    filled(path, autumn())
    settings = StoreFolder(path).settings.read_bytes()
    StoreFolder(path).settings.write_bytes(b"\xff")
    with pytest.raises(StoreError, match=r"store\.toml cannot be read"):
        EmbeddedStore.read(path)
    StoreFolder(path).settings.write_bytes(settings)
    for file in path.glob("files.sqlite3*"):
        file.unlink()
    StoreFolder(path).register.write_bytes(b"no database" * 100)
    with pytest.raises(StoreError, match="the list of files"):
        Holdings(path, DEFAULT_BASE)


def test_a_folder_with_other_things_in_it(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(StoreError, match="other files in it"):
        EmbeddedStore.create(tmp_path, DEFAULT_BASE)
    assert (tmp_path / "letter.txt").read_text() == "mine"


def test_another_base(path: Path) -> None:
    filled(path, autumn())
    with pytest.raises(
        StoreError, match=r"has the base http://localhost:8000/id/, not https://example\.org/"
    ):
        Holdings(path, "https://example.org/")


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.fjallbygd import autumn, spring, changed
from tests.stores import put, said
from graphbuild.following import follow
from graphbuild.identity import DEFAULT_BASE
from graphbuild.store.holdings import Holdings
from graphbuild.store.journal import Journal
from graphbuild.store.register import Register
holdings = Holdings(Path(sys.argv[1]), DEFAULT_BASE)
{where} = lambda *args, **named: os.kill(os.getpid(), signal.SIGKILL)
put(holdings, changed(autumn(), "\\n"), [said(autumn()).document])
"""


@pytest.mark.parametrize(
    "where", ["Journal.announce", "holdings.store.replace", "Journal.arrive", "Register.remove"]
)
def test_a_build_that_is_killed_is_mended(path: Path, where: str) -> None:
    """Whatever moment the process dies at: afterwards graph and list agree, and no half document is there."""
    filled(path, spring(), autumn())
    code = KILLED.format(where=where)
    done = subprocess.run([sys.executable, "-c", code, str(path)], cwd=Path(__file__).parents[1], check=False)
    assert done.returncode == -signal.SIGKILL
    with Holdings(path, DEFAULT_BASE) as holdings:
        listed = {name for name, each in holdings.register.documents().items() if each.duplicate_of is None}
        assert listed == holdings.store.documents()
        put(holdings, changed(autumn(), "\n"), listed & {said(autumn()).document})
        holdings.tidy()
    other = filled(path.with_name("other"), spring(), changed(autumn(), "\n"))
    assert without_ledger(path) == without_ledger(other)
    assert set(StoreFolder(path).stored_sources()) == set(StoreFolder(other).stored_sources())


def test_an_interrupted_fill_is_done_anew(path: Path) -> None:
    filled(path, autumn())
    shutil.rmtree(path / "graph")
    (path / "graph.new").mkdir()
    (path / "graph.new" / "000001.sst").write_bytes(b"half")
    with pytest.raises(StoreError, match="never filled"):
        EmbeddedStore.read(path)
    with Holdings(path, DEFAULT_BASE) as holdings:
        assert holdings.empty()
        assert holdings.register.documents() == {}
        assert not StoreFolder(path).under_way()
        with holdings.filling() as filling:
            filling.put(said(autumn()), record(autumn(), said(autumn())))
    assert without_ledger(path) == sorted([*said(autumn()).lines(), ""])


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT ?s WHERE { ?s ?p ?o ", r"line 1, column 28: something is missing at the end"),
        (
            "SELECT ?s\nWHERE { ?s ?p foo:bar }",
            r"line 2, column 22: the prefix foo: is not declared in “WHERE",
        ),
        ("SELECT ?s WHERE {\n ?s ?p ?o\n}\n\n)", r"line 5, column 2"),
        ("DROP ALL", "this is an update"),
        ("# q\nPREFIX a: <b:c>\nINSERT DATA { a:a a:b a:c }", "this is an update"),
        ("DELETE WHERE { ?s ?p ?o }", "this is an update"),
        ("LOAD <http://localhost:9/>", "this is an update"),
        ("", "does not parse"),
    ],
)
def test_what_is_no_query_is_refused_with_its_place(path: Path, query: str, message: str) -> None:
    filled(path, autumn())
    with EmbeddedStore.read(path) as store:
        before = len(store)
        with pytest.raises(QuerySyntaxError, match=message) as error:
            store.query(query)
        assert "\n" not in str(error.value)
        assert len(store) == before


def test_closing_lets_go(path: Path) -> None:
    store = EmbeddedStore.write(filled(path, autumn()))
    store.close()
    EmbeddedStore.write(path).close()
    with pytest.raises(StoreError, match="was closed"):
        store.ask("ASK {}")


def test_an_organisation_goes_with_its_last_document(path: Path) -> None:
    owned = replace(autumn(), organisation=Said(Organisation("Krokoms kommun", "krokoms-kommun"), Span(0, 8)))
    filled(path, owned)
    with Holdings(path, DEFAULT_BASE) as holdings:
        holdings.remove(said(owned).document)
        follow(holdings, ())
        assert len(holdings.store) == 0


def without_ledger(path: Path) -> list[str]:
    """What documents say, without what is worked out from them."""
    return [line for line in lines(path) if not _WORKED_OUT.search(line)]
