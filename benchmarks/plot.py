"""Turns points into a plot (SVG) with both axes in logarithms. The same points give the same bytes."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

WIDTH, HEIGHT, LEFT, BELOW, ABOVE, RIGHT = 560, 360, 64, 48, 40, 24
_COLOURS = ("#0b6e99", "#c4500a", "#4b7f1f", "#7a3e9d")
"""Dark enough on white, and apart for whoever does not tell red from green."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the plot: its name, and points of size and cost, all above 0."""

    name: str
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class _Axis:
    """Powers of ten from `low` to `high`, over pixels from `start` to `end`."""

    low: int
    high: int
    start: float
    end: float

    def at(self, value: float) -> float:
        """Where a value stands."""
        share = (log10(value) - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)

    def ticks(self) -> list[float]:
        """The powers of ten."""
        return [10.0**power for power in range(self.low, self.high + 1)]


def plotted(title: str, across: str, up: str, lines: Sequence[Line]) -> str:
    """Draw lines; `across` and `up` say what the axes count."""
    across_of = _axis([x for line in lines for x, _ in line.points], LEFT, WIDTH - RIGHT)
    up_of = _axis([y for line in lines for _, y in line.points], HEIGHT - BELOW, ABOVE)
    told = ", ".join(f"{line.name}: {_told(line)}" for line in lines)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'font-family="sans-serif" font-size="12" fill="#222">',
        f"<title>{escape(title)}</title><desc>{escape(told)}</desc>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="20" font-size="14" font-weight="bold">{escape(title)}</text>',
    ]
    for tick in across_of.ticks():
        place = across_of.at(tick)
        parts.append(f'<path d="M{place} {ABOVE}V{HEIGHT - BELOW}" stroke="#ddd"/>')
        parts.append(f'<text x="{place}" y="{HEIGHT - BELOW + 18}" text-anchor="middle">{tick:,.12g}</text>')
    for tick in up_of.ticks():
        place = up_of.at(tick)
        parts.append(f'<path d="M{LEFT} {place}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{place + 4}" text-anchor="end">{tick:,.12g}</text>')
    parts.append(f'<text x="{WIDTH - RIGHT}" y="{HEIGHT - 10}" text-anchor="end">{escape(across)}</text>')
    parts.append(f'<text x="{LEFT}" y="{ABOVE - 6}" text-anchor="end">{escape(up)}</text>')
    for number, line in enumerate(lines):
        parts += _drawn(line, _COLOURS[number % len(_COLOURS)], across_of, up_of, ABOVE + 16 * (number + 1))
    return "\n".join([*parts, "</svg>", ""])


def _drawn(line: Line, colour: str, across: _Axis, up: _Axis, height: int) -> list[str]:
    """Draw one line, its points and its name."""
    places = [(across.at(x), up.at(y)) for x, y in line.points]
    path = " ".join(f"{x},{y}" for x, y in places)
    return [
        f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>',
        *(f'<circle cx="{x}" cy="{y}" r="3.5" fill="{colour}"/>' for x, y in places),
        f'<text x="{LEFT + 10}" y="{height}" fill="{colour}">{escape(line.name)}</text>',
    ]


def _axis(values: Sequence[float], start: float, end: float) -> _Axis:
    low, high = floor(log10(min(values))), ceil(log10(max(values)))
    return _Axis(low, max(high, low + 1), start, end)


def _told(line: Line) -> str:
    return "; ".join(f"{x:,.12g}: {y:,.4g}" for x, y in line.points)
