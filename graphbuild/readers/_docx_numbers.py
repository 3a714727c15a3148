"""Word's automatic numbers: what stands before each entry of a list (ISO/IEC 29500-1, 17.9)."""

import re
from dataclasses import dataclass

from lxml import etree

from graphbuild.readers._word import W, value, w

_PLACE = re.compile(r"%([1-9])")
_BULLET = "-"
_LONGEST = 400
"""Beyond it no list is lettered, and letters would be as long as a file likes them to be."""
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    """How a level of a list is numbered."""

    form: str
    text: str
    start: int


class Numbers:
    """The lists of a document, and how far each has been counted."""

    def __init__(self, root: etree._Element | None) -> None:
        """Take up numbering.xml; a document without it has no lists."""
        self._levels: dict[str, dict[int, _Level]] = {}
        self._counted: dict[str, dict[int, int]] = {}
        self._abstract: dict[str, str] = {}
        if root is None:
            return
        abstract = {str(a.get(W + "abstractNumId")): _levels_of(a) for a in root.iter(w("abstractNum"))}
        for number in root.iter(w("num")):
            identifier = str(number.get(W + "numId"))
            basis = value(number.find(w("abstractNumId"))) or ""
            levels = dict(abstract.get(basis, {}))
            own = False
            for override in number.iter(w("lvlOverride")):
                own = self._override(override, levels) or own
            self._levels[identifier] = levels
            # Lists of one kind count on together, unless one of them begins anew.
            self._abstract[identifier] = f"num {identifier}" if own else f"abstract {basis}"

    @staticmethod
    def _override(override: etree._Element, levels: dict[int, _Level]) -> bool:
        place = int(override.get(W + "ilvl") or 0)
        replaced = override.find(w("lvl"))
        if replaced is not None:
            levels[place] = _level_of(replaced)
        start = value(override.find(w("startOverride")))
        if start is not None and start.isdigit() and place in levels:
            levels[place] = _Level(levels[place].form, levels[place].text, int(start))
        return start is not None

    def label(self, identifier: str, depth: int) -> str:
        """Count one entry on, and give what stands before it."""
        levels = self._levels.get(identifier)
        if levels is None or depth not in levels:
            return _BULLET
        level = levels[depth]
        counted = self._counted.setdefault(self._abstract[identifier], {})
        counted[depth] = counted.get(depth, level.start - 1) + 1
        for deeper in [place for place in counted if place > depth]:
            del counted[deeper]
        if level.form == "bullet":
            return _BULLET
        if level.form == "none":
            return ""

        def written(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            held = levels.get(place, level)
            return _written(counted.get(place, held.start), held.form)

        return _PLACE.sub(written, level.text).strip()


def _levels_of(abstract: etree._Element) -> dict[int, _Level]:
    return {int(level.get(W + "ilvl") or 0): _level_of(level) for level in abstract.iter(w("lvl"))}


def _level_of(level: etree._Element) -> _Level:
    start = value(level.find(w("start")))
    return _Level(
        value(level.find(w("numFmt"))) or "decimal",
        value(level.find(w("lvlText"))) or "",
        int(start) if start is not None and start.isdigit() else 1,
    )


def _written(number: int, form: str) -> str:
    if not 0 < number <= _LONGEST:
        return str(number)
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman"):
        return _roman(number) if form == "lowerRoman" else _roman(number).upper()
    if form == "decimalZero":
        return f"{number:02d}"
    return str(number)


def _roman(number: int) -> str:
    written = ""
    for worth, letters in _ROMAN:
        while number >= worth:
            written += letters
            number -= worth
    return written
