"""Measures the ready questions about one person, body, organisation or case beside SPARQL written by hand for it.

    python -m benchmarks.questions --documents 600

By hand is what somebody would write who knows the IRI, the graph and the engine: the same columns, patterns in
the order that they should be tried in, and no parameters.
"""

# ruff: noqa: E501 - a pattern that is written by hand is read best in one line
import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.generate import built
from benchmarks.sections import put_section
from graphbuild import catalogue
from graphbuild.store import EmbeddedStore
from graphbuild.table import Table

HEADING = "## Questions"
REPEATS = 9
PATIENCE = 6.0
"""Seconds for a question; slow ones are asked twice all the same."""

# Whom the questions are about: those with most to tell.
CHOSEN = {
    "person": "SELECT ?x (COUNT(*) AS ?n) { ?d gov:decidedBy ?x } GROUP BY ?x ORDER BY DESC(?n) ?x LIMIT 1",
    "body": """SELECT ?x (COUNT(*) AS ?n) { ?v a gov:Vote ; gov:item ?i . ?i gov:meeting ?m . ?m gov:heldBy ?x }
        GROUP BY ?x ORDER BY DESC(?n) ?x LIMIT 1""",
    "organisation": """SELECT ?x (COUNT(*) AS ?n) { ?p org:organization ?x ; gov:attendance ?a }
        GROUP BY ?x ORDER BY DESC(?n) ?x LIMIT 1""",
    "case": "SELECT ?x (COUNT(*) AS ?n) { ?i gov:case ?x } GROUP BY ?x ORDER BY DESC(?n) ?x LIMIT 1",
    "assigned person": """SELECT ?x (COUNT(*) AS ?n) { ?a gov:assignee ?x . ?x a foaf:Person }
        GROUP BY ?x ORDER BY DESC(?n) ?x LIMIT 1""",
    "assigned organisation": """SELECT ?x (COUNT(*) AS ?n) { ?a gov:assignee ?x . ?x a org:Organization }
        GROUP BY ?x ORDER BY DESC(?n) ?x LIMIT 1""",
}
# From what is named to the meeting, or from the meeting to it; what need not be there comes last, for
# patterns before it are put in the best order by the engine, and those after it are not.
_MEETING = "?m gov:heldBy $ . ?m schema:startDate ?date . $ rdfs:label ?body ."
_ITEM = f"{_MEETING} ?i gov:meeting ?m . ?i dcterms:title ?title . ?i gov:order ?o ."
_NUMBER = "OPTIONAL { ?i gov:number ?n }"
_AT = "?m schema:startDate ?date . ?m gov:heldBy ?b . ?b rdfs:label ?body ."
_NAME = "?who rdfs:label ?name ."
_SEAT = """OPTIONAL { ?p org:organization ?from . ?from rdfs:label ?organisation } OPTIONAL { ?p gov:party ?party }
    OPTIONAL { ?p gov:role ?role } OPTIONAL { ?p gov:itemsAttended ?items }"""
_OF_PERSON = f"?p gov:person $ . ?p gov:attendance ?a . ?p gov:meeting ?m . {_AT}"
_TEXT = "?d schema:text ?text . ?d gov:decisionType ?kind ."
_PARTY = "OPTIONAL { ?seat gov:meeting ?m OPTIONAL { ?seat gov:person ?seated } OPTIONAL { ?seat gov:party ?party } FILTER(?seated = ?who) }"
_DEPUTY = "OPTIONAL { ?p gov:party ?party } OPTIONAL { ?other gov:replaces ?who . ?other gov:meeting ?m }"
_ORIGIN = """OPTIONAL { ?seat gov:meeting ?m . ?seat gov:person ?who . ?seat gov:attendance gov:deciding
    OPTIONAL { ?seat gov:party ?party } OPTIONAL { ?seat org:organization ?from . ?from rdfs:label ?organisation } }"""
