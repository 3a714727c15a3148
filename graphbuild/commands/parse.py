"""`govgraph parse`: what was understood of minutes, without a store."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from graphbuild.commands.settings import OrganisationsOption, organisations_path
from graphbuild.errors import GovgraphError, UsageError


def parse(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="Files and folders.", show_default=False)
    ],
    output: Annotated[
        Path | None, typer.Option("--output", help="Write NAME.json for each file here.")
    ] = None,
    ocr: Annotated[bool, typer.Option("--ocr", help="Read scanned pages with Tesseract.")] = False,
    organisations: OrganisationsOption = None,
    form: Annotated[str, typer.Option("--format", help="json is all there is.")] = "json",
) -> None:
    """Print what was understood of minutes, as JSON: one object, or a line for each of several files."""
    if form != "json":
        raise UsageError(f"--format {form}: parse gives json")
    if output is not None:
        output.mkdir(parents=True, exist_ok=True)
    paths = list(_files(files))
    alone = len(paths) == 1 and paths[0] == files[0]
    worst = 0
    for path in paths:
        try:
            minutes = _understood(path, organisations_path(organisations), ocr=ocr)
        except GovgraphError as error:
            print(f"govgraph: {error}", file=sys.stderr)
            worst = max(worst, error.exit_code)
            continue
        if output is not None:
            text = json.dumps(minutes, ensure_ascii=False, indent=1)
            (output / f"{path.stem}.json").write_text(f"{text}\n", encoding="utf-8")
        else:
            print(json.dumps(minutes, ensure_ascii=False, indent=1 if alone else None))
    if worst:
        raise typer.Exit(worst)


def _files(paths: list[Path]) -> Iterator[Path]:
    """Give the files, and those in folders."""
    from graphbuild.sources import files_in

    for path in paths:
        if path.is_dir():
            yield from sorted(files_in(path))
        else:
            yield path


def _understood(path: Path, organisations: Path | None, *, ocr: bool) -> dict[str, object]:
    from graphbuild import gazetteer
    from graphbuild.minutes_json import to_json
    from graphbuild.parsing import parse as understand
    from graphbuild.readers import read
    from graphbuild.resolution import resolve

    known = gazetteer.load(organisations)
    return to_json(resolve(understand(read(path, ocr=ocr), gazetteer=known), known))
