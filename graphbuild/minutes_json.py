"""`Minutes` become the JSON object that `govgraph parse --format json` prints, a key for each thing said."""

from collections.abc import Iterable
from typing import Any

from graphbuild import messages
from graphbuild.model import (
    Assignment,
    Decision,
    Item,
    Minutes,
    Notice,
    Participant,
    Said,
    Span,
    SubItem,
    Vote,
)


def to_json(minutes: Minutes, language: str = "en") -> dict[str, Any]:
    """The JSON object of one document; what the document does not say is null or []."""
    numbers = minutes.items_covered
    following = minutes.next_meeting
    return {
        "source": minutes.document.name,
        "body": _value(minutes.body),
        "organisation": minutes.organisation.value.name if minutes.organisation else None,
        "date": _value(minutes.date),
        "end_date": _value(minutes.end_date),
        "start": _value(minutes.start),
        "end": _value(minutes.end),
        "place": _value(minutes.place),
        "online": bool(minutes.online and minutes.online.value),
        "items_covered": list(numbers.value) if numbers else [],
        "next_meeting": (
            {"first_day": following.value.first_day, "last_day": following.value.last_day}
            if following
            else None
        ),
        "approval": (
            {"date": minutes.approval.value.date, "online": minutes.approval.value.online}
            if minutes.approval
            else None
        ),
        "participants": [_participant(p) for p in minutes.participants],
        "signatories": [
            {"name": s.name, "roles": list(s.roles), "items": _list(s.items), "span": _span(s.span)}
            for s in minutes.signatories
        ],
        "items": [_item(item) for item in minutes.items],
        "anomalies": [messages.notice(notice, language) for notice in minutes.anomalies],
        "issues": [_issue(notice, minutes, language) for notice in minutes.issues],
        "language": minutes.language,
        "sha256": minutes.document.sha256,
        "lines": {"read": minutes.coverage.lines, "understood": minutes.coverage.understood},
    }


def line_at(minutes: Minutes, offset: int) -> int:
    """The number (from 1) of the line that a canonical offset stands in."""
    low, high = 0, len(minutes.document.lines) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if minutes.document.lines[middle].start <= offset:
            low = middle
        else:
            high = middle - 1
    return minutes.document.lines[low].number


def _value(said: Said[str] | None) -> str | None:
    return said.value if said else None


def _list(items: Iterable[str] | None) -> list[str] | None:
    return None if items is None else list(items)


def _span(span: Span) -> list[int]:
    return [span.start, span.end]


def _participant(person: Participant) -> dict[str, Any]:
    return {
        "name": person.name,
        "organisation": person.organisation.name if person.organisation else None,
        "organisation_as_written": person.organisation_as_written,
        "party": person.party,
        "roles": list(person.roles),
        "attendance": str(person.attendance),
        "items": _list(person.items),
        "replaces": person.replaces,
        "span": _span(person.span),
    }


def _item(item: Item) -> dict[str, Any]:
    return {
        "number": item.number,
        "title": item.title,
        "case": _value(item.case),
        "focus_area": _value(item.focus_area),
        "outcome": str(item.outcome.value) if item.outcome else "none",
        "presenters": [
            {
                "name": p.name,
                "roles": list(p.roles),
                "organisation": p.organisation.name if p.organisation else None,
                "same_as": p.same_as,
            }
            for p in item.presenters
        ],
        "decisions": [_decision(d) for d in item.decisions],
        "assignments": [_assignment(a) for a in item.assignments],
        "follow_ups": [{"text": f.text, "status": f.status, "due": f.due} for f in item.follow_ups],
        "subitems": [_subitem(s) for s in item.subitems],
        "documents": [d.title for d in item.documents if not d.attachment],
        "attachments": [d.title for d in item.documents if d.attachment],
        "prepared_by": _value(item.prepared_by),
        "references": [{"to_item": r.to_item, "of": r.of, "title": r.title} for r in item.references],
        "mentions": [m.name for m in item.mentions],
        "motions": [{"name": m.name, "text": m.text} for m in item.motions],
        "vote": _vote(item.votes[0]) if item.votes else None,
        "reservations": [{"names": list(r.names), "text": r.text} for r in item.reservations],
        "disqualified": [d.name for d in item.disqualified],
        "span": _span(item.extent),
    }


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "label": decision.label,
        "text": decision.text,
        "type": str(decision.type),
        "points": list(decision.points),
        "concerns": list(decision.concerns),
        "span": _span(decision.span),
    }


def _assignment(assignment: Assignment) -> dict[str, Any]:
    return {
        "assignees": [agent.name for agent in assignment.assignees],
        "text": assignment.text,
        "due": assignment.due,
        "span": _span(assignment.span),
    }


def _subitem(part: SubItem) -> dict[str, Any]:
    return {"label": part.label, "title": part.title, "text": part.text}


def _vote(vote: Vote) -> dict[str, Any]:
    return {
        "for": vote.for_count,
        "against": vote.against_count,
        "abstain": vote.abstain_count,
        "for_names": list(vote.for_names),
        "against_names": list(vote.against_names),
        "abstain_names": list(vote.abstain_names),
    }


def _issue(notice: Notice, minutes: Minutes, language: str) -> dict[str, Any]:
    return {
        "kind": notice.kind,
        "line": line_at(minutes, notice.span.start) if notice.span.end else None,
        "message": messages.notice(notice, language),
        **dict(notice.details),
    }
