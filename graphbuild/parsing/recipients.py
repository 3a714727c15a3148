"""Finds who is given a task in a sentence: before words such as "får i uppdrag", or behind "uppdrar åt"."""

import re
from functools import cache

from graphbuild.languages import Cue, Language
from graphbuild.parsing.cast import agent_pattern


@cache
def gets(language: Language) -> Cue:
    """What follows whoever gets a task, with the blank between."""
    return Cue(rf"\s(?:{pattern})" for pattern in language.words("assignments", "gets"))


@cache
def gives_any(language: Language) -> Cue:
    """A first look for the words that give a task to whom they precede."""
    return Cue(f"{before}.*{after}" for before, after in language.data["assignments"]["gives"])


@cache
def _gives(language: Language) -> tuple[tuple[Cue, re.Pattern[str]], ...]:
    """What precedes whoever gets a task, and the pattern of that agent with what follows it."""
    agent = agent_pattern(language)
    return tuple(
        (Cue(before), re.compile(rf"(?P<who>{agent}|{_NOUNS}){after}"))
        for before, after in language.data["assignments"]["gives"]
    )


@cache
def _agent(language: Language) -> re.Pattern[str]:
    return re.compile(agent_pattern(language))


_NOUNS = r"[^\W\d_][^\W\d_-]*(?:\s[^\W\d_][^\W\d_-]*){0,4}?"
"""A few words that name whoever gets a task, where the words around them leave no doubt."""
_SUBJECT = re.compile(r"[A-ZÀ-ÖØ-Þ](?:[^\W\d_-]|-(?=[^\W\d_]))*(?:\s[^\W\d_][^\W\d_-]*){0,3}")
_WORD_START = re.compile(r"(?:^|(?<=[\s(–]))(?=[^\W_])")


def _ends_agent(words: str, language: Language) -> bool:
    """Whether the last of some words may end the words for an agent; the exact pattern is slow."""
    last = words.rsplit(None, 1)[-1:]
    if not last:
        return False
    return (
        last[0][0].isupper()
        or last[0].endswith((")", ".", *language.words("agents", "endings")))
        or last[0].lower() in language.words("agents", "words")
        or last[0].endswith(language.words("names", "owner_endings"))
        or last[0].endswith(language.words("names", "organisation_words"))
    )


def recipient_in(text: str, lower: str, language: Language) -> tuple[int, int, bool] | None:
    """Who is given a task: where the words for them begin and end, and whether they are the subject."""
    behind = gets(language)
    for match in behind.pattern.finditer(text) if behind.may(lower) else ():
        end = match.start()
        if not _ends_agent(text[max(0, end - 40) : end], language):
            if _SUBJECT.fullmatch(text, 0, end):
                return 0, end, True
            continue
        starts = [m.start() for m in _WORD_START.finditer(text, max(0, end - 120), end)]
        for start in starts:
            if _agent(language).fullmatch(text, start, end):
                return start, end, True
    for before, with_agent in _gives(language):
        for match in before.pattern.finditer(text) if before.may(lower) else ():
            found = with_agent.match(text, match.end())
            if found:
                return found.start("who"), found.end("who"), False
    return None
