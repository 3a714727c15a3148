"""Turns decisions into facets: the values that they can be narrowed to, each with a page of its own.

Without a script, one value is chosen at a time, by a link. `filter.js` combines them: it reads the same
facets from one file a year, so that a large site is loaded in parts.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from graphbuild.collation import swedish
from graphbuild.publishing.things import Thing
from graphbuild.publishing.walks import Walks
from graphbuild.publishing.wording import Wording

FACETS = ("body", "year", "type", "focus-area", "organisation", "person")
UNDATED = "undated"


@dataclass(slots=True)
class Value:
    """A value of a facet: its words, the place of its page, and its decisions (as places in the list)."""

    label: str
    place: str
    decisions: list[int] = field(default_factory=list)


Facets = dict[str, dict[str, Value]]


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


def script(year: str, decisions: Iterable[Thing], facetting: Facetting) -> bytes:
    """Write the decisions of a year for `filter.js`: names once, and for each decision which ones are its."""
    names: dict[tuple[str, str, str], int] = {}
    rows = [_row(decision, facetting, names) for decision in decisions]
    listed = [list(name) for name in names]
    said = [json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in (year, listed, rows)]
    return f"govgraph.decisions({','.join(said)})\n".encode("utf-8", "replace")


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


def years(facets: Facets) -> Iterator[tuple[str, list[int]]]:
    """Give each year and its decisions."""
    for key, value in facets["year"].items():
        yield key, value.decisions
