"""Imports point down only; the list is the one in the design."""

import ast
from pathlib import Path

import pytest

import graphbuild

ROOT = Path(graphbuild.__file__).parent
LAYERS = (
    ("errors", "table", "resources", "collation", "words", "spreadsheet"),
    ("model",),
    ("vocabulary", "due"),
    ("ntriples", "identity"),
    ("messages",),
    ("readers", "languages", "gazetteer"),
    ("privacy",),
    ("parsing", "stemming"),
    ("resolution", "minutes_json"),
    ("statements", "evaluation", "differences"),
    ("joining", "judgements"),
    ("sources", "workers"),
    ("cluster",),
    ("store",),
    ("starting",),
    ("catalogue", "quotes", "search"),
    ("ledger", "verification", "shapes"),
    ("checks",),
    ("pairing", "organisations"),
    ("candidates", "figures", "identification", "memberships"),
    ("following",),
    ("forgetting",),
    ("pairs",),
    ("grid", "dataset", "networks", "measures", "drawing"),
    ("slices",),
    ("exporters", "reports", "handouts"),
    ("publishing", "notebook"),
    ("serving",),
    ("reading",),
    ("sending",),
    ("planning", "settling"),
    ("pipeline",),
    ("commands",),
)
HEIGHT = {room: height for height, rooms in enumerate(LAYERS) for room in rooms}
MODULES = sorted(path for path in ROOT.rglob("*.py") if path != ROOT / "__init__.py")


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Name the rooms that a module imports, wherever in it; what is only for types counts less."""
    tree = ast.parse(path.read_text("utf-8"))
    found = set()
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("graphbuild"):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names if alias.name.startswith("graphbuild")]
        found |= {name.split(".")[1] for name in names if name.count(".")}
    return found & set(HEIGHT)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_down(path: Path) -> None:
    room = room_of(path)
    assert room in HEIGHT, f"{room} stands in no layer"
    for other in imported(path) - {room}:
        assert HEIGHT[other] < HEIGHT[room], f"{room} must not import {other}"


def test_every_layer_exists() -> None:
    assert set(HEIGHT) == {room_of(path) for path in MODULES}


def test_only_commands_print_and_read_the_environment() -> None:
    for path in MODULES:
        if room_of(path) == "commands":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in ("print", "input"), path
            if isinstance(node, ast.Attribute):
                assert node.attr not in ("environ", "getenv"), path


def test_no_module_is_too_long() -> None:
    for path in MODULES:
        assert len(path.read_text("utf-8").splitlines()) <= 400, path
