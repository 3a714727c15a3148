"""`govgraph publish`: a static site of linked data, with a page for everything."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graphbuild.commands.settings import StoreOption, publisher_of, setting, store_place

if TYPE_CHECKING:
    from graphbuild.store import Place


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
    from graphbuild.commands.withheld import tell_counts

    told = publisher_of(publisher, publisher_number, publisher_type, contact, licence)
    asked = _Asked(store_place(store), directory, setting("site", base), lang, title, told)
    if single_file:
        _write_file(asked)
    else:
        _write_site(asked)
    if isinstance(asked.store, Path):
        tell_counts(asked.store)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked for: where from, where to, and the words of the site."""

    store: "Place"
    target: Path
    base: str | None
    language: str
    title: str | None
    publisher: dict[str, str] | None


def _write_file(asked: _Asked) -> None:
    """Write the one file, and say how large it is."""
    from graphbuild.commands.printing import number, say
    from graphbuild.publishing import publish_file
    from graphbuild.store import open_store

    with open_store(asked.store) as opened:
        size = publish_file(opened, asked.target, asked.base, language=asked.language, title=asked.title)
    say("published-file", path=asked.target, size=number(max(1, round(size / 1e6))))


def _write_site(asked: _Asked) -> None:
    """Write the folder, and say what changed in it."""
    from graphbuild.commands.printing import ProgressLine, number, say
    from graphbuild.publishing import Publisher
    from graphbuild.publishing import publish as run
    from graphbuild.store import open_store

    who = Publisher(**asked.publisher) if asked.publisher else None
    with ProgressLine("progress-pages") as progress, open_store(asked.store) as opened:
        done = run(
            opened,
            asked.target,
            asked.base,
            language=asked.language,
            title=asked.title,
            publisher=who,
            progress=progress,
        )
    say(
        "published",
        pages=number(done.pages),
        written=number(done.written),
        unchanged=number(done.unchanged),
        removed=number(done.removed),
        index=asked.target / "index.html",
    )
    if done.tombstones:
        say("published-gone", count=number(done.tombstones))
    if who is None:
        say("published-no-catalogue")
