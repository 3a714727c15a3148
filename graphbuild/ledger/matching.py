"""Decides which report is about which earlier assignment of the same body.

A match rests on the words that say what an assignment is about, the rarer the heavier, and on a bond
between the two: the same case, the same focus area, a title in common, or the assignee named in the
report. Words alone must say much; a bond alone, the assignee's name least of all, says nothing.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log
from pathlib import Path

from graphbuild.statements.told import Given, Report, Words

_WORD = re.compile(r"[^\W\d_]{3,}")
_ENOUGH_ALONE = 0.55  # share of an assignment's weight of words that needs no bond
_ENOUGH = 0.28  # with a bond, for two words
_NEARLY_ALL = 0.7  # with the assignee's name, for one rare word
_ENOUGH_OF_ONE = 0.14  # with a bond of subject, for one rare word
_CLOSE = 0.08  # two assignments nearer than this are not told apart
_BOND = 0.15
_MEMORY = 3  # years after which nobody reports any more
_SAME = 4  # letters that forms of a word have in common at the least, if they are not short


@dataclass(frozen=True, slots=True)
class Match:
    """A report, and the assignment it is about."""

    assignment: Given
    report: Report


def matches(assignments: Sequence[Given], reports: Sequence[Report]) -> list[Match]:
    """Give each report that is about one assignment of an earlier meeting."""
    rarity = Rarity([*assignments, *reports])
    subjects = [Subject(given, rarity) for given in assignments]
    forms = Forms(word for subject in subjects for word in subject.words)
    found = []
    for report in reports:
        told = forms.of(_content(report, (), "", report.context))
        since = _years_before(report.date, _MEMORY)
        scored = [
            (score, subject.given)
            for subject in subjects
            if since <= subject.given.date < report.date and (score := _score(subject, report, told, rarity))
        ]
        best = _best(scored)
        if best is not None:
            found.append(Match(best, report))
    return found


class Subject:
    """What an assignment is about: its words and what they weigh."""

    def __init__(self, given: Given, rarity: "Rarity") -> None:
        """Weigh the words of an assignment."""
        self.given = given
        self.words = _content(given, given.assignees, given.due)
        self._weights = {word: rarity.weight(word) for word in self.words}
        self._total = sum(self._weights.values()) or 1.0

    def share(self, words: Iterable[str]) -> float:
        """Give the share of the weight that some of the words have."""
        return sum(self._weights[word] for word in words) / self._total


def _years_before(date: str, years: int) -> str:
    return f"{int(date[:4]) - years:04}{date[4:]}"


def _best(scored: list[tuple[float, Given]]) -> Given | None:
    """Choose the assignment with the highest score; of close ones the latest, if that is only one."""
    if not scored:
        return None
    top = max(score for score, _ in scored)
    close = [given for score, given in scored if score >= top - _CLOSE]
    latest = max(given.date for given in close)
    last = [given for given in close if given.date == latest]
    return last[0] if len({given.text for given in last}) == 1 else None


def _score(subject: Subject, report: Report, told: frozenset[str], rarity: "Rarity") -> float:
    """Say how sure it is that a report is about an assignment; 0 where it is not sure enough."""
    if subject.words.isdisjoint(told):
        return 0
    shared = subject.words & told
    share = subject.share(shared)
    # What cannot be enough is put aside before the dearer questions are asked.
    if share < _ENOUGH_OF_ONE or (report.is_decision and (len(shared) < 2 or share < _ENOUGH_ALONE)):
        return 0
    given = subject.given
    same = _same_subject(given, report)
    if report.is_decision:
        # A decision says much of other things: it must be of the same matter.
        return share + _BOND if same else 0
    named = any(_names(name, report.context) for name in given.assignees)
    score = share + _BOND * (same + named)
    if len(shared) > 1 and (share >= _ENOUGH_ALONE or (share >= _ENOUGH and (same or named))):
        return score
    enough = same or (named and share >= _NEARLY_ALL)
    return score if enough and _says_rare(report, shared, rarity) else 0


def _says_rare(report: Report, shared: Iterable[str], rarity: "Rarity") -> bool:
    """Tell whether a report itself, and not what stands around it, says a rare one of the shared words."""
    own = plain_words(report.text, report.language)
    return any(rarity.is_rare(word) and any(alike(word, other) for other in own) for word in shared)


def _same_subject(given: Words, report: Words) -> bool:
    """Tell whether both were said of the same case or focus area, or under titles that share a word."""
    if given.case is not None and given.case == report.case:
        return True
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


def _names(name: str, text: str) -> bool:
    """Tell whether a text names somebody: by the whole name, or by its last or first part."""
    parts = name.split()
    return any(
        re.search(rf"\b{re.escape(part)}s?\b", text) for part in (parts[0], parts[-1]) if len(part) > 2
    )


def _content(words: Words, names: Iterable[str], due: str, text: str | None = None) -> frozenset[str]:
    """Take the words that say what something is about: no names, no dates, no common words."""
    said = (text or words.text).replace(due, " ") if due else text or words.text
    named = {part.casefold() for name in names for part in _WORD.findall(name)}
    return frozenset(
        word
        for word in plain_words(said, words.language)
        if word.rstrip("s") not in named and word not in named
    )


def plain_words(text: str, language: str) -> frozenset[str]:
    """Take the words of a text, in small letters, but for the common ones of its language."""
    whole, beginnings = _common(language)
    return frozenset(
        word
        for word in _WORD.findall(text.casefold())
        if word not in whole and not word.startswith(beginnings)
    )


@cache
def _common(language: str) -> tuple[frozenset[str], tuple[str, ...]]:
    lists = tomllib.loads(Path(__file__).with_name("common_words.toml").read_text(encoding="utf-8"))
    words = [str(word) for word in lists.get(language, ())]
    return frozenset(words), tuple(word[:-1] for word in words if word.endswith("*"))


def alike(one: str, other: str) -> bool:
    """Tell whether two words are forms of one: a long common beginning, short different ends."""
    if one == other:
        return True
    common = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        common += 1
    longest, rest = max(len(one), len(other)), max(len(one), len(other)) - common
    if common < 5:
        return common == 4 and rest <= 2
    return rest <= 4 and common >= 0.6 * longest


class Forms:
    """Finds the words of assignments of which other words are forms."""

    def __init__(self, words: Iterable[str]) -> None:
        """Take the words of assignments."""
        self._words: dict[str, set[str]] = {}
        self._found: dict[str, frozenset[str]] = {}
        for word in words:
            self._words.setdefault(word[:_SAME], set()).add(word)

    def of(self, words: Iterable[str]) -> frozenset[str]:
        """Give the known words that these are forms of."""
        return frozenset().union(*(self._of(word) for word in words))

    def _of(self, word: str) -> frozenset[str]:
        if word not in self._found:
            near = self._words.get(word[:_SAME], ())
            self._found[word] = frozenset(other for other in near if alike(word, other))
        return self._found[word]


class Rarity:
    """How rare words are among all that a body's minutes say of assignments and decisions."""

    def __init__(self, said: Sequence[Words]) -> None:
        """Count in how many items each beginning of a word occurs."""
        by_item: dict[str, set[str]] = {}
        for words in said:
            beginnings = by_item.setdefault(words.item, set())
            beginnings |= {word[:6] for word in plain_words(f"{words.title} {words.text}", words.language)}
        self._items = max(len(by_item), 1)
        self._count = Counter(beginning for beginnings in by_item.values() for beginning in beginnings)

    def weight(self, word: str) -> float:
        """Weigh a word: the rarer the heavier."""
        return log(1 + self._items / max(self._count[word[:6]], 1))

    def is_rare(self, word: str) -> bool:
        """Tell whether a word stands in few items."""
        return self._count[word[:6]] <= max(4, self._items // 20)
