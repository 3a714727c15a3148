"""The graph follows who is who: by rules, by judgements, step by step or all at once, and back again."""

import hashlib
import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from graphbuild.candidates import Candidate, judgement, open_candidates
from graphbuild.errors import JudgementsError
from graphbuild.following import follow
from graphbuild.identification import identify
from graphbuild.identity import DEFAULT_BASE
from graphbuild.judgements import Judgement, read_judgements, write_judgements
from graphbuild.model import Minutes, Organisation, Said
from graphbuild.pipeline import build
from graphbuild.store import EmbeddedStore, StoreFolder
from graphbuild.store.holdings import Holdings
from graphbuild.table import Cell
from tests.cli import govgraph
from tests.fjallbygd import autumn, spring
from tests.stores import filled, lines, put

ROOT = Path(__file__).parent.parent
PEOPLE = "SELECT ?name WHERE { ?p a foaf:Person ; rdfs:label ?name }"
BODIES = "SELECT ?name ?other WHERE { ?b a gov:Body ; rdfs:label ?name OPTIONAL { ?b skos:altLabel ?other } }"


def candidates(path: Path) -> list[Candidate]:
    with Holdings(path, DEFAULT_BASE) as holdings:
        return open_candidates(holdings.people, holdings.store.source)


def judged(path: Path, judgements: Iterable[Judgement]) -> int:
    with Holdings(path, DEFAULT_BASE) as holdings:
        return follow(holdings, judgements)


def rows(path: Path, query: str) -> tuple[tuple[Cell, ...], ...]:
    with EmbeddedStore.read(path) as store:
        return store.select(query).rows


def same(candidate: Candidate) -> Judgement:
    return judgement(candidate, "same", "Kim", "2026-01-07", "")


@pytest.mark.shared
def test_the_seeds_hold_twenty_one_people_and_twenty_after_judgement(tmp_path: Path, shared: Path) -> None:
    store = tmp_path / "store"
    build([shared / "seeds"], store, DEFAULT_BASE)
    before = lines(store)
    assert len(rows(store, PEOPLE)) == len(set(rows(store, PEOPLE))) == 21
    body, person = sorted(candidates(store), key=lambda each: each.kind)
    assert (body.kind, person.kind) == ("body", "person")
    judged(store, [same(body), same(person)])
    assert len(rows(store, PEOPLE)) == 20
    assert rows(store, BODIES) == ((body.one.name, body.other.name),)
    assert candidates(store) == []
    judged(store, ())
    assert lines(store) == before


def test_building_at_once_and_step_by_step_gives_one_graph(tmp_path: Path) -> None:
    """Judgements come in between, documents in another order, one is changed and one leaves and comes back."""
    files = sorted(path for path in (ROOT / "examples").iterdir() if "_" in path.name)
    once, steps, minutes = tmp_path / "once", tmp_path / "steps", tmp_path / "minutes"
    build([ROOT / "examples"], once, DEFAULT_BASE)
    judgements = [same(each) for each in candidates(once)]
    assert {each.kind for each in judgements} == {"body", "organisation", "person"}
    before = lines(once)
    build([ROOT / "examples"], once, DEFAULT_BASE, judgements=judgements)
    minutes.mkdir()
    for number, path in enumerate(reversed(files)):
        shutil.copy(path, minutes)
        if number in (4, 9, 11, 17):
            build([minutes], steps, DEFAULT_BASE, judgements=judgements if number % 2 else (), prune=True)
        if number == 11:
            (minutes / path.name).unlink()
        if number == 12:
            shutil.copy(files[-12], minutes)
    assert lines(steps) == lines(once) != before
    judged(steps, ())
    assert lines(steps) == before


def council(name: str, *people: tuple[str, str], day: str = "2025-05-05") -> Minutes:
    """Autumn's minutes as another body of the same or another organisation would hold them."""
    base = autumn()
    span = base.participants[0].span
    parts = tuple(
        replace(base.participants[0], name=who, organisation=None, organisation_as_written=None, party=party)
        for who, party in people
    )
    assert base.body is not None
    text = f"{base.document.text}{name} {day} {people}\n"
    return replace(
        base,
        document=replace(base.document, text=text, sha256=hashlib.sha256(text.encode()).hexdigest()),
        body=Said(name, base.body.span),
        organisation=Said(Organisation("Ekby kommun", "ekby-kommun", "municipality"), span),
        date=Said(day, span),
        participants=parts,
        items=(),
    )