_TASK = """OPTIONAL { ?i gov:number ?n } OPTIONAL { ?x gov:due ?due } OPTIONAL { ?x gov:dueDate ?day }
    OPTIONAL { ?x gov:assignee ?to . ?to rdfs:label ?assignee } OPTIONAL { ?x gov:assigneeAsWritten ?written }
    OPTIONAL { ?step rdf:subject ?x OPTIONAL { ?step gov:status ?status } OPTIONAL { ?step dcterms:date ?reported } }"""
_OF_TASK = f"?x a gov:Assignment . ?x schema:text ?text . ?x gov:item ?i . ?i gov:meeting ?m . {_AT} {_TASK}"
_ITS_ITEM = "OPTIONAL { ?p gov:item ?i . ?i dcterms:title ?title OPTIONAL { ?i gov:number ?n } }"
_WHERE = f"{{ ?p gov:meeting ?m }} UNION {{ ?p gov:item/gov:meeting ?m }} {_AT}"
BY_HAND = (
    ("meetings", "body", f"{_MEETING} ?min gov:minutesOf ?m . ?min dcterms:source ?s . ?s gov:fileName ?file "
        "OPTIONAL { ?m gov:startTime ?start } OPTIONAL { ?m gov:endTime ?end } OPTIONAL { ?m schema:location ?place } OPTIONAL { ?m gov:online ?on }"),
    ("items", "body", f"{_ITEM} {_NUMBER} OPTIONAL {{ ?i gov:outcome ?out }} OPTIONAL {{ ?i gov:case ?c . ?c rdfs:label ?case }}"),
    ("decisions", "body", f"{_ITEM} ?d gov:item ?i . ?d a gov:Decision . {_TEXT} {_NUMBER} OPTIONAL {{ ?d gov:designation ?label }}"),
    ("documents", "body", f"{_ITEM} ?d gov:item ?i . ?d a gov:CitedDocument . ?d dcterms:title ?document {_NUMBER}"),
    ("participants", "body", f"{_MEETING} ?p gov:meeting ?m . ?p gov:attendance ?a . ?p gov:person ?who . {_NAME} {_SEAT}"),
    ("participants", "person", f"{_OF_PERSON} $ rdfs:label ?name . {_SEAT}"),
    ("participants", "organisation", f"?p org:organization $ . ?p gov:attendance ?a . ?p gov:meeting ?m . ?p gov:person ?who . {_NAME} {_AT} {_SEAT}"),
    ("presenters", "body", f"{_ITEM} ?p gov:item ?i . ?p a gov:Presentation . ?p gov:person ?who . {_NAME} {_NUMBER} {_SEAT}"),
    ("signatories", "body", f"{_MEETING} ?p gov:meeting ?m . ?p a gov:Signature . ?p gov:person ?who . {_NAME} {_SEAT}"),
    ("adjusters", "body", f"{_MEETING} ?p gov:meeting ?m . ?p a gov:Signature . ?p gov:roleKind gov:adjuster . ?p gov:person ?who . {_NAME} "
        f"{_PARTY} OPTIONAL {{ ?p gov:itemsAttended ?items }} OPTIONAL {{ ?min gov:minutesOf ?m . ?min gov:approvalDate ?approved }}"),
    ("absent", "body", f"{_MEETING} ?p gov:meeting ?m . ?p gov:attendance gov:absent . ?p gov:person ?who . {_NAME} {_DEPUTY}"),
    ("votes", "body", f"{_ITEM} ?d gov:item ?i . ?d a gov:Vote . {_NUMBER} OPTIONAL {{ ?d gov:votesFor ?for }} OPTIONAL {{ ?d gov:votesAgainst ?no }} "
        f"OPTIONAL {{ ?d gov:votedFor|gov:votedAgainst|gov:abstained ?who OPTIONAL {{ {_NAME} }} }} {_PARTY}"),
    ("reservations", "body", f"{_ITEM} ?d gov:item ?i . ?d a gov:Reservation . ?d gov:person ?who . {_NAME} {_NUMBER} "
        "OPTIONAL { ?d schema:text ?reason }"),
    ("who-decided", "body", f"{_ITEM} ?d gov:item ?i . ?d a gov:Decision . ?d schema:text ?text . ?d gov:decidedBy ?who . {_NAME} {_NUMBER} {_ORIGIN}"),
    ("who-decided", "person", "?d gov:decidedBy $ . ?d schema:text ?text . ?d gov:item ?i . ?i dcterms:title ?title . ?i gov:order ?o . ?i gov:meeting ?m . "
        f"{_AT} $ rdfs:label ?name . {_NUMBER} {_ORIGIN.replace('?who', '$')}"),
    ("presence", "person", f"{_OF_PERSON} $ rdfs:label ?name"),
    ("people", "person", f"{_OF_PERSON} $ rdfs:label ?name OPTIONAL {{ ?p org:organization ?from . ?from rdfs:label ?organisation }}"),
    ("roles", "person", f"{_OF_PERSON} $ rdfs:label ?name . ?p gov:role ?role OPTIONAL {{ ?p org:organization ?from . ?from rdfs:label ?organisation }}"),
    ("dossier", "person", "?p ?relation $ . FILTER(?relation IN (gov:person, gov:assignee, gov:votedFor, gov:votedAgainst, gov:abstained, gov:concerns, "
        f"gov:mentions, gov:replaces)) ?p a ?class . $ rdfs:label ?name . {_WHERE} OPTIONAL {{ ?p gov:attendance ?a }} OPTIONAL {{ ?p schema:text ?text }} "
        f"{_ITS_ITEM} OPTIONAL {{ ?p gov:party ?party }} OPTIONAL {{ ?p gov:role ?role }}"),
    ("organisation-dossier", "organisation", "?p ?relation $ . FILTER(?relation IN (org:organization, gov:assignee, gov:mentions)) "
        f"?p a ?class . $ rdfs:label ?organisation . {_WHERE} OPTIONAL {{ ?p gov:attendance ?a }} OPTIONAL {{ ?p schema:text ?text }} "
        f"{_ITS_ITEM} OPTIONAL {{ ?p gov:role ?role }} OPTIONAL {{ ?p gov:person ?who . {_NAME} }}"),
    ("matter", "case", f"?i gov:case $ . ?i dcterms:title ?title . ?i gov:order ?o . ?i gov:meeting ?m . {_AT} {_NUMBER} OPTIONAL {{ ?i gov:outcome ?out }} "
        "OPTIONAL { ?d gov:item ?i . ?d a gov:Decision OPTIONAL { ?d schema:text ?text } OPTIONAL { ?d gov:decisionType ?kind } }"),
    ("in-force", "case", f"?i gov:case $ . ?i gov:order ?o . ?i gov:meeting ?m . {_AT} ?d gov:item ?i . ?d a gov:Decision . {_TEXT} {_NUMBER} "
        "FILTER(?kind IN (gov:adoption, gov:rejection, gov:election)) OPTIONAL { ?i2 gov:case $ . ?i2 gov:meeting ?m2 . ?m2 schema:startDate ?later . "
        "?d2 gov:item ?i2 . ?d2 gov:decisionType ?kind2 . ?d2 schema:text ?text2 FILTER(?later > ?date && ?kind2 IN (gov:adoption, gov:rejection, gov:election)) }"),
    ("assignments", "body", f"{_ITEM} ?x gov:item ?i . ?x a gov:Assignment . ?x schema:text ?text . {_TASK}"),
    ("assignments", "assigned person", f"?x gov:assignee $ . {_OF_TASK}"),
    ("assignments", "assigned organisation", f"?x gov:assignee $ . {_OF_TASK}"),
    ("completeness", "body", f"{_MEETING} ?min gov:minutesOf ?m . ?min gov:linesRead ?l . ?min gov:linesUnderstood ?u . ?min dcterms:source ?s . "
        "?s rdfs:label ?file OPTIONAL { ?doubt gov:minutes ?min . ?doubt gov:kind ?kind }"),
    ("missing-meetings", "body", f"{_MEETING} ?i gov:meeting ?m . ?i gov:number ?n OPTIONAL {{ ?m gov:nextMeetingDate ?next }}"),
)  # fmt: skip
# What going through everything costs, for what is counted beforehand.
_EVERY = "?m schema:startDate ?date BIND(SUBSTR(STR(?date), 1, 4) AS ?year)"
SCANS = {
    "totals": f"SELECT ?year (COUNT(DISTINCT ?d) AS ?n) {{ ?m a gov:Meeting . {_EVERY} ?i gov:meeting ?m . ?d gov:item ?i . ?d a gov:Decision }} GROUP BY ?year",
    "counts": f"SELECT ?b ?year (COUNT(DISTINCT ?d) AS ?n) {{ ?m gov:heldBy ?b . {_EVERY} ?i gov:meeting ?m . ?d gov:item ?i . ?d a gov:Decision }} GROUP BY ?b ?year",
    "decision-types": f"SELECT ?b ?year ?kind (COUNT(DISTINCT ?d) AS ?n) {{ ?m gov:heldBy ?b . {_EVERY} ?i gov:meeting ?m . ?d gov:item ?i . "
        "?d gov:decisionType ?kind } GROUP BY ?b ?year ?kind",
    "latest": "SELECT ?m ?date ?body { ?m a gov:Meeting . ?m schema:startDate ?date . ?m gov:heldBy ?b . ?b rdfs:label ?body } ORDER BY DESC(?date) LIMIT 10",
    "latest-decisions": "SELECT ?d ?date { ?m a gov:Meeting . ?m schema:startDate ?date . ?i gov:meeting ?m . ?d gov:item ?i . ?d a gov:Decision } "
        "ORDER BY DESC(?date) LIMIT 100",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measured:
    """A question: its rows, and the milliseconds that it takes, and that SPARQL by hand takes (0: not asked)."""

    name: str
    about: str
    rows: int
    asked: float
    by_hand: float

    @property
    def ratio(self) -> float:
        """The one by the other."""
        return self.asked / self.by_hand if self.by_hand else 0.0


def main() -> None:
    """Measure on one store, or on a small one and a large one."""
    parser = argparse.ArgumentParser(description="Measures the ready questions on generated minutes.")
    parser.add_argument("--documents", type=int, default=600)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--store", type=Path, help="a store that was built before")
    parser.add_argument("--larger", type=Path, help="a larger one")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="govgraph-bench-") as name:
        path = asked.store or built(Path(name), asked.documents, jobs=asked.jobs)
        found = [_measured(path)]
        if asked.larger:
            found.append(_measured(asked.larger, scans=False))
    table = section(found)
    print(table)
    put_section(table)


