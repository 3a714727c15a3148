"""Two clocks: when it was true, and when it was learned; what a corrected document added and withdrew."""

import json
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from graphbuild import catalogue, pipeline, shapes, workers
from graphbuild.dataset import Dataset
from graphbuild.differences import Said, differences
from graphbuild.identity import DEFAULT_BASE, Namespace
from graphbuild.pipeline import build
from graphbuild.store import EmbeddedStore
from graphbuild.table import Cell
from tests.cli import govgraph
from tests.fjallbygd import autumn
from tests.stores import lines, said
from tests.test_shapes import as_graph, ours, pyshacl

JANUARY, FEBRUARY, MARCH = (f"2026-0{month}-01T12:00:00Z" for month in (1, 2, 3))
LOG = f" <{Namespace(DEFAULT_BASE).changes_graph()}> ."
MINUTES = """Kommunstyrelsen

Plats och tid: Kommunhuset, {date} kl. 13.00-{end}
Beslutande: Anna Berg (S), ordförande
Bo Lund (M)
{third} (C)
Paragrafer: 10-11

§ 10 Budget

Beslut

Kommunstyrelsen beslutar {decisions}

§ 11 Vägen

Beslut

Kommunstyrelsen beslutar att laga vägen.
"""
Row = dict[str, Cell]


def minutes(
    path: Path, *decisions: str, date: str = "4 mars 2025", end: str = "15.00", third: str = "Cai Ek"
) -> Path:
    """Write invented minutes; what they decide on the budget is a point each."""
    points = "\n".join(f"att {each}" for each in decisions or ("godkänna budgeten",))
    path.write_text(MINUTES.format(date=date, end=end, third=third, decisions=f"\n{points}"), "utf-8")
    return path


def asked(store: Path, **parameters: str) -> list[Row]:
    with EmbeddedStore.read(store) as opened:
        table = catalogue.run(opened, catalogue.load("changes", "changes"), parameters)
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def facts(rows: list[Row]) -> list[tuple[Cell, ...]]:
    return [tuple(row[name] for name in ("thing", "class", "property", "before", "after")) for row in rows]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "minutes"
    folder.mkdir()
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


def run(folder: Path, store: Path, now: str | None, **options: bool | int | Path) -> pipeline.BuildReport:
    return build([folder], store, DEFAULT_BASE, now=now, **options)  # type: ignore[arg-type]


def test_a_corrected_document_says_what_was_added_and_withdrawn(folder: Path, store: Path) -> None:
    path = minutes(folder / "mars.txt", "godkänna budgeten", "anslå 100 kronor till taket")
    run(folder, store, JANUARY)
    minutes(path, "godkänna budgeten", "avslå motionen", "anslå 100 kronor till taket", end="15.30")
    run(folder, store, FEBRUARY)
    rows = asked(store)
    assert [row["kind"] for row in rows] == ["corrected"] * 3 + ["added"]
    assert rows[0]["learned"] == FEBRUARY and rows[-1]["learned"] == JANUARY
    assert {(row["body"], row["date"], row["source"]) for row in rows} == {
        ("Kommunstyrelsen", "2025-03-04", "mars.txt")
    }
    # The decision that moved down says what it said: it is none of the changes.
    assert facts(rows[:3]) == [
        ("Kommunstyrelsen 2025-03-04", "Meeting", "endTime", "15:00", "15:30"),
        ("10 Budget", "Decision", "text", None, "att avslå motionen"),
        ("10 Budget", "Decision", "decisionType", None, "rejection"),
    ]
    assert (rows[0]["facts_added"], rows[0]["facts_withdrawn"]) == (3, 1)
    assert rows[-1]["facts_added"] > 20 and rows[-1]["facts_withdrawn"] == 0  # type: ignore[operator]


def test_another_date_for_the_same_items_is_one_change(folder: Path, store: Path) -> None:
    path = minutes(folder / "mars.txt")
    run(folder, store, JANUARY)
    minutes(path, date="5 mars 2025")
    run(folder, store, FEBRUARY)
    assert [row[2:] for row in facts(asked(store, kind="corrected"))] == [
        ("startDate", "2025-03-04", "2025-03-05")
    ]


