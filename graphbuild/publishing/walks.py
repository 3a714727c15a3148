"""Turns things into other things that templates ask for: the filters of the pages."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

from graphbuild.publishing.things import Thing, Things, by_numbers, term

_DATE_IN_IRI = re.compile(r"/(\d{4}-\d{2}-\d{2})(?:/|$)")
_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_SHOWN = ("rdf:type", "prov:wasDerivedFrom", "rdfs:label")
_SUBSTANCE = ("adoption", "rejection", "assignment", "referral", "deferral", "proposal", "election")
ATTENDANCE = ("deciding", "substitute", "other", "absent")


def newest_iris(iris: Iterable[str]) -> list[str]:
    """Sort IRIs by the date in them, the newest first, undated last."""
    return sorted(sorted(iris, key=by_numbers), key=date_in, reverse=True)


def date_in(iri: str) -> str:
    """Give the date that an IRI holds, as text; empty where there is none."""
    found = _DATE_IN_IRI.search(iri)
    return found[1] if found else ""


class Walks:
    """The filters: each takes a thing or things, and gives what stands next to them."""

    def __init__(self, things: Things) -> None:
        """Hold the things, and remember headings while they are near."""
        self._things = things
        self._wording = things.wording
        self.numbered = lru_cache(maxsize=5_000)(self._numbered)
        self.heading = lru_cache(maxsize=5_000)(self._heading)

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Name the filters as templates call them."""
        return {
            "date": self._wording.date,
            "numbered": self.numbered,
            "heading": self.heading,
            "named": self.named,
            "weighty": self.weighty,
            "standing": self.standing,
            "newest": self.newest,
            "by_number": self.by_number,
            "as_read": self.as_read,
            "attending": self.attending,
            "present": self.present,
            "reached": self.reached,
            "written": self.written,
            "by": self.by,
            "decisions_of": self.decisions_of,
            "assignments_of": self.assignments_of,
            "participations_of": self.participations_of,
            "focus_areas_of": self.focus_areas_of,
            "described": self.described,
            "still_there": self.still_there,
        }

    def _numbered(self, item: Thing) -> str:
        """Name an item as its minutes do: `§ 4 Title` where they write §, else `4. Title`."""
        number, title = item.text("gov:number"), item.text("dcterms:title")
        if not number:
            return title or item.label
        heading = item.proof().quotes
        sign = f"§ {number}" if heading and "§" in heading[0].exact else f"{number}."
        return sign if title in ("", number) else f"{sign} {title}"

    def _heading(self, thing: Thing) -> str:
        """Give a thing the words that stand over its page."""
        if thing.kind == "meeting":
            body, date = thing.thing("gov:heldBy"), thing.text("schema:startDate")
            return f"{body.label}, {self._wording.date(date)}" if body and date else thing.label
        if thing.kind == "body":
            return self.named(thing)
        if thing.kind == "item":
            return self.numbered(thing)
        if thing.kind in ("decision", "assignment"):
            item = thing.thing("gov:item")
            return self.numbered(item) if item else thing.label
        if thing.kind == "change" and (kind := thing.thing("gov:changeKind")):
            return _capital(": ".join([kind.label, *thing.texts("gov:fileName")[:1]]))
        return self._part_heading(thing) if thing.kind == "part" else thing.label

    def named(self, body: Thing) -> str:
        """Name a body with the organisation that it belongs to: many have a board of the same name."""
        owner = body.thing("org:unitOf")
        return body.label if owner is None or owner.label in body.label else f"{body.label}, {owner.label}"

    def _part_heading(self, part: Thing) -> str:
        """Name a part by what it is and whom it is about."""
        if not part.is_ours or part.text("rdfs:label") or part.text("dcterms:title"):
            return part.label
        classes = [name for each in part.things("rdf:type") if (name := self._wording.term(each.iri))]
        about = [person.label for person in part.things("gov:person")]
        if not classes:
            return part.label
        return _capital(f"{classes[0]}: {', '.join(about)}" if about else classes[0])

    def newest(self, found: Iterable[Thing]) -> list[Thing]:
        """Sort things by the date in their IRIs, the newest first."""
        return [self._things.get(iri) for iri in newest_iris(thing.iri for thing in found)]

    def by_number(self, found: Iterable[Thing], name: str) -> list[Thing]:
        """Sort things by the number that a property gives."""
        return sorted(found, key=lambda thing: (thing.number(name), thing.order))

    def as_read(self, found: Iterable[Thing]) -> list[Thing]:
        """Sort things as their quotes stand in the text: minutes name the chair first."""
        return sorted(found, key=_first_quote)

    def attending(self, participations: Iterable[Thing], group: str) -> list[Thing]:
        """Choose the participations of one kind of attendance (`unknown`: of none that we know)."""
        return [each for each in participations if _attendance(each) == group]

    def present(self, participations: Iterable[Thing]) -> list[Thing]:
        """Leave out the participations of those who were absent."""
        return [each for each in participations if _attendance(each) != "absent"]

    def reached(self, found: Iterable[Thing], *names: str) -> list[Thing]:
        """Follow properties from each thing, and give what they lead to, by label, each once."""
        at = set(found)
        for name in names:
            at = {other for thing in at for other in thing.things(name)}
        return self._wording.sorted(at)

    def written(self, found: Iterable[Thing], name: str) -> list[str]:
        """Give the texts that a property has on any of the things, sorted, each once."""
        return self._wording.sorted_texts({text for thing in found for text in thing.texts(name)})

    def by(self, found: Iterable[Thing], name: str) -> list[tuple[Thing, list[Thing]]]:
        """Group things by what a property points to, by its label."""
        groups: dict[Thing, list[Thing]] = {}
        for thing in found:
            for other in thing.things(name):
                groups.setdefault(other, []).append(thing)
        return [(other, groups[other]) for other in self._wording.sorted(groups)]

    def decisions_of(self, items: Iterable[Thing]) -> list[Thing]:
        """Give the decisions of items."""
        return [each for item in items for each in item.incoming("gov:item", "gov:Decision")]

    def weighty(self, decisions: Iterable[Thing], limit: int) -> list[Thing]:
        """Choose decisions to show of a meeting: those of substance before formalities, else in order."""
        ranked = sorted(enumerate(decisions), key=lambda pair: (_rank(pair[1]), pair[0]))[:limit]
        return [decision for _, decision in sorted(ranked, key=lambda pair: pair[0])]

    def standing(self, assignment: Thing) -> Thing | None:
        """Give how an assignment stands: what a later meeting said of it, else that it is open."""
        said = assignment.things("gov:status")
        return next((status for status in said if status.fragment != "open"), said[0] if said else None)

    def assignments_of(self, items: Iterable[Thing]) -> list[Thing]:
        """Give the assignments of items."""
        return [each for item in items for each in item.incoming("gov:item", "gov:Assignment")]

    def participations_of(self, body: Thing) -> list[Thing]:
        """Give who took part in a body's meetings."""
        meetings = body.incoming("gov:heldBy")
        return [each for meeting in meetings for each in meeting.incoming("gov:meeting", "gov:Participation")]

    def focus_areas_of(self, body: Thing) -> list[Thing]:
        """Give the focus areas of a body's items."""
        meetings = body.incoming("gov:heldBy")
        items = [each for meeting in meetings for each in meeting.incoming("gov:meeting", "gov:AgendaItem")]
        return self.reached(items, "gov:focusArea")

    def described(self, thing: Thing) -> list[tuple[str, str]]:
        """Name the properties of a thing that a plain page shows, with their labels."""
        hidden = {term(name) for name in _NOT_SHOWN}
        return [(iri, self.property_label(iri)) for iri in thing.properties() if iri not in hidden]

    def still_there(self, thing: Thing) -> Thing | None:
        """Give what has a page today of what a change told of; of a document's graph, the minutes."""
        if not thing.is_ours:
            return None
        minutes = (
            thing.other(thing.iri.replace("/graph/", "/minutes/"))
            if thing.place.startswith("graph/")
            else thing
        )
        return minutes if minutes.lines else None

    def property_label(self, iri: str) -> str:
        """Name a property as a heading: the ontology's label, else ours, else the words of its name."""
        name = re.split("[/#]", iri)[-1]
        label = self._wording.term(iri) or self._wording.texts["property"].get(name)
        label = label or _WORDS.sub(" ", name).lower()
        return _capital(label)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _first_quote(thing: Thing) -> tuple[object, ...]:
    places = [(quote.place, quote.start) for quote in thing.proof().quotes]
    return (*min(places, default=("", 0)), thing.order)


def _attendance(participation: Thing) -> str:
    concept = participation.thing("gov:attendance")
    return concept.fragment if concept and concept.fragment in ATTENDANCE else "unknown"


def _rank(decision: Thing) -> int:
    kind = decision.thing("gov:decisionType")
    name = kind.fragment if kind else ""
    return _SUBSTANCE.index(name) if name in _SUBSTANCE else len(_SUBSTANCE)


def neighbours(thing: Thing, among: Sequence[Thing]) -> tuple[Thing | None, Thing | None]:
    """Give the things before and after one in a row."""
    place = among.index(thing)
    return (among[place - 1] if place else None, among[place + 1] if place + 1 < len(among) else None)
