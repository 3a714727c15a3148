"""The page that answers SPARQL by itself, in a real browser: from the file system, and as one file for mail."""

import csv
import json
import re
from base64 import b64decode
from collections.abc import Iterator
from gzip import decompress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from graphbuild import catalogue
from graphbuild.dataset import Dataset
from graphbuild.publishing import console, publish, publish_file
from graphbuild.reports import Style, render
from graphbuild.starting import KINDS
from graphbuild.store import EmbeddedStore
from tests.cli import govgraph
from tests.small_store import make_store
from tests.test_site_in_browser import AXE, DESKTOP, LOW_CONTRAST, PHONE, WCAG, watch

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?i) }"
POLICY = "att anta <policyn> för folkhälsa & trygghet."


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    with make_store(tmp_path_factory.mktemp("console") / "store") as opened:
        yield opened


@pytest.fixture(scope="module")
def site(store: EmbeddedStore, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("console") / "site"
    publish(store, folder)
    return folder


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport=DESKTOP)
    yield made
    made.close()


@pytest.fixture
def opened(context: BrowserContext, site: Path) -> Iterator[Page]:
    """Give the console, opened from the file system; it must ask for nothing, and say nothing in its console."""
    page, noted = watch(context, site)
    page.goto((site / "console.html").as_uri())
    page.locator("#console[data-ready]").wait_for()
    yield page
    assert noted == []
    page.close()


def told(page: Page) -> str:
    """Wait for an answer, and give what is said of it."""
    status = page.get_by_role("status")
    expect(status).not_to_have_text(re.compile("^$|…$|^Redo"))
    return status.inner_text()


def answer(page: Page) -> list[list[str]]:
    return [row.locator("td").all_inner_texts() for row in page.locator("#answer tbody tr").all()]


def cells(row: list[str]) -> list[str]:
    """Write numbers alike: 2.0 is what others write 2."""
    return [cell.removesuffix(".0") for cell in row]


KEEP_FILE = """() => {
  const make = URL.createObjectURL;
  URL.createObjectURL = (blob) => { window.made = blob.text(); return make.call(URL, blob); };
}"""


def as_file(page: Page) -> str:
    """Give the CSV file of an answer as it is made: a browser may hold back the fortieth download in a row."""
    page.evaluate("window.made = null")
    for _ in range(5):
        page.get_by_role("link", name="CSV").click(no_wait_after=True)
        if (text := page.evaluate("window.made")) is not None:
            return str(text)
    raise AssertionError("no file was made")


@pytest.mark.browser
def test_ready_questions_answer_as_the_command_line_does(opened: Page, store: EmbeddedStore) -> None:
    """Each question, without and with the example of each parameter that it takes: the same rows in the same order."""
    answered = 0
    opened.evaluate(KEEP_FILE)
    for name in catalogue.names():
        query = catalogue.load(name)
        examples = {each.name: each.example for each in query.parameters if each.name != "language"}
        of_store = {name: text for name, text in {"body": "ledning", "since": "2025-Q1", "until": "2025"}.items()
                    if name in examples}  # fmt: skip
        for given in ({}, of_store):
            address = "&".join(f"{key}={value}" for key, value in given.items())
            opened.evaluate("document.getElementById('console-status').textContent = ''")
            opened.evaluate(f"location.hash = 'q={name}&{address}'")
            language = {"language": "sv"} if "language" in {each.name for each in query.parameters} else {}
            table = catalogue.run(store, query, given | language)
            if not table.rows:
                assert told(opened) == "Inget i protokollen svarar på frågan.", name
                continue
            assert told(opened).startswith(f"Antal rader: {len(table.rows)} "), (name, given)
            rows = list(csv.reader(as_file(opened).splitlines()))
            expected = list(csv.reader(render(table, "csv", Style()).splitlines()))
            assert list(map(cells, rows)) == list(map(cells, expected)), (name, given)
            answered += 1
    assert answered > 35


