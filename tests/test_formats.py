"""The same minutes say the same in every format, and the evidence of a PDF stands where its page shows it."""

import re
from pathlib import Path

import pytest

from graphbuild.minutes_json import to_json
from graphbuild.model import Minutes
from graphbuild.parsing import parse
from graphbuild.readers import read
from graphbuild.resolution import resolve
from graphbuild.statements import state

FORMATS = Path(__file__).parent / "minutes" / "formats"
NAMES = sorted(path.stem for path in FORMATS.glob("*.md") if path.stem != "README")
ALL = {".txt", ".md", ".html", ".odt", ".docx", ".pdf"}
WHERE = ("source", "sha256", "lines", "issues", "line", "span", "extent")
"""What tells where something stands in its file, and so differs from format to format."""


def minutes_in(path: Path) -> Minutes:
    return resolve(parse(read(path)))


def said(value: object) -> object:
    """What minutes say, without where: markup and blanks level."""
    if isinstance(value, dict):
        return {key: said(held) for key, held in value.items() if key not in WHERE}
    if isinstance(value, list):
        return [said(held) for held in value]
    return " ".join(value.replace("*", "").split()) if isinstance(value, str) else value


def test_ten_minutes_stand_here_in_six_formats() -> None:
    assert len(NAMES) == 10
    for name in NAMES:
        assert {path.suffix for path in FORMATS.glob(f"{name}.*")} >= ALL


@pytest.mark.parametrize("name", NAMES)
def test_every_format_says_the_same(name: str) -> None:
    expected = said(to_json(minutes_in(FORMATS / f"{name}.md")))
    others = [path for path in sorted(FORMATS.glob(f"{name}.*")) if path.suffix != ".md"]
    assert len(others) >= 5
    for path in others:
        assert said(to_json(minutes_in(path))) == expected, path.name


def test_a_quote_from_a_pdf_says_where_on_its_page_it_stands() -> None:
    minutes = minutes_in(FORMATS / "kallangens-if_2025-08-27.pdf")
    quads = state(minutes, "https://example.org/", parser_version="1").quads
    places = dict(re.findall(r'<[^>]*#char=(\d+),\d+> <[^>]*pagePlace> "([^"]+)"', quads))
    assert len(places) > 20
    pages = {place.split("&")[0] for place in places.values()}
    assert pages == {"page=1", "page=2"}
    first = places[str(minutes.participants[0].span.start)]
    left, top, width, height = (int(edge) for edge in first.partition("viewrect=")[2].split(","))
    assert 40 <= left <= 100 and 60 <= top <= 300 and 200 < width < 520 and 8 <= height <= 24
    assert (
        "pagePlace"
        not in state(
            minutes_in(FORMATS / "kallangens-if_2025-08-27.md"), "https://example.org/", parser_version="1"
        ).quads
    )
