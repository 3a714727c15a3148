"""Turns the main classes of the ontology into a drawing (SVG): boxes, with properties as arrows."""

from collections.abc import Callable
from typing import NamedTuple

from markupsafe import Markup, escape

_COLUMN, _ROW, _WIDTH, _HEIGHT = 250, 128, 146, 48
_LEFT, _TOP = 12, 12


class Box(NamedTuple):
    """A class and its place in the grid; `span` is how many columns it covers."""

    term: str
    column: int
    row: int
    span: int = 1

    @property
    def left(self) -> float:
        """The x of the left edge."""
        return _LEFT + self.column * _COLUMN

    @property
    def top(self) -> float:
        """The y of the upper edge."""
        return _TOP + self.row * _ROW

    @property
    def width(self) -> float:
        """The width."""
        return (self.span - 1) * _COLUMN + _WIDTH


BOXES = (
    Box("org:Organization", 0, 0), Box("gov:Body", 1, 0), Box("gov:Meeting", 2, 0), Box("gov:Minutes", 3, 0),
    Box("gov:SourceText", 4, 0),
    Box("gov:Participation", 0, 1), Box("gov:AgendaItem", 2, 1), Box("gov:Case", 3, 1),
    Box("gov:Quote", 4, 1),
    Box("gov:Decision", 1, 2), Box("gov:Vote", 2, 2), Box("gov:Assignment", 3, 2), Box("gov:FollowUp", 4, 2),
    Box("foaf:Person", 0, 3, 4),
)  # fmt: skip
ARROWS = (
    ("gov:Body", "org:unitOf", "org:Organization"),
    ("gov:Meeting", "gov:heldBy", "gov:Body"),
    ("gov:Minutes", "gov:minutesOf", "gov:Meeting"),
    ("gov:Minutes", "dcterms:source", "gov:SourceText"),
    ("gov:Quote", "dcterms:isPartOf", "gov:SourceText"),
    ("gov:Participation", "org:organization", "org:Organization"),
    ("gov:Participation", "gov:meeting", "gov:Meeting"),
    ("gov:Participation", "gov:presentAt", "gov:AgendaItem"),
    ("gov:Participation", "gov:person", "foaf:Person"),
    ("gov:AgendaItem", "gov:meeting", "gov:Meeting"),
    ("gov:AgendaItem", "gov:case", "gov:Case"),
    ("gov:Decision", "gov:item", "gov:AgendaItem"),
    ("gov:Vote", "gov:item", "gov:AgendaItem"),
    ("gov:Assignment", "gov:item", "gov:AgendaItem"),
    ("gov:Assignment", "gov:reportedIn", "gov:FollowUp"),
    ("gov:Decision", "gov:decidedBy", "foaf:Person"),
    ("gov:Vote", "gov:votedFor", "foaf:Person"),
    ("gov:Assignment", "gov:assignee", "foaf:Person"),
)
"""Which properties are drawn; a test holds that each may stand between these classes."""
WIDTH = _LEFT * 2 + 4 * _COLUMN + _WIDTH
HEIGHT = _TOP * 2 + 3 * _ROW + _HEIGHT
Label = Callable[[str], str]


def draw(label: Label, title: str) -> Markup:
    """Draw the diagram; `label` gives the words for a term, empty for those of other vocabularies."""
    boxes = {box.term: box for box in BOXES}
    arrows = [_arrow(boxes[start], boxes[end]) for start, _, end in ARROWS]
    words = [_words(boxes[start], boxes[end], label(term) or term, term) for start, term, end in ARROWS]
    drawn = [_box(box, label) for box in BOXES]
    return Markup(
        '<svg class="diagram" viewBox="0 0 {} {}" role="group" aria-label="{}">\n<defs><marker id="tip" '
        'viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto-start-reverse">'
        '<path class="tip" d="M0 0 10 5 0 10z"/></marker></defs>\n{}\n</svg>'
    ).format(WIDTH, HEIGHT, title, Markup("\n").join([*arrows, *drawn, *words]))


def _box(box: Box, label: Label) -> Markup:
    name = box.term.partition(":")[2]
    ours = box.term.startswith("gov:")
    middle = box.left + box.width / 2
    shape = Markup('<rect x="{}" y="{}" width="{}" height="{}" rx="6"/>').format(
        box.left, box.top, box.width, _HEIGHT
    )
    text = label(box.term) or name
    lines = Markup(
        '<text x="{0}" y="{1}" class="word">{2}</text><text x="{0}" y="{3}" class="name">{4}</text>'
    ).format(middle, box.top + 20, text[:1].upper() + text[1:], box.top + 37, box.term)
    if not ours:
        return Markup('<g class="other">{}{}</g>').format(shape, lines)
    return Markup('<a href="#{}">{}{}</a>').format(name, shape, lines)


def _ends(start: Box, end: Box) -> tuple[float, float, float, float]:
    """Where an arrow leaves one box and meets the other: on the sides that face each other."""
    if start.row == end.row:
        right = end.column > start.column
        y = start.top + _HEIGHT / 2
        x = start.left + start.width if right else start.left
        return x, y, (end.left if right else end.left + end.width), y
    up = end.row < start.row
    y1, y2 = (start.top, end.top + _HEIGHT) if up else (start.top + _HEIGHT, end.top)
    x1, x2 = start.left + start.width / 2, end.left + end.width / 2
    if end.span > 1:
        return x1, y1, x1, y2
    # Arrows from the left and from the right meet a box at different places.
    lean = (x1 > x2) - (x1 < x2)
    return x1 - lean * start.width / 4, y1, x2 + lean * end.width / 3, y2


def _arrow(start: Box, end: Box) -> Markup:
    return Markup('<line x1="{}" y1="{}" x2="{}" y2="{}" marker-end="url(#tip)"/>').format(*_ends(start, end))


def _words(start: Box, end: Box, text: str, term: str) -> Markup:
    """Write the property's words on its arrow; above it between two boxes of a row."""
    x1, y1, x2, y2 = _ends(start, end)
    x, y = (x1 + x2) / 2, (y1 + y2) / 2 + 4
    if start.row == end.row:
        y -= 10
    anchor = Markup('<text x="{}" y="{}" class="arrow">{}</text>').format(x, y, escape(text))
    if not term.startswith("gov:"):
        return anchor
    return Markup('<a href="#{}">{}</a>').format(term.partition(":")[2], anchor)
