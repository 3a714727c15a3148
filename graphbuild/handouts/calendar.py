"""Turns assignments into an iCalendar file (RFC 5545): an event of a whole day for each time that is set.

Events, not VTODOs: the calendars that offices have import those. An assignment keeps its UID, so that a time
that was put off moves the event.
"""

import re
from collections.abc import Iterable, Iterator
from uuid import NAMESPACE_URL, uuid5

from graphbuild import messages
from graphbuild.handouts import Task

MEDIA_TYPE = "text/calendar"
_OCTETS = 75  # of a line without its end, RFC 5545 section 3.1
_LONGEST = 120  # characters of a summary
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ESCAPED = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}


def write(found: Iterable[Task], instant: str, language: str) -> bytes:
    """Write the calendar; `instant` is when it is made, in UTC ("2026-01-31T12:00:00Z").

    Assignments without a time are left out.
    """
    stamp = instant.replace("-", "").replace(":", "")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//govgraph//ledger//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_text(messages.text('handout-title', language))}",
        *(line for task in found if task.due_date for line in _event(task, task.due_date, stamp, language)),
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _event(task: Task, day: str, stamp: str, language: str) -> Iterator[str]:
    who = ", ".join(task.assignees)
    words = task.text if len(task.text) <= _LONGEST else f"{task.text[: _LONGEST - 1].rstrip()}…"
    yield "BEGIN:VEVENT"
    yield f"UID:{uuid5(NAMESPACE_URL, task.iri)}"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{day.replace('-', '')}"
    yield f"SEQUENCE:{task.moved}"
    yield f"SUMMARY:{_text(f'{who}: {words}' if who else words)}"
    yield f"DESCRIPTION:{_text(_description(task, language))}"
    if task.body:
        yield f"CATEGORIES:{_text(task.body)}"
    yield f"URL:{task.iri}"
    yield "TRANSP:TRANSPARENT"  # whoever has a deadline is not busy all day
    yield "END:VEVENT"


def _description(task: Task, language: str) -> str:
    """The assignment in full, where it was given, how it stands, and the last words on it."""
    where = " ".join(part for part in (task.body, task.given, f"§ {task.item}" if task.item else "") if part)
    status = messages.word("value", task.status, language)
    said = messages.text("handout-last", language)
    return f"{task.text}\n{where}\n{said} {task.last_said} ({status}): {task.quote}"


def _text(value: str) -> str:
    """Escape a value of the type TEXT, RFC 5545 section 3.3.11."""
    plain = _CONTROL.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(_ESCAPED.get(sign, sign) for sign in plain)


def _folded(line: str) -> str:
    """Fold a line that is longer than 75 octets, and never inside a character, RFC 5545 section 3.1."""
    parts, part, size = [], "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > _OCTETS:
            parts.append(part)
            part, size = " ", 1
        part, size = part + sign, size + octets
    return "\r\n".join([*parts, part])
