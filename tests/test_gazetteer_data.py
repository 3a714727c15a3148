"""The gazetteer's tables hold what their README says."""

import csv
import re
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

import pytest

Row = dict[str, str]

FOLDER = Path(__file__).resolve().parents[1] / "graphbuild" / "gazetteer"
COLUMNS = [
    "id",
    "name",
    "kind",
    "code",
    "county",
    "organisation_number",
    "wikidata",
    "short",
    "aliases",
    "genitive",
    "website",
]
COUNTY_COLUMNS = ["code", "name", "genitive_name", "region_id", "board_id"]
KINDS = {
    "agency",
    "association",
    "company",
    "county-administrative-board",
    "court",
    "municipality",
    "region",
    "university",
}
# Gotland is one organisation: a municipality (0980) that is also its county's region.
GOTLAND = "region-gotland"
GENERIC = {"länsstyrelsen", "regionen", "region", "kommunen", "kommun", "landstinget", "staten"}


def read(name: str) -> list[Row]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = read("organisations.csv")
COUNTIES = read("counties.csv")
BY_ID = {row["id"]: row for row in ROWS}


def of_kind(kind: str) -> list[Row]:
    return [row for row in ROWS if row["kind"] == kind]


def aliases(row: Row) -> list[str]:
    return row["aliases"].split("|") if row["aliases"] else []


def slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.lower())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def check_digit_holds(number: str) -> bool:
    digits = [int(c) for c in number if c.isdigit()]
    doubled = (d * 2 if i % 2 == 0 else d for i, d in enumerate(digits))
    return sum(sum(divmod(d, 10)) for d in doubled) % 10 == 0


def repeated(values: list[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]


@pytest.mark.parametrize(
    ("name", "columns"), [("organisations.csv", COLUMNS), ("counties.csv", COUNTY_COLUMNS)]
)
def test_tables_are_plain_utf8_with_the_documented_columns(name: str, columns: list[str]) -> None:
    raw = (FOLDER / name).read_bytes()
    text = raw.decode("utf-8")
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert text.endswith("\n")
    assert text == unicodedata.normalize("NFC", text)
    assert text.splitlines()[0].split(",") == columns
    for row in read(name):
        assert list(row) == columns, row
        assert all(value is not None and value == value.strip() for value in row.values()), row


def test_counts() -> None:
    assert len(of_kind("municipality")) == 290
    assert len(of_kind("region")) == 20
    assert len(of_kind("county-administrative-board")) == 21
    assert len(of_kind("agency")) >= 200
    assert len(of_kind("university")) >= 31
    assert len(of_kind("association")) + len(of_kind("company")) >= 40
    assert {row["kind"] for row in ROWS} == KINDS


def test_counties_name_21_regions_and_21_boards() -> None:
    assert len(COUNTIES) == 21
    assert len({county["region_id"] for county in COUNTIES}) == 21
    assert len({county["board_id"] for county in COUNTIES}) == 21
    assert [county["code"] for county in COUNTIES] == sorted(c["code"] for c in COUNTIES)
    for county in COUNTIES:
        assert county["name"].endswith(" län")
        assert county["genitive_name"] == county["name"] + "s"
        region, board = BY_ID[county["region_id"]], BY_ID[county["board_id"]]
        assert region["county"] == board["county"] == county["code"]
        assert board["kind"] == "county-administrative-board"
        assert board["name"] == f"Länsstyrelsen i {county['name']}"
        assert region["kind"] == ("municipality" if region["id"] == GOTLAND else "region")


def test_every_region_and_board_belongs_to_a_county() -> None:
    regions = {row["id"] for row in of_kind("region")}
    boards = {row["id"] for row in of_kind("county-administrative-board")}
    assert {county["region_id"] for county in COUNTIES} == regions | {GOTLAND}
    assert {county["board_id"] for county in COUNTIES} == boards


def test_gotland_is_one_row() -> None:
    gotland = BY_ID[GOTLAND]
    assert (gotland["kind"], gotland["code"], gotland["county"]) == ("municipality", "0980", "09")
    assert "Gotlands kommun" in aliases(gotland)
    assert [row["id"] for row in ROWS if row["name"] == "Region Gotland"] == [GOTLAND]


def test_ids_are_unique_ascii_slugs_of_the_name() -> None:
    assert repeated([row["id"] for row in ROWS]) == []
    for row in ROWS:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["id"]), row["id"]
        plain = slug(row["name"])
        assert row["id"] in {plain, f"{plain}-{row['code']}"}, row["id"]


def test_codes_are_unique_per_kind_and_well_formed() -> None:
    for kind in KINDS:
        codes = [row["code"] for row in of_kind(kind) if row["code"]]
        assert repeated(codes) == [], kind
    for row in ROWS:
        if row["kind"] == "municipality":
            assert re.fullmatch(r"\d{4}", row["code"]), row["id"]
        elif row["kind"] in {"region", "county-administrative-board"}:
            assert re.fullmatch(r"\d{2}", row["code"]), row["id"]
            assert row["code"] == row["county"], row["id"]
        else:
            assert row["code"] == row["county"] == "", row["id"]


def test_every_municipality_lies_in_a_known_county() -> None:
    known = {county["code"] for county in COUNTIES}
    for row in of_kind("municipality"):
        assert row["county"] in known, row["id"]
        assert row["county"] == row["code"][:2], row["id"]


