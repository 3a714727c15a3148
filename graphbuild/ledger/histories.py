"""Turns the reports on an assignment into its history: steps, each until the next, and when it went silent.

A step counts from its meeting's day to the day before the next one: how an assignment stood on any day is
the one step that counted then. What is done stays done.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graphbuild.due import last_day
from graphbuild.ledger.matching import DONE, Match
from graphbuild.statements.told import Given

SILENT_AFTER = 3
"""Later meetings of the body that say nothing, after which an assignment is called silent."""
_SURER = ("reported", "delayed", DONE)


@dataclass(frozen=True, slots=True)
class Step:
    """What a later meeting says of an assignment.

    It counts until a day (ISO 8601, exclusive; None: still). `due` is the time in force from then on, if a
    meeting told a new one.
    """

    match: Match
    until: str | None
    due: str | None

    @property
    def date(self) -> str:
        """The meeting's day."""
        return self.match.report.date

    @property
    def status(self) -> str:
        """What is reported: done, delayed or reported."""
        return self.match.report.status


@dataclass(frozen=True, slots=True)
class Silence:
    """The day of the meeting with which an assignment went silent, since when, and the last words on it."""

    date: str
    until: str | None
    quote: str


@dataclass(frozen=True, slots=True)
class History:
    """What became of an assignment."""

    given: Given
    steps: tuple[Step, ...]
    silences: tuple[Silence, ...]

    @property
    def now(self) -> Step | None:
        """The step that counts still; None where no later meeting told anything."""
        return next((step for step in self.steps if step.until is None), None)


def history(given: Given, found: Iterable[Match], days: Sequence[str]) -> History:
    """Put the reports on an assignment in order; `days` are those of its body's meetings, in order."""
    telling: dict[str, Match] = {}
    for match in sorted(found, key=_sureness):
        telling[match.report.date] = match
    by_day = [telling[day] for day in sorted(telling)]
    steps = tuple(_steps(by_day))
    return History(given, steps, tuple(_silences(given, steps, days)))


def _sureness(match: Match) -> tuple[int, float, str]:
    """Of several reports at one meeting the last in this order tells."""
    return _SURER.index(match.report.status), match.signs.certainty, match.report.iri


def _steps(found: Sequence[Match]) -> Iterable[Step]:
    due: str | None = None
    done = False
    for number, match in enumerate(found):
        due = match.report.due or due
        if done:
            until: str | None = match.report.date  # it never counts
        elif match.report.status == DONE or number + 1 == len(found):
            until = None
        else:
            until = found[number + 1].report.date
        done = done or match.report.status == DONE
        yield Step(match, until, due)


def _silences(given: Given, steps: Sequence[Step], days: Sequence[str]) -> Iterable[Silence]:
    """Where, between one word and the next, so many meetings said nothing."""
    first = steps[0].date if steps else None
    words = [(given.date, first, given.quote)]
    words += [
        (step.date, step.until, step.match.report.quote)
        for step in steps
        if step.status != DONE and step.until != step.date
    ]
    for said, until, quote in words:
        at = bisect_right(days, said) + SILENT_AFTER - 1
        if at < len(days) and (until is None or days[at] < until):
            yield Silence(days[at], until, quote)


def due_date(step: Step) -> str | None:
    """Give the last day of the time that is in force from a step on (ISO 8601)."""
    return last_day(step.due) if step.due else None
