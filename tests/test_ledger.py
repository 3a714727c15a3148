"""What later meetings say of assignments: found when it is sure, left open when it is not."""

from dataclasses import replace
from pathlib import Path

import pytest

from graphbuild import catalogue
from graphbuild.identity import DEFAULT_BASE
from graphbuild.ledger import entries
from graphbuild.ledger.wording import alike
from graphbuild.model import (
    Agent,
    AgentKind,
    Assignment,
    Decision,
    DecisionType,
    FollowUp,
    Item,
    Minutes,
    Said,
    Span,
)
from graphbuild.store import EmbeddedStore
from graphbuild.store.holdings import Holdings
from tests.fjallbygd import autumn, document, spring
from tests.stores import filled, put, said

BODY = "Rådet"


def meeting(
    date: str,
    *items: tuple[str, list[tuple[str, str | None]], list[tuple[str, str]], list[tuple[str, DecisionType]]],
) -> Minutes:
    """Make minutes: for each item its title, assignments (text, assignee), follow-ups (text, status), decisions."""
    text = f"{BODY} {date}\n"
    made = []
    for number, (title, given, told, decided) in enumerate(items, start=1):

        def placed(words: str) -> Span:
            nonlocal text
            text += f"{words}\n\n"
            return Span(len(text) - len(words) - 2, len(text) - 2)

        span = placed(f"{number} {title}")
        assignments = []
        for words, who in given:
            place = placed(words)
            assignees = (Agent(who, who, place, AgentKind.PERSON),) if who else ()
            assignments.append(Assignment(words, place, assignees))
        made.append(
            Item(title, span, span, str(number), assignments=tuple(assignments),
                 follow_ups=tuple(FollowUp(words, placed(words), status) for words, status in told),
                 decisions=tuple(Decision(words, placed(words), kind) for words, kind in decided))
        )  # fmt: skip
    return Minutes(
        document(text, f"{date}.txt"),
        "sv",
        body=Said(BODY, Span(0, 5)),
        date=Said(date, Span(6, 16)),
        items=tuple(made),
    )


def given(
    title: str, text: str, who: str | None = None
) -> tuple[str, list[tuple[str, str | None]], list[tuple[str, str]], list[tuple[str, DecisionType]]]:
    return title, [(text, who)], [], []


def told(
    title: str, text: str, status: str = "done"
) -> tuple[str, list[tuple[str, str | None]], list[tuple[str, str]], list[tuple[str, DecisionType]]]:
    return title, [], [(text, status)], []


def decided(
    title: str, text: str, kind: DecisionType
) -> tuple[str, list[tuple[str, str | None]], list[tuple[str, str]], list[tuple[str, DecisionType]]]:
    return title, [], [], [(text, kind)]


NOISE = (
    given("Vägar", "Anna Berg får i uppdrag att mäta trafiken på Storgatan", "Anna Berg"),
    given("Skolan", "Bo Lund tar fram en lista över trasiga pulpeter", "Bo Lund"),
)


def statuses(path: Path, *minutes: Minutes) -> dict[str, str]:
    """Build a store, and give each assignment's first words with its status."""
    filled(path, *minutes)
    with EmbeddedStore.read(path) as store:
        table = catalogue.run(store, catalogue.load("assignments"))
    places = [table.columns.index(column) for column in ("assignment", "status")]
    return {" ".join(str(row[places[0]]).split()[:2]): str(row[places[1]]) for row in table.rows}


@pytest.mark.parametrize(
    ("assignment", "report", "status"),
    [
        # the words alone say it
        (given("Vatten", "Cai Ek beställer vattenprov hos ackrediterat laboratorium", "Cai Ek"),
         told("Övrigt", "Vattenproven från det ackrediterade laboratoriet har kommit"), "done"),
        # one rare word under the same title
        (given("Brunnen", "Cai Ek beställer vattenprov hos laboratorium i Ängby", "Cai Ek"),
         told("Brunnen", "Vattenprovet skjuts upp", "delayed"), "delayed"),
        # nearly all words and the assignee
        (given("Policy", "Cai Ek tar fram ett förslag till folkhälsopolicy", "Cai Ek"),
         told("Uppföljning", "Cai redovisar folkhälsopolicyn", "reported"), "reported"),
        # the assignee alone says nothing
        (given("Vatten", "Cai Ek beställer vattenprov", "Cai Ek"), told("Lekplats", "Cai Ek har målat gungorna"), "open"),
        # common words say nothing
        (given("Vatten", "Cai Ek får i uppdrag att redovisa frågan till nästa möte", "Cai Ek"),
         told("Övrigt", "Uppdraget redovisas och frågan är klar till nästa möte"), "open"),
        # but the only open assignment of the subject is meant by "the assignment"
        (given("Vatten", "Cai Ek får i uppdrag att redovisa frågan till nästa möte", "Cai Ek"),
         told("Vatten", "Uppdraget är slutfört"), "done"),
        # one word of many without a bond says nothing
        (given("Vatten", "beställa vattenprov hos laboratorium i Ängby före helgen"), told("Resan", "Helgen blev lyckad"), "open"),
        # another thing with a word in common
        (given("Vatten", "Cai Ek beställer vattenprov vid badplatsen", "Cai Ek"),
         told("Vattenövning", "Vattenövningen är genomförd"), "open"),
        # a decision of the same matter
        (given("Larmcentral", "Cai Ek tar fram en reviderad kostnadsfördelning för sex kommuner", "Cai Ek"),
         decided("Larmcentral", "Den reviderade kostnadsfördelningen för sex kommuner fastställs", DecisionType.ADOPTION), "reported"),
        # the same words under another title
        (given("Larmcentral", "Cai Ek tar fram en reviderad kostnadsfördelning för sex kommuner", "Cai Ek"),
         decided("Simhall", "Kostnadsfördelningen för kommuner avslogs", DecisionType.ADOPTION), "open"),
    ],
)  # fmt: skip
def test_reports(tmp_path: Path, assignment: tuple, report: tuple, status: str) -> None:  # type: ignore[type-arg]
    found = statuses(tmp_path / "s", meeting("2025-01-10", assignment, *NOISE), meeting("2025-03-10", report))
    first = " ".join(assignment[1][0][0].split()[:2])
    assert found[first] == status
    assert {key: value for key, value in found.items() if key != first} == {
        "Anna Berg": "open",
        "Bo Lund": "open",
    }


