"""Entries of a task list, and rows of a table of tasks, become assignments."""

import re
from functools import cache

from graphbuild.languages import Language, any_of
from graphbuild.model import Agent, AgentKind, Assignment, Span
from graphbuild.parsing.blocks import Block
from graphbuild.parsing.cast import Cast, agent_pattern, agents_in
from graphbuild.parsing.dates import Clock, due_in
from graphbuild.parsing.rows import Row


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
    return (
        re.compile(rf"^(?P<who>{agent})\s*(?::|\s[–—-]\s)\s*(?=\S)"),
        re.compile(
            rf"\s*(?:\s[–—-]\s|\s?(?:->|→|=>)\s*|[.,;]?\s*(?i:{responsible})a?:\s*|\(\s*(?:{responsible}:?\s*)?)(?P<who>{agent})\s*(?:,[^()]*)?\)?\.?$"
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


def _tasks_in_table(
    rows: list[tuple[tuple[str, int], ...]],
    columns: tuple[str, ...],
    block_spans: list[Span],
    cast: Cast,
    clock: Clock,
) -> list[Assignment]:
    """Rows of a table with columns such as what, who and when become assignments."""
    found = []
    for cells, span in zip(rows, block_spans, strict=True):
        values = {kind: cell for kind, cell in zip(columns, cells, strict=False) if kind}
        what = values.get("what", ("", 0))[0].strip()
        who, at = values.get("who", ("", 0))
        if not what:
            continue

        def spans(start: int, end: int, at: int = at) -> Span:
            return Span(at + start, at + end)

        agents = agents_in(who.strip(), 0, cast, spans) if who.strip() else ()
        when = values.get("when", ("", 0))
        due = due_in(when[0], cast.language, clock.meeting, clock.next_meeting) or due_in(
            what, cast.language, clock.meeting, clock.next_meeting
        )
        due_span = Span(when[1], when[1] + len(when[0])) if due and when[0] else None
        found.append(Assignment(what.removesuffix("."), span, agents, due[0] if due else None, due_span))
    return found


def task_table(rows: list[Row], cast: Cast, clock: Clock) -> list[Assignment]:
    """A table whose head names what, who and when."""
    known = cast.language.data["assignments"]["task_columns"]
    columns: tuple[str, ...] = ()
    cells: list[tuple[tuple[str, int], ...]] = []
    spans: list[Span] = []
    for row in rows:
        if not row.cells:
            continue
        kinds = tuple(
            next((k for k, names in known.items() if c.lower.strip(" :*") in names), "") for c in row.cells
        )
        if "what" in kinds and "who" in kinds:
            columns = kinds
            continue
        if columns and len(row.cells) >= 2:
            cells.append(tuple((cell.text, cell.base) for cell in row.cells))
            at = columns.index("what")
            spans.append(row.cells[at].span() if at < len(row.cells) else row.span())
    return _tasks_in_table(cells, columns, spans, cast, clock) if columns else []
