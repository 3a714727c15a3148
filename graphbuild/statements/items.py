"""Turns agenda items and their parts into facts."""

from graphbuild import ntriples
from graphbuild.due import last_day
from graphbuild.model import Agent, AgentKind, Assignment, Decision, Item, Presenter
from graphbuild.statements.company import Company
from graphbuild.statements.writer import GraphWriter
from graphbuild.vocabulary import (
    AGENDA_ITEM,
    ASSIGNEE,
    ASSIGNEE_AS_WRITTEN,
    ASSIGNMENT,
    ATTACHMENT,
    CITED_DOCUMENT,
    CONCERNS,
    DECISION,
    DECISION_TYPE,
    DESIGNATION,
    DISQUALIFICATION,
    DUE,
    DUE_DATE,
    FOLLOW_UP,
    HAS_ORGANIZATION,
    IN_FOCUS_AREA,
    ITEM_PART,
    LABEL,
    LEAD,
    MENTIONS,
    MOTION,
    NUMBER,
    OF_CASE,
    OF_ITEM,
    OF_MEETING,
    OF_PERSON,
    ORDER,
    ORGANISATION_AS_WRITTEN,
    OUTCOME,
    POINT,
    PREPARED_BY,
    PRESENTATION,
    REFERENCE,
    REFERRED_ITEM,
    REFERRED_MINUTES,
    RESERVATION,
    ROLE,
    STATUS,
    TEXT,
    TITLE,
    concept,
)

_LABEL_LENGTH = 80
OPEN = concept("open")


NAME_VARIANT = "name-variant"
"""The rule by which a name that is nearly a participant's may be that participant's; it merges nothing."""


