"""`govgraph evaluate`: how well minutes are understood, against what people say they mean."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from graphbuild.commands.settings import FormatOption


class Grouping(StrEnum):
    """What figures are given for."""

    WHOLE = "whole"
    DOCUMENT = "document"
    BODY = "body"


def evaluate(
    texts: Annotated[Path, typer.Argument(metavar="TEXTS", help="The minutes.", show_default=False)],
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="NAME.json each.", show_default=False)],
    form: FormatOption = None,
    by: Annotated[Grouping, typer.Option("--by", help="All together, or each by itself.")] = Grouping.WHOLE,
    seed: Annotated[int, typer.Option("--seed", help="What the draws for the interval begin from.")] = 0,
    show: Annotated[bool, typer.Option("--show", help="List what differs, on stderr.")] = False,
) -> None:
    """Print precision, recall and F1 for each field, with the number of facts in the gold.

    Low and high are what F1 lies between in 95 of 100 draws of the same number of documents.
    """
    from graphbuild import evaluation
    from graphbuild.commands.printing import show as print_table
    from graphbuild.commands.settings import output_format
    from graphbuild.errors import GovgraphError, UnreadableError

    records = sorted(gold.glob("*.json")) if gold.is_dir() else []
    if not records or not texts.is_dir():
        missing = texts if not texts.is_dir() else gold
        what = "there are no minutes to evaluate; name a folder of texts, and one of gold"
        raise UnreadableError(f"{missing}: {what}")
    scores = []
    failed = 0
    for record in records:
        truth = evaluation.gold_of(record)
        try:
            parsed = _understood(texts / str(truth["source"]))
        except GovgraphError as error:
            print(f"govgraph: {error}", file=sys.stderr)
            failed = max(failed, error.exit_code)
            parsed = {}
        group = str(truth.get("body") or "") if by is Grouping.BODY else str(truth["source"])
        scores.append((group, evaluation.compare(parsed, truth)))
        if show:
            for field, kind, fact in evaluation.differences(parsed, truth):
                print(f"{truth['source']}: {field}: {kind}: {fact}", file=sys.stderr)
    if by is Grouping.WHOLE:
        table = evaluation.as_table([score for _, score in scores], seed)
    else:
        table = evaluation.by_group(scores, by.value)
    print_table(table, output_format(form))
    if failed:
        raise typer.Exit(failed)


def _understood(path: Path) -> dict[str, object]:
    from graphbuild.minutes_json import to_json
    from graphbuild.parsing import parse
    from graphbuild.readers import read
    from graphbuild.resolution import resolve

    return to_json(resolve(parse(read(path))))
