"""Finds identity numbers, phone numbers and e-mail addresses in a text.

An identity number is a personnummer or a samordningsnummer (Folkbokföringslagen 1991:481, 18 and 18 a §§): a
day of birth (60 more in a samordningsnummer) that exists, three digits and a check digit by Luhn's algorithm
(ISO/IEC 7812-1, Annex B). That keeps apart organisation numbers, whose "month" is 20 or more, and most diary
numbers. Packages do this too, but ask the clock for the century; here one text always gives one result.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from graphbuild.gazetteer import Gazetteer
from graphbuild.privacy.addresses import is_official, words

IDENTITY_NUMBER, PHONE, EMAIL = "identity-number", "phone", "email"
COORDINATION = 60
_SPACE = r"[ \t\xa0\u2009\u202f]"
_DASH = r"[-+\u2010-\u2015\u2212\xad]"
_BIRTH = re.compile(
    rf"(?<!\d)(?:(?P<century>18|19|20){_SPACE}?)?(?P<yy>\d\d)[-./ ]?(?P<mm>[01]\d)[-./ ]?(?P<dd>\d\d)"
    rf"(?P<between>{_SPACE}{{0,2}}\n?{_SPACE}{{0,2}}(?:{_DASH}{_SPACE}{{0,2}}\n?{_SPACE}{{0,2}})?)"
    r"(?P<last>\d{3}[ ]?\d)(?!\d)"
)
_DIGITS = re.compile(rf"\d(?:[\d\n./]|{_SPACE}|{_DASH}){{8,}}")
_NUMBER = re.compile(
    rf"(?<!\w)(?<!\d[:.,/-])(?:\+\d|\(?0\d)(?:{_SPACE}?[-\u2010-\u2013/()]{{0,2}}{_SPACE}?\d){{5,14}}(?!\d)"
)
_GROUP = re.compile(r"\d+")
_ADDRESS = re.compile(
    r"[^\W_](?:[\w.+'\u2019-]*[\w])?\s?(?:@|\uff20|[(\[{](?:at|a|@)[)\]}])\s?(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}"
)
_AT = re.compile(r"\s?(?:@|\uff20|[(\[{](?:at|a|@)[)\]}])\s?")
_SIGNS = ("@", "\uff20", "(a", "[a", "{a")
_REGION = "SE"
_WORD_BEFORE = 24


class Found(NamedTuple):
    """Something that is not to be spread: its kind, and where it stands (`text[start:end]`)."""

    kind: str
    start: int
    end: int


def found_in(text: str, gazetteer: Gazetteer) -> list[Found]:
    """Find what is to be withheld of a text, in order; nothing overlaps. Official addresses are left."""
    found = list(_identity_numbers(text))
    taken = list(found)
    for each in (*_addresses(text, gazetteer), *_phones(text)):
        if not any(each.start < other.end and other.start < each.end for other in taken):
            found.append(each)
    return sorted(found, key=lambda each: each.start)


def _identity_numbers(text: str) -> Iterator[Found]:
    # Few places hold so many digits: to look for those first takes a third of the time.
    places = (place.span() for place in _DIGITS.finditer(text))
    for match in (match for place in places for match in _BIRTH.finditer(text, *place)):
        digits = "".join(
            str(int(digit))
            for digit in match["yy"] + match["mm"] + match["dd"] + match["last"]
            if digit != " "
        )
        if _is_birth(match["century"], digits) and luhn(digits) and not _is_time(match, digits):
            yield Found(IDENTITY_NUMBER, match.start(), match.end())


def _is_time(match: re.Match[str], digits: str) -> bool:
    """Whether a date and a time stand there, with a space between ("2025-01-15 1300")."""
    return match["between"] != "" and match["between"].isspace() and digits[6:8] < "24" and digits[8:] < "60"


def _is_birth(century: str | None, digits: str) -> bool:
    """Whether six digits are a day that existed, in the century that is told or in one of three."""
    day = int(digits[4:6])
    if day > COORDINATION:
        day -= COORDINATION
    for years in (century,) if century else ("19", "20", "18"):
        try:
            date(int(years + digits[:2]), int(digits[2:4]), day)
        except ValueError:
            continue
        return True
    return False


def luhn(digits: str) -> bool:
    """Check ten digits, of which the last is the check digit."""
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(digits)]
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0


def _addresses(text: str, gazetteer: Gazetteer) -> Iterator[Found]:
    if not any(sign in text for sign in _SIGNS):
        return
    for match in _ADDRESS.finditer(text):
        if not is_official(_AT.sub("@", match[0], count=1), text, gazetteer):
            yield Found(EMAIL, match.start(), match.end())


def _phones(text: str) -> Iterator[Found]:
    for match in _NUMBER.finditer(text):
        if (end := _phone_end(text, match)) is not None:
            yield Found(PHONE, match.start(), end)


def _phone_end(text: str, match: re.Match[str]) -> int | None:
    """Where a number ends that the numbering plan of its country knows; other digits may follow it."""
    before = text[max(0, match.start() - _WORD_BEFORE) : match.start()].rpartition("\n")[2].casefold()
    told = _ends_in(before, words().phone)
    if not told and _ends_in(before, words().no_phone):
        return None
    import phonenumbers  # it takes as long to load as some documents to read, and few hold numbers

    for group in reversed(list(_GROUP.finditer(text, match.start(), match.end()))):
        written = text[match.start() : group.end()]
        apart = written.startswith(("+", "00", "07")) or len(_GROUP.findall(written)) > 1
        try:
            number = phonenumbers.parse(written, _REGION)
        except phonenumbers.NumberParseException:
            continue
        if (apart or told) and phonenumbers.is_valid_number(number):
            return group.end()
    return None


def _ends_in(before: str, known: tuple[str, ...]) -> bool:
    """Whether one of some words stands last, but for a colon or the like."""
    words_before = re.split(r"[\s(,;]+", before.rstrip(" \t\xa0:.*|_("))
    return bool(words_before) and words_before[-1].strip("*_.:") in known
