"""Tells on the terminal how fast a build reads, how much time is left, and what could not be read."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

from graphbuild import messages
from graphbuild.commands.printing import ProgressLine, number
from graphbuild.commands.settings import language

if TYPE_CHECKING:
    from graphbuild.pipeline import BuildReport


class Pace(ProgressLine):
    """The progress of a build: documents and facts a second, time left, failures."""

    def __init__(self) -> None:
        """Start the clock."""
        super().__init__("progress")
        self._begun = time.monotonic()
        self._report: BuildReport | None = None

    def __enter__(self) -> Self:
        """Give the line itself."""
        super().__enter__()
        return self

    def __call__(self, done: int, total: int, path: Path, report: "BuildReport | None" = None) -> None:
        """Take note of a file that was read, and of what the build did so far."""
        self._report = report
        super().__call__(done, total, path)

    def _text(self, done: int, total: int) -> str:
        seconds = max(time.monotonic() - self._begun, 0.001)
        report, spoken = self._report, language()
        stated, failed = (report.stated, len(report.failed)) if report else (0, 0)
        parts = [super()._text(done, total)]
        pace = {"documents": f"{done / seconds:.1f}", "facts": number(round(stated / seconds))}
        parts.append(messages.text("progress-pace", spoken, **pace))
        if done < total:
            left = clock(seconds / done * (total - done))
            parts.append(messages.text("progress-left", spoken, left=left))
        if failed:
            parts.append(messages.text("progress-failed", spoken, failed=number(failed)))
        return ", ".join(parts)


def clock(seconds: float) -> str:
    """Write a time as hours, minutes and seconds: `1:02:05`, `2:05`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
