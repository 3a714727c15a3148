"""Turns the dataset into a picture (SVG) of its decisions over time: a lane a body, a column a meeting."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import IO
from xml.sax.saxutils import escape

from graphbuild import catalogue, messages
from graphbuild.collation import swedish
from graphbuild.dataset import Dataset
from graphbuild.exporters import DatasetFormat

_COLOURS = {
    "adoption": "#009e73",
    "assignment": "#0072b2",
    "election": "#56b4e9",
    "proposal": "#cc79a7",
    "referral": "#e69f00",
    "deferral": "#f0e442",
    "rejection": "#d55e00",
    "noted": "#7f8794",
    "filed": "#b5bac4",
}
_OTHER = "#1f2430"
_SIDE, _ROW, _LEFT, _TOP = 9, 10, 220, 92
_STYLE = (
    "text{font-family:'DejaVu Sans','Liberation Sans',Verdana,Arial,sans-serif;font-size:12px;fill:#1f2430}"
    ".title{font-size:20px;font-weight:bold}.told{fill:#4a5160}"
)
_NOT_XML = dict.fromkeys([*range(32), 0xFFFE, 0xFFFF])

Row = dict[str, str]


def write(dataset: Dataset, out: IO[bytes]) -> None:
    """Write the picture."""
    table = catalogue.run(dataset.store, catalogue.load("decisions"))
    rows = [
        {name: str(cell) for name, cell in zip(table.columns, row, strict=True) if cell is not None}
        for row in table.rows
    ]
    out.writelines(part.encode() for part in _parts(rows, dataset.language))


def _parts(rows: list[Row], language: str) -> Iterator[str]:
    lanes = _lanes(rows)
    days = sorted({day for lane in lanes.values() for day in lane})
    start = date(int(days[0][:4]), 1, 1) if days else date(2000, 1, 1)
    end = date(int(days[-1][:4]) + 1, 1, 1) if days else date(2001, 1, 1)
    meetings = sum(map(len, lanes.values()))
    across = max(760.0, min(4000.0, meetings * 16.0))
    scale = across / (end - start).days
    heights = {body: max(map(len, lane.values())) * _ROW + 34 for body, lane in lanes.items()}
    height = _TOP + sum(heights.values()) + 70
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_LEFT + across + 40:.0f} {height}" '
        f'width="{_LEFT + across + 40:.0f}" height="{height}" role="img" aria-labelledby="title told">\n'
        f'<style>{_STYLE}</style>\n<rect width="100%" height="100%" fill="#fff"/>\n'
        f'<text id="title" class="title" x="32" y="38">{messages.text("timeline-title", language)}</text>\n'
        f'<text id="told" class="told" x="32" y="60">{_told(rows, days, meetings, language)}</text>\n'
    )
    yield from _years(start, end, scale, height - 60)
    y = _TOP
    for body in sorted(lanes, key=swedish):
        y += heights[body]
        yield f'<path d="M32 {y}H{_LEFT + across:.0f}" stroke="#c8ccd4"/>\n'
        yield f'<text x="32" y="{y - 6}">{_text(body)}</text>\n'
        for day, decisions in sorted(lanes[body].items()):
            yield from _column(_LEFT + (date.fromisoformat(day) - start).days * scale, y, decisions)
    yield from _legend({row.get("type", "") for row in rows}, height - 22, language)
    yield "</svg>\n"


def _lanes(rows: list[Row]) -> dict[str, dict[str, list[Row]]]:
    """Give the decisions of each body by day; bodies that are called alike are told apart by IRI."""
    found: dict[tuple[str, str], dict[str, list[Row]]] = {}
    for row in rows:
        if "date" in row:
            key = (row.get("body", "–"), row.get("body_iri", ""))
            found.setdefault(key, {}).setdefault(row["date"], []).append(row)
    called = Counter(name for name, _ in found)
    return {
        name if called[name] == 1 else f"{name} ({iri.rpartition('/')[2]})": days
        for (name, iri), days in found.items()
    }


def _told(rows: list[Row], days: list[str], meetings: int, language: str) -> str:
    dated = sum("date" in row for row in rows)
    first, last = (days[0], days[-1]) if days else ("–", "–")
    told = messages.text(
        "timeline-told", language, decisions=dated, meetings=meetings, first=first, last=last
    )
    if dated < len(rows):
        told += " " + messages.text("timeline-undated", language, decisions=len(rows) - dated)
    return told


def _years(start: date, end: date, scale: float, bottom: int) -> Iterator[str]:
    """Rule the years, and the quarters in between."""
    for year in range(start.year, end.year + 1):
        for month in (1, 4, 7, 10):
            day = date(year, month, 1)
            if day > end:
                return
            x = _LEFT + (day - start).days * scale
            colour = "#9aa1ad" if month == 1 else "#e6e8ec"
            yield f'<path d="M{x:.1f} {_TOP - 8}V{bottom}" stroke="{colour}"/>\n'
            if month == 1 and day < end:
                yield f'<text class="told" x="{x + 4:.1f}" y="{_TOP}">{year}</text>\n'


def _column(x: float, y: int, decisions: list[Row]) -> Iterator[str]:
    """Pile up the decisions of one meeting; the pointer shows their words."""
    for number, row in enumerate(decisions, 1):
        words = (
            f"{row['date']} § {row.get('item', '–')} {row.get('item_title', '')}: {row.get('decision', '')}"
        )
        colour = _COLOURS.get(row.get("type", ""), _OTHER)
        yield (
            f'<rect x="{x - _SIDE / 2:.1f}" y="{y - number * _ROW}" width="{_SIDE}" height="{_SIDE}" rx="2" '
            f'fill="{colour}" stroke="#5b6472" stroke-width="0.5"><title>{_text(words)}</title></rect>\n'
        )


def _legend(types: set[str], y: int, language: str) -> Iterator[str]:
    x = 32.0
    known = [kind for kind in _COLOURS if kind in types]
    others = messages.text("picture-others", language)
    shown = [(messages.word("value", kind, language), _COLOURS[kind]) for kind in known]
    for word, colour in [*shown, *([(others, _OTHER)] if types - set(known) else [])]:
        at = f'x="{x:.0f}" y="{y - 10}" width="11" height="11"'
        yield f'<rect {at} rx="2" fill="{colour}" stroke="#5b6472"/>'
        yield f'<text x="{x + 17:.0f}" y="{y}">{_text(word)}</text>\n'
        x += 38 + 7.2 * len(word)


def _text(text: str) -> str:
    return escape(" ".join(text.translate(_NOT_XML).split()))


FORMAT = DatasetFormat("timeline", ".timeline.svg", "image/svg+xml", write)
