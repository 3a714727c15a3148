"""`govgraph publish`: a static site of linked data, with a page for everything."""

from pathlib import Path
from typing import Annotated

import typer

from graphbuild.commands.settings import StoreOption, setting, store_place


def publish(
    directory: Annotated[Path, typer.Argument(help="The folder to write: new, empty, or of an earlier run.")],
    base: Annotated[
        str | None, typer.Option(help="The address where the site will stand [default: the store's base].")
    ] = None,
    lang: Annotated[str, typer.Option(help="The language of the site's own words: sv or en.")] = "sv",
    title: Annotated[str | None, typer.Option(help="The name of the site.", show_default=False)] = None,
    store: StoreOption = None,
) -> None:
    """Write a site that needs no server: pages, facts as Turtle, dumps, and a description of the data.

    Every fact has its quote and a link to its place in the source text. IRIs of the store are moved to
    the base, so that they resolve where the site stands. Only files that changed are written.
    """
    from graphbuild.commands.printing import ProgressLine, number, say
    from graphbuild.publishing import publish as run
    from graphbuild.store import open_store

    with ProgressLine("progress-pages") as progress, open_store(store_place(store)) as opened:
        done = run(opened, directory, setting("site", base), language=lang, title=title, progress=progress)
    say(
        "published",
        pages=number(done.pages),
        written=number(done.written),
        unchanged=number(done.unchanged),
        removed=number(done.removed),
        index=directory / "index.html",
    )
