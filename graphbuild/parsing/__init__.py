"""The layout engine: a `Document` becomes `Minutes`, as written, with every doubt told."""

from datetime import date

from graphbuild import gazetteer as gazetteers
from graphbuild import languages
from graphbuild.errors import NotMinutesError
from graphbuild.gazetteer import Gazetteer
from graphbuild.model import Coverage, Document, Item, Minutes, Notice, Presenter, Span
from graphbuild.parsing.alignment import aligned
from graphbuild.parsing.anomalies import anomalies_in
from graphbuild.parsing.attendance import with_aside
from graphbuild.parsing.cast import cast_of
from graphbuild.parsing.front import Front
from graphbuild.parsing.frontpage import read_front
from graphbuild.parsing.identify import body_and_organisation
from graphbuild.parsing.items import read_items
from graphbuild.parsing.outline import Outline, outline_of
from graphbuild.parsing.signing import signed_below
from graphbuild.parsing.telling import complete, presence_told, told_in_past
from graphbuild.parsing.variants import with_variants

PARSER_VERSION = "11"
"""Raise it when the same text gives other minutes: documents are then read again."""


def parse(
    document: Document, language_code: str | None = None, gazetteer: Gazetteer | None = None
) -> Minutes:
    """Read a document's minutes; the language is detected where none is given.

    Organisations are known by the bundled table where no other gazetteer is given.

    Raises `NotMinutesError` where neither a meeting's front page nor any agenda item was found.
    """
    language = languages.load(language_code or languages.detect(document.text))
    gazetteer = gazetteer or gazetteers.load()
    found = outline_of(document, language)
    aligned(found.fields, language)
    signed_below(found, language)
    front = read_front(found, language, gazetteer)
    complete(front, found, language)
    body, organisation = body_and_organisation(found, language, gazetteer)
    cast = cast_of(front.participants, front.signatories, body.value if body else "", language, gazetteer)
    cast.told_in_past = told_in_past(found.regions, language)
    issues = list(front.issues)
    presence_told(front, found.regions, cast)
    meeting = date.fromisoformat(front.date.value) if front.date else None
    following = front.next_meeting.value.first_day if front.next_meeting else None
    items = read_items(found.regions, cast, meeting, following, issues)
    items = with_aside(with_variants(items, front), front)
    _require_minutes(document, found, front, items)
    issues.extend(_issues(found, body is None, items))
    return Minutes(
        document=document,
        language=language.code,
        body=body,
        organisation=organisation,
        date=front.date,
        end_date=front.end_date,
        start=front.start,
        end=front.end,
        place=front.place,
        online=front.online,
        items_covered=front.items_covered,
        next_meeting=front.next_meeting,
        approval=front.approval,
        participants=tuple(front.participants),
        signatories=tuple(front.signatories),
        items=tuple(items),
        issues=tuple(sorted(issues, key=lambda n: (n.span.start, n.kind, n.details))),
        anomalies=tuple(anomalies_in(found, front, items, body.value if body else "", language)),
        coverage=_coverage(found),
    )


def _require_minutes(document: Document, found: Outline, front: Front, items: list[Item]) -> None:
    """Refuse a text that shows nothing of a meeting: no date, no people, and no numbered or decided item."""
    signs = bool(front.date) + bool(front.participants) + bool(front.signatories) + bool(front.start)
    decided = any(item.decisions or item.presenters or item.assignments for item in items)
    if signs >= 2 or (signs and (len(items) > 1 or (front.date and items))):
        return
    if decided and any(item.number for item in items):
        return
    if decided and found.scheme == "section":
        return
    raise NotMinutesError(
        f"{document.name}: no meeting, people or agenda items were found in it. "
        "Leave it out, or see docs/layouts.md for what minutes can look like."
    )


def _issues(found: Outline, no_body: bool, items: list[Item]) -> list[Notice]:
    issues = [
        Notice("line-not-understood", row.span(), (("text", row.text[:120]),)) for row in found.unclaimed
    ]
    issues += [Notice("page-unread", Span(0, 0), (("page", str(page)),)) for page in found.unread_pages]
    for page, (words, doubtful) in sorted(found.recognised_pages.items()):
        details = (("page", str(page)), ("words", str(words)), ("doubtful", str(doubtful)))
        issues.append(Notice("page-recognised", Span(0, 0), details))
    if no_body:
        issues.append(Notice("no-body", Span(0, 0)))
    if not items:
        issues.append(Notice("no-items", Span(0, 0)))
    for item in items:
        for assignment in item.assignments:
            for agent in assignment.assignees:
                if agent.kind == "unresolved":
                    issues.append(Notice("assignee-unresolved", agent.span, (("name", agent.as_written),)))
    return issues


def _coverage(found: Outline) -> Coverage:
    total = len(found.rows) + len(found.heads)
    unknown = {entry.label_row.number for entry in found.fields if entry.kind == "unknown"}
    unclaimed = tuple(sorted({row.number for row in found.unclaimed} | unknown))
    return Coverage(total, total - len(unclaimed), unclaimed)


__all__ = ["PARSER_VERSION", "Presenter", "parse"]
