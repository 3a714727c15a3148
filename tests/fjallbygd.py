"""Two hand-made minutes of one body, as the parser would hand them over, for tests of the graph side.

The texts are short and complete: every kind of thing that `Minutes` can hold stands in one of them.
"""

import hashlib
from dataclasses import replace

from graphbuild.model import (
    Agent,
    AgentKind,
    Approval,
    Assignment,
    Attendance,
    CitedDocument,
    Coverage,
    Decision,
    DecisionType,
    Disqualification,
    Document,
    FollowUp,
    Item,
    Line,
    Minutes,
    Motion,
    Notice,
    Organisation,
    Outcome,
    Participant,
    Period,
    Presenter,
    Reference,
    Reservation,
    Said,
    Signatory,
    Span,
    SubItem,
    Vote,
)

ARE = Organisation("Åre kommun", "are-kommun", "municipality", "2321", "Q298846")
KROKOM = Organisation("Krokoms kommun", "krokoms-kommun", "municipality", "2309")
REGION = Organisation("Region Jämtland Härjedalen", "region-jamtland-harjedalen", "region", "23")
FORBUNDET = Organisation("Kommunförbundet", local=True)

SPRING = """Regional ledningsgrupp
Tid och plats: 7 april 2025 kl. 13.00-15.30, Hus U, Östersund
Beslutande: Sara Ek, Åre, ordförande
Örjan Ståhl, Krokom
Magnus Asp, Region Jämtland Härjedalen § 8-9
Åsa Björk, Krokom, tjänstgörande ersättare för Nils Lind
Ersättare: Olle Dahl (S)
Övriga: Emil Wik, sekreterare
Frånvarande: Nils Lind, Krokom
Justering: 28 april 2025, digitalt
Paragrafer: 8-11
Nästa möte: 16-17 juni 2025
Underskrifter: Emil Wik, sekreterare. Sara Ek, ordförande § 8-10
§ 8 Öppnande
a) Dagordningen fastställs
b) Åsa Björk väljs att justera
§ 9 Trygghet och hälsa, Dnr RLG 2025/7
Föredragande: Örjan Stål, kommunchef
Gruppen beslutar att fokusera på punkten:
- Den kommande folkhälsopolicyn
Sara tar på sig att ta fram ett förslag till folkhälsopolicy under q4 2025.
Regionen får i uppdrag att ta fram statistik. Kommunförbundet bokar lokal. Några tar kontakt med SKR.
Underlag: Lägesbild "Trygg"
Underlaget är framtaget av arbetsgruppen. Bilaga: Karta\\norr
§ 10 Köp av Skutan AB
Örjan Ståhl anmäler jäv. Magnus Asp yrkar avslag på köpet.
Med 2 ja-röster mot 1 nej-röst beslutar gruppen att köpa Skutan AB.
Magnus Asp reserverar sig: för dyrt.
§ 11 Övriga frågor
Se § 3 Försörjning i föregående protokoll. Frågan skjuts upp. 34 xyzzy
"""

AUTUMN = """Regional ledningsgrupp
15 september 2025
Beslutande: Örjan Ståhl, Krokom
Sara Ek, Åre
Frånvarande: Magnus Asp, Region Jämtland Härjedalen
§ 12 Uppföljning
Sara Ek redovisar det färdiga förslaget till folkhälsopolicy. Uppdraget är avslutat.
§ 13 Trygghet och hälsa
Gruppen beslutar att anta folkhälsopolicyn.
"""


def document(text: str, name: str) -> Document:
    """Turn a text into the `Document` that the reader would give."""
    lines, start = [], 0
    for number, line in enumerate(text.split("\n"), start=1):
        lines.append(Line(number, start, start + len(line)))
        start += len(line) + 1
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Document(name, text, tuple(lines), sha256, "text/plain", "utf-8")


class Finder:
    """Finds the spans of words in a text, one after another."""

    def __init__(self, text: str) -> None:
        self.text = text

    def span(self, words: str, after: str = "") -> Span:
        """Find the words, after the first place of `after`."""
        start = self.text.index(words, self.text.index(after))
        return Span(start, start + len(words))

    def extent(self, first: str, last: str) -> Span:
        """Find what lies from the first words to the end of the last."""
        start = self.text.index(first)
        return Span(start, self.text.index(last, start) + len(last))


