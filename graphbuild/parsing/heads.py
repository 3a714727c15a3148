"""The head of a table of people becomes the kinds of its columns."""

from graphbuild.languages import Language
from graphbuild.parsing.labels import kind_of
from graphbuild.parsing.rows import Row

_TELLING = frozenset(("organisation", "party", "items", "replaces", "role"))
"""Kinds of columns of which two, beside one with a head that is not known, show a table of people."""


def columns_of(cells: tuple[Row, ...], language: Language) -> tuple[str, ...]:
    """The kinds of a people table's columns, () where the row is no table head."""
    known = language.data["front"]["columns"]
    kinds = tuple(
        next(
            (kind for kind, names in known.items() if kind != "named" and cell.lower.strip(" :*") in names),
            "",
        )
        or ("name" if kind_of(cell.text, language)[0] == "people" else "")
        for cell in cells
    )
    first = next((kind for kind, cell in zip(kinds, cells, strict=True) if cell.text), "")
    if "name" not in kinds and ("replaces" in kinds or kinds[:1] == ("substitute",)):
        kinds = tuple("name" if kind == "substitute" else kind for kind in kinds)
    if not first and "name" not in kinds and len(_TELLING.intersection(kinds)) >= 2:
        kinds = ("name", *kinds[1:])  # "Direktionen | Kommun | Närvaro": the body's name heads its members
        first = "name"
    if (
        kinds.count("name") > 1
    ):  # "Namn" and "Närvarande": who is there is told by the one, that they are by the other
        named = next((i for i, c in enumerate(cells) if c.lower.strip(" :*") in known["named"]), None)
        if named is None:
            return ()
        kinds = tuple("items" if kind == "name" and i != named else kind for i, kind in enumerate(kinds))
    if not first and not any(cell.lower.strip(" :*") in known["named"] for cell in cells):
        return ()
    return kinds if "name" in kinds and sum(bool(kind) for kind in kinds) >= 2 else ()


def head_and_first(
    cells: tuple[Row, ...], language: Language
) -> tuple[tuple[Row, ...], tuple[Row, ...]] | None:
    """A table's head and the row below it, where no line was drawn between them; else None."""
    if len(cells) < 2 or not any("\v" in cell.text for cell in cells):
        return None
    known = {name for names in language.data["front"]["columns"].values() for name in names}
    heads, rests = [], []
    for cell in cells:
        at = cell.text.find("\v")
        first = cell.text[:at] if at >= 0 else cell.text.split(" ", 1)[0]
        if first.lower().strip(" :*") not in known:
            return None
        heads.append(cell.cut(0, len(first)))
        rests.append(cell.cut(min(len(first) + 1, len(cell.text))))
    return (tuple(heads), tuple(rests)) if columns_of(tuple(heads), language) else None
