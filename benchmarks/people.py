"""Turns a seed into invented people whose identity is known, and into the minutes that name them.

Municipalities have bodies, bodies have seats, seats change hands. Some people move to another municipality,
some take another surname, some names are misspelt, and many people share a name, as people do. What is true
is kept beside the minutes: who each name in each document stands for.
"""

import hashlib
import tomllib
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any

from graphbuild.model import (
    Attendance,
    Coverage,
    Decision,
    DecisionType,
    Document,
    Item,
    Line,
    Minutes,
    Organisation,
    Participant,
    Said,
    Span,
)

WORDS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))
MUNICIPALITIES = 58
BODIES = (("Kommunfullmäktige", 65), ("Kommunstyrelsen", 13), ("Socialnämnden", 11), ("Byggnadsnämnden", 11),
          ("Barn- och skolnämnden", 11))  # fmt: skip
REGIONAL = 10
TITLES = ("kommundirektör", "ekonomichef", "socialchef", "skolchef", "samhällsbyggnadschef", "kanslichef")
DAYS_BETWEEN = 28
MISSPELT, MOVES, MARRIES, LEAVES = 0.01, 0.02, 0.03, 0.006
"""Of names in a document; of people in all; of people in all; of seats at each meeting."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody: `number` is who they are, `home` the municipality; some have another name from a day on."""

    number: int
    name: str
    home: int
    party: str | None = None
    title: str | None = None
    later_name: str | None = None
    since: date = date.max

    def name_on(self, day: date) -> str:
        """The name that they have on a day."""
        return self.later_name if self.later_name and day >= self.since else self.name


@dataclass(slots=True)
class Body:
    """A body, its municipality (None for a regional one), and who sits in it now."""

    name: str
    home: int | None
    seats: list[Person]
    guests: list[Person]


@dataclass(frozen=True, slots=True)
class Known:
    """Minutes, and for each name of a participant who that is."""

    minutes: Minutes
    truth: dict[str, Person]


class World:
    """Everybody, and what changes from one meeting to the next."""

    def __init__(self, seed: int, since: date) -> None:
        """Found municipalities with their people and bodies."""
        self.random = Random(seed)
        self.since = since
        self.people: list[Person] = []
        self._names = _Names(self.random)
        self.bodies: list[Body] = []
        for home in range(MUNICIPALITIES):
            self._found(home)
        for number in range(REGIONAL):
            self._found_region(number)

    def meetings(self, count: int) -> Iterator[Known]:
        """Hold so many meetings, body by body and month by month."""
        for number in range(count):
            body = self.bodies[number % len(self.bodies)]
            held, place = divmod(number, len(self.bodies))
            day = self.since + timedelta(days=DAYS_BETWEEN * held + place % 9)
            self._change(body)
            yield self._meeting(body, day, number)

    def _found(self, home: int) -> None:
        officials = [self._person(home, title=title) for title in TITLES]
        council = [self._person(home, party=self._party()) for _ in range(BODIES[0][1])]
        for place, (name, size) in enumerate(BODIES):
            inner = (
                council if place == 0 else self.random.sample(council, min(size, 6 if place > 1 else size))
            )
            seats = [*inner, *(self._person(home, party=self._party()) for _ in range(size - len(inner)))]
            self.bodies.append(Body(name, home, seats, [officials[0], officials[1 + place % 5]]))

    def _found_region(self, number: int) -> None:
        homes = range(number * 5, number * 5 + 5)
        seats = [body.guests[0] for body in self.bodies if body.home in homes and body.name == BODIES[1][0]]
        seats += [body.seats[0] for body in self.bodies if body.home in homes and body.name == BODIES[1][0]]
        self.bodies.append(Body(f"Samverkansgruppen i område {number}", None, seats, []))

    def _person(self, home: int, party: str | None = None, title: str | None = None) -> Person:
        name = self._names.draw()
        person = Person(len(self.people), name, home, party, title)
        if self.random.random() < MARRIES:
            later = f"{name.split(maxsplit=1)[0]} {self._names.surname()}"
            if self.random.random() < 0.5:
                later = f"{name} {later.rsplit(maxsplit=1)[-1]}"  # both surnames
            person = replace(person, later_name=later, since=self.since + self._some_days())
        self.people.append(person)
        return person

    def _some_days(self) -> timedelta:
        return timedelta(days=self.random.randrange(100, 1800))

    def _party(self) -> str:
        return str(self.random.choice(WORDS["parties"]))

    def _change(self, body: Body) -> None:
        """Let some seats go to others: newcomers, members of the council, people who have moved here."""
        if body.home is None:
            return
        for place, person in enumerate(body.seats):
            if self.random.random() >= LEAVES:
                continue
            new = self._person(body.home, party=person.party)
            if self.random.random() < MOVES:
                movers = [
                    each for each in self.people if each.home != body.home and each.party == person.party
                ]
                moved = self.random.choice(movers)
                new = replace(moved, home=body.home)
            body.seats[place] = new

    def _meeting(self, body: Body, day: date, number: int) -> Known:
        random = self.random
        truth: dict[str, Person] = {}
        parts: list[tuple[str, Person, Attendance]] = []
        for person, attendance in [
            *((each, Attendance.DECIDING) for each in body.seats),
            *((each, Attendance.OTHER) for each in body.guests),
        ]:
            name = person.name_on(day)
            if random.random() < MISSPELT:
                name = _misspelt(name, random)
            if name not in truth and random.random() < 0.9:
                truth[name] = person
                parts.append((name, person, attendance))
        return Known(_minutes(body, day, number, parts), truth)


