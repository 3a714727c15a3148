"""Turns two readings of a document into the facts that were added, withdrawn or changed, in words.

A fact is one value of a property that readers ask for (`TOLD`) of a thing in the document's own graph.
Evidence, labels and whatever follows from other facts by a rule (who decided, a period's last day) are
none: they change with what they rest on. Things are told apart by their place in the meeting, so that a
corrected date is one change and not a new meeting. Texts are kept as escaped in N-Triples.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from graphbuild import vocabulary as v

TOLD = frozenset((
    v.HELD_BY, v.START_DATE, v.END_DATE, v.START_TIME, v.END_TIME, v.LOCATION, v.ONLINE, v.ITEMS_COVERED,
    v.NEXT_MEETING_DATE, v.NEXT_MEETING_END_DATE, v.APPROVAL_DATE, v.APPROVAL_ONLINE,
    v.OF_PERSON, v.HAS_ORGANIZATION, v.PARTY, v.ROLE, v.ATTENDANCE, v.ITEMS_ATTENDED, v.REPLACES, v.NOTE,
    v.NUMBER, v.TITLE, v.OF_CASE, v.IN_FOCUS_AREA, v.OUTCOME, v.PREPARED_BY, v.MENTIONS,
    v.DESIGNATION, v.TEXT, v.DECISION_TYPE, v.POINT, v.LEAD, v.CONCERNS,
    v.ASSIGNEE, v.ASSIGNEE_AS_WRITTEN, v.DUE, v.STATUS, v.ATTACHMENT,
    v.VOTES_FOR, v.VOTES_AGAINST, v.VOTES_ABSTAINED, v.VOTED_FOR, v.VOTED_AGAINST, v.ABSTAINED,
    v.REFERRED_ITEM, v.REFERRED_MINUTES,
))  # fmt: skip
_NAMES = (v.NAME, v.PREF_LABEL, v.LABEL)
_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')
_PART = re.compile(r"(item/[^/]+/[a-z-]+)/(\d+)")
_ITEM = re.compile(r"item/[^/]+")


@dataclass(frozen=True, slots=True)
class Said:
    """What one reading of a document says, as N-Quads: of its own graph, and of the shared one."""

    meeting: str
    quads: str
    shared: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact before and after: `thing`, `kind` (its class) and `term` are tokens, `place` is in words."""

    thing: str
    kind: str
    term: str
    place: str
    before: str | None
    after: str | None


@dataclass(slots=True)
class _Thing:
    """A thing with its facts, in words."""

    token: str
    kind: str
    place: str
    facts: dict[str, set[str]]

    @property
    def content(self) -> frozenset[tuple[str, str]]:
        return frozenset((term, value) for term, values in self.facts.items() for value in values)


def count_facts(lines: Iterable[str]) -> int:
    """Count the facts in the lines of the N-Quads of a document's graph."""
    parts = (line.split(" ", 2) for line in lines if line)
    return sum(1 for part in parts if part[1] in TOLD and "#" not in part[0])


def meeting_words(said: Said) -> tuple[str, str]:
    """Name the body and the day of the meeting that a document tells of; either may be empty."""
    thing = f"<{said.meeting}> "
    told = f"\n{said.quads}".split(f"\n{thing}")[1:]
    own = "\n".join(f"{thing}{_line(rest)}" for rest in told)
    found = {term: value for _, term, value in _triples(own)}
    body, day = found.get(v.HELD_BY, ""), found.get(v.START_DATE, "")
    return _names(said.shared).get(body, ""), _words(day, {}) if day else ""


def _line(text: str) -> str:
    """The first line of a text."""
    return text.partition("\n")[0]


def differences(before: Said, after: Said) -> list[Difference]:
    """Compare two readings; sorted by the things' places in the meeting."""
    old, new = _things(before), _things(after)
    _align(old, new)
    return [
        difference
        for path in sorted(old.keys() | new.keys(), key=_in_order)
        for difference in _compared(old.get(path), new.get(path))
    ]