@pytest.mark.browser
def test_a_ready_question_is_a_button_with_its_parameters(opened: Page) -> None:
    opened.get_by_role("button", name="Beslut", exact=True).click()
    assert told(opened).startswith("Antal rader: 4 ")
    opened.get_by_label("Ord som texten innehåller").fill("policy")
    opened.get_by_label("Vilket slags beslut").select_option(label="antagande")
    opened.get_by_role("button", name="Fråga", exact=True).click()
    expect(opened.get_by_role("status")).to_contain_text("Antal rader: 1 ")
    assert answer(opened) == [
        ["2025-02-10", "Ledningsgruppen Fjällbygd", "2", "Folkhälsopolicy", "", POLICY, "antagande"]
    ]
    shared = opened.url
    opened.get_by_role("link", name=POLICY).click()
    assert opened.url.endswith("/meeting/ledningsgruppen-fjallbygd/2025-02-10/item/2/decision/1.html")
    assert opened.get_by_role("heading", level=1).is_visible()
    opened.goto(shared)
    expect(opened.get_by_role("status")).to_contain_text("Antal rader: 1 ")
    assert opened.get_by_label("Ord som texten innehåller").input_value() == "policy"


@pytest.mark.browser
@pytest.mark.parametrize("text", ['") } #', "\\", '"""', "'} UNION { ?s ?p ?o", "\n\t\u0007", "$& $1"])
def test_what_people_write_stays_a_word(opened: Page, text: str) -> None:
    opened.get_by_role("button", name="Beslut", exact=True).click()
    told(opened)
    opened.get_by_label("Ord som texten innehåller").fill(f"x{text}")
    opened.get_by_role("button", name="Fråga", exact=True).click()
    expect(opened.get_by_role("status")).to_have_text("Inget i protokollen svarar på frågan.")


@pytest.mark.browser
def test_a_date_that_is_none_is_told(opened: Page) -> None:
    opened.get_by_role("button", name="Beslut", exact=True).click()
    told(opened)
    for wrong in ("i fjol", "2025-02-30", "2025-13"):
        opened.get_by_label("Från denna dag").fill(wrong)
        opened.get_by_role("button", name="Fråga", exact=True).click()
        expect(opened.get_by_role("status")).to_have_text(
            "”Från denna dag, månad, kvartal eller år” kan inte läsas. Skriv till exempel 2025."
        )


@pytest.mark.browser
def test_an_expert_query_runs_is_cancelled_and_can_be_shared(opened: Page) -> None:
    opened.get_by_role("tab", name="Färdiga frågor").press("ArrowRight")
    opened.locator(".cm-content").wait_for()
    editor = opened.get_by_role("textbox", name="Fråga i SPARQL")

    def write(query: str) -> None:
        editor.click()
        opened.keyboard.press("Control+a")
        opened.keyboard.insert_text(query)

    write("SELECT ?thing ?n { ?thing a gov:Body ; rdfs:label ?n } ORDER BY ?n")
    opened.keyboard.press("Control+Enter")
    assert told(opened).startswith("Antal rader: 2 ")
    assert answer(opened) == [["Kommunstyrelsen"] * 2, ["Ledningsgruppen Fjällbygd"] * 2]
    assert opened.get_by_role("link", name="Kommunstyrelsen").get_attribute("href") == (
        "body/granviks-kommun-kommunstyrelsen.html"
    )
    shared = opened.url
    write(ENDLESS)
    opened.get_by_role("button", name="Fråga", exact=True).click()
    expect(opened.get_by_role("status")).to_have_text("Frågar …")
    opened.get_by_role("button", name="Avbryt").click()
    expect(opened.get_by_role("status")).to_have_text(
        "Frågan är avbruten. Uppgifterna är inlästa igen: fråga vidare."
    )
    for query, said in (
        ("ASK { ?s a gov:Meeting }", "ja"),
        ("SELECT * {", "Frågan kunde inte besvaras: error at 1:"),
        ("SELECT * { SERVICE <https://example.org/> { ?s ?p ?o } }", "Frågan kunde inte besvaras: "),
        ("CONSTRUCT { ?s a ?c } WHERE { ?s a gov:Body, ?c }", "Antal rader: 2 "),
    ):
        write(query)
        opened.get_by_role("button", name="Fråga", exact=True).click()
        expect(opened.get_by_role("status")).to_contain_text(said)
    opened.goto(shared)
    assert told(opened).startswith("Antal rader: 2 ")
    assert "gov:Body" in opened.get_by_role("textbox", name="Fråga i SPARQL").inner_text()


