"""Planted anomalies are found, each with the words that show it; sound minutes raise no alarm."""

import json
import re
from pathlib import Path

import pytest

from graphbuild import catalogue, checks, messages
from graphbuild.checks import Finding
from graphbuild.commands.check import SEVERITIES
from graphbuild.identity import DEFAULT_BASE
from graphbuild.pipeline import build
from graphbuild.store import EmbeddedStore
from tests.cli import govgraph
from tests.fjallbygd import autumn, spring
from tests.stores import filled

PLANTED = Path(__file__).parent / "minutes" / "planted"
GOLD = Path(__file__).parent / "gold"
MARCH, MAY, SEPTEMBER = (f"miljonamnden_2025-{day}.txt" for day in ("03-11", "05-13", "09-09"))
EXPECTED = {
    # what, where (the first words that show it), how bad
    ("two-chairs", f"{MARCH}:8", "warning"),
    ("ends-before-it-starts", f"{MARCH}:6", "violation"),
    ("adjuster-absent", f"{MARCH}:13", "violation"),
    ("approved-before-meeting", f"{MARCH}:14", "violation"),
    ("items-missing", f"{MARCH}:15", "warning"),
    ("next-meeting-not-later", f"{MARCH}:16", "warning"),
    ("contents-title", f"{MARCH}:20", "warning"),
    ("contents-without-item", f"{MARCH}:22", "warning"),
    ("no-quorum", f"{MARCH}:28", "violation"),
    ("acts-while-absent", f"{MARCH}:38", "violation"),
    ("acts-while-disqualified", f"{MARCH}:39", "violation"),
    ("name-variant", f"{MARCH}:40", "warning"),
    ("no-quorum", f"{MARCH}:44", "violation"),
    ("overdue", f"{MARCH}:45", "info"),
    ("due-before-given", f"{MARCH}:46", "warning"),
    ("document-of-other-item", f"{MARCH}:49", "warning"),
    ("no-quorum", f"{MARCH}:55", "violation"),
    ("number-repeated", f"{MARCH}:57", "warning"),
    ("acts-before-or-after", f"{MARCH}:67", "warning"),
    ("speaks-while-away", f"{MARCH}:67", "warning"),
    ("no-quorum", f"{MARCH}:71", "violation"),
    ("replaced-and-deciding", f"{MAY}:11", "warning"),
    ("adjuster-not-listed", f"{MAY}:14", "warning"),
    ("next-meeting-missing", f"{MAY}:17", "info"),
    ("numbers-missing-between", f"{MAY}:19", "info"),
    ("votes-named-otherwise", f"{MAY}:29", "warning"),
    ("absent-and-present", f"{SEPTEMBER}:11", "violation"),
    ("items-missing", f"{SEPTEMBER}:14", "warning"),
    ("items-not-claimed", f"{SEPTEMBER}:14", "warning"),
    ("numbers-used-again", f"{SEPTEMBER}:16", "warning"),
    ("signs-while-absent", f"{SEPTEMBER}:34", "violation"),
    ("name-variant-signed", f"{SEPTEMBER}:36", "warning"),
    ("other-date", "byradet_2025-02-04.txt:3", "warning"),
    ("numbers-skipped", "byradet_2025-02-04.txt:10", "warning"),
    ("other-chair-signs", "byradet_2025-02-04.txt:23", "warning"),
}

