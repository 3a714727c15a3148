"""`govgraph check`: what breaks a shape, and what contradicts itself or is missing."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from graphbuild.commands.settings import (
    FormatOption,
    IrisOption,
    StoreOption,
    language,
    output_format,
    store_place,
)
from graphbuild.errors import UsageError

if TYPE_CHECKING:
    from graphbuild.checks import Finding
    from graphbuild.shapes import Result

SEVERITIES = ("violation", "warning", "info")
COLUMNS = (
    "severity", "check", "date", "body", "problem", "quote", "source", "line",
    "against", "against_source", "against_line", "thing_iri", "meeting_iri",
)  # fmt: skip


def check(
    store: StoreOption = None,
    form: FormatOption = None,
    severity: Annotated[
        str, typer.Option(metavar="LEVEL", help="Leave out what is milder: violation, warning or info.")
    ] = "info",
    on: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            help="Count as late what was to come before this day [default: each body's latest meeting].",
            show_default=False,
        ),
    ] = None,
    lang: Annotated[
        str | None, typer.Option(help="sv or en [default: as the system says].", show_default=False)
    ] = None,
    iris: IrisOption = False,
) -> None:
    """Tell what breaks a shape, what contradicts itself, and what is missing or late, with the words for it.

    A violation cannot be right as it stands: data that break a shape, somebody who votes while absent. A
    warning is odd. Info tells what the data lack: meetings, reports. Ends with 1 where there is a violation.
    """
    from graphbuild import catalogue, checks, shapes
    from graphbuild.commands.printing import say
    from graphbuild.messages import LANGUAGES
    from graphbuild.store import open_store

    chosen, spoken = output_format(form), lang or language()
    if severity not in SEVERITIES:
        raise UsageError(f"--severity {severity}: choose one of {', '.join(SEVERITIES)}")
    if spoken not in LANGUAGES:
        raise UsageError(f"--lang {spoken}: choose one of {', '.join(LANGUAGES)}")
    if on is not None:
        catalogue.bind(catalogue.load("overdue", checks.CHECKS), {"on": on})  # a wrong day is told at once
    with open_store(store_place(store)) as opened:
        documents = len(opened.documents())
        if not documents:
            say("check-empty")
            raise typer.Exit(1)
        broken = list(shapes.results(opened, shapes.read_shapes()))
        found = checks.findings(opened, spoken, on)
    rows = [_shape_row(one, spoken, opened.base) for one in broken] + [_row(one) for one in found]
    wanted = SEVERITIES[: SEVERITIES.index(severity) + 1]
    _tell([row for row in rows if row[0] in wanted], chosen, spoken, iris=iris)
    _sum_up(broken, found, documents)
    if any(row[0] == "violation" for row in rows):
        raise typer.Exit(1)


Row = tuple[str | int | None, ...]


def _tell(rows: list[Row], form: str, spoken: str, *, iris: bool) -> None:
    """Print what was found: all in one table for programs; for people in groups, the worst first."""
    from graphbuild.commands.printing import show
    from graphbuild.table import Table

    if form != "table":
        show(Table(COLUMNS, tuple(rows)), form)
        return
    for level in SEVERITIES:
        chosen = [row for row in rows if row[0] == level]
        if chosen:
            _group(level, chosen, spoken, iris=iris)


def _group(level: str, rows: list[Row], spoken: str, *, iris: bool) -> None:
    """Print the findings of one severity: how many of each kind, then each with its words."""
    from graphbuild import messages
    from graphbuild.commands.printing import show
    from graphbuild.table import Table

    counted = Counter(_title(str(row[1]), spoken) for row in rows)
    heading = f"{messages.text(f'check-{level}', spoken)} ({len(rows)})"
    print(f"{heading}\n{'─' * len(heading)}")
    for title, count in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])):
        print(f"{count:>5}  {title}")
    print()
    place = {name: number for number, name in enumerate(COLUMNS)}
    told = []
    for row in rows:
        source = f"{row[place['source']]}:{row[place['line']]}" if row[place["source"]] else None
        words = [str(row[place[name]]) for name in ("quote", "against") if row[place[name]]]
        shown = (row[2], row[3], row[4], " | ".join(words) or None, source, row[-2])
        told.append(shown)
    show(Table(("date", "body", "problem", "quote", "source", "thing_iri"), tuple(told)), "table", iris=iris)
    print()


def _shape_row(one: "Result", spoken: str, base: str) -> Row:
    """Tell a broken shape; what its message says is what should hold."""
    from graphbuild import messages

    thing = one.node.removeprefix(base)
    rule = one.property.messages[spoken]
    value = f" ({one.value})" if one.value else ""
    problem = messages.text("check-shape-broken", spoken, thing=thing, rule=rule, value=value)
    name = f"shape-{one.shape.iri.rpartition('#')[2].rstrip('>')}"
    return (one.property.severity, name, None, None, problem, *[None] * 6, one.node, None)


def _row(one: "Finding") -> Row:
    words: list[str | int | None] = []
    for number in range(2):
        each = one.evidence[number] if number < len(one.evidence) else None
        words += [each.quote, each.file, each.line] if each else [None] * 3
    return (one.severity, one.check, one.date, one.body, one.problem, *words, one.thing, one.meeting)


def _title(check: str, spoken: str) -> str:
    """Name a check in a few words: as its query does, else as the messages do."""
    from graphbuild import catalogue, messages
    from graphbuild.checks import CHECKS

    if check in catalogue.names(CHECKS):
        return catalogue.load(check, CHECKS).title[spoken].lower()
    if check.startswith("shape-"):
        return messages.text("check-shape", spoken, name=check.removeprefix("shape-"))
    return messages.word("check", check, spoken)


def _sum_up(broken: "Sequence[Result]", found: "Sequence[Finding]", documents: int) -> None:
    from graphbuild.commands.printing import number, say

    say("check-shapes-ok" if not broken else "check-shapes-broken", count=number(len(broken)))
    count = Counter(one.severity for one in found)
    counted = "check-found" if documents != 1 else "check-found-one"
    say(counted, documents=number(documents), **{level: number(count[level]) for level in SEVERITIES})
