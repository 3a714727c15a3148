"""Whom the document itself establishes; words in its text become the agents they stand for."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache

from graphbuild.gazetteer import Gazetteer
from graphbuild.languages import Language, any_of
from graphbuild.model import Agent, AgentKind, Attendance, Participant, Signatory, Span

SpanMaker = Callable[[int, int], Span]
"""Makes the canonical span of `text[start:end]` of a block or passage."""

_INITIAL = r"[A-ZÀ-ÖØ-ÞÉÜØÆČŠŽ][\w’'-]*"
_PARTICLES = r"(?:(?:af|von|van|de|der|den|la|le|al|el)\s){0,2}"
NAME = rf"{_INITIAL}[\wåäö](?:\s{_PARTICLES}{_INITIAL}\w|\s[A-ZÀ-ÖØ-Þ]\.?(?=\s)){{0,3}}"


@dataclass(slots=True)
class Cast:
    """The document's people by full name, first name, surname and role, and its organisations."""

    language: Language
    gazetteer: Gazetteer
    names: dict[str, str] = field(default_factory=dict)
    first: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    last: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    roles: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    organisations: set[str] = field(default_factory=set)
    body: str = ""
    told_in_past: bool = False

    def add(self, name: str, roles: tuple[str, ...] = (), organisation: str | None = None) -> None:
        """Let a person be known by name, and by each role."""
        words = name.split()
        if name not in self.names.values() and words:
            self.names[name.lower()] = name
            self.first[words[0].lower()].append(name)
            self.last[words[-1].lower()].append(name)
        same = self.language.data["roles"]["same"]
        lowered = [role.lower() for role in roles]
        for role in (*lowered, *(same[role] for role in lowered if role in same)):
            if name not in self.roles[role]:
                self.roles[role].append(name)
        if organisation:
            self.organisations.add(organisation.lower())


def cast_of(
    participants: Iterable[Participant],
    signatories: Iterable[Signatory],
    body: str,
    language: Language,
    gazetteer: Gazetteer,
) -> Cast:
    """The cast that a front page sets up: those present first, so that they are meant before the absent."""
    cast = Cast(language, gazetteer, body=body)
    for person in sorted(participants, key=lambda person: person.attendance is Attendance.ABSENT):
        cast.add(person.name, person.roles, person.organisation_as_written)
    for signatory in signatories:
        cast.add(signatory.name, signatory.roles)
    return cast


@cache
def agent_pattern(language: Language) -> str:
    """A regular expression for one or several agents: names, or definite nouns that act."""
    endings = any_of(language.words("agents", "endings"))
    words = any_of(language.words("agents", "words"))
    roles = any_of([*language.words("roles", "endings"), *language.words("roles", "words")])
    glue = any_of(language.words("text", "and"))
    adjectives = any_of(language.words("text", "adjective_endings"))
    divided = rf"(?:[A-ZÀ-ÖØ-Þ]?[a-zà-öø-ÿ]+-\s{glue}\s)?"
    title = rf"{divided}(?:(?:[12]:[ea]|[a-zà-öø-ÿ]+)\s)?(?:[A-Za-zÀ-ÖØ-öø-ÿ-]*{roles}\s)"
    first = rf"(?:{title}?@?{NAME}(?:\s\([A-ZÀ-ÖØ-Þa-zà-öø-ÿ]{{1,4}}\))?)"
    qualified = rf"(?:[A-Za-zÀ-ÖØ-öø-ÿ]{{3,}}{adjectives}\s)?"
    noun = rf"(?:{divided}{qualified}[A-Za-zÀ-ÖØ-öø-ÿ-]*{endings}|(?i:{words}))(?:\s{NAME})?"
    owner = any_of(
        [*language.words("names", "owner_endings"), *language.words("names", "organisation_words")]
    )
    organisation = rf"(?:{NAME}\s(?:i\s{NAME}|{owner})(?![^\W\d_]))"
    one = rf"(?:{noun}|{organisation}|{first})"
    glue = any_of([*language.words("dates", "and")])
    return rf"{one}(?:(?:,\s|\s{glue}\s|\s&\s){one}){{0,4}}"


@cache
def people_in_text(language: Language) -> re.Pattern[str]:
    """The compiled `people_pattern`."""
    return re.compile(people_pattern(language))


@cache
def people_pattern(language: Language) -> str:
    """A regular expression for one or several persons' names, each with a party or not."""
    one = rf"{NAME}(?:\s\([^()]{{1,12}}\))?"
    glue = any_of(language.words("text", "and"))
    return rf"{one}(?:(?:,\s(?:{glue}\s)?|\s{glue}\s|\s&\s){one})*"


@cache
def splitter(language: Language) -> re.Pattern[str]:
    """What stands between several names."""
    glue = any_of(language.words("text", "and"))
    return re.compile(rf",\s*(?:{glue}\s+)?|(?<!-)\s+{glue}\s+|\s*&\s*")


def agents_in(text: str, offset: int, cast: Cast, span: SpanMaker) -> tuple[Agent, ...]:
    """The agents that words such as "Sara och Sara" or "Länsstyrelsen" stand for, in order."""
    found: list[Agent] = []
    position = 0
    taken: set[str] = set()
    for piece in [*splitter(cast.language).finditer(text), None]:
        end = piece.start() if piece else len(text)
        words = text[position:end].strip()
        if words:
            start = text.index(words, position)
            several = _holders(words.lower(), cast)
            place = span(offset + start, offset + start + len(words))
            found += [Agent(name, words, place, AgentKind.PERSON) for name in several]
            if several:
                position = piece.end() if piece else end
                continue
            agent = agent_for(words, span(offset + start, offset + start + len(words)), cast, taken)
            found.append(agent)
            taken.add(agent.name)
        position = piece.end() if piece else end
    return tuple(found)


