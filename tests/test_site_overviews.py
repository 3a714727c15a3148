"""The overviews of a site: facets, tables as files, what is open, networks, what does not add up, the search."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib

from graphbuild import catalogue, stemming
from graphbuild.publishing import publish
from graphbuild.publishing.pages import among
from graphbuild.publishing.search_index import Entry, search_files
from graphbuild.publishing.wording import Wording, ontology_labels
from graphbuild.store import EmbeddedStore
from tests.site_reader import read_page

SITE = "https://data.example.se/"


@pytest.fixture(scope="module")
def store(example_store: Path) -> Iterator[EmbeddedStore]:
    with EmbeddedStore.read(example_store) as opened:
        yield opened


@pytest.fixture(scope="module")
def site(store: EmbeddedStore, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("overviews") / "site"
    publish(store, folder, SITE)
    return folder


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline="")))


# Facts


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # of rdflib's own
def test_a_thing_says_the_same_in_every_format(site: Path) -> None:
    place = next(iter(sorted(site.glob("meeting/*/*/item/*/decision/1.ttl")))).with_suffix("")
    turtle = {str(each) for each in ox.parse(path=f"{place}.ttl", format=ox.RdfFormat.TURTLE)}
    lines = {str(each) for each in ox.parse(path=f"{place}.nt", format=ox.RdfFormat.N_TRIPLES)}
    listed = {str(each) for each in ox.parse(path=f"{place}.jsonld", format=ox.RdfFormat.JSON_LD)}
    assert turtle == lines == listed and len(lines) > 20
    told = json.loads(Path(f"{place}.jsonld").read_text("utf-8"))
    assert "http" not in json.dumps(
        [name for name in told["@context"].values() if not isinstance(name, str)]
    ), "the context stands in the file"
    assert len(rdflib.Graph().parse(f"{place}.jsonld", format="json-ld")) == len(lines), "a second reader"


# Tables


def test_every_list_is_a_table_with_the_rows_that_the_store_has(store: EmbeddedStore, site: Path) -> None:
    for name, column in (
        ("meetings", "meeting_iri"),
        ("decisions", "decision_iri"),
        ("people", "person_iri"),
    ):
        asked = catalogue.run(store, catalogue.load(name))
        place = asked.columns.index(column)
        wanted = {str(row[place]).replace(store.base, SITE) for row in asked.rows}
        rows = rows_of(site / f"{name}.csv")
        assert {row[column] for row in rows} == wanted and len(rows) == len(wanted), name
        told = json.loads((site / f"{name}.json").read_text("utf-8"))
        assert [row[column] for row in told] == [row[column] for row in rows]
        assert not any(value in ("", None) for row in told for value in row.values()), (
            "not stated is not said"
        )


def test_the_tables_of_a_page_stand_beside_it(site: Path) -> None:
    place = next(
        path.relative_to(site).as_posix().removesuffix(".participants.csv")
        for path in sorted(site.rglob("*.participants.csv"))
    )
    page = read_page(site / f"{place}.html")
    rows = rows_of(site / f"{place}.participants.csv")
    for row in rows:
        assert row["meeting_iri"] == f"{SITE}{place}" and row["person"] in page.text
    assert len(rows) == len({row["participation_iri"] for row in rows}) > 3
    kinds = {
        path.relative_to(site).parts[0] + " " + path.name.split(".")[-2] for path in site.rglob("*.*.csv")
    }
    assert kinds == {
        "body meetings", "body people", "case assignments", "case decisions", "case items",
        "meeting assignments", "meeting participants", "organisation assignments", "organisation people",
        "person assignments", "person decisions", "person meetings",
    }  # fmt: skip
    for path in sorted(site.rglob("*.*.csv")):
        named = path.relative_to(site).as_posix().removesuffix(".csv")
        told = json.loads((site / f"{named}.json").read_text("utf-8"))
        rows = rows_of(path)
        assert [{name: str(cell) for name, cell in row.items()} for row in told] == [
            {name: cell for name, cell in row.items() if cell} for row in rows
        ]
        html = (site / f"{named.rpartition('.')[0]}.html").read_text("utf-8")
        assert html.count(f'{named.rpartition("/")[2]}.csv" download') == 1, named


def test_a_long_table_is_cut_and_its_file_is_not(
    store: EmbeddedStore, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graphbuild.publishing.pages.MOST_ROWS", 2)
    publish(store, tmp_path, SITE)
    long = next(path for path in sorted(site.glob("case/**/*.decisions.csv")) if len(rows_of(path)) > 2)
    place = long.relative_to(site)
    assert (tmp_path / place).read_bytes() == long.read_bytes()
    count = len(rows_of(long))
    html = (tmp_path / place).with_name(f"{place.name.split('.')[0]}.html").read_text("utf-8")
    assert f"De 2 första av {count} visas här." in html
    assert "visas här" not in (site / place).with_name(f"{place.name.split('.')[0]}.html").read_text("utf-8")


def test_no_property_is_named_in_another_language(store: EmbeddedStore, site: Path) -> None:
    """A property without a word in the site's language would be named by the letters of its IRI."""
    known = ontology_labels("sv")
    used = {str(row[0]) for row in store.select("SELECT DISTINCT ?p { ?s ?p ?o }").rows}
    by_letters = {
        re.sub(r"(?<=[a-z])(?=[A-Z])", " ", re.split("[/#]", iri)[-1]).lower() for iri in used - known.keys()
    }
    words = {word.lower() for word in Wording("sv", known).texts["property"].values()}
    shown = set()
    for path in site.glob(
        "[!o]*/**/*.html"
    ):  # without organisations, and the ontology, which is in English, too
        shown |= {label.lower() for label in re.findall(r"<dt>([^<]*)</dt>", path.read_text("utf-8"))}
    assert "medlem" in shown and (shown & by_letters) - words == set()


