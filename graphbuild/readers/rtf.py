"""RTF: its text, by striprtf."""

from pathlib import Path

from striprtf.striprtf import rtf_to_text

from graphbuild import readers
from graphbuild.errors import UnreadableError

MEDIA_TYPE = "application/rtf"


def read_text(data: bytes, path: Path) -> "readers.TextRead":
    """Read an RTF file; raises `UnreadableError` where it is none."""
    if not data.lstrip().startswith(b"{\\rtf"):
        raise UnreadableError(f"{path}: this is no RTF file. Open it in a word processor and save it again.")
    try:
        text = rtf_to_text(data.decode("latin-1"), errors="ignore")
    except (ValueError, LookupError, IndexError, TypeError) as error:
        raise UnreadableError(
            f"{path}: the RTF in it is damaged ({error}). Open it in a word processor and save it again."
        ) from error
    return readers.TextRead(_with_tables(text), "rtf", wrapped=False)


def _with_tables(text: str) -> str:
    """Cells, which striprtf parts by bars, as the row of a table."""
    return "\n".join(_as_row(line) if "|" in line else line for line in text.split("\n"))


def _as_row(line: str) -> str:
    return "| " + " | ".join(cell.strip() for cell in line.strip("|").split("|")) + " |"
