"""Turns what documents changed in profiles into whom each must be weighed against anew.

Whoever comes, or of whom something else is told than before, is weighed against everybody who may be them.
Whoever was only seen once more is weighed anew against those alone whose time lay outside theirs: two
whose times touched are no nearer to each other, nor farther apart, when one was seen longer.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from graphbuild.joining.names import blocks
from graphbuild.joining.profiles import Profile, Roll, read_profile

_BEFORE_ALL, _AFTER_ALL = "", "~"


@dataclass(frozen=True)
class Shadow:
    """A person of a body, read whole only where needed: `key` is the name in small letters, days are ISO."""

    person: str
    body: str
    key: str
    blocks: tuple[str, str]
    first: str
    last: str
    text: str

    @cached_property
    def profile(self) -> Profile:
        """The profile, without quotes and memberships."""
        return read_profile(self.text)


@dataclass(frozen=True, slots=True)
class News:
    """Of whom something changed.

    `first` and `last` are the days before (a day that stayed is before, or after, all days), None where more
    than days changed.
    """

    who: Shadow
    new: bool
    first: str | None = None
    last: str | None = None

    @property
    def is_all(self) -> bool:
        """Whether everybody who may be them is to be weighed."""
        return self.first is None

    def concerns(self, other: Shadow) -> bool:
        """Tell whether what the two are to each other may have changed."""
        if self.first is None or self.last is None:
            return True
        return bool(other.first) and (other.first > self.last or other.last < self.first)


def news(before: Roll, after: Roll) -> dict[str, News]:
    """Give of whom, by IRI, something changed that pairs are told by."""
    found = ((iri, _news(before.people.get(iri), profile)) for iri, profile in after.people.items())
    return {iri: each for iri, each in found if each is not None}


def span(known: Iterable[News]) -> tuple[str, str] | None:
    """Give the days between which nobody is concerned by people who were only seen once more."""
    days = [(each.first, each.last) for each in known if each.first is not None and each.last is not None]
    return (max(first for first, _ in days), min(last for _, last in days)) if days else None


def met(
    known: Iterable[News], others: Iterable[Shadow], changed: Iterable[str]
) -> Iterator[tuple[Shadow, Shadow]]:
    """Give each with those of others who share a first or a last name, and whom the news concerns.

    Two who both `changed` (their IRIs) always are: their days before are no longer known of both.
    """
    always = frozenset(changed)
    by_block: dict[str, list[Shadow]] = {}
    for other in others:
        for block in other.blocks:
            by_block.setdefault(block, []).append(other)
    for each in known:
        for other in (other for block in each.who.blocks for other in by_block.get(block, ())):
            if other.person != each.who.person and (other.person in always or each.concerns(other)):
                yield each.who, other


def shadow(profile: Profile) -> Shadow:
    """Give the shadow of a profile."""
    core, _ = profile.to_json()
    return Shadow(
        profile.person, profile.body, profile.key, blocks(profile.name), profile.first, profile.last, core
    )


def _news(old: Profile | None, new: Profile) -> News | None:
    if old is None or not old.first or _told(old) != _told(new):
        return News(shadow(new), new=old is None)
    if (old.first, old.last) == (new.first, new.last):
        return None
    first = old.first if new.first < old.first else _BEFORE_ALL
    return News(shadow(new), new=False, first=first, last=old.last if new.last > old.last else _AFTER_ALL)


def _told(profile: Profile) -> tuple[object, ...]:
    return profile.name, profile.owner, profile.organisations, profile.parties, profile.titles
