"""`govgraph forget`: a person's name out of the store, for good."""

from typing import TYPE_CHECKING, Annotated

import typer

from graphbuild.commands.settings import (
    JudgementsOption,
    StoreOption,
    instant,
    judgements_path,
    language,
    store_path,
)

if TYPE_CHECKING:
    from graphbuild.forgetting import Somebody


def forget(
    person: Annotated[str, typer.Argument(help="The whole name, or the IRI.", show_default=False)],
    yes: Annotated[bool, typer.Option("--yes", help="Do it: it cannot be undone.")] = False,
    namesakes: Annotated[bool, typer.Option("--namesakes", help="Forget all people of that name.")] = False,
    store: StoreOption = None,
    judgements: JudgementsOption = None,
    now: Annotated[
        str | None, typer.Option(help="When this is done [default: now].", show_default=False)
    ] = None,
) -> None:
    """Take a person's name out of graph, stored texts, search, judgements and change log.

    IRIs and structure stay: there was somebody, who is now called "A person" and a number. A list
    of hashes, without names (forgotten.toml in the store), sees to it that later builds forget the
    name, too. It cannot be undone.
    """
    import secrets

    from graphbuild import forgetting, messages
    from graphbuild.commands.printing import number, say, say_line
    from graphbuild.judgements import read_judgements, write_judgements
    from graphbuild.search.keeping import follow_store
    from graphbuild.store.folder import StoreFolder
    from graphbuild.store.holdings import Holdings

    path = store_path(store)
    file = judgements_path(judgements, path)
    base, judged = StoreFolder(path).base(), read_judgements(file)
    with Holdings(path, base) as holdings:
        who = forgetting.somebody(holdings, person)
        _ask(who, yes=yes, namesakes=namesakes)
        done = forgetting.forget(
            holdings,
            who,
            judged,
            label=messages.text("forgotten-person", language()),
            since=instant(now)[:10],
            salt=secrets.token_hex(16),
        )
    if done.judgements != judged:
        write_judgements(file, done.judgements)
    follow_store(path)
    say("forgotten", called=done.called, documents=number(done.documents), list=path / "forgotten.toml")
    say("forgotten-next")
    for name in who.alike:
        say("forgotten-alike", name=name)
    for place in done.paths:
        say_line(messages.text("forgotten-path", language(), path=place))
    if done.paths:
        raise typer.Exit(1)


def _ask(who: "Somebody", *, yes: bool, namesakes: bool) -> None:
    """Say what would be done, and end where nobody said yes to it."""
    from graphbuild.commands.printing import number, say

    say("forget-who", names=", ".join(who.names), count=number(len(who.iris)))
    if who.namesakes and not namesakes:
        say("forget-namesakes", count=number(len(who.namesakes)), iris=", ".join(who.namesakes))
        raise typer.Exit(2)
    if not yes:
        say("forget-ask")
        raise typer.Exit(2)
