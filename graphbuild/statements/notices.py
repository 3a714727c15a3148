"""Turns issues and anomalies into facts, in words for people."""

from bisect import bisect_right

from graphbuild import messages, ntriples
from graphbuild.model import Minutes, Notice
from graphbuild.statements.company import Company
from graphbuild.statements.writer import GraphWriter
from graphbuild.vocabulary import ANOMALY, DERIVED_FROM, ISSUE, KIND, LABEL, LINE, OF_MINUTES, A


def state_notices(graph: GraphWriter, company: Company, minutes: Minutes) -> None:
    """Say what was not understood, and what contradicts itself."""
    for kind, name, notices in ((ISSUE, "issue", minutes.issues), (ANOMALY, "anomaly", minutes.anomalies)):
        for number, notice in enumerate(notices, start=1):
            iri = company.names.minutes(company.document)
            thing = f"<{iri}#{name}-{number}>"
            # What was nowhere found ("no date") has no words to point to.
            quote = graph.quote(notice.span) if notice.span.start < notice.span.end else None
            graph.describe(
                thing,
                (A, kind),
                (DERIVED_FROM, quote),
                (OF_MINUTES, f"<{iri}>"),
                (KIND, ntriples.plain(notice.kind)),
                (LINE, ntriples.integer(line_number(minutes, notice))),
                *[
                    (LABEL, ntriples.tagged(messages.notice(notice, language), language))
                    for language in messages.LANGUAGES
                ],
            )


def line_number(minutes: Minutes, notice: Notice) -> int:
    """Give the number of the line on which a notice's text begins."""
    lines = minutes.document.lines
    place = bisect_right(lines, notice.span.start, key=lambda line: line.start)
    return lines[place - 1].number if place else 1