def test_an_iri_that_was_replaced_still_leads_somewhere(tmp_path: Path) -> None:
    people = (("Eva Hed", "S"), ("Bo Alm", "M"))
    store = filled(tmp_path / "s", council("Styrelsen", *people), council("Nämnden", *people))
    assert sorted(rows(store, PEOPLE)) == [("Bo Alm",), ("Eva Hed",)]
    told = rows(
        store,
        """SELECT ?old ?rule ?quote WHERE {
        ?old dcterms:isReplacedBy ?new . ?new a foaf:Person .
        ?why rdf:subject ?old ; rdf:predicate dcterms:isReplacedBy ; rdf:object ?new ; gov:rule ?rule ;
             a gov:Inference ; prov:wasDerivedFrom/gov:exact ?quote }""",
    )
    assert len(told) == 2
    assert {str(rule).rpartition("#")[2] for _, rule, _ in told} == {"rule-same-name-and-organisation"}


def test_memberships_have_a_first_and_a_last_sighting_with_their_words(tmp_path: Path) -> None:
    one, other = (
        council("Styrelsen", ("Eva Hed", "S")),
        council("Styrelsen", ("Eva Hed", "S"), day="2025-09-01"),
    )
    store = filled(tmp_path / "s", one, other)
    found = rows(
        store,
        """SELECT ?name ?body ?party ?first ?last (COUNT(?quote) AS ?quotes) WHERE {
        ?m a org:Membership ; org:member/rdfs:label ?name ; org:organization/rdfs:label ?body ; gov:party ?party ;
           gov:firstSeen ?first ; gov:lastSeen ?last ; prov:wasDerivedFrom/gov:exact ?quote }
        GROUP BY ?m ?name ?body ?party ?first ?last""",
    )
    assert found == (("Eva Hed", "Styrelsen", "S", "2025-05-05", "2025-09-01", 2),)


def test_assignments_of_a_body_are_followed_under_its_new_name(tmp_path: Path) -> None:
    renamed = replace(autumn(), body=Said("Länets samråd", autumn().participants[0].span))
    store = filled(tmp_path / "s", spring(), renamed)
    done = "SELECT ?a WHERE { ?a a gov:Assignment ; gov:status gov:done }"
    assert rows(store, done) == ()
    before = lines(store)
    verdict = Judgement("body", "same", "body/lanets-samrad", "body/regional-ledningsgrupp")
    judged(store, [verdict])
    assert len(rows(store, done)) == 1
    ((original, resulting, first, last),) = rows(
        store,
        """SELECT ?old ?new ?first ?last WHERE { ?e
        a org:ChangeEvent ; org:originalOrganization/rdfs:label ?old ; org:resultingOrganization/rdfs:label ?new ;
        schema:startDate ?first ; schema:endDate ?last }""",
    )
    assert (original, resulting) == ("Regional ledningsgrupp", "Länets samråd")
    assert (first, last) == ("2025-04-07", "2025-09-15")
    judged(store, [])
    assert lines(store) == before


def test_a_judgement_that_says_not_the_same_undoes_a_rule(tmp_path: Path) -> None:
    people = (("Eva Hed", "S"), ("Bo Alm", "M"))
    store = filled(tmp_path / "s", council("Styrelsen", *people), council("Nämnden", *people))
    ((old, new),) = rows(
        store, "SELECT ?old ?new WHERE { ?old dcterms:isReplacedBy ?new . ?new rdfs:label 'Eva Hed' }"
    )
    ends = [str(iri).removeprefix(DEFAULT_BASE) for iri in (new, old)]
    assert judged(store, [Judgement("person", "different", *ends)]) == 1
    assert sorted(rows(store, PEOPLE)) == [("Bo Alm",), ("Eva Hed",), ("Eva Hed",)]


def test_a_build_that_was_killed_between_judging_and_writing_is_mended(tmp_path: Path) -> None:
    store = filled(tmp_path / "s", spring(), autumn())
    (candidate,) = candidates(store)
    with Holdings(store, DEFAULT_BASE) as holdings:
        identify(holdings.register, holdings.people, [same(candidate)])  # and no more
    judged(store, [same(candidate)])
    whole = filled(tmp_path / "other", spring(), autumn())
    judged(whole, [same(candidate)])
    assert lines(store) == lines(whole)


