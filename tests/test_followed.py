"""Assignments are followed through series of meetings: measured, with a floor."""

from pathlib import Path

import pytest

from tests.followed_series import FOLDER, Figures, built, measured

SERIES = sorted(FOLDER.glob("*.txt"))
STATUSES_RIGHT = 0.9
HISTORIES_RIGHT = 0.85


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("followed")
    return {path.stem: built(path, folder) for path in SERIES}


def test_statuses_and_histories_are_read_right(stores: dict[str, Path]) -> None:
    figures: list[Figures] = [measured(path, stores[path.stem]) for path in SERIES]
    wrong = "\n".join(line for each in figures for line in each.wrong)
    there = sum(each.assignments for each in figures)
    assert there >= 39
    assert sum(each.statuses for each in figures) >= STATUSES_RIGHT * there, wrong
    assert sum(each.histories for each in figures) >= HISTORIES_RIGHT * there, wrong
