"""`govgraph demo`: the bundled examples built, asked, published."""

import shlex
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graphbuild.commands.settings import language

if TYPE_CHECKING:
    from graphbuild.store import Store


@dataclass(frozen=True, slots=True)
class _Question:
    """A question of the demo: its heading, the query, what it is asked for, which rows are shown."""

    heading: str
    query: str
    parameters: dict[str, str]
    rows: slice


_NEWEST = slice(-10, None)
_QUESTIONS = (
    _Question("demo-who-decided", "who-decided", {"text": "köpeavtalet med Norrskur"}, slice(-22, None)),
    _Question("demo-assignments", "assignments", {"status": "open"}, _NEWEST),
    _Question("demo-absent", "absent", {}, _NEWEST),
    _Question("demo-ties", "ties", {}, slice(0, 8)),
)
_STORE = "govgraph.store"
_SITE = "site"


def demo(
    folder: Annotated[Path, typer.Option("--dir", help="The folder to work in; it is made.")] = Path("demo"),
) -> None:
    """Build the bundled example minutes, answer four questions, write the site, say what to try next."""
    from graphbuild.commands.printing import number
    from graphbuild.identity import DEFAULT_BASE
    from graphbuild.pipeline import build
    from graphbuild.resources import resource
    from graphbuild.store import open_store

    store = folder / _STORE
    _title("demo-building")
    folder.mkdir(parents=True, exist_ok=True)
    report = build([resource("examples")], store, DEFAULT_BASE)
    documents = number(report.read + report.skipped)
    _line("demo-built", documents=documents, quads=number(report.quads), store=store)
    for failure in report.failed:
        print(failure.reason)
    with open_store(store) as opened:
        for question in _QUESTIONS:
            _answer(opened, question, store)
        _publish(opened, folder / _SITE)
    _suggest(store, folder)
    if report.failed:
        raise typer.Exit(3)


def _answer(store: "Store", question: _Question, path: Path) -> None:
    """Print a question, the first or last rows of its answer, and the command that gives all of them."""
    from graphbuild import catalogue
    from graphbuild.commands.printing import number, show
    from graphbuild.table import Table

    query = catalogue.load(question.query)
    table = catalogue.run(store, query, question.parameters)
    shown = Table(table.columns, table.rows[question.rows])
    _title(question.heading)
    show(catalogue.for_people(query, shown), "table")
    filters = "".join(f" --{name} {shlex.quote(value)}" for name, value in question.parameters.items())
    command = f"govgraph ask {question.query}{filters} --store {shlex.quote(str(path))}"
    print()
    kind = "demo-more" if len(shown.rows) < len(table.rows) else "demo-all"
    _line(kind, shown=number(len(shown.rows)), rows=number(len(table.rows)), command=command)


def _publish(store: "Store", directory: Path) -> None:
    """Write the site."""
    from graphbuild.commands.printing import number
    from graphbuild.publishing import publish

    done = publish(store, directory, None, language=language())
    _title("demo-site")
    _line("demo-published", pages=number(done.pages), index=directory / "index.html")


def _suggest(store: Path, folder: Path) -> None:
    """Print commands that work as they are printed."""
    at = f"--store {shlex.quote(str(store))}"
    network, turtle = (shlex.quote(str(folder / name)) for name in ("people.gexf", "graph.ttl"))
    _title("demo-next")
    for command in (
        ("govgraph ask",),
        ("govgraph ask who-decided --help",),
        ("govgraph ask participants --meeting 2025-10-14", at),
        ("govgraph ledger", at),
        ("govgraph network people-bodies", "--format gexf", f"-o {network}", at),
        ("govgraph export turtle", f"-o {turtle}", at),
        ("govgraph verify", at),
        *([("govgraph serve", at)] if find_spec("starlette") else []),
        ("govgraph build --help",),
    ):
        print(_broken(command))


def _broken(words: tuple[str, ...]) -> str:
    """Write a command on as many lines as it takes, so that it can still be copied."""
    from graphbuild.commands.printing import width

    lines = [f"  {words[0]}"]
    for word in words[1:]:
        if len(lines[-1]) + len(word) + 3 > width():
            lines[-1] += " \\"
            lines.append(f"     {word}")
        else:
            lines[-1] += f" {word}"
    return "\n".join(lines)


def _title(kind: str) -> None:
    from graphbuild import messages

    text = messages.text(kind, language())
    print(f"\n{text}\n{'─' * len(text)}")


def _line(kind: str, **details: object) -> None:
    from textwrap import fill

    from graphbuild import messages
    from graphbuild.commands.printing import width

    text = messages.text(kind, language(), **details)
    print(fill(text, width(), break_long_words=False, break_on_hyphens=False))
