"""Turns minutes into what a body's ledger is worked out from: assignments, and what may report on them.

It is kept beside the graph for each document, so that a ledger takes time by its body's minutes and not
by all that a store holds.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from graphbuild.identity import Namespace, display_label, display_name, document_id
from graphbuild.languages import load
from graphbuild.model import Agent, AgentKind, Decision, DecisionType, FollowUp, Item, Minutes, Span
from graphbuild.statements.company import Company

_REPORTS = {
    DecisionType.FILED: "reported",
    DecisionType.NOTED: "reported",
    DecisionType.ADOPTION: "reported",
    DecisionType.DEFERRAL: "delayed",
}
"""What a type of decision reports on an assignment that it is about."""
_HEADING = 90
_Words: TypeAlias = tuple[str, str, str, str, str | None, str | None, str, str, str]
"""The fields of `Words`, in order."""


@dataclass(frozen=True, slots=True)
class Words:
    """Where something was said, and in which words; `quote` and the rest that name things are IRIs."""

    iri: str
    date: str
    item: str
    title: str
    case: str | None
    area: str | None
    text: str
    language: str
    quote: str


@dataclass(frozen=True, slots=True)
class Given(Words):
    """An assignment: who has it, the words that say when it is due, and the number of its case."""

    assignees: tuple[str, ...] = ()
    due: str = ""
    case_number: str = ""


@dataclass(frozen=True, slots=True)
class Report(Words):
    """What may tell how an assignment went; `context` is its paragraph and the heading above.

    `due` is the new time that it tells ("2025-Q4"); `explicit` says that it speaks of an assignment as one,
    and `listed` that it stands where assignments are gone through one by one.
    """

    status: str = ""
    context: str = ""
    is_decision: bool = False
    due: str | None = None
    explicit: bool = False
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What one document gives and reports, and the day of its meeting."""

    given: tuple[Given, ...] = ()
    reports: tuple[Report, ...] = ()
    date: str | None = None

    def to_json(self) -> str:
        """Write it down."""
        # `asdict` would copy every value, which takes longer than all the rest.
        given, reports = (
            [{name: getattr(one, name) for name in one.__dataclass_fields__} for one in many]
            for many in (self.given, self.reports)
        )
        return json.dumps([given, reports, self.date])


def read_told(text: str) -> Told:
    """Read what `to_json` wrote; nothing is in an empty text."""
    if not text:
        return Told()
    given, reports, *date = json.loads(text)
    return Told(
        tuple(Given(**{**row, "assignees": tuple(row["assignees"])}) for row in given),
        tuple(Report(**row) for row in reports),
        date[0]
        if date
        else None,  # what an earlier version wrote has none, and is read again by the next build
    )


def told(minutes: Minutes, iris: list[str], company: Company, names: Namespace) -> Told:
    """Take from minutes, whose items are named `iris`, what their body's ledger needs."""
    if minutes.date is None:
        return Told()
    given: list[Given] = []
    reports: list[Report] = []
    text, source = minutes.document.text, names.source(document_id(minutes.document.sha256))
    for item, iri in zip(minutes.items, iris, strict=True):
        place = _Place(
            minutes.date.value,
            iri,
            item.title,
            company.case(item.case.value) if item.case else None,
            company.focus_area(item.focus_area.value) if item.focus_area else None,
        )
        for number, task in enumerate(item.assignments, start=1):
            words = place.words(f"assignment/{number}", task.text, minutes.language, source, task.span)
            who = tuple(sorted({name for agent in task.assignees if (name := _label(agent))}))
            due = text[task.due_span.start : task.due_span.end] if task.due_span else ""
            number_of_case = item.case.value if item.case else ""
            given.append(Given(*words, assignees=who, due=due, case_number=number_of_case))
        for thing, said in _reporting(item):
            words = place.words(thing, said.text, minutes.language, source, said.span)
            reports.append(_report(words, said, item, text, minutes.language))
    return Told(tuple(given), tuple(reports), minutes.date.value)


def _report(words: _Words, said: FollowUp | Decision, item: Item, text: str, language: str) -> Report:
    """What a follow-up or a decision reports."""
    if isinstance(said, Decision):
        return Report(*words, _REPORTS[said.type], said.text, is_decision=True)
    cues = load(language).cue
    listed = cues("assignments", "followed_up_under").fits(item.title.lower())
    explicit = listed or cues("assignments", "assignment_named").fits(said.text.lower())
    titled = said.span == item.title_span
    context = said.text if titled else _context(text, said.span.start, said.text)
    return Report(*words, said.status, context, due=said.due, explicit=explicit, listed=listed)


class _Place(NamedTuple):
    """The item under which something was said: what all `Words` of it have alike."""

    date: str
    item: str
    title: str
    case: str | None
    area: str | None

    def words(self, thing: str, text: str, language: str, source: str, span: Span) -> _Words:
        """The fields of `Words` for a thing of the item, said at a place of a source."""
        return f"{self.item}/{thing}", *self, text, language, f"{source}#char={span.start},{span.end}"


def _reporting(item: Item) -> Iterator[tuple[str, FollowUp | Decision]]:
    """What may report, by its name in the item: follow-ups, and decisions that note, file, adopt, put off.

    A decision whose words are a follow-up's says the same once more.
    """
    for number, follow_up in enumerate(item.follow_ups, start=1):
        yield f"follow-up/{number}", follow_up
    for number, decision in enumerate(item.decisions, start=1):
        overlaps = any(
            each.span.start < decision.span.end and decision.span.start < each.span.end
            for each in item.follow_ups
        )
        if decision.type in _REPORTS and not overlaps:
            yield f"decision/{number}", decision


def _label(agent: Agent) -> str | None:
    """The name by which the graph knows an assignee; None for one that it does not know."""
    if agent.kind is AgentKind.PERSON:
        return display_name(agent.name)
    if agent.kind is AgentKind.BODY:
        return display_label(agent.name)
    if agent.kind is AgentKind.ORGANISATION and agent.organisation is not None:
        return display_label(agent.organisation.name)
    return None


def _context(document: str, start: int, text: str) -> str:
    """A sentence with what stands before it in its paragraph, and a heading right above."""
    paragraphs = re.split(r"\n[ \t]*\n", document[:start])
    paragraph = paragraphs[-1]
    above = paragraphs[-2].strip() if len(paragraphs) > 1 else ""
    heading = above if "\n" not in above and len(above) <= _HEADING else ""
    return f"{heading} {paragraph} {text}"
