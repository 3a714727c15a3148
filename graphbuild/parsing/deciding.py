"""The words by which minutes decide, as patterns, and as words to look for before the patterns are tried."""

import re
from functools import cache

from graphbuild.languages import Language, any_of
from graphbuild.parsing.blocks import first_words
from graphbuild.words import words_of


@cache
def lead_in(language: Language) -> re.Pattern[str]:
    """The end of a text that only says who decides ("Kommunstyrelsen beslutar att")."""
    verbs = any_of(language.words("decisions", "lead_verbs"))
    conjunction = re.escape(language.data["decisions"]["conjunction"])
    also = any_of(language.words("text", "also"))
    return re.compile(
        rf"(?:^|\s){verbs}(?:\s+{also})*(?:\s*,?\s*{conjunction})?\s*:?\s*$",
        re.IGNORECASE | re.DOTALL,
    )


@cache
def lead_ends(language: Language) -> frozenset[bytes]:
    """The words of which one ends a lead."""
    verbs, also = language.words("decisions", "lead_verbs"), language.words("text", "also")
    phrases = [*verbs, *also, language.data["decisions"]["conjunction"]]
    return frozenset(words_of(phrase.lower())[-1] for phrase in phrases)


@cache
def operative(language: Language) -> re.Pattern[str]:
    """An actor's decision verb, or a passive one, somewhere in a sentence."""
    verbs = any_of(language.words("decisions", "lead_verbs"))
    return re.compile(rf"(?<![^\W\d_])(?:{verbs}|{_passives(language)})(?![^\W\d_])", re.IGNORECASE)


@cache
def _passives(language: Language) -> str:
    return any_of(phrase for phrases in language.data["decisions"]["passives"].values() for phrase in phrases)


@cache
def passive_words(language: Language) -> frozenset[bytes]:
    """The words of which one stands wherever a passive verb decides."""
    return first_words(w for phrases in language.data["decisions"]["passives"].values() for w in phrases)


@cache
def strong_words(language: Language) -> frozenset[bytes]:
    """The words of which one stands wherever `strong` fits."""
    return first_words([*language.words("decisions", "strong"), *language.words("decisions", "openers")])


@cache
def deciding_words(language: Language) -> frozenset[bytes]:
    """The words of which one stands wherever anything is decided outside a decision's section."""
    return operative_words(language) | strong_words(language)


@cache
def operative_words(language: Language) -> frozenset[bytes]:
    """The words of which one stands wherever `operative` fits."""
    return first_words(language.words("decisions", "lead_verbs")) | passive_words(language)


@cache
def strong(language: Language) -> re.Pattern[str]:
    """A decision told in running text: an actor and "beslutade", or an impersonal opener."""
    decisions = language.data["decisions"]
    strong = any_of(decisions["strong"])
    openers = any_of(decisions["openers"])
    joins = any_of([decisions["conjunction"], *language.words("text", "about")])
    before, conjunction = any_of(decisions["before_verb"]), re.escape(decisions["conjunction"])
    return re.compile(
        rf"^(?:{openers})\s*(?::|\s{joins}\b|\s+(?=[a-zåäö]))"
        rf"|^{before}\s[^.;:,]{{3,40}}?\s{strong}\s(?:(?P<inverted>(?!{before}\s)[^.;:,\d]{{2,40}}?)\s)?(?:[^.;:]{{0,60}}?\s)?{conjunction}\s"
        rf"|^(?P<actor>[^.;:]{{2,90}}?)\s{strong}(?:\s|$)",
        re.IGNORECASE,
    )


@cache
def passive_sentence(language: Language) -> re.Pattern[str]:
    """A sentence that decides by a passive verb ("Protokollet läggs till handlingarna")."""
    negation = any_of(language.words("decisions", "negations"))
    return re.compile(
        rf"^(?:(?P<subject>[^.;]{{2,160}}?)\s)?(?P<verb>{_passives(language)})(?![^\W\d_])(?!\s+{negation}(?![^\W\d_]))",
        re.IGNORECASE,
    )


@cache
def opener(language: Language) -> re.Pattern[str]:
    """The label before a decision told on its line ("Beslut: …")."""
    return re.compile(rf"{any_of(language.words('sections', 'decision'))}\s*:\s*(?=\S)", re.IGNORECASE)
