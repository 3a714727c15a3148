"""Plain text: bytes in any usual encoding become text."""

from pathlib import Path

from graphbuild import readers

MEDIA_TYPE = "text/plain"


def read_text(data: bytes, path: Path) -> "readers.TextRead":
    """Decode a plain text file."""
    text, encoding = readers.decode(data, path)
    return readers.TextRead(text, encoding)
