"""Turns two people, or two bodies, into what they are to each other: joined, a candidate, nothing.

Two names in two bodies are one person by a rule where the name is the same in full, and

- `same-name-and-organisation`: an organisation is the same, which sent them or whose the bodies are, no
  party speaks against it, and the times are near each other;
- `same-name-in-bodies-of-the-same-people`: the bodies have so many people in common by the first rule that
  they are of one company, and neither organisation nor party speaks against it;
- `same-name-in-one-body`: somebody judged that the two bodies are one.

The rest, where something speaks for it, is a candidate: a person decides.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from graphbuild.joining.names import likeness
from graphbuild.joining.profiles import BodyProfile, Profile
from graphbuild.privacy.names import is_called

SAME_ORGANISATION = "same-name-and-organisation"
SAME_COMPANY = "same-name-in-bodies-of-the-same-people"
SAME_BODY = "same-name-in-one-body"
RULES = (SAME_BODY, SAME_ORGANISATION, SAME_COMPANY)
"""The rules that join, the surest first."""

LEAST_SCORE = 0.5
_FEWEST_SHARED = 3
_SHARED_OF_SMALLER = 1 / 3
_SHARED_OF_ALL = 0.4
_LONGEST_GAP = 8 * 365
_NEAR = 400  # days


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: the name of a message, and the words in it."""

    kind: str
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two that are joined by `rule`, or, where that is empty, may be the same.

    `one` and `other` are the IRIs of people, in order, or the slugs of bodies: the later one first.
    `bodies` are the slugs of the bodies that the pair depends on.
    """

    kind: str
    one: str
    other: str
    bodies: tuple[str, str]
    rule: str = ""
    score: float = 1.0
    reasons: tuple[Reason, ...] = ()


# Of one name


def namesakes(one: Profile, other: Profile, *, company: bool, one_body: bool) -> Pair | None:
    """Weigh two of one name in two bodies: joined where a rule says so, else perhaps a candidate.

    `company` says that the bodies are of one company, `one_body` that somebody judged them to be one.
    """
    rule = SAME_BODY if one_body else SAME_ORGANISATION if anchored(one, other) else ""
    if not rule and company and _agree_in_all(one, other):
        rule = SAME_COMPANY
    return _joined(one, other, rule) if rule else _may_be_namesakes(one, other, company=company)


def one_company(anchors: int, one: BodyProfile, other: BodyProfile) -> bool:
    """Tell whether two bodies with so many `anchored` people in common are of one company."""
    return anchors >= _FEWEST_SHARED and anchors >= _SHARED_OF_SMALLER * min(one.people, other.people)


def anchored(one: Profile, other: Profile) -> bool:
    """Tell whether an organisation in common makes one person of two of one name."""
    same = bool(one.places & other.places) and bool(one.parties) == bool(other.parties)
    return same and _agree_in_all(one, other)


def _agree_in_all(one: Profile, other: Profile) -> bool:
    """Whether neither organisations, parties nor times speak against one person."""
    places = _agree(one.places, other.places)
    return places and _agree(one.parties, other.parties) and _gap(one, other) <= _LONGEST_GAP


def _agree(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether two lists do not speak against each other: they share something, or one says nothing."""
    first, second = set(one), set(other)
    return not first or not second or bool(first & second)


def _gap(one: Profile | BodyProfile, other: Profile | BodyProfile) -> int:
    """How many days lie between two times; 0 where they overlap, or one is not known."""
    if not (one.first and other.first):
        return 0
    later, earlier = max(one.first, other.first), min(one.last, other.last)
    return max(0, (date.fromisoformat(later) - date.fromisoformat(earlier)).days)


def _joined(one: Profile, other: Profile, rule: str) -> Pair:
    one, other = _in_order(one, other)
    return Pair("person", one.person, other.person, (one.body, other.body), rule)


def _in_order(one: Profile, other: Profile) -> tuple[Profile, Profile]:
    return (one, other) if one.person < other.person else (other, one)


