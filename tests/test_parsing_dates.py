"""Dates, times and due times in the forms that minutes use."""

from datetime import date

import pytest

from graphbuild import languages
from graphbuild.parsing.dates import days_in, due_in, times_in

SWEDISH = languages.load("sv")
MEETING = date(2025, 4, 7)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("måndag 7 april 2025 kl. 13.00", "2025-04-07", "2025-04-07"),
        ("den 12 och 13 mars 2024", "2024-03-12", "2024-03-13"),
        ("Måndag-tisdag 20 -21 januari 2025", "2025-01-20", "2025-01-21"),
        ("2024-03-12", "2024-03-12", "2024-03-12"),
        ("24-10-21", "2024-10-21", "2024-10-21"),
        ("24.12.06", "2024-12-06", "2024-12-06"),
        ("den 30 juni–2 juli 2025", "2025-06-30", "2025-07-02"),
        ("12/3 2024", "2024-03-12", "2024-03-12"),
        ("16 december", "2025-12-16", "2025-12-16"),
        ("den 3 februari", "2026-02-03", "2026-02-03"),
    ],
)
def test_days(text: str, first: str, last: str) -> None:
    day = next(days_in(text, SWEDISH, MEETING))
    assert (day.first.isoformat(), day.last.isoformat()) == (first, last)


@pytest.mark.parametrize("text", ["30 februari 2025", "§ 12 i taxan", "kapitel 3.12.1", "ca 2 500 kr"])
def test_what_is_no_date(text: str) -> None:
    assert list(days_in(text, SWEDISH, MEETING)) == []


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("kl. 13.00 - 15.30", ["13:00", "15:30"]),
        ("klockan 9–11", ["09:00", "11:00"]),
        ("13–14.30", ["13:00", "14:30"]),
        ("08:30", ["08:30"]),
        ("den 24.12.06 kl 18", ["18:00"]),
        ("2,4 miljoner, 35.90 kr", []),
    ],
)
def test_times(text: str, times: list[str]) -> None:
    if "35.90" in text:
        assert times_in(text, SWEDISH) == []
    assert [time for time, _, _ in times_in(text, SWEDISH)] == times


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("redovisas senast 31 januari 2026", "2026-01-31"),
        ("klart till nästa möte", "2025-05-12"),
        ("presenteras under q4 2025", "2025-Q4"),
        ("lämnas under kvartal 1 2026", "2026-Q1"),
        ("före årsskiftet", "2025-12-31"),
        ("återkommer i november 2025", "2025-11"),
        ("senast den 15 juni", "2025-06-15"),
        ("till ett kommande möte", None),
        ("så snart som möjligt", None),
    ],
)
def test_due_times(text: str, due: str | None) -> None:
    found = due_in(text, SWEDISH, MEETING, "2025-05-12")
    assert (found[0] if found else None) == due
