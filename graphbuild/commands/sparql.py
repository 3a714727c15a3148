"""`govgraph sparql`: any query that reads."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from graphbuild.commands.settings import FormatOption, StoreOption, output_format, store_place
from graphbuild.errors import UnreadableError


def sparql(
    query: Annotated[str, typer.Argument(metavar="QUERY|@FILE|-", help="The query, a file of it, or stdin.")],
    form: FormatOption = None,
    store: StoreOption = None,
    iris: Annotated[
        bool, typer.Option("--iris/--no-iris", help="Show columns named *_iri in tables.")
    ] = True,
) -> None:
    """Run any SPARQL query that reads, over the union of all graphs.

    The prefixes dcterms, foaf, gov, org, owl, prov, rdf, rdfs, schema, skos and xsd need not be declared.
    CONSTRUCT and DESCRIBE give N-Triples.
    """
    text = _text(query)
    chosen = output_format(form)
    from graphbuild.commands.printing import show
    from graphbuild.store import open_store
    from graphbuild.table import Table

    with open_store(store_place(store)) as opened:
        answer = opened.query(text)
    if answer.triples is not None:
        lines = sorted(set(answer.triples.decode().split("\n")) - {""})
        sys.stdout.write("".join(f"{line}\n" for line in lines))
    elif answer.table is not None:
        show(answer.table, chosen, iris=iris)
    else:
        show(Table(("answer",), ((answer.truth,),)), chosen)


def _text(query: str) -> str:
    """Take the query from where it is."""
    if query == "-":
        return sys.stdin.read()
    if not query.startswith("@"):
        return query
    path = Path(query[1:])
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableError(f"the query in {path} cannot be read: {error}") from error
