"""Measures search beside the plainest SPARQL over the same store; prints a table, writes it to RESULTS.md.

    python -m benchmarks.search --documents 600

The SPARQL looks for the letters in titles, decisions and assignments only (`CONTAINS` over their texts): the
graph does not hold the running text. Search looks at that, too, finds forms and compounds, and ranks.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks.generate import write_minutes
from benchmarks.sections import put_section
from graphbuild.identity import DEFAULT_BASE
from graphbuild.pipeline import build
from graphbuild.search.finding import ALL, Filters, find
from graphbuild.search.index import Index
from graphbuild.search.keeping import keep_in_step, rebuild
from graphbuild.search.question import read_question
from graphbuild.store import EmbeddedStore

HEADING = "## Search"
REPEATS = 9
PLAIN = """
SELECT (COUNT(*) AS ?found) WHERE {
  { ?thing schema:text ?text } UNION { ?thing dcterms:title ?text }
  FILTER(CONTAINS(LCASE(STR(?text)), "%s"))
}
"""
QUESTIONS = (
    ("a word that is nowhere", "kvantdator", "kvantdator"),
    ("a stem with its compounds", "skola", "skol"),
    ("two words", "budget skola", "budget"),
    ("a phrase", '"får i uppdrag"', "får i uppdrag"),
    ("a beginning", "strand*", "strand"),
    ("the commonest word", "att", "att"),
)


def main() -> None:
    """Measure on one generated store."""
    parser = argparse.ArgumentParser(description="Measures search on generated minutes.")
    parser.add_argument("--documents", type=int, default=600)
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="govgraph-bench-") as name:
        minutes, path = Path(name) / "minutes", Path(name) / "store"
        write_minutes(minutes, asked.documents)
        started = time.perf_counter()
        build([minutes], path, DEFAULT_BASE, jobs=asked.jobs)
        table = section(path, time.perf_counter() - started)
    print(table)
    put_section(table)


def section(path: Path, built: float) -> str:
    """Measure a store that was built in so many seconds, and give the section of the results."""
    with EmbeddedStore.read(path) as store:
        started = time.perf_counter()
        documents = rebuild(store)
        indexed = time.perf_counter() - started
        with Index(store.folder.search_index) as index:
            compared = timed(lambda: keep_in_step(store, index))
            rows = [measured(store, index, *question) for question in QUESTIONS]
            narrowed = timed(
                lambda: find(
                    store, index, read_question("att"), Filters(since="2019-02-01", until="2019-02-28")
                )
            )
            passages = index.run("SELECT count(*) FROM passages")[0][0]
        size, quads = store.folder.search_index.stat().st_size / 1e6, len(store)
    lines = [
        HEADING,
        "",
        "Generated minutes, by `python -m benchmarks.search`: "
        f"{documents:,} documents, {quads:,} quads, {passages:,} passages; index {size:.0f} MB.",
        f"Indexing everything takes {1000 * indexed / documents:.1f} ms a document ({indexed / built:.2f} of "
        f"a build, which holds it); to see that nothing changed {compared:.1f} ms.",
        "Plain SPARQL counts the titles, decisions and assignments with CONTAINS, unranked and without",
        "the running text; search ranks and gives 20. Medians, warm, in the process.",
        "",
        "| what | search | hits | ms | plain SPARQL, ms | search : SPARQL |",
        "|---|---|---|---|---|---|",
        *rows,
        f"| the same word, one month | `att` | | {narrowed:.1f} | | |",
    ]
    return "\n".join(lines) + "\n"


def measured(store: EmbeddedStore, index: Index, what: str, text: str, letters: str) -> str:
    """Measure one question both ways, as a row."""
    question = read_question(text)
    hits = find(store, index, question).total
    ours = timed(lambda: find(store, index, question, ALL))
    plain = timed(lambda: store.select(PLAIN % letters))
    return f"| {what} | `{text}` | {hits:,} | {ours:.1f} | {plain:.1f} | {ours / plain:.2f} |"


def timed(work: Callable[[], object]) -> float:
    """The median time of some runs, in milliseconds."""
    work()
    taken = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return 1000 * median(taken)


if __name__ == "__main__":
    main()