def test_what_is_open_is_what_no_later_meeting_says_is_done(store: EmbeddedStore, site: Path) -> None:
    asked = catalogue.run(store, catalogue.load("assignments"), {"status": "open"})
    place = asked.columns.index("assignment_iri")
    rows = rows_of(site / "open-assignments.csv")
    assert {row["assignment_iri"] for row in rows} == {
        str(row[place]).replace(store.base, SITE) for row in asked.rows
    }
    due = [row["due_date"] for row in rows]
    assert due == sorted(due, key=lambda day: day or "9999"), "what is due first stands first"


# Facets


def test_a_facet_holds_the_decisions_that_the_store_gives_for_it(store: EmbeddedStore, site: Path) -> None:
    everything = rows_of(site / "decisions.csv")
    adopted = catalogue.run(store, catalogue.load("decisions"), {"type": "adoption"})
    assert len(rows_of(site / "decisions/type/adoption.csv")) == len(adopted.rows) > 10
    by_year = [row for path in (site / "decisions/year").glob("*.csv") for row in rows_of(path)]
    assert sorted(row["decision_iri"] for row in by_year) == sorted(row["decision_iri"] for row in everything)
    taken = catalogue.run(store, catalogue.load("who-decided"))
    person, decision = (taken.columns.index(name) for name in ("person_iri", "decision_iri"))
    who = str(taken.rows[0][person])
    own = {str(row[decision]).replace(store.base, SITE) for row in taken.rows if row[person] == who}
    path = site / f"decisions/person/{who.rpartition('/')[2]}.csv"
    assert {row["decision_iri"] for row in rows_of(path)} == own


def test_facets_can_be_followed_without_a_script(site: Path) -> None:
    page = read_page(site / "decisions.html")
    places = [link for link in page.links if link.startswith("decisions/")]
    assert {place.split("/")[1] for place in places} == {
        "body",
        "year",
        "type",
        "organisation",
        "person.html",
        "person",
    }
    rows = rows_of(site / "decisions/type/adoption.csv")
    shown = read_page(site / "decisions/type/adoption.html")
    assert all(row["decision"] in shown.text for row in rows)


def test_the_filter_has_the_same_decisions(site: Path) -> None:
    parts, facets, rows = read_parts(site)
    assert sorted(row[0] for _, row in rows) == sorted(
        row["decision_iri"].removeprefix(SITE) for row in rows_of(site / "decisions.csv")
    )
    assert all(row[1].startswith(parts[place][1]) for place, row in rows)
    assert all((site / f"{row[0]}.html").is_file() for _, row in rows)
    for facet, values in facets.items():
        for key, label, places in values:
            assert label in (site / f"decisions/{facet}/{key}.html").read_text("utf-8")
            told = {place for place, row in rows if facet == "year" or [facet, key, label] in row[4]}
            assert set(places) == (
                {n for n, part in enumerate(parts) if part[1] == key} if facet == "year" else told
            )


def read_parts(site: Path) -> tuple[list[list[str]], dict[str, list[Any]], list[tuple[int, list[Any]]]]:
    """Read what the filter reads: the parts, the values, and each decision with its part and its names."""
    parts, facets = script_of(site / "decisions/values.js", "values")
    rows = []
    for place, (name, _) in enumerate(parts):
        said, names, found = script_of(site / f"decisions/{name}.js", "decisions")
        assert said == name
        rows += [(place, [*row[:4], [names[number] for number in row[4]]]) for row in found]
    return parts, facets, rows


def script_of(path: Path, name: str) -> list[Any]:
    told = re.fullmatch(rf"govgraph\.{name}\((.*)\)\n", path.read_text("utf-8"))
    assert told
    return json.loads(f"[{told[1]}]")  # type: ignore[no-any-return]


