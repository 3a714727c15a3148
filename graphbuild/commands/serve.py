"""`govgraph serve`: the site and the graph over HTTP, live from the store."""

from contextlib import suppress
from typing import Annotated

import typer

from graphbuild.commands.settings import StoreOption, publisher_of, store_path


def serve(
    port: Annotated[int, typer.Option(help="The port; 0 takes any that is free.", min=0, max=65535)] = 8000,
    host: Annotated[
        str, typer.Option(help="The address to listen on; 0.0.0.0 is all of them.")
    ] = "127.0.0.1",
    root_path: Annotated[
        str, typer.Option(metavar="PATH", help="The path under which a proxy shows it: /minutes.")
    ] = "",
    timeout: Annotated[float, typer.Option(help="Seconds that a query may take.", min=0.1)] = 20.0,
    rows: Annotated[int, typer.Option(help="Rows that an answer may have.", min=1)] = 100_000,
    workers: Annotated[
        int,
        typer.Option(
            help="Processes for SPARQL; as many for pages, and for questions.",
            show_default=False,
        ),
    ] = 0,
    lang: Annotated[str, typer.Option(help="The language of the site's own words: sv or en.")] = "sv",
    title: Annotated[str, typer.Option(help="The name of the site.", show_default=False)] = "",
    store: StoreOption = None,
) -> None:
    """Show the site and answer SPARQL, live from the store; nothing can be changed through it.

    Builds can go on meanwhile: what they change is served a few seconds later. Ctrl-C stops it.
    """
    from graphbuild.commands.printing import say, say_line
    from graphbuild.errors import UsageError
    from graphbuild.serving.server import serve as run
    from graphbuild.serving.tasks import Limits, Settings

    if lang not in ("sv", "en"):
        raise UsageError(f"--lang {lang}: choose one of sv, en")
    if root_path and not root_path.startswith("/"):
        raise UsageError(f"--root-path {root_path}: write a path that begins with /, such as /minutes")
    path = store_path(store)
    publisher = publisher_of()
    if publisher:
        from graphbuild.publishing import Publisher

        Publisher(**publisher)  # what is wrong with it is said now, and not in each page
    settings = Settings(path, lang, title, Limits(seconds=timeout, rows=rows), workers, publisher)

    def started(address: str) -> None:
        say("serving", address=address)

    with suppress(KeyboardInterrupt):
        run(settings, host, port, root_path, started=started, tell=say_line)
    say("served")
