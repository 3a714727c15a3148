"""Prints tables to stdout, and messages and progress to stderr."""

import shutil
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from graphbuild import messages
from graphbuild.commands.settings import language
from graphbuild.reports import Style, render
from graphbuild.table import Table

_EVERY = 0.1  # seconds between two signs of progress on a terminal


def show(table: Table, form: str, *, iris: bool = False) -> None:
    """Print a table."""
    sys.stdout.write(render(table, form, Style(width(), iris, language(), sys.stdout.isatty())))


def width() -> int:
    """Find out how wide the terminal is."""
    return max(40, shutil.get_terminal_size((80, 24)).columns)


def say(kind: str, **details: object) -> None:
    """Print a message in the user's language, to stderr."""
    print(messages.text(kind, language(), **details), file=sys.stderr)


def say_line(line: str) -> None:
    """Print a line that is already in words, to stderr."""
    print(f"govgraph: {line}", file=sys.stderr)


def number(value: int) -> str:
    """Write a number with thin groups of three (`12 345`), as both languages read it."""
    return f"{value:,}".replace(",", "\N{NO-BREAK SPACE}")


class ProgressLine:
    """Tells how far long work has come: one line that changes on a terminal, else a line now and then."""

    def __init__(self, kind: str = "progress") -> None:
        """Start without a word: short work says nothing. `kind` is the message that tells."""
        self._kind = kind
        self._terminal = sys.stderr.isatty()
        self._told = time.monotonic()
        self._shown = 0

    def __call__(self, done: int, total: int, path: Path) -> None:
        """Take note of a file that was read or written."""
        now = time.monotonic()
        wait = _EVERY if self._terminal else 10.0
        if now - self._told < wait and done < total:
            return
        if done == total and not self._shown and not self._terminal:
            return
        self._told = now
        text = self._text(done, total)
        if self._terminal:
            line = f"{text}  {path.name}"[: width() - 1]
            sys.stderr.write(f"\r{line.ljust(self._shown)}")
            self._shown = len(line)
        else:
            print(text, file=sys.stderr)
            self._shown = 1
        sys.stderr.flush()

    def _text(self, done: int, total: int) -> str:
        return messages.text(self._kind, language(), done=number(done), total=number(total))

    def __enter__(self) -> Self:
        """Give the line itself; it is cleared at the end of the block, however that comes."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Clear the line."""
        if self._terminal and self._shown:
            sys.stderr.write(f"\r{' ' * self._shown}\r")
            sys.stderr.flush()
