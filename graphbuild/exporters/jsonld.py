"""Turns the dataset into JSON-LD with the ontology's context inlined: one node a line."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from typing import IO

from graphbuild.dataset import Dataset, parts
from graphbuild.exporters import DatasetFormat
from graphbuild.exporters._arrays import array, text
from graphbuild.resources import resource

_RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_NATIVE = {f"{_XSD}integer": re.compile(r"0|-?[1-9]\d{0,14}"), f"{_XSD}boolean": re.compile(r"true|false")}

Json = dict[str, object]


class Compaction:
    """Writes N-Triples tokens in the terms of a JSON-LD context."""

    def __init__(self, definitions: Mapping[str, object]) -> None:
        """Read which term stands for which IRI, and what its plain strings mean."""
        self._namespaces = {
            iri: term
            for term, iri in definitions.items()
            if isinstance(iri, str) and not term.startswith("@") and iri.endswith(("#", "/"))
        }
        self._terms: dict[str, tuple[str, str | None]] = {}
        for term, definition in sorted(definitions.items()):
            described = definition if isinstance(definition, dict) else {"@id": definition}
            iri, kind = described.get("@id"), described.get("@type")
            if not isinstance(iri, str) or iri.startswith("@") or iri in self._namespaces:
                continue
            if described.get("@container") in (None, "@set"):
                meant = self._expand(kind) if isinstance(kind, str) else None
                self._terms[self._expand(iri)] = (term, meant)
        self._types = {iri: term for iri, (term, kind) in self._terms.items() if kind is None}
        self._tagged = "@language" in definitions
        self.key = lru_cache(maxsize=None)(self._key)

    def _expand(self, name: str) -> str:
        prefix, _, local = name.partition(":")
        for namespace, term in self._namespaces.items():
            if term == prefix:
                return namespace + local
        return name

    def iri(self, iri: str) -> str:
        """Shorten an IRI by a namespace of the context."""
        end = max(iri.rfind("#"), iri.rfind("/")) + 1
        prefix = self._namespaces.get(iri[:end])
        return f"{prefix}:{iri[end:]}" if prefix and iri[end:] else iri

    def _key(self, predicate: str) -> tuple[str, str | None]:
        iri = predicate[1:-1]
        return self._terms.get(iri, (self.iri(iri), None))

    def value(self, token: str, meant: str | None) -> object:
        """Write an object: plain where the term says what it means, spelled out elsewhere."""
        if token.startswith("<"):
            iri = self.iri(token[1:-1])
            return iri if meant in ("@id", "@vocab") else {"@id": iri}
        quote = token.rindex('"') + 1
        tail = token[quote:]
        string = json.loads(token[:quote]) if "\\" in token else token[1 : quote - 1]
        if not tail:
            return {"@value": string} if meant or self._tagged else string
        if tail.startswith("@"):
            return {"@value": string, "@language": tail[1:]}
        kind = tail[3:-1]
        if kind in _NATIVE and meant in (None, kind) and _NATIVE[kind].fullmatch(string):
            return json.loads(string)
        return string if meant == kind else {"@value": string, "@type": self.iri(kind)}

    def nodes(self, lines: Iterable[str]) -> Iterator[Json]:
        """Turn sorted lines into one JSON object for each subject."""
        for subject, group in groupby((parts(line) for line in lines), key=lambda triple: triple[0]):
            node: Json = {"@id": self.iri(subject.strip("<>"))}
            values: dict[str, list[object]] = {}
            for _, predicate, token in group:
                if predicate == _RDF_TYPE:
                    values.setdefault("@type", []).append(self._types.get(token[1:-1], self.iri(token[1:-1])))
                else:
                    key, meant = self.key(predicate)
                    values.setdefault(key, []).append(self.value(token, meant))
            yield node | {key: each[0] if len(each) == 1 else each for key, each in sorted(values.items())}


def context() -> Json:
    """Read the ontology's JSON-LD context."""
    content = json.loads((resource("ontology") / "context.jsonld").read_text("utf-8"))
    found: Json = content["@context"]
    return found


def write(dataset: Dataset, out: IO[bytes]) -> None:
    """Write the context, then every graph with its nodes."""
    definitions = context()
    out.write(f'{{"@context": {text(definitions)},\n"@graph": ['.encode())
    compaction = Compaction(definitions)
    separator = "\n"
    for graph in dataset.graphs():
        out.write(f'{separator}{{"@id": {text(graph)}, "@graph": '.encode())
        out.writelines(part.encode() for part in array(compaction.nodes(dataset.graph(graph))))
        out.write(b"}")
        separator = ",\n"
    out.write(b"\n]}\n")


FORMAT = DatasetFormat("jsonld", ".jsonld", "application/ld+json", write)