@pytest.mark.browser
def test_answers_meet_wcag_on_a_phone_in_dark(browser: Browser, site: Path) -> None:
    for scheme, size in (("light", DESKTOP), ("dark", PHONE)):
        context = browser.new_context(viewport=size, color_scheme="dark" if scheme == "dark" else "light")
        page, noted = watch(context, site)
        page.goto((site / "console.html").as_uri() + "#q=decisions")
        assert told(page).startswith("Antal rader: 4 ")
        for tab in ("Färdiga frågor", "SPARQL"):
            page.get_by_role("tab", name=tab).click()
            if tab == "SPARQL":
                page.locator(".cm-content").wait_for()
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
            assert page.evaluate(LOW_CONTRAST) == []
            if AXE.is_file():
                page.evaluate(AXE.read_text("utf-8"))
                found = page.evaluate(WCAG)["violations"]
                assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
        assert noted == []
        context.close()


@pytest.mark.browser
def test_without_scripts_it_says_what_is_missing(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "console.html").as_uri())
    assert page.get_by_text("Utan skript går de inte att ställa här").is_visible()
    assert page.locator("#console").is_hidden()
    page.get_by_role("link", name="filer att hämta").click()
    assert page.get_by_role("link", name="dump.nt.gz").is_visible()
    context.close()


@pytest.mark.browser
def test_one_file_holds_data_questions_and_network(
    browser: Browser, store: EmbeddedStore, tmp_path: Path
) -> None:
    file = tmp_path / "protokoll.html"
    done = govgraph(
        "publish", file, "--single-file", "--base", "https://data.example.se/", "--store", store.folder.path
    )
    assert done.code == 0 and "protokoll.html" in done.err
    context = browser.new_context(viewport=DESKTOP)
    page, noted = watch(context, tmp_path)
    page.goto(file.as_uri() + "#q=decisions&text=policy")
    assert told(page).startswith("Antal rader: 1 ")
    assert page.get_by_role("link", name=POLICY).get_attribute("href") == (
        "https://data.example.se/meeting/ledningsgruppen-fjallbygd/2025-02-10/item/2/decision/1"
    )
    page.get_by_role("tab", name="Nätverk").click()
    network = page.frame_locator("#network-frame")
    network.get_by_role("button", name="Åsa Örnberg").first.click()
    expect(network.locator("#about")).to_contain_text("Åsa Örnberg")
    assert network.locator("canvas").count() > 0
    assert [each for each in noted if "GL Driver Message" not in each] == []  # it draws without a GPU here
    context.close()


def test_one_file_is_written_over_itself_and_over_nothing_else(store: EmbeddedStore, tmp_path: Path) -> None:
    file, other = tmp_path / "one.html", tmp_path / "other.html"
    publish_file(store, file)
    first = file.read_bytes()
    publish_file(store, file)
    assert file.read_bytes() == first
    other.write_text("mine")
    done = govgraph("publish", other, "--single-file", "--store", store.folder.path)
    assert done.code != 0 and "nothing was written" in done.err and other.read_text() == "mine"


def test_the_graph_comes_in_parts_that_hold_each_triple_once(store: EmbeddedStore) -> None:
    dataset = Dataset(store, store.base)
    made = list(console.parts(dataset, size=100))
    assert [part.place for part in made] == [f"console/triples-{number}.js" for number in range(len(made))]
    lines: list[str] = []
    for number, part in enumerate(made):
        found = re.fullmatch(r'govgraph\.triples\((\d+),"([A-Za-z0-9+/=]*)"\)\n', part.content.decode())
        assert found and int(found[1]) == number
        lines += decompress(b64decode(found[2])).decode().splitlines()
    assert lines == list(dataset.triples()) and len(made) > 5
    assert list(console.parts(dataset, size=100)) == made


def test_only_the_console_may_compile_and_no_page_may_connect(site: Path) -> None:
    for page in site.rglob("*.html"):
        if page.parent.name == "networks":
            continue
        (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', page.read_text("utf-8"))
        assert ("wasm-unsafe-eval" in policy) == (page.name == "console.html"), page
        assert policy.startswith("default-src 'none'") and "connect-src" not in policy
        assert "unsafe-inline" not in policy and "'unsafe-eval'" not in policy


def test_the_page_knows_every_question_in_words(site: Path) -> None:
    text = (site / "console.html").read_text("utf-8")
    said = json.loads(text.partition('id="console-words">')[2].partition("</script>")[0])
    assert sorted(each["name"] for each in said["questions"]) == catalogue.names()
    kinds = {parameter["type"] for each in said["questions"] for parameter in each["parameters"]}
    assert kinds <= {"text", "choice", "first-day", "last-day", *KINDS}
