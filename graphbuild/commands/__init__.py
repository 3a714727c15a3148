"""The command line: one module per command, with a function of the command's name.

A command's module imports little at its top: what it needs for its work it imports in its function,
so that help and errors pay for nothing. This room alone prints, reads the environment and sets exit
codes; `main` catches our errors in one place.
"""

import os
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

from graphbuild.errors import GovgraphError

COMMANDS = {
    "demo": "Build the examples, answer four questions, write the site.",
    "build": "Read minutes into the graph; what is unchanged is skipped.",
    "ask": "Ask a question by name: who decided what, which tasks are open.",
    "ledger": "Give open assignments as a page to print, a calendar, rows.",
    "search": "Find words in items, decisions, assignments and discussion.",
    "sparql": "Run any SPARQL query that reads, over the union of all graphs.",
    "parse": "Print what was understood of minutes, as JSON.",
    "evaluate": "Compare what was understood with annotations, field by field.",
    "check": "Tell what breaks a shape, contradicts itself, or is missing.",
    "changes": "Tell what was learned when: new, corrected, withdrawn.",
    "resolve": "List who may be the same person or body; accept, reject, undo.",
    "verify": "Compare every quote with the stored source text, word for word.",
    "network": "Give a network: who met whom, who ties the bodies together, …",
    "export": "Write the graph as RDF, or a network for Gephi or Cytoscape.",
    "publish": "Write a site that needs no server: pages, Turtle, dumps.",
    "serve": "Show the site and answer SPARQL over HTTP, live from the store.",
}
"""The commands, each in a line that fits a narrow terminal: to list them loads none of them."""
_WITH_HELP = {"help_option_names": ["-h", "--help"]}
_READS_ITS_WORDS = {"allow_extra_args": True, "ignore_unknown_options": True}


class _Commands(TyperGroup):
    """The commands, with one place that turns an error into a line and an exit code."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - as below
        """Answer `--help` and `--version` here: as typer's options they would load pydantic each time."""
        if not args or args[0] in ("-h", "--help"):
            print(ctx.get_help())
            raise typer.Exit
        if args[0] == "--version":
            from graphbuild import __version__

            print(f"govgraph {__version__}")
            raise typer.Exit
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - typer does not export the type of its context
        """Run a command."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except GovgraphError as error:
            _tell(str(error))
            raise typer.Exit(error.exit_code) from error
        except KeyboardInterrupt as error:
            _tell("stopped; run the same command again to go on")
            raise typer.Exit(130) from error
        except BrokenPipeError as error:
            # Whoever read our output has seen enough; nothing may be written when Python exits.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from error
        except OSError as error:
            place = f"{error.filename}: " if error.filename else ""
            _tell(f"{place}{error.strerror or error}: make sure that the place exists and has room")
            raise typer.Exit(3) from error
        return result


def _tell(message: str) -> None:
    print(f"govgraph: {message}", file=sys.stderr)


def _root() -> None:
    """Turn the minutes of governance bodies into a graph of who decided what; ask, draw, publish it."""


def application(called: str | None = None) -> typer.Typer:
    """Gather the commands; only the one that is called is loaded, the others are names and a line each."""
    app = typer.Typer(
        cls=_Commands,
        add_help_option=False,
        epilog="govgraph COMMAND --help tells about one; govgraph --version prints the version.",
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    app.callback()(_root)
    if called in COMMANDS:
        function: Callable[..., None] = getattr(import_module(f"{__name__}.{called}"), called)
        if called == "ask":
            app.command(called, context_settings=_READS_ITS_WORDS, add_help_option=False)(function)
        else:
            # A word to leave out of a search begins as an option does.
            dashes = {"ignore_unknown_options": called == "search"}
            app.command(called, context_settings={**_WITH_HELP, **dashes})(function)
        return app
    for name, line in COMMANDS.items():
        app.command(name, help=line, add_help_option=False)(_root)
    return app


def main() -> None:
    """Run govgraph."""
    for stream in (sys.stdout, sys.stderr):
        if (stream.encoding or "").lower().replace("-", "") != "utf8":
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    application(sys.argv[1] if len(sys.argv) > 1 else None)(prog_name="govgraph")
