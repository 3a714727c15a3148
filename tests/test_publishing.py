"""A published site: everything has its page, every fact its quote, and nothing leaves the folder."""

import gzip
import hashlib
import json
import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from graphbuild.errors import ParameterError, SiteFolderError
from graphbuild.publishing import publish
from graphbuild.publishing.addresses import Addresses, root
from graphbuild.publishing.folder import MARKER, Folder
from graphbuild.publishing.source_text import mark_up, nested
from graphbuild.publishing.wording import LANGUAGES, Wording
from graphbuild.store import EmbeddedStore
from graphbuild.vocabulary import GOV, PREFIXES
from tests.site_reader import PageRead, broken_links, read_page, read_site
from tests.small_store import BASE, GRAPHS, make_store

SITE = "https://data.example.se/protokoll/"
DECISION = "meeting/ledningsgruppen-fjallbygd/2025-02-10/item/2/decision/1"
PEOPLE = {
    "04e0084b3dc8f5ce": "Björn",
    "ce1f425353c448e8": "Elsa",
    "b33e8d97c45ba88b": "Karin",
    "0d729ca6d0432d1c": "Märta",
    "d869e35ec45ae887": "Per",
    "5c8ae3eecec4948b": "Zoltán",
    "d4d71b31d45a8c06": "Zoltán",
    "e03a76106d4393bb": "Åsa",
}
POLICY = "att anta <policyn> för folkhälsa & trygghet."


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    with make_store(tmp_path_factory.mktemp("publishing") / "store") as opened:
        yield opened


@pytest.fixture(scope="module")
def site(store: EmbeddedStore, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    publish(store, folder, SITE)
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, PageRead]:
    return read_site(site)


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# Everything has its page


def test_every_thing_and_graph_has_a_page_and_facts(store: EmbeddedStore, site: Path) -> None:
    typed = store.select("SELECT DISTINCT ?thing { ?thing a ?class }").rows
    iris = [str(row[0]) for row in typed if str(row[0]).startswith(BASE) and "#" not in str(row[0])]
    for iri in [*iris, *store.graphs()]:
        place = iri.removeprefix(BASE)
        assert (site / f"{place}.html").is_file() and (site / f"{place}.ttl").is_file(), iri
    assert len(iris) > 50


def test_no_link_is_broken_not_even_into_a_page(site: Path, pages: dict[Path, PageRead]) -> None:
    assert broken_links(site, pages) == []


def test_the_iri_of_evidence_and_of_a_quote_leads_to_its_anchor(
    store: EmbeddedStore, site: Path, pages: dict[Path, PageRead]
) -> None:
    kinds = ("gov:Quote", "rdf:Statement", "gov:DecidingGroup", "gov:Issue")
    values = " ".join(f"<{PREFIXES[kind.split(':')[0]]}{kind.split(':')[1]}>" for kind in kinds)
    found = store.select(f"SELECT DISTINCT ?thing {{ VALUES ?class {{ {values} }} ?thing a ?class }}").rows
    lost = []
    for (iri,) in found:
        place, _, fragment = str(iri).removeprefix(BASE).partition("#")
        if fragment not in pages[site / f"{place}.html"].ids:
            lost.append(str(iri).removeprefix(BASE))
    assert lost == []
    assert len(found) > 60


def test_every_fact_of_a_thing_has_its_quote_on_the_page(
    store: EmbeddedStore, site: Path, pages: dict[Path, PageRead]
) -> None:
    rows = store.select(
        "SELECT ?thing ?quote ?exact { ?thing prov:wasDerivedFrom ?quote . ?quote gov:exact ?exact "
        "FILTER NOT EXISTS { ?thing a rdf:Statement } }"
    ).rows
    for thing, quote, exact in rows:
        page = pages[site / f"{str(thing).removeprefix(BASE).partition('#')[0]}.html"]
        link = f"{str(quote).removeprefix(BASE).replace('#', '.html#')}"
        assert any(each.endswith(link) for each in page.links), (thing, exact)
        assert str(exact) in page.text


