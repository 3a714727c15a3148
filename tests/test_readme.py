"""What the README and the documents show is what the commands print: each ```console block is run."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli import LAUNCHER

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "CONTRIBUTING.md"]
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Call:
    """A command that a page shows, and the lines that it shows as the answer."""

    page: str
    words: tuple[str, ...]
    shown: tuple[str, ...]


def calls(page: Path) -> list[Call]:
    found = []
    for block in _BLOCK.findall(page.read_text("utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *answer = part.rstrip().split("\n")
            while command.count("'") % 2 or command.endswith("\\"):
                command = f"{command.removesuffix(chr(92))}\n{answer.pop(0)}"
            found.append(Call(page.name, tuple(shlex.split(command)), tuple(answer)))
    return found


def matches(shown: tuple[str, ...], printed: list[str]) -> bool:
    """Compare line by line; `…` stands for any characters, and alone on a line for any lines."""
    if not shown:
        return True
    pattern = "".join(r"(?:.*\n)*?" if line == "…" else f"{_elided(line)}\n" for line in shown)
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in printed)) is not None


def _elided(line: str) -> str:
    return ".*".join(map(re.escape, line.split("…")))


def in_a_terminal(folder: Path, words: list[str]) -> list[str]:
    """Run a command, and give what a terminal of 80 columns shows: both streams as they come, plain spaces."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GOVGRAPH_")}
    shown = {"GOVGRAPH_FORMAT": "table", "LC_ALL": "C.UTF-8", "COLUMNS": "80", "PYTHONUNBUFFERED": "1"}
    ran = subprocess.run(
        [sys.executable, str(LAUNCHER), *words],
        cwd=folder,
        env=kept | shown,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    text = ran.stdout.replace("\N{NO-BREAK SPACE}", " ").strip("\n")
    return [line.rstrip() for line in text.splitlines()]


WITH_CALLS = [page for page in PAGES if calls(page)]


@pytest.mark.parametrize("page", WITH_CALLS, ids=lambda page: page.name)
def test_what_a_page_shows_is_what_is_printed(page: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    shutil.copy(ROOT / "README.md", tmp_path)
    folder = tmp_path
    for call in calls(page):
        program, *words = call.words
        if program == "cd":
            folder = (folder / words[0]).resolve()
            continue
        assert program == "govgraph", f"{call.page} shows {program}: only govgraph and cd can be run"
        printed = in_a_terminal(folder, words)
        told = "\n".join(printed)
        assert "Traceback" not in told
        assert matches(call.shown, printed), f"{call.page}: {shlex.join(call.words)} prints\n{told}"


def test_the_readme_asks_draws_and_publishes() -> None:
    commands = {call.words[1] for call in calls(ROOT / "README.md") if call.words[0] == "govgraph"}
    assert commands >= {"demo", "ask", "sparql", "network", "export", "publish", "build", "verify"}


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        (("a", "…", "c"), ["a", "b", "b", "c"], True),
        (("a", "…"), ["a"], True),
        (("a", "c"), ["a", "b", "c"], False),
        (("a", "…", "c"), ["a", "b"], False),
        (("in …/store: 3",), ["in /tmp/x/store: 3"], True),
        ((), ["anything"], True),
    ],
)
def test_elisions(shown: tuple[str, ...], printed: list[str], same: bool) -> None:
    assert matches(shown, printed) is same
