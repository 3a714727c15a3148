"""Entries of a task list, and rows of a table of tasks, become assignments."""

import re
from dataclasses import dataclass, field
from functools import cache

from graphbuild.languages import Language, any_of
from graphbuild.model import Agent, AgentKind, Assignment, FollowUp, Span
from graphbuild.parsing.blocks import Block
from graphbuild.parsing.cast import Cast, agent_pattern, agents_in
from graphbuild.parsing.dates import Clock, due_in
from graphbuild.parsing.rows import Row
from graphbuild.parsing.states import new_time, state_said


def task_line(block: Block, cast: Cast, clock: Clock, start: int = 0) -> list[Assignment]:
    """An entry of a task list: "Anna: boka lokal", "Boka lokal – Anna", "Boka lokal (Anna)", "@Anna"."""
    text = block.text[start:].strip()
    if not text or (text.endswith(":") and len(text) < 60):
        return []
    start = block.text.index(text, start)
    agents, low, high = _owner(text, start, block, cast)
    words = text[low:high].strip(" –-:;,")
    begin = start + text.index(words, low) if words else start
    clean = words.removesuffix(".")
    due = due_in(text, cast.language, clock.meeting, clock.next_meeting)
    due_span = block.span(start + due[1], start + due[2]) if due else None
    return [
        Assignment(
            " ".join(clean.split()),
            block.span(begin, begin + len(clean)),
            agents,
            due[0] if due else None,
            due_span,
        )
    ]


@cache
def _owners(language: Language) -> tuple[re.Pattern[str], ...]:
    """Where a task's line names whose it is: before a colon or dash, behind one, in brackets, as subject."""
    agent = agent_pattern(language)
    responsible = any_of(language.words("assignments", "responsible"))
    must = any_of(language.words("assignments", "must_strong"))
    due = rf"(?:[.,;]?\s*(?i:{any_of(language.words('assignments', 'due_labels'))}):?\s[^.()]{{2,40}})?"
    return (
        re.compile(rf"^(?P<who>{agent})\s*(?::|\s[–—-]\s)\s*(?=\S)"),
        re.compile(
            rf"\s*(?:\s[–—-]\s|\s?(?:->|→|=>)\s*|[.,;]?\s*(?i:{responsible})a?:\s*|\(\s*(?:{responsible}:?\s*)?)(?P<who>{agent})\s*(?:,[^()]*)?\)?{due}\.?$"
        ),
        re.compile(r"@(?P<who>[A-ZÀ-ÖØ-Þ]\w+(?:\s[A-ZÀ-ÖØ-Þ]\w+)?)"),
        re.compile(rf"^(?P<who>{agent})(?=\s(?:[a-zà-öø-ÿ]+(?:r|s)|{must})\s)"),
    )


def _owner(text: str, start: int, block: Block, cast: Cast) -> tuple[tuple[Agent, ...], int, int]:
    """Whose task a line is, and where in it the task's own words begin and end."""
    for pattern in _owners(cast.language):
        match = pattern.search(text)
        if match is None:
            continue
        agents = agents_in(match["who"], start + match.start("who"), cast, block.span)
        known = any(a.kind is not AgentKind.UNRESOLVED for a in agents)
        if not known and match["who"].split()[0] not in cast.language.first_names:
            continue
        if match.start() == 0 and match.end() > match.end("who"):
            return agents, match.end(), len(text)
        if match.start() > 0 and not match[0].startswith("@"):
            return agents, 0, match.start()
        return agents, 0, len(text)
    return (), 0, len(text)


@dataclass(slots=True)
class TaskTable:
    """What a table of tasks gives: tasks, reports on earlier ones, and how far it reaches."""

    tasks: list[Assignment] = field(default_factory=list)
    reports: list[FollowUp] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)


def task_table(rows: list[Row], title: str, cast: Cast, clock: Clock) -> TaskTable:
    """Read a table whose head names what and who, and maybe when and how it stands.

    A row that says how a task stands reports on an earlier one, and gives none.
    """
    known = cast.language.data["assignments"]["task_columns"]
    listed = cast.language.cue("assignments", "followed_up_under").fits(title.lower())
    columns: tuple[str, ...] = ()
    head: Row | None = None
    table = TaskTable()
    for row in rows:
        if not row.cells:
            continue
        kinds = tuple(
            next((k for k, names in known.items() if c.lower.strip(" :*") in names), "") for c in row.cells
        )
        if "what" in kinds and "who" in kinds:
            columns, head = kinds, row
        elif columns and len(row.cells) >= 2:
            cells = {kind: cell for kind, cell in zip(columns, row.cells, strict=False) if kind}
            if "what" in cells and cells["what"].text.strip():
                table.spans += [head.span(), cells["what"].span()] if head else [cells["what"].span()]
                head = None
                _read_task(row, cells, listed, table, cast, clock)
    return table


def _read_task(
    row: Row, cells: dict[str, Row], listed: bool, table: TaskTable, cast: Cast, clock: Clock
) -> None:
    """One row of a table of tasks: a report where it says how the task stands, else a task."""
    what = cells["what"].text.strip()
    state = cells["status"].text.strip() if "status" in cells else ""
    status = state_said(state, cast.language) or ("reported" if listed and state else None)
    if status is not None:
        who = cells["who"].text.strip() if "who" in cells else ""
        text = f"{what} ({who}): {state}" if who else f"{what}: {state}"
        table.reports.append(
            FollowUp(text, row.span(), status, new_time(state, status, cast.language, clock))
        )
        return
    who, at = (cells["who"].text, cells["who"].base) if "who" in cells else ("", 0)

    def spans(start: int, end: int) -> Span:
        return Span(at + start, at + end)

    agents = agents_in(who.strip(), 0, cast, spans) if who.strip() else ()
    when, begins = (cells["when"].text, cells["when"].base) if "when" in cells else ("", 0)
    due = due_in(when, cast.language, clock.meeting, clock.next_meeting) or due_in(
        what, cast.language, clock.meeting, clock.next_meeting
    )
    due_span = Span(begins, begins + len(when)) if due and when else None
    span = cells["what"].span()
    table.tasks.append(Assignment(what.removesuffix("."), span, agents, due[0] if due else None, due_span))