def test_a_decision_shows_its_words_who_took_it_and_why(site: Path, pages: dict[Path, PageRead]) -> None:
    page = pages[site / f"{DECISION}.html"]
    assert POLICY in page.text
    for name in ("Åsa Örnberg", "Björn Åkerlund", "Zoltán Äng"):
        assert name in page.text
    assert "Märta Lind" not in page.text, "she was absent"
    assert "Slutsats: var med vid paragrafen" in page.text
    assert "Björn Åkerlund, Region Fjällbygd, § 1-2" in page.text, "the group's proof is shown"


def test_participants_stand_in_the_order_of_the_minutes(site: Path, pages: dict[Path, PageRead]) -> None:
    page = pages[site / "meeting/ledningsgruppen-fjallbygd/2025-02-10.html"]
    people = [Path(link).stem for link in page.links if "person/" in link]
    assert [PEOPLE[iri] for iri in people[:4]] == ["Åsa", "Björn", "Zoltán", "Märta"]


def test_an_assignment_stands_as_later_meetings_say(site: Path, pages: dict[Path, PageRead]) -> None:
    page = pages[site / "meeting/ledningsgruppen-fjallbygd/2025-02-10/item/2/assignment/1.html"]
    assert "klart" in page.text and "öppet" not in page.text
    assert "Uppdraget om tidplan är slutfört." in page.text
    assert any(link.endswith("2025-04-07/item/4.html") for link in page.links)
    assert "31 maj 2025" in page.text
    assert "senare möten" in pages[site / "graph/ledger/ledningsgruppen-fjallbygd.html"].text


def test_the_source_text_stands_there_word_for_word(site: Path, pages: dict[Path, PageRead]) -> None:
    for path in GRAPHS.glob("*.txt"):
        text = path.read_text("utf-8")
        document = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        assert text in pages[site / f"source/{document}.html"].text


def test_lists_show_everything_newest_first(site: Path, pages: dict[Path, PageRead]) -> None:
    text = pages[site / "meetings.html"].text
    assert text.index("7 april 2025") < text.index("11 mars 2025") < text.index("10 februari 2025")
    people = [link for link in pages[site / "people.html"].links if link.startswith("person/")]
    assert len(people) == 8
    labels = {f"person/{iri}.html": name for iri, name in PEOPLE.items()}
    names = [labels[link] for link in people]
    assert names == ["Björn", "Elsa", "Karin", "Märta", "Per", "Zoltán", "Zoltán", "Åsa"], "å ä ö come last"
    assert pages[site / "index.html"].text.count("Kommunstyrelsen, Granviks kommun") == 1


