"""Turns keys, dates and terms into words of the site's language, and sorts as that language does."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Protocol, TypeVar

from graphbuild.collation import swedish
from graphbuild.resources import resource
from graphbuild.vocabulary import RDFS, SKOS

LANGUAGES = ("sv", "en")

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


@cache
def ontology_labels(language: str) -> dict[str, str]:
    """Read what the ontology calls its terms in a language, by IRI."""
    from pyoxigraph import Literal, RdfFormat, parse

    labels = {f"{RDFS}label", f"{SKOS}prefLabel"}
    found = {}
    for path in sorted(resource("ontology").glob("*.ttl")):
        for quad in parse(path=path, format=RdfFormat.TURTLE):
            label = quad.object
            if quad.predicate.value in labels and isinstance(label, Literal) and label.language == language:
                found[quad.subject.value] = label.value
    return found


class Labelled(Protocol):
    """What has a label to sort by."""

    @property
    def label(self) -> str:
        """The name shown."""
        ...

    @property
    def iri(self) -> str:
        """What tells two of one label apart."""
        ...


Each = TypeVar("Each", bound=Labelled)


class Wording:
    """The texts of one language, and the labels of the ontology's terms in it."""

    def __init__(self, language: str, terms: Mapping[str, str] | None = None) -> None:
        """Read the language's texts; `terms` gives the label of a class, property or concept by IRI."""
        self.language = language
        content = (files("graphbuild.publishing") / "texts" / f"{language}.toml").read_text("utf-8")
        self.texts: dict[str, Any] = tomllib.loads(content)
        self._terms = dict(terms or {})

    def term(self, iri: str) -> str:
        """Name a term of the ontology; empty where it has no label."""
        return self._terms.get(iri, "")

    def count(self, what: str, number: int) -> str:
        """Say how many ("3 möten")."""
        return f"{self.number(number)} {self.word(what, number)}"

    def word(self, what: str, number: int) -> str:
        """Give the word that a number counts, in singular or plural."""
        one, many = self.texts["counted"][what]
        return str(one if number == 1 else many)

    def number(self, number: int) -> str:
        """Write a number with the language's mark between thousands."""
        return f"{number:,}".replace(",", self.texts["thousands"])

    def date(self, iso: str) -> str:
        """Write an ISO date in words; what is no date stays as it is."""
        match = _DAY.fullmatch(iso)
        if not match or not 1 <= int(match[2]) <= 12:
            return iso
        return f"{int(match[3])} {self.texts['months'][int(match[2]) - 1]} {match[1]}"

    def sorted(self, found: Iterable[Each]) -> list[Each]:
        """Sort by label, å ä ö last."""
        listed = list(found)
        if len(listed) > 1:
            listed.sort(key=lambda each: (swedish(each.label), each.iri))
        return listed

    def sorted_texts(self, texts: Iterable[str]) -> list[str]:
        """Sort texts, å ä ö last."""
        return sorted(texts, key=lambda text: (swedish(text), text))
