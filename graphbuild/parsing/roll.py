"""People told in sentences become persons with how they attended ("Närvarande var ordföranden Anna Ek …").

A sentence is cut at the words that say how somebody was there (`[people.told]` of the language file); what
stands between them is read as in any list of people. What stands before a name (an office, an organisation, a
range of items) belongs to the names after it, what stands behind it to the name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from graphbuild.gazetteer import Gazetteer
from graphbuild.languages import Language, Letters, any_of, letters_of, may, spelled
from graphbuild.parsing.blocks import Block, blocks_of
from graphbuild.parsing.elements import PARTY, RANGE, REPLACES, SEP, Element, elements_of, party_of
from graphbuild.parsing.likeness import NAME, ORG, ROLE, definite_role
from graphbuild.parsing.outline import Field, Outline
from graphbuild.parsing.people import Person, tidy_role
from graphbuild.parsing.presence import Presence, presence_of
from graphbuild.parsing.rows import Row
from graphbuild.parsing.seats import Seat

_WHOLE = ("present", "absent", "apart", "without", "serves", "stands_in")
_TURNS = {"joins": "from", "leaves": "until", "before": "before"}
_CUES = (
    "stands_in",
    "joins",
    "leaves",
    "before",
    "without",
    "serves",
    "absent",
    "present",
    "apart",
    "from",
    "both",
    "which",
)
_NAMED = re.compile(
    r"[A-ZÀ-ÖØ-Þ][^\W\d_]+(?:-[A-ZÀ-ÖØ-Þ]?[^\W\d_]+)?\s(?:(?:af|von|van|de)\s)?[A-ZÀ-ÖØ-Þ][^\W\d_]+"
)
_SHORTEST = 40
_SAID = 2
"""So many sentences, or words that say how somebody was there, make a list of people a text."""


def is_told(rows: list[Row], language: Language) -> bool:
    """Whether the rows of a list are sentences about who was there, and no list."""
    told = 0
    if not may(_letters(language), " ".join([row.lower for row in rows])):
        return False
    for block in blocks_of(rows, language):
        sentences = block.sentences(language)
        if len(sentences) > 1:
            told += sum(_says(sentence.text, language) for sentence in sentences)
    return told >= _SAID


def told_above(found: Outline, language: Language) -> list[Field]:
    """The paragraphs above the items that tell who was there, as fields; they are unclaimed no more."""
    first = found.regions[0].heading.number if found.regions else 0
    above = [row for row in (*found.titles, *found.unclaimed) if row.number < first]
    fields = told_among(sorted(above, key=lambda row: row.number), language)
    taken = {row.number for entry in fields for row in entry.values}
    found.unclaimed = [row for row in found.unclaimed if row.number not in taken]
    return fields


def told_among(rows: list[Row], language: Language) -> list[Field]:
    """The paragraphs among some rows that tell who was there, as fields."""
    fields = []
    for block in blocks_of(rows, language):
        text = block.text.rstrip()
        named = _NAMED.search(text) if text.endswith(".") and len(text) > _SHORTEST else None
        if named and _says(text, language):
            fields.append(Field("people", "", block.passage.rows[0], block.passage.rows))
    return fields


def told_in(rows: list[Row], attendance: str | None, language: Language, gazetteer: Gazetteer) -> list[Seat]:
    """Read sentences; `attendance` is how those of the first one attended, where a label says so."""
    telling = _Telling(language)
    for block in blocks_of(rows, language):
        for sentence in block.sentences(language):
            telling.begin(block, sentence.start, attendance)
            telling.read(list(_pieces(sentence.text, language, gazetteer)))
            attendance = None
    return telling.seats()


def _says(text: str, language: Language) -> bool:
    return any(match.lastgroup in _WHOLE for match in _cut(language).finditer(text))


@cache
def _letters(language: Language) -> Letters:
    """What stands wherever words say how somebody was there."""
    told = language.data["people"]["told"]
    return letters_of([spelled(told[kind]) for kind in _WHOLE if told[kind]])


@cache
def _cut(language: Language) -> re.Pattern[str]:
    """The words that cut a sentence, each with what it means as the name of its group."""
    told = language.data["people"]["told"]
    groups = "|".join(f"(?P<{kind}>{any_of(told[kind])})" for kind in _CUES if told[kind])
    return re.compile(rf"(?<![^\W\d_])(?i:{groups})(?![^\W\d_])")


def _pieces(text: str, language: Language, gazetteer: Gazetteer) -> Iterator[Element]:
    """The elements of a sentence, and as elements of their own the words that it was cut at."""
    start = 0
    for match in [*_cut(language).finditer(text), None]:
        end = match.start() if match else len(text)
        for element in elements_of(text[start:end].rstrip(" ."), language, gazetteer):
            yield replace(element, start=element.start + start, end=element.end + start)
        if match:
            yield Element(match.lastgroup or "", match[0], *match.span())
            start = match.end()


def _opens_an_entry(before: list[Element]) -> bool:
    """Whether what comes stands right behind an "och" that is behind no range ("och, under § 13, Rut Ek")."""
    named = [element for element in before if element.kind != SEP]
    between = before[len(before) - next((i for i, e in enumerate(reversed(before)) if e.kind != SEP), 0) :]
    joined = any(element.text == "&" for element in between)
    return joined and bool(named) and named[-1].kind != RANGE


@dataclass(slots=True)
class _Before:
    """What a sentence has said that belongs to the names to come."""

    how: str | None = None
    apart: bool = False
    roles: list[str] = field(default_factory=list)
    plural: str | None = None
    organisation: str | None = None
    ranges: list[Presence] = field(default_factory=list)


class _Telling:
    """Sentence after sentence -> seats, one for each name however often it comes."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.found: dict[str, Seat] = {}
        self.subjects: list[Seat] = []
        self.before = _Before()

    def begin(self, block: Block, offset: int, attendance: str | None) -> None:
        """A new sentence: nothing said in the one before goes on."""
        self._members_together()
        self.block, self.offset = block, offset
        self.before, self.subjects = _Before(attendance), []
        self.current: Seat | None = None
        self.replaced: str | None = None
        self.replacing = self.both = False
        self.in_stead: Seat | None = None
        self.stead_named = False
        self.turn: str | None = None

    def read(self, elements: list[Element]) -> None:
        """Take in a sentence's elements; one that says nothing of attendance limits nobody's."""
        limits = any(element.kind in _WHOLE or element.kind in _TURNS for element in elements)
        for at, element in enumerate(elements):
            following = elements[at + 1] if at + 1 < len(elements) else None
            if element.kind == NAME:
                self._name(element)
            elif element.kind == RANGE:
                if limits:
                    self._range(element, elements[:at], following)
            elif element.kind in _CUES:
                self._cue(element)
            elif element.kind == REPLACES:
                self.replacing = self.current is not None and bool(self.subjects)
            elif element.kind != SEP:
                self._attribute(element, elements[at - 1] if at else None, following)

    def seats(self) -> list[Seat]:
        """Who was told, in the order of their first mention."""
        self._members_together()
        return list(self.found.values())

    def _name(self, element: Element) -> None:
        if self.replacing and self.current is not None:
            self.current.person.replaces = self.replaced = element.text
            self.current.attendance, self.current.told = "deciding", True
            self.replacing, self.before.roles = False, []
            return
        self.replaced = None
        span = self.block.span(self.offset + element.start, self.offset + element.end)
        seat = self.found.get(element.text)
        if seat is None:
            seat = self.found[element.text] = Seat(Person(element.text, span), "deciding")
        person, before = seat.person, self.before
        if self.stead_named:
            self.in_stead, self.stead_named, before.roles = seat, False, []
            seat.attendance, seat.told = "absent", True
            return
        if self.in_stead is not None:
            person.replaces, self.in_stead = self.in_stead.person.name, None
            before.how, seat.told = "deciding", True
        self.current = seat
        self.subjects.append(seat)
        for role in [*before.roles, *([before.plural] if before.plural else [])]:
            if role not in person.roles:
                person.roles.append(role)
        before.roles = []
        person.organisation = person.organisation or before.organisation
        person.presence.extend(before.ranges)
        if before.how is not None:
            self._tell(seat, before.how)

    def _members_together(self) -> None:
        """Who is named with plain members ("ordföranden … samt ledamöterna …") decides as they do."""
        member = self.language.words("roles", "plain_member")[0]
        if not self.before.apart and any(member in seat.person.roles for seat in self.subjects):
            for seat in self.subjects:
                seat.told = seat.told or seat.attendance == "deciding"

    def _tell(self, seat: Seat, how: str) -> None:
        """How somebody attended; substitutes who are merely there do not serve."""
        words = {role.split()[-1] for role in seat.person.roles}
        substitute = bool(words & set(self.language.words("roles", "substitute")))
        serves = seat.told and seat.attendance == "deciding"
        if how in ("deciding", "other") and substitute:
            how = "deciding" if serves else "substitute"
        elif how == "deciding" and self.before.apart:
            how = "other"
        seat.attendance, seat.told = how, seat.told or how in ("absent", "substitute")

    def _range(self, element: Element, before: list[Element], following: Element | None) -> None:
        told = presence_of(element.text, self.language)
        if self.turn is not None and told.mode == "only":
            told = replace(told, mode=self.turn)
        self.turn = None
        ahead = following is not None and following.kind not in (SEP, "which", "both", *_TURNS)
        if self.current is None or ahead or _opens_an_entry(before):
            self.before.ranges = [told]
            return
        for seat in self.subjects[-2:] if self.both else [self.current]:
            seat.person.presence.append(told)
            self._widen(seat, element)

    def _cue(self, element: Element) -> None:
        kind = element.kind
        if kind in _TURNS:
            self.turn = _TURNS[kind]
        elif kind == "both":
            self.both = True
        elif kind == "stands_in":
            self.replacing = self.current is not None
            self.stead_named = not self.replacing  # "I stället för Eva Ek, som var sjuk, tjänstgjorde Bo Alm"
        elif kind == "apart":
            self.before.apart = True
            self.before.how = self.before.how or "other"
            self._all("other")
        elif kind in ("present", "serves", "without", "absent"):
            self._attends(kind)

    def _attends(self, kind: str) -> None:
        how = {"present": "deciding", "serves": "deciding", "without": "other", "absent": "absent"}[kind]
        if kind == "absent" and self.replaced is not None:
            self._replaced_was_absent()
        elif not self.subjects:
            self.before.how = how
        elif kind != "present" or not any(seat.told for seat in self.subjects):
            for seat in self.subjects:
                if kind == "serves":
                    seat.attendance, seat.told = "deciding", True
                else:
                    self._tell(seat, how)

    def _all(self, how: str) -> None:
        for seat in self.subjects:
            if not seat.told:
                self._tell(seat, how)

    def _replaced_was_absent(self) -> None:
        name, by = self.replaced or "", self.current
        if by is None or name in self.found:
            return
        person = Person(name, by.person.span, organisation=by.person.organisation)
        self.found[name] = Seat(person, "absent", told=True)

    def _attribute(self, element: Element, last: Element | None, following: Element | None) -> None:
        """An office, an organisation or a party: before a name it is the next one's, behind it that one's."""
        role = definite_role(element.text, self.language)
        ahead = following is not None and following.kind == NAME
        if role is not None and (ahead or self.current is None):
            self._office_ahead(element.text, role)
        elif element.kind == ORG and (
            self.current is None or (last is not None and last.kind == "from" and ahead)
        ):
            self.before.organisation = element.text
        elif self.current is not None and self.replaced is None:
            self._behind(element, role)

    def _office_ahead(self, text: str, role: str) -> None:
        if text.lower().endswith(self.language.words("resolution", "plural_endings")):
            self.before.plural = role
        else:
            self.before.plural = None
            self.before.roles = [tidy_role(role, self.language)]

    def _behind(self, element: Element, role: str | None) -> None:
        person = self.current.person if self.current else None
        if person is None or self.current is None:
            return
        if element.kind == PARTY:
            person.party = party_of(element.text, self.language) or element.text
        elif element.kind == ORG:
            person.organisation = person.organisation or element.text
        elif element.kind == ROLE and role is not None:
            tidied = tidy_role(role, self.language)
            person.roles.extend([tidied] if tidied not in person.roles else [])
        else:
            return
        self._widen(self.current, element)

    def _widen(self, seat: Seat, element: Element) -> None:
        told = self.block.span(self.offset + element.start, self.offset + element.end)
        span = seat.person.span
        if told.start >= span.start:
            seat.person.span = type(span)(span.start, max(span.end, told.end))