def test_a_document_that_comes_later_follows_earlier_judgements(tmp_path: Path) -> None:
    store = filled(tmp_path / "s", spring())
    (candidate,) = candidates(store)
    judged(store, [same(candidate)])
    with Holdings(store, DEFAULT_BASE) as holdings:
        put(holdings, autumn())
        follow(holdings, [same(candidate)])
    whole = filled(tmp_path / "other", autumn(), spring())
    judged(whole, [same(candidate)])
    assert lines(store) == lines(whole)


# The file


def test_judgements_are_lines_of_a_file_that_comes_back_as_it_went(tmp_path: Path) -> None:
    path = tmp_path / "judgements.csv"
    judgements = [
        Judgement(
            "person",
            "same",
            "person/b",
            "person/a",
            "Eva Hed",
            "Eva Heed",
            "Kim",
            "2026-01-07",
            'a "slip", he says',
        ),
        Judgement("body", "different", "body/x", "body/y"),
    ]
    write_judgements(path, judgements)
    assert list(read_judgements(path)) == sorted(judgements)
    assert (
        path.read_text("utf-8").splitlines()[0] == "kind,verdict,one,other,one_name,other_name,who,when,why"
    )
    assert read_judgements(tmp_path / "none.csv") == ()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("kind,one\nperson,x\n", "its first line lacks verdict, other"),
        ("kind,verdict,one,other\ncat,same,person/a,person/b\n", ":2: kind is “cat”"),
        ("kind,verdict,one,other\nperson,maybe,person/a,person/b\n", ":2: verdict is “maybe”"),
        ("kind,verdict,one,other\nperson,same,body/a,person/b\n", ":2: one is “body/a”"),
        ("kind,verdict,one,other\nperson,same,person/a,person/a\n", ":2: one and other are the same"),
        (
            "kind,verdict,one,other\nperson,same,person/a,person/b\nperson,different,person/b,person/a\n",
            ":3: person/b and person/a are judged the same and different",
        ),
    ],
)
def test_a_file_of_judgements_that_is_off(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "judgements.csv"
    path.write_text(content, "utf-8")
    with pytest.raises(JudgementsError) as error:
        read_judgements(path)
    assert message in str(error.value) and "\n" not in str(error.value)


# The command


def test_candidates_are_listed_accepted_and_undone(tmp_path: Path) -> None:
    store = filled(tmp_path / "s", spring(), autumn())
    for minutes in (spring(), autumn()):
        StoreFolder(store).write_source(minutes.document.sha256[:16], minutes.document.text)
    shown = govgraph("resolve", "--store", store, "--format", "table")
    assert shown.code == 0
    assert "Örjan Ståhl" in shown.out and "Örjan Stål, kommunchef" in shown.out
    assert "the same first name" in shown.out and "govgraph resolve accept ID" in shown.err
    identifier = shown.out.splitlines()[1].split()[0]
    accepted = govgraph(
        "resolve", "accept", identifier, "--who", "Kim", "--when", "2026-01-07", "--store", store
    )
    assert accepted.code == 0 and "1 document in the graph followed" in accepted.err
    assert "Kim,2026-01-07," in (tmp_path / "judgements.csv").read_text("utf-8")
    again = govgraph("resolve", "--store", store, GOVGRAPH_LANG="sv")
    assert "Det finns inga kandidater" in again.err
    listed = govgraph("resolve", "judged", "--store", store)
    assert f"{identifier},person,same,Örjan Ståhl,Örjan Stål,Kim" in listed.out
    assert ("Örjan Stål",) not in rows(store, PEOPLE)
    assert govgraph("resolve", "undo", identifier, "--store", store).code == 0
    assert ("Örjan Stål",) in rows(store, PEOPLE)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["accept"], "name what to accept"),
        (["accept", "nobody"], "there is no open candidate nobody"),
        (["undo", "nobody"], "holds no judgement nobody"),
        (["list", "x"], "takes no ID: x"),
        (["apply"], "there is no file"),
        (["reject", "x", "--when", "yesterday"], "write a date as 2026-01-31"),
    ],
)
def test_a_call_that_is_off(tmp_path: Path, words: list[str], message: str) -> None:
    store = filled(tmp_path / "s", autumn())
    ran = govgraph("resolve", *words, "--store", store)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err and ran.err.count("\n") == 1


