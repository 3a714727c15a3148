"""`govgraph sparql`, `govgraph verify` and `govgraph demo`."""

import json
import shlex
from pathlib import Path

import pytest

from graphbuild.store import StoreFolder
from tests.cli import govgraph
from tests.fjallbygd import SPRING, autumn, spring
from tests.stores import filled, said

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?m a gov:Meeting }"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return filled(tmp_path / "store", spring(), autumn())


def test_a_query_from_the_line_a_file_and_a_pipe(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "count.rq"
    file.write_text(COUNT)
    for word, stdin in ((COUNT, ""), (f"@{file}", ""), ("-", COUNT)):
        ran = govgraph("sparql", word, "--store", store, "--format", "json", stdin=stdin)
        assert json.loads(ran.out) == [{"n": 2}]


def test_the_other_kinds_of_queries(store: Path) -> None:
    assert govgraph("sparql", "ASK { ?m a gov:Meeting }", "--store", store).out == "answer\ntrue\n"
    ran = govgraph("sparql", "CONSTRUCT { ?m a <x:y> } WHERE { ?m a gov:Meeting }", "--store", store)
    assert ran.out.splitlines() == sorted(ran.out.splitlines())
    assert ran.out.count("<x:y> .\n") == 2


def test_the_union_holds_the_documents_and_nothing_of_ours(store: Path) -> None:
    """What counts all triples counts what is exported: no list of files, no path on anybody's disk."""
    ran = govgraph(
        "sparql", "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", "--store", store, "--format", "json"
    )
    exported = govgraph("export", "nquads", "--store", store).out
    assert json.loads(ran.out) == [{"n": exported.count("\n")}]
    assert str(store.parent) not in exported


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (
            "SELECT ?s\nWHERE { ?s ?p foo:bar }",
            "govgraph: the query does not parse at line 2, column 22: the prefix foo:",
        ),
        ("DELETE WHERE { ?s ?p ?o }", "govgraph: this is an update"),
    ],
)
def test_what_is_no_query(store: Path, query: str, message: str) -> None:
    ran = govgraph("sparql", query, "--store", store)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(message)
    assert ran.err.count("\n") == 1


def test_verify(store: Path) -> None:
    ran = govgraph("verify", "--store", store)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith("All ")
    assert "quotes from 2 documents stand word for word" in ran.err


def change(store: Path, old: bytes, new: bytes) -> Path:
    path = StoreFolder(store).source(said(spring()).document)
    path.write_bytes(path.read_bytes().replace(old, new))
    return path


def test_verify_of_an_empty_store(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("hej\n")
    assert govgraph("build", tmp_path / "a.txt", "--store", tmp_path / "store").code == 3
    ran = govgraph("verify", "--store", tmp_path / "store", GOVGRAPH_LANG="en")
    assert (ran.code, ran.out) == (1, "")
    assert "holds no documents" in ran.err


def test_verify_after_one_changed_byte(store: Path) -> None:
    path = change(store, "Åsa Björk väljs".encode(), "Åsa Björk valjs".encode())
    change(store, b"valjs", b"v\xc3\xa5ljs")
    ran = govgraph("verify", "--store", store, "--format", "json", GOVGRAPH_LANG="en")
    assert ran.code == 1
    found = json.loads(ran.out)
    assert {row["stored"] for row in found} == {str(path)}
    assert any(row["fact"].endswith("/item/8/decision/2") and row["line"] == 16 for row in found)
    assert any(row["problem"] == "the source says “Åsa Björk våljs att justera”" for row in found)
    assert "quotes do not stand in their sources" in ran.err


def test_verify_after_a_byte_that_no_quote_holds(store: Path) -> None:
    change(store, b"Beslutande:", b"beslutande:")
    ran = govgraph("verify", "--store", store, "--format", "json")
    assert ran.code == 1
    assert [row["problem"] for row in json.loads(ran.out)] == ["the source text is not the one that was read"]


def test_verify_of_a_text_that_is_no_utf8(store: Path) -> None:
    change(store, "Åre".encode(), b"\xc5re")
    ran = govgraph("verify", "--store", store, "--format", "json")
    assert ran.code == 1
    problems = {row["problem"]: row for row in json.loads(ran.out)}
    place = SPRING.encode().index("Åre".encode())
    assert problems[f"the source text is not valid UTF-8 (byte {place})"]["line"] == 3
    assert any("Sara Ek, \ufffdre" in problem for problem in problems)


def test_verify_of_a_text_that_is_gone(store: Path) -> None:
    StoreFolder(store).source(said(spring()).document).unlink()
    ran = govgraph("verify", "--store", store, "--format", "table", GOVGRAPH_LANG="sv")
    assert ran.code == 1
    assert "källtexten saknas" in " ".join(ran.out.split())


@pytest.mark.parametrize("language", ["sv", "en"])
def test_demo(tmp_path: Path, language: str) -> None:
    ran = govgraph("demo", cwd=tmp_path, GOVGRAPH_LANG=language)
    assert (ran.code, ran.err) == (0, "")
    assert max(map(len, ran.out.splitlines())) <= 80
    assert (tmp_path / "demo" / "site" / "index.html").is_file()
    questions = ran.out.split("─\n")
    assert len(questions) == 8
    assert all(len(answer.splitlines()) > 8 for answer in questions[2:6])
    all_shown, some_shown = {"sv": ("Alla 22 rader", "10 av"), "en": ("All 22 rows", "10 of")}[language]
    assert all_shown in questions[2] and some_shown in questions[3]
    last = questions[-1].replace("\\\n", " ").splitlines()
    commands = [shlex.split(line) for line in last if line.startswith("  govgraph")]
    assert {"serve", "ledger", "verify"} <= {command[1] for command in commands}
    if language == "en":
        for command in commands:
            asked = [*command, "--help"] if command[1] == "serve" else command  # it goes on until Ctrl-C
            done = govgraph(*asked[1:], cwd=tmp_path)
            assert done.code == 0, command
            written = "-o" in command and (tmp_path / command[command.index("-o") + 1]).is_file()
            assert done.out or done.err or written, command
    else:
        assert (
            govgraph("demo", cwd=tmp_path, GOVGRAPH_LANG=language).out == ran.out
        )  # once more: the same again
