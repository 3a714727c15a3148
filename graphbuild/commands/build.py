"""`govgraph build`: files and folders into the graph."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graphbuild.commands.settings import (
    JudgementsOption,
    OrganisationsOption,
    StoreOption,
    base_iri,
    dask_cluster,
    instant,
    judgements_path,
    language,
    organisations_path,
    store_place,
)

if TYPE_CHECKING:
    from graphbuild.pipeline import BuildReport
    from graphbuild.store import Place
    from graphbuild.table import Table


def build(
    sources: Annotated[
        list[Path], typer.Argument(metavar="SOURCE…", help="Files and folders.", show_default=False)
    ],
    store: StoreOption = None,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Worker processes [default: one per core].", show_default=False)
    ] = None,
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove documents whose files are gone from the sources.")
    ] = False,
    base: Annotated[
        str | None,
        typer.Option(help="What IRIs begin with [default: http://localhost:8000/id/].", show_default=False),
    ] = None,
    judgements: JudgementsOption = None,
    organisations: OrganisationsOption = None,
    ocr: Annotated[bool, typer.Option("--ocr", help="Read scanned pages with Tesseract.")] = False,
    engine: Annotated[
        str, typer.Option(help="Who reads: local (processes here) or dask (a Dask cluster).")
    ] = "local",
    dask: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="The scheduler for --engine dask, as tcp://host:8786 [default: a cluster on this machine].",
            show_default=False,
        ),
    ] = None,
    report: Annotated[
        bool, typer.Option("--report", help="Tell how much of each document was understood.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="End with 1 if something was not understood.")
    ] = False,
    now: Annotated[
        str | None,
        typer.Option(help="When this is learned, for the change log [default: now].", show_default=False),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Report in JSON.")] = False,
) -> None:
    """Read minutes into the graph; what is unchanged is not read again.

    Ends with 3 if a file could not be read, 1 if two documents tell of the same meeting,
    or, with --strict, if a document in the store was not wholly understood.
    """
    cluster = dask_cluster(engine, dask)
    from graphbuild.commands.pace import Pace
    from graphbuild.identity import DEFAULT_BASE
    from graphbuild.judgements import read_judgements
    from graphbuild.pipeline import build as run
    from graphbuild.store import folder_of

    place = store_place(store)
    folder = folder_of(place)
    wanted = base_iri(base) or (folder.base() if folder.exists() else DEFAULT_BASE)
    judged = read_judgements(judgements_path(judgements, folder.path))
    own = organisations_path(organisations)
    when = instant(now)
    with Pace() as progress:
        done = run(
            sources,
            place,
            wanted,
            jobs=jobs or os.cpu_count() or 1,
            prune=prune,
            judgements=judged,
            ocr=ocr,
            organisations=own,
            progress=progress,
            now=when,
            cluster=cluster,
        )
    told = _completeness(place) if report or strict else None
    _tell(done, place, told if report else None, as_json=as_json)
    lacking = _lacking(told) if told is not None and strict else 0
    _end(done, lacking)


def _tell(done: "BuildReport", place: "Place", completeness: "Table | None", *, as_json: bool) -> None:
    """Tell what was not read, what gave way to another document, and what the build did."""
    from graphbuild.commands.printing import say

    for failure in done.failed:
        print(f"govgraph: {failure.reason}", file=sys.stderr)
    for duplicate in done.duplicates:
        say("duplicate-meeting", path=duplicate.path, instead=duplicate.instead)
    if as_json:
        _print_json(done, place, completeness)
        return
    _print(done, place)
    if completeness is not None:
        _print_completeness(completeness)


def _end(done: "BuildReport", lacking: int) -> None:
    """End with the code of the worst that the build met, if it met anything."""
    from graphbuild.commands.printing import say

    if lacking:
        say("build-strict" if lacking > 1 else "build-strict-one", count=str(lacking))
    if done.failed:
        raise typer.Exit(3)
    if done.duplicates or lacking:
        raise typer.Exit(1)


def _completeness(place: "Place") -> "Table":
    """How much of each document in the store was understood."""
    from graphbuild import catalogue
    from graphbuild.store import open_store

    with open_store(place) as opened:
        return catalogue.run(opened, catalogue.load("completeness"))


def _lacking(told: "Table") -> int:
    """Count the documents with a line that was not understood, an issue or a contradiction."""
    rows = [dict(zip(told.columns, row, strict=True)) for row in told.rows]
    return sum(
        row["lines"] != row["understood"] or bool(row["issues"]) or bool(row["contradictions"])
        for row in rows
    )


def _print_completeness(told: "Table") -> None:
    from graphbuild import catalogue
    from graphbuild.commands.printing import show

    print()
    show(catalogue.for_people(catalogue.load("completeness"), told), "table")


def _counts(report: "BuildReport") -> dict[str, int]:
    return {
        "read": report.read,
        "skipped": report.skipped,
        "replaced": report.replaced,
        "removed": report.removed,
        "failed": len(report.failed),
        "duplicates": len(report.duplicates),
        "issues": report.issues,
        "anomalies": report.anomalies,
    }


def _counted(name: str, count: int) -> str:
    return f"build-{name}-one" if count == 1 and name in ("duplicates", "anomalies") else f"build-{name}"


def _print_json(report: "BuildReport", place: "Place", completeness: "Table | None") -> None:
    import json

    told: dict[str, object] = dict(_counts(report))
    told |= {
        "lines": report.lines,
        "understood": report.understood,
        "quads": report.quads,
        "store": str(place),
    }
    told["failures"] = [{"path": str(failure.path), "reason": failure.reason} for failure in report.failed]
    told["left_out"] = [
        {"path": each.path, "instead": each.instead, "meeting": each.meeting} for each in report.duplicates
    ]
    if completeness is not None:
        columns = completeness.columns
        told["completeness"] = [dict(zip(columns, row, strict=True)) for row in completeness.rows]
    print(json.dumps(told, ensure_ascii=False, indent=1))


def _print(report: "BuildReport", place: "Place") -> None:
    from graphbuild import messages
    from graphbuild.commands.printing import number

    spoken = language()
    parts = [
        f"{number(count)} {messages.text(_counted(name, count), spoken)}"
        for name, count in _counts(report).items()
        if count or name in ("read", "skipped")
    ]
    doubts = f" ({messages.text('build-doubts', spoken)})" if report.issues or report.anomalies else ""
    print(", ".join(parts) + doubts)
    if report.lines:
        share = f"{100 * report.understood / report.lines:.1f} %"
        told = {"understood": number(report.understood), "lines": number(report.lines), "share": share}
        print(messages.text("build-lines", spoken, **told))
    print(messages.text("build-store", spoken, quads=number(report.quads), store=place))