def test_names_of_municipalities() -> None:
    for row in of_kind("municipality"):
        if row["id"] == GOTLAND:
            continue
        assert row["name"] == f"{row['genitive']} kommun"
        # Falun is the one place whose official form is neither the name nor the name with s.
        if row["short"] != "Falun":
            assert row["genitive"] in {row["short"], row["short"] + "s"}, row["name"]


@pytest.mark.parametrize(
    ("short", "name"),
    [
        ("Åre", "Åre kommun"),
        ("Berg", "Bergs kommun"),
        ("Bräcke", "Bräcke kommun"),
        ("Härjedalen", "Härjedalens kommun"),
        ("Krokom", "Krokoms kommun"),
        ("Ragunda", "Ragunda kommun"),
        ("Strömsund", "Strömsunds kommun"),
        ("Östersund", "Östersunds kommun"),
        ("Falun", "Falu kommun"),
        ("Kalmar", "Kalmar kommun"),
        ("Kalix", "Kalix kommun"),
        ("Överkalix", "Överkalix kommun"),
        ("Malung-Sälen", "Malung-Sälens kommun"),
        ("Upplands-Bro", "Upplands-Bro kommun"),
        ("Göteborg", "Göteborgs kommun"),
        ("Lilla Edet", "Lilla Edets kommun"),
    ],
)
def test_official_form_of_a_place(short: str, name: str) -> None:
    assert [row["name"] for row in ROWS if row["short"] == short] == [name]


def test_only_municipalities_have_a_short_name_and_it_is_theirs_alone() -> None:
    assert all(row["short"] for row in of_kind("municipality"))
    assert all(not row["short"] for row in ROWS if row["kind"] != "municipality")
    assert repeated([row["short"].casefold() for row in of_kind("municipality")]) == []


def test_a_written_form_belongs_to_one_row() -> None:
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for row in ROWS:
        for form in [row["name"], row["short"], *aliases(row)]:
            if form:
                owners[form.casefold()].add(row["id"])
    assert {form: ids for form, ids in owners.items() if len(ids) > 1} == {}


def test_aliases_are_whole_distinct_and_not_generic() -> None:
    for row in ROWS:
        forms = aliases(row)
        assert repeated(forms) == [], row["id"]
        assert row["name"] not in forms, row["id"]
        for form in forms:
            assert form and form == form.strip(), row["id"]
            assert len(form) > 1, row["id"]
            assert form.casefold() not in GENERIC, row["id"]


@pytest.mark.parametrize(
    ("form", "owner"),
    [
        ("SKR", "sveriges-kommuner-och-regioner"),
        ("SKL", "sveriges-kommuner-och-regioner"),
        ("VGR", "vastra-gotalandsregionen"),
        ("LST Jämtland", "lansstyrelsen-i-jamtlands-lan"),
        ("Göteborgs Stad", "goteborgs-kommun"),
        ("MSB", "myndigheten-for-civilt-forsvar"),
        ("Myndigheten för samhällsskydd och beredskap", "myndigheten-for-civilt-forsvar"),
        ("DIGG", "myndigheten-for-digital-forvaltning"),
        ("Polisen", "polismyndigheten"),
        ("FK", "forsakringskassan"),
        ("AF", "arbetsformedlingen"),
        ("RAÄ", "riksantikvarieambetet"),
        ("SGU", "sveriges-geologiska-undersokning"),
        ("SCB", "statistiska-centralbyran"),
    ],
)
def test_common_abbreviations(form: str, owner: str) -> None:
    assert form in aliases(BY_ID[owner])


def test_identifiers_are_well_formed_and_used_once() -> None:
    for column in ("wikidata", "organisation_number"):
        assert repeated([row[column] for row in ROWS if row[column]]) == [], column
    for row in ROWS:
        if row["wikidata"]:
            assert re.fullmatch(r"Q[1-9]\d*", row["wikidata"]), row["id"]
        if row["organisation_number"]:
            assert re.fullmatch(r"\d{6}-\d{4}", row["organisation_number"]), row["id"]
            assert check_digit_holds(row["organisation_number"]), row["id"]
        if row["website"]:
            assert re.fullmatch(r"https://[a-z0-9.-]+(/[a-z0-9-]+)*", row["website"]), row["id"]


@pytest.mark.parametrize(
    ("kind", "prefix"),
    [
        ("municipality", "212000-"),
        ("region", "232100-"),
        ("county-administrative-board", "202100-"),
        ("university", "202100-"),
    ],
)
def test_organisation_numbers_are_of_the_series_of_the_kind(kind: str, prefix: str) -> None:
    for row in of_kind(kind):
        number = row["organisation_number"]
        assert not number or number.startswith(prefix), row["id"]


def test_every_municipality_and_board_is_identified() -> None:
    for row in of_kind("municipality") + of_kind("county-administrative-board"):
        assert row["organisation_number"] and row["wikidata"], row["id"]


def test_every_row_has_a_genitive() -> None:
    assert [row["id"] for row in ROWS if not row["genitive"]] == []


def test_rows_are_sorted_by_kind_then_code_then_id() -> None:
    keys = [(row["kind"], row["code"], row["id"]) for row in ROWS]
    assert keys == sorted(keys)