OTHERWISE = PLANTED.parent / "planted_otherwise"
HARBOUR = "hamnradet_2024-05-03.md"
OCTOBER, EARLY, LATE = (f"kulturnamnden_2025-{day}.txt" for day in ("10-14", "12-09", "12-16"))
EXPECTED_OTHERWISE = [
    ("other-date", f"{HARBOUR}:1"),
    ("two-chairs", f"{HARBOUR}:5"),
    ("numbers-skipped", f"{HARBOUR}:8"),
    ("acts-while-absent", f"{HARBOUR}:12"),
    ("due-before-given", f"{HARBOUR}:14"),
    ("name-variant", f"{HARBOUR}:17"),
    ("next-meeting-not-later", f"{HARBOUR}:20"),
    ("adjuster-absent", f"{OCTOBER}:27"),
    ("approved-before-meeting", f"{OCTOBER}:28"),
    ("items-missing", f"{OCTOBER}:29"),
    ("contents-title", f"{OCTOBER}:33"),
    ("contents-without-item", f"{OCTOBER}:35"),
    ("acts-while-absent", f"{OCTOBER}:47"),
    ("acts-while-disqualified", f"{OCTOBER}:53"),
    ("document-of-other-item", f"{OCTOBER}:57"),
    ("name-variant", f"{OCTOBER}:60"),
    ("overdue", f"{OCTOBER}:63"),
    ("next-meeting-missing", f"{OCTOBER}:68"),
    ("other-chair-signs", f"{OCTOBER}:74"),
    ("ends-before-it-starts", f"{EARLY}:8"),
    ("items-missing", f"{EARLY}:24"),
    ("numbers-missing-between", f"{EARLY}:26"),
    ("no-quorum", f"{EARLY}:28"),
    ("acts-while-absent", f"{EARLY}:32"),
    ("votes-named-otherwise", f"{EARLY}:32"),
    ("no-quorum", f"{EARLY}:36"),
    ("number-repeated", f"{EARLY}:38"),
    ("no-quorum", f"{EARLY}:40"),
    ("next-meeting-not-later", f"{EARLY}:42"),
    ("signs-while-absent", f"{EARLY}:45"),
    ("replaced-and-deciding", f"{LATE}:18"),
    ("absent-and-present", f"{LATE}:21"),
    ("adjuster-not-listed", f"{LATE}:27"),
    ("items-not-claimed", f"{LATE}:29"),
    ("document-of-other-item", f"{LATE}:39"),
    ("acts-before-or-after", f"{LATE}:46"),
]


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("planted") / "store"
    assert not build([PLANTED], path, DEFAULT_BASE).failed
    return path


def found_in(path: Path, language: str = "sv", on: str | None = None) -> list[Finding]:
    with EmbeddedStore.read(path) as store:
        return checks.findings(store, language, on)


def place(finding: Finding) -> str:
    return f"{finding.evidence[0].file}:{finding.evidence[0].line}"


def test_every_planted_anomaly_is_found_and_nothing_else(planted: Path) -> None:
    found = found_in(planted)
    assert {(each.check, place(each), each.severity) for each in found} == EXPECTED
    assert len(found) == len(EXPECTED)


def test_anomalies_in_other_words_and_layouts_are_found_and_nothing_else(tmp_path: Path) -> None:
    """These minutes were written after the checks, in words and a layout that they were not built with."""
    build([OTHERWISE], tmp_path / "store", DEFAULT_BASE)
    found = [(each.check, place(each)) for each in found_in(tmp_path / "store")]
    assert sorted(found) == sorted(EXPECTED_OTHERWISE)


def test_every_check_has_a_planted_anomaly_and_every_kind_a_name() -> None:
    kinds = {kind for kind, _, _ in EXPECTED}
    assert set(checks.names()) - {"contradictions"} <= kinds
    code = (Path(checks.__file__).parents[1] / "parsing" / "anomalies.py").read_text("utf-8")
    told = set(re.findall(r'_notice\(\s*"([\w-]+)"', code))
    assert told <= kinds
    for kind in told:
        for language in messages.LANGUAGES:
            assert messages.word("check", kind, language) != kind


def test_each_finding_shows_the_words_that_contradict_each_other(planted: Path) -> None:
    found = {each.check: each for each in found_in(planted)}
    quotes = [each.quote for each in found["acts-while-disqualified"].evidence]
    assert quotes == [
        "Anna Berglund (S) yrkar avslag på förslaget.",
        "Anna Berglund (S) anmäler jäv och deltar inte i handläggningen av ärendet.",
    ]
    assert [each.line for each in found["numbers-used-again"].evidence] == [16, 37]
    assert found["numbers-used-again"].date == "2025-09-09"
    assert found["numbers-used-again"].body == "Miljönämnden"
    assert found["no-quorum"].problem == "§ 23 beslutas av 2 av 6 ledamöter"


