"""`govgraph ledger`: the open assignments as a page to print, a calendar or a table."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graphbuild.commands.settings import FormatOption, StoreOption, language, output_format, store_place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphbuild.handouts import Task
    from graphbuild.store import Store

_FILES = ("html", "ics")


def ledger(
    body: Annotated[str | None, typer.Option(help="The body's name.")] = None,
    person: Annotated[str | None, typer.Option(help="Whose assignments.")] = None,
    status: Annotated[str, typer.Option(help="open, overdue, silent, reported, delayed or done.")] = "open",
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", help="As it stood on this day [default: today].", show_default=False),
    ] = None,
    form: FormatOption = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A file: .html to print, .ics, .csv, .json, …")
    ] = None,
    now: Annotated[
        str | None, typer.Option(help="When the calendar is made, as 2026-01-31T12:00:00Z [default: now].")
    ] = None,
    store: StoreOption = None,
) -> None:
    """Give the open assignments of a body: who, what, since when, due, and what was last said.

    As html it is a page to print for the next meeting, as ics a calendar of due dates, as csv rows for a
    spreadsheet.
    """
    from graphbuild.commands.settings import instant
    from graphbuild.due import last_day
    from graphbuild.errors import UsageError
    from graphbuild.handouts import tasks
    from graphbuild.store import open_store

    when = instant(now)
    day = last_day(as_of or when[:10])
    if day is None:
        raise UsageError(f"--as-of {as_of}: write a date, a month, a quarter or a year (2025-04-07, 2025-Q2)")
    chosen = _form(form, output)
    filters = {"body": body, "person": person, "status": status}
    with open_store(store_place(store)) as opened:
        found = tasks(opened, day, {name: value for name, value in filters.items() if value})
        _write(opened, found, chosen, day, when, output)


def _form(form: str | None, output: Path | None) -> str:
    """Find out what to write: as asked, else by the file's suffix, else as rows are printed."""
    from graphbuild.errors import UsageError
    from graphbuild.reports import FORMATS

    suffix = output.suffix.lstrip(".").lower() if output else ""
    chosen = form or ("html" if suffix == "htm" else suffix)
    if chosen in _FILES or (chosen and chosen in FORMATS):
        return chosen
    if chosen:
        raise UsageError(f"{chosen}: choose one of {', '.join((*_FILES, *FORMATS))}")
    return output_format(None)


def _write(
    opened: "Store", found: "Sequence[Task]", form: str, day: str, when: str, output: Path | None
) -> None:
    from graphbuild import handouts
    from graphbuild.commands.printing import say, show
    from graphbuild.commands.writing import written
    from graphbuild.reports import Style, render, without

    if not found:
        say("handout-none")
    if form == "html":
        from graphbuild.handouts import page

        made = page.write(found, day, handouts.latest_meetings(opened), language())
    elif form == "ics":
        from graphbuild.handouts import calendar

        made = calendar.write(found, when, language())
        undated = sum(task.due_date is None for task in found)
        if undated:
            say("handout-undated", count=undated)
    elif output is None:
        table = handouts.as_table(found)
        show(
            without(table, lambda column: column not in handouts.FOR_PEOPLE) if form == "table" else table,
            form,
        )
        return
    else:
        made = render(handouts.as_table(found), form, Style(language=language())).encode()
    with written(output) as out:
        out.write(made)