Sized = tuple[int, list[Measured], list[Measured]]
"""The quads of a store; its questions about one thing, and those over everything."""


def _measured(path: Path, *, scans: bool = True) -> Sized:
    with EmbeddedStore.read(path) as store:
        return len(store), list(measure(store)), list(measure_everything(store, scans=scans))


def measure(store: EmbeddedStore) -> Iterator[Measured]:
    """Ask each question about one thing both ways."""
    chosen = {kind: str(rows[0][0]) for kind, query in CHOSEN.items() if (rows := store.select(query).rows)}
    for name, kind, patterns in BY_HAND:
        if kind not in chosen:
            continue
        iri, parameter = chosen[kind], kind.rpartition(" ")[2]
        yield _both(
            store, name, kind, {parameter: iri}, f"SELECT * WHERE {{ {patterns.replace('$', f'<{iri}>')} }}"
        )


def measure_everything(store: EmbeddedStore, *, scans: bool) -> Iterator[Measured]:
    """Ask each question over everything, and, where that does not take too long, the graph itself."""
    for name, query in SCANS.items():
        yield _both(store, name, "everything", {}, query if scans else "")


def _both(store: EmbeddedStore, name: str, about: str, parameters: dict[str, str], by_hand: str) -> Measured:
    """The fastest of some runs of each, in turn: other work on the machine then weighs on both alike."""
    query = catalogue.load(name)
    asked: list[float] = []
    told: list[float] = []
    rows = 0
    started = time.perf_counter()
    while len(asked) < REPEATS and (len(asked) < 2 or time.perf_counter() - started < PATIENCE):
        taken, answer = timed(lambda: catalogue.run(store, query, parameters))
        asked.append(taken)
        told.append(timed(lambda: store.select(by_hand))[0] if by_hand else 0.0)
        rows = len(answer.rows)
    return Measured(name, about, rows, min(asked), min(told))