def _compared(old: _Thing | None, new: _Thing | None) -> Iterator[Difference]:
    """One thing's facts that differ: a single value that became another is one difference."""
    thing = new or old
    assert thing is not None
    was, now = (each.facts if each else {} for each in (old, new))
    for term in sorted(was.keys() | now.keys()):
        values = was.get(term, set()), now.get(term, set())
        gone, come = sorted(values[0] - values[1]), sorted(values[1] - values[0])
        pairs = [(gone[0], come[0])] if len(gone) == len(come) == 1 else []
        pairs = pairs or [*((value, None) for value in gone), *((None, value) for value in come)]  # type: ignore[list-item]
        for one, other in pairs:
            yield Difference(thing.token, thing.kind, term, thing.place, one, other)


def _align(old: dict[str, _Thing], new: dict[str, _Thing]) -> None:
    """Give parts of an item, which are only numbered, the place of those that they were before.

    What says the same is the same; what is left is compared in its order, as it stands in the item.
    """
    for group in sorted(_groups(old) & _groups(new)):
        before, after = _of_group(old, group), _of_group(new, group)
        kept: list[tuple[_Thing | None, _Thing | None]] = []
        for thing in list(after):
            same = next((each for each in before if each.content == thing.content), None)
            if same is not None:
                kept.append((same, thing))
                before.remove(same)
                after.remove(thing)
        kept += zip_longest(before, after)
        for things in (old, new):
            for path in [path for path in things if path.startswith(f"{group}/")]:
                del things[path]
        for number, (one, other) in enumerate(kept, start=1):
            if one is not None:
                old[f"{group}/{number}"] = one
            if other is not None:
                new[f"{group}/{number}"] = other


def _groups(things: Mapping[str, _Thing]) -> set[str]:
    return {match[1] for path in things if (match := _PART.fullmatch(path))}


def _of_group(things: Mapping[str, _Thing], group: str) -> list[_Thing]:
    paths = [path for path in things if path.startswith(f"{group}/")]
    return [things[path] for path in sorted(paths, key=_in_order)]


def _in_order(path: str) -> list[tuple[bool, int, str]]:
    """Order paths with numbers by value."""
    return [
        (part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in re.split(r"[/-]", path)
    ]


# Reading quads


def _things(said: Said) -> dict[str, _Thing]:
    """Gather the facts of a document by the thing's path within its meeting; the meeting's own is empty."""
    labels, kinds, facts = _names(said.shared), dict[str, str](), dict[str, dict[str, set[str]]]()
    tokens: dict[str, str] = {}
    for thing, term, value in _triples(said.quads):
        if "#" in thing:
            continue
        if term == v.LABEL:
            labels[thing] = _words(value, labels)
        elif term == v.A:
            kinds[thing] = value
        elif term in TOLD:
            path = _path(thing, said.meeting)
            tokens[path] = thing
            facts.setdefault(path, {}).setdefault(term, set()).add(_words(value, labels))
    return {
        path: _Thing(
            tokens[path], kinds.get(tokens[path], ""), _place(path, said.meeting, found, labels), found
        )
        for path, found in facts.items()
    }


def _path(thing: str, meeting: str) -> str:
    if thing == f"<{meeting}>":
        return ""
    start = f"<{meeting}/"
    return thing[len(start) : -1] if thing.startswith(start) else "minutes"


def _place(path: str, meeting: str, facts: Mapping[str, set[str]], labels: Mapping[str, str]) -> str:
    """Say where a fact stands: at an item, of a person, else of the meeting."""
    item = _ITEM.match(path)
    if item:
        return labels.get(f"<{meeting}/{item[0]}>", item[0])
    if who := facts.get(v.OF_PERSON):
        return min(who)
    return labels.get(f"<{meeting}>", "")


def _names(shared: str) -> dict[str, str]:
    """Name what the shared graph describes; a person by the name, anything else by its label."""
    found: dict[str, str] = {}
    for thing, term, value in _triples(shared):
        if term in _NAMES:
            found[thing] = _words(value, {})
    return found


def _words(value: str, labels: Mapping[str, str]) -> str:
    """Put a value into words: a literal's text, a thing's name, a concept's local name."""
    literal = _LITERAL.match(value)
    if literal:
        return literal[1]
    return labels.get(value, value[1:-1].removeprefix(v.GOV))


def _triples(quads: str) -> Iterable[tuple[str, str, str]]:
    for line in quads.split("\n"):
        if line:
            thing, term, rest = line.split(" ", 2)
            yield thing, term, rest.rsplit(" ", 2)[0]
