"""OpenDocument's styles: bold type, room between paragraphs, page breaks, and the numbers of lists."""

from dataclasses import dataclass

from lxml import etree

_NAMESPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "manifest": "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0",
}
_POINTS = {"pt": 1.0, "cm": 28.35, "mm": 2.835, "in": 72.0, "px": 0.75, "pc": 12.0}
_DEEPEST = 30
_BULLET = "-"


def o(prefix: str, name: str) -> str:
    """A name of OpenDocument, qualified."""
    return f"{{{_NAMESPACES[prefix]}}}{name}"


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph's style with all that it rests on; room in points."""

    bold: bool = False
    level: int = 0
    room_before: float = 0.0
    room_after: float = 0.0
    breaks_page: bool = False
    list_style: str = ""


class Styles:
    """The styles of a document, by their names."""

    def __init__(self, content: etree._Element, named: etree._Element | None) -> None:
        """Take up the automatic styles of content.xml and the named ones of styles.xml."""
        self._elements: dict[str, etree._Element] = {}
        self.lists: dict[str, etree._Element] = {}
        self._known: dict[str, Style] = {}
        self._outline: dict[int, etree._Element] = {}
        self._counted: dict[int, int] = {}
        for root in (named, content):
            for element in (
                root.iter(o("style", "style"), o("text", "list-style")) if root is not None else ()
            ):
                name = str(element.get(o("style", "name")))
                (self.lists if element.tag == o("text", "list-style") else self._elements)[name] = element
        for element in named.iter(o("text", "outline-level-style")) if named is not None else ():
            level = element.get(o("text", "level")) or ""
            if level.isdigit():
                self._outline[int(level)] = element

    def of(self, name: str | None) -> Style:
        """The style of a name; a plain one where there is none."""
        key = name or ""
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._made(key)
        return known

    def run_is_bold(self, name: str | None, inherited: bool) -> bool:
        """Whether a run of this style is bold in a text that is bold, or is not."""
        for element in self._chain(name or ""):
            weight = _property(element, "text-properties", "fo", "font-weight")
            if weight is not None:
                return _is_bold(weight)
        return inherited

    def outline_label(self, level: int) -> str:
        """Count one heading on, and give the number that the outline sets before it."""
        self._counted[level] = self._counted.get(level, 0) + 1
        for deeper in [place for place in self._counted if place > level]:
            del self._counted[deeper]
        element = self._outline.get(level)
        if element is None or not element.get(o("style", "num-format")):
            return ""
        given = element.get(o("text", "display-levels")) or "1"
        shown = int(given) if given.isdigit() else 1
        numbers = [str(self._counted.get(place, 1)) for place in range(max(1, level - shown + 1), level + 1)]
        return _affixed(element, ".".join(numbers))

    def _chain(self, name: str) -> list[etree._Element]:
        chain: list[etree._Element] = []
        named: str | None = name
        while named and named in self._elements and len(chain) < _DEEPEST:
            chain.append(self._elements[named])
            named = chain[-1].get(o("style", "parent-style-name"))
        return chain

    def _made(self, name: str) -> Style:
        chain = self._chain(name)

        def first(kind: str, prefix: str, attribute: str) -> str | None:
            found = (_property(element, kind, prefix, attribute) for element in chain)
            return next((one for one in found if one is not None), None)

        level = next(
            (v for e in chain if (v := e.get(o("style", "default-outline-level"))) is not None), None
        )
        return Style(
            bold=_is_bold(first("text-properties", "fo", "font-weight") or ""),
            level=int(level) if level is not None and level.isdigit() else 0,
            room_before=_points(first("paragraph-properties", "fo", "margin-top")),
            room_after=_points(first("paragraph-properties", "fo", "margin-bottom")),
            breaks_page=_property(chain[0], "paragraph-properties", "fo", "break-before") == "page"
            if chain
            else False,
            list_style=next((str(v) for e in chain if (v := e.get(o("style", "list-style-name")))), ""),
        )


def _property(element: etree._Element, kind: str, prefix: str, name: str) -> str | None:
    held = element.find(o("style", kind))
    found = held.get(o(prefix, name)) if held is not None else None
    return str(found) if found is not None else None


def _is_bold(weight: str) -> bool:
    return weight == "bold" or (weight.isdigit() and int(weight) >= 600)


def _points(length: str | None) -> float:
    """A length in points ("0.212cm" -> 6.0)."""
    if not length:
        return 0.0
    number, unit = length[:-2], length[-2:]
    try:
        return float(number) * _POINTS.get(unit, 0.0)
    except ValueError:
        return 0.0


def _affixed(element: etree._Element, number: str) -> str:
    before, after = element.get(o("style", "num-prefix")) or "", element.get(o("style", "num-suffix")) or ""
    return f"{before}{number}{after}".strip()


class Lists:
    """Counts the entries of lists in lists."""

    def __init__(self, styles: Styles) -> None:
        """Start with no list begun."""
        self._styles = styles
        self._open: list[tuple[str, int]] = []
        self._last: dict[tuple[str, int], int] = {}
        self._by_id: dict[str, int] = {}

    def begin(self, element: etree._Element) -> None:
        """Enter a list; it counts on from where a list that it continues has stopped."""
        above = self._open[-1][0] if self._open else ""
        style = element.get(o("text", "style-name")) or above
        depth = len(self._open) + 1
        continued = element.get(o("text", "continue-list")) in self._by_id
        goes_on = element.get(o("text", "continue-numbering")) == "true" or continued
        if not goes_on:
            self._last[style, depth] = 0
        identifier = element.get("{http://www.w3.org/XML/1998/namespace}id")
        if identifier:
            self._by_id[str(identifier)] = depth
        self._open.append((str(style), depth))

    def end(self) -> None:
        """Leave the list entered last."""
        self._open.pop()

    def label(self, entry: etree._Element) -> str:
        """Count one entry on, and give what stands before it."""
        style, depth = self._open[-1]
        given = entry.get(o("text", "start-value"))
        level = self._level(style, depth)
        if level is None or level.tag == o("text", "list-level-style-bullet"):
            return _BULLET
        first = level.get(o("text", "start-value")) or "1"
        if given is not None and given.isdigit():
            number = int(given)
        else:
            number = (self._last.get((style, depth)) or int(first if first.isdigit() else "1") - 1) + 1
        self._last[style, depth] = number
        form = level.get(o("style", "num-format")) or ""
        return _affixed(level, _written(number, str(form))) if form else ""

    def _level(self, style: str, depth: int) -> etree._Element | None:
        held = self._styles.lists.get(style)
        for element in held if held is not None else ():
            if element.get(o("text", "level")) == str(depth):
                return element
        return None


def _written(number: int, form: str) -> str:
    if form in ("a", "A") and 0 < number <= 26:
        letter = chr(ord("a") + number - 1)
        return letter.upper() if form == "A" else letter
    return str(number)
