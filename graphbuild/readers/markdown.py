"""Markdown: text with its YAML or TOML front matter read as metadata; the markup stays in the text."""

import re
from pathlib import Path

from graphbuild import readers

MEDIA_TYPE = "text/markdown"

_FRONT_MATTER = re.compile(
    r"\A\s*(?:---\s*\n(?P<yaml>.*?)\n(?:---|\.\.\.)|\+\+\+\s*\n(?P<toml>.*?)\n\+\+\+)\s*(?:\n|\Z)", re.S
)
_PAIR = re.compile(r"^([\w åäöÅÄÖ./-]+?)\s*[:=]\s*(.+?)\s*$", re.M)


def read_text(data: bytes, path: Path) -> "readers.TextRead":
    """Decode a Markdown file; simple `key: value` lines of its front matter become metadata."""
    text, encoding = readers.decode(data, path)
    match = _FRONT_MATTER.match(readers.canonical(text))
    metadata: dict[str, str] = {}
    if match:
        block = match["yaml"] or match["toml"] or ""
        metadata = {key.strip().lower(): value.strip("\"' ") for key, value in _PAIR.findall(block)}
    return readers.TextRead(text, encoding, metadata)
