"""Scores of documents become intervals and groups."""

import json
from pathlib import Path

import pytest

from graphbuild import evaluation
from graphbuild.evaluation import Score
from tests.cli import govgraph

ROOT = Path(__file__).parent


def scored(right: int, gold: int = 10) -> dict[str, Score]:
    return {field: Score(gold, gold, right) for field in evaluation.FIELDS}


def test_documents_that_are_alike_leave_no_doubt() -> None:
    assert evaluation.intervals([scored(8)] * 12)["items"] == (0.8, 0.8)


def test_the_interval_holds_the_figure_and_widens_with_what_differs() -> None:
    scores = [scored(right) for right in (2, 5, 6, 9, 10, 10, 7, 3)]
    low, high = evaluation.intervals(scores)["items"]
    middle = evaluation.added(scores)["items"].f1
    assert low < middle < high
    assert low > 0.3 and high < 0.95
    assert evaluation.intervals(scores) == evaluation.intervals(scores)
    assert evaluation.intervals(scores, 1) != evaluation.intervals(scores, 2)


@pytest.mark.parametrize("by", ["document", "body"])
def test_evaluate_by_document_and_by_body(by: str) -> None:
    result = govgraph(
        "evaluate", str(ROOT / "minutes" / "dev"), str(ROOT / "gold" / "dev"), "--by", by, "--format", "json"
    )
    rows = json.loads(result.out)
    golds = [json.loads(path.read_text("utf-8")) for path in (ROOT / "gold" / "dev").glob("*.json")]
    assert {row[by] for row in rows} == {gold["source" if by == "document" else "body"] for gold in golds}
    assert {row["field"] for row in rows} <= set(evaluation.FIELDS)
