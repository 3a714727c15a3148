"""How much words look like a person's name, an organisation or a role: what each of them shows, added up."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from graphbuild.gazetteer import Form
from graphbuild.languages import Language

NAME, ORG, ROLE, NOTE = "NAME", "ORG", "ROLE", "NOTE"
_CAPITALISED = re.compile(r"[A-ZÀ-ÖØ-ÞÉÜØÆŠŽĆČÁÍÓ][^\W\d_]*(?:[-'’][^\W\d_]+)*\.?$")
_ABBREVIATION = re.compile(r"[A-ZÀ-ÖØ-Þ]{2,6}$")
_MOST_IN_NAME = 5
_LONGEST_OFFICE = 4
_CODED = re.compile(r"[A-ZÀ-ÖØ-Þ]{2,4}-[a-zà-öø-ÿ]")
"""An abbreviation before a word in small letters, as in "HR-specialist"."""
_NAME_SCORES = {1: 0.1, 2: 2.0, 3: 2.3, 4: 1.6}
"""By the number of words that are no particles."""


# What one word shows by itself, a bit each, so that several words are looked at by "and" and "or".
_UPPER, _DIGIT, _CAPITAL, _CODE, _PARTICLE, _MODIFIER, _WEAK_MODIFIER = (1 << bit for bit in range(7))
_FIRST_NAME, _INNER_FIRST_NAME, _LAST_FIRST_NAME, _SURNAME = (1 << bit for bit in range(7, 11))
_ORGANISATION, _LONG_ORGANISATION, _SUFFIX = (1 << bit for bit in range(11, 14))
_ROLE_WORD, _ROLE, _HEAD, _PRECEDES, _BEGINS = (1 << bit for bit in range(14, 19))
_NAMES, _NAMED, EVERY = 1 << 19, 1 << 20, (1 << 21) - 1
"""`_NAMES`: may stand in a name; `_NAMED`: may stand in an organisation's; `EVERY`: all there are."""


@cache
def _sets(language: Language) -> dict[str, frozenset[str]]:
    return {
        "organisation": frozenset(language.words("names", "organisation_words")),
        "role": frozenset(language.words("roles", "words")),
        "modifier": frozenset(language.words("roles", "modifiers")),
        "particle": frozenset(language.words("people", "particles")),
    }


@lru_cache(maxsize=50_000)
def shown_by(text: str, language: Language) -> int:
    """What a word shows by itself (bits); looked up once, however often it comes."""
    sets, names = _sets(language), language.first_names
    lower = text.lower()
    suffixes = language.words("names", "organisation_suffixes")
    modifier, role_word = lower in sets["modifier"], lower in sets["role"]
    upper, capital = text[0].isupper(), _CAPITALISED.match(text) is not None
    particle = lower in sets["particle"]
    coded = _CODED.match(text) is not None
    role = _is_role(lower, upper, role_word, language, coded=coded)
    precedes = modifier or role_word or text[0].islower() or text[0].isdigit()
    exact = text in names
    organisation = any(
        form in sets["organisation"] or (len(form) > 5 and form.endswith(suffixes))
        for form in (lower, lower.rstrip("s"))
    )
    bits = {
        _UPPER: upper,
        _DIGIT: text[0].isdigit(),
        _CAPITAL: capital and not particle,
        _CODE: _ABBREVIATION.match(text) is not None,
        _PARTICLE: particle,
        _MODIFIER: modifier,
        _WEAK_MODIFIER: modifier and text.islower() and len(text) < 5,
        _FIRST_NAME: exact or text.capitalize() in names,
        _INNER_FIRST_NAME: exact,
        _LAST_FIRST_NAME: exact and not lower.endswith("son"),
        _SURNAME: lower.endswith(language.words("people", "surname_endings")),
        _ORGANISATION: organisation,
        _LONG_ORGANISATION: lower in sets["organisation"] or (len(lower) > 8 and lower.endswith(suffixes)),
        _SUFFIX: text.endswith(suffixes),
        _ROLE_WORD: role_word,
        _ROLE: role,
        _HEAD: role and not modifier,
        _PRECEDES: precedes,
        _BEGINS: precedes or (text.endswith("s") and not exact),
        _NAMES: capital or particle,
        _NAMED: upper or modifier,
    }
    return sum(bit for bit, shown in bits.items() if shown)


def _is_role(lower: str, upper: bool, role_word: bool, language: Language, *, coded: bool = False) -> bool:
    if role_word or lower.rstrip(".") in _sets(language)["role"]:
        return True
    if upper and not coded and not lower.endswith(language.words("roles", "capital_endings")):
        return False
    return len(lower) > 5 and lower.endswith(language.words("roles", "endings"))


def names_office(text: str, language: Language) -> bool:
    """Whether a label is what one person is ("Kassör", "Vice ordförande", "Utbildningsansvarig")."""
    words = text.lower().split()
    return 0 < len(words) <= _LONGEST_OFFICE and any(_is_role(word, False, False, language) for word in words)