def test_long_lists_are_cut_into_pages(
    store: EmbeddedStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graphbuild.publishing.lists.ROWS", 3)
    publish(store, tmp_path)
    pages = read_site(tmp_path)
    assert len([link for link in pages[tmp_path / "people-3.html"].links if link.startswith("person/")]) == 2
    assert not (tmp_path / "people-4.html").exists()
    assert broken_links(tmp_path, pages) == []


# Pages are well made


def test_pages_are_sound(site: Path, pages: dict[Path, PageRead]) -> None:
    for path, page in pages.items():
        where = str(path.relative_to(site))
        if where.startswith("networks/"):
            continue  # a document of its own, see tests/test_network_page.py
        assert len(page.ids) == len(set(page.ids)), where
        assert page.headings[0] == 1 and page.headings.count(1) == 1, where
        assert all(after <= before + 1 for before, after in pairwise(page.headings)), (where, page.headings)
        assert page.title and page.title.strip() == page.title, where
        tags = dict(page.tags)
        assert tags["html"]["lang"] == ("en" if where == "ontology/en.html" else "sv")
        assert all(values.get("scope") == "col" for tag, values in page.tags if tag == "th"), where
        assert page.links[0] == "#content" and "content" in page.ids, "the first link skips to the content"
        assert not {"style", "iframe", "img"} & set(tags), where
        assert set(scripts(page)) <= {
            "application/ld+json",
            "application/json",
            "assets/filter.js",
            "assets/search.js",
        }
        assert not any(name.startswith("on") or name == "style" for _, values in page.tags for name in values)


def scripts(page: PageRead) -> list[str]:
    """Name the scripts of a page: those that run by where they come from, the rest by what they hold."""
    found = [values for tag, values in page.tags if tag == "script"]
    return [values.get("src", "").lstrip("./") or values.get("type", "inline") for values in found]


def test_pages_load_nothing_from_elsewhere(site: Path, pages: dict[Path, PageRead]) -> None:
    data = (
        ".ttl",
        ".jsonld",
        ".nt",
        ".html",
        ".atom",
        ".rdf",
        "linkset.json",
        "assets/filter.js",
        "assets/search.js",
    )
    for path, page in pages.items():
        if path.parent == site / "networks":
            assert page.loads == [], path
            continue
        assert {load.lstrip("./") for load in page.loads if not load.endswith(data)} == {
            "style.css",
            "data:,",
        }
        policy = next(
            values for tag, values in page.tags if values.get("http-equiv") == "Content-Security-Policy"
        )
        assert policy["content"].startswith("default-src 'none'; style-src 'self'")
        runs = any(script.endswith(".js") for script in scripts(page))
        assert ("script-src 'self'" in policy["content"]) == runs, "where nothing is to run, nothing may"
        assert "unsafe" not in policy["content"]


def test_heads_name_the_iri_and_the_facts(site: Path, pages: dict[Path, PageRead]) -> None:
    found = [values for tag, values in pages[site / f"{DECISION}.html"].tags if tag == "link"]
    links = {values["rel"]: values["href"] for values in found}
    assert links["canonical"] == links["cite-as"] == f"{SITE}{DECISION}"
    assert links["describedby"] == f"{root(DECISION)}{DECISION}.ttl"
    assert {values["type"]: values["href"] for values in found if values["rel"] == "alternate"} == {
        "text/turtle": f"{root(DECISION)}{DECISION}.ttl",
        "application/ld+json": f"{root(DECISION)}{DECISION}.jsonld",
        "application/n-triples": f"{root(DECISION)}{DECISION}.nt",
    }
    assert links["linkset"] == f"{root(DECISION)}linkset.json"
    assert (
        next(
            values["href"]
            for tag, values in pages[site / "index.html"].tags
            if tag == "link" and values["rel"] == "canonical"
        )
        == SITE
    )


def test_a_site_in_english_marks_what_is_swedish(store: EmbeddedStore, tmp_path: Path) -> None:
    publish(store, tmp_path, language="en", title="Fjällbygd")
    page = read_page(tmp_path / f"{DECISION}.html")
    assert dict(page.tags)["html"]["lang"] == "en"
    assert "Taken by" in page.text and page.title.endswith("– Fjällbygd")
    assert {values.get("lang") for tag, values in page.tags if tag in ("h1", "blockquote", "q")} == {"sv"}


def test_an_unknown_language_is_refused(store: EmbeddedStore, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="choose one of sv, en"):
        publish(store, tmp_path, language="fi")


@pytest.mark.parametrize("base", ["data.example.se", "file:///x/", "https://x y/", "https://x/#"])
def test_a_base_that_is_no_address_is_refused(store: EmbeddedStore, tmp_path: Path, base: str) -> None:
    with pytest.raises(ParameterError, match="write the site's address"):
        publish(store, tmp_path / "site", base)
    assert not (tmp_path / "site").exists()


# Linked data


def test_iris_move_to_the_address_of_the_site(site: Path) -> None:
    facts = ox.parse(path=site / f"{DECISION}.ttl", format=ox.RdfFormat.TURTLE)
    subjects = {quad.subject.value for quad in facts}
    assert f"{SITE}{DECISION}" in subjects and f"{SITE}{DECISION}#decidedBy" in subjects
    for place, content in files_of(site).items():
        text = gzip.decompress(content) if place.endswith(".gz") else content
        assert BASE.encode() not in text, place


def test_dumps_hold_all_and_have_checksums(store: EmbeddedStore, site: Path) -> None:
    moved = store.quads().decode().replace(f"<{BASE}", f"<{SITE}").encode()
    expected = set(ox.parse(moved, format=ox.RdfFormat.N_QUADS))
    triples = {quad.triple for quad in expected}
    for name, form in (
        ("nq", ox.RdfFormat.N_QUADS),
        ("nt", ox.RdfFormat.N_TRIPLES),
        ("ttl", ox.RdfFormat.TURTLE),
    ):
        content = (site / f"dump.{name}.gz").read_bytes()
        assert content[4:8] == b"\0\0\0\0", "no time stamp"
        found = set(ox.parse(gzip.decompress(content), format=form))
        assert ({quad.triple for quad in found} if name != "nq" else found) == (
            triples if name != "nq" else expected
        )
    for line in (site / "SHA256SUMS").read_text().splitlines():
        digest, _, name = line.partition("  ")
        assert hashlib.sha256((site / name).read_bytes()).hexdigest() == digest
    assert len((site / "SHA256SUMS").read_text().splitlines()) == 3


def test_the_description_counts_right(store: EmbeddedStore, site: Path) -> None:
    void = rdflib.Graph().parse(site / "void.ttl", format="turtle")
    dataset = rdflib.URIRef(f"{SITE}void.ttl#dataset")
    space = "http://rdfs.org/ns/void#"

    def number(name: str) -> int:
        return int(str(void.value(dataset, rdflib.URIRef(space + name))))

    asked = {
        "triples": "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } }",
        "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
        "distinctObjects": "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }",
        "properties": "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }",
        "classes": "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s a ?o }",
        "entities": 'SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o FILTER(!CONTAINS(STR(?s), "#")) }',
    }
    for name, query in asked.items():
        assert number(name) == store.select(query).rows[0][0], name
    partitions = {
        str(void.value(part, rdflib.URIRef(f"{space}class"))): int(
            str(void.value(part, rdflib.URIRef(f"{space}entities")))
        )
        for part in void.objects(dataset, rdflib.URIRef(f"{space}classPartition"))
    }
    assert partitions[f"{GOV}Decision"] == 4 and partitions[f"{GOV}Meeting"] == 3
    assert {str(dump) for dump in void.objects(dataset, rdflib.URIRef(f"{space}dataDump"))} == {
        f"{SITE}dump.{suffix}.gz" for suffix in ("nq", "nt", "ttl")
    }
    assert (site / ".well-known" / "void").read_bytes() == (site / "void.ttl").read_bytes()


def test_the_ontology_comes_along(site: Path) -> None:
    assert (site / "ontology" / "govgraph.ttl").stat().st_size > 1000
    assert (site / "ontology" / "context.jsonld").is_file()


# The folder


def test_the_same_data_gives_the_same_bytes_and_writes_nothing(
    store: EmbeddedStore, site: Path, tmp_path: Path
) -> None:
    first = files_of(site)
    publish(store, tmp_path / "other", SITE)
    assert files_of(tmp_path / "other") == first
    again = publish(store, tmp_path / "other", SITE)
    assert (again.written, again.removed) == (0, 0)
    assert again.unchanged == len(first) - 1, "all but the marker"


def test_only_what_changed_is_written_and_what_is_gone_is_removed(tmp_path: Path) -> None:
    lines = (GRAPHS / "three-meetings.nq").read_text("utf-8")
    with make_store(tmp_path / "one", lines) as store:
        publish(store, tmp_path / "site")
    own = tmp_path / "site" / "CNAME"
    own.write_text("data.example.se")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "site").rglob("*.html")}
    board = "graph/793c80dd812d9915> ."
    fewer = "\n".join(line for line in lines.split("\n") if not line.endswith(board))
    with make_store(tmp_path / "two", fewer) as store:
        done = publish(store, tmp_path / "site")
    assert done.removed > 10
    gone = tmp_path / "site/meeting/granviks-kommun-kommunstyrelsen/2025-03-11.html"
    assert "Sidan finns inte längre" in read_page(gone).text, "an address that was published stays"
    assert not gone.with_suffix(".ttl").exists()
    with make_store(tmp_path / "again", fewer) as store:
        assert publish(store, tmp_path / "site").written == 0, "a tombstone stands"
    assert "Sidan finns inte längre" in read_page(gone).text
    assert own.read_text() == "data.example.se", "files of others are left alone"
    untouched = tmp_path / "site" / f"{DECISION}.html"
    assert untouched.stat().st_mtime_ns == before[untouched]
    assert broken_links(tmp_path / "site", read_site(tmp_path / "site")) == []


