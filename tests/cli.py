"""Runs govgraph as people do: in a process of its own, with pipes."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

LAUNCHER = Path(__file__).resolve().parents[1] / "cli.py"


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str


def govgraph(*words: str | Path, cwd: Path | None = None, stdin: str = "", **environment: str) -> Ran:
    """Run a command in a folder, with nothing of ours in its environment."""
    settings = {key: value for key, value in os.environ.items() if not key.startswith("GOVGRAPH_")}
    settings |= {"LC_ALL": "C.UTF-8", "COLUMNS": "80", "PYTHONDONTWRITEBYTECODE": "1", **environment}
    done = subprocess.run(
        [sys.executable, str(LAUNCHER), *map(str, words)],
        cwd=cwd, input=stdin, capture_output=True, text=True, encoding="utf-8", env=settings, check=False,
    )  # fmt: skip
    return Ran(done.returncode, done.stdout, done.stderr)
