"""How well minutes are understood that are no seeds: no field may fall below what was measured.

The sets `dev`, `dev2` … are looked at while rules are made, `unseen` is only measured. The floors stand in
`gold/floors.toml`; raise them when the measure rises (`python -m tests.test_quality` writes them anew).
"""

import tomllib
from pathlib import Path

import pytest

from graphbuild import evaluation
from graphbuild.minutes_json import to_json
from graphbuild.parsing import parse
from graphbuild.readers import read
from graphbuild.resolution import resolve

ROOT = Path(__file__).parent
FLOORS = ROOT / "gold" / "floors.toml"
SETS = {
    "examples": ROOT.parent / "examples",
    "dev": ROOT / "minutes" / "dev",
    "dev2": ROOT / "minutes" / "dev2",
    "dev3": ROOT / "minutes" / "dev3",
    "dev4": ROOT / "minutes" / "dev4",
    "dev5": ROOT / "minutes" / "dev5",
    "dev6": ROOT / "minutes" / "dev6",
    "dev7": ROOT / "minutes" / "dev7",
    "dev8": ROOT / "minutes" / "dev8",
    "dev9": ROOT / "minutes" / "dev9",
    "unseen": ROOT / "minutes" / "unseen",
}
LEAST = 5
"""Fields with fewer facts in the gold of a set say little, and have no floor."""


def measured(name: str) -> dict[str, evaluation.Score]:
    scores = []
    for path in sorted((ROOT / "gold" / name).glob("*.json")):
        gold = evaluation.gold_of(path)
        scores.append(evaluation.compare(to_json(resolve(parse(read(SETS[name] / gold["source"])))), gold))
    return evaluation.added(scores)


@pytest.mark.parametrize("name", SETS)
def test_no_field_falls(name: str) -> None:
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8"))[name]
    scores = measured(name)
    assert {field: floor for field, floor in floors.items() if round(scores[field].f1, 3) < floor} == {}
    assert len(floors) >= 15


def write_floors() -> None:
    """Write what is measured now as the floors."""
    lines = ["# F1 of each field that has facts enough; see tests/test_quality.py."]
    for name in SETS:
        lines += ["", f"[{name}]"]
        lines += [
            f'"{field}" = {int(s.f1 * 1000) / 1000}' for field, s in measured(name).items() if s.gold >= LEAST
        ]
    FLOORS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_floors()
