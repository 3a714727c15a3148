"""What people take to the next meeting: a page, a calendar and rows of the open assignments."""

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import icalendar
import pytest
from lxml import html

from graphbuild import messages
from graphbuild.handouts import Task, as_table, calendar, page, tasks
from graphbuild.reports import Style, render
from graphbuild.store import EmbeddedStore
from tests.cli import Ran, govgraph
from tests.followed_series import FOLDER, built

MADE = "2025-09-01T08:30:00Z"
TASK = Task(
    iri="http://localhost:8000/id/meeting/radet/2025-01-10/item/1/assignment/1",
    body="Rådet",
    given="2025-01-10",
    item="1",
    text="Cai Ek beställer vattenprov; färg, lukt och smak \\ enligt bilaga",
    assignees=("Cai Ek", "Åsa Öst"),
    due="2025-Q2",
    due_date="2025-06-30",
    is_overdue=True,
    status="delayed",
    silent_since=None,
    last_said="2025-03-10",
    quote="Vattenprovet <dröjer> & kommer",
    certainty=0.79,
    moved=1,
    language="sv",
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(FOLDER / "kommunstyrelsen_alnvik.txt", tmp_path_factory.mktemp("handouts"))


def events(written: bytes) -> list[Any]:
    """Read a calendar with a reader that is not ours."""
    return list(icalendar.Calendar.from_ical(written).walk("VEVENT"))


def test_another_reader_finds_the_due_dates_in_the_calendar() -> None:
    undated = replace(TASK, iri=f"{TASK.iri}0", due=None, due_date=None)
    written = calendar.write([TASK, undated], MADE, "sv")
    (event,) = events(written)
    assert event.decoded("DTSTART") == date(2025, 6, 30)
    assert event.decoded("DTSTAMP").isoformat() == "2025-09-01T08:30:00+00:00"
    assert str(event["SUMMARY"]) == f"Cai Ek, Åsa Öst: {TASK.text}"
    assert str(event["DESCRIPTION"]).split("\n") == [
        TASK.text,
        "Rådet 2025-01-10 § 1",
        "Senast sagt 2025-03-10 (försenat): Vattenprovet <dröjer> & kommer",
    ]
    assert str(event["URL"]) == TASK.iri
    assert not event.errors


def test_lines_of_the_calendar_are_75_octets_at_most_and_end_in_crlf() -> None:
    written = calendar.write([replace(TASK, text="å" * 400)], MADE, "sv")
    lines = written.split(b"\r\n")
    assert max(map(len, lines)) == 75 and b"\n" not in written.replace(b"\r\n", b"")
    assert str(events(written)[0]["DESCRIPTION"]).startswith("å" * 400)
    for line in lines:
        line.decode()  # no character was cut


def test_an_event_keeps_its_name_when_its_time_is_put_off() -> None:
    (before,) = events(calendar.write([replace(TASK, moved=0)], MADE, "en"))
    (after,) = events(calendar.write([replace(TASK, due_date="2025-12-31", moved=1)], MADE, "en"))
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)


def test_the_same_assignments_give_the_same_bytes(store: Path) -> None:
    with EmbeddedStore.read(store) as opened:
        found = [tasks(opened, "2025-07-01") for _ in range(2)]
    assert calendar.write(found[0], MADE, "sv") == calendar.write(found[1], MADE, "sv")


def test_tasks_are_as_they_stood_on_the_day(store: Path) -> None:
    with EmbeddedStore.read(store) as opened:
        january, july = (tasks(opened, day) for day in ("2025-01-31", "2025-07-01"))
        done = tasks(opened, "2025-12-31", {"status": "done"})
    assert [(task.due, task.status, task.is_overdue) for task in january] == [
        ("2025-04-30", "open", False),
        (None, "open", False),
    ]
    assert [(task.due, task.status, task.is_overdue, task.moved) for task in july] == [
        ("2025-06-30", "open", True, 0),
        ("2025-08-31", "delayed", False, 1),
    ]
    assert july[1].quote == "Tiden för uppdraget förlängs till den 31 augusti 2025."
    assert [task.last_said for task in done] == ["2025-09-09", "2025-06-10"]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_page_tells_who_what_since_when_due_and_the_last_words(language: str) -> None:
    written = page.write([TASK], "2025-09-01", {"Rådet": "2025-03-10"}, language)
    read = html.document_fromstring(written.decode())
    assert read.get("lang") == language
    (row,) = read.findall(".//tbody/tr")
    words = " ".join(str(row.xpath("string()")).split())
    for said in (
        TASK.text,
        "2025-01-10",
        "§ 1",
        "Cai Ek, Åsa Öst",
        "2025-Q2",
        "Vattenprovet <dröjer> & kommer",
        "79 %",
    ):
        assert said in words
    assert messages.text("handout-overdue", language) in words
    # Words in another language than the page say so.
    assert [quote.get("lang") for quote in row.iter("q")] == [None if language == "sv" else "sv"]
    # Nothing is fetched from elsewhere.
    assert not read.xpath("//script|//link|//img|//@src|//@href")
    assert [cell.get("scope") for cell in read.iter("th")] == ["col"] * 5 + ["row"]


def test_cells_of_the_spreadsheet_run_nothing() -> None:
    table = as_table([replace(TASK, text="=HYPERLINK(1)", quote="+1")])
    (row,) = csv.DictReader(io.StringIO(render(table, "csv", Style())))
    assert (row["assignment"], row["quote"]) == ("'=HYPERLINK(1)", "'+1")


def test_the_command_writes_what_the_suffix_says(store: Path, tmp_path: Path) -> None:

    def ledger(*words: str | Path) -> Ran:
        return govgraph("ledger", "--store", store, *words, GOVGRAPH_NOW=MADE, GOVGRAPH_LANG="sv")

    for name, begins in (
        ("u.html", "<!doctype html>"),
        ("u.ics", "BEGIN:VCALENDAR"),
        ("u.csv", "body,assignment"),
    ):
        assert ledger("--output", tmp_path / name).code == 0
        assert (tmp_path / name).read_text("utf-8").startswith(begins)
    calendar_again = ledger("--format", "ics")
    assert calendar_again.out.replace("\r\n", "\n") == (tmp_path / "u.ics").read_text("utf-8")
    wrong = ledger("--output", tmp_path / "u.docx")
    assert (wrong.code, wrong.out) == (2, "") and "docx: choose one of html, ics" in wrong.err
    assert ledger("--as-of", "soon").code == 2
