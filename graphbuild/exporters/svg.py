"""Turns a network into a picture (SVG): names, a legend of colours, and a scale of the ties' width.

What is drawn is the strongest ties, as many as can be read; the picture says how many there are. The words
are in the language that `network.graph["language"]` names, the title is `network.graph["title"]`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import IO
from xml.sax.saxutils import escape

import networkx as nx

from graphbuild import messages
from graphbuild.drawing import Place, places, strongest
from graphbuild.exporters import NetworkFormat

# Okabe and Ito's colours, which people with any colour vision can tell apart; grey is for all others.
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7f5539")
_GREY, _DARK = "#8a8f98", "#1f2430"
_HUBS = ("body", "organisation", "focus-area")  # drawn as squares, beside people as dots
_MARGIN, _HEAD, _FOOT = 32, 104, 96
_STYLE = (
    "text{font-family:'DejaVu Sans','Liberation Sans',Verdana,Arial,sans-serif;font-size:12px;fill:#1f2430}"
    ".title{font-size:20px;font-weight:bold}.told{fill:#4a5160}.hub{font-weight:bold}"
    ".name{paint-order:stroke;stroke:#fff;stroke-width:3px;stroke-linejoin:round}"
)


def write(network: nx.Graph, out: IO[bytes]) -> None:
    """Write the picture."""
    out.writelines(part.encode() for part in _parts(network))


def _parts(network: nx.Graph) -> Iterator[str]:
    drawn = strongest(network)
    language = str(network.graph.get("language", "en"))
    names = {node: _shortened(str(values.get("label") or node)) for node, values in drawn.nodes(data=True)}
    rooms = {node: max(name, _owner(drawn.nodes[node]), key=len) for node, name in names.items()}
    placed = places(drawn, rooms)
    width = max((place.x + place.right for place in placed.values()), default=0) + 2 * _MARGIN
    height = max((place.y + place.down for place in placed.values()), default=0)
    colours, by = _colours(drawn)
    width = max(width, 760)
    rows = len(colours) // 3 + 1
    total = height + _HEAD + _FOOT + rows * 18
    title = str(network.graph.get("title") or network.name)
    about = str(network.graph.get("description", ""))
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {total:.0f}" width="{width:.0f}" '
        f'height="{total:.0f}" role="img" aria-labelledby="title told">\n<style>{_STYLE}</style>\n'
        f'<rect width="100%" height="100%" fill="#fff"/>\n'
        f'<text id="title" class="title" x="{_MARGIN}" y="38">{_text(title)}</text>\n'
        f'<text id="told" class="told" x="{_MARGIN}" y="58">{_text(about)}'
        f'<tspan x="{_MARGIN}" dy="17">{_text(_told(network, drawn, language))}</tspan></text>\n'
        f'<g transform="translate({_MARGIN} {_HEAD})">\n'
    )
    heaviest = max((weight for *_, weight in drawn.edges(data="weight", default=1)), default=1)
    for source, target, weight in drawn.edges(data="weight", default=1):
        yield _tie(
            placed[source], placed[target], weight / heaviest, f"{names[source]} – {names[target]}: {weight}"
        )
    for node, place in placed.items():
        yield _node(names[node], place, drawn.nodes[node], colours, by)
    yield "</g>\n"
    yield from _legend(drawn, colours, by, heaviest, height + _HEAD + 28, language)
    yield "</svg>\n"


def _told(network: nx.Graph, drawn: nx.Graph, language: str) -> str:
    """Say what the picture shows, over which days, and what it leaves out."""
    days = sorted(
        str(day)
        for *_, values in network.edges(data=True)
        for day in (values.get("first"), values.get("last"))
        if day
    )
    span = f"{days[0]} – {days[-1]}. " if days else ""
    shown = messages.text(
        "picture-part" if drawn.number_of_edges() < network.number_of_edges() else "picture-all",
        language,
        shown=len(drawn),
        all=len(network),
        ties=network.number_of_edges(),
        drawn=drawn.number_of_edges(),
    )
    return f"{span}{shown}"


def _colours(drawn: nx.Graph) -> tuple[dict[str, str], str]:
    """Choose what the colours of people tell: organisation or party, whichever is stated more often."""
    stated = {
        by: Counter(
            str(values[by])
            for _, values in drawn.nodes(data=True)
            if values.get(by) and values.get("kind") not in _HUBS
        )
        for by in ("organisation", "party")
    }
    by = max(stated, key=lambda name: (sum(stated[name].values()), name))
    ranked = sorted(stated[by].items(), key=lambda pair: (-pair[1], pair[0]))
    return {value: colour for (value, _), colour in zip(ranked, _COLOURS, strict=False)}, by


def _tie(a: Place, b: Place, share: float, told: str) -> str:
    """Draw a tie as a line that leaves flat where it leads to a list."""
    stroke = f'stroke-width="{0.8 + 4.2 * share:.1f}"'
    if a.side or b.side:
        middle = (a.x + b.x) / 2
        line = f"M{a.x:.1f} {a.y:.1f}C{middle:.1f} {a.y:.1f} {middle:.1f} {b.y:.1f} {b.x:.1f} {b.y:.1f}"
    else:
        line = f"M{a.x:.1f} {a.y:.1f}L{b.x:.1f} {b.y:.1f}"
    return (
        f'<path d="{line}" fill="none" stroke="#5b6472" stroke-opacity="0.45" {stroke}>'
        f"<title>{_text(told)}</title></path>\n"
    )


def _node(name: str, place: Place, values: Mapping[str, object], colours: Mapping[str, str], by: str) -> str:
    x, y = place.x, place.y
    hub = values.get("kind") in _HUBS
    colour = _DARK if hub else colours.get(str(values.get(by)), _GREY)
    shape = (
        f'<rect x="{x - 8:.1f}" y="{y - 8:.1f}" width="16" height="16" rx="3" fill="{colour}"/>'
        if hub
        else f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5.5" fill="{colour}" stroke="#fff"/>'
    )
    anchor = {-1: "end", 0: "middle", 1: "start"}[place.side]
    dx, dy = place.side * 10, 4 if place.side else 24
    kind = "name hub" if hub else "name"
    text = (
        f'<text class="{kind}" x="{x + dx:.1f}" y="{y + dy:.1f}" text-anchor="{anchor}">{_text(name)}</text>'
    )
    owner = "" if place.side else _owner(values)
    if owner:
        at = f'x="{x:.1f}" y="{y + 38:.1f}" text-anchor="middle"'
        text += f'<text class="name told" {at}>{_text(owner)}</text>'
    return f"<g>{shape}{text}</g>\n"


def _owner(values: Mapping[str, object]) -> str:
    """Name the organisation of a body, as many bodies are called alike."""
    owner = str(values.get("organisation") or "") if values.get("kind") == "body" else ""
    return "" if owner in str(values.get("label")) else _shortened(owner)


def _legend(
    drawn: nx.Graph, colours: Mapping[str, str], by: str, heaviest: float, y: float, language: str
) -> Iterator[str]:
    """Explain squares and dots, colours, and the width of ties."""
    kinds = {str(values.get("kind")) for _, values in drawn.nodes(data=True)}
    x = float(_MARGIN)
    for kind in sorted(kinds, key=lambda kind: (kind not in _HUBS, kind)):
        shape = (
            f'<rect x="{x}" y="{y - 10}" width="12" height="12" rx="3" fill="{_DARK}"/>'
            if kind in _HUBS
            else f'<circle cx="{x + 6}" cy="{y - 4}" r="5.5" fill="{_GREY}"/>'
        )
        word = messages.word("value", kind, language)
        yield f'{shape}<text x="{x + 18}" y="{y}">{_text(word)}</text>\n'
        x += 34 + 7.4 * len(word)
    for weight in sorted({1, round((1 + heaviest) / 2), heaviest}):
        stroke = f'stroke="#5b6472" stroke-opacity="0.6" stroke-width="{0.8 + 4.2 * weight / heaviest:.1f}"'
        yield f'<path d="M{x:.0f} {y - 4:.0f}h34" {stroke}/>'
        yield f'<text x="{x + 40:.0f}" y="{y:.0f}">{weight}</text>\n'
        x += 56 + 7.4 * len(str(weight))
    scale = messages.text("picture-scale", language)
    yield f'<text class="told" x="{x:.0f}" y="{y:.0f}">{_text(scale)}</text>\n'
    if not colours:
        return
    head = messages.word("column", by, language)
    others = messages.text("picture-others", language)
    yield f'<text class="told" x="{_MARGIN}" y="{y + 26:.0f}">{_text(head)}:</text>\n'
    for number, (value, colour) in enumerate([*colours.items(), (others, _GREY)]):
        at, line = _MARGIN + number % 3 * 240, y + 46 + number // 3 * 18
        yield (
            f'<circle cx="{at + 6}" cy="{line - 4:.0f}" r="5.5" fill="{colour}"/>'
            f'<text x="{at + 18}" y="{line:.0f}">{_text(_shortened(value, 30))}</text>\n'
        )


def _shortened(name: str, longest: int = 40) -> str:
    plain = " ".join(name.split())
    return plain if len(plain) <= longest else f"{plain[: longest - 1].rstrip()}…"


_NOT_XML = dict.fromkeys([*range(32), 0xFFFE, 0xFFFF])


def _text(text: str) -> str:
    return escape(text.translate(_NOT_XML))


FORMAT = NetworkFormat("svg", ".svg", "image/svg+xml", write)
