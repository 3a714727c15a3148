"""Tables as text: for people within 80 columns, for programs exactly."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphbuild.model import Table
from graphbuild.reports import FORMATS, Style, render

TABLE = Table(
    ("date", "body", "item", "decision", "outcome", "count", "online", "party", "decision_iri"),
    (
        ("2025-04-07", "Rådet", "8", "att köpa\nbåten", "decided", 3, True, None, "http://x/1"),
        ("2025-04-07", "Rådet", "8", "att sälja bryggan för minst " + "tio tusen " * 12, "decided", 12, False, None, "http://x/2"),
        ("2025-05-01", "Rådet", "9", "=1+1", "none", None, None, None, "http://x/3"),
    ),
)  # fmt: skip
STYLE = Style(80)


@pytest.mark.parametrize("width", [40, 80, 200])
def test_a_table_fits_its_width(width: int) -> None:
    text = render(TABLE, "table", Style(width))
    assert max(map(len, text.splitlines())) <= width


def test_a_table_for_people() -> None:
    lines = render(TABLE, "table", STYLE).splitlines()
    assert lines[0].split() == ["ITEM", "DECISION", "OUTCOME", "COUNT", "ONLINE"]
    assert lines[2] == "2025-04-07 · Rådet"
    assert lines[3].split() == ["8", "att", "köpa", "båten", "decided", "3", "yes"]
    assert lines[3].index("3") == lines[4].index("12") + 1  # numbers stand under each other
    assert not lines[4].startswith("8")  # what the row above says is said once
    assert "http" not in "".join(lines)
    assert "http://x/1" in render(TABLE, "table", Style(200, iris=True))


def test_a_table_speaks_swedish() -> None:
    text = render(TABLE, "table", Style(100, language="sv"))
    assert "BESLUT" in text.splitlines()[0]
    assert "beslutad" in text
    assert "ja" in text.split()


def test_heads_are_bold_on_a_terminal() -> None:
    assert render(TABLE, "table", Style(80, bold=True)).startswith("\033[1mITEM")
    assert "\033" not in render(TABLE, "table", STYLE)


def test_a_text_cannot_steer_the_terminal() -> None:
    table = Table(("text",), (("\033[2Jrm\x07",),))
    assert "\033" not in render(table, "table", STYLE)
    assert "\x07" not in render(table, "table", STYLE)


def test_csv_and_tsv_run_nothing() -> None:
    for form, delimiter in (("csv", ","), ("tsv", "\t")):
        rows = list(csv.DictReader(io.StringIO(render(TABLE, form, STYLE)), delimiter=delimiter))
        assert [row["decision"][:5] for row in rows] == ["att k", "att s", "'=1+1"]
        assert rows[0]["online"] == "true"
        assert rows[2]["count"] == ""
    for start in ("=", "+", "-", "@", "\t", "\r"):
        assert (
            render(Table(("a",), ((f"{start}x",),)), "csv", STYLE).splitlines()[1].lstrip('"').startswith("'")
        )
    assert render(Table(("a",), ((-3,),)), "csv", STYLE) == "a\n-3\n"


def test_json_and_jsonl() -> None:
    found = json.loads(render(TABLE, "json", STYLE))
    assert found == [dict(zip(TABLE.columns, row, strict=True)) for row in TABLE.rows]
    assert list(found[0]) == list(TABLE.columns)
    assert [json.loads(line) for line in render(TABLE, "jsonl", STYLE).splitlines()] == found


def test_markdown() -> None:
    lines = render(Table(("a", "b_iri"), (("x|y <b>\n*z*", "u"),)), "md", STYLE).splitlines()
    assert lines == ["| a |", "| --- |", "| x\\|y \\<b><br>\\*z\\* |"]


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_found(form: str) -> None:
    empty = Table(("a", "b"), ())
    expected = {
        "table": "",
        "json": "[]\n",
        "jsonl": "",
        "csv": "a,b\n",
        "tsv": "a\tb\n",
        "md": "| a | b |\n| --- | --- |\n",
    }
    assert render(empty, form, STYLE) == expected[form]


CELLS = st.one_of(st.none(), st.booleans(), st.integers(), st.text())


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1), st.integers(20, 120))
def test_any_table_fits(rows: list[tuple[str | int | bool | None, ...]], width: int) -> None:
    text = render(Table(("one", "two", "three"), tuple(rows)), "table", Style(width))
    assert all(len(line) <= width for line in text.split("\n"))


@given(st.lists(st.tuples(CELLS, CELLS)))
def test_any_table_survives_json(rows: list[tuple[str | int | bool | None, ...]]) -> None:
    table = Table(("a", "b"), tuple(rows))
    assert [tuple(row.values()) for row in json.loads(render(table, "json", STYLE))] == list(table.rows)
