"""Turns the dataset into Turtle: all graphs together, sorted, one block a subject."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from typing import IO

from graphbuild.dataset import Dataset, parts
from graphbuild.exporters import DatasetFormat
from graphbuild.vocabulary import PREFIXES

_RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_NEXT_PROPERTY = " ;\n    "
_LOCAL = re.compile(r"[A-Za-z](?:[\w-]*\w)?", re.ASCII)
_RELATIVE = re.compile(r"[a-z][a-z-]*(?:/[\w~-]+)+(?:#[\w=,.~-]+)?", re.ASCII)
_SHORT_TYPES = {
    "http://www.w3.org/2001/XMLSchema#integer": re.compile(r'"([+-]?\d+)"'),
    "http://www.w3.org/2001/XMLSchema#boolean": re.compile(r'"(true|false)"'),
}


class Terms:
    """Writes N-Triples tokens as Turtle: prefixed names, and IRIs relative to the base."""

    def __init__(self, base: str, prefixes: Mapping[str, str] = PREFIXES) -> None:
        """Hold the base that relative IRIs start from, and the prefixes to shorten others with."""
        self.base = base
        self._prefixes = dict(sorted(prefixes.items()))
        self.short = lru_cache(maxsize=100_000)(self._short)

    def head(self) -> str:
        """Write the lines that declare the base and the prefixes."""
        prefixes = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in self._prefixes.items())
        return f"@base <{self.base}> .\n{prefixes}"

    def _short(self, token: str) -> str:
        if token.startswith("<"):
            return self._iri(token[1:-1])
        if token.endswith(">") and token.startswith('"'):
            text, _, kind = token.rpartition("^^<")
            pattern = _SHORT_TYPES.get(kind[:-1])
            plain = pattern.fullmatch(text) if pattern else None
            return plain[1] if plain else f"{text}^^{self._iri(kind[:-1])}"
        return token

    def _iri(self, iri: str) -> str:
        if iri.startswith(self.base) and _RELATIVE.fullmatch(iri, len(self.base)):
            return f"<{iri[len(self.base) :]}>"
        for prefix, namespace in self._prefixes.items():
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
                return f"{prefix}:{iri[len(namespace) :]}"
        return f"<{iri}>"


def blocks(lines: Iterable[str], terms: Terms) -> Iterator[str]:
    """Turn sorted lines into one Turtle block for each subject, its types first."""
    for subject, group in groupby((parts(line) for line in lines), key=lambda triple: triple[0]):
        objects: dict[str, list[str]] = {}
        for _, predicate, value in group:
            objects.setdefault(predicate, []).append(terms.short(value))
        ordered = sorted(objects, key=lambda predicate: (predicate != _RDF_TYPE, predicate))
        listed = [
            f"{'a' if predicate == _RDF_TYPE else terms.short(predicate)} {', '.join(objects[predicate])}"
            for predicate in ordered
        ]
        yield f"{terms.short(subject)} {_NEXT_PROPERTY.join(listed)} .\n\n"


def write(dataset: Dataset, out: IO[bytes]) -> None:
    """Write prefixes, then every subject with all that is said of it."""
    terms = Terms(dataset.new_base)
    out.write(f"{terms.head()}\n".encode())
    out.writelines(block.encode() for block in blocks(dataset.triples(), terms))


FORMAT = DatasetFormat("turtle", ".ttl", "text/turtle", write)