def test_problems_are_told_in_english_too(planted: Path) -> None:
    swedish, english = found_in(planted), found_in(planted, "en")
    assert [each.thing for each in swedish] == [each.thing for each in english]
    assert not {each.problem for each in swedish} & {each.problem for each in english}
    assert not any("{" in each.problem for each in swedish + english)


def test_the_day_tells_what_is_late(planted: Path) -> None:
    late = {"overdue", "next-meeting-missing"}
    by_day = {
        day: sorted(each.check for each in found_in(planted, on=day) if each.check in late)
        for day in ("2025-04-01", "2025-05-01", "2025-07-01")
    }
    assert by_day == {
        "2025-04-01": [],
        "2025-05-01": ["overdue"],
        "2025-07-01": ["next-meeting-missing", "overdue"],
    }


def test_what_later_minutes_speak_of_in_passing_is_not_overdue(tmp_path: Path) -> None:
    """The ledger knows only reports that say so; whoever tells in passing has not forgotten."""
    for day, number, said in (
        ("4 februari", 1, "Petra Quist köper en ny gräsklippare senast den 1 mars 2025."),
        ("6 maj", 2, "Det har regnat mycket."),
        ("2 september", 3, "Gräsklipparen står i boden."),
    ):
        (tmp_path / f"{number}.txt").write_text(
            f"Byrådet i Lillviken\n\nPlats och tid: Bygdegården, den {day} 2025 kl. 18.00\n"
            "Närvarande: Olle Persson, ordförande\nPetra Quist\n\n"
            f"§ {number} Rapporter\n\n{said}\n"
        )
    overdue = {}
    for last in (2, 3):
        build(
            [tmp_path / f"{number}.txt" for number in range(1, last + 1)], tmp_path / str(last), DEFAULT_BASE
        )
        overdue[last] = [each.problem for each in found_in(tmp_path / str(last)) if each.check == "overdue"]
    assert overdue == {
        2: ["skulle vara klart 2025-03-01; protokoll till och med 2025-05-06 nämner det inte"],
        3: [],
    }


def test_headers_are_whole() -> None:
    for name in checks.names():
        query = catalogue.load(name, checks.CHECKS)
        assert query.severity in SEVERITIES
        for said in (query.title, query.description, query.message):
            assert set(said) == {"sv", "en"} and all(said.values()), name
        columns = set(re.findall(r"\?(\w+)", query.text))
        assert {"thing_iri", "meeting_iri", "quote_iri"} <= columns
        for sentence in query.message.values():
            assert set(re.findall(r"{(\w+)}", sentence)) <= columns, name


def test_few_alarms_are_false(tmp_path: Path) -> None:
    """Below one in ten documents: in the minutes that nobody found anything wrong with while annotating."""
    folders = ["dev", "dev2", "dev3", "dev4", "dev5", "dev6", "dev7", "nb"]
    report = build([PLANTED.parent / folder for folder in folders], tmp_path / "store", DEFAULT_BASE, jobs=1)
    gold = [
        json.loads(path.read_text("utf-8")) for folder in folders for path in (GOLD / folder).glob("*.json")
    ]
    wrong = {each["source"] for each in gold if each.get("anomalies")}
    found = [each for each in found_in(tmp_path / "store") if each.severity != "info"]
    false = [(each.check, place(each)) for each in found if each.evidence[0].file not in wrong]
    assert report.read == len(gold) == 97
    assert len(false) < len(gold) / 10, false
    assert wrong <= {each.evidence[0].file for each in found}