def _minutes(body: Body, day: date, number: int, parts: list[tuple[str, Person, Attendance]]) -> Minutes:
    """The minutes as the parser would hand them over: who was there, one item, one decision."""
    texts = [f"{body.name} {number}", str(day), *(name for name, _, _ in parts), "Rapporten godkänns"]
    starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
    spans = [Span(start, start + len(text)) for start, text in zip(starts, texts, strict=False)]
    lines = tuple(Line(at, span.start, span.end) for at, span in enumerate(spans, start=1))
    text = "\n".join(texts)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    participants = tuple(
        Participant(
            name,
            span,
            attendance,
            (person.title,) if person.title else (),
            organisation_as_written=None if body.home is not None else _town(person.home).name,
            organisation=None if body.home is not None else _town(person.home),
            party=person.party,
        )
        for (name, person, attendance), span in zip(parts, spans[2:], strict=False)
    )
    decision = Decision("Rapporten godkänns", spans[-1], DecisionType.ADOPTION)
    return Minutes(
        Document(f"{number}.txt", text, lines, sha256, "text/plain", "utf-8"),
        "sv",
        body=Said(body.name, spans[0]),
        organisation=Said(_town(body.home), spans[0]) if body.home is not None else None,
        date=Said(day.isoformat(), spans[1]),
        participants=participants,
        items=(Item("Rapport", spans[-1], spans[-1], str(1 + number % 40), decisions=(decision,)),),
        coverage=Coverage(len(lines), len(lines)),
    )


def _town(home: int) -> Organisation:
    return Organisation(f"Påhitt {home} kommun", f"pahitt-{home}-kommun", "municipality", f"{9000 + home}")


def _misspelt(name: str, random: Random) -> str:
    """A letter doubled, dropped or without its rings and dots, somewhere after the first of the surname."""
    first, _, surname = name.rpartition(" ")
    at = random.randrange(1, len(surname))
    plain = surname.translate(str.maketrans("åäöÅÄÖ", "aaoAAO"))
    made = [surname[:at] + surname[at - 1 :], surname[:at] + surname[at + 1 :], plain]
    return f"{first} {random.choice(made)}"


class _Names:
    """Draws names as they are spread among people: a few have very many bearers, most have few."""

    def __init__(self, random: Random) -> None:
        self._random = random
        listed = Path(__file__).parent.parent / "graphbuild" / "languages" / "first_names.txt"
        firsts = sorted(
            name for name in listed.read_text("utf-8").split() if name.isalpha() and len(name) > 2
        )
        self._first = random.sample(firsts, 400)
        lasts = [f"{name}sson" for name in random.sample(firsts, 60)]
        lasts += [start + end for start in WORDS["surname_starts"] for end in WORDS["surname_ends"]]
        self._last = [*lasts[:60], *random.sample(lasts[60:], len(lasts) - 60)]
        self._weights = {
            kind: list(accumulate(1 / (rank + 4) for rank in range(len(names))))
            for kind, names in (("first", self._first), ("last", self._last))
        }

    def draw(self) -> str:
        """A first name, now and then two, and a surname."""
        first = self._one("first", self._first)
        if self._random.random() < 0.06:
            first = f"{first}-{self._one('first', self._first)}"
        return f"{first} {self.surname()}"

    def surname(self) -> str:
        """A surname."""
        return self._one("last", self._last)

    def _one(self, kind: str, names: list[str]) -> str:
        weights = self._weights[kind]
        return names[bisect_right(weights, self._random.random() * weights[-1])]