def test_a_file_that_now_holds_other_minutes_is_no_correction(folder: Path, store: Path) -> None:
    path = minutes(folder / "senaste.txt")
    run(folder, store, JANUARY)
    path.write_text(path.read_text("utf-8").replace("4 mars", "8 april").replace("1", "2"), "utf-8")
    run(folder, store, FEBRUARY)
    assert [(row["kind"], row["date"]) for row in asked(store, since="2026-02")] == [
        ("withdrawn", "2025-03-04"),
        ("added", "2025-04-08"),
    ]


def test_a_person_who_was_and_is_no_more_is_found_by_name(folder: Path, store: Path) -> None:
    path = minutes(folder / "mars.txt", third="Cai Ek")
    run(folder, store, JANUARY)
    minutes(path, third="Dag Ås")
    run(folder, store, FEBRUARY)
    rows = asked(store, person="cai ek")
    assert {row["property"] for row in rows} == {"person", "attendance", "party"}
    assert all(row["after"] is None for row in rows)
    (gone,) = {row["thing_iri"] for row in rows}
    with EmbeddedStore.read(store) as opened:  # what was withdrawn stands in the log, and nowhere else
        assert not opened.ask(f"ASK {{ <{gone}> ?p ?o }}")
        assert not opened.ask("ASK { ?who foaf:name 'Cai Ek' }")


def test_a_file_that_is_gone_and_comes_back(folder: Path, store: Path) -> None:
    path = minutes(folder / "mars.txt")
    minutes(folder / "april.txt", date="1 april 2025")
    run(folder, store, JANUARY)
    path.unlink()
    run(folder, store, FEBRUARY, prune=True)
    minutes(path)
    run(folder, store, MARCH)
    told = [(row["learned"], row["kind"]) for row in asked(store, meeting="2025-03-04")]
    assert told == [(MARCH, "added"), (FEBRUARY, "withdrawn"), (JANUARY, "added")]
    (gone,) = asked(store, kind="withdrawn")
    assert (gone["body"], gone["source"], gone["facts_added"]) == ("Kommunstyrelsen", "mars.txt", 0)


def test_another_reading_of_the_same_file_is_told_from_a_correction(tmp_path: Path, store: Path) -> None:
    path, table = tmp_path / "protokoll.txt", tmp_path / "egna.csv"
    path.write_text(
        "Samverkansgruppen\n\nDatum: 2025-03-04\nNärvarande: Anna Ek, Källängens IF\n\n§ 1 Läget\nLäget är gott.\n",
        encoding="utf-8",
    )
    head, own = "id,name,kind,aliases\n", "kif,Källängens idrottsförening,association,Källängens IF\n"
    for now, rows in (
        (JANUARY, ""),
        (FEBRUARY, own),
        (MARCH, f"{own}annan,En annan förening,association,\n"),
    ):
        table.write_text(head + rows, encoding="utf-8")
        assert run(path, store, now, organisations=table).read == 1
    # In March the file was read anew, and said the same.
    (row, first) = asked(store)
    assert (row["learned"], row["kind"], row["property"]) == (FEBRUARY, "reread", "organization")
    assert (row["before"], row["after"]) == ("Källängens IF", "Källängens idrottsförening")
    assert first["kind"] == "added"


def test_the_fuller_of_two_takes_the_place_of_the_other(folder: Path, store: Path) -> None:
    minutes(folder / "kort.txt")
    run(folder, store, JANUARY)
    minutes(folder / "lang.txt", "godkänna budgeten", "sälja taket")
    assert len(run(folder, store, FEBRUARY).duplicates) == 1
    assert {(row["kind"], row["source"]) for row in asked(store, since="2026-02-01")} == {
        ("added", "lang.txt"),
        ("superseded", "kort.txt"),
    }
    assert ("10 Budget", "Decision", "text", None, "att sälja taket") in facts(
        asked(store, kind="superseded")
    )


