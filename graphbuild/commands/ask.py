"""`govgraph ask`: a named query, or the list of them.

The parameters are those that the query's header names, so this command reads its words itself.
"""

import sys
from dataclasses import dataclass, field

import typer

from graphbuild.commands.settings import language, output_format, store_place
from graphbuild.errors import ParameterError

_USAGE = """\
Usage: govgraph ask [NAME] [--PARAMETER VALUE …] [OPTIONS]

  Ask a named question: who decided what, which assignments are open, …

  Without a name the questions are listed.

Options:
  --format FORMAT  table, csv, tsv, json, jsonl or md
                   [default: table on a terminal, else csv]
  --store DIR|URL  The store's folder, or a SPARQL server
                   [default: govgraph.store]
  --iris           Show IRIs in tables, too.
  -h, --help       Tell about the command; after a name, about that question
                   and its parameters.
"""


@dataclass(slots=True)
class _Words:
    """What stands on the command line."""

    name: str | None = None
    form: str | None = None
    store: str | None = None
    iris: bool = False
    help: bool = False
    parameters: dict[str, str] = field(default_factory=dict)


def ask(context: typer.Context) -> None:
    """Ask a named question: who decided what, which assignments are open, …"""
    words = _read(context.args)
    if words.name is None and words.help:
        sys.stdout.write(_USAGE)
    elif words.name is None:
        _list(words)
    elif words.help:
        _tell_about(words.name)
    else:
        _answer(words.name, words)


def _read(args: list[str]) -> _Words:
    """Read `NAME`, `--parameter value`, `--parameter=value` and the options."""
    words = _Words()
    rest = iter(args)
    for word in rest:
        if word in ("-h", "--help"):
            words.help = True
        elif word == "--iris":
            words.iris = True
        elif not word.startswith("--"):
            if words.name is not None:
                raise ParameterError(f"“{word}” belongs to no parameter: write --PARAMETER {word}")
            words.name = word
        else:
            key, equals, value = word[2:].partition("=")
            if not equals:
                value = next(rest, "")
            if not value:
                raise ParameterError(f"--{key} needs a value: write --{key} VALUE")
            words.parameters[key] = value
    words.form = words.parameters.pop("format", None)
    words.store = words.parameters.pop("store", None)
    return words


def _answer(name: str, words: _Words) -> None:
    """Print what a query finds, and say so where it finds nothing."""
    from graphbuild import catalogue
    from graphbuild.commands.printing import say, show

    query = catalogue.load(name)
    parameters = dict(words.parameters)
    if any(parameter.name == "language" for parameter in query.parameters):
        parameters.setdefault("language", language())
    catalogue.bind(query, parameters)  # a wrong parameter is told before a store is opened
    chosen = output_format(words.form)
    from graphbuild.store import open_store

    with open_store(store_place(words.store)) as opened:
        table = catalogue.run(opened, query, parameters)
    if not table.rows:
        title = query.title[language()]
        filters = " ".join(f"--{key} {value}" for key, value in words.parameters.items())
        say("no-rows-filtered" if filters else "no-rows", title=title, filters=filters)
    show(catalogue.for_people(query, table) if chosen == "table" else table, chosen, iris=words.iris)


def _list(words: _Words) -> None:
    """Print the queries with what they tell and take."""
    from graphbuild import catalogue
    from graphbuild.commands.printing import say, show
    from graphbuild.table import Table

    if words.parameters:
        given = " ".join(f"--{key} {value}" for key, value in words.parameters.items())
        raise ParameterError(f"name a question before its parameters: govgraph ask NAME {given}")
    chosen, spoken = output_format(words.form), language()
    queries = [catalogue.load(name) for name in catalogue.names()]
    if chosen == "table":
        rows = tuple((query.name, query.description[spoken]) for query in queries)
        show(Table(("name", "description"), rows), chosen)
        say("ask-how")
        return
    taken = [" ".join(parameter.name for parameter in query.parameters) for query in queries]
    columns = ("name", "description", "parameters")
    told = tuple(
        (query.name, query.description[spoken], last) for query, last in zip(queries, taken, strict=True)
    )
    show(Table(columns, told), chosen)


def _tell_about(name: str) -> None:
    """Print what a query tells, and its parameters with an example each."""
    from textwrap import fill

    from graphbuild import catalogue, messages
    from graphbuild.commands.printing import width

    spoken = language()
    query = catalogue.load(name)
    print(f"govgraph ask {query.name}\n")
    print(fill(f"{query.title[spoken]}. {query.description[spoken]}", width()))
    if query.parameters:
        print(f"\n{messages.text('ask-parameters', spoken)}")
    for parameter in query.parameters:
        said = messages.text(f"parameter-{parameter.name}", spoken)
        choices = f": {', '.join(parameter.choices)}" if parameter.choices else ""
        print(f"  --{parameter.name} {parameter.example}")
        print(fill(f"{said}{choices}", width(), initial_indent=" " * 6, subsequent_indent=" " * 6))
