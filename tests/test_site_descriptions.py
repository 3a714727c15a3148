"""What a site says of itself: catalogue, links, feeds, sitemap, and the stream of its changes."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from lxml import etree
from pyshacl import validate
from rdflib import RDF, Graph, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, PROV

from graphbuild.errors import ParameterError
from graphbuild.identity import DEFAULT_BASE
from graphbuild.pipeline import build
from graphbuild.publishing import Publisher, publish
from graphbuild.store import EmbeddedStore
from tests.conftest import ROOT
from tests.site_reader import broken_links, read_page, read_site

SITE = "https://data.example.se/"
PUBLISHER = Publisher(
    "Tjärnhamns <kommun>",
    "212000-0001",
    "LocalAuthority",
    "data@tjarnhamn.example",
    "https://example.se/licens",
)
VCARD = rdflib.Namespace("http://www.w3.org/2006/vcard/ns#")
TREE = rdflib.Namespace("https://w3id.org/tree#")
LDES = rdflib.Namespace("https://w3id.org/ldes#")
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
FIRST, SECOND = "2026-03-01T08:00:00Z", "2026-04-01T09:30:00Z"


@pytest.fixture(scope="module")
def minutes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two of the example minutes, built as of `FIRST`."""
    folder = tmp_path_factory.mktemp("descriptions")
    for path in sorted((ROOT / "examples").glob("direktionen*"))[:2]:
        shutil.copy(path, folder)
    build(sorted(folder.iterdir()), folder / "store", DEFAULT_BASE, now=FIRST)
    return folder


@pytest.fixture(scope="module")
def site(minutes: Path) -> Path:
    write(minutes, minutes / "site")
    return minutes / "site"


def write(minutes: Path, site: Path) -> None:
    with EmbeddedStore.read(minutes / "store") as store:
        publish(store, site, SITE, publisher=PUBLISHER)


# The catalogue


@pytest.fixture(scope="module")
def record(site: Path) -> Graph:
    return Graph().parse(site / "dcat.rdf", format="xml")


@pytest.fixture(scope="module")
def swedish() -> Graph:
    return Graph().parse(Path(__file__).parent / "dcat" / "dcat-ap-se.ttl")


def test_the_catalogue_is_what_dataportal_asks_for(record: Graph, swedish: Graph, site: Path) -> None:
    conforms, _, told = validate(record, shacl_graph=swedish)
    assert conforms, told
    assert not any(isinstance(term, rdflib.BNode) for triple in record for term in triple)
    agent = URIRef("http://dataportal.se/organisation/SE2120000001")
    assert str(record.value(agent, FOAF.name)) == "Tjärnhamns <kommun>"
    files = {str(url).removeprefix(SITE) for url in record.objects(None, DCAT.downloadURL)}
    assert files == {"dump.nq.gz", "dump.nt.gz", "dump.ttl.gz"} and all(
        (site / name).is_file() for name in files
    )


MANDATORY = (
    *(
        (DCAT.Catalog, each)
        for each in (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCTERMS.license)
    ),
    (DCAT.Catalog, DCAT.dataset),
    *((DCAT.Dataset, each) for each in (DCTERMS.title, DCTERMS.description, DCTERMS.publisher)),
    *((DCAT.Distribution, each) for each in (DCAT.accessURL, DCTERMS.format)),
    *((FOAF.Agent, each) for each in (FOAF.name, DCTERMS.type)),
    *((VCARD.Organization, each) for each in (VCARD.fn, VCARD.hasEmail)),
)


@pytest.mark.parametrize(("kind", "term"), MANDATORY, ids=lambda term: term.split("/")[-1])
def test_without_a_mandatory_property_the_catalogue_fails(
    record: Graph, swedish: Graph, kind: URIRef, term: URIRef
) -> None:
    broken = Graph()
    broken += record
    for thing in record.subjects(RDF.type, kind):
        assert (thing, term, None) in record
        broken.remove((thing, term, None))
    conforms, _, _ = validate(broken, shacl_graph=swedish)
    assert not conforms


def test_a_publisher_that_no_portal_would_take_is_refused() -> None:
    with pytest.raises(ParameterError, match="choose one of LocalAuthority"):
        Publisher("Tjärnhamn", type="Kommun")
    with pytest.raises(ParameterError, match="ten digits"):
        Publisher("Tjärnhamn", number="2120")
    with pytest.raises(ParameterError, match="e-mail"):
        Publisher("Tjärnhamn", email="<script>@example.se")
    with pytest.raises(ParameterError, match="licence's address"):
        Publisher("Tjärnhamn", licence="javascript:alert(1)")