def steps(tmp_path: Path, name: str, *, now: bool = True, shuffle: int = 0, **options: int) -> Path:
    """Build, correct, withdraw; the files in another order where `shuffle` says so."""
    folder, store = tmp_path / "sources", tmp_path / name
    folder.mkdir(exist_ok=True)
    for month in range(1, 7):
        minutes(folder / f"{month}.txt", date=f"{month + 1} maj 2025")
    for clock in (JANUARY, FEBRUARY, MARCH):
        files = sorted(folder.iterdir())
        random.Random(shuffle).shuffle(files)
        build([*files, folder], store, DEFAULT_BASE, prune=True, now=clock if now else None, **options)  # type: ignore[arg-type]
        for month in (2, 3, 5):
            minutes(folder / f"{month}.txt", f"sälja hus {clock}", date=f"{month + 1} maj 2025")
        (folder / "4.txt").unlink(missing_ok=True)
    return store


@pytest.fixture(scope="module")
def logged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return steps(tmp_path_factory.mktemp("steps"), "logged")


@pytest.fixture(scope="module")
def bare(logged: Path) -> Path:
    """The same steps without a clock, and so without a log; the files lie in the same folder."""
    return steps(logged.parent, "bare", now=False)


def test_the_same_steps_at_the_same_times_give_the_same_bytes(
    logged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "WORTH_WORKERS", 2)
    assert lines(steps(logged.parent, "shuffled", shuffle=7, jobs=2)) == lines(logged)


def test_all_but_the_log_is_as_if_there_were_none(logged: Path, bare: Path) -> None:
    expected = lines(logged)
    assert sum(line.endswith(LOG) for line in expected) > 100
    assert [line for line in expected if not line.endswith(LOG)] == lines(bare)
    with EmbeddedStore.read(logged) as one, EmbeddedStore.read(bare) as other:
        # What leaves the house, too.
        triples = [list(Dataset(store, DEFAULT_BASE).triples()) for store in (one, other)]
        assert triples[0] == triples[1]
        assert one.documents() == other.documents()
        for name in catalogue.names():
            query = catalogue.load(name)
            assert catalogue.run(one, query) == catalogue.run(other, query), name


def test_the_log_breaks_no_shape(logged: Path) -> None:
    with EmbeddedStore.read(logged) as store:
        assert ours(store) == pyshacl(as_graph(store)) == set()
        kinds = {f"<{row[0]}>" for row in store.select("SELECT DISTINCT ?c { ?s a ?c }").rows}
    assert len(kinds & {each.target for each in shapes.read_shapes() if "Change>" in each.target}) == 2


def test_a_change_costs_the_same_in_a_large_log(tmp_path: Path) -> None:
    """A correction adds lines for itself, however many documents and changes there are."""
    grown = []
    for count in (1, 6):
        folder, store = tmp_path / f"sources{count}", tmp_path / f"store{count}"
        folder.mkdir()
        for number in range(count):
            minutes(folder / f"{number}.txt", date=f"{number + 1} maj 2025")
        run(folder, store, JANUARY)
        before = {line for line in lines(store) if line.endswith(LOG)}
        minutes(folder / "0.txt", date="1 maj 2025", end="16.00")
        run(folder, store, FEBRUARY)
        after = {line for line in lines(store) if line.endswith(LOG)}
        assert before < after  # nothing that was logged is written anew
        grown.append(len(after - before))
    assert grown[0] == grown[1]


KILLED = """
import os, signal, sys
from pathlib import Path
from graphbuild.identity import DEFAULT_BASE
from graphbuild.pipeline import build
from graphbuild.store.embedded import EmbeddedStore
from graphbuild.store.journal import Journal
from graphbuild.store.register import Register
{where} = lambda *args, **named: os.kill(os.getpid(), signal.SIGKILL)
build([Path(sys.argv[1])], Path(sys.argv[2]), DEFAULT_BASE, now="{now}", prune=True)
"""


