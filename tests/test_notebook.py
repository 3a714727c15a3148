"""The store from Python: rows, data frames, networks; and the notebook that a researcher starts from."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest

import graphbuild
from graphbuild.errors import MissingExtraError, ParameterError, QuerySyntaxError, StoreMissingError
from graphbuild.notebook import GovernanceGraph, Rows
from graphbuild.table import Table
from tests.small_store import ASA, make_store

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GovernanceGraph]:
    path = tmp_path_factory.mktemp("notebook") / "store"
    make_store(path).close()
    with graphbuild.open(path) as opened:
        yield opened


def test_rows_are_dicts_and_data_frames(graph: GovernanceGraph) -> None:
    rows = graph.ask("participants", body="ledningsgrupp", since=2025)
    assert rows[0].keys() == set(rows.columns) and len(list(rows)) == len(rows)
    assert [row["person"] for row in rows[:2]] == [rows[0]["person"], rows[1]["person"]]
    for frame in (rows.to_pandas(), rows.to_polars()):
        assert tuple(frame.columns) == rows.columns and len(frame) == len(rows)
        assert list(frame["person"]) == [row["person"] for row in rows]
    empty = graph.ask("participants", body="byalag")
    assert (len(empty.to_pandas()), len(empty.to_polars())) == (0, 0)
    assert tuple(empty.to_polars().columns) == rows.columns


def test_a_column_that_begins_empty_keeps_its_type() -> None:
    rows = Rows(Table(("n",), (*[(None,)] * 500, (7,))))
    assert rows.to_polars()["n"].to_list()[-1] == 7


def test_what_is_shown_in_a_notebook_is_text() -> None:
    shown = Rows(Table(("name", "x_iri"), (("<b>Åsa</b>", "http://x"),) * 60))._repr_html_()
    assert "&lt;b&gt;Åsa&lt;/b&gt;" in shown and "http://x" not in shown and "10 more rows" in shown


def test_networks_are_networkx_graphs(graph: GovernanceGraph) -> None:
    found = graph.network("people-bodies", measures=True)
    assert isinstance(found, nx.Graph) and found.nodes[ASA]["degree"] == 1
    assert graph.network("presenters-bodies").is_directed()
    cut = graph.network("people-bodies", slice="month", until="2025-03")
    assert list(cut) == ["2025-02", "2025-03"]
    assert {row["name"] for row in graph.networks()} >= {"people-bodies", "co-attendance"}


def test_a_backend_is_handed_on_to_networkx(graph: GovernanceGraph) -> None:
    with pytest.raises(ImportError, match="nowhere"):
        graph.network("co-attendance", measures=True, backend="nowhere")


def test_sparql_gives_rows_a_truth_value_or_triples(graph: GovernanceGraph) -> None:
    assert graph.sparql("ASK { ?x a gov:Meeting }") is True
    assert len(graph.select("SELECT ?x { ?x a gov:Meeting }")) == 3
    triples = graph.sparql("CONSTRUCT { ?x a gov:Meeting } WHERE { ?x a gov:Meeting }")
    assert isinstance(triples, str) and triples.count("\n") == 3
    with pytest.raises(QuerySyntaxError, match="write a SELECT query"):
        graph.select("ASK { ?x a gov:Meeting }")


def test_errors_tell_what_there_is(graph: GovernanceGraph, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="did you mean --body"):
        graph.ask("decisions", bodi="x")
    with pytest.raises(StoreMissingError):
        graphbuild.open(tmp_path / "none")


@pytest.mark.parametrize("name", ["pandas", "polars"])
def test_without_the_extra_it_is_said_what_to_install(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingExtraError, match=rf"pip install 'govgraph\[{name}\]'"):
        getattr(Rows(Table(("a",), ())), f"to_{name}")()


def test_importing_the_package_loads_nothing_heavy() -> None:
    program = (
        "import sys, graphbuild; print([m for m in ('pyoxigraph', 'networkx', 'pandas') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "[]"


def test_the_notebook_runs(example_store: Path, tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "govgraph.store").symlink_to(example_store)
    done = subprocess.run(
        [sys.executable, "-W", "error", ROOT / "docs" / "notebook.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = done.stdout
    assert "facts>" in told and "Kommunstyrelsen" in told and "2025-H1" in told
    assert "“" in told and "┆ 6   ┆ 5" in told
