"""Turns what was done at the meetings of a body into figures by year, by meeting, and of its latest meetings.

Questions over everything are answered from them: they grow with the bodies and their years, not with all that
was minuted. They stand in the graph of the body's people, and are worked out anew with it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from graphbuild import ntriples
from graphbuild.identity import Namespace
from graphbuild.statements.seen import Held
from graphbuild.vocabulary import (
    ASSIGNMENT_COUNT,
    DECISION_COUNT,
    DECISION_TYPE,
    FIGURES,
    FIGURES_OF,
    ITEM_COUNT,
    LABEL,
    LATEST_MEETING,
    MEETING_COUNT,
    PEOPLE_COUNT,
    XSD,
    YEAR,
    A,
    concept,
)

LATEST = 10
"""So many meetings of each body are told as its latest: the latest of all bodies are among them."""


def figures(body: str, name: str, held: Iterable[Held], names: Namespace) -> Iterator[str]:
    """Sum up what documents tell of the meetings of a body (its slug and its name).

    N-Triples without full stops. A body without a name is none that anything is said of: the figures are then
    nobody's.
    """
    meetings: dict[str, list[Held]] = {}
    years: dict[str, list[Held]] = {}
    for each in held:
        if each.meeting:  # what an earlier version wrote counts nothing
            meetings.setdefault(each.meeting, []).append(each)
            years.setdefault(each.date[:4], []).append(each)
    for meeting, told in sorted(meetings.items()):
        yield from _sums(f"<{meeting}>", told)
    if name:
        for meeting in _latest(meetings):
            yield f"<{names.body(body)}> {LATEST_MEETING} <{meeting}>"
    for year, told in sorted(years.items()):
        thing = f"<{names.figures(body, year)}>"
        yield from _described(thing, names.body(body) if name else "", name, year)
        yield f"{thing} {MEETING_COUNT} {_integer(len({each.meeting for each in told}))}"
        yield from _sums(thing, told)
        yield f"{thing} {PEOPLE_COUNT} {_integer(len({person for each in told for person in each.people}))}"
        for kind, count in sorted(_by_type(told).items()):
            part = f"<{names.figures(body, year, kind)}>"
            yield from _described(part, names.body(body) if name else "", name, year)
            yield f"{part} {DECISION_TYPE} {concept(kind)}"
            yield f"{part} {DECISION_COUNT} {_integer(count)}"


def _described(thing: str, body: str, name: str, year: str) -> Iterator[str]:
    yield f"{thing} {A} {FIGURES}"
    yield f"{thing} {LABEL} {ntriples.plain(' '.join(filter(None, (name, year))) or '–')}"
    if body:
        yield f"{thing} {FIGURES_OF} <{body}>"
    if year:
        yield f'{thing} {YEAR} "{year}"^^<{XSD}gYear>'


def _sums(thing: str, told: list[Held]) -> Iterator[str]:
    yield f"{thing} {ITEM_COUNT} {_integer(sum(each.items for each in told))}"
    yield f"{thing} {DECISION_COUNT} {_integer(_by_type(told).total())}"
    yield f"{thing} {ASSIGNMENT_COUNT} {_integer(sum(each.assignments for each in told))}"


def _by_type(told: Iterable[Held]) -> Counter[str]:
    found: Counter[str] = Counter()
    for each in told:
        found.update(dict(each.decisions))
    return found


def _latest(meetings: dict[str, list[Held]]) -> list[str]:
    dated = sorted((told[0].date, meeting) for meeting, told in meetings.items() if told[0].date)
    return sorted(meeting for _, meeting in dated[-LATEST:])


def _integer(count: int) -> str:
    return f'"{count}"^^<{XSD}integer>'
