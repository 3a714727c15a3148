"""A published site in a real browser, opened from the file system, at desktop and phone width."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from graphbuild import stemming
from graphbuild.publishing import publish
from tests.small_store import make_store

pytestmark = pytest.mark.browser

DECISION = "meeting/ledningsgruppen-fjallbygd/2025-02-10/item/2/decision/1.html"
PAGES = (
    "index.html",
    "decisions.html",
    "assignments.html",
    "people.html",
    "data.html",
    "open-assignments.html",
    "timeline.html",
    "timeline/2025.html",
    "network.html",
    "console.html",
    "anomalies.html",
    "completeness.html",
    "search.html?q=policy",
    "decisions.html?type=adoption",
    "decisions/type/adoption.html",
    "body/ledningsgruppen-fjallbygd.html",
    "meeting/ledningsgruppen-fjallbygd/2025-02-10.html",
    "meeting/ledningsgruppen-fjallbygd/2025-02-10/item/2.html",
    "meeting/granviks-kommun-kommunstyrelsen/2025-03-11/item/12.html",
    DECISION,
    "person/5c8ae3eecec4948b.html",
    "organisation/forsby-kommun.html",
    "source/158f7dfeaf7defda.html",
    "minutes/30f07b4c01341388.html",
    "graph/shared.html",
    "ontology/sv.html",
    "ontology/en.html",
)
AXE = Path(__file__).parent / "readers" / "node_modules" / "axe-core" / "axe.min.js"
WCAG = "axe.run({preload: false, runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']})"
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
# Contrast as WCAG 2.1 defines it, of each text against the nearest background that is painted.
LOW_CONTRAST = """() => {
  const parts = color => color.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map(v => v / 255)
      .map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * x + .7152 * y + .0722 * z;
  };
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const color = parts(getComputedStyle(at).backgroundColor);
      if (color.length < 4 || color[3] === 1) return color;
    }
    return [255, 255, 255];
  };
  const low = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.getClientRects().length) continue;
    const [one, other] = [parts(getComputedStyle(element).color), behind(element)].map(light);
    const ratio = (Math.max(one, other) + .05) / (Math.min(one, other) + .05);
    if (ratio < 4.5) low.push(`${ratio.toFixed(2)} ${element.tagName} ${walker.currentNode.data}`);
  }
  return low;
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("browser")
    with make_store(folder / "store") as store:
        publish(store, folder / "site", "https://data.example.se/")
    return folder / "site"


def at(site: Path, name: str) -> str:
    path, question, asked = name.partition("?")
    return (site / path).as_uri() + question + asked


def watch(context: BrowserContext, site: Path) -> tuple[Page, list[str]]:
    """Open a page that notes what the console says, and each request that is not for a file of the site.

    What begins with `blob:` was made in the page itself. What a page still asked for as it was left does not count.
    """
    page = context.new_page()
    noted: list[str] = []
    page.on("console", lambda message: noted.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: noted.append(f"error: {error}"))
    page.on(
        "requestfailed",
        lambda request: (
            None
            if request.failure == "net::ERR_ABORTED"
            else noted.append(f"failed: {request.url}: {request.failure}")
        ),
    )
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((site.as_uri(), "data:,", "blob:"))
            else noted.append(f"asked for {request.url}")
        ),
    )
    return page, noted


def test_from_a_decision_to_its_words_in_the_source(browser: Browser, site: Path) -> None:
    context = browser.new_context(viewport=DESKTOP, java_script_enabled=True)
    page, noted = watch(context, site)
    page.goto((site / "index.html").as_uri())
    page.get_by_role("link", name="att anta <policyn> för folkhälsa & trygghet.").first.click()
    assert page.url.endswith(DECISION)
    page.get_by_role("link", name="Visa i protokollet").first.click()
    assert "/source/158f7dfeaf7defda.html#char=" in page.url
    found = page.locator("mark:target")
    assert found.inner_text() == "att anta <policyn> för folkhälsa & trygghet."
    assert found.is_visible()
    place = found.bounding_box()
    assert place is not None and 0 <= place["y"] < DESKTOP["height"]
    assert found.evaluate("mark => getComputedStyle(mark).backgroundColor") == "rgb(255, 211, 77)"
    assert noted == []
    context.close()


def test_pages_fit_a_phone_and_say_nothing_in_the_console(browser: Browser, site: Path) -> None:
    context = browser.new_context(viewport=PHONE)
    page, noted = watch(context, site)
    for name in PAGES:
        page.goto(at(site, name))
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE["width"], f"{name} is {width} wide"
    assert noted == []
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_what_is_behind_them(browser: Browser, site: Path, scheme: str) -> None:
    context = browser.new_context(viewport=DESKTOP, color_scheme="dark" if scheme == "dark" else "light")
    page, _ = watch(context, site)
    for name in PAGES:
        page.goto(at(site, name))
        assert page.evaluate(LOW_CONTRAST) == [], name
    context.close()


