"""The elements of a list of people become persons: who, of which organisation, as what, for which items."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from graphbuild.gazetteer import Gazetteer
from graphbuild.languages import Language
from graphbuild.model import Span
from graphbuild.parsing.elements import PARTY, RANGE, REPLACES, SEP, Element, elements_of, party_of
from graphbuild.parsing.entries import known_by_repetition, led_lines, prefixed_lines, structured
from graphbuild.parsing.groups import grouped
from graphbuild.parsing.likeness import NAME, NOTE, ORG, ROLE, definite_role
from graphbuild.parsing.presence import Presence, presence_of
from graphbuild.parsing.rows import Passage, Row, glued

_CODES = re.compile(r"\(([A-ZÀ-ÖØ-Þ]{1,3})\)")


@dataclass(slots=True)
class Person:
    """A person in a list, as written; `span` holds all that the list says of them in one place."""

    name: str
    span: Span
    roles: list[str] = field(default_factory=list)
    organisation: str | None = None
    party: str | None = None
    presence: list[Presence] = field(default_factory=list)
    replaces: str | None = None
    notes: list[str] = field(default_factory=list)
    line: int = 0


@dataclass(slots=True)
class People:
    """The persons of a list, and what in it was not understood."""

    persons: list[Person]
    organisations: list[str]
    leftovers: list[tuple[str, Span]]


def is_partisan(texts: Iterable[str], language: Language) -> bool:
    """Whether several codes in brackets are parties', so that the others may be local ones."""
    codes = (code for text in texts for code in _CODES.findall(text))
    return len(list(islice(filter(lambda code: party_of(code, language), codes), 2))) == 2


def people_in(rows: list[Row], language: Language, gazetteer: Gazetteer, *, partisan: bool = False) -> People:
    """Read the rows of a list of people; in `partisan` minutes a short code in brackets is a local party."""
    joined, groups = grouped(_joined_names(rows, language), language, gazetteer)
    passage = Passage(joined, joiner=" " if _flows(joined) else "\n")
    partisan = partisan or is_partisan([passage.text], language)
    elements = elements_of(passage.text, language, gazetteer, partisan=partisan)
    if structured(elements):
        elements = elements_of(passage.text, language, gazetteer, structured=True, partisan=partisan)
    found = _Assembly(passage, language, len(rows)).run(elements)
    for person in found.persons:
        place = person.span.start
        group = next((n for places, n in groups if any(a <= place < b for a, b in places)), None)
        if group in language.data["people"]["party_names"].values():
            person.party = person.party or group
        else:
            person.organisation = person.organisation or group
    return found


def _joined_names(rows: list[Row], language: Language) -> list[Row]:
    """Rows as they are, but a bullet or label column never divides a name ("Anna-Karin" / "Lindgren (S)")."""
    joined: list[Row] = []
    for row in rows:
        above = joined[-1].text if joined else ""
        unfinished = _is_lone_name(above, language) or above.lower().split(" ")[-1] in language.words(
            "people", "particles"
        )
        open_bracket = above.count("(") > above.count(")")
        runs_on = above.endswith(",") and (row.text[:1].islower() or row.text[:1] == "§")
        goes_on = open_bracket or runs_on or (unfinished and row.text[:1].isupper())
        if joined and not row.bullet and not row.blanks and goes_on:
            joined[-1] = glued(joined[-1], row)
        else:
            joined.append(row)
    return joined


def _flows(rows: list[Row]) -> bool:
    """Whether several people share each line, so that a line's end divides nothing."""
    if len(rows) < 2 or rows[0].opens:
        return False
    full = rows[:-1]
    many = [
        row
        for row in full
        if row.text.count(",") + row.text.count(";") >= 2 and len(row.text) > 55 and not row.bullet
    ]
    return len(many) >= 0.7 * len(full)


def _is_lone_name(text: str, language: Language) -> bool:
    return " " not in text and "," not in text and text.strip("-") in language.first_names and len(text) > 2