def test_a_folder_of_others_is_refused(store: EmbeddedStore, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    letter = tmp_path / "letters" / "index.html"
    letter.write_text("mine")
    with pytest.raises(SiteFolderError, match="not made by govgraph publish"):
        publish(store, tmp_path / "letters")
    with pytest.raises(SiteFolderError, match="is a file"):
        publish(store, letter)
    assert letter.read_text() == "mine"


def test_no_link_leads_out_of_the_folder(store: EmbeddedStore, tmp_path: Path) -> None:
    site, outside = tmp_path / "site", tmp_path / "outside"
    outside.mkdir()
    publish(store, site)
    (site / "index.html").unlink()
    (site / "index.html").symlink_to(outside / "index.html")
    with pytest.raises(SiteFolderError, match="is a link"):
        publish(store, site)
    (site / "index.html").unlink()
    (site / "body").rename(site / "moved")
    (site / "body").symlink_to(outside)
    with pytest.raises(SiteFolderError, match="leads out"):
        publish(store, site)
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize("place", ["../x", "/etc/x", "a/../../x", MARKER])
def test_places_outside_are_refused(tmp_path: Path, place: str) -> None:
    with pytest.raises(SiteFolderError, match="no place"):
        Folder(tmp_path / "site").write(place, b"x")


SEGMENTS = st.lists(
    st.sampled_from(["..", ".", "", "a", "con", "%2e%2e", "å b", "x.html", "ontology", "..\\..", "a" * 300])
    | st.text(max_size=5),
    min_size=1,
    max_size=5,
)


@given(SEGMENTS)
def test_whatever_an_iri_says_its_page_is_in_the_folder(segments: list[str]) -> None:
    place = Addresses(BASE).place(BASE + "/".join(segments))
    parts = place.split("/")
    assert len(parts) >= 2
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9._~-]{0,99}", part, re.ASCII) for part in parts)
    assert parts[0] != "ontology" and not parts[-1].endswith((".html", ".ttl"))


