"""`govgraph network`, `export` and `publish` as a person calls them."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest

from tests.small_store import BASE, make_store

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("commands") / "store"
    make_store(path).close()
    return path


def run(store: Path, *words: str | Path, expect: int = 0) -> subprocess.CompletedProcess[bytes]:
    done = subprocess.run(
        [sys.executable, ROOT / "cli.py", *map(str, words), *(["--store", str(store)] if store else [])],
        capture_output=True,
        env={**os.environ, "GOVGRAPH_LANG": "sv", "COLUMNS": "80"},
        check=False,
    )
    assert done.returncode == expect, done.stderr.decode()
    return done


def test_networks_are_listed_with_what_they_tell(store: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run(store, "network").stdout.decode())))
    assert {row["name"] for row in rows} >= {"people-bodies", "co-attendance", "decisions-people"}
    assert all(row["description"].endswith(".") for row in rows)


def test_a_network_as_a_table(store: Path) -> None:
    shown = run(store, "network", "people-bodies", "--format", "table").stdout.decode()
    assert shown.splitlines()[0].split() == ["PERSON", "ORGAN", "VIKT", "FÖRSTA", "SISTA"]
    assert shown.splitlines()[1].startswith("Zoltán Äng")
    rows = json.loads(run(store, "network", "co-attendance", "--format", "json", "--since", "2025-04").stdout)
    assert len(rows) == 3 and rows[0]["source"].startswith(BASE) and rows[0]["weight"] == 1


def test_measures_as_a_table_fit_the_terminal(store: Path) -> None:
    shown = run(store, "network", "co-attendance", "--measures", "--format", "table").stdout.decode()
    assert max(len(line) for line in shown.splitlines()) <= 80
    assert "Zoltán Äng" in shown


def test_a_network_as_a_file(store: Path, tmp_path: Path) -> None:
    to = tmp_path / "net.gexf"
    run(store, "network", "people-bodies", "--format", "gexf", "--measures", "--output", to)
    graph = nx.read_gexf(to, version="1.3")
    assert len(graph) == 9 and "pagerank" in next(iter(graph.nodes(data=True)))[1]
    same = run(store, "export", "gexf", "--network", "people-bodies", "--measures").stdout
    assert same == to.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["net.gexf"]


def test_a_network_in_slices(store: Path, tmp_path: Path) -> None:
    words = ("network", "people-bodies", "--slice", "month")
    rows = list(csv.DictReader(io.StringIO(run(store, *words).stdout.decode())))
    assert {row["slice"] for row in rows} == {"2025-02", "2025-03", "2025-04"}
    shown = run(store, *words, "--changes", "--format", "table").stdout.decode()
    assert shown.splitlines()[0].split()[:4] == ["PERIOD", "NODER", "NYA", "BORTA"]
    run(store, *words, "--measures", "--window", "2", "--format", "gexf", "-o", tmp_path / "slices")
    files = sorted(path.name for path in (tmp_path / "slices").iterdir())
    assert files == ["2025-02_2025-03.gexf", "2025-03_2025-04.gexf"]
    graph = nx.read_gexf(tmp_path / "slices" / files[1], version="1.3")
    assert {"brokerage", "strength_change"} <= set(next(iter(graph.nodes(data=True)))[1])


def test_nothing_found_is_said(store: Path) -> None:
    done = run(store, "network", "people-bodies", "--body", "byalag")
    assert "Personer och organ: inget hittades för --body byalag" in done.stderr.decode()


def test_the_whole_graph_as_rdf(store: Path, tmp_path: Path) -> None:
    lines = run(store, "export", "nq").stdout.decode().splitlines()
    assert len(lines) == 823 and lines[0].startswith(f"<{BASE}")
    run(store, "export", "turtle", "--base", "https://data.example.se/", "-o", tmp_path / "all.ttl")
    assert "@base <https://data.example.se/>" in (tmp_path / "all.ttl").read_text("utf-8")


def test_formats_of_several_files_need_an_empty_folder(store: Path, tmp_path: Path) -> None:
    to = tmp_path / "people"
    words = ("network", "people-bodies", "--format", "gephi-csv", "--output", to)
    run(store, *words)
    assert sorted(path.name for path in to.iterdir()) == ["edges.csv", "nodes.csv"]
    assert "this is not an empty folder" in run(store, *words, expect=2).stderr.decode()
    run(store, "export", "neo4j-csv", "--base", "https://data.example.se/", "-o", tmp_path / "neo4j")
    assert "https://data.example.se/person/" in (tmp_path / "neo4j" / "nodes.csv").read_text("utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["neo4j", "people"]


def test_formats_are_listed(store: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run(store, "export").stdout.decode())))
    assert {(row["name"], row["kind"]) for row in rows} >= {("gexf", "network"), ("turtle", "graph")}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("export", "xlsx"), "there is no format xlsx: there are akoma-ntoso, "),
        (("export", "gexf"), "name one with --network"),
        (("export", "oparl"), "name a folder for them with --output DIR"),
        (("export", "ttl", "--network", "people-bodies"), "takes no --network"),
        (("export", "ttl", "--base", "x"), "write an absolute IRI"),
        (("export", "gexf", "--network", "peple-bodies"), "did you mean people-bodies"),
        (("network", "people-bodies", "--slice", "week"), "--slice week: choose one of month, quarter"),
        (("network", "people-bodies", "--changes"), "add --slice year"),
        (("network", "people-bodis"), "did you mean people-bodies"),
        (("network", "people-bodies", "--format", "ttl"), "use govgraph export ttl"),
        (("network", "people-bodies", "--since", "soon"), "write a date"),
        (("publish", "site", "--base", "x"), "write the site's address"),
        (("publish", "site", "--lang", "fi"), "choose one of sv, en"),
    ],
)
def test_wrong_words_end_with_2_and_one_line(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(store, *words, expect=2)
    message = done.stderr.decode()
    assert told in message and message.count("\n") == 1 and done.stdout == b""
    assert list(tmp_path.iterdir()) == []


def test_a_missing_store_ends_with_3(tmp_path: Path) -> None:
    for words in (("network", "people-bodies"), ("export", "ttl"), ("publish", tmp_path / "site")):
        assert "there is no store" in run(tmp_path / "none", *words, expect=3).stderr.decode()


def test_a_place_that_cannot_be_written_ends_with_3(store: Path, tmp_path: Path) -> None:
    assert (
        "nowhere" in run(store, "export", "ttl", "-o", tmp_path / "nowhere" / "x", expect=3).stderr.decode()
    )
    (tmp_path / "letter").write_text("mine")
    told = run(store, "publish", tmp_path, expect=3).stderr.decode()
    assert "was not made by govgraph publish" in told


def test_publishing_says_what_it_did(store: Path, tmp_path: Path) -> None:
    done = run(store, "publish", tmp_path / "site", "--base", "https://data.example.se/")
    assert done.stdout == b""
    told = done.stderr.decode()
    assert f"Öppna {tmp_path / 'site' / 'index.html'}" in told and "0 oförändrade" in told
    again = run(store, "publish", tmp_path / "site", "--base", "https://data.example.se/").stderr.decode()
    assert " 0 filer skrivna" in again