# Links, feeds, sitemap


def test_the_linkset_leads_to_the_data_and_what_describes_them(site: Path) -> None:
    (context,) = json.loads((site / "linkset.json").read_text("utf-8"))["linkset"]
    assert context["anchor"] == SITE
    assert context["license"] == [{"href": PUBLISHER.licence}]
    for link in [*context["item"], *context["describedby"]]:
        assert (site / link["href"].removeprefix(SITE)).is_file()


def test_a_body_has_a_feed_of_its_meetings_newest_first(site: Path) -> None:
    (path,) = (site / "feeds").iterdir()
    feed = etree.parse(path).getroot()
    assert feed.findtext(f"{ATOM}updated") == FIRST
    links = [link for entry in feed.findall(f"{ATOM}entry") for link in entry.findall(f"{ATOM}link")]
    pages = [str(link.get("href")) for link in links]
    assert pages == sorted(pages, reverse=True) and len(pages) == 2
    assert all((site / page.removeprefix(SITE)).is_file() for page in pages)
    assert "<li>" in str(feed.findtext(f"{ATOM}entry/{ATOM}content"))


def test_the_sitemap_names_every_page_once(site: Path) -> None:
    index = etree.parse(site / "sitemap.xml").getroot()
    found: list[str] = []
    for location in index.iter(f"{MAP}loc"):
        urls = etree.parse(site / str(location.text).removeprefix(SITE)).getroot()
        found += [str(each.text).removeprefix(SITE) for each in urls.iter(f"{MAP}loc")]
        modified = {each.findtext(f"{MAP}lastmod") for each in urls.iter(f"{MAP}url")}
        assert modified == {FIRST, None}, "what is known to have changed says when"
    assert len(found) == len(set(found))
    assert set(found) == {str(path.relative_to(site)) for path in site.rglob("*.html")}


# The stream of changes


def pages_of(stream: Path) -> Iterator[tuple[str, Graph]]:
    root = Graph().parse(stream / "index.ttl")
    for node in sorted(map(str, set(root.objects(None, TREE.node)))):
        yield node, Graph().parse(stream / node.rpartition("/")[2])


def test_the_stream_only_grows(minutes: Path, site: Path) -> None:
    def hashes() -> dict[str, str]:
        return {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in (site / "ldes").iterdir()
            if path.name != "index.ttl"
        }

    first = hashes()
    (_, page), *rest = pages_of(site / "ldes")
    assert rest == [] and len(set(page.objects(None, TREE.member))) == 2
    changed = sorted(minutes.glob("*.md"))[0]
    changed.write_text(changed.read_text("utf-8").replace("Staffan Brodde", "Staffan Brodd"), "utf-8")
    build(sorted(minutes.glob("*.md")), minutes / "store", DEFAULT_BASE, now=SECOND)
    write(minutes, site)
    later = hashes()
    assert first.items() <= later.items(), "pages that are there are never written again"
    assert len(later) == len(first) + 1
    root = Graph().parse(site / "ldes" / "index.ttl")
    (stream,) = root.subjects(RDF.type, LDES.EventStream)
    path, version = root.value(stream, LDES.timestampPath), root.value(stream, LDES.versionOfPath)
    assert path == PROV.endedAtTime
    members = []
    for name, page in pages_of(site / "ldes"):
        node = URIRef(name)
        low, high = (
            next(
                str(root.value(relation, TREE.value))
                for relation in root.subjects(TREE.node, node)
                if (relation, RDF.type, TREE[kind]) in root
            )
            for kind in ("GreaterThanOrEqualToRelation", "LessThanOrEqualToRelation")
        )
        for member in page.objects(stream, TREE.member):
            time = str(page.value(member, path))
            assert low <= time <= high and page.value(member, version) is not None
            members.append(member)
    assert len(members) == len(set(members)) == 3
    for member in members:
        place = str(member).removeprefix(SITE)
        assert member in Graph().parse(site / f"{place}.ttl").subjects()
        assert read_page(site / f"{place}.html").title
    corrected = next(
        path for path in site.glob("change/*/*.html") if "Ändrade uppgifter" in path.read_text("utf-8")
    )
    read = read_page(corrected)
    assert read.title.startswith("Rättat: ")
    assert "Staffan Brodde" in read.text and "Staffan Brodd" in read.text
    assert broken_links(site, read_site(site)) == []
    changes = {path.relative_to(site).as_posix() for path in (site / "change").rglob("*.html")}
    listed = (site / "sitemap-1.xml").read_text("utf-8")
    assert all(place in listed for place in changes)