def spring() -> Minutes:
    """Give the minutes of 7 April: everything there is."""
    find = Finder(SPRING)
    span = find.span
    return Minutes(
        document=document(SPRING, "rlg-2025-04-07.txt"),
        language="sv",
        body=Said("Regional ledningsgrupp", span("Regional ledningsgrupp")),
        date=Said("2025-04-07", span("7 april 2025")),
        end_date=Said("2025-04-07", span("7 april 2025")),
        start=Said("13:00", span("13.00")),
        end=Said("15:30", span("15.30")),
        place=Said("Hus U, Östersund", span("Hus U, Östersund")),
        online=Said(False, span("Hus U, Östersund")),
        items_covered=Said(("8", "9", "10", "11"), span("8-11")),
        next_meeting=Said(Period("2025-06-16", "2025-06-17"), span("16-17 juni 2025")),
        approval=Said(Approval("2025-04-28", True), span("28 april 2025, digitalt")),
        participants=_spring_participants(find),
        signatories=(
            Signatory("Emil Wik", span("Emil Wik, sekreterare", "Underskrifter"), ("sekreterare",)),
            Signatory("Sara Ek", span("Sara Ek, ordförande § 8-10"), ("ordförande",), ("8", "9", "10")),
        ),
        items=_spring_items(find),
        issues=(Notice("line-not-understood", span("34 xyzzy"), (("text", "34 xyzzy"),)),),
        anomalies=(Notice("item-without-participants", span("§ 11 Övriga frågor")),),
        coverage=Coverage(30, 29, (30,)),
    )


def _spring_participants(find: Finder) -> tuple[Participant, ...]:
    span = find.span
    deciding = Attendance.DECIDING
    return (
        Participant("Sara Ek", span("Sara Ek, Åre, ordförande"), deciding, ("ordförande",), "Åre", ARE),
        Participant("Örjan Ståhl", span("Örjan Ståhl, Krokom"), deciding, (), "Krokom", KROKOM),
        Participant(
            "Magnus Asp",
            span("Magnus Asp, Region Jämtland Härjedalen § 8-9"),
            deciding,
            organisation_as_written="Region Jämtland Härjedalen",
            organisation=REGION,
            items=("8", "9"),
            items_as_written="§ 8-9",
        ),
        Participant(
            "Åsa Björk",
            span("Åsa Björk, Krokom, tjänstgörande ersättare för Nils Lind"),
            deciding,
            ("tjänstgörande ersättare",),
            "Krokom",
            KROKOM,
            replaces="Nils Lind",
        ),
        Participant("Olle Dahl", span("Olle Dahl (S)"), Attendance.SUBSTITUTE, party="S"),
        Participant("Emil Wik", span("Emil Wik, sekreterare"), Attendance.OTHER, ("sekreterare",)),
        Participant(
            "Nils Lind",
            span("Nils Lind, Krokom", "Frånvarande"),
            Attendance.ABSENT,
            (),
            "Krokom",
            KROKOM,
            rule="called-not-present",
        ),
    )


def _spring_items(find: Finder) -> tuple[Item, ...]:
    span = find.span
    return (
        Item(
            "Öppnande",
            span("§ 8 Öppnande"),
            find.extent("§ 8 Öppnande", "väljs att justera"),
            "8",
            outcome=Said(Outcome.DECIDED, span("fastställs")),
            decisions=(
                Decision(
                    "Dagordningen fastställs", span("Dagordningen fastställs"), DecisionType.ADOPTION, "a"
                ),
                Decision(
                    "Åsa Björk väljs att justera",
                    span("Åsa Björk väljs att justera"),
                    DecisionType.ELECTION,
                    "b",
                    concerns=("Åsa Björk",),
                ),
            ),
            subitems=(
                SubItem(span("a) Dagordningen fastställs"), "a", text="Dagordningen fastställs"),
                SubItem(span("b) Åsa Björk väljs att justera"), "b", text="Åsa Björk väljs att justera"),
            ),
        ),
        _item_on_health(find),
        _item_with_vote(find),
        Item(
            "Övriga frågor",
            span("§ 11 Övriga frågor"),
            find.extent("§ 11 Övriga frågor", "34 xyzzy"),
            "11",
            outcome=Said(Outcome.DEFERRED, span("Frågan skjuts upp")),
            decisions=(Decision("Frågan skjuts upp", span("Frågan skjuts upp"), DecisionType.DEFERRAL),),
            references=(
                Reference(
                    "3", "föregående protokoll", span("§ 3 Försörjning i föregående protokoll"), "Försörjning"
                ),
            ),
        ),
    )


def _item_on_health(find: Finder) -> Item:
    span = find.span
    return Item(
        "Trygghet och hälsa",
        span("§ 9 Trygghet och hälsa, Dnr RLG 2025/7"),
        find.extent("§ 9 Trygghet", "Karta\\norr"),
        "9",
        title_span=span("Trygghet och hälsa"),
        case=Said("RLG 2025/7", span("RLG 2025/7")),
        focus_area=Said("Trygghet och hälsa", span("Trygghet och hälsa")),
        outcome=Said(Outcome.DECIDED, span("beslutar att fokusera")),
        presenters=(
            Presenter("Örjan Stål", span("Örjan Stål, kommunchef"), ("kommunchef",), same_as="Örjan Ståhl"),
        ),
        decisions=(
            Decision(
                "Gruppen beslutar att fokusera på punkten: Den kommande folkhälsopolicyn",
                find.extent("Gruppen beslutar att fokusera", "kommande folkhälsopolicyn"),
                DecisionType.ADOPTION,
                points=("Den kommande folkhälsopolicyn",),
            ),
        ),
        assignments=_assignments(find),
        documents=(
            CitedDocument('Lägesbild "Trygg"', span('Lägesbild "Trygg"')),
            CitedDocument("Karta\\norr", span("Karta\\norr"), attachment=True),
        ),
        prepared_by=Said("arbetsgruppen", span("arbetsgruppen")),
        mentions=(Agent("Magnus Asp", "Magnus Asp", span("Magnus Asp yrkar"), AgentKind.PERSON),),
    )