# Hostile words


def test_words_of_minutes_are_never_markup(tmp_path: Path) -> None:
    attack = "</title><script>alert(1)</script>\"' onload=x &amp;\u202e"
    written = attack.replace('"', '\\"')
    quads = (GRAPHS / "three-meetings.nq").read_text("utf-8")
    for harmless in ("Åsa Örnberg", "Folkhälsopolicy", "Ledningsgruppen Fjällbygd", "God hälsa", "strateg"):
        quads = quads.replace(f'"{harmless}"', f'"{written}"')
    evil = f"<{BASE}person/../../../../tmp/evil>"
    in_graph = f"<{BASE}graph/shared> .\n"
    quads += f"{evil} <{PREFIXES['rdf']}type> <{PREFIXES['foaf']}Person> {in_graph}"
    quads += f'{evil} <{PREFIXES["rdfs"]}label> "{written}" {in_graph}'
    quads += f"<{BASE}organisation/forsby-kommun> <{PREFIXES['owl']}sameAs> <javascript:alert(1)> {in_graph}"
    with make_store(tmp_path / "store", quads) as store:
        publish(store, tmp_path / "site")
    pages = read_site(tmp_path / "site")
    assert any(attack in page.text for page in pages.values()), "the words are there, as words"
    for path_of, page in pages.items():
        assert not any("onload" in values for _, values in page.tags), path_of
        if path_of.parent.name != "networks":
            assert "inline" not in scripts(page), path_of
            for said in re.findall(
                r'<script type="application/[a-z+]*json"[^>]*>([^<]*)<', path_of.read_text("utf-8")
            ):
                json.loads(said)
        assert not any(link.startswith("javascript:") for link in page.links), path_of
    assert broken_links(tmp_path / "site", pages) == []