def definite_role(text: str, language: Language) -> str | None:
    """The role that a definite form stands for ("Verkställande direktören" -> "verkställande direktör")."""
    words = text.lower().split()
    endings = language.words("resolution", "definite_endings")
    if len(words) > 1 and words[0].endswith(tuple(f"{ending}s" for ending in endings)):
        words = words[1:]  # whose it is: "styrelsens ordförande"
    if len(words) > 1 and words[0] in language.words("documents", "articles"):
        words = words[1:]
    for ending in (*endings, ""):
        bare = words[-1].removesuffix(ending) if words and words[-1].endswith(ending) else ""
        known = _is_role(bare, False, False, language) or bare in language.words("roles", "plain_member")
        if bare and known and not any(char.isdigit() for char in bare):
            members = language.words("roles", "plain_member")
            before = [_indefinite(word, language) for word in words[:-1]] if ending else words[:-1]
            return members[0] if bare in members else " ".join([*before, bare])
    return None


def _indefinite(adjective: str, language: Language) -> str:
    """An adjective as it stands before a noun without an article ("fackliga" -> "facklig")."""
    forms = language.data["resolution"]["definite_adjectives"]
    ending = next((e for e in forms if adjective.endswith(e) and len(adjective) > len(e) + 2), None)
    return adjective.removesuffix(ending) + forms[ending] if ending else adjective


def scores_of(
    words: Sequence[int], some: int, every: int, form: Form | None, expected: bool, harsh: bool
) -> list[tuple[str, float]]:
    """What some words could be, and how much they look like it.

    `words` are what each shows, `some` what any of them does, `every` what all do; `form` is the known
    organisation that they are, `expected` says that an organisation or a role should come here, `harsh`
    that a second person should not.
    """
    size = len(words)
    scores = [(NOTE, 0.6 - 0.5 * size)]
    if form is not None:
        known = 3.4 if not form.place else (2.4 if expected else 1.2)
        scores.append((ORG, known + 1.0 * (size - 1)))
    elif words[0] & (_UPPER | _DIGIT):
        scores.append((ORG, _organisation(words, some, every, expected, harsh)))
    elif size == 1 and expected and some & _SUFFIX:
        scores.append((ORG, 1.2))
    if every & _NAMES and size <= _MOST_IN_NAME and (score := _name(words, some, every, harsh)) is not None:
        scores.append((NAME, score))
    if some & _HEAD and (score := _role(words)) is not None:
        scores.append((ROLE, score))
    return scores


def _name(words: Sequence[int], some: int, every: int, harsh: bool) -> float | None:
    """How much words look like a person's name."""
    capitals = [word for word in words if word & _CAPITAL] if some & _PARTICLE else words
    count = len(capitals)
    if not 0 < count <= 4 or words[-1] & _PARTICLE or len(words) - count > 2:
        return None
    known = capitals[0] & _FIRST_NAME
    score = _NAME_SCORES[count] + (1.2 if known else (-1.2 if harsh else 0.0))
    if count > 1:
        score += 0.6 if capitals[-1] & _SURNAME else 0.0
        score -= 1.0 if capitals[-1] & _LAST_FIRST_NAME else 0.0
        if count > 2 and not known and any(word & _INNER_FIRST_NAME for word in capitals[1:-1]):
            score -= 1.5
    if any(word & _LONG_ORGANISATION for word in capitals):
        score -= 2.5
    if words[0] & _ROLE_WORD:
        score -= 3.0
    if some & _CODE and not every & _CODE:
        score -= 1.5
    elif some & _CODE and count == 1:
        score -= 2.0
    return score


def _organisation(words: Sequence[int], some: int, every: int, expected: bool, harsh: bool) -> float:
    """How much words look like an organisation that the gazetteer does not know."""
    size = len(words)
    if size == 1 and some & _ROLE_WORD:
        return -3.0
    if some & _ORGANISATION:
        if words[-1] & _MODIFIER:
            return 0.0
        return 2.0 + 0.75 * min(size, 5) - (0.0 if expected else 0.5)
    if not every & _NAMED:
        return -1.5
    if size == 1 and some & _CODE:
        return 1.7 if expected else 0.8
    likely = 1.6 if harsh and not words[-1] & _HEAD else 0.0  # a list's second column may hold offices too
    return (1.1 if expected else 0.15) - 0.25 * (size - 1) + likely


def _role(words: Sequence[int]) -> float | None:
    """How much words look like a role: a role's word or ending, with modifiers and a tail in lower case."""
    heads = [at for at, word in enumerate(words) if word & _HEAD]
    head = heads[0]
    for at in range(head):
        if not words[at] & (_BEGINS if at == 0 else _PRECEDES):
            return None
    score = 2.3 + 0.3 * len(heads)
    for at in range(head, len(words)):
        if not words[at] & _ROLE:
            score += -0.9 if words[at] & _UPPER and at > 0 else 0.25
    if heads[-1] + 1 < len(words) and words[-1] & _WEAK_MODIFIER:
        score -= 1.0
    return score + 0.2 * head