class _Assembly:
    """Elements in order -> persons; a name opens a person, what follows belongs to it."""

    def __init__(self, passage: Passage, language: Language, lines: int) -> None:
        self.passage = passage
        self.language = language
        self.found = People([], [], [])
        self.pending: list[Element] = []
        self.replacing = False
        self.replaced = False
        self.line = 0
        self.lines = lines
        self.same_entry = False
        self.last: Element | None = None
        self.both = False

    def run(self, elements: list[Element]) -> People:
        known_by_repetition(elements)
        led = led_lines(elements)
        prefixed = prefixed_lines(elements)
        for index, element in enumerate(elements):
            if element.kind == SEP:
                self._separator(element)
            elif element.kind == NAME:
                self._name(element)
            else:
                self._attribute(element, elements, index, prefixed)
            if element.kind != SEP:
                self.last = element
        self._flush_pending()
        self._share_organisations()
        for person in self.found.persons:
            person.organisation = person.organisation or led.get(person.line)
        return self.found

    def _separator(self, element: Element) -> None:
        if element.text in ("\n", "\v", "|", ";", "•", "●", "▪"):
            if element.text in ("\n", "\v"):
                self.line += 1
            self.same_entry = False

    def _name(self, element: Element) -> None:
        if self.replacing and self.found.persons:
            self.found.persons[-1].replaces = element.text
            self._widen(self.found.persons[-1], element)
            self.replacing = False
            self.replaced = True
            return
        self.replaced = False
        span = self.passage.span(element.start, element.end)
        person = Person(element.text, span, line=self.line)
        for held in self.pending:
            self._give(person, held)
        self.pending.clear()
        self.found.persons.append(person)
        self.same_entry = True

    def _attribute(self, element: Element, elements: list[Element], index: int, prefixed: set[int]) -> None:
        if element.kind == REPLACES:
            self.replacing = self._names_follow(elements, index)
            if not self.replacing:
                self._keep(element)
            return
        if index in prefixed or not self.found.persons:
            self.pending.append(element)
            return
        person = self.found.persons[-1]
        if self.replaced and element.kind in (PARTY, ORG):
            return  # the party of whom the person replaces
        if element.kind == ORG and not self.same_entry and element.depth == 0 and person.organisation:
            self.pending.append(element)
            return
        self._give(person, element)

    def _names_follow(self, elements: list[Element], index: int) -> bool:
        following = next((e for e in elements[index + 1 :] if e.kind != SEP), None)
        return bool(self.found.persons) and following is not None and following.kind == NAME

    def _give(self, person: Person, element: Element) -> None:
        self._widen(person, element)
        if element.kind == ROLE:
            role = tidy_role(element.text, self.language)
            if role not in person.roles:
                person.roles.append(role)
        elif element.kind == ORG:
            if person.organisation is None:
                self._organisation(person, element)
        elif element.kind == PARTY:
            person.party = party_of(element.text, self.language) or element.text
        elif element.kind == RANGE:
            if self._chairs_only(person):
                person.notes.append(f"{person.roles[-1]} {element.text}")
            else:
                for limited in self.found.persons[-2:] if self.both else [person]:
                    limited.presence.append(self._presence(person, element))
                self.both = False
        else:
            self._note(person, element)

    def _presence(self, person: Person, element: Element) -> Presence:
        """A range; one number behind a time ("till kl. 15.10 (§ 17)") is where somebody came or went."""
        told = presence_of(element.text, self.language)
        if (
            told.mode == "only"
            and len(told.numbers) == 1
            and self.last is not None
            and self.last.kind == NOTE
        ):
            said = " ".join([*person.notes[-2:-1], self.last.text])
            turned = next(
                (
                    mode
                    for text in (self.last.text, said)
                    if (mode := presence_of(text, self.language).mode) != "only"
                ),
                "only",
            )
            if turned in ("from", "until") and any(char.isdigit() for char in self.last.text):
                return Presence(turned, told.numbers, f"{said} {told.text}")
        return told

    def _widen(self, person: Person, element: Element) -> None:
        """What a list says of a person is proved by the words from the first to the last of it."""
        closes = self.passage.text[element.end : element.end + 1] in (")", "]")
        told = self.passage.span(element.start, element.end + closes)
        person.span = Span(min(person.span.start, told.start), max(person.span.end, told.end))

    def _chairs_only(self, person: Person) -> bool:
        """A range right after the chair's role of one who has another role too says when they chaired."""
        if self.last is None or self.last.kind != ROLE or len(person.roles) < 2:
            return False
        return person.roles[-1] in self.language.words("roles", "chair")

    def _organisation(self, person: Person, element: Element) -> None:
        if element.text.lower() in self.language.words("names", "online"):
            return  # how somebody took part ("(Teams)"), which is no organisation
        if element.depth and element.text == "".join(part[0] for part in person.name.split()):
            return  # the letters that stand for them further down ("Anna Ek (AE)")
        party = party_of(element.text, self.language)
        if (
            party
            and element.depth == 0
            and element.text.strip() not in self.language.data["people"]["party_ocr"]
        ):
            person.party = party
            return
        person.organisation = element.text
        self.found.organisations.append(element.text)

    def _note(self, person: Person, element: Element) -> None:
        if element.text.lower() in self.language.words("people", "told", "both"):
            self.both = True  # "Hassan Nouri och Pia Vikland, båda §§ 31-32"
            return
        if element.text.lower() in self.language.words("roles", "plain_member"):
            return  # "Dan Holm och Eva Lind, ledamöter"
        party = party_of(element.text, self.language)
        if party and len(element.text) <= 2 and not element.text.isdigit():
            person.party = party
            return
        after_role = person.roles and self.last is not None and self.last.kind == ROLE
        after_role = after_role and not any(char.isdigit() for char in element.text)
        how = any(words in element.text.lower() for words in _ways(self.language))
        if (
            after_role
            and self.last is not None
            and element.depth == 0
            and element.text[0].islower()
            and not how
        ):
            between = self.passage.text[self.last.end : element.start]
            person.roles[-1] += f" {between.strip()} {element.text}".replace(" ,", ",")
            return
        if element.depth and person.roles and element.text.islower() and " " not in element.text:
            person.roles.append(element.text)  # "(ordförande, projektägare)"
            return
        person.notes.append(element.text)
        if how:
            return
        if element.depth == 0 and len(element.text) > 2 and not any(char.isdigit() for char in element.text):
            self._keep(element)

    def _keep(self, element: Element) -> None:
        self.found.leftovers.append((element.text, self.passage.span(element.start, element.end)))

    def _flush_pending(self) -> None:
        for element in self.pending:
            if element.kind == ORG:
                self.found.organisations.append(element.text)
            elif element.kind != ROLE or not self.found.persons:
                self._keep(element)
            else:
                self._give(self.found.persons[-1], element)

    def _share_organisations(self) -> None:
        """Several names on one line before one organisation all belong to it, where lines are entries."""
        if self.lines < 3:
            return
        by_line: dict[int, list[Person]] = {}
        for person in self.found.persons:
            by_line.setdefault(person.line, []).append(person)
        for persons in by_line.values():
            last = persons[-1]
            if (
                1 < len(persons) <= 4
                and last.organisation
                and not any(p.organisation or p.roles for p in persons[:-1])
            ):
                for person in persons[:-1]:
                    person.organisation = last.organisation


