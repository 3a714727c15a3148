"""The page about the ontology says what its files say, of every term, in both languages."""

from pathlib import Path

import pytest
from rdflib import RDF, RDFS, SKOS, Graph, Literal, URIRef

from graphbuild.publishing import publish
from graphbuild.publishing.diagram import ARROWS, BOXES
from graphbuild.publishing.terms import read_ontology
from graphbuild.publishing.wording import LANGUAGES, Wording, ontology_labels
from graphbuild.resources import resource
from graphbuild.vocabulary import GOV, PREFIXES
from tests.site_reader import PageRead, read_page
from tests.small_store import make_store
from tests.test_ontology import members


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    with make_store(tmp_path_factory.mktemp("store") / "store") as store:
        publish(store, folder, "https://data.example.se/", language="en")
    return folder / "ontology"


@pytest.fixture(scope="module")
def pages(folder: Path) -> dict[str, PageRead]:
    return {language: read_page(folder / f"{language}.html") for language in LANGUAGES}


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(resource("ontology") / "govgraph.ttl")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_has_its_place_its_meaning_and_an_example(
    pages: dict[str, PageRead], ontology: Graph, language: str
) -> None:
    page = pages[language]
    terms = {term for term in ontology.subjects(RDF.type) if str(term).startswith(GOV)}
    assert len(terms) > 140
    text = " ".join(page.text.split())
    for term in terms:
        assert str(term).removeprefix(GOV) in page.ids
        schemes_without_concepts = {URIRef(f"{GOV}FocusAreas")}
        for predicate in (RDFS.comment, SKOS.example):
            (said,) = (
                str(each)
                for each in ontology.objects(term, predicate)
                if isinstance(each, Literal) and each.language == language
            )
            is_scheme = (term, RDF.type, SKOS.ConceptScheme) in ontology
            if predicate == RDFS.comment or not is_scheme or term in schemes_without_concepts:
                assert said in text, term


def test_links_inside_the_page_lead_somewhere(pages: dict[str, PageRead]) -> None:
    for page in pages.values():
        inside = {link[1:] for link in page.links if link.startswith("#")}
        assert len(inside) > 80
        assert inside <= set(page.ids)


def test_alignments_and_rules_stand_with_their_terms() -> None:
    ontology = read_ontology(Wording("sv", ontology_labels("sv")))
    meeting = next(term for term in ontology.terms if term.name == "Meeting")
    relations = [(relation, name.text) for relation, name in meeting.relations]
    assert relations == [("is_a", "schema:Event"), ("close", "eli-dl:Activity"), ("close", "besluit:Zitting")]
    assert "Ett möte har ett protokoll." in meeting.rules
    assert {term.name for term in ontology.about("Meeting")} >= {"heldBy", "online", "nextMeetingDate"}
    assert [term.name for term in ontology.concepts("Outcomes")][:2] == ["decided", "deferred"]


def test_the_languages_lead_to_each_other_and_the_first_page_is_in_the_sites(
    folder: Path, pages: dict[str, PageRead]
) -> None:
    assert "en.html" in pages["sv"].links and "sv.html" in pages["en"].links
    assert (folder / "index.html").read_bytes() == (folder / "en.html").read_bytes()
    assert "Ordlistan" in pages["sv"].text and "Hoppa till innehållet" in pages["sv"].text
    for name in ("govgraph.ttl", "alignments.ttl", "shapes.ttl", "context.jsonld"):
        assert name in pages["sv"].links and (folder / name).is_file()


def test_the_drawing_is_true_of_the_ontology(ontology: Graph) -> None:
    def full(name: str) -> URIRef:
        prefix, _, local = name.partition(":")
        return URIRef(PREFIXES[prefix] + local)

    places = {box.term for box in BOXES}
    for start, term, end in ARROWS:
        assert {start, end} <= places
        if term.startswith("gov:"):
            assert full(start) in members(ontology, ontology.value(full(term), RDFS.domain)), term
            assert full(end) in members(ontology, ontology.value(full(term), RDFS.range)), term


def test_boxes_do_not_cover_one_another() -> None:
    taken = [(box.row, box.column + more) for box in BOXES for more in range(box.span)]
    assert len(taken) == len(set(taken))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_box_and_each_arrow_has_words(folder: Path, language: str) -> None:
    page = (folder / f"{language}.html").read_text("utf-8")
    drawing = page[page.index('<svg class="diagram"') : page.index("</svg>")]
    assert drawing.count("<rect ") == len(BOXES)
    assert drawing.count("<line ") == drawing.count('class="arrow"') == len(ARROWS)
    assert ">None<" not in drawing and "style=" not in drawing
