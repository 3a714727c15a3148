"""Measures the ready questions about one person, body, organisation or case beside SPARQL written by hand for it.

    python -m benchmarks.questions --documents 600

By hand is what somebody would write who knows the IRI, the graph and the engine: patterns in the order that
they should be tried in, and no parameters.
"""

# ruff: noqa: E501 - a pattern that is written by hand is read best in one line
import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median

from benchmarks.generate import generate
from benchmarks.sections import put_section
from graphbuild import catalogue
from graphbuild.identity import DEFAULT_BASE
from graphbuild.pipeline import build
from graphbuild.store import EmbeddedStore

HEADING = "## Questions"
SINCE = date(2019, 1, 7)
REPEATS = 5

# Whom the questions are about: those with most to tell.
CHOSEN = {
    "person": "SELECT ?x (COUNT(*) AS ?n) { ?d gov:decidedBy ?x } GROUP BY ?x ORDER BY DESC(?n) ?x LIMIT 1",
    "body": """SELECT ?x (COUNT(*) AS ?n) { ?v a gov:Vote ; gov:item ?i . ?i gov:meeting ?m . ?m gov:heldBy ?x }
        GROUP BY ?x ORDER BY DESC(?n) ?x LIMIT 1""",
    "organisation": """SELECT ?x (COUNT(*) AS ?n) { ?p org:organization ?x ; gov:attendance ?a }
        GROUP BY ?x ORDER BY DESC(?n) ?x LIMIT 1""",
    "case": "SELECT ?x (COUNT(*) AS ?n) { ?i gov:case ?x } GROUP BY ?x ORDER BY DESC(?n) ?x LIMIT 1",
}
_MEETING = "?m gov:heldBy $ . ?m schema:startDate ?date . $ rdfs:label ?body ."
_ITEM = f"{_MEETING} ?i gov:meeting ?m . ?i dcterms:title ?title . ?i gov:order ?o . OPTIONAL {{ ?i gov:number ?n }}"
_OF_PERSON = "?p gov:person $ . ?p gov:attendance ?a . ?p gov:meeting ?m . ?m schema:startDate ?date . ?m gov:heldBy ?b ."
_TEXT = "?d schema:text ?text . ?d gov:decisionType ?kind ."
_TASK = "?x schema:text ?text . OPTIONAL { ?x gov:dueDate ?due } OPTIONAL { ?x gov:assignee ?to } OPTIONAL { ?x gov:status ?status }"
BY_HAND = (
    ("meetings", "body", f"{_MEETING} ?min gov:minutesOf ?m . ?min dcterms:source ?s . ?s gov:fileName ?file"),
    ("items", "body", f"{_ITEM} OPTIONAL {{ ?i gov:outcome ?out }} OPTIONAL {{ ?i gov:case ?c . ?c rdfs:label ?case }}"),
    ("decisions", "body", f"{_ITEM} ?d gov:item ?i . ?d a gov:Decision . {_TEXT}"),
    ("documents", "body", f"{_ITEM} ?d gov:item ?i . ?d a gov:CitedDocument . ?d dcterms:title ?document"),
    ("participants", "body", f"{_MEETING} ?p gov:meeting ?m . ?p gov:attendance ?a . ?p gov:person ?who . ?who rdfs:label ?name"),
    ("participants", "person", _OF_PERSON),
    ("participants", "organisation", "?p org:organization $ . ?p gov:attendance ?a . ?p gov:meeting ?m . ?p gov:person ?who . "
        "?who rdfs:label ?name . ?m schema:startDate ?date"),
    ("presenters", "body", f"{_ITEM} ?d gov:item ?i . ?d a gov:Presentation . ?d gov:person ?who . ?who rdfs:label ?name"),
    ("signatories", "body", f"{_MEETING} ?p gov:meeting ?m . ?p a gov:Signature . ?p gov:person ?who . ?who rdfs:label ?name"),
    ("adjusters", "body", f"{_MEETING} ?p gov:meeting ?m . ?p a gov:Signature . ?p gov:roleKind gov:adjuster . "
        "?p gov:person ?who . ?who rdfs:label ?name"),
    ("absent", "body", f"{_MEETING} ?p gov:meeting ?m . ?p gov:attendance gov:absent . ?p gov:person ?who . ?who rdfs:label ?name"),
    ("votes", "body", f"{_ITEM} ?d gov:item ?i . ?d a gov:Vote . OPTIONAL {{ ?d gov:votesFor ?for }} OPTIONAL {{ ?d gov:votesAgainst ?no }}"),
    ("reservations", "body", f"{_ITEM} ?d gov:item ?i . ?d a gov:Reservation . ?d gov:person ?who . ?who rdfs:label ?name"),
    ("who-decided", "body", f"{_ITEM} ?d gov:item ?i . ?d a gov:Decision . ?d schema:text ?text . ?d gov:decidedBy ?who . ?who rdfs:label ?name"),
    ("who-decided", "person", "?d gov:decidedBy $ . ?d schema:text ?text . ?d gov:item ?i . ?i dcterms:title ?title . ?i gov:meeting ?m . "
        "?m schema:startDate ?date . ?m gov:heldBy ?b"),
    ("presence", "person", f"{_OF_PERSON} $ rdfs:label ?name"),
    ("people", "person", f"{_OF_PERSON} $ rdfs:label ?name"),
    ("roles", "person", f"{_OF_PERSON} ?p gov:role ?role"),
    ("dossier", "person", "?p ?relation $ . FILTER(?relation IN (gov:person, gov:assignee, gov:votedFor, gov:votedAgainst, gov:concerns, "
        "gov:mentions, gov:replaces)) ?p a ?class . OPTIONAL { ?p schema:text ?text } OPTIONAL { ?p gov:item ?i . ?i dcterms:title ?title }"),
    ("organisation-dossier", "organisation", "?p ?relation $ . FILTER(?relation IN (org:organization, gov:assignee, gov:mentions)) "
        "?p a ?class . OPTIONAL { ?p gov:person ?who . ?who rdfs:label ?name } OPTIONAL { ?p schema:text ?text }"),
    ("matter", "case", "?i gov:case $ . ?i dcterms:title ?title . ?i gov:meeting ?m . ?m schema:startDate ?date . "
        "OPTIONAL { ?d gov:item ?i . ?d a gov:Decision OPTIONAL { ?d schema:text ?text } }"),
    ("in-force", "case", "?i gov:case $ . ?i gov:meeting ?m . ?m schema:startDate ?date . ?d gov:item ?i . ?d a gov:Decision . ?d schema:text ?text . "
        "?d gov:decisionType ?kind FILTER(?kind IN (gov:adoption, gov:rejection, gov:election))"),
    ("assignments", "body", f"{_ITEM} ?x gov:item ?i . ?x a gov:Assignment . {_TASK}"),
    ("assignments", "person", f"?x gov:assignee $ . $ rdfs:label ?who . {_TASK} ?x gov:item ?i . ?i gov:meeting ?m . ?m schema:startDate ?date"),
    ("assignments", "organisation", f"?x gov:assignee $ . $ rdfs:label ?who . {_TASK} ?x gov:item ?i . ?i gov:meeting ?m . ?m schema:startDate ?date"),
    ("completeness", "body", f"{_MEETING} ?min gov:minutesOf ?m . ?min gov:linesRead ?l . ?min gov:linesUnderstood ?u"),
    ("missing-meetings", "body", f"{_MEETING} ?i gov:meeting ?m . ?i gov:number ?n"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measured:
    """A question about one thing: its rows, and the milliseconds by the question and by hand."""

    name: str
    about: str
    rows: int
    asked: float
    by_hand: float


def main() -> None:
    """Measure on one generated store."""
    parser = argparse.ArgumentParser(description="Measures the ready questions on generated minutes.")
    parser.add_argument("--documents", type=int, default=600)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--store", type=Path, help="a store that was built before")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="govgraph-bench-") as name:
        path = asked.store or Path(name) / "store"
        if asked.store is None:
            minutes = Path(name) / "minutes"
            minutes.mkdir()
            for made in generate(asked.documents, 1, SINCE):
                (minutes / made.name).write_text(made.text, encoding="utf-8")
            build([minutes], path, DEFAULT_BASE, jobs=asked.jobs)
        with EmbeddedStore.read(path) as store:
            table = section(store, list(measure(store)))
    print(table)
    put_section(table)


def measure(store: EmbeddedStore) -> Iterator[Measured]:
    """Ask each question both ways."""
    chosen = {kind: str(store.select(query).rows[0][0]) for kind, query in CHOSEN.items()}
    for name, kind, patterns in BY_HAND:
        query, iri = catalogue.load(name), chosen[kind]
        by_hand = f"SELECT * WHERE {{ {patterns.replace('$', f'<{iri}>')} }}"
        rows = len(catalogue.run(store, query, {kind: iri}).rows)
        asked = timed(lambda query=query, kind=kind, iri=iri: catalogue.run(store, query, {kind: iri}))  # type: ignore[misc]
        yield Measured(name, kind, rows, asked, timed(lambda text=by_hand: store.select(text)))  # type: ignore[misc]


def section(store: EmbeddedStore, found: list[Measured]) -> str:
    """Write the section of the results."""
    lines = [
        HEADING,
        "",
        f"Generated minutes, by `python -m benchmarks.questions`: {len(store):,} quads. What each ready question takes",
        "for the one person, body, organisation or case with most to tell, given by IRI, and what the plainest SPARQL",
        "written by hand for it takes, from the IRI and with fewer columns. Medians, warm, in the process;",
        f"the load of the machine was {os.getloadavg()[0]:.1f}.",
        "",
        "| question | about one | rows | ms | by hand, ms | question : by hand |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {each.name} | {each.about} | {each.rows:,} | {each.asked:.1f} | {each.by_hand:.1f} | {each.asked / each.by_hand:.1f} |"
        for each in found
    ]
    above = [f"{each.name} ({each.about})" for each in found if each.asked > 3 * each.by_hand]
    lines += ["", f"Above three times: {', '.join(above) or 'none'}."]
    return "\n".join(lines) + "\n"


def timed(work: Callable[[], object]) -> float:
    """The median time of some runs, in milliseconds."""
    started = time.perf_counter()
    work()
    taken = [time.perf_counter() - started]
    for _ in range(REPEATS if taken[0] < 0.5 else 0):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    taken = taken[1:] or taken
    return 1000 * median(taken)


if __name__ == "__main__":
    main()
