"""Networks cut into slices of time: the same edges as asking for each stretch by itself, and what changed."""

from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest

from graphbuild import catalogue, networks, slices
from graphbuild.errors import UsageError
from graphbuild.store import EmbeddedStore
from graphbuild.table import Table

ALL = catalogue.names("networks")


@pytest.fixture(scope="module")
def store(example_store: Path) -> Iterator[EmbeddedStore]:
    with EmbeddedStore.read(example_store) as opened:
        yield opened


@pytest.mark.parametrize("name", ALL)
def test_a_slice_is_what_one_gets_by_asking_for_its_days(store: EmbeddedStore, name: str) -> None:
    query = catalogue.load(name, "networks")
    cut = slices.read(store, query, {}, "half-year")
    days = {"H1": ("01-01", "06-30"), "H2": ("07-01", "12-31")}
    for each in cut:
        year, half = each.name.split("-")
        since, until = (f"{year}-{day}" for day in days[half])
        alone = networks.read(store, query, {"since": since, "until": until})
        assert weights(each.edges) == weights(alone), each.name
        assert {row[0] for row in each.edges.rows} == {row[0] for row in alone.rows}
    assert [each.name for each in cut] == sorted(each.name for each in cut)


def weights(table: Table) -> dict[tuple[object, object], tuple[object, ...]]:
    return {(row[0], row[1]): row[6:9] for row in table.rows}


def test_windows_overlap_and_years_without_meetings_are_there() -> None:
    rows = tuple(
        ("a", "b", "A", "B", "person", "person", 1, day, day, day[:7]) for day in ("2020-03-01", "2023-05-01")
    )
    table = Table((*networks.EDGE_COLUMNS, "period"), rows)
    assert [(each.name, len(each.edges.rows)) for each in slices.slices(table, "year")] == [
        ("2020", 1),
        ("2021", 0),
        ("2022", 0),
        ("2023", 1),
    ]
    assert [(each.name, len(each.edges.rows)) for each in slices.slices(table, "year", 3)] == [
        ("2020/2022", 1),
        ("2021/2023", 1),
    ]
    (whole,) = slices.slices(table, "year", 9)
    assert whole.name == "2020/2028" and whole.edges.rows[0][6:9] == (2, "2020-03-01", "2023-05-01")
    assert [each.name for each in slices.slices(table, "quarter")][:2] == ["2020-Q1", "2020-Q2"]
    assert slices.slices(table, "month")[0].name == "2020-03"


def test_what_has_no_date_is_in_no_slice() -> None:
    row = ("a", "b", "A", "B", "person", "person", 1, None, None, None)
    assert slices.slices(Table((*networks.EDGE_COLUMNS, "period"), (row,)), "year") == []


@pytest.mark.parametrize(("step", "window"), [("week", 1), ("year", 0)])
def test_wrong_steps_are_told(step: str, window: int) -> None:
    with pytest.raises(UsageError, match=r"--slice week|--window 0"):
        slices.slices(Table((*networks.EDGE_COLUMNS, "period"), ()), step, window)


def test_changes_count_what_is_new_and_gone() -> None:
    first, second = nx.Graph([("a", "b"), ("b", "c")]), nx.Graph([("a", "b"), ("b", "d")])
    for graph in (first, second):
        nx.set_edge_attributes(graph, 2, "weight")
    table = slices.changes({"2024": first, "2025": second})
    assert dict(zip(table.columns, table.rows[1], strict=True)) == {
        "slice": "2025",
        "nodes": 3,
        "nodes_new": 1,
        "nodes_gone": 1,
        "edges": 2,
        "edges_new": 1,
        "edges_gone": 1,
        "weight": 4,
        "similarity": 0.333333,
    }
    slices.mark_changes(None, first)
    slices.mark_changes(first, second)
    assert first.nodes["a"]["turnover"] is None
    assert (second.nodes["b"]["strength_change"], second.nodes["b"]["turnover"]) == (0, 0.666667)
    assert (second.nodes["d"]["strength_change"], second.nodes["d"]["turnover"]) == (2, 1.0)
