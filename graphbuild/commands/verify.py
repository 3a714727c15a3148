"""`govgraph verify`: every quote against its source."""

import typer

from graphbuild.commands.settings import FormatOption, StoreOption, language, output_format, store_place


def verify(store: StoreOption = None, form: FormatOption = None) -> None:
    """Compare every quote with the stored source text, word for word.

    Ends with 1 and names the facts where one differs, or where there is nothing to compare. Needs no
    network and not the original files.
    """
    from graphbuild import messages
    from graphbuild.commands.printing import number, say, show
    from graphbuild.store import open_store
    from graphbuild.table import Table
    from graphbuild.verification import Verification, mismatches

    chosen = output_format(form)
    count = Verification()
    with open_store(store_place(store)) as opened:
        found = list(mismatches(opened, count))
    if not count.documents:
        say("verify-empty")
        raise typer.Exit(1)
    if not found:
        say("verify-ok", quotes=number(count.quotes), documents=number(count.documents))
        return
    told = [messages.text(each.kind, language(), **each.details) for each in found]
    if chosen == "table":
        places = [f"{each.file}:{each.line}" if each.line else each.file for each in found]
        facts = [each.fact.removeprefix(opened.base) for each in found]
        show(Table(("source", "fact", "problem"), tuple(zip(places, facts, told, strict=True))), chosen)
    else:
        columns = ("fact", "source", "line", "quote", "problem", "stored")
        rows = [
            (each.fact, each.file, each.line, each.quote, problem, each.stored)
            for each, problem in zip(found, told, strict=True)
        ]
        show(Table(columns, tuple(rows)), chosen)
    say("verify-failed", problems=number(len(found)), quotes=number(count.quotes))
    raise typer.Exit(1)
