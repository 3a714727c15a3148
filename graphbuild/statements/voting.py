"""Turns votes into facts, and infers who took each decision."""

from graphbuild import ntriples
from graphbuild.model import Attendance, Item, Minutes, Participant, Vote
from graphbuild.statements.company import Company
from graphbuild.statements.writer import GraphWriter
from graphbuild.vocabulary import (
    ABSTAINED,
    BASIS,
    DECIDED_BY,
    DECIDING_GROUP,
    DERIVED_FROM,
    HAD_MEMBER,
    INFERENCE,
    OF_ITEM,
    PREDICATE,
    RULE,
    STATEMENT,
    SUBJECT,
    VOTE,
    VOTED_AGAINST,
    VOTED_FOR,
    VOTES_ABSTAINED,
    VOTES_AGAINST,
    VOTES_FOR,
    A,
    concept,
)

PRESENT_AT_ITEM = concept("rule-present-at-item")


def state_votes(graph: GraphWriter, company: Company, iri: str, votes: tuple[Vote, ...]) -> None:
    """Say the divisions of an item."""
    for number, vote in enumerate(votes, start=1):
        counts = (
            (VOTES_FOR, vote.for_count),
            (VOTES_AGAINST, vote.against_count),
            (VOTES_ABSTAINED, vote.abstain_count),
        )
        names = (
            (VOTED_FOR, vote.for_names),
            (VOTED_AGAINST, vote.against_names),
            (ABSTAINED, vote.abstain_names),
        )
        graph.thing(
            f"{iri}/vote/{number}",
            VOTE,
            vote.span,
            (OF_ITEM, f"<{iri}>"),
            *[(term, None if count is None else ntriples.integer(count)) for term, count in counts],
            *[(term, f"<{company.person(name)}>") for term, voters in names for name in voters],
        )


class DecidingGroups:
    """Infers who took the decisions of each item: those who decide, were there and did not stand aside.

    The proof is the decision's quote and a group: the participations that the inference rests on.
    Most items of a meeting share one group.
    """

    def __init__(
        self, graph: GraphWriter, company: Company, minutes: Minutes, participations: list[str]
    ) -> None:
        """Take the participants and the IRIs of their participations, in the same order."""
        self._graph = graph
        self._company = company
        self._minutes_iri = company.names.minutes(company.document)
        self._deciding = [
            (participant, iri)
            for participant, iri in zip(minutes.participants, participations, strict=True)
            if participant.attendance is Attendance.DECIDING
        ]
        self._groups: dict[tuple[str, ...], str] = {}

    def state(self, iri: str, item: Item) -> None:
        """Say who took the decisions of an item; nothing where no participant is known to decide."""
        if not item.decisions:
            return
        aside = {self._company.person(disqualified.name) for disqualified in item.disqualified}
        members = [
            (person, participation)
            for participant, participation in self._deciding
            if _present(participant, item) and (person := self._company.person(participant.name)) not in aside
        ]
        if not members:
            return
        group = self._group(tuple(participation for _, participation in members))
        people = dict.fromkeys(f"<{person}>" for person, _ in members)
        for number, decision in enumerate(item.decisions, start=1):
            thing = f"<{iri}/decision/{number}>"
            self._graph.describe(thing, *[(DECIDED_BY, person) for person in people])
            self._graph.describe(
                f"<{iri}/decision/{number}#decidedBy>",
                (A, STATEMENT),
                (A, INFERENCE),
                (SUBJECT, thing),
                (PREDICATE, DECIDED_BY),
                (RULE, PRESENT_AT_ITEM),
                (DERIVED_FROM, self._graph.quote(decision.span)),
                (BASIS, group),
            )

    def _group(self, participations: tuple[str, ...]) -> str:
        known = self._groups.get(participations)
        if known is not None:
            return known
        group = f"<{self._minutes_iri}#deciding-{len(self._groups) + 1}>"
        self._groups[participations] = group
        self._graph.describe(
            group, (A, DECIDING_GROUP), *[(HAD_MEMBER, f"<{iri}>") for iri in participations]
        )
        return group


def _present(participant: Participant, item: Item) -> bool:
    """Tell whether a participant is known to have been there for an item."""
    return participant.items is None or item.number in participant.items