def section(found: list[Sized]) -> str:
    """Write the section of the results."""
    sizes = " and ".join(f"{quads:,}" for quads, _, _ in found)
    lines = [
        HEADING,
        "",
        f"Generated minutes, by `python -m benchmarks.questions`: stores on disk of {sizes} quads. What each ready question",
        "takes for the one person, body, organisation or case with most to tell, given by IRI, and what SPARQL written",
        "by hand takes for the same columns, from the IRI, without IRIs beside the names, sorting, and care for what",
        "stands twice. Milliseconds of processor time in the process, warm, the fastest of some runs in turn;",
        f"the load of the machine was {os.getloadavg()[0]:.1f}.",
        "",
        *_table([one for _, one, _ in found], [quads for quads, _, _ in found], "by hand"),
        "",
        "Questions over everything are answered from what is counted when a store is built. Beside them, plain SPARQL",
        "that goes through the graph, for one of their columns only.",
        "",
        *_table([every for _, _, every in found], [quads for quads, _, _ in found], "a scan"),
        "",
        *_told(found),
    ]
    return "\n".join(lines) + "\n"


def _table(found: list[list[Measured]], sizes: list[int], other: str) -> list[str]:
    heads = ["question", "about"]
    for quads in sizes:
        size = f"{quads / 1e6:.1f} M: "
        heads += [f"{size}rows", "ms", f"{other}, ms", f"question : {other}"]
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    larger = {
        (each.name, each.about): [one[place] for one in found[1:]] for place, each in enumerate(found[0])
    }
    for each in found[0]:
        cells = [each.name, each.about]
        for one in (each, *larger[each.name, each.about]):
            hand = [f"{one.by_hand:.1f}", f"{one.ratio:.2f}"] if one.by_hand else ["", ""]
            cells += [f"{one.rows:,}", f"{one.asked:.1f}", *hand]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def _told(found: list[Sized]) -> list[str]:
    """Say what takes more than three times as long as by hand, and what grows faster than its answer."""
    above = [
        f"{each.name} ({each.about}, {each.ratio:.1f})"
        for _, one, _ in found
        for each in one
        if each.ratio > 3
    ]
    lines = [f"Above three times: {', '.join(above) or 'none'}."]
    if len(found) > 1:
        pairs = zip(found[0][1], found[1][1], strict=True)
        grown = [
            f"{small.name} ({small.about}, {large.asked / small.asked:.1f} times the time for {large.rows / max(small.rows, 1):.1f} times the rows)"
            for small, large in pairs
            if large.asked / small.asked > 1.5 * max(large.rows / max(small.rows, 1), 1)
        ]
        lines += ["", f"Growing faster than the answer, by more than half: {', '.join(grown) or 'none'}."]
    return lines


def timed(work: Callable[[], Table]) -> tuple[float, Table]:
    """The processor time of a run, in milliseconds, and what it gives."""
    started = time.process_time()
    answer = work()
    return 1000 * (time.process_time() - started), answer


if __name__ == "__main__":
    main()
