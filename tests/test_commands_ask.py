"""`govgraph ask`."""

import csv
import io
import json
from pathlib import Path

import pytest

from graphbuild import catalogue
from tests.cli import govgraph
from tests.fjallbygd import autumn, spring
from tests.stores import filled


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("ask") / "store", spring(), autumn())


def test_the_list() -> None:
    ran = govgraph("ask")
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert [row["name"] for row in rows] == catalogue.names()
    assert all(row["description"] for row in rows)
    table = govgraph("ask", "--format", "table", GOVGRAPH_LANG="sv")
    assert "Vem" in table.out
    assert max(map(len, table.out.splitlines())) <= 80
    assert "govgraph ask NAMN" in table.err


def test_about_one_question() -> None:
    ran = govgraph("ask", "decisions", "--help")
    assert "--text policy" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80
    assert "Beslut" in govgraph("ask", "decisions", "-h", LC_ALL="sv_SE.UTF-8").out


def test_doubts_are_told_in_the_users_language(store: Path) -> None:
    words = ("ask", "doubts", "--kind", "issue", "--store", store)
    english, swedish = (govgraph(*words, GOVGRAPH_LANG=language).out for language in ("en", "sv"))
    assert "belongs to no part" in english and "hör till" in swedish
    assert govgraph(*words, "--language", "en", GOVGRAPH_LANG="sv").out == english


def test_rows_in_every_format(store: Path) -> None:
    words = ("ask", "who-decided", "--text", "policy", "--until=2025-06", "--store", store)
    found = json.loads(govgraph(*words, "--format", "json").out)
    assert [row["person"] for row in found] == ["Magnus Asp", "Sara Ek", "Åsa Björk", "Örjan Ståhl"]
    assert list(found[0])[:6] == ["date", "body", "item", "decision", "person", "organisation"]
    assert found[0]["person_iri"].startswith("http://localhost:8000/id/person/")
    assert len(govgraph(*words, "--format", "jsonl").out.splitlines()) == 4
    assert govgraph(*words, "--format", "tsv").out.count("\t") > 20
    assert govgraph(*words, "--format", "md").out.startswith("| date |")
    assert govgraph(*words).out.startswith("date,body,item,decision,person")  # csv in a pipe
    table = govgraph(*words, "--format", "table").out
    assert "http" not in table
    assert "http" in govgraph(*words, "--format", "table", "--iris").out


def test_nothing_found_is_said_with_the_filters(store: Path) -> None:
    ran = govgraph("ask", "decisions", "--text", "qqq", "--body", "x", "--store", store, "--format", "json")
    assert (ran.code, ran.out) == (0, "[]\n")
    assert ran.err == "Decisions: nothing found for --text qqq --body x. Try fewer filters.\n"
    ran = govgraph(
        "ask", "decisions", "--text", "qqq", "--store", store, "--format", "table", GOVGRAPH_LANG="sv"
    )
    assert (ran.out, ran.err) == ("", "Beslut: inget hittades för --text qqq. Pröva färre filter.\n")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("decision",), "there is no query decision: did you mean decisions"),
        (
            ("decisions", "--bodi", "x"),
            "decisions has no parameter --bodi (did you mean --body?): it has --body",
        ),
        (("decisions", "policy"), "“policy” belongs to no parameter: write --PARAMETER policy"),
        (("decisions", "--text"), "--text needs a value: write --text VALUE"),
        (("--text", "x"), "name a question before its parameters: govgraph ask NAME --text x"),
        (("decisions", "--since", "x"), "--since x: write a date"),
    ],
)
def test_what_it_does_not_understand(words: tuple[str, ...], message: str) -> None:
    ran = govgraph("ask", *words)
    assert ran.code == 2
    assert ran.err.startswith(f"govgraph: {message}")
    assert ran.err.count("\n") == 1
