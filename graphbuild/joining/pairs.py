"""Turns profiles of one body, and of bodies that share its names, into all pairs that it has a part in."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from graphbuild.joining.names import blocks
from graphbuild.joining.profiles import BodyProfile, Profile, Roll, ordered
from graphbuild.joining.weighing import Pair, anchored, namesakes, one_company, renamed, variant


def pairs_of(
    roll: Roll,
    by_name: Callable[[str], Iterable[Profile]],
    body_of: Callable[[str], BodyProfile],
    people_of: Callable[[str], Iterable[Profile]],
    one_body: Callable[[str, str], bool],
) -> Iterator[Pair]:
    """Give all pairs that a body has a part in.

    `by_name` gives the profiles of a name (without regard to case) in all bodies, `body_of` what is known of
    a body, `people_of` its people, and `one_body` tells whether two bodies were judged to be one.
    """
    people = roll.people.values()
    for one, other in _blocked(people, people):
        pair = ordered(one.person, other.person)
        if pair not in roll.together or pair in roll.may_be:
            found = variant(one, other, may_be=pair in roll.may_be)
            if found is not None:
                yield found
    shared: dict[str, list[tuple[Profile, Profile]]] = {}
    for person in people:
        for other in by_name(person.key):
            if other.body != roll.body.slug:
                shared.setdefault(other.body, []).append((person, other))
    for slug, same_names in sorted(shared.items()):
        yield from pairs_between(
            same_names,
            (roll.body, body_of(slug)),
            people,
            partial(people_of, slug),
            one_body=one_body(roll.body.slug, slug),
        )


def pairs_between(
    same_names: list[tuple[Profile, Profile]],
    bodies: tuple[BodyProfile, BodyProfile],
    people: Iterable[Profile],
    their_people: Callable[[], Iterable[Profile]],
    *,
    one_body: bool,
) -> Iterator[Pair]:
    """Give all pairs of two bodies, of which `same_names` are all of one name.

    `people` are those of the first; `their_people` is called only where the bodies are of one company.
    """
    company = one_body or one_company(sum(anchored(*pair) for pair in same_names), *bodies)
    for pair in same_names:
        found = namesakes(*pair, company=company, one_body=one_body)
        if found is not None:
            yield found
    if not company:
        return
    shared = {one.key for one, _ in same_names}
    mine, theirs = ([each for each in group if each.key not in shared] for group in (people, their_people()))
    yield from filter(None, (variant(*pair) for pair in _blocked(mine, theirs)))
    if not one_body and (found := renamed(*bodies, lambda: len(same_names))) is not None:
        yield found


def _blocked(mine: Iterable[Profile], theirs: Iterable[Profile]) -> Iterator[tuple[Profile, Profile]]:
    """Each pair of profiles once that share a first or a last name."""
    groups: dict[str, list[Profile]] = {}
    for other in theirs:
        for block in blocks(other.name):
            groups.setdefault(block, []).append(other)
    given: set[tuple[str, str]] = set()
    for one in mine:
        for other in (other for block in blocks(one.name) for other in groups.get(block, ())):
            pair = ordered(one.person, other.person)
            if one.person != other.person and pair not in given:
                given.add(pair)
                yield one, other
