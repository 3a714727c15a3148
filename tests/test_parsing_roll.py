"""People told in sentences, as boards of associations and companies tell who was there; all of them invented."""

import pytest

from graphbuild import gazetteer, languages
from graphbuild.parsing.likeness import definite_role
from graphbuild.parsing.presence import attended
from graphbuild.parsing.roll import is_told, told_in
from graphbuild.parsing.rows import Row

SWEDISH = languages.load("sv")
ITEMS = ["1", "2", "3", "4", "5"]


def rows(text: str) -> list[Row]:
    return [Row(1, 1, 0, len(text), text, 0, lower=text.lower())]


def told(text: str) -> dict[str, tuple[str, str]]:
    """Name -> attendance, and all else that the sentences say of the person."""
    found = {}
    for seat in told_in(rows(text), None, SWEDISH, gazetteer.load()):
        person = seat.person
        items = attended(person.presence, ITEMS)
        told = [*person.roles, person.organisation, person.replaces and f"för {person.replaces}"]
        found[person.name] = (
            seat.attendance,
            "; ".join([*filter(None, told), *([" ".join(items)] if items else [])]),
        )
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "På mötet deltog ordföranden Ylva Brandt, sekreteraren Olof Rehn samt ledamöterna Mia Fors och Per Dahl.",
            {"Ylva Brandt": ("deciding", "ordförande"), "Olof Rehn": ("deciding", "sekreterare"),
             "Mia Fors": ("deciding", "ledamot"), "Per Dahl": ("deciding", "ledamot")},
        ),
        (
            "Suppleanten Eva Lind tjänstgjorde i stället för Nils Hage, som var sjuk.",
            {"Eva Lind": ("deciding", "suppleant; för Nils Hage"), "Nils Hage": ("absent", "")},
        ),
        ("Även suppleanten Tor Ek var med men deltog inte i besluten.", {"Tor Ek": ("substitute", "suppleant")}),
        (
            "Vid § 4 närvarade dessutom Lena Moll från Boverket och under § 5 revisorn Hans Falk.",
            {"Lena Moll": ("other", "Boverket; 4"), "Hans Falk": ("other", "revisor; 5")},
        ),
        ("Gunilla Rask och Bo Hed hade anmält förhinder.", {"Gunilla Rask": ("absent", ""), "Bo Hed": ("absent", "")}),
        (
            "Skolverket företräddes av Ulla Berg, chefsjurist, och Karin Holm, som kom till § 3.",
            {"Ulla Berg": ("deciding", "chefsjurist; Skolverket"), "Karin Holm": ("deciding", "Skolverket; 3 4 5")},
        ),
        (
            "Personalen företräddes av Siv Norén, som anslöt vid § 2 och gick före § 5.",
            {"Siv Norén": ("other", "2 3 4")},
        ),
        ("Anna Ek ledde mötet utom § 3. Närvarande var även Siv Norén.", {"Anna Ek": ("deciding", ""), "Siv Norén": ("other", "")}),
    ],
)  # fmt: skip
def test_sentences(text: str, expected: dict[str, tuple[str, str]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anna Ek (S), ordförande, Bo Alm (M), deltog § 1-3, Cilla Dahl (C), frånvarande § 2", False),
        ("ordföranden Anna Ek och Bo Alm. Cilla Dahl hade anmält förhinder. Dan Falk deltog till § 3.", True),
        ("Anna Ek, SKR. Bo Alm, SCB. Cilla Dahl, Boverket.", False),
    ],
)
def test_what_is_a_list_and_what_is_told(text: str, expected: bool) -> None:
    assert is_told(rows(text), SWEDISH) is expected


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Verkställande direktören", "verkställande direktör"), ("styrelsens ordförande", "ordförande"),
        ("bolagets revisor", "revisor"), ("ledamöterna", "ledamot"), ("konsulent", "konsulent"), ("grannarna", None),
    ],
)  # fmt: skip
def test_a_definite_role_is_the_role(text: str, role: str | None) -> None:
    assert definite_role(text, SWEDISH) == role
