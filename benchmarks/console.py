"""Measures the console in a browser: until it is ready, and how long a ready question takes there.

    python -m benchmarks.console --documents 53

Each size is a single file (`publish --single-file`), opened from the file system in Chromium three times; the
table has the medians, beside what the same question takes in the embedded store in the same run.
"""

import argparse
import shutil
import tempfile
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from benchmarks.generate import built
from benchmarks.sections import put_section
from graphbuild import catalogue
from graphbuild.publishing import publish_file
from graphbuild.store import EmbeddedStore

HEADING = "## The console"
QUESTION = "decisions"
RUNS = 3


def main() -> None:
    """Measure each size on a store of its own."""
    parser = argparse.ArgumentParser(description="Measures the console on generated minutes.")
    parser.add_argument("--documents", type=int, nargs="+", default=[53])
    asked = parser.parse_args()
    rows = []
    with sync_playwright() as playwright:
        found = shutil.which("chromium") or playwright.chromium.executable_path
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        for documents in asked.documents:
            with tempfile.TemporaryDirectory(prefix="govgraph-bench-") as name:
                rows.append(_measured(documents, Path(name), browser))
            print(rows[-1], flush=True)
        browser.close()
    put_section(_section(rows))


def _section(rows: list[str]) -> str:
    head = [
        HEADING,
        "",
        "Generated minutes as a single file, opened from the file system in Chromium, by",
        "`python -m benchmarks.console`; medians of three, in seconds. Ready: from opening the file until",
        "questions can be asked; beside it the processor time of the page, which other work on the machine",
        f"hardly changes. Then the question `{QUESTION}` in the page, and in the embedded store.",
        "",
        "| documents | triples | MB | ready | processor | asked | in the store |",
        "|---:|---:|---:|---:|---:|---:|---:|",
    ]
    return "\n".join([*head, *rows, ""])


def _measured(documents: int, folder: Path, browser: Browser) -> str:
    path = folder / "minutes.html"
    with EmbeddedStore.read(built(folder, documents, seed=7)) as store:
        size = publish_file(store, path)
        triples = store.select("SELECT (COUNT(*) AS ?n) { { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } } }").rows[
            0
        ][0]
        in_store = median(_took(store) for _ in range(RUNS))
    opened = [_opened(browser, path) for _ in range(RUNS)]
    figures = (median(each[number] for each in opened) for number in range(3))
    cells = [f"{documents:,}", f"{triples:,}", f"{size / 1e6:.1f}", *(f"{figure:.2f}" for figure in figures)]
    return f"| {' | '.join([*cells, f'{in_store:.2f}'])} |"


def _took(store: EmbeddedStore) -> float:
    began = time.perf_counter()
    catalogue.run(store, catalogue.load(QUESTION))
    return time.perf_counter() - began


def _opened(browser: Browser, path: Path) -> tuple[float, float, float]:
    """Open the file in a new window, and ask; seconds until ready, of the processor, until answered."""
    context = browser.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Performance.enable")
    page.goto(path.as_uri())
    page.locator("#console[data-ready]").wait_for()
    ready = page.evaluate("Number(document.getElementById('console').dataset.ready)") / 1000
    metrics = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
    began = time.perf_counter()
    page.evaluate(f"location.hash = 'q={QUESTION}'")
    page.locator("#answer table").wait_for()
    took = time.perf_counter() - began
    context.close()
    return ready, metrics["ProcessTime"], took


if __name__ == "__main__":
    main()
