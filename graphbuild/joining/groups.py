"""Turns joined pairs and judgements into groups: who is one person, under which IRI and name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graphbuild.joining.profiles import ordered
from graphbuild.joining.weighing import RULES, Pair


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is: the IRI and the name that stay."""

    iri: str
    name: str


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Judgements of one kind: pairs that are the same, the one that stays first, and pairs that are not."""

    same: tuple[tuple[str, str], ...] = ()
    different: frozenset[tuple[str, str]] = frozenset()


def identities(names: Mapping[str, str], joined: Iterable[Pair], verdicts: Verdicts) -> dict[str, Identity]:
    """Give everybody's identity; `names` holds the name of each IRI.

    Pairs that were judged different are never in one group: where a rule would bring them together by way
    of others, the least sure of its pairs gives way. The result does not depend on any order.
    """
    groups = _Groups(names, verdicts.different)
    for one, other in sorted(verdicts.same):
        groups.join(one, other)
    for pair in sorted(joined, key=lambda pair: (RULES.index(pair.rule), pair.one, pair.other)):
        groups.join(pair.one, pair.other)
    stay = {names[one].casefold() for one, _ in verdicts.same if one in names}
    left = {names[other].casefold() for _, other in verdicts.same if other in names} - stay
    replaced = {other for _, other in verdicts.same} - {one for one, _ in verdicts.same}
    found: dict[str, Identity] = {}
    for members in groups.all():
        first = min(members, key=lambda iri: (names[iri].casefold() in left, iri in replaced, iri))
        found |= dict.fromkeys(members, Identity(first, names[first]))
    return found


class _Groups:
    """Groups that grow by pairs, and keep apart what was judged different."""

    def __init__(self, members: Iterable[str], different: frozenset[tuple[str, str]]) -> None:
        self._group = {member: [member] for member in members}
        self._different = different

    def join(self, one: str, other: str) -> None:
        """Make one group of two, unless somebody in one is not somebody in the other."""
        if one not in self._group or other not in self._group:
            return
        mine, theirs = self._group[one], self._group[other]
        if mine is theirs or (self._different and self._apart(mine, theirs)):
            return
        mine.extend(theirs)
        for member in theirs:
            self._group[member] = mine

    def _apart(self, mine: list[str], theirs: list[str]) -> bool:
        return any(ordered(one, other) in self._different for one in mine for other in theirs)

    def all(self) -> list[list[str]]:
        """Give each group once."""
        return list({id(group): group for group in self._group.values()}.values())
