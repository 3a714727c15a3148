"""Turns the front page of minutes into facts: source, minutes, meeting, participants, signatures."""

import hashlib
from collections.abc import Iterable, Mapping

from graphbuild import languages, ntriples
from graphbuild.identity import person_hash, unique
from graphbuild.model import Minutes, Participant
from graphbuild.statements.company import Company
from graphbuild.statements.writer import GraphWriter
from graphbuild.vocabulary import (
    APPROVAL_DATE,
    APPROVAL_ONLINE,
    ATTENDANCE,
    ENCODING,
    END_DATE,
    END_TIME,
    FILE_NAME,
    FORMAT,
    HAS_ORGANIZATION,
    HELD_BY,
    ITEMS_ATTENDED,
    ITEMS_COVERED,
    LABEL,
    LANGUAGE,
    LINES_READ,
    LINES_UNDERSTOOD,
    LOCATION,
    MEETING,
    MINUTES,
    MINUTES_OF,
    NEXT_MEETING_DATE,
    NEXT_MEETING_END_DATE,
    NOTE,
    OF_MEETING,
    OF_PERSON,
    ONLINE,
    ORGANISATION_AS_WRITTEN,
    PARSER_VERSION,
    PARTICIPATION,
    PARTY,
    PRESENT_AT,
    REPLACES,
    ROLE,
    ROLE_KIND,
    SHA256,
    SIGNATURE,
    SOURCE,
    SOURCE_TEXT,
    START_DATE,
    START_TIME,
    TEXT_SHA256,
    UNIT_OF,
    A,
    concept,
)

MINUTES_WORD = {"sv": "Protokoll", "en": "Minutes"}


def state_source(
    graph: GraphWriter, company: Company, minutes: Minutes, file_names: Iterable[str], parser_version: str
) -> None:
    """Describe the text that was read; this is what the files say of themselves, so no quote proves it."""
    document = minutes.document
    source = f"<{company.names.source(company.document)}>"
    text_hash = hashlib.sha256(document.text.encode("utf-8", "replace")).hexdigest()
    names = sorted(set(file_names)) or [document.name]
    graph.describe(
        source,
        (A, SOURCE_TEXT),
        (LABEL, ntriples.plain(names[0])),
        (SHA256, ntriples.plain(document.sha256)),
        (TEXT_SHA256, ntriples.plain(text_hash)),
        (PARSER_VERSION, ntriples.plain(parser_version)),
        (ENCODING, ntriples.plain(document.encoding)),
        (FORMAT, ntriples.plain(document.media_type)),
        (LANGUAGE, ntriples.plain(minutes.language)),
        *[(FILE_NAME, ntriples.plain(name)) for name in names],
    )


def state_minutes(graph: GraphWriter, company: Company, minutes: Minutes, meeting: str) -> None:
    """Describe the minutes as a document: whose they are, how much was understood, when approved."""
    iri = company.names.minutes(company.document)
    title = meeting_label(minutes)
    graph.describe(
        f"<{iri}>",
        (A, MINUTES),
        (MINUTES_OF, f"<{meeting}>"),
        (SOURCE, f"<{company.names.source(company.document)}>"),
        (LINES_READ, ntriples.integer(minutes.coverage.lines)),
        (LINES_UNDERSTOOD, ntriples.integer(minutes.coverage.understood)),
        *[(LABEL, ntriples.tagged(f"{word}: {title}", tag)) for tag, word in MINUTES_WORD.items()],
    )
    if minutes.approval is not None:
        approval, span, rule = minutes.approval.value, minutes.approval.span, minutes.approval.rule
        if approval.date is not None:
            graph.fact(iri, APPROVAL_DATE, ntriples.date(approval.date), span, rule)
        graph.fact(iri, APPROVAL_ONLINE, ntriples.boolean(approval.online), span, rule)


def meeting_label(minutes: Minutes) -> str:
    """Say which meeting it is: the body and the date, as far as they are known."""
    said = [part.value for part in (minutes.body, minutes.date) if part is not None]
    return " ".join(said) or minutes.document.name


