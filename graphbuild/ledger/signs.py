"""Weighs what tells that a report is about an assignment: words, case, subject, assignee, explicit words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import fsum

from graphbuild.ledger.wording import Rarity, alike, content, plain_words
from graphbuild.statements.told import Given, Report

_ENOUGH_ALONE = 0.55  # share of an assignment's weight of words that needs no bond
_ENOUGH = 0.28  # with a bond, for two words
_ENOUGH_LISTED = 0.24  # where assignments are spoken of, for one rare word
_NEARLY_ALL = 0.7  # with the assignee's name, for one rare word
_ENOUGH_OF_ONE = 0.14  # of the same subject, or with the assignee's name where assignments are spoken of
_BOND = 0.15
SIGNS = {"words": 0.8, "case": 0.6, "subject": 0.3, "assignee": 0.3, "explicit": 0.3}
"""The part of the doubt that each sign takes away where it is there; words by their share."""
_NUMBER = re.compile(r"\d+\s*[/:-]\s*\d+")


@dataclass(frozen=True, slots=True)
class Signs:
    """What tells that a report is about an assignment.

    `share` is the share (0 to 1) of the weight of the assignment's words that the report says, `shared` how
    many words those are; `rare` that the report itself says a rare one of them.
    """

    share: float
    shared: int
    rare: bool
    case: bool
    subject: bool
    assignee: bool
    explicit: bool

    @property
    def score(self) -> float:
        """Compare assignments for one report."""
        return self.share + _BOND * ((self.case or self.subject) + self.case + self.assignee)

    @property
    def certainty(self) -> float:
        """How sure the signs are together, 0 to 0.99: each takes away a part of the doubt."""
        doubt = 1.0 - SIGNS["words"] * self.share
        for name in self.names():
            doubt *= 1.0 - SIGNS[name] if name != "words" else 1.0
        return min(0.99, round(1.0 - doubt, 2))

    def names(self) -> list[str]:
        """Name the signs that are there."""
        there = {
            "words": self.shared > 0,
            "case": self.case,
            "subject": self.subject,
            "assignee": self.assignee,
            "explicit": self.explicit,
        }
        return [name for name, found in there.items() if found]

    def are_enough(self, *, is_decision: bool) -> bool:
        """Tell whether so many words, with what else there is, leave no doubt worth naming."""
        same = self.case or self.subject
        if is_decision:
            # A decision says much of other things: it must be of the same matter.
            return same and self.shared > 1 and self.share >= _ENOUGH_ALONE
        bond = same or self.assignee or self.explicit
        if self.shared > 1 and (self.share >= _ENOUGH_ALONE or (self.share >= _ENOUGH and bond)):
            return True
        if same or (self.assignee and self.explicit):
            least = _ENOUGH_OF_ONE
        else:
            least = _ENOUGH_LISTED if self.explicit else _NEARLY_ALL
        return self.rare and bond and self.share >= least


class Subject:
    """What an assignment is about: its words, and its case's number."""

    def __init__(self, given: Given) -> None:
        """Take the words of an assignment."""
        self.given = given
        self.words = content(given, given.assignees, given.due)
        number = _NUMBER.search(given.case_number)
        self.cited = re.compile(rf"(?<!\d){re.escape(number[0])}(?!\d)") if number else None


def signs_of(subject: Subject, report: Report, told: frozenset[str], rarity: Rarity) -> Signs:
    """Find what tells that a report, which says some of the words of assignments, is about this one."""
    shared, given = subject.words & told, subject.given
    # Exact sums: whichever order the words come in, the share is the same.
    total = fsum(map(rarity.weight, subject.words)) or 1.0
    return Signs(
        share=fsum(map(rarity.weight, shared)) / total,
        shared=len(shared),
        rare=_says_rare(report, shared, rarity),
        case=_same_case(subject, report),
        subject=_same_subject(given, report),
        assignee=any(_names(name, report.context) for name in given.assignees),
        explicit=report.explicit,
    )


def subject_is_named(subject: Subject, report: Report) -> bool:
    """Tell whether a report, or the title above it, says a word of the title of an assignment's item."""
    return _share_a_word(subject.given.title, f"{report.title} {report.text}", report.language)


def _says_rare(report: Report, shared: Iterable[str], rarity: Rarity) -> bool:
    """Tell whether a report itself, and not what stands around it, says a rare one of the shared words."""
    rare = [word for word in shared if rarity.is_rare(word)]
    return any(alike(word, other) for other in (_own_words(report) if rare else ()) for word in rare)


@lru_cache(maxsize=1_000)
def _own_words(report: Report) -> frozenset[str]:
    """The words of a report, which is compared with many assignments one after the other."""
    return plain_words(report.text, report.language)


def _same_case(subject: Subject, report: Report) -> bool:
    """Tell whether both are of one case, or the report cites the number of the assignment's case."""
    if subject.given.case is not None and subject.given.case == report.case:
        return True
    return subject.cited is not None and subject.cited.search(report.text) is not None


def _same_subject(given: Given, report: Report) -> bool:
    """Tell whether both were said of the same focus area, or under titles that share a word."""
    if given.area is not None and given.area == report.area:
        return True
    return _share_a_word(given.title, report.title, report.language)


@lru_cache(maxsize=50_000)
def _share_a_word(title: str, other: str, language: str) -> bool:
    """Tell whether two titles have a word in common that says something."""
    return any(
        alike(word, another)
        for word in plain_words(title, language)
        for another in plain_words(other, language)
    )


@lru_cache(maxsize=10_000)
def _names(name: str, text: str) -> bool:
    """Tell whether a text names somebody: by the whole name, or by its last or first part."""
    parts = name.split()
    return any(
        part in text and re.search(rf"\b{re.escape(part)}s?\b", text)
        for part in (parts[0], parts[-1])
        if len(part) > 2
    )
