"""The words by which minutes decide, as patterns, and as words to look for before the patterns are tried.

Patterns are for texts in small letters: to ignore case takes twice the time.
"""

import re
from functools import cache

from graphbuild.languages import Language, any_of
from graphbuild.model import DecisionType
from graphbuild.parsing.blocks import first_words
from graphbuild.parsing.cast import people_pattern
from graphbuild.words import words_of


@cache
def lead_in(language: Language) -> re.Pattern[str]:
    """The end of a text, in small letters, that only says who decides ("kommunstyrelsen beslutar att")."""
    verbs = any_of(language.words("decisions", "lead_verbs"))
    conjunction = re.escape(language.data["decisions"]["conjunction"])
    also = any_of(language.words("text", "also"))
    return re.compile(
        rf"(?:^|\s){verbs.lower()}(?:\s+{also.lower()})*(?:\s*,?\s*{conjunction.lower()})?\s*:?\s*$",
        re.DOTALL,
    )


@cache
def lead_ends(language: Language) -> frozenset[bytes]:
    """The words of which one ends a lead."""
    verbs, also = language.words("decisions", "lead_verbs"), language.words("text", "also")
    phrases = [*verbs, *also, language.data["decisions"]["conjunction"]]
    return frozenset(words_of(phrase.lower())[-1] for phrase in phrases)


@cache
def acting_words(language: Language) -> frozenset[bytes]:
    """The words for those who decide, with which a lead may end that has its verb first."""
    return frozenset(words_of(phrase.lower())[-1] for phrase in language.words("decisions", "actors"))


@cache
def inverted_lead(language: Language) -> re.Pattern[str]:
    """The end of a lead that has its verb before whoever decides ("efter votering beslutade styrelsen")."""
    verbs, actors = (any_of(language.words("decisions", key)).lower() for key in ("deciding_verbs", "actors"))
    return re.compile(rf"(?:^|\s){verbs}\s(?:\w+\s)?{actors}\s*,?\s*:?$")


@cache
def operative(language: Language) -> re.Pattern[str]:
    """An actor's decision verb, or a passive one, somewhere in a sentence in small letters."""
    verbs = any_of(language.words("decisions", "lead_verbs"))
    return re.compile(rf"(?<![^\W\d_])(?:{verbs.lower()}|{_passives(language).lower()})(?![^\W\d_])")


@cache
def _passives(language: Language) -> str:
    """Any passive verb; an adverb may stand behind its first word ("lades därefter till handlingarna")."""
    phrases = [p for listed in language.data["decisions"]["passives"].values() for p in listed]
    adverbs = any_of(language.words("text", "adverbs"))
    long = sorted({p.split(maxsplit=1)[0] + "\0" + p.split(maxsplit=1)[1] for p in phrases if " " in p})
    divided = "|".join(
        rf"{re.escape(first)}\s+(?:{adverbs}\s+)?{any_of([rest])}"
        for first, rest in (p.split("\0") for p in long)
    )
    single = any_of(p for p in phrases if " " not in p)
    return rf"(?:{divided}|{single})" if divided else single


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
    tasks = first_words(language.words("decisions", "tasking_verbs"))
    return operative_words(language) | strong_words(language) | proposing_words(language) | tasks


@cache
def proposing_words(language: Language) -> frozenset[bytes]:
    """The words of which one stands wherever `proposing` fits."""
    return first_words(language.words("decisions", "proposing_verbs"))


@cache
def proposing(language: Language) -> re.Pattern[str]:
    """A sentence, in small letters, in which a body proposes something ("nämnden föreslår rektor att …")."""
    verbs = any_of(language.words("decisions", "proposing_verbs"))
    return re.compile(rf"(?P<actor>[^\W\d_][\w-]*(?:\s[\w-]+){{0,3}}?)\s{verbs}(?![^\W\d_])")


@cache
def operative_words(language: Language) -> frozenset[bytes]:
    """The words of which one stands wherever `operative` fits."""
    return first_words(language.words("decisions", "lead_verbs")) | passive_words(language)


@cache
def strong(language: Language) -> re.Pattern[str]:
    """A decision told in running text, in small letters: an actor and "beslutade", or an opener."""
    decisions = language.data["decisions"]
    strong, openers = any_of(decisions["strong"]).lower(), any_of(decisions["openers"]).lower()
    joins = any_of([decisions["conjunction"], *language.words("text", "about")]).lower()
    before, conjunction = (
        any_of(decisions["before_verb"]).lower(),
        re.escape(decisions["conjunction"]).lower(),
    )
    return re.compile(
        rf"^(?:{openers})\s*(?::|\s{joins}\b|\s+(?=[a-zà-öø-ÿ]))"
        rf"|^{before}\s[^.;:,]{{3,40}}?\s{strong}\s(?:(?P<inverted>(?!{before}\s)[^.;:,\d]{{2,40}}?)\s)?(?:[^.;:]{{0,60}}?\s)?{conjunction}\s"
        rf"|^(?P<actor>[^.;:]{{2,90}}?)\s{strong}(?:\s|$)"
    )


@cache
def passive_sentence(language: Language) -> re.Pattern[str]:
    """A sentence, in small letters, that decides by a passive verb ("protokollet läggs undan")."""
    negation, verbs = any_of(language.words("decisions", "negations")).lower(), _passives(language).lower()
    return re.compile(
        rf"^(?:(?P<subject>[^.;]{{2,160}}?)\s)?(?P<verb>{verbs})(?![^\W\d_])(?!\s+{negation}(?![^\W\d_]))"
    )


@cache
def opener(language: Language) -> re.Pattern[str]:
    """The label before a decision told on its line ("Beslut: …")."""
    return re.compile(rf"{any_of(language.words('sections', 'decision'))}\s*:\s*(?=\S)", re.IGNORECASE)


def type_of(text: str, lead: str | None, title: str, language: Language) -> DecisionType:
    """What kind of decision a clause takes: that of the pattern which fits first in its text."""
    types = language.data["decisions"]["types"]
    lower = text.lower()
    if lead and language.cue("decisions", "types", "proposal").fits(f"{lead.lower()} {lower}"):
        return DecisionType.PROPOSAL
    found = [
        (place, rank, name)
        for rank, name in enumerate(types["order"])
        if (place := language.cue("decisions", "types", name).where(lower)) is not None
    ]
    telling = [each for each in found if each[2] != "noted"] or found  # what is filed is more than noted
    if telling:
        return DecisionType(min(telling)[2])
    if (
        len(text) < 60
        and language.cue("decisions", "types", "election").fits(title.lower())
        and re.fullmatch(people_pattern(language), text.strip(" ."))
    ):
        return DecisionType.ELECTION
    return DecisionType.ADOPTION