def _may_be_namesakes(one: Profile, other: Profile, *, company: bool) -> Pair | None:
    """Two of one name that something speaks for, and something against."""
    moved = bool(set(one.titles) & set(other.titles)) and _gap(one, other) > 0
    if not (company or one.places & other.places or moved):
        return None
    return _candidate(one, other, 0.7, [Reason("reason-same-name")])


# Of nearly one name


def variant(one: Profile, other: Profile, *, may_be: bool = False) -> Pair | None:
    """Weigh two whose names are nearly the same, in one body or in two of one company.

    `may_be` says that a document itself takes them for one.
    """
    if is_called(one.name) or is_called(other.name):  # what forgotten people are called says nothing of them
        return None
    alike = likeness(one.name, other.name)
    if alike is not None:
        score, kind = alike
        reasons = [Reason(f"reason-{kind}")]
    elif _may_have_married(one, other):
        score, reasons = 0.4, [Reason("reason-new-surname")]
    else:
        return None
    if may_be:
        score, reasons = score + 0.2, [*reasons, Reason("reason-may-be")]
    return _candidate(one, other, score, reasons)


def _may_have_married(one: Profile, other: Profile) -> bool:
    """Whether somebody of the same first name, in the same place, came soon after the other was gone."""
    after = 0 < _gap(one, other) <= _NEAR
    return after and one.name.split()[0] == other.name.split()[0] and one.key != other.key


def _candidate(one: Profile, other: Profile, score: float, reasons: list[Reason]) -> Pair | None:
    """Weigh what else speaks for and against; None where too little speaks for it."""
    one, other = _in_order(one, other)
    names = dict(one.organisations)
    stated = [frozenset(iri for iri, _ in each.organisations) for each in (one, other)]
    facts = (
        ("organisation", stated[0], stated[1], 0.15),
        ("party", frozenset(one.parties), frozenset(other.parties), 0.15),
        ("title", frozenset(one.titles), frozenset(other.titles), 0.1),
    )
    for kind, first, second, weight in facts:
        if first & second:
            score += weight
            words = ", ".join(sorted(names.get(each, each) for each in first & second))
            reasons.append(Reason(f"reason-same-{kind}", (("words", words),)))
        elif first and second and kind != "title":
            score -= weight
            reasons.append(Reason(f"reason-other-{kind}"))
    if (gap := _gap(one, other)) > _LONGEST_GAP:
        score -= 0.15
        reasons.append(Reason("reason-long-gap", (("years", str(gap // 365)),)))
    if score < LEAST_SCORE:
        return None
    bodies = (one.body, other.body)
    return Pair("person", one.person, other.person, bodies, "", round(min(score, 0.95), 2), tuple(reasons))


# Bodies


def renamed(one: BodyProfile, other: BodyProfile, shared: Callable[[], int]) -> Pair | None:
    """Weigh two bodies of the same people, of which one began when the other had ended.

    `shared` counts the pairs of one name that they have; it is called only where the rest fits.
    """
    later, former = (one, other) if (one.first, one.slug) > (other.first, other.slug) else (other, one)
    apart = bool(former.last and later.first) and former.last < later.first
    owned = _agree(filter(None, [one.owner]), filter(None, [other.owner]))
    if not (apart and owned and _gap(one, other) <= _NEAR):
        return None
    count = shared()
    share = count / max(1, one.people + other.people - count)
    if share < _SHARED_OF_ALL:
        return None
    reasons = [
        Reason("reason-shared-members", (("count", str(count)), ("share", f"{100 * share:.0f}"))),
        Reason("reason-began-after", (("last", former.last), ("first", later.first))),
    ]
    score = 0.3 + share / 2
    before = {year: high for year, _, high in former.numbers}
    for year, low, _ in later.numbers:
        if year in before:
            runs = before[year] < low
            score += 0.2 if runs else -0.2
            words = (("before", str(before[year])), ("after", str(low)))
            reasons.append(Reason("reason-numbers-go-on" if runs else "reason-numbers-clash", words))
    if score < LEAST_SCORE:
        return None
    bodies = (later.slug, former.slug)
    return Pair("body", later.slug, former.slug, bodies, "", round(min(score, 0.95), 2), tuple(reasons))