def test_the_anomalies_that_the_examples_are_annotated_with(example_store: Path) -> None:
    """What people found in them, by file and item; a date in a page's head is not compared yet."""
    found = [each for each in found_in(example_store) if each.severity != "info"]
    files = {each.evidence[0].file.rpartition(".")[0] for each in found}
    told = {path.stem: json.loads(path.read_text("utf-8")) for path in (GOLD / "examples").glob("*.json")}
    annotated = {name for name, gold in told.items() if gold.get("anomalies")}
    assert annotated <= files
    assert len([each for each in found if each.evidence[0].file.rpartition(".")[0] not in annotated]) <= 1


@pytest.mark.shared
def test_the_anomalies_of_the_seeds_are_found_with_evidence(shared: Path, tmp_path: Path) -> None:
    build([shared / "seeds"], tmp_path / "store", DEFAULT_BASE)
    found = found_in(tmp_path / "store", "en")
    problems = [set(each.problem.replace(":", "").split()) for each in found if each.evidence]
    for path in (shared / "gold").glob("*.json"):
        for anomaly in json.loads(path.read_text("utf-8"))["anomalies"]:
            assert any(set(anomaly.replace(":", "").split()) <= told for told in problems), anomaly
    assert all(each.severity != "violation" for each in found)


# The command


def test_the_command_tells_counts_and_ends_with_1(planted: Path) -> None:
    ran = govgraph("check", "--store", planted, GOVGRAPH_FORMAT="table", GOVGRAPH_LANG="sv")
    assert ran.code == 1
    assert ran.out.startswith("FEL (11)\n────────\n    4  för få för att besluta\n")
    assert ran.out.index("FEL (") < ran.out.index("VARNINGAR (") < ran.out.index("UPPLYSNINGAR (")
    assert max(map(len, ran.out.splitlines())) <= 80
    assert ran.err.splitlines() == [
        "Ingen form är bruten.",
        "11 fel, 21 varningar och 3 upplysningar i 4 dokument.",
    ]


def test_the_command_as_data(planted: Path) -> None:
    ran = govgraph("check", "--store", planted, "--format", "json", "--severity", "violation", "--lang", "en")
    rows = json.loads(ran.out)
    assert ran.code == 1
    assert {row["severity"] for row in rows} == {"violation"}
    (row,) = (row for row in rows if row["check"] == "acts-while-absent")
    assert row["problem"] == "Cecilia Ekman acts under item 21 but is absent from the meeting"
    assert (row["source"], row["line"], row["against_line"]) == (MARCH, 38, 10)
    assert row["thing_iri"].endswith("/2025-03-11/item/21/motion/1")


def test_what_is_odd_is_no_failure(tmp_path: Path) -> None:
    store = tmp_path / "store"
    build([PLANTED / "byradet_2025-02-04.txt"], store, DEFAULT_BASE)
    ran = govgraph("check", "--store", store, GOVGRAPH_LANG="en")
    assert ran.code == 0
    assert ran.out.count("\n") == 4
    assert "0 violations, 3 warnings and 0 notes in 1 document." in ran.err


def test_a_broken_shape_is_a_failure(tmp_path: Path) -> None:
    path = filled(tmp_path / "store", spring(), autumn())
    with EmbeddedStore.write(path) as store:
        graph = store.names.graph("broken")
        line = f"<{DEFAULT_BASE}x> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://xmlns.com/foaf/0.1/Person>"
        store.replace([], {graph: f"{line} <{graph}> .\n"})
    ran = govgraph(
        "check", "--store", path, "--format", "json", "--severity", "violation", GOVGRAPH_LANG="en"
    )
    assert ran.code == 1
    assert {row["check"] for row in json.loads(ran.out)} == {"shape-Person"}
    assert "x: “A person has a name.” does not hold" in {row["problem"] for row in json.loads(ran.out)}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--severity", "bad"), "choose one of violation, warning, info"),
        (("--lang", "de"), "choose one of sv, en"),
        (("--on", "soon"), "--on soon: write a date"),
    ],
)
def test_calls_that_are_off(planted: Path, words: tuple[str, ...], told: str) -> None:
    ran = govgraph("check", "--store", planted, *words)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
