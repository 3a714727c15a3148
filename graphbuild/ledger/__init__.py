"""Turns what later meetings say into what became of a body's earlier assignments.

`matching` decides which report is about which assignment, `histories` puts the reports in order, and
`entries` says the result as N-Quads of the body's ledger graph. It depends only on the body's documents.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from graphbuild import ntriples
from graphbuild.identity import Namespace
from graphbuild.ledger.histories import History, Silence, Step, due_date, history
from graphbuild.ledger.matching import Match, matches
from graphbuild.statements.told import Given, Report, read_told
from graphbuild.vocabulary import (
    CERTAINTY,
    DATE,
    DERIVED_FROM,
    DUE,
    DUE_DATE,
    FOLLOWED_UNTIL,
    INFERENCE,
    OBJECT,
    PREDICATE,
    REPORTED_IN,
    RULE,
    SIGN,
    SILENT_SINCE,
    STANDS_UNTIL,
    STATEMENT,
    STATUS,
    SUBJECT,
    A,
    concept,
)

RULE_NAME = "assignment-reported"
SILENT_RULE = "assignment-silent"
_Said = TypeVar("_Said", Given, Report)


def entries(names: Namespace, body: str, told: Iterable[str], former: Iterable[str] = ()) -> str:
    """Give a body's ledger as N-Quads; `body` is its slug, `told` what each of its documents tells.

    `former` are the slugs of bodies that are known as this one: their focus areas are its own.
    """
    slugs = [body, *former]
    areas = {names.focus_area(slug, ""): names.focus_area(body, "") for slug in slugs[1:]}
    given: dict[str, Given] = {}
    reports: dict[str, Report] = {}
    held: set[str] = set()
    for document in map(read_told, told):
        given |= {one.iri: _in_area(one, areas) for one in document.given}
        reports |= {one.iri: _in_area(one, areas) for one in document.reports}
        held |= {document.date} if document.date else set()
    assignments, days = _by_date(given.values()), sorted(held)
    found: dict[str, list[Match]] = {}
    for match in matches(assignments, _by_date(reports.values())):
        found.setdefault(match.assignment.iri, []).append(match)
    lines = [line for one in assignments for line in _entry(one, found.get(one.iri, []), days)]
    if days and assignments:
        lines += [f"<{names.body(slug)}> {FOLLOWED_UNTIL} {ntriples.date(days[-1])}" for slug in slugs]
    end = f" <{names.ledger_graph(body)}> .\n"
    return "".join(f"{line}{end}" for line in sorted(set(lines)))


def _in_area(said: _Said, areas: dict[str, str]) -> _Said:
    """The same words, in the focus area of the body that stays."""
    start, _, title = (said.area or "").rpartition("/")
    return replace(said, area=f"{areas[f'{start}/']}{title}") if f"{start}/" in areas else said


def _by_date(said: Iterable[_Said]) -> list[_Said]:
    return sorted(said, key=lambda words: (words.date, words.iri))


def _entry(given: Given, found: list[Match], days: list[str]) -> Iterator[str]:
    """Say what became of an assignment: its steps, when it went silent, and how it stands."""
    thing, told = f"<{given.iri}>", history(given, found, days)
    for match in found:
        yield f"{thing} {REPORTED_IN} <{match.report.iri}>"
    for number, step in enumerate(told.steps, start=1):
        evidence = f"<{given.iri}#reportedIn-{number}>"
        yield from _inference(evidence, thing, REPORTED_IN, f"<{step.match.report.iri}>", RULE_NAME)
        yield from _step(evidence, given, step)
    for number, silence in enumerate(told.silences, start=1):
        yield from _silence(f"<{given.iri}#silentSince-{number}>", thing, silence)
    yield from _status(given, told)


def _inference(evidence: str, thing: str, predicate: str, value: str, rule: str) -> Iterator[str]:
    yield f"{evidence} {A} {STATEMENT}"
    yield f"{evidence} {A} {INFERENCE}"
    yield f"{evidence} {SUBJECT} {thing}"
    yield f"{evidence} {PREDICATE} {predicate}"
    yield f"{evidence} {OBJECT} {value}"
    yield f"{evidence} {RULE} {concept(f'rule-{rule}')}"


def _step(evidence: str, given: Given, step: Step) -> Iterator[str]:
    """What a later meeting told: when, until when that counts, the new time, how sure it is, and why."""
    yield f"{evidence} {STATUS} {concept(step.status)}"
    yield f"{evidence} {DATE} {ntriples.date(step.date)}"
    if step.until is not None:
        yield f"{evidence} {STANDS_UNTIL} {ntriples.date(step.until)}"
    last = due_date(step)
    if step.due is not None and last is not None:
        yield f"{evidence} {DUE} {ntriples.plain(step.due)}"
        yield f"{evidence} {DUE_DATE} {ntriples.date(last)}"
    yield f"{evidence} {CERTAINTY} {ntriples.decimal(step.match.signs.certainty)}"
    for name in step.match.signs.names():
        yield f"{evidence} {SIGN} {concept(f'sign-{name}')}"
    yield f"{evidence} {DERIVED_FROM} <{given.quote}>"
    yield f"{evidence} {DERIVED_FROM} <{step.match.report.quote}>"


def _silence(evidence: str, thing: str, silence: Silence) -> Iterator[str]:
    day = ntriples.date(silence.date)
    yield f"{thing} {SILENT_SINCE} {day}"
    yield from _inference(evidence, thing, SILENT_SINCE, day, SILENT_RULE)
    yield f"{evidence} {DATE} {day}"
    if silence.until is not None:
        yield f"{evidence} {STANDS_UNTIL} {ntriples.date(silence.until)}"
    yield f"{evidence} {DERIVED_FROM} <{silence.quote}>"


def _status(given: Given, told: History) -> Iterator[str]:
    """How an assignment stands: done if any report says so, else what the last one says."""
    if told.now is None:
        return
    thing, evidence = f"<{given.iri}>", f"<{given.iri}#status>"
    status = concept(told.now.status)
    yield f"{thing} {STATUS} {status}"
    yield from _inference(evidence, thing, STATUS, status, RULE_NAME)
    yield f"{evidence} {DERIVED_FROM} <{given.quote}>"
    yield f"{evidence} {DERIVED_FROM} <{told.now.match.report.quote}>"


__all__ = ["RULE_NAME", "SILENT_RULE", "entries"]
