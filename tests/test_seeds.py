"""Real minutes: the two with gold are understood to the letter, the others without a crash."""

from pathlib import Path

import pytest

from graphbuild import evaluation
from graphbuild.minutes_json import to_json
from graphbuild.parsing import parse
from graphbuild.readers import SUFFIXES, read
from graphbuild.resolution import resolve

SHARED = Path(__file__).parents[2] / "shared"
pytestmark = pytest.mark.shared

WHOLE = ("front page", "participants", "roles", "signatories", "items", "presenters")
NEARLY = ("decisions", "decision types", "assignments", "assignments whole", "outcomes", "documents")


def scores() -> dict[str, evaluation.Score]:
    found = []
    for path in sorted((SHARED / "gold").glob("*.json")):
        gold = evaluation.gold_of(path)
        found.append(
            evaluation.compare(to_json(resolve(parse(read(SHARED / "seeds" / gold["source"])))), gold)
        )
    return evaluation.added(found)


def test_the_seeds_are_understood() -> None:
    measured = scores()
    assert {field: measured[field].f1 for field in WHOLE} == dict.fromkeys(WHOLE, 1.0)
    assert {field: round(measured[field].f1, 3) for field in NEARLY if measured[field].f1 < 0.95} == {}
    assert measured["participants"].gold == 27


def test_the_anomalies_of_the_gold_are_told() -> None:
    for path in sorted((SHARED / "gold").glob("*.json")):
        gold = evaluation.gold_of(path)
        told = to_json(resolve(parse(read(SHARED / "seeds" / gold["source"]))))["anomalies"]
        assert len(told) == len(gold["anomalies"])
        for ours, theirs in zip(told, gold["anomalies"], strict=True):
            assert set(theirs.replace(":", "").split()) <= set(ours.replace(":", "").split())


@pytest.mark.parametrize(
    "name",
    sorted(p.name for p in (SHARED / "minutes").glob("*") if p.suffix in SUFFIXES and p.name != "README.md"),
)
def test_every_real_minutes_is_read(name: str) -> None:
    minutes = resolve(parse(read(SHARED / "minutes" / name)))
    assert minutes.items
    assert minutes.coverage.understood >= 0.8 * minutes.coverage.lines