@pytest.mark.parametrize(
    ("where", "gone"),
    [
        ("EmbeddedStore.replace", False),
        ("Register.remove", False),
        ("Journal.arrive", False),
        ("Register.remove", True),
    ],
)
def test_a_build_that_is_killed_tells_a_change_once(
    folder: Path, store: Path, where: str, gone: bool
) -> None:
    minutes(folder / "april.txt", date="1 april 2025")
    path = minutes(folder / "mars.txt")
    run(folder, store, JANUARY)
    if gone:
        path.unlink()
    else:
        minutes(path, end="16.00")
    code = KILLED.format(where=where, now=FEBRUARY)
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder), str(store)], cwd=Path(__file__).parents[1], check=False
    )
    assert done.returncode == -signal.SIGKILL
    run(folder, store, MARCH, prune=True)
    rows = [row for row in asked(store, meeting="2025-03-04") if row["kind"] != "added"]
    assert [row["kind"] for row in rows] == ["withdrawn" if gone else "corrected"]
    assert len(asked(store, kind="added")) == 2


def test_what_follows_from_other_facts_is_no_fact_of_its_own() -> None:
    """Evidence, and who decided: the same minutes further down in their file say the same."""
    statements = said(autumn())
    told = Said(statements.meeting, statements.quads, statements.shared)
    moved = statements.quads.replace("#char=1", "#char=7").replace("decidedBy", "decidedBy2")
    assert moved != statements.quads
    assert differences(told, Said(statements.meeting, moved, statements.shared)) == []


# The command


def test_changes_on_the_command_line(folder: Path, tmp_path: Path) -> None:
    path = minutes(folder / "mars.txt", "godkänna budgeten")
    govgraph("build", folder, "--now", "2026-01-10T08:00+01:00", cwd=tmp_path)
    minutes(path, "avslå budgeten", third="Dag Ås")
    govgraph("build", folder, cwd=tmp_path, SOURCE_DATE_EPOCH="1770000000")
    ran = govgraph("changes", "--since", "2026-02", "--format", "table", cwd=tmp_path, GOVGRAPH_LANG="sv")
    assert (ran.code, ran.err) == (0, "")
    assert "2026-02-02 02:40 · rättat · Kommunstyrelsen 2025-03-04\nmars.txt" in ran.out
    squeezed = [" ".join(line.split()) for line in ran.out.splitlines()]
    assert "10 Budget beslut: text att godkänna budgeten att avslå budgeten" in squeezed, ran.out
    assert "beslut: slag av beslut antagande avslag" in squeezed, ran.out
    assert "Cai Ek deltagande närvaro: beslutande;" in squeezed, ran.out  # came and went whole: one row
    rows = json.loads(govgraph("changes", "--body", "kommun", "--format", "json", cwd=tmp_path).out)
    assert {row["learned"] for row in rows} == {"2026-01-10T07:00:00Z", "2026-02-02T02:40:00Z"}
    ran = govgraph("changes", "--since", "2027", cwd=tmp_path)
    assert (ran.code, ran.err) == (0, "Changes: nothing found for --since 2027. Try fewer filters.\n")


@pytest.mark.parametrize(
    ("words", "environment", "told"),
    [
        (["build", ".", "--now", "igår"], {}, "--now igår: write a time as 2026-01-31T12:00:00Z"),
        (["build", "."], {"SOURCE_DATE_EPOCH": "x"}, "SOURCE_DATE_EPOCH=x: write seconds since 1970"),
        (["changes", "--since", "igår"], {}, "--since igår: write a date"),
        (["changes", "--kind", "odd"], {}, "--kind odd: choose one of added, corrected, reread"),
    ],
)
def test_what_cannot_be_understood(
    words: list[str], environment: dict[str, str], told: str, tmp_path: Path
) -> None:
    ran = govgraph(*words, cwd=tmp_path, **environment)
    assert ran.code == 2
    assert told in ran.err


def test_every_property_in_the_log_has_words() -> None:
    """The ontology names our own; the messages those of other vocabularies."""
    from graphbuild import messages, vocabulary
    from graphbuild.differences import TOLD

    for term in TOLD:
        name = term[1:-1].replace("/", "#").rpartition("#")[2]
        if not term.startswith(f"<{vocabulary.GOV}"):
            assert messages.text(f"property-{name}", "sv") != f"property-{name}", name
