"""How the entries of a list of people are laid out: what stands before a name, what heads its line."""

from graphbuild.parsing.elements import REPLACES, SEP, Element
from graphbuild.parsing.likeness import NAME, ORG, ROLE


def structured(elements: list[Element]) -> bool:
    """Whether the list has one person a line, so that what follows a comma is no second person."""
    lines: list[list[Element]] = [[]]
    for element in elements:
        if element.kind == SEP and element.text in ("\n", "\v", "|", ";"):
            lines.append([])
        else:
            lines[-1].append(element)
    lines = [line for line in lines if line]
    if len(lines) < 3:
        return False
    named = [line for line in lines if line[0].kind == NAME]
    paired = [line for line in named if len(line) >= 3 and line[1].kind == SEP and line[1].text in ", "]
    several = [line for line in named if sum(e.kind == NAME for e in line) >= 3]
    return len(paired) >= 0.5 * len(lines) and len(several) <= 0.25 * len(lines)


def known_by_repetition(elements: list[Element]) -> None:
    """A "name" that begins several lines, before the name of somebody else, is where these come from.

    "Vallberga – Anna Ek" / "Vallberga – Bo Alm": nobody stands in a list twice.
    """
    heads: dict[str, list[Element]] = {}
    for start, stop in _lines(elements):
        line = [e for e in elements[start:stop] if e.kind != SEP]
        if len(line) > 1 and line[0].kind == line[1].kind == NAME:
            heads.setdefault(line[0].text, []).append(line[0])
    for same in heads.values():
        for element in same if len(same) > 1 else ():
            element.kind = ORG


def led_lines(elements: list[Element]) -> dict[int, str]:
    """The organisation that begins a line and that all of the line's people come from ("för ABF: Ek").

    The word before it goes: it tells whom they are there for, and not whom they replace.
    """
    led: dict[int, str] = {}
    for number, (start, stop) in reversed(list(enumerate(_lines(elements)))):
        line = [e for e in elements[start:stop] if e.kind != SEP and e.depth == 0]
        if len(line) > 1 and line[0].kind == REPLACES and line[1].kind == ORG:
            del elements[start + elements[start:stop].index(line[0])]
            line = line[1:]
        organisations = [e for e in line if e.kind == ORG]
        if len(line) > 1 and line[0].kind == ORG and line[1].kind == NAME and len(organisations) == 1:
            led[number] = line[0].text
    return led


def _lines(elements: list[Element]) -> list[tuple[int, int]]:
    """Where each line of a list begins and ends."""
    ends = [i for i, e in enumerate(elements) if e.kind == SEP and e.text in "\n\v"] + [len(elements)]
    return list(zip([0, *(end + 1 for end in ends)], ends, strict=False))


def prefixed_lines(elements: list[Element]) -> set[int]:
    """Indexes of roles (and organisations) that stand before the name they belong to.

    An entry is either name first or role first; which of them is told by how its line, or the whole
    list, begins and ends.
    """
    prefixed: set[int] = set()
    start = 0
    for stop in [i for i, e in enumerate(elements) if e.kind == SEP and e.text in "\n\v|;"] + [len(elements)]:
        line = [(i, e) for i, e in enumerate(elements[start:stop], start) if e.kind != SEP and e.depth == 0]
        start = stop + 1
        names = [i for i, e in line if e.kind == NAME]
        if not line or not names or line[0][1].kind not in (ROLE, ORG):
            continue
        if line[0][1].kind == ORG and line[1][1].kind == NAME and sum(e.kind == ORG for _, e in line) == 1:
            prefixed.add(line[0][0])  # it heads the line; each name's office stands behind it
            continue
        if line[-1][1].kind == NAME or _alternates(line) or _each_leads(elements, line):
            following = False
            ahead = (ROLE, ORG) if line[-1][1].kind == NAME else (ROLE,)  # "… Anna Ek – Lunds kommun"
            for i, element in reversed(line):
                if element.kind == NAME:
                    following = True
                elif following and element.kind in ahead:
                    prefixed.add(i)
        else:
            prefixed.update(i for i, _ in line if i < names[0])
    return prefixed


def _each_leads(elements: list[Element], line: list[tuple[int, Element]]) -> bool:
    """Whether a line begins with an office, and each office in it stands right before a name."""
    offices = [i for i, e in line if e.kind == ROLE]
    return line[0][1].kind == ROLE and all(
        i + 1 < len(elements) and elements[i + 1].kind == NAME for i in offices
    )


def _alternates(line: list[tuple[int, Element]]) -> bool:
    """Role, name, role, name …: each role goes with the name after it."""
    kinds = [e.kind for _, e in line if e.kind in (ROLE, NAME)]
    return len(kinds) >= 4 and all(kind == (ROLE if i % 2 == 0 else NAME) for i, kind in enumerate(kinds))
