"""Word's styles: what a paragraph's style says of headings, bold type, room and numbering."""

import re
from dataclasses import dataclass, field

from lxml import etree

from graphbuild.readers._word import W, value, w

_HEADING = re.compile(r"(?:heading|rubrik|overskrift|Überschrift)\s*(\d)", re.IGNORECASE)
_TITLE = re.compile(r"(?:title|titel|rubrik|tittel)$", re.IGNORECASE)
_DEEPEST = 30
"""So many styles may rest on one another; a circle of them is damage."""


@dataclass(slots=True)
class Style:
    """A paragraph's style with all that it rests on; room in twentieths of a point."""

    level: int = 0
    bold: bool = False
    room_before: int = 0
    room_after: int = 0
    numbered: tuple[str, int] | None = None
    chain: list[etree._Element] = field(default_factory=list)

    def heading(self, properties: etree._Element | None) -> int:
        """The level of the heading that a paragraph of this style is, 0 for none."""
        outline = value(properties.find(w("outlineLvl"))) if properties is not None else None
        return int(outline) + 1 if outline is not None and outline.isdigit() and outline < "6" else self.level

    def before(self, properties: etree._Element | None) -> int:
        """The room above a paragraph."""
        return _spacing(properties, "before", self.room_before)

    def after(self, properties: etree._Element | None) -> int:
        """The room below a paragraph."""
        return _spacing(properties, "after", self.room_after)

    def numbering(self, properties: etree._Element | None) -> tuple[str, int] | None:
        """The list that a paragraph is an entry of, and its level in it (from 0)."""
        own = _list_of(properties)
        if own is None:
            return self.numbered
        return None if own[0] == "0" else own


def _spacing(properties: etree._Element | None, side: str, default: int) -> int:
    spacing = properties.find(w("spacing")) if properties is not None else None
    if spacing is None:
        return default
    if spacing.get(W + f"{side}Autospacing") in ("1", "true"):
        return 280
    given = spacing.get(W + side)
    return int(given) if given is not None and given.isdigit() else default


def _list_of(properties: etree._Element | None) -> tuple[str, int] | None:
    found = properties.find(w("numPr")) if properties is not None else None
    if found is None:
        return None
    level = value(found.find(w("ilvl")))
    number = value(found.find(w("numId")))
    return (
        (number, int(level) if level is not None and level.isdigit() else 0) if number is not None else None
    )


class Styles:
    """The styles of a document, by their identifiers."""

    def __init__(self, root: etree._Element | None) -> None:
        """Take up styles.xml; a document without it has none."""
        self._elements: dict[str, etree._Element] = {}
        self._default = ""
        self._known: dict[str, Style] = {}
        self._base = Style()
        for element in root.iter(w("style")) if root is not None else ():
            identifier = element.get(W + "styleId")
            if identifier is None:
                continue
            self._elements[str(identifier)] = element
            if element.get(W + "type") == "paragraph" and element.get(W + "default") in ("1", "true"):
                self._default = str(identifier)
        defaults = root.find(f"{w('docDefaults')}/{w('pPrDefault')}/{w('pPr')}") if root is not None else None
        self._base = Style(
            room_before=_spacing(defaults, "before", 0), room_after=_spacing(defaults, "after", 0)
        )

    def of(self, properties: etree._Element | None) -> Style:
        """The style of a paragraph with these properties."""
        named = value(properties.find(w("pStyle"))) if properties is not None else None
        return self._style(named if named is not None and named in self._elements else self._default)

    def run_is_bold(self, properties: etree._Element | None, inherited: bool) -> bool:
        """Whether a run is bold in a paragraph whose style is bold, or is not."""
        if properties is None:
            return inherited
        own = properties.find(w("b"))
        if own is not None:
            return value(own) not in ("0", "false", "off")
        named = value(properties.find(w("rStyle")))
        return self._style(named).bold or inherited if named in self._elements and named else inherited

    def _style(self, identifier: str) -> Style:
        known = self._known.get(identifier)
        if known is None:
            known = self._known[identifier] = self._made(identifier)
        return known

    def _made(self, identifier: str) -> Style:
        chain: list[etree._Element] = []
        named: str | None = identifier
        while named is not None and named in self._elements and len(chain) < _DEEPEST:
            chain.append(self._elements[named])
            named = value(chain[-1].find(w("basedOn")))
        style = Style(room_before=self._base.room_before, room_after=self._base.room_after, chain=chain)
        for element in reversed(chain):
            _apply(style, element)
        return style


def _apply(style: Style, element: etree._Element) -> None:
    """Let a style say what it says by itself."""
    name = value(element.find(w("name"))) or ""
    paragraph, run = element.find(w("pPr")), element.find(w("rPr"))
    if match := _HEADING.match(name):
        style.level = int(match[1])
    elif _TITLE.match(name):
        style.level = 1
    outline = value(paragraph.find(w("outlineLvl"))) if paragraph is not None else None
    if outline is not None and outline.isdigit():
        style.level = int(outline) + 1 if int(outline) < 6 else 0
    bold = run.find(w("b")) if run is not None else None
    if bold is not None:
        style.bold = value(bold) not in ("0", "false", "off")
    style.room_before = _spacing(paragraph, "before", style.room_before)
    style.room_after = _spacing(paragraph, "after", style.room_after)
    numbered = _list_of(paragraph)
    if numbered is not None:
        style.numbered = numbered if numbered[0] != "0" else None
