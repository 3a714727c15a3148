"""Turns decisions into facets: the values that they can be narrowed to, each with a page of its own.

Without a script, one value is chosen at a time, by a link. `filter.js` combines them: it reads all values,
and the decisions in parts of a year, or of a month where a year has very many. In a part stand decisions of
few bodies, so that for a body, a person or an organisation few parts need to be read.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from graphbuild.collation import swedish
from graphbuild.publishing.things import Thing
from graphbuild.publishing.walks import Walks, date_in
from graphbuild.publishing.wording import Wording

FACETS = ("body", "year", "type", "focus-area", "organisation", "person")
UNDATED = "undated"
PART = 1_000  # decisions in a part for `filter.js`: some 300 kB
_DENSE = 4 * PART  # decisions of a year that is divided by months


@dataclass(slots=True)
class Value:
    """A value of a facet: its words, the place of its page, and its decisions (as places in the list)."""

    label: str
    place: str
    decisions: list[int] = field(default_factory=list)


Facets = dict[str, dict[str, Value]]


@dataclass(frozen=True, slots=True)
class Part:
    """Decisions (as places in the list) that are read together: of a year, by the name of their file."""

    name: str
    year: str
    decisions: tuple[int, ...]


class Facetting:
    """Finds the facets of decisions."""

    def __init__(self, walks: Walks, wording: Wording) -> None:
        """Hold what things are named by."""
        self._walks = walks
        self._wording = wording
        self._meeting = ""
        self._represented: dict[str, list[Thing]] = {}

    def of(self, decision: Thing) -> dict[str, list[tuple[str, str]]]:
        """Give the keys and the words of a decision's values, by facet."""
        item = decision.thing("gov:item")
        meeting = item.thing("gov:meeting") if item else None
        body = meeting.thing("gov:heldBy") if meeting else None
        kind = decision.thing("gov:decisionType")
        people = decision.things("gov:decidedBy")
        year = meeting.text("schema:startDate")[:4] if meeting else ""
        organisations = {each for person in people for each in self._organisations(meeting, person)}
        return {
            "body": [(_key(body), self._walks.named(body))] if body else [],
            "year": [(year or UNDATED, year or str(self._wording.texts["undated"]))],
            "type": [(kind.fragment, kind.label)] if kind else [],
            "focus-area": [
                (_key(each), each.label) for each in (item.things("gov:focusArea") if item else [])
            ],
            "organisation": [(_key(each), each.label) for each in self._wording.sorted(organisations)],
            "person": [(_key(each), each.label) for each in people],
        }

    def _organisations(self, meeting: Thing | None, person: Thing) -> list[Thing]:
        """Give whom a person stood for at a meeting; decisions come meeting by meeting."""
        if meeting is None:
            return []
        if meeting.iri != self._meeting:
            self._meeting, self._represented = meeting.iri, {}
            for each in meeting.incoming("gov:meeting", "gov:Participation"):
                for who in each.things("gov:person"):
                    self._represented.setdefault(who.iri, []).extend(each.things("org:organization"))
        return self._represented.get(person.iri, [])


def collect(decisions: Iterable[Thing], facetting: Facetting) -> Facets:
    """Gather the values of every facet, each with its decisions in their order."""
    found: Facets = {name: {} for name in FACETS}
    for number, decision in enumerate(decisions):
        for name, values in facetting.of(decision).items():
            for key, label in values:
                value = found[name].setdefault(key, Value(label, f"decisions/{name}/{key}"))
                value.decisions.append(number)
    return found


def in_order(facets: Facets) -> dict[str, list[Value]]:
    """Sort the values of each facet: years backwards, the rest by their words."""
    return {
        name: sorted(
            values.values(),
            key=(lambda value: (value.place.endswith(UNDATED), [-ord(sign) for sign in value.place]))
            if name == "year"
            else (lambda value: (swedish(value.label), value.place)),
        )
        for name, values in facets.items()
    }


def divided(facets: Facets, iris: Sequence[str]) -> Iterator[Part]:
    """Divide the decisions into parts, the newest time first; in each time those of a body side by side."""
    bodies = {n: key for key, value in facets["body"].items() for n in value.decisions}
    for value in in_order(facets)["year"]:
        year = value.place.rpartition("/")[2]
        months = len(value.decisions) > _DENSE and year != UNDATED
        times: dict[str, list[int]] = {}
        for n in value.decisions:
            times.setdefault(date_in(iris[n])[:7] if months else year, []).append(n)
        for time in sorted(times, reverse=True):
            listed = sorted(times[time], key=lambda n: (bodies.get(n, ""), n))
            for number, first in enumerate(range(0, len(listed), PART), start=1):
                yield Part(f"{time or UNDATED}-{number}", year, tuple(listed[first : first + PART]))


def values_script(ordered: dict[str, list[Value]], parts: Sequence[Part]) -> bytes:
    """Write for `filter.js` the parts, and the values of each facet with the parts they are in."""
    part_of = {n: place for place, part in enumerate(parts) for n in part.decisions}
    told = {
        facet: [
            [value.place.rpartition("/")[2], value.label, sorted({part_of[n] for n in value.decisions})]
            for value in values
        ]
        for facet, values in ordered.items()
    }
    return _call("values", [[part.name, part.year] for part in parts], told)


def script(part: Part, decisions: Iterable[Thing], facetting: Facetting) -> bytes:
    """Write a part for `filter.js`: names once, and for each decision which ones are its."""
    names: dict[tuple[str, str, str], int] = {}
    rows = [_row(decision, facetting, names) for decision in decisions]
    return _call("decisions", part.name, [list(name) for name in names], rows)


def _call(name: str, *arguments: object) -> bytes:
    said = ",".join(json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in arguments)
    return f"govgraph.{name}({said})\n".encode("utf-8", "replace")


def _row(decision: Thing, facetting: Facetting, names: dict[tuple[str, str, str], int]) -> list[object]:
    found = facetting.of(decision)
    item = decision.thing("gov:item")
    meeting = item.thing("gov:meeting") if item else None
    values = [
        names.setdefault((name, key, label), len(names))
        for name in FACETS
        if name != "year"
        for key, label in found[name]
    ]
    date = meeting.text("schema:startDate") if meeting else ""
    return [decision.place, date, decision.text("schema:text"), item.label if item else "", values]


def _key(thing: Thing) -> str:
    """Name a thing's page in a folder of its facet."""
    return thing.place.partition("/")[2].replace("/", "--")
