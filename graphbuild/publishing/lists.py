"""Turns all things of a kind into list pages, and the whole site into its first page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graphbuild.collation import swedish
from graphbuild.publishing.pages import Pages
from graphbuild.publishing.things import Thing
from graphbuild.publishing.walks import date_in, newest_iris

ROWS = 500  # rows on a page of a list
LATEST = 6

# The name of the list, the class it lists, the word that counts it, and whether it is sorted by date.
LISTS = (
    ("meetings", "gov:Meeting", "meeting", True),
    ("decisions", "gov:Decision", "decision", True),
    ("assignments", "gov:Assignment", "assignment", True),
    ("people", "foaf:Person", "person", False),
    ("organisations", "org:Organization", "organisation", False),
    ("bodies", "gov:Body", "body", False),
    ("focus-areas", "skos:Concept", "focus-area", False),
    ("cases", "gov:Case", "case", False),
    ("sources", "gov:SourceText", "source", False),
)


@dataclass(frozen=True, slots=True)
class Page:
    """A file of the site."""

    place: str
    content: bytes


def sorted_lists(pages: Pages) -> dict[str, list[str]]:
    """Give the IRIs of each list in its order: the newest first, or by label."""
    found = {}
    for name, kind, _, by_date in LISTS:
        iris = pages.things.of_class(kind)
        if by_date:
            found[name] = newest_iris(iris)
        else:
            labelled = sorted((swedish(pages.things.get(iri).label), iri) for iri in iris)
            found[name] = [iri for _, iri in labelled]
    return found


def list_pages(pages: Pages, lists: Mapping[str, list[str]]) -> Iterator[Page]:
    """Render every list, each in pages of `ROWS` rows."""
    for name, *_ in LISTS:
        for number in range(1, length(lists[name]) + 1):
            yield list_page(pages, lists, name, number)


def length(iris: list[str]) -> int:
    """Count the pages of a list; an empty one has a page, too."""
    return max(1, -(-len(iris) // ROWS))


def list_page(pages: Pages, lists: Mapping[str, list[str]], name: str, number: int) -> Page:
    """Render one page of a list; the first has the number 1."""
    iris = lists[name]
    word = next(word for listed, _, word, _ in LISTS if listed == name)
    rows = [pages.things.get(iri) for iri in iris[(number - 1) * ROWS : number * ROWS]]
    place = name if number == 1 else f"{name}-{number}"
    counted = pages.wording.count(word, len(iris))
    last = length(iris)
    content = pages.render("list", place, name=name, found=rows, page=number, pages=last, counted=counted)
    return Page(f"{place}.html", content)


def home_page(pages: Pages, lists: Mapping[str, list[str]]) -> Page:
    """Render the first page: what there is, and the latest of it."""
    words = {name: word for name, _, word, _ in LISTS}
    figures = [
        (words[name], name, len(lists[name]))
        for name in ("meetings", "decisions", "assignments", "people", "organisations", "bodies")
    ]
    latest = {
        name: [pages.things.get(iri) for iri in lists[name][:LATEST]] for name in ("meetings", "assignments")
    }
    content = pages.render(
        "index",
        "index",
        canonical=pages.addresses.base,
        lead=_lead(pages, lists),
        figures=figures,
        number_text=pages.wording.number,
        counted_word=pages.wording.word,
        bodies=_latest_bodies(pages, lists)[:LATEST],
        more_bodies=len(lists["bodies"]) > LATEST,
        **latest,
    )
    return Page("index.html", content)


def _latest_bodies(pages: Pages, lists: Mapping[str, list[str]]) -> list[Thing]:
    """Sort bodies by their latest meeting, those that never met last."""
    held = (pages.things.get(iri).thing("gov:heldBy") for iri in lists["meetings"])
    known = (pages.things.get(iri) for iri in lists["bodies"])
    return list(dict.fromkeys(body for body in (*held, *known) if body))


def _lead(pages: Pages, lists: Mapping[str, list[str]]) -> str:
    """Say in one sentence what the site holds."""
    wording, texts = pages.wording, pages.wording.texts["home"]
    if not lists["meetings"]:
        return str(texts["empty"])
    counted = {
        "bodies": wording.count("body", len(lists["bodies"])),
        "minutes": wording.count("minutes", len(lists["sources"])),
        "decisions": wording.count("decision", len(lists["decisions"])),
        "assignments": wording.count("assignment", len(lists["assignments"])),
    }
    dated = [iri for iri in lists["meetings"] if date_in(iri)]
    if not dated:
        return str(texts["lead_undated"].format(**counted))
    first, last = wording.date(date_in(dated[-1])), wording.date(date_in(dated[0]))
    return str(texts["lead"].format(**counted, first=first, last=last))