# Marks in the source text

SPANS = st.lists(st.tuples(st.integers(-2, 32), st.integers(-2, 32)), max_size=12)


@given(st.text(alphabet="ab<&å\n", min_size=30, max_size=30), SPANS)
def test_marks_keep_the_text_and_give_each_quote_one_anchor(text: str, spans: list[tuple[int, int]]) -> None:
    marked = str(mark_up(text, spans))
    valid = {(start, end) for start, end in spans if 0 <= start <= end <= len(text)}
    assert mark_up(text, []) == re.sub(r"</?mark[^>]*>", "", marked)
    anchors = re.findall(r'id="char=(\d+),(\d+)"', marked)
    assert sorted((int(start), int(end)) for start, end in anchors) == sorted(valid)
    assert marked.count("<mark") == marked.count("</mark>")


@given(SPANS)
def test_cut_spans_lie_inside_or_outside_of_each_other(spans: list[tuple[int, int]]) -> None:
    pieces = list(nested(spans, 30))
    for start, end, _ in pieces:
        for other_start, other_end, _ in pieces:
            inside = start <= other_start and other_end <= end
            around = other_start <= start and end <= other_end
            apart = other_end <= start or end <= other_start
            assert inside or around or apart


# Words of the site


def test_both_languages_have_the_same_words() -> None:
    def keys(texts: dict[str, object], path: str = "") -> Iterator[str]:
        for name, value in texts.items():
            yield from keys(value, f"{path}{name}.") if isinstance(value, dict) else [path + name]

    read = {
        language: tomllib.loads(
            (files("graphbuild.publishing") / "texts" / f"{language}.toml").read_text("utf-8")
        )
        for language in LANGUAGES
    }
    assert sorted(keys(read["sv"])) == sorted(keys(read["en"]))


def test_every_word_that_templates_ask_for_with_a_dot_is_a_word() -> None:
    # A dictionary's own methods would be found first: `t.topic.items` is a function.
    own = set(dir(dict))
    for template in (files("graphbuild.publishing") / "templates").iterdir():
        for asked in re.findall(r"\bt(?:\.\w+)+", template.read_text("utf-8")):
            assert asked in ("t.nav.items", "t.formats.items") or not own & set(asked.split(".")), (
                f"{template.name}: {asked}"
            )


def test_dates_and_counts_in_words() -> None:
    swedish, english = Wording("sv"), Wording("en")
    assert swedish.date("2025-04-07") == "7 april 2025" and english.date("2025-04-07") == "7 April 2025"
    assert swedish.date("2025-Q4") == "2025-Q4" and swedish.date("2025-13-01") == "2025-13-01"
    assert swedish.count("meeting", 1) == "1 möte" and swedish.count("meeting", 12345) == "12 345 möten"
    assert english.count("decision", 12345) == "12,345 decisions"
