"""Turns assignments into one page (HTML) to print for the next meeting, with nothing outside it."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from jinja2 import Environment, PackageLoader, StrictUndefined

from graphbuild import messages
from graphbuild.handouts import Task

MEDIA_TYPE = "text/html"
_WORDS = (
    "title",
    "as-of",
    "who",
    "what",
    "due",
    "last",
    "given",
    "overdue",
    "silent",
    "none",
    "note",
    "nobody",
    "nothing",
)
_COUNTS = ("open", "overdue", "silent")


def write(found: Sequence[Task], as_of: str, latest: Mapping[str, str], language: str) -> bytes:
    """Write the page: how assignments stand on the day `as_of` (ISO 8601), body by body.

    `latest` are the days of the bodies' latest meetings that were read.
    """
    environment = Environment(
        loader=PackageLoader("graphbuild.handouts", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    bodies = [(name, list(group)) for name, group in groupby(found, key=lambda task: task.body)]
    page = environment.get_template("page.html").render(
        language=language,
        as_of=as_of,
        latest=latest,
        bodies=bodies,
        t={name.replace("-", "_"): messages.text(f"handout-{name}", language) for name in _WORDS},
        counts={name: _counts(group, language) for name, group in bodies},
        status={task.status: messages.word("value", task.status, language) for task in found},
        sure=lambda part: messages.text("handout-sure", language, percent=round(part * 100)),
        followed=lambda day: messages.text("handout-followed", language, day=day),
    )
    return page.encode("utf-8", "replace")


def _counts(found: Sequence[Task], language: str) -> list[str]:
    """Say how many are open, overdue and silent."""
    numbers = (
        len(found),
        sum(task.is_overdue for task in found),
        sum(task.silent_since is not None for task in found),
    )
    return [
        messages.text(f"handout-count-{name}", language, count=number)
        for name, number in zip(_COUNTS, numbers, strict=True)
        if number or name == "open"
    ]