def _is_code(word: str) -> bool:
    """Whether a word begins with an abbreviation, which keeps its capitals ("VD", "HR-direktör")."""
    code = word.split("-", 1)[0]
    return code.isupper() and 1 < len(code) <= 4


@lru_cache
def _ways(language: Language) -> tuple[str, ...]:
    """Words that say how somebody was there, and are no part of an office ("chef – deltog digitalt")."""
    told = language.data["people"]["told"]
    whole = [word for word in language.words("people", "whole") if len(word) > 2]
    return (*told["present"], *told["joins"], *told["leaves"], *language.words("names", "online"), *whole)


@lru_cache(maxsize=10_000)
def tidy_role(text: str, language: Language) -> str:
    """A role in lower case, names of places and abbreviations in it kept."""
    words = text.split()
    small = language.words("roles", "lowered")
    lowered = [word if _is_code(word) else word.lower() for word in words[:1]]
    lowered += [word.lower() if word.lower() in small or word.islower() else word for word in words[1:]]
    while len(lowered) > 1 and lowered[-1] in language.words("names", "not_owner"):
        lowered.pop()  # "utvecklare vid": the organisation stands behind it
    role = " ".join(lowered)
    if lowered and lowered[-1].endswith(language.words("resolution", "definite_endings")):
        *first, last = role.split(" ")
        bare = definite_role(last, language) or last
        role = " ".join([*first, last if bare == last.lower() else bare])
    return role if lowered and lowered[-1] in language.words("text", "dotted") else role.rstrip(".,")
