"""What a store built from the real minutes answers is what `parse` says of them."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli import govgraph

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def seeds(shared: Path) -> list[dict[str, Any]]:
    ran = govgraph("parse", str(shared / "seeds"))
    assert (ran.code, ran.err) == (0, "")
    return [json.loads(line) for line in ran.out.splitlines()]


@pytest.fixture(scope="module")
def store(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("seeds") / "store"
    assert govgraph("build", str(shared / "seeds"), "--store", str(path)).code in (0, 1)
    return path


def asked(store: Path, name: str, *more: str) -> list[dict[str, Any]]:
    ran = govgraph("ask", name, "--store", str(store), "--format", "json", *more)
    assert ran.code == 0, ran.err
    rows: list[dict[str, Any]] = json.loads(ran.out)
    return rows


def rows(found: list[dict[str, Any]], *columns: str) -> list[tuple[Any, ...]]:
    return sorted((tuple(row[c] for c in columns) for row in found), key=repr)


def joined(values: list[str] | None, by: str = ", ") -> str | None:
    return by.join(values) if values else None


def in_items(minutes: list[dict[str, Any]], key: str) -> list[tuple[str, str, str, Any]]:
    return [(m["date"], i["number"], i["title"], x) for m in minutes for i in m["items"] for x in i[key]]


def test_participants(seeds: list[dict[str, Any]], store: Path) -> None:
    expected = [
        (
            m["date"],
            p["name"],
            p["organisation"],
            p["party"],
            joined(p["roles"]),
            p["attendance"],
            joined(p["items"]),
        )
        for m in seeds
        for p in m["participants"]
    ]
    found = rows(
        asked(store, "participants"), "date", "person", "organisation", "party", "role", "attendance", "items"
    )
    told = [(*row[:4], joined(sorted(row[4].split(", "))) if row[4] else None, *row[5:]) for row in found]
    wanted = [
        (*row[:4], joined(sorted(row[4].split(", "))) if row[4] else None, *row[5:]) for row in expected
    ]
    assert sorted(told, key=repr) == sorted(wanted, key=repr)


def test_items(seeds: list[dict[str, Any]], store: Path) -> None:
    expected = [
        (m["date"], i["number"], i["title"], i["outcome"], i["focus_area"]) for m in seeds for i in m["items"]
    ]
    assert rows(asked(store, "items"), "date", "item", "title", "outcome", "focus_area") == sorted(
        expected, key=repr
    )


def test_decisions(seeds: list[dict[str, Any]], store: Path) -> None:
    expected = [
        (*found[:3], found[3]["label"], found[3]["text"], found[3]["type"])
        for found in in_items(seeds, "decisions")
    ]
    columns = ("date", "item", "item_title", "label", "decision", "type")
    assert rows(asked(store, "decisions"), *columns) == sorted(expected, key=repr)


def test_assignments(seeds: list[dict[str, Any]], store: Path) -> None:
    expected = [
        (date, number, a["text"], assignee, a["due"])
        for date, number, _, a in in_items(seeds, "assignments")
        for assignee in a["assignees"] or [None]
    ]
    assert rows(asked(store, "assignments"), "date", "item", "assignment", "assignee", "due") == sorted(
        expected, key=repr
    )


def test_presenters(seeds: list[dict[str, Any]], store: Path) -> None:
    expected = [
        (date, number, p["name"], joined(p["roles"]), p["organisation"])
        for date, number, _, p in in_items(seeds, "presenters")
    ]
    assert rows(asked(store, "presenters"), "date", "item", "person", "role", "organisation") == sorted(
        expected, key=repr
    )


def test_signatories(seeds: list[dict[str, Any]], store: Path) -> None:
    expected = [
        (m["date"], s["name"], joined(s["roles"]), joined(s["items"]))
        for m in seeds
        for s in m["signatories"]
    ]
    assert rows(asked(store, "signatories"), "date", "person", "role", "items") == sorted(expected, key=repr)


def test_who_decided_is_who_was_there(store: Path) -> None:
    people = {row["person"] for row in asked(store, "who-decided", "--text", "folkhälsopolicy")}
    assert len(people) == 10
    assert "Magnus Aspegren" not in people


def test_every_real_quote_stands_in_its_source(shared: Path, store: Path, tmp_path: Path) -> None:
    assert govgraph("verify", "--store", str(store)).code == 0
    minutes = tmp_path / "minutes"
    assert govgraph("build", str(shared / "minutes"), "--store", str(minutes)).code in (0, 1)
    assert govgraph("verify", "--store", str(minutes)).code == 0