def test_a_report_needs_a_later_meeting_of_the_same_body(tmp_path: Path) -> None:
    work = given("Vatten", "Cai Ek beställer vattenprov hos laboratoriet", "Cai Ek")
    report = told("Vatten", "Vattenprovet från laboratoriet är klart")
    assert set(statuses(tmp_path / "a", meeting("2025-01-10", work, report)).values()) == {"open"}
    assert set(
        statuses(tmp_path / "b", meeting("2025-03-10", work), meeting("2025-01-10", report)).values()
    ) == {"open"}
    elsewhere = replace(meeting("2025-03-10", report), body=Said("Nämnden", Span(0, 5)))
    assert set(statuses(tmp_path / "c", meeting("2025-01-10", work), elsewhere).values()) == {"open"}


def test_two_assignments_alike_at_one_meeting_are_not_told_apart(tmp_path: Path) -> None:
    one = given("Vatten", "Cai Ek beställer vattenprov i Ängby", "Cai Ek")
    two = given("Vatten", "Dan Alm beställer vattenprov i Ängby", "Dan Alm")
    found = statuses(
        tmp_path / "s",
        meeting("2025-01-10", one, two),
        meeting("2025-03-10", told("Vatten", "Vattenprovet i Ängby är klart")),
    )
    assert set(found.values()) == {"open"}


def test_done_stays_done_and_else_the_last_word_counts(tmp_path: Path) -> None:
    work = given("Vatten", "Cai Ek beställer vattenprov hos laboratoriet", "Cai Ek")
    late = told("Vatten", "Vattenprovet från laboratoriet dröjer", "delayed")
    done = told("Vatten", "Vattenprovet från laboratoriet är klart")
    months = ("2025-01-10", "2025-02-10", "2025-03-10")
    for reports, status in (
        ((late, done), "done"),
        ((done, late), "done"),
        ((late, told("Vatten", "Vattenprovet från laboratoriet redovisas", "reported")), "reported"),
    ):
        path = tmp_path / f"{status}{reports[0] is late}"
        minutes = [meeting(month, item) for month, item in zip(months, (work, *reports), strict=True)]
        assert set(statuses(path, *minutes).values()) == {status}


def test_the_ledger_says_its_rule_and_both_quotes(tmp_path: Path) -> None:
    path = filled(tmp_path / "s", spring(), autumn())
    with EmbeddedStore.read(path) as store:
        rows = store.select(
            "SELECT ?exact WHERE { GRAPH <" + store.names.ledger_graph("regional-ledningsgrupp") + "> {"
            " ?a gov:status gov:done ; gov:reportedIn ?report . ?s a gov:Inference ; rdf:subject ?a ;"
            " rdf:predicate gov:status ; gov:rule gov:rule-assignment-reported ; prov:wasDerivedFrom ?q } ?q gov:exact ?exact } ORDER BY ?exact"
        ).rows
    assert [str(row[0]).split()[0] for row in rows] == ["Sara", "Sara"]


def test_the_ledger_depends_on_the_documents_not_on_their_order(tmp_path: Path) -> None:
    one, other = (
        filled(tmp_path / name, *order)
        for name, order in (("a", (spring(), autumn())), ("b", (autumn(), spring())))
    )
    graphs = []
    for path in (one, other):
        with EmbeddedStore.read(path) as store:
            graphs.append(
                sorted(store.statements(store.names.ledger_graph("regional-ledningsgrupp")).split(b"\n"))
            )
    assert graphs[0] == graphs[1] != [b""]


def test_the_ledger_changes_when_a_report_goes(tmp_path: Path) -> None:
    path = filled(tmp_path / "s", spring(), autumn())
    with Holdings(path, DEFAULT_BASE) as holdings:
        assert holdings.register.stale_bodies() == []
        holdings.remove(said(autumn()).document)
        assert holdings.register.stale_bodies() == ["regional-ledningsgrupp"]
        assert "reportedIn" not in ledger(holdings)
        put(holdings, autumn())
        assert "done" in ledger(holdings)


def ledger(holdings: Holdings) -> str:
    body = "regional-ledningsgrupp"
    return entries(holdings.store.names, body, holdings.register.told(body))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("källspårning", "källspårningen", True),
        ("redovisas", "redovisning", True),
        ("kommun", "kommunförbund", False),
        ("vattenprov", "vattenövning", False),
        ("bygg", "bygglov", False),
        ("prov", "prover", True),
        ("kyl", "kylen", False),
    ],
)
def test_forms_of_a_word(one: str, other: str, expected: bool) -> None:
    assert alike(one, other) is alike(other, one) is expected