def _assignments(find: Finder) -> tuple[Assignment, ...]:
    span = find.span
    policy = "Sara tar på sig att ta fram ett förslag till folkhälsopolicy under q4 2025"
    statistics = "Regionen får i uppdrag att ta fram statistik"
    return (
        Assignment(
            policy,
            span(policy),
            (Agent("Sara Ek", "Sara", span("Sara", "kommande"), AgentKind.PERSON),),
            "2025-Q4",
            span("under q4 2025"),
        ),
        Assignment(
            statistics,
            span(statistics),
            (Agent(REGION.name, "Regionen", span("Regionen"), AgentKind.ORGANISATION, REGION),),
        ),
        Assignment(
            "Kommunförbundet bokar lokal",
            span("Kommunförbundet bokar lokal"),
            (
                Agent(
                    "Kommunförbundet",
                    "Kommunförbundet",
                    span("Kommunförbundet"),
                    AgentKind.ORGANISATION,
                    FORBUNDET,
                ),
            ),
        ),
        Assignment(
            "Några tar kontakt med SKR",
            span("Några tar kontakt med SKR"),
            (Agent("Några", "Några", span("Några")),),
        ),
    )


def _item_with_vote(find: Finder) -> Item:
    span = find.span
    purchase = "Med 2 ja-röster mot 1 nej-röst beslutar gruppen att köpa Skutan AB"
    return Item(
        "Köp av Skutan AB",
        span("§ 10 Köp av Skutan AB"),
        find.extent("§ 10 Köp", "för dyrt."),
        "10",
        outcome=Said(Outcome.DECIDED, span("beslutar gruppen att köpa")),
        decisions=(Decision(purchase, span(purchase), DecisionType.ADOPTION),),
        motions=(Motion("Magnus Asp", "avslag på köpet", span("Magnus Asp yrkar avslag på köpet")),),
        votes=(
            Vote(
                span("2 ja-röster mot 1 nej-röst"),
                2,
                1,
                for_names=("Sara Ek", "Åsa Björk"),
                against_names=("Magnus Asp",),
            ),
        ),
        reservations=(Reservation(("Magnus Asp",), span("Magnus Asp reserverar sig: för dyrt"), "för dyrt"),),
        disqualified=(Disqualification("Örjan Ståhl", span("Örjan Ståhl anmäler jäv")),),
    )


def autumn() -> Minutes:
    """Give the minutes of 15 September: what became of the spring's assignments."""
    find = Finder(AUTUMN)
    span = find.span
    report = "Sara Ek redovisar det färdiga förslaget till folkhälsopolicy. Uppdraget är avslutat."
    deciding = Attendance.DECIDING
    return Minutes(
        document=document(AUTUMN, "rlg-2025-09-15.txt"),
        language="sv",
        body=Said("Regional ledningsgrupp", span("Regional ledningsgrupp")),
        date=Said("2025-09-15", span("15 september 2025")),
        participants=(
            Participant("Örjan Ståhl", span("Örjan Ståhl, Krokom"), deciding, (), "Krokom", KROKOM),
            Participant("Sara Ek", span("Sara Ek, Åre"), deciding, (), "Åre", ARE),
            Participant(
                "Magnus Asp",
                span("Magnus Asp, Region Jämtland Härjedalen"),
                Attendance.ABSENT,
                (),
                "Region Jämtland Härjedalen",
                REGION,
            ),
        ),
        items=(
            Item(
                "Uppföljning",
                span("§ 12 Uppföljning"),
                find.extent("§ 12", "avslutat."),
                "12",
                outcome=Said(Outcome.INFORMED, span("redovisar")),
                follow_ups=(FollowUp(report, span(report), "done"),),
            ),
            Item(
                "Trygghet och hälsa",
                span("§ 13 Trygghet och hälsa"),
                find.extent("§ 13", "folkhälsopolicyn."),
                "13",
                focus_area=Said("Trygghet och hälsa", span("Trygghet och hälsa")),
                outcome=Said(Outcome.DECIDED, span("beslutar att anta")),
                decisions=(
                    Decision(
                        "Gruppen beslutar att anta folkhälsopolicyn",
                        span("Gruppen beslutar att anta folkhälsopolicyn"),
                        DecisionType.ADOPTION,
                    ),
                ),
            ),
        ),
        coverage=Coverage(9, 9),
    )


def changed(minutes: Minutes, text: str) -> Minutes:
    """Give the same minutes as read from a file with more text at its end."""
    longer = document(minutes.document.text + text, minutes.document.name)
    return replace(minutes, document=longer)
