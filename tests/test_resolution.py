"""Names become organisations by the gazetteer and by the company they are in."""

from pathlib import Path

import pytest

from graphbuild import gazetteer
from graphbuild.errors import UnreadableError
from graphbuild.identity import DEFAULT_BASE
from graphbuild.model import Organisation
from graphbuild.parsing import parse
from graphbuild.pipeline import build
from graphbuild.readers import read
from graphbuild.resolution import resolve
from graphbuild.store import EmbeddedStore


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


def test_where_the_users_table_changes_documents_are_read_again(tmp_path: Path) -> None:
    minutes, table, store = tmp_path / "protokoll.txt", tmp_path / "egna.csv", tmp_path / "store"
    minutes.write_text(
        "Samverkansgruppen\n\nDatum: 2025-03-04\nNärvarande: Anna Ek, Källängens IF\n\n§ 1 Läget\nLäget är gott.\n",
        encoding="utf-8",
    )
    head = "id,name,kind,organisation_number,wikidata,aliases\n"
    numbers = "SELECT ?number ?same WHERE { ?o gov:organisationNumber ?number ; owl:sameAs ?same }"
    found = []
    for row in ("", "kallangens-if,Källängens idrottsförening,association,802400-1234,Q1,Källängens IF\n"):
        table.write_text(head + row, encoding="utf-8")
        assert build([minutes], store, DEFAULT_BASE, organisations=table).read == 1
        assert build([minutes], store, DEFAULT_BASE, organisations=table).skipped == 1
        with EmbeddedStore.read(store) as opened:
            found.append(opened.select(numbers).rows)
    assert found == [(), (("802400-1234", "http://www.wikidata.org/entity/Q1"),)]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"id,namn\nx,X\n", ": the first line lacks name, kind"),
        (b"id,name,kind\nx,,company\n", ":2: name is empty"),
        (b"id,name,kind\nx,X,klubb\n", ":2: kind is"),
        (b"id,name,kind\nX y,X,company\n", ":2: id is"),
        (b"id,name,kind\n\xff\xfe,X,company\n", " cannot be read"),
    ],
)
def test_a_table_that_is_off(tmp_path: Path, content: bytes, message: str) -> None:
    table = tmp_path / "egna.csv"
    table.write_bytes(content)
    with pytest.raises(UnreadableError) as error:
        gazetteer.load(table)
    assert message in str(error.value) and "\n" not in str(error.value)
