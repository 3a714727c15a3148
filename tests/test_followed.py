"""Assignments are followed through series of meetings: measured, with a floor."""

from pathlib import Path

import pytest

from tests.followed_series import FOLDER, Figures, asked, built, measured

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


def test_a_status_is_judged_on_a_day_and_nothing_later_counts(stores: dict[str, Path]) -> None:
    store = stores["kommunstyrelsen_alnvik"]

    def on(day: str) -> list[tuple[object, ...]]:
        return [
            (row["status"], row["new_due"], row["overdue"], row["reported"])
            for row in asked(store, "assignments", text="cykelparkering", as_of=day)
        ]

    assert on("2025-01-13") == []
    assert on("2025-01-14") == [("open", None, None, None)]
    assert on("2025-04-30") == [("delayed", "2025-08-31", None, "2025-04-08")]
    assert on("2025-08") == [("delayed", "2025-08-31", None, "2025-04-08")]
    assert on("2025-09-01") == [("delayed", "2025-08-31", "2025-08-31", "2025-04-08")]
    assert on("2025-09-09") == [("done", "2025-08-31", None, "2025-09-09")]


def test_a_history_shows_the_words_the_signs_and_how_sure_each_step_is(stores: dict[str, Path]) -> None:
    steps = asked(
        stores["kommunstyrelsen_alnvik"], "assignment-history", text="växeltelefoni", as_of="2025-06"
    )
    assert [(row["date"], row["step"], row["signs"], row["quote"]) for row in steps] == [
        (
            "2025-01-14",
            "given",
            None,
            "Kommunstyrelsen uppdrar åt Jens Vretlund att upphandla en ny växeltelefoni",
        ),
        ("2025-06-10", "done", "case, explicit", "Kommunstyrelsen noterar att uppdraget är slutfört."),
    ]
    assert (steps[0]["certainty"], float(str(steps[1]["certainty"]))) == (None, 0.72)
    assert {row["assignee"] for row in steps} == {"Jens Vretlund"}
    before = asked(
        stores["kommunstyrelsen_alnvik"], "assignment-history", text="växeltelefoni", as_of="2025-05"
    )
    assert [row["step"] for row in before] == ["given"]


def test_who_is_silent_and_who_is_overdue_can_be_asked_for(stores: dict[str, Path]) -> None:
    (silent,) = asked(stores["byalag_rodsele"], "assignments", status="silent")
    assert (silent["silent_since"], silent["status"]) == ("2025-09-22", "open")
    assert asked(stores["byalag_rodsele"], "assignments", status="silent", as_of="2025-09-21") == []
    (late,) = asked(stores["miljonamnden_solbo"], "assignments", status="overdue")
    assert (late["overdue"], late["due"]) == ("2025-05-31", "2025-05-31")


def test_the_examples_give_the_planted_histories(example_store: Path) -> None:
    """What became of the examples' assignments, as a reader finds it in later minutes."""
    told = [
        (
            step["given"],
            str(step["assignment"]).split(" att ")[0].split()[-1],
            step["date"],
            step["step"],
            step["due"],
        )
        for step in asked(example_store, "assignment-history")
        if step["step"] not in ("given", "overdue", "silent")
    ]
    assert told == [
        ("2024-11-28", "Brodde", "2025-03-20", "extended", "2025-06-30"),
        ("2024-11-28", "Brodde", "2025-09-18", "extended", "2025-12-11"),
        ("2025-09-18", "uppdrag", "2025-12-11", "delayed", None),
        ("2025-09-22", "möte", "2026-02-09", "reported", None),
        ("2025-09-22", "Bodlund", "2026-02-09", "done", None),
        ("2025-02-11", "Askebrand", "2025-05-13", "extended", "2025-06-30"),
        ("2024-10-23", "2024", "2025-03-05", "extended", "2025-04-30"),
        ("2025-08-27", "möte", "2026-03-18", "reported", None),
    ]