def agent_for(words: str, span: Span, cast: Cast, taken: set[str] | None = None) -> Agent:
    """The agent that some words stand for, by what the document has established."""
    taken = taken or set()
    plain = re.sub(r"\s*\([^()]*\)", "", words).strip(" .,;:@")
    person = person_for(plain, cast, taken)
    if person:
        return Agent(person, words, span, AgentKind.PERSON)
    if _is_organisation(plain, cast):
        return Agent(plain, words, span, AgentKind.ORGANISATION)
    if _is_body(plain, cast):
        return Agent(cast.body or plain, words, span, AgentKind.BODY)
    if len(plain.split()) >= 2 and plain.split()[0] in cast.language.first_names:
        return Agent(plain, words, span, AgentKind.PERSON)
    return Agent(plain, words, span, AgentKind.UNRESOLVED)


def person_for(words: str, cast: Cast, taken: set[str] | frozenset[str] = frozenset()) -> str | None:
    """The established person of that full name, role and name, first name, surname or role; else None."""
    plain = words.lower()
    for variant in (plain, plain[:-1] if plain.endswith("s") else plain):
        if variant in cast.names:
            return cast.names[variant]
        parts = variant.split()
        for size in range(2, len(parts)):
            tail = " ".join(parts[-size:])
            if tail in cast.names:
                return cast.names[tail]
        for table in (cast.first, cast.last):
            if len(parts) == 1 and (free := [n for n in table.get(variant, ()) if n not in taken]):
                return free[0] if len(free) == 1 or taken or _pairs(table[variant]) else None
        if len(parts) == 1 and words.isupper() and (meant := _by_initials(words, cast)):
            return meant
        if len(parts) == 2 and len(parts[1].rstrip(".")) == 1:
            fits = [n for n in cast.first.get(parts[0], ()) if n.split()[-1].lower().startswith(parts[1][0])]
            if len(fits) == 1:
                return fits[0]
        if len(parts) == 2 and len(parts[0].rstrip(".")) == 1:
            fits = [n for n in cast.last.get(parts[1], ()) if n.lower().startswith(parts[0][0])]
            if len(fits) == 1:
                return fits[0]
    return _by_role(plain, cast)


_MOST_INITIALS = 3


def _by_initials(letters: str, cast: Cast) -> str | None:
    """The one person of these initials ("AE"), where they stand for nothing else: an office, a party."""
    offices, parties = cast.language.words("roles", "words"), cast.language.data["people"]["parties"]
    if not 1 < len(letters) <= _MOST_INITIALS or letters.lower() in offices or letters in parties:
        return None
    fits = [name for name in cast.names.values() if "".join(part[0] for part in name.split()) == letters]
    return fits[0] if len(fits) == 1 else None


def _pairs(names: list[str]) -> bool:
    """Two people of one first name: "Sara och Sara" names both, in the order of the list."""
    return len(names) == 2


def _by_role(plain: str, cast: Cast) -> str | None:
    """The one holder of a role that stands in the definite form ("ordföranden", "sekreteraren")."""
    endings = cast.language.words("resolution", "definite_endings")
    for ending in ("", *endings):
        if ending and not plain.endswith(ending):
            continue
        bare = plain[: len(plain) - len(ending)] if ending else plain
        for role in (bare, bare + "e"):
            holders = cast.roles.get(role, [])
            if len(holders) == 1:
                return holders[0]
    return None


def _holders(plain: str, cast: Cast) -> list[str]:
    """All who hold a role that stands in the plural ("rektorerna")."""
    for ending in cast.language.words("resolution", "plural_endings"):
        held = cast.roles.get(plain.removesuffix(ending), []) if plain.endswith(ending) else []
        if len(held) >= 2:
            return held
    return []


def _is_organisation(plain: str, cast: Cast) -> bool:
    lowered = plain.lower()
    if lowered in cast.organisations or cast.gazetteer.lookup(plain, places=False):
        return True
    if lowered in cast.language.data["resolution"]["definite"]:
        return True
    local = cast.language.words("resolution", "local_words")
    suffixes = cast.language.words("names", "organisation_suffixes")
    if " " in plain and lowered.rsplit(" ", 1)[-1] in cast.language.words("names", "company_words"):
        return True
    if lowered.endswith(suffixes) and organ_of(lowered, cast.language) and not _is_body(plain, cast):
        return True
    return (
        plain[:1].isupper()
        and (lowered in local or (len(plain) > 6 and lowered.endswith(suffixes)))
        and not _is_body(plain, cast)
    )


def _is_body(plain: str, cast: Cast) -> bool:
    lowered, body = plain.lower(), cast.body.lower()
    if not body:
        return False
    if lowered == body or lowered in (f"{whole} {body}" for whole in cast.language.words("text", "whole")):
        return True
    if lowered in cast.language.words("assignments", "together"):
        return True
    ours = organ_of(body, cast.language)
    return ours is not None and lowered[:5] == ours[:5] and organ_of(lowered, cast.language) is not None


@lru_cache(maxsize=10_000)
def organ_of(name: str, language: Language) -> str | None:
    """The kind of body that a name ends in ("arbetsutskottet" -> "utskottet"); None where it names none."""
    endings = language.words("names", "organ_endings")
    found = [
        max((e for e in endings if word.endswith(e)), key=len, default="") for word in name.lower().split()
    ]
    return next((ending for ending in reversed(found) if ending), None)
