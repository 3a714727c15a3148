"""Ranges of item numbers ("§ 8-9, 15", "ej § 62", "t.o.m. § 34") become the items that somebody attended."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from graphbuild.languages import Language, any_of

_NUMBER = re.compile(r"\d{1,4}(?:\.\d{1,2}(?!\d)|\s?[a-z](?!\.?[^\W\d_]))?", re.I)


@dataclass(slots=True)
class Presence:
    """For which items somebody was there: `only`, `except`, `from`, `until` or `before` these numbers.

    `aside` are those in which they were disqualified, which limits nothing.
    """

    mode: str
    numbers: tuple[str, ...]
    text: str


@cache
def _modes(language: Language) -> re.Pattern[str]:
    people = language.data["people"]
    return re.compile(
        rf"^\s*(?:{any_of(people['prefixes'])}\s+)*(?:(?P<except>{any_of(people['except'])})|(?P<aside>{any_of(people['aside'])})|(?P<from>{any_of(people['from'])})|(?P<until>{any_of(people['until'])}))(?![^\W\d_])",
        re.IGNORECASE,
    )


def presence_of(text: str, language: Language) -> Presence:
    """The text of a range -> for which items."""
    match = _modes(language).match(untimed(text, language))
    mode = next((name for name in ("except", "aside", "from", "until") if match and match[name]), "only")
    numbers = expand(untimed(text, language) if mode in ("from", "until") else text, language)
    return Presence(mode, numbers, text.strip())


def untimed(text: str, language: Language) -> str:
    """A remark without its clock times, where other numbers are left: "lämnade 18.10 under punkt 5"."""
    without = _clock(language).sub("", text)
    return without if any(char.isdigit() for char in without) else text


@cache
def _clock(language: Language) -> re.Pattern[str]:
    words = any_of(language.words("dates", "clock"))
    return re.compile(
        rf"(?:(?<![^\W\d_]){words}\.?\s*)?(?<![\d.])\d{{1,2}}[.:]\d\d(?![\d.])\s*", re.IGNORECASE
    )


@cache
def _ranges(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A range of numbers, and what looks like a number and is a year or a time of day."""
    to = any_of(["-", "–", "—", *language.words("text", "range_words")])
    clock = any_of(language.words("dates", "clock"))
    span = re.compile(rf"(\d{{1,4}})\s*{to}\s*(?:[A-ZÀ-ÖØ-Þ]{{1,6}}\s+)?(?:§+\s*)?(\d{{1,4}})")
    return span, re.compile(rf"/\d{{2,4}}|{clock}\.?\s*\d{{1,2}}[.:]\d\d")


def expand(text: str, language: Language) -> tuple[str, ...]:
    """`§ 8-9, 15` -> ("8", "9", "15"); years after a slash and clock times are no numbers."""
    between, others = _ranges(language)
    plain = others.sub("", text)
    numbers: list[str] = []
    position = 0
    while match := _NUMBER.search(plain, position):
        span = between.match(plain, match.start())
        if span and 0 < int(span[2]) - int(span[1]) < 400:
            numbers.extend(str(number) for number in range(int(span[1]), int(span[2]) + 1))
            position = span.end()
        else:
            numbers.append(" ".join(match[0].split()))
            position = match.end()
    return tuple(dict.fromkeys(numbers))


def attended(presence: Iterable[Presence], known: list[str]) -> tuple[str, ...] | None:
    """The numbers attended, out of the meeting's; None where nothing limits it or it cannot be told."""
    items: list[str] | None = None
    yearly = {number.partition("/")[0]: number for number in known if "/" in number}
    full = [replace(limit, numbers=tuple(yearly.get(n, n) for n in limit.numbers)) for limit in presence]
    for limit in full:
        if not limit.numbers or limit.mode == "aside":
            continue
        if limit.mode == "only":
            items = [*(items or []), *(n for n in limit.numbers if n not in (items or []))]
            continue
        base = items if items is not None else list(known)
        if not base:
            return None
        edge = limit.numbers[-1] if limit.mode == "until" else limit.numbers[0]
        if limit.mode == "except":
            items = [n for n in base if n not in limit.numbers]
        elif edge in known:
            position = known.index(edge)
            first, last = (
                (position, None) if limit.mode == "from" else (0, position + (limit.mode == "until"))
            )
            window = known[first:last]
            items = [n for n in base if n in window]
    return None if items is None else tuple(items)