class ItemStatements:
    """Says one agenda item in a graph."""

    def __init__(self, graph: GraphWriter, company: Company, iri: str, item: Item) -> None:
        """Hold the item, named `iri`, and where its facts go."""
        self._graph = graph
        self._company = company
        self._iri = iri
        self._of_item = (OF_ITEM, f"<{iri}>")
        self._item = item

    def state(self, meeting: str, order: int) -> None:
        """Say all of the item but its votes."""
        self._state_heading(meeting, order)
        for number, presenter in enumerate(self._item.presenters, start=1):
            self._state_presenter(f"{self._iri}/presentation/{number}", presenter)
        for number, decision in enumerate(self._item.decisions, start=1):
            self._state_decision(f"{self._iri}/decision/{number}", decision)
        for number, assignment in enumerate(self._item.assignments, start=1):
            self._state_assignment(f"{self._iri}/assignment/{number}", assignment)
        self._state_parts()
        self._state_objections()
        self._state_mentions()

    def _state_heading(self, meeting: str, order: int) -> None:
        item, graph = self._item, self._graph
        title = self._text(item.title)
        token = graph.thing(
            self._iri,
            AGENDA_ITEM,
            item.span,
            (OF_MEETING, f"<{meeting}>"),
            (LABEL, self._text(f"{item.number} {item.title}" if item.number else item.title)),
            (NUMBER, ntriples.plain(item.number) if item.number else None),
            (ORDER, ntriples.integer(order)),
        )
        if item.title_span is None:
            graph.add(token, TITLE, title)
        else:
            graph.fact(self._iri, TITLE, title, item.title_span)
        if item.case is not None:
            case = f"<{self._company.case(item.case.value)}>"
            graph.fact(self._iri, OF_CASE, case, item.case.span, item.case.rule)
        if item.focus_area is not None:
            area = f"<{self._company.focus_area(item.focus_area.value)}>"
            graph.fact(self._iri, IN_FOCUS_AREA, area, item.focus_area.span, item.focus_area.rule)
        if item.outcome is not None:
            outcome = concept(item.outcome.value.value)
            graph.fact(self._iri, OUTCOME, outcome, item.outcome.span, item.outcome.rule)
        if item.prepared_by is not None:
            prepared_by = self._text(item.prepared_by.value)
            graph.fact(self._iri, PREPARED_BY, prepared_by, item.prepared_by.span, item.prepared_by.rule)

    def _state_presenter(self, iri: str, presenter: Presenter) -> None:
        organisation = presenter.organisation
        written = presenter.organisation_as_written
        self._graph.thing(
            iri,
            PRESENTATION,
            presenter.span,
            self._of_item,
            (OF_PERSON, self._person(presenter.name)),
            (HAS_ORGANIZATION, f"<{self._company.organisation(organisation)}>" if organisation else None),
            (ORGANISATION_AS_WRITTEN, ntriples.plain(written) if written else None),
            *[(ROLE, ntriples.plain(role)) for role in presenter.roles],
        )
        if presenter.same_as is not None:
            fact = self._company.may_be(presenter.name, presenter.same_as)
            self._graph.prove(f"<{iri}#mayBe>", fact, presenter.span, NAME_VARIANT)

    def _state_decision(self, iri: str, decision: Decision) -> None:
        self._graph.thing(
            iri,
            DECISION,
            decision.span,
            self._of_item,
            (LABEL, self._text(shortened(decision.text))),
            (TEXT, self._text(decision.text)),
            (DECISION_TYPE, concept(decision.type.value)),
            (DESIGNATION, ntriples.plain(decision.label) if decision.label else None),
            (LEAD, self._text(decision.lead) if decision.lead else None),
            *[(POINT, self._text(point)) for point in decision.points],
            *[(CONCERNS, self._person(name)) for name in decision.concerns],
        )

    def _state_assignment(self, iri: str, assignment: Assignment) -> None:
        graph = self._graph
        thing = graph.thing(
            iri,
            ASSIGNMENT,
            assignment.span,
            self._of_item,
            (LABEL, self._text(shortened(assignment.text))),
            (TEXT, self._text(assignment.text)),
            (STATUS, OPEN),
        )
        for number, agent in enumerate(assignment.assignees, start=1):
            token = self._agent(agent)
            if token is None:
                name = f"assigneeAsWritten-{number}"
                graph.fact(iri, ASSIGNEE_AS_WRITTEN, self._text(agent.as_written), agent.span, name=name)
            else:
                graph.fact(iri, ASSIGNEE, token, agent.span, name=f"assignee-{number}")
        if assignment.due is None:
            return
        due, day = ntriples.plain(assignment.due), last_day(assignment.due)
        if assignment.due_span is None:
            graph.describe(thing, (DUE, due), (DUE_DATE, ntriples.date(day) if day else None))
            return
        graph.fact(iri, DUE, due, assignment.due_span)
        if day is not None:
            graph.fact(iri, DUE_DATE, ntriples.date(day), assignment.due_span)

    def _state_parts(self) -> None:
        graph, text = self._graph, self._text
        for number, follow_up in enumerate(self._item.follow_ups, start=1):
            graph.thing(
                f"{self._iri}/follow-up/{number}",
                FOLLOW_UP,
                follow_up.span,
                self._of_item,
                (TEXT, text(follow_up.text)),
                (STATUS, concept(follow_up.status)),
                (DUE, ntriples.plain(follow_up.due) if follow_up.due else None),
            )
        for number, part in enumerate(self._item.subitems, start=1):
            graph.thing(
                f"{self._iri}/part/{number}",
                ITEM_PART,
                part.span,
                self._of_item,
                (DESIGNATION, ntriples.plain(part.label) if part.label else None),
                (TITLE, text(part.title) if part.title else None),
                (TEXT, text(part.text) if part.text else None),
            )
        for number, cited in enumerate(self._item.documents, start=1):
            graph.thing(
                f"{self._iri}/document/{number}",
                CITED_DOCUMENT,
                cited.span,
                self._of_item,
                (TITLE, text(cited.title)),
                (ATTACHMENT, ntriples.boolean(True) if cited.attachment else None),
            )
        for number, reference in enumerate(self._item.references, start=1):
            graph.thing(
                f"{self._iri}/reference/{number}",
                REFERENCE,
                reference.span,
                self._of_item,
                (REFERRED_ITEM, ntriples.plain(reference.to_item)),
                (REFERRED_MINUTES, text(reference.of)),
                (TITLE, text(reference.title) if reference.title else None),
            )

    def _state_objections(self) -> None:
        """Say the motions, the reservations and who stood aside."""
        graph = self._graph
        for number, motion in enumerate(self._item.motions, start=1):
            person = (OF_PERSON, self._person(motion.name))
            iri = f"{self._iri}/motion/{number}"
            graph.thing(iri, MOTION, motion.span, self._of_item, person, (TEXT, self._text(motion.text)))
        for number, reservation in enumerate(self._item.reservations, start=1):
            iri = f"{self._iri}/reservation/{number}"
            people = [(OF_PERSON, self._person(name)) for name in reservation.names]
            words = (TEXT, self._text(reservation.text) if reservation.text else None)
            graph.thing(iri, RESERVATION, reservation.span, self._of_item, words, *people)
        for number, disqualified in enumerate(self._item.disqualified, start=1):
            iri = f"{self._iri}/disqualification/{number}"
            person = (OF_PERSON, self._person(disqualified.name))
            graph.thing(iri, DISQUALIFICATION, disqualified.span, self._of_item, person)

    def _state_mentions(self) -> None:
        for number, agent in enumerate(self._item.mentions, start=1):
            token = self._agent(agent)
            # A name that was resolved to nobody is no mention of anybody: the parser reports it.
            if token is not None:
                self._graph.fact(self._iri, MENTIONS, token, agent.span, name=f"mentions-{number}")

    def _agent(self, agent: Agent) -> str | None:
        if agent.kind is AgentKind.PERSON:
            return self._person(agent.name)
        if agent.kind is AgentKind.BODY:
            return f"<{self._company.body(agent.name)}>"
        if agent.kind is AgentKind.ORGANISATION and agent.organisation is not None:
            return f"<{self._company.organisation(agent.organisation)}>"
        return None

    def _person(self, name: str) -> str:
        return f"<{self._company.person(name)}>"

    def _text(self, text: str) -> str:
        return ntriples.tagged(text, self._company.language)


def shortened(text: str) -> str:
    """Turn a text into a label: its first words."""
    if len(text) <= _LABEL_LENGTH:
        return text
    return f"{text[:_LABEL_LENGTH].rpartition(' ')[0] or text[:_LABEL_LENGTH]} …"
