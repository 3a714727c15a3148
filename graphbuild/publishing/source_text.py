"""Turns a text and the spans quoted from it into HTML in which each quote has its anchor.

The anchor is the quote's fragment (`char=120,180`, RFC 5147), so that the IRI of a quote leads to
the highlighted passage with no script.
"""

from collections.abc import Iterable, Iterator
from heapq import heapify, heappop, heappush

from markupsafe import Markup, escape

Piece = tuple[int, int, str]  # start, end, fragment (empty for the rest of a quote that was cut)


def readable(text: str) -> str:
    """Leave out the characters that HTML forbids."""
    return text.translate(_FORBIDDEN)


_FORBIDDEN = dict.fromkeys([*range(9), 11, *range(14, 32), *range(127, 160), 0xFFFE, 0xFFFF])


def mark_up(text: str, spans: Iterable[tuple[int, int]]) -> Markup:
    """Write the text as HTML with a mark around each span."""
    parts: list[str] = []
    open_ends: list[int] = []
    at = 0

    def copy_until(place: int) -> None:
        nonlocal at
        while open_ends and open_ends[-1] <= place:
            parts.append(str(escape(readable(text[at : open_ends[-1]]))) + "</mark>")
            at = open_ends.pop()
        parts.append(str(escape(readable(text[at:place]))))
        at = place

    for start, end, fragment in nested(spans, len(text)):
        copy_until(start)
        parts.append(f'<mark id="{fragment}">' if fragment else "<mark>")
        open_ends.append(end)
    copy_until(len(text))
    return Markup("".join(parts))


def nested(spans: Iterable[tuple[int, int]], length: int) -> Iterator[Piece]:
    """Cut spans so that each lies wholly inside or outside of the others, in reading order."""
    waiting = [
        (start, -end, f"char={start},{end}") for start, end in set(spans) if 0 <= start <= end <= length
    ]
    heapify(waiting)
    around: list[int] = []
    while waiting:
        start, minus_end, fragment = heappop(waiting)
        end = -minus_end
        while around and around[-1] <= start:
            around.pop()
        if around and end > around[-1]:
            heappush(waiting, (around[-1], -end, ""))
            end = around[-1]
        around.append(end)
        yield start, end, fragment