def test_many_decisions_are_read_month_by_month_and_body_by_body(
    store: EmbeddedStore, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graphbuild.publishing.facets.PART", 5)
    monkeypatch.setattr("graphbuild.publishing.facets._DENSE", 20)
    monkeypatch.setattr("graphbuild.publishing.overviews.ROWS", 4)
    publish(store, tmp_path, SITE)
    parts, _, rows = read_parts(tmp_path)
    assert sorted(row[0] for _, row in rows) == sorted(row[0] for _, row in read_parts(site)[2])
    times = [name.rpartition("-")[0] for name, _ in parts]
    assert times == sorted(times, reverse=True) and any(len(time) == 7 for time in times)
    for place, (name, year) in enumerate(parts):
        among = [row for at, row in rows if at == place]
        assert 0 < len(among) <= 5 and all(row[1].startswith(times[place]) for row in among), name
        assert year == times[place][:4]
        bodies = [key for row in among for facet, key, _ in row[4] if facet == "body"]
        assert bodies == sorted(bodies), "decisions of a body stand side by side"
    of_months = read_page(tmp_path / "timeline/2025.html").links
    months = [link for link in of_months if re.fullmatch(r"\.\./timeline/2025-\d\d\.html", link)]
    assert len(months) > 3 and not any("meeting/" in link for link in of_months)
    held = [
        link
        for month in months
        for link in read_page(tmp_path / "timeline" / month).links
        if "meeting/" in link
    ]
    of_year = [link for link in read_page(site / "timeline/2025.html").links if "meeting/" in link]
    assert held == of_year


@pytest.mark.parametrize(
    ("page", "pages", "shown"),
    [
        (1, 1, [1]),
        (1, 6, [1, 2, 3, 4, 5, 6]),
        (1, 9, [1, 2, 3, 4, 5, 6, 0, 9]),
        (8, 40, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 0, 40]),
        (20, 40, [1, 0, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 0, 40]),
        (40, 40, [1, 0, 35, 36, 37, 38, 39, 40]),
    ],
)
def test_a_page_of_a_long_list_links_to_those_near_by(page: int, pages: int, shown: list[int]) -> None:
    assert among(page, pages) == shown


# What the data are worth


def test_what_does_not_add_up_leads_to_the_words(site: Path) -> None:
    page = read_page(site / "anomalies.html")
    assert "Emma Tängdal ska justera protokollet men var frånvarande" in page.text
    assert any(re.match(r"source/[0-9a-f]{16}\.html#char=\d+,\d+", link) for link in page.links)
    rows = rows_of(site / "anomalies.csv")
    assert [row["severity"] for row in rows] == sorted(
        (row["severity"] for row in rows), key=("violation", "warning", "info").index
    )
    sources = rows_of(site / "completeness.csv")
    assert len(sources) == 18 and all(0 < int(row["share"]) <= 100 for row in sources)


def test_networks_are_tables_files_and_pages(site: Path) -> None:
    page = read_page(site / "network.html")
    assert "networks/people-bodies.html" in page.links
    ties = rows_of(site / "networks/people-bodies.csv")
    assert all(row["source"].startswith(SITE) for row in ties)
    drawn = (site / "networks/people-bodies.html").read_text("utf-8")
    assert ties[0]["source"] in drawn and "http://localhost" not in drawn


def test_the_timeline_has_every_meeting(site: Path) -> None:
    found = [
        link.removeprefix("../")
        for path in sorted((site / "timeline").glob("*.html"))
        for link in read_page(path).links
        if re.fullmatch(r"\.\./meeting/[^/]+/[0-9-]+\.html", link)
    ]
    assert sorted(found) == sorted(
        row["meeting_iri"].removeprefix(SITE) + ".html" for row in rows_of(site / "meetings.csv")
    )


# The search


def read_index(files: dict[str, bytes]) -> tuple[dict[str, list[int]], list[list[str]]]:
    stems: dict[str, list[int]] = {}
    entries: list[list[str]] = []
    for name, content in sorted(files.items()):
        told = json.loads(f"[{content.decode().partition('(')[2].rstrip()[:-1]}]")
        if name.startswith("search/w-"):
            for stem, steps in told[1].items():
                stems[stem] = [sum(steps[: place + 1]) for place in range(len(steps))]
        elif name.startswith("search/e-"):
            entries += told[1]
    return stems, entries


def test_words_are_found_in_any_form_and_in_compounds() -> None:
    texts = ("Budgeten för 2025", "att köpa en pump", "den centrala investeringsbudgeten", "investeringar")
    files = dict(search_files((Entry("decision", text, "x/y", "") for text in texts), "sv"))
    stems, entries = read_index(files)
    assert [entry[1] for entry in entries] == list(texts)
    stem = stemming.stemmer("sv")
    assert stems[stem("budgetens")] == [0, 2], "a compound is found by its last part"
    assert stems[stem("pumpar")] == [1]
    assert stem("investeringsbudget") in stems
