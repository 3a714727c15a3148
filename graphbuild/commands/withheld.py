"""`govgraph withheld`: what of the sources is not shown, and why."""

from pathlib import Path
from typing import TYPE_CHECKING

from graphbuild.commands.settings import FormatOption, StoreOption, language, output_format, store_path

if TYPE_CHECKING:
    from graphbuild.store.withheld import Row


def withheld(store: StoreOption = None, form: FormatOption = None) -> None:
    """List what was withheld of the sources: file, line and kind, and never what stood there.

    Identity numbers, phone numbers and private e-mail addresses are black bars in the stored texts,
    and so everywhere else; so are the names of people who were forgotten. Line 0 is the file's name,
    or what it says of itself.
    """
    from collections import Counter

    from graphbuild import messages
    from graphbuild.commands.printing import say, show
    from graphbuild.table import Table

    path = store_path(store)
    rows = _rows(path)
    if not rows:
        say("withheld-nothing")
        return
    spoken = language()
    columns = ("source", "line", "kind", "places", "why")
    told = [
        (
            each.file,
            each.line,
            messages.text(f"withheld-{each.kind}", spoken),
            places,
            messages.text(f"withheld-why-{each.kind}", spoken),
        )
        for each, places in sorted(Counter(rows).items())
    ]
    show(Table(columns, tuple(told)), output_format(form))
    tell_counts(path)


def tell_counts(path: Path) -> None:
    """Tell how much was withheld, of each kind."""
    from collections import Counter

    from graphbuild import messages
    from graphbuild.commands.printing import number, say

    rows = _rows(path)
    if not rows:
        return
    counts = Counter(each.kind for each in rows)
    words = ", ".join(
        f"{number(count)} {messages.text(f'withheld-{kind}{_many(count)}', language())}"
        for kind, count in sorted(counts.items())
    )
    documents = len({each.document for each in rows})
    say(
        "withheld-counts" if documents > 1 else "withheld-counts-one",
        counts=words,
        documents=number(documents),
    )


def _many(count: int) -> str:
    return "" if count == 1 else "-many"


def _rows(path: Path) -> "list[Row]":
    from graphbuild.store.folder import StoreFolder
    from graphbuild.store.register import Register
    from graphbuild.store.withheld import WithheldList

    folder = StoreFolder(path)
    folder.base()
    if not folder.register.exists():
        return []
    with Register(folder.register) as register:
        return WithheldList(register).rows()