def test_the_keyboard_reaches_the_content_first(browser: Browser, site: Path) -> None:
    context = browser.new_context(viewport=DESKTOP)
    page, _ = watch(context, site)
    page.goto((site / "decisions.html").as_uri())
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == "Hoppa till innehållet"
    assert skip.bounding_box()["x"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    context.close()


def test_pages_can_be_read_without_scripts(browser: Browser, site: Path) -> None:
    context = browser.new_context(viewport=DESKTOP, java_script_enabled=False)
    page, noted = watch(context, site)
    page.goto((site / DECISION).as_uri())
    page.locator("summary").click()
    assert page.get_by_text("Björn Åkerlund, Region Fjällbygd, § 1-2").is_visible()
    assert noted == []
    context.close()


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core comes with npm: make readers")
def test_every_kind_of_page_meets_wcag(browser: Browser, site: Path) -> None:
    for scheme, size in (("light", DESKTOP), ("dark", PHONE)):
        context = browser.new_context(viewport=size, color_scheme="dark" if scheme == "dark" else "light")
        page, noted = watch(context, site)
        for name in PAGES:
            page.goto(at(site, name))
            page.evaluate(AXE.read_text("utf-8"))
            found = page.evaluate(WCAG)
            assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == [], (
                name,
                scheme,
            )
        assert noted == []
        context.close()


def test_the_filter_combines_facets_and_its_address_can_be_shared(browser: Browser, site: Path) -> None:
    context = browser.new_context(viewport=DESKTOP)
    page, noted = watch(context, site)
    page.goto((site / "decisions.html").as_uri())
    everything = page.locator("#list tbody tr").count()
    page.get_by_label("Slag").select_option(label="antagande")
    page.get_by_label("Ord i beslutet").fill("POLICY")
    page.wait_for_function("document.querySelectorAll('#filtered tbody tr').length == 1")
    assert "1 beslut, 1 visas." in page.get_by_role("status").inner_text()
    assert page.locator("#list").is_hidden() and everything > 1
    shared = page.url
    page.goto((site / "index.html").as_uri())
    page.goto(shared)
    page.locator("#filtered").get_by_role("link", name="att anta <policyn> för folkhälsa & trygghet.").click()
    assert page.url.endswith(DECISION)
    assert noted == []
    context.close()


def test_the_search_finds_words_in_any_form(browser: Browser, site: Path) -> None:
    context = browser.new_context(viewport=PHONE)
    page, noted = watch(context, site)
    page.goto((site / "search.html").as_uri())
    page.get_by_label("Sökord").fill("policyns")
    page.get_by_role("link", name="att anta <policyn> för folkhälsa & trygghet.").click()
    assert page.url.endswith(DECISION)
    page.goto((site / "search.html").as_uri() + "?q=folk*")
    page.get_by_role("link", name="att anta <policyn>").wait_for()
    assert noted == []
    context.close()


def test_the_search_brings_words_to_the_stems_of_the_index(browser: Browser, site: Path) -> None:
    context = browser.new_context(viewport=DESKTOP)
    page, _ = watch(context, site)
    page.goto((site / "search.html").as_uri() + "?q=policy")
    told = " ".join(row["decision"] for row in json.loads((site / "decisions.json").read_text("utf-8")))
    words = sorted(set(re.findall(r"[^\W\d_]{2,}", told)))
    there = page.evaluate("words => Promise.all(words.map(govgraph.stemOf))", words)
    stem = stemming.stemmer("sv")
    assert there == [stem(word) for word in words] and len(words) > 15
    assert page.evaluate("govgraph.stemOf('policyernas')") == stem("policy"), "a form that no minutes hold"
    context.close()


def test_lists_are_read_and_narrowed_without_scripts(browser: Browser, site: Path) -> None:
    context = browser.new_context(viewport=DESKTOP, java_script_enabled=False)
    page, noted = watch(context, site)
    page.goto((site / "decisions.html").as_uri())
    assert page.locator("form").is_hidden()
    page.locator("summary", has_text="Slag").click()
    page.get_by_role("link", name="antagande").first.click()
    assert page.get_by_role("link", name="att anta <policyn> för folkhälsa & trygghet.").is_visible()
    page.goto((site / "search.html").as_uri())
    assert page.get_by_text("Sökningen behöver skript.").is_visible()
    assert noted == []
    context.close()
