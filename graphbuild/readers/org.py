"""Org: headings, tables and emphasis as Emacs writes them become Markdown's marks."""

import re
from pathlib import Path

from graphbuild import readers

MEDIA_TYPE = "text/org"
_STARS = re.compile(r"(\*+)\s+(?:(?:TODO|DONE|WAITING)\s+)?(?:\[#[A-Z]\]\s+)?")
_TAGS = re.compile(r":[\w@:]+:")
_KEYWORD = re.compile(r"^#\+(\w+):\s*(.*)$", re.IGNORECASE)
_DRAWER = re.compile(r"^\s*:(?:PROPERTIES|LOGBOOK|END):\s*$", re.IGNORECASE)
_BOLD = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])")
_LINK = re.compile(r"\[\[[^\]\n]{1,500}\]\[([^\]\n]{1,300})\]\]")
_RULE = re.compile(r"^\s*\|-[-+|]*\s*$")


def read_text(data: bytes, path: Path) -> "readers.TextRead":
    """Read an Org file; its keywords (`#+TITLE:`) become metadata, the title a heading too."""
    text, encoding = readers.decode(data, path)
    metadata: dict[str, str] = {}
    lines: list[str] = []
    held = False
    for line in readers.canonical(text).split("\n"):
        if _DRAWER.match(line):
            held = ":END:" not in line.upper()
            continue
        if held:
            continue
        keyword = _KEYWORD.match(line)
        if keyword:
            metadata[keyword[1].lower()] = keyword[2].strip()
            if keyword[1].lower() == "title":
                lines += [f"# {keyword[2].strip()}", ""]
            continue
        lines.append(_marked(line))
    return readers.TextRead("\n".join(lines), encoding, metadata)


def _marked(line: str) -> str:
    stars = _STARS.match(line)
    if stars:
        title = _LINK.sub(r"\1", line[stars.end() :].rstrip())
        words = title.rsplit(maxsplit=1)
        if len(words) == 2 and _TAGS.fullmatch(words[1]):
            title = words[0]
        return f"{'#' * min(len(stars[1]) + 1, 6)} {title}"
    if _RULE.match(line):
        return re.sub(r"[-+]+", "---", line.replace("+", "|"))
    return _BOLD.sub(r"**\1**", _LINK.sub(r"\1", line))
