"""`govgraph search`: full text over items, decisions, assignments and discussion."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from graphbuild.commands.settings import (
    FormatOption,
    IrisOption,
    StoreOption,
    language,
    output_format,
    store_place,
)
from graphbuild.errors import ParameterError

if TYPE_CHECKING:
    from graphbuild.search.finding import Filters, Findings
    from graphbuild.store import Store
    from graphbuild.table import Table

_KINDS = ("item", "decision", "assignment", "text")
_WIDE = 100  # columns of a terminal from which the source has room
_MARK, _PLAIN = "\033[4m", "\033[24m"


def search(
    text: Annotated[
        list[str] | None,
        typer.Argument(metavar="TEXT", help='Words; "a phrase", -without, begin*.', show_default=False),
    ] = None,
    body: Annotated[
        str | None, typer.Option(help="Only this body, by name or IRI.", show_default=False)
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="From this day, month, quarter or year.", show_default=False)
    ] = None,
    until: Annotated[
        str | None, typer.Option(help="Until this day, month, quarter or year.", show_default=False)
    ] = None,
    kind: Annotated[
        str | None, typer.Option(help="item, decision, assignment or text.", show_default=False)
    ] = None,
    person: Annotated[
        str | None,
        typer.Option(help="Only what names this person, concerns, or is theirs.", show_default=False),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="So many at most.")] = 20,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Make the index anew from the store.")] = False,
    form: FormatOption = None,
    store: StoreOption = None,
    iris: IrisOption = False,
) -> None:
    """Find words in items, decisions, assignments and discussion, the best first.

    All words must occur, in any form and as parts of compounds: budget finds tilläggsbudget and
    budgetuppföljning. In quotes '"öppna frågor"' words stand as they are, in that order; -word leaves out,
    and budg* finds what begins so.
    """
    typed = " ".join(text or ())
    _refuse_options(text or ())
    if not typed and rebuild:
        with _opened(store) as opened:
            _rebuild(opened)
        return
    from graphbuild.search.question import read_question

    question, chosen = read_question(typed), output_format(form)
    filters = _filters(body, since, until, kind, person)
    from graphbuild.commands.printing import ProgressLine, number, say
    from graphbuild.search.finding import find
    from graphbuild.search.index import Index
    from graphbuild.search.keeping import keep_in_step

    with _opened(store) as opened:
        if rebuild:
            _rebuild(opened)
        with Index(opened.folder.search_index) as index:
            with ProgressLine("search-progress") as progress:
                keep_in_step(opened, index, progress)
            found = find(opened, index, question, filters, limit)
    if not found.total:
        say("search-nothing", text=typed)
    _show(found, chosen, iris=iris)
    if found.total > len(found.table.rows):
        say("search-more", shown=number(len(found.table.rows)), total=number(found.total))


def _opened(store: str | None) -> "Store":
    from graphbuild.store import open_store

    return open_store(store_place(store))


def _refuse_options(words: list[str] | tuple[str, ...]) -> None:
    for word in words:
        if word.startswith("--"):
            raise ParameterError(
                f"search has no option {word}: it has --body, --since, --until, --kind, --person, --limit, "
                "--rebuild, --format, --store and --iris"
            )


def _filters(
    body: str | None, since: str | None, until: str | None, kind: str | None, person: str | None
) -> "Filters":
    from graphbuild.due import first_day, last_day
    from graphbuild.search.finding import Filters

    if kind is not None and kind not in _KINDS:
        raise ParameterError(f"--kind {kind}: choose one of {', '.join(_KINDS)}")
    days = {"since": since and first_day(since), "until": until and last_day(until)}
    for name, given in (("since", since), ("until", until)):
        if given is not None and days[name] is None:
            raise ParameterError(
                f"--{name} {given}: write a date, a month, a quarter or a year "
                "(2025-04-07, 2025-04, 2025-Q2, 2025)"
            )
    return Filters(body, days["since"], days["until"], kind, person)


def _rebuild(opened: "Store") -> None:
    from graphbuild.commands.printing import ProgressLine, number, say
    from graphbuild.search.keeping import rebuild

    with ProgressLine("search-progress") as progress:
        count = rebuild(opened, progress)
    say("search-rebuilt-one" if count == 1 else "search-rebuilt", documents=number(count))


def _show(found: "Findings", chosen: str, *, iris: bool) -> None:
    from graphbuild.commands.printing import show, width
    from graphbuild.reports import Style, render

    if chosen != "table":
        show(found.table, chosen)
        return
    terminal = sys.stdout.isatty()
    table = _for_people(found.table, width())
    printed = render(table, chosen, Style(width(), iris, language(), terminal))
    sys.stdout.write(_marked(printed, found) if terminal else printed)


def _for_people(table: "Table", columns: int) -> "Table":
    """Leave out what a reader of the sentence does not need, and marks of the source's format."""
    from graphbuild.reports import without
    from graphbuild.table import Table

    out = {"start", "end", "score", "title"} | (set() if columns >= _WIDE else {"source"})
    kept = without(table, out.__contains__)
    place = kept.columns.index("sentence")
    bare = str.maketrans({"*": "", "|": " ", "#": ""})
    rows = [
        (*row[:place], " ".join(str(row[place]).translate(bare).split()), *row[place + 1 :])
        for row in kept.rows
    ]
    return Table(kept.columns, tuple(rows))


def _marked(printed: str, found: "Findings") -> str:
    """Underline the words that were found, below the heads of the columns."""
    import re

    hits = sorted({word for words in found.marked for word in words}, key=lambda word: (-len(word), word))
    if not hits:
        return printed
    heads, _, rows = printed.partition("\n")
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, hits))})(?!\w)")
    return f"{heads}\n{pattern.sub(lambda match: f'{_MARK}{match[0]}{_PLAIN}', rows)}"