def state_meeting(graph: GraphWriter, company: Company, minutes: Minutes, meeting: str) -> None:
    """Describe the meeting; each property has its own place on the front page."""
    token = f"<{meeting}>"
    graph.describe(token, (A, MEETING), (LABEL, ntriples.plain(meeting_label(minutes))))
    if minutes.body is not None and company.own_body is not None:
        held_by = f"<{company.own_body}>"
        graph.fact(meeting, HELD_BY, held_by, minutes.body.span, minutes.body.rule)
        if minutes.organisation is not None and company.owner is not None:
            _state_unit_of(graph, company, minutes, meeting)
    for term, said in ((START_DATE, minutes.date), (END_DATE, minutes.end_date)):
        if said is not None:
            graph.fact(meeting, term, ntriples.date(said.value), said.span, said.rule)
    for term, said in ((START_TIME, minutes.start), (END_TIME, minutes.end)):
        if said is not None:
            graph.fact(meeting, term, ntriples.plain(said.value), said.span, said.rule)
    if minutes.place is not None:
        place = ntriples.tagged(minutes.place.value, minutes.language)
        graph.fact(meeting, LOCATION, place, minutes.place.span, minutes.place.rule)
    if minutes.online is not None:
        graph.fact(
            meeting, ONLINE, ntriples.boolean(minutes.online.value), minutes.online.span, minutes.online.rule
        )
    if minutes.items_covered is not None:
        covered = minutes.items_covered
        graph.fact(
            meeting, ITEMS_COVERED, ntriples.plain(", ".join(covered.value)), covered.span, covered.rule
        )
    if minutes.next_meeting is not None:
        period, span, rule = minutes.next_meeting.value, minutes.next_meeting.span, minutes.next_meeting.rule
        graph.fact(meeting, NEXT_MEETING_DATE, ntriples.date(period.first_day), span, rule)
        graph.fact(meeting, NEXT_MEETING_END_DATE, ntriples.date(period.last_day), span, rule)


def _state_unit_of(graph: GraphWriter, company: Company, minutes: Minutes, meeting: str) -> None:
    """Prove the body's organisation, which the shared graph states, from this document."""
    assert minutes.organisation is not None and company.owner is not None and company.own_body is not None
    graph.prove(
        f"<{meeting}#unitOf>",
        (f"<{company.own_body}>", UNIT_OF, f"<{company.organisation(company.owner)}>"),
        minutes.organisation.span,
        minutes.organisation.rule,
    )


LEFT_OR_JOINED = "left-or-joined"
"""The rule by which a sentence in an item ("Anna Ek lämnar mötet") limits who was there for which items."""


def state_participants(
    graph: GraphWriter,
    company: Company,
    minutes: Minutes,
    meeting: str,
    items: Mapping[str, list[str]],
) -> list[str]:
    """Describe each participation, and give their IRIs in order; `items` are IRIs by number."""
    keys = unique([person_hash(company.slug, participant.name) for participant in minutes.participants])
    iris = []
    for participant, key in zip(minutes.participants, keys, strict=True):
        iri = f"{meeting}/participation/{key}"
        _state_participation(graph, company, participant, iri, meeting)
        if participant.items is not None:
            for number in participant.items:
                for item in items.get(number, ()):
                    graph.add(f"<{iri}>", PRESENT_AT, f"<{item}>")
        iris.append(iri)
    return iris


def _state_participation(
    graph: GraphWriter, company: Company, participant: Participant, iri: str, meeting: str
) -> None:
    organisation = participant.organisation
    plain = ntriples.plain
    items = None if participant.items is None else plain(", ".join(participant.items))
    thing = graph.thing(
        iri,
        PARTICIPATION,
        participant.span,
        (OF_MEETING, f"<{meeting}>"),
        (OF_PERSON, f"<{company.person(participant.name)}>"),
        (HAS_ORGANIZATION, f"<{company.organisation(organisation)}>" if organisation else None),
        (ORGANISATION_AS_WRITTEN, _plain(participant.organisation_as_written)),
        (PARTY, _plain(participant.party)),
        (ITEMS_ATTENDED, items if participant.items_told is None else None),
        (REPLACES, f"<{company.person(participant.replaces)}>" if participant.replaces else None),
        (NOTE, _plain(participant.note)),
        *[(ROLE, plain(role)) for role in participant.roles],
        *_offices(company, participant.roles),
    )
    if items is not None and participant.items_told is not None:
        graph.fact(iri, ITEMS_ATTENDED, items, participant.items_told, LEFT_OR_JOINED)
    attendance = concept(participant.attendance.value)
    if participant.rule is None:
        graph.add(thing, ATTENDANCE, attendance)
    else:
        graph.fact(iri, ATTENDANCE, attendance, participant.span, participant.rule)


def state_signatures(graph: GraphWriter, company: Company, minutes: Minutes, meeting: str) -> None:
    """Describe who signs the minutes."""
    keys = unique([person_hash(company.slug, signatory.name) for signatory in minutes.signatories])
    for signatory, key in zip(minutes.signatories, keys, strict=True):
        items = signatory.items
        graph.thing(
            f"{meeting}/signature/{key}",
            SIGNATURE,
            signatory.span,
            (OF_MEETING, f"<{meeting}>"),
            (OF_PERSON, f"<{company.person(signatory.name)}>"),
            (ITEMS_ATTENDED, None if items is None else ntriples.plain(", ".join(items))),
            *[(ROLE, ntriples.plain(role)) for role in signatory.roles],
            *_offices(company, signatory.roles),
        )


def _offices(company: Company, roles: Iterable[str]) -> list[tuple[str, str]]:
    """Say which of the roles are that of chair, vice chair, secretary or adjuster, by whatever name."""
    language = languages.load(company.language)
    found = {office: None for role in roles if (office := language.office(role))}
    return [(ROLE_KIND, concept(office)) for office in found]


def _plain(text: str | None) -> str | None:
    return None if text is None else ntriples.plain(text)
