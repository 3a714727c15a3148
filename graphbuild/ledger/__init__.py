"""Turns what later meetings say into what became of a body's earlier assignments.

`matching` decides which report is about which assignment, and `entries` says the result as N-Quads of
the body's ledger graph. The result depends only on the body's documents.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from graphbuild.identity import Namespace
from graphbuild.ledger.matching import Match, matches
from graphbuild.statements.told import Given, Report, read_told
from graphbuild.vocabulary import (
    DERIVED_FROM,
    INFERENCE,
    OBJECT,
    PREDICATE,
    REPORTED_IN,
    RULE,
    STATEMENT,
    STATUS,
    SUBJECT,
    A,
    concept,
)

RULE_NAME = "assignment-reported"
_FINAL = "done"
_Said = TypeVar("_Said", Given, Report)


def entries(names: Namespace, body: str, told: Iterable[str], former: Iterable[str] = ()) -> str:
    """Give a body's ledger as N-Quads; `body` is its slug, `told` what each of its documents tells.

    `former` are the slugs of bodies that are known as this one: their focus areas are its own.
    """
    areas = {names.focus_area(slug, ""): names.focus_area(body, "") for slug in former}
    given: dict[str, Given] = {}
    reports: dict[str, Report] = {}
    for document in map(read_told, told):
        given |= {one.iri: _in_area(one, areas) for one in document.given}
        reports |= {one.iri: _in_area(one, areas) for one in document.reports}
    found = matches(_by_date(given.values()), _by_date(reports.values()))
    by_assignment: dict[str, list[Match]] = {}
    for match in found:
        by_assignment.setdefault(match.assignment.iri, []).append(match)
    end = f" <{names.ledger_graph(body)}> .\n"
    lines = [
        line for assignment in sorted(by_assignment) for line in _entry(assignment, by_assignment[assignment])
    ]
    return "".join(f"{line}{end}" for line in lines)


def _in_area(said: _Said, areas: dict[str, str]) -> _Said:
    """The same words, in the focus area of the body that stays."""
    start, _, title = (said.area or "").rpartition("/")
    return replace(said, area=f"{areas[f'{start}/']}{title}") if f"{start}/" in areas else said


def _by_date(said: Iterable[_Said]) -> list[_Said]:
    return sorted(said, key=lambda words: (words.date, words.iri))


def _entry(assignment: str, found: list[Match]) -> list[str]:
    """Say how an assignment stands: done if any report says so, else what the last one says."""
    reports = sorted((match.report for match in found), key=lambda report: (report.date, report.iri))
    telling = next((report for report in reports if report.status == _FINAL), reports[-1])
    thing, evidence = f"<{assignment}>", f"<{assignment}#status>"
    status = concept(telling.status)
    lines = [f"{thing} {REPORTED_IN} <{report.iri}>" for report in reports]
    lines += [
        f"{thing} {STATUS} {status}",
        f"{evidence} {A} {STATEMENT}",
        f"{evidence} {A} {INFERENCE}",
        f"{evidence} {SUBJECT} {thing}",
        f"{evidence} {PREDICATE} {STATUS}",
        f"{evidence} {OBJECT} {status}",
        f"{evidence} {RULE} {concept(f'rule-{RULE_NAME}')}",
        f"{evidence} {DERIVED_FROM} <{found[0].assignment.quote}>",
        f"{evidence} {DERIVED_FROM} <{telling.quote}>",
    ]
    return sorted(set(lines))


__all__ = ["RULE_NAME", "entries"]