def group(number: int, day: str, board: str, union: str, who: str = "Berit Alm") -> str:
    return (
        "Ledningsgruppen för Norrdalslyftet\n\nMinnesanteckningar\n\n"
        f"Plats och tid: Digitalt, den {day} 2025 kl. 9.00-10.00\nNärvarande:\n"
        f"Sara Ek, Region Norrdal, ordförande\n{who}, {board}\nUlla Hed, {union}\n\n"
        f"§ {number} Lägesrapport\n\nSara Ek föredrar läget.\n"
        f"Gruppen beslutar att {board} får i uppdrag att redovisa medlen senast den 30 juni 2025.\n"
    )


ORGANISATIONS = "SELECT ?name ?other WHERE { ?o a org:Organization ; rdfs:label ?name OPTIONAL { ?o skos:altLabel ?other } }"
SERIES = (
    group(1, "14 januari", "Länsstyrelsen", "Kommunförbundet"),
    group(2, "11 mars", "Länsstyrelsen i Norrdals län", "Kommunförbundet Norrdal"),
    group(3, "6 maj", "Länsstyrelsen", "Kommunförbundet Norrdal", "Ove Frid"),
)


def written(folder: Path, texts: Iterable[str]) -> Path:
    folder.mkdir(exist_ok=True)
    for number, text in enumerate(texts):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder


def test_a_short_and_a_long_name_of_an_organisation_are_one_when_somebody_says_so(tmp_path: Path) -> None:
    store, steps = tmp_path / "store", tmp_path / "steps"
    build([written(tmp_path / "all", SERIES)], store, DEFAULT_BASE)
    before, found = lines(store), candidates(store)
    assert [(each.kind, each.one.name, each.other.name, each.score) for each in found] == [
        ("organisation", "Kommunförbundet Norrdal", "Kommunförbundet", 0.85),
        ("organisation", "Länsstyrelsen i Norrdals län", "Länsstyrelsen", 0.85),
    ]
    assert "reason-same-people" in {reason.kind for reason in found[0].reasons}
    judgements = [same(each) for each in found]
    assert judged(store, judgements) == 2
    assert candidates(store) == []
    assert sorted(map(str, rows(store, ORGANISATIONS))) == [
        "('Kommunförbundet Norrdal', 'Kommunförbundet')",
        "('Länsstyrelsen i Norrdals län', 'Länsstyrelsen')",
        "('Region Norrdal', None)",
    ]
    assigned = "SELECT ?name WHERE { ?a gov:assignee ?o . ?o rdfs:label ?name }"
    assert set(rows(store, assigned)) == {("Länsstyrelsen i Norrdals län",)}
    member = (
        "SELECT ?day WHERE { ?m org:member/foaf:name 'Berit Alm' ; gov:lastSeen ?day ; gov:onBehalfOf ?o }"
    )
    assert len(rows(store, member)) == 1
    for number in (1, 2, 3):  # judged before the documents that it is about are there
        build([written(tmp_path / "some", SERIES[:number])], steps, DEFAULT_BASE, judgements=judgements)
    assert lines(steps) == lines(store) != before
    old = (
        "SELECT ?name WHERE { ?old dcterms:isReplacedBy ?new . ?new rdfs:label ?name . ?old rdfs:label ?own }"
    )
    assert len(rows(store, old)) == 2
    judged(store, ())
    assert lines(store) == before


def test_organisations_of_two_bodies_or_of_two_places_are_not_taken_for_one(tmp_path: Path) -> None:
    """In another body the short name may mean another; two long names make both of them less likely."""
    elsewhere = (
        SERIES[0].replace("Ledningsgruppen för Norrdalslyftet", "Rådet i Söderdal").replace("§ 1", "§ 7")
    )
    build([written(tmp_path / "two", (elsewhere, SERIES[1]))], tmp_path / "one", DEFAULT_BASE)
    assert candidates(tmp_path / "one") == []
    third = group(3, "6 maj", "Länsstyrelsen i Söderdals län", "Region Söderdal", "Ove Frid")
    build([written(tmp_path / "three", (SERIES[0], SERIES[1], third))], tmp_path / "other", DEFAULT_BASE)
    told = {each.one.name: each for each in candidates(tmp_path / "other")}
    assert {name: each.score for name, each in told.items()} == {
        "Kommunförbundet Norrdal": 0.85,
        "Länsstyrelsen i Norrdals län": 0.65,
        "Länsstyrelsen i Söderdals län": 0.4,
    }
    wrong = told["Länsstyrelsen i Söderdals län"]
    judged(tmp_path / "other", [judgement(wrong, "different", "Kim", "2026-01-07", "")])
    assert "Länsstyrelsen i Söderdals län" not in {each.one.name for each in candidates(tmp_path / "other")}
