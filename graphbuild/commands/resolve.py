"""`govgraph resolve`: who may be the same, and what people judged."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graphbuild.commands.settings import (
    FormatOption,
    JudgementsOption,
    StoreOption,
    judgements_path,
    language,
    output_format,
    store_place,
)
from graphbuild.errors import UsageError

if TYPE_CHECKING:
    from graphbuild.candidates import Candidate, Context
    from graphbuild.judgements import Judgement
    from graphbuild.store import Place
    from graphbuild.table import Cell


class Action(StrEnum):
    """What to do with candidates."""

    LIST = "list"
    ACCEPT = "accept"
    REJECT = "reject"
    JUDGED = "judged"
    UNDO = "undo"
    APPLY = "apply"


def resolve(
    action: Annotated[
        Action, typer.Argument(help="list, accept, reject, judged, undo or apply.", show_default=False)
    ] = Action.LIST,
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID…]", help="Which candidates.")] = None,
    who: Annotated[str, typer.Option(help="Who judges.")] = "",
    why: Annotated[str, typer.Option(help="Why.")] = "",
    when: Annotated[str | None, typer.Option(help="When, as YYYY-MM-DD [default: today].")] = None,
    swap: Annotated[bool, typer.Option("--swap", help="Let the other spelling stay.")] = False,
    store: StoreOption = None,
    judgements: JudgementsOption = None,
    form: FormatOption = None,
) -> None:
    """List who may be the same person, body or organisation, and judge it: accept ID, reject ID, undo ID.

    Judgements are lines of a CSV file that you can read, edit and keep under version control; `judged`
    lists them, `apply` has the graph follow the file after you have edited it.
    """
    from graphbuild.store import folder_of

    place = store_place(store)
    file = judgements_path(judgements, folder_of(place).path)
    if action in (Action.ACCEPT, Action.REJECT, Action.UNDO) and not ids:
        raise UsageError(f"name what to {action.value}: govgraph resolve {action.value} ID…")
    if action in (Action.LIST, Action.JUDGED, Action.APPLY) and ids:
        raise UsageError(f"govgraph resolve {action.value} takes no ID: {' '.join(ids)}")
    if action is Action.LIST:
        _list(place, output_format(form))
    elif action is Action.JUDGED:
        _judged(file, output_format(form))
    elif action is Action.APPLY:
        _apply(place, file)
    elif action is Action.UNDO:
        _undo(place, file, ids or [])
    else:
        verdict = "same" if action is Action.ACCEPT else "different"
        _judge(place, file, ids or [], verdict, (who, _day(when), why), swap=swap)


def _day(told: str | None) -> str:
    from datetime import date

    try:
        return (date.fromisoformat(told) if told else date.today()).isoformat()
    except ValueError as error:
        raise UsageError(f"--when {told}: write a date as 2026-01-31") from error


# Judging


def _judge(
    place: "Place", file: Path, ids: list[str], verdict: str, note: tuple[str, str, str], *, swap: bool
) -> None:
    from graphbuild import candidates
    from graphbuild.commands.printing import say
    from graphbuild.judgements import read_judgements, write_judgements

    before = read_judgements(file)
    found = candidates.chosen(_candidates(place), ids)
    if swap:
        found = [candidates.swapped(each) for each in found]
    new = [candidates.judgement(each, verdict, *note) for each in found]
    write_judgements(file, [*before, *new])
    for each in new:
        say(f"resolve-{verdict}", one=each.one_name, other=each.other_name)
    _follow(place, file)


def _undo(place: "Place", file: Path, ids: list[str]) -> None:
    from graphbuild.commands.printing import say
    from graphbuild.judgements import read_judgements, write_judgements

    by_id = {_id(each): each for each in read_judgements(file)}
    for each in ids:
        if each not in by_id:
            raise UsageError(f"{file} holds no judgement {each}: list them with govgraph resolve judged")
    write_judgements(file, (each for name, each in by_id.items() if name not in ids))
    for name in dict.fromkeys(ids):
        say("resolve-undone", one=by_id[name].one_name, other=by_id[name].other_name)
    _follow(place, file)


def _apply(place: "Place", file: Path) -> None:
    if not file.exists():
        raise UsageError(f"there is no file {file}: name another with --judgements")
    _follow(place, file)


def _follow(place: "Place", file: Path) -> None:
    """Have the graph follow the file."""
    from graphbuild.commands.printing import number, say
    from graphbuild.following import follow
    from graphbuild.judgements import read_judgements
    from graphbuild.search.keeping import follow_store
    from graphbuild.store import folder_of
    from graphbuild.store.holdings import Holdings

    judgements = read_judgements(file)
    with Holdings(place, folder_of(place).base()) as holdings:
        changed = follow(holdings, judgements)
    follow_store(place)
    say("resolve-followed-one" if changed == 1 else "resolve-followed", documents=number(changed), file=file)


# Listing


def _candidates(place: "Place") -> "list[Candidate]":
    from graphbuild.candidates import open_candidates
    from graphbuild.store import folder_of
    from graphbuild.store.people import People
    from graphbuild.store.register import Register

    folder = folder_of(place)
    base = folder.base()

    def source(document: str) -> bytes | None:
        text = folder.source(document)
        return text.read_bytes() if text.exists() else None

    with Register(folder.register) as register:
        return open_candidates(People(register, base), source)


def _list(place: "Place", form: str) -> None:
    from graphbuild.commands.printing import say, show
    from graphbuild.table import Table

    found = _candidates(place)
    if not found:
        say("resolve-none")
    elif form == "table":
        rows = tuple(row for each in found for row in _side_by_side(each))
        show(Table(("id", "aspect", "one", "other_one"), rows), form)
        say("resolve-how")
    if form != "table":
        ends = (f"{end}_{aspect}" for end in ("one", "other") for aspect in _ASPECTS)
        columns = ("id", "kind", "score", "reasons", *ends)
        show(Table(columns, tuple(_flat(each) for each in found)), form)


_ASPECTS = (
    "name", "organisations", "parties", "titles", "bodies", "first", "last", "documents", "quote", "iri",
)  # fmt: skip


def _side_by_side(candidate: "Candidate") -> "list[tuple[Cell, ...]]":
    """A candidate as rows for people: one aspect each, of the one and of the other."""
    from graphbuild import messages

    spoken = language()
    kind = messages.text(f"resolve-{candidate.kind}", spoken)
    likely = f"{kind}, {100 * candidate.score:.0f} %"
    one, other = candidate.one, candidate.other
    rows = [("name", one.name, other.name)]
    for aspect in ("organisations", "parties", "titles", "bodies"):
        rows.append((aspect, "; ".join(getattr(one, aspect)), "; ".join(getattr(other, aspect))))
    rows.append(("seen", _seen(one), _seen(other)))
    rows.append(("numbers" if candidate.kind == "body" else "quote", one.quote, other.quote))
    told: list[tuple[Cell, ...]] = [
        (candidate.id, messages.text(f"resolve-aspect-{aspect}", spoken), first, second)
        for aspect, first, second in rows
        if first or second
    ]
    return [*told, (candidate.id, likely, _reasons(candidate), "")]


def _seen(end: "Context") -> str:
    from graphbuild import messages

    days = end.first if end.first == end.last else f"{end.first} – {end.last}"
    kind = "resolve-documents-one" if end.documents == 1 else "resolve-documents"
    counted = messages.text(kind, language(), count=str(end.documents))
    return f"{days} ({counted})" if days else counted


def _reasons(candidate: "Candidate") -> str:
    from graphbuild import messages

    return "; ".join(
        messages.text(reason.kind, language(), **dict(reason.details)) for reason in candidate.reasons
    )


def _flat(candidate: "Candidate") -> "tuple[Cell, ...]":
    cells: list[Cell] = [candidate.id, candidate.kind, candidate.score, _reasons(candidate)]
    for end in (candidate.one, candidate.other):
        for aspect in _ASPECTS:
            value = getattr(end, aspect)
            cells.append("; ".join(value) if isinstance(value, tuple) else value)
    return tuple(cells)


def _judged(file: Path, form: str) -> None:
    from graphbuild.commands.printing import say, show
    from graphbuild.judgements import read_judgements
    from graphbuild.table import Table

    judgements = read_judgements(file)
    if not judgements:
        say("resolve-no-judgements", file=file)
    columns = ("id", "kind", "verdict", "one", "other_one", "who", "when", "why", "one_iri", "other_iri")
    rows = tuple(
        (
            *(_id(each), each.kind, each.verdict, each.one_name, each.other_name),
            *(each.who, each.when, each.why, each.one, each.other),
        )
        for each in judgements
    )
    show(Table(columns, rows), form)


def _id(judgement: "Judgement") -> str:
    from graphbuild.candidates import pair_id

    return pair_id(judgement.one, judgement.other)
