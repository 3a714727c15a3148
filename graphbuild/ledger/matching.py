"""Decides which report is about which earlier assignment of the same body.

Four signs tell: the *words* that say what an assignment is about, the rarer the heavier; the *case* (its
number, of the item or cited); the *subject* (a focus area, or a title in common); and the *assignee*, named
in the report. `explicit` words of an assignment ("the assignment is done"), or an item that goes through
assignments, make each of them surer. See `signs` for how much each counts.

What is decided of a report rests on what the body has said until that day, and in the three years before:
later minutes never change it, and its cost does not grow with the body's past.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from graphbuild.ledger.signs import Signs, Subject, signs_of, subject_is_named
from graphbuild.ledger.wording import Forms, Rarity, content
from graphbuild.statements.told import Given, Report

DONE = "done"
_CLOSE = 0.08  # two assignments nearer than this are not told apart
_MEMORY = 3  # years after which nobody reports any more


@dataclass(frozen=True, slots=True)
class Match:
    """A report, the assignment it is about, and the signs that tell."""

    assignment: Given
    report: Report
    signs: Signs


def matches(assignments: Sequence[Given], reports: Sequence[Report]) -> list[Match]:
    """Give each report that is about one assignment of an earlier meeting; both come in order of dates."""
    subjects = _Subjects(assignments)
    lately = _Lately([*assignments, *reports])
    done: set[str] = set()
    found: list[Match] = []
    for day in sorted({report.date for report in reports}):
        since = _years_before(day, _MEMORY)
        rarity = lately.between(since, day)
        today = [
            match
            for report in _on(reports, day)
            if (match := _match(report, subjects, since, done, rarity)) is not None
        ]
        done |= {match.assignment.iri for match in today if match.report.status == DONE}
        found += today
    return found


def _years_before(date: str, years: int) -> str:
    return f"{int(date[:4]) - years:04}{date[4:]}"


def _on(reports: Sequence[Report], day: str) -> Iterator[Report]:
    """The reports of a day, out of all in order."""
    for report in reports[bisect_left(reports, day, key=lambda report: report.date) :]:
        if report.date != day:
            return
        yield report


class _Subjects:
    """A body's assignments, found by their words and by their dates."""

    def __init__(self, assignments: Sequence[Given]) -> None:
        self._all = [Subject(given) for given in assignments]
        self._by_word: dict[str, list[Subject]] = {}
        for subject in self._all:
            for word in subject.words:
                self._by_word.setdefault(word, []).append(subject)
        self.forms = Forms(self._by_word)

    def between(self, since: str, until: str) -> list[Subject]:
        """Those given from one day on, and before another."""
        first, last = (bisect_left(self._all, day, key=_date) for day in (since, until))
        return self._all[first:last]

    def with_words(self, words: Iterable[str], since: str, until: str) -> list[Subject]:
        """Those between two days that say any of some words."""
        found: dict[str, Subject] = {}
        for word in words:
            said = self._by_word[word]
            first, last = (bisect_left(said, day, key=_date) for day in (since, until))
            found |= {subject.given.iri: subject for subject in said[first:last]}
        return [found[iri] for iri in sorted(found)]


def _date(subject: Subject) -> str:
    return subject.given.date


class _Lately:
    """What is rare at a time: a window that moves over what was said, so that each word is counted once."""

    def __init__(self, said: Iterable[Given | Report]) -> None:
        self._said = sorted(said, key=lambda words: (words.date, words.iri))
        self._first = self._last = 0
        self._rarity = Rarity()

    def between(self, since: str, until: str) -> Rarity:
        """How rare words are from one day to another, both of them later than those asked before."""
        while self._last < len(self._said) and self._said[self._last].date <= until:
            self._rarity.add(self._said[self._last])
            self._last += 1
        while self._first < self._last and self._said[self._first].date < since:
            self._rarity.remove(self._said[self._first])
            self._first += 1
        return self._rarity


def _match(report: Report, subjects: _Subjects, since: str, done: set[str], rarity: Rarity) -> Match | None:
    """Find what a report is about: by its own words, by those around it, or by what else is certain."""
    for text in dict.fromkeys((report.text, report.context)):
        said = content(report, (), "", text)
        words = subjects.forms.of(said)
        scored = []
        for subject in subjects.with_words(words, since, report.date):
            signs = signs_of(subject, report, words, rarity)
            if signs.are_enough(is_decision=report.is_decision):
                scored.append((signs, subject.given))
        # What is done is reported once more only where nothing else is meant.
        left = [(signs, given) for signs, given in scored if given.iri not in done]
        best = _best(left or scored)
        if best is not None:
            return Match(best[1], report, best[0])
        if report.listed and said:
            break  # what stands around it is of other assignments
    return _only_one(report, subjects.between(since, report.date), done, rarity)


def _best(scored: list[tuple[Signs, Given]]) -> tuple[Signs, Given] | None:
    """Choose what scores highest; of close ones the latest, if that is only one."""
    if not scored:
        return None
    top = max(signs.score for signs, _ in scored)
    close = [(signs, given) for signs, given in scored if signs.score >= top - _CLOSE]
    latest = max(given.date for _, given in close)
    last = [(signs, given) for signs, given in close if given.date == latest]
    return last[0] if len({given.text for _, given in last}) == 1 else None


def _only_one(report: Report, subjects: Sequence[Subject], done: set[str], rarity: Rarity) -> Match | None:
    """ "The assignment is done", and no more: the only open one of the same case, else of the same subject.

    Where there are several, whose assignee is named.
    """
    if report.is_decision or not report.explicit:
        return None
    left = [subject for subject in subjects if subject.given.iri not in done]
    signs = {subject.given.iri: signs_of(subject, report, frozenset(), rarity) for subject in left}
    by_case = [subject for subject in left if signs[subject.given.iri].case]
    by_subject = [] if by_case else [subject for subject in left if subject_is_named(subject, report)]
    meant = by_case or by_subject
    if len(meant) > 1:
        meant = [subject for subject in meant if signs[subject.given.iri].assignee]
    return Match(meant[0].given, report, signs[meant[0].given.iri]) if len(meant) == 1 else None


__all__ = ["DONE", "Match", "matches"]
