"""Turns the ontology into its pages: one in each language, with a drawing and a place for each term."""

from collections.abc import Iterator

from graphbuild.publishing.diagram import draw
from graphbuild.publishing.pages import Pages
from graphbuild.publishing.terms import read_ontology
from graphbuild.publishing.wording import LANGUAGES, Wording, ontology_labels
from graphbuild.vocabulary import GOV


def ontology_pages(pages: Pages) -> Iterator[tuple[str, bytes]]:
    """Render `ontology/sv.html` and `ontology/en.html`; `ontology/index.html` is in the site's language."""
    for language in LANGUAGES:
        wording = Wording(language, ontology_labels(language))
        place = f"ontology/{language}"
        content = _page(pages, wording, place)
        yield f"{place}.html", content
        if language == pages.wording.language:
            yield "ontology/index.html", content


def _page(pages: Pages, wording: Wording, place: str) -> bytes:
    def label(term: str) -> str:
        prefix, _, name = term.partition(":")
        if prefix == "gov":
            return wording.term(GOV + name)
        kinds = {"foaf:Person": "person", "org:Organization": "organisation"}
        return str(wording.texts["kind"][kinds[term]]) if term in kinds else ""

    return pages.render(
        "ontology",
        place,
        t=wording.texts,
        o=wording.texts["ontology"],
        language=wording.language,
        ontology=read_ontology(wording),
        diagram=draw(label, wording.texts["ontology"]["overview"]),
        files=list(wording.texts["ontology"]["files"]),
    )
