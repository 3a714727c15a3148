"""Lists of people in every form: one line, columns, brackets, tables; nobody here is known to the parser."""

import pytest

from graphbuild import gazetteer, languages
from graphbuild.parsing.people import people_in
from graphbuild.parsing.presence import expand, presence_of
from graphbuild.parsing.rows import Row

SWEDISH = languages.load("sv")


def rows(*lines: str) -> list[Row]:
    return [Row(n, 1, 0, len(line), line, 0, lower=line.lower()) for n, line in enumerate(lines, 1)]


def told(*lines: str) -> list[tuple[str, str | None, str | None, list[str]]]:
    found = people_in(rows(*lines), SWEDISH, gazetteer.load())
    return [(p.name, p.organisation, p.party, p.roles) for p in found.persons]


def test_one_line_with_nothing_between_people() -> None:
    assert told(
        "Vera Stål, Kiruna Nils-Olof Grape, Luleå, vice ordförande Aino Rova, Region Norrbotten, ordförande Pär Nyhlén, Region Norrbotten § 3-4, 9"
    ) == [
        ("Vera Stål", "Kiruna", None, []),
        ("Nils-Olof Grape", "Luleå", None, ["vice ordförande"]),
        ("Aino Rova", "Region Norrbotten", None, ["ordförande"]),
        ("Pär Nyhlén", "Region Norrbotten", None, []),
    ]


def test_a_surname_that_is_a_municipality_stays_a_surname() -> None:
    assert told("Lisa Berg, Sala Karl Lund, Berg Eva Mark, Lund") == [
        ("Lisa Berg", "Sala", None, []),
        ("Karl Lund", "Berg", None, []),
        ("Eva Mark", "Lund", None, []),
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("Anna Ek (S), ordförande",), [("Anna Ek", None, "S", ["ordförande"])]),
        (("Anna Ek (5)",), [("Anna Ek", None, "S", [])]),
        (("Bo Alm, konsult Metria AB",), [("Bo Alm", "Metria AB", None, ["konsult"])]),
        (("Ordförande Anna Ek", "Sekreterare Bo Alm"), [("Anna Ek", None, None, ["ordförande"]), ("Bo Alm", None, None, ["sekreterare"])]),
        (("kommunchef Anna Ek, ekonomichef Bo Alm",), [("Anna Ek", None, None, ["kommunchef"]), ("Bo Alm", None, None, ["ekonomichef"])]),
        (("Anna Ek, mark- och exploateringschef",), [("Anna Ek", None, None, ["mark- och exploateringschef"])]),
        (("Anna af Ekenstam, SKR", "Carl von Däniken, SCB", "Eva Ek, SGU"), [("Anna af Ekenstam", "SKR", None, []), ("Carl von Däniken", "SCB", None, []), ("Eva Ek", "SGU", None, [])]),
        (("Anna Ek, Bo Alm, Skolverket", "Cilla Dahl, Boverket", "Dan Ek, Sida"), [("Anna Ek", "Skolverket", None, []), ("Bo Alm", "Skolverket", None, []), ("Cilla Dahl", "Boverket", None, []), ("Dan Ek", "Sida", None, [])]),
        (("för Boverket\tAnna Ek, ordförande, och Bo Alm", "för Sida\tDan Ek"), [("Anna Ek", "Boverket", None, ["ordförande"]), ("Bo Alm", "Boverket", None, []), ("Dan Ek", "Sida", None, [])]),
        (("Kommunalrådet Anna Ek – Skolverket Verksamhetschef Bo Alm – Boverket",), [("Anna Ek", "Skolverket", None, ["kommunalråd"]), ("Bo Alm", "Boverket", None, ["verksamhetschef"])]),
        (("Anna-Karin", "Lindgren (M)"), [("Anna-Karin Lindgren", None, "M", [])]),
        (("Anna Ek, Länsstyrelsen (LST)",), [("Anna Ek", "Länsstyrelsen", None, [])]),
        (("Bo Alm, Myndigheten för ungdoms- och civilsamhällesfrågor och Eva Ek, Boverket",), [("Bo Alm", "Myndigheten för ungdoms- och civilsamhällesfrågor", None, []), ("Eva Ek", "Boverket", None, [])]),
    ],
)  # fmt: skip
def test_forms(lines: tuple[str, ...], expected: list[tuple[str, str | None, str | None, list[str]]]) -> None:
    assert told(*lines) == expected


def test_who_serves_for_whom() -> None:
    found = people_in(
        rows("Anna Ek (S), tjänstgörande ersättare för Bo Alm (S)", "Cia Dahl (C) ersätter Dan Ek (C) § 7"),
        SWEDISH,
        gazetteer.load(),
    ).persons
    assert [(p.name, p.party, p.replaces) for p in found] == [
        ("Anna Ek", "S", "Bo Alm"),
        ("Cia Dahl", "C", "Dan Ek"),
    ]
    assert found[1].presence[0].numbers == ("7",)


def test_in_whose_stead_and_what_limits_both() -> None:
    found = people_in(
        rows("Karin Skog, i Asta Björks ställe", "Bo Alm och Dan Ek, båda §§ 4–5"), SWEDISH, gazetteer.load()
    )
    assert next((p.name, p.replaces) for p in found.persons) == ("Karin Skog", "Asta Björk")
    assert [[r.numbers for r in p.presence] for p in found.persons] == [[], [("4", "5")], [("4", "5")]]


def test_local_parties_are_told_by_the_company_they_are_in() -> None:
    assert [p[2] for p in told("Anna Ek (S)", "Bo Alm (M)", "Cia Dahl (BP)")] == ["S", "M", "BP"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("§ 8-9, 15", ("8", "9", "15")),
        ("§§ 28–31, 33–34", ("28", "29", "30", "31", "33", "34")),
        ("§ 12/2024", ("12",)),
        ("punkt 4 till 6", ("4", "5", "6")),
        ("10 a, 11", ("10 a", "11")),
    ],
)
def test_ranges_are_expanded(text: str, numbers: tuple[str, ...]) -> None:
    assert expand(text, SWEDISH) == numbers


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("§ 3", "only"),
        ("ej § 62", "except"),
        ("t.o.m. § 34", "until"),
        ("fr.o.m. § 35", "from"),
        ("från punkt 4", "from"),
        ("utom § 3", "except"),
    ],
)
def test_modes_of_presence(text: str, mode: str) -> None:
    assert presence_of(text, SWEDISH).mode == mode
