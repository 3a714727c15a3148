"""Measures withholding and forgetting as shares of reading; prints a table, writes it to RESULTS.md.

    python -m benchmarks.privacy --documents 60

Reading is what a build does with a document before it reaches the store: parsing, resolving, stating. All is
processor time of one core, on generated minutes; each share is the median of several runs side by side.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks.generate import write_minutes
from benchmarks.sections import put_section
from graphbuild import gazetteer, languages
from graphbuild.forgetting import forget, somebody
from graphbuild.identity import DEFAULT_BASE
from graphbuild.model import Document
from graphbuild.parsing import parse
from graphbuild.pipeline import build
from graphbuild.privacy.forgotten import Forgotten, started
from graphbuild.privacy.redaction import redaction_of
from graphbuild.privacy.withholding import withhold
from graphbuild.readers import read
from graphbuild.resolution import resolve
from graphbuild.statements import Statements, state
from graphbuild.statements.naming import names_in
from graphbuild.store.holdings import Holdings

HEADING = "## Privacy"
REPEATS = 7
SALT = "5a" * 16


def main() -> None:
    """Measure on generated minutes."""
    parser = argparse.ArgumentParser(description="Measures withholding and forgetting on generated minutes.")
    parser.add_argument("--documents", type=int, default=60)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="govgraph-bench-") as name:
        folder = Path(name) / "minutes"
        write_minutes(folder, asked.documents)
        table = section(folder, Path(name) / "store")
    print(table)
    put_section(f"{HEADING}\n\n{table}")


def section(folder: Path, store: Path) -> str:
    """Measure, and give the table."""
    places = gazetteer.load()
    documents = [read(path) for path in sorted(folder.iterdir())]
    said = [_said(document) for document in documents]
    names = sorted({name for each in said for name in names_in(each.shared)})

    def redacted(people: Forgotten) -> Callable[[], object]:
        def step() -> None:
            fresh = Forgotten(people.salt, people.people)  # it remembers what it hashed, as long as a build
            for document, each in zip(documents, said, strict=True):
                redaction_of(document.text, names_in(each.shared), fresh, places)

        return step

    nobody = _listing([f"Okänd{number} Ingensson{number}" for number in range(100)])
    steps: dict[str, Callable[[], object]] = {
        "withholding numbers and addresses": lambda: [withhold(each, places) for each in documents],
        "looking for 1 forgotten person": redacted(_listing(["Okänd Ingensson"])),
        "looking for 100 forgotten people": redacted(nobody),
    }
    reading, shares = [], {name: list[float]() for name in steps}
    for _ in range(REPEATS):
        reading.append(_seconds(lambda: [_said(each) for each in documents]))
        for name, step in steps.items():
            shares[name].append(_seconds(step) / reading[-1])
    rows = [f"| {name} | {100 * median(found):.1f} % |" for name, found in shares.items()]
    each = 1000 * median(reading) / len(documents)
    built, gone = _forgetting(folder, store, names[0])
    return "\n".join(
        [
            f"{len(documents)} generated documents, {each:.1f} ms of reading each, by "
            "`python -m benchmarks.privacy`.",
            "",
            "| step | share of reading |",
            "|---|---|",
            *rows,
            "",
            f"Forgetting one person: {gone / built:.2f} times the build of the store from its sources.",
            "",
        ]
    )


def _said(document: Document) -> Statements:
    return state(resolve(parse(document)), DEFAULT_BASE, parser_version="0")


def _listing(names: list[str]) -> Forgotten:
    people = started(Forgotten(), SALT)
    for name in names:
        people = people.add([name], (), languages.load("sv").first_names, "En person", "2026-01-01")
    return people


def _forgetting(folder: Path, store: Path, name: str) -> tuple[float, float]:
    built = _seconds(lambda: build([folder], store, DEFAULT_BASE))

    def gone() -> None:
        with Holdings(store, DEFAULT_BASE) as holdings:
            who = somebody(holdings, name)
            forget(holdings, who, (), label="En person", since="2026-01-01", salt=SALT)

    return built, _seconds(gone)


def _seconds(step: Callable[[], object]) -> float:
    begun = time.process_time()
    step()
    return time.process_time() - begun


if __name__ == "__main__":
    main()
