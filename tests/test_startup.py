"""Help and lists pay for nothing that they do not use. `make bench` measures the time; here stands why it is short."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli import LAUNCHER

HEAVY = {
    "asyncio",
    "jinja2",
    "multiprocessing",
    "networkx",
    "pydantic",
    "pyoxigraph",
    "rdflib",
    "rich",
    "sqlite3",
    "graphbuild.exporters",
    "graphbuild.gazetteer",
    "graphbuild.languages",
    "graphbuild.networks",
    "graphbuild.parsing",
    "graphbuild.pipeline",
    "graphbuild.publishing",
    "graphbuild.readers",
    "graphbuild.statements",
    "graphbuild.store",
}
"""What only work needs."""

_RUN = f"""
import json, runpy, sys
try:
    runpy.run_path({str(LAUNCHER)!r}, run_name="__main__")
finally:
    print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


def loaded(folder: Path, *words: str) -> set[str]:
    """Run a command, and name the modules that it loaded."""
    done = subprocess.run(
        [sys.executable, "-c", _RUN, *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(LAUNCHER.parent)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stdout, done.stderr
    return set(json.loads(done.stderr.splitlines()[-1]))


@pytest.mark.parametrize(
    "words",
    [(), ("--help",), ("--version",), ("ask",), ("ask", "who-decided", "--help"), ("build", "--help")],
)
def test_help_and_lists_load_little(words: tuple[str, ...], tmp_path: Path) -> None:
    assert loaded(tmp_path, *words) & HEAVY == set()


def test_a_question_loads_the_store_and_not_the_parser(example_store: Path, tmp_path: Path) -> None:
    modules = loaded(tmp_path, "ask", "meetings", "--store", str(example_store))
    assert "pyoxigraph" in modules
    assert modules & {"networkx", "jinja2", "rdflib", "graphbuild.parsing", "graphbuild.publishing"} == set()
