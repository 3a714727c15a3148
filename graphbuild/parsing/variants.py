"""Names that nearly equal a participant's are marked as that participant, with the variant kept."""

from dataclasses import replace

from graphbuild.model import Item, Presenter
from graphbuild.parsing.front import Front


def with_variants(items: list[Item], front: Front) -> list[Item]:
    """Items whose presenters' misspelt names point to the participant meant (`same_as`)."""
    names = [p.name for p in front.participants]
    known = set(names)
    return [
        item
        if all(presenter.name in known for presenter in item.presenters)
        else replace(item, presenters=tuple(_variant(p, names) for p in item.presenters))
        for item in items
    ]


def _variant(presenter: Presenter, names: list[str]) -> Presenter:
    if presenter.name in names:
        return presenter
    close = [name for name in names if _close(presenter.name, name)]
    return replace(presenter, same_as=close[0]) if len(close) == 1 else presenter


def one_letter_off(name: str, among: list[str]) -> str | None:
    """The one name of a list that is this spelt otherwise: by one letter, not a part's first; else None."""
    if name in among:
        return None
    close = [other for other in among if _initials(other) == _initials(name) and len(other.split()) > 1]
    near = [other for other in close if distance(name.lower(), other.lower()) == 1]
    return near[0] if len(near) == 1 else None


def _initials(name: str) -> list[str]:
    return [part[0] for part in name.split()]


def _close(one: str, other: str) -> bool:
    """One part of the name is the same, the other differs by a few letters after a shared beginning."""
    first, last = one.split(), other.split()
    if len(first) < 2 or len(last) < 2:
        return False
    if first[0] == last[0]:
        return similar(first[-1], last[-1])
    return first[-1] == last[-1] and similar(first[0], last[0], 1)


def similar(one: str, other: str, limit: int = 3) -> bool:
    """Within `limit` edits, and the same beginning for surnames (Löfgren, Löfström)."""
    if one == other:
        return True
    edits = distance(one.lower(), other.lower())
    shared = 0
    while shared < min(len(one), len(other)) and one[shared] == other[shared]:
        shared += 1
    return edits <= 1 or (edits <= limit + 1 and shared >= 3 and shared >= 0.4 * min(len(one), len(other)))


def distance(one: str, other: str) -> int:
    """Levenshtein distance between two short words."""
    before = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (a != b)))
        before = row
    return before[-1]
