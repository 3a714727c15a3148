"""Names become organisations by the gazetteer and by the company they are in."""

from pathlib import Path

import pytest

from graphbuild import gazetteer
from graphbuild.model import Organisation
from graphbuild.parsing import parse
from graphbuild.readers import read
from graphbuild.resolution import resolve


def organisations(tmp_path: Path, people: str) -> list[Organisation | None]:
    path = tmp_path / "protokoll.txt"
    path.write_text(
        f"Samverkansgruppen\n\nDatum: 2025-03-04\nNärvarande: {people}\n\n§ 1 Läget\nLäget diskuterades.\n",
        encoding="utf-8",
    )
    return [p.organisation for p in resolve(parse(read(path))).participants]


@pytest.mark.parametrize(
    ("towns", "board"),
    [
        ("Luleå Kiruna Boden", "Länsstyrelsen i Norrbottens län"),
        ("Kalmar Borgholm Oskarshamn", "Länsstyrelsen i Kalmar län"),
        ("Falun Mora Ludvika", "Länsstyrelsen i Dalarnas län"),
    ],
)
def test_the_county_board_is_the_one_of_its_company(tmp_path: Path, towns: str, board: str) -> None:
    one, two, three = towns.split()
    found = organisations(
        tmp_path, f"Anna Ek, {one} Bo Alm, {two} Cia Dahl, {three} Dan Frisk, Länsstyrelsen"
    )
    assert found[-1] is not None
    assert (found[-1].name, found[-1].kind) == (board, "county-administrative-board")


def test_without_company_a_county_board_stays_as_written(tmp_path: Path) -> None:
    (found,) = organisations(tmp_path, "Dan Frisk, Länsstyrelsen")
    assert found == Organisation("Länsstyrelsen", local=True)


def test_two_counties_in_equal_number_leave_it_open(tmp_path: Path) -> None:
    assert organisations(tmp_path, "Anna Ek, Luleå Bo Alm, Kalmar Dan Frisk, Länsstyrelsen")[
        -1
    ] == Organisation("Länsstyrelsen", local=True)


@pytest.mark.parametrize(
    ("written", "name", "code"),
    [
        ("Åre", "Åre kommun", "2321"),
        ("Göteborgs Stad", "Göteborgs kommun", "1480"),
        ("VGR", "Västra Götalandsregionen", "14"),
        ("SKR", "Sveriges Kommuner och Regioner", ""),
    ],
)
def test_written_forms(written: str, name: str, code: str) -> None:
    entry = gazetteer.load().lookup(written)
    assert entry is not None
    assert (entry.name, entry.code) == (name, code)


def test_abbreviations_are_matched_with_their_case() -> None:
    assert gazetteer.load().lookup("sida") is None
    assert gazetteer.load().lookup("do") is None


def test_rows_of_the_users_own_table_stand_beside_ours(tmp_path: Path) -> None:
    table = tmp_path / "egna.csv"
    table.write_text("id,name,kind,aliases\nkallangens-if,Källängens IF,association,KIF\n", encoding="utf-8")
    entry = gazetteer.load(table).lookup("KIF")
    assert entry is not None and entry.name == "Källängens IF"
