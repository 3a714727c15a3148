"""`govgraph publish`: a static site of linked data, with a page for everything."""

from pathlib import Path
from typing import Annotated

import typer

from graphbuild.commands.settings import StoreOption, publisher_of, setting, store_place


def publish(
    directory: Annotated[
        Path,
        typer.Argument(
            help="The folder to write: new, empty, or of an earlier run; with --single-file the file."
        ),
    ],
    base: Annotated[
        str | None, typer.Option(help="The address where the site will stand [default: the store's base].")
    ] = None,
    lang: Annotated[str, typer.Option(help="The language of the site's own words: sv or en.")] = "sv",
    title: Annotated[str | None, typer.Option(help="The name of the site.", show_default=False)] = None,
    publisher: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Who publishes.", show_default=False),
    ] = None,
    publisher_number: Annotated[
        str | None, typer.Option(metavar="NUMBER", help="Its organisation number.", show_default=False)
    ] = None,
    publisher_type: Annotated[
        str | None,
        typer.Option(metavar="TYPE", help="What it is [default: LocalAuthority].", show_default=False),
    ] = None,
    contact: Annotated[
        str | None, typer.Option(metavar="E-MAIL", help="Where to ask about the data.", show_default=False)
    ] = None,
    licence: Annotated[
        str | None, typer.Option(metavar="IRI", help="The licence of the data.", show_default=False)
    ] = None,
    single_file: Annotated[
        bool,
        typer.Option("--single-file", help="Write one HTML file: data, questions and network, for mail."),
    ] = False,
    store: StoreOption = None,
) -> None:
    """Write a site that needs no server: pages, facts as RDF, tables, dumps, feeds, descriptions.

    Every fact has its quote and a link to its place in the source text. IRIs of the store are moved to
    the base, so that they resolve where the site stands. Only files that changed are written; a page that
    has gone says so. The record for dataportal.se (dcat.rdf) is written where a publisher is named.
    """
    from graphbuild.commands.printing import ProgressLine, number, say
    from graphbuild.commands.withheld import tell_counts
    from graphbuild.publishing import Publisher, publish_file
    from graphbuild.publishing import publish as run
    from graphbuild.store import open_store

    told = publisher_of(publisher, publisher_number, publisher_type, contact, licence)
    who = Publisher(**told) if told else None
    site = setting("site", base)
    if single_file:
        with open_store(store_place(store)) as opened:
            size = publish_file(opened, directory, site, language=lang, title=title)
        say("published-file", path=directory, size=number(max(1, round(size / 1e6))))
        return
    place = store_place(store)
    with ProgressLine("progress-pages") as progress, open_store(place) as opened:
        done = run(opened, directory, site, language=lang, title=title, publisher=who, progress=progress)
    say(
        "published",
        pages=number(done.pages),
        written=number(done.written),
        unchanged=number(done.unchanged),
        removed=number(done.removed),
        index=directory / "index.html",
    )
    if done.tombstones:
        say("published-gone", count=number(done.tombstones))
    if who is None:
        say("published-no-catalogue")
    if isinstance(place, Path):
        tell_counts(place)
