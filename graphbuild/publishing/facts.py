"""Turns a thing into the files of facts beside its page: what is said of it, and what proves it."""

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache

from graphbuild.dataset import Dataset, parts
from graphbuild.exporters.jsonld import Compaction, Json, context
from graphbuild.exporters.turtle import Terms, blocks
from graphbuild.publishing.things import Thing, term

_NOT_FOLLOWED = {term(name) for name in ("rdf:subject", "rdf:object", "prov:hadMember")}
FORMATS = {".ttl": "text/turtle", ".jsonld": "application/ld+json", ".nt": "application/n-triples"}
"""The endings of the files beside a page, and their media types."""


class Facts:
    """Writes what is said of things and graphs, in each of `FORMATS`."""

    def __init__(self, base: str) -> None:
        """Hold the site's base, which relative IRIs in Turtle start from."""
        self._terms = Terms(base)
        self._definitions = context()
        self._compaction = Compaction(self._definitions)
        self._context = lru_cache(maxsize=1_000)(self._context_of)

    def written(self, lines: Iterable[str]) -> dict[str, bytes]:
        """Write N-Triples lines in every format, by ending; sorted, each line once."""
        listed = sorted(set(lines))
        return {ending: self.write(listed, ending) for ending in FORMATS}

    def write(self, lines: list[str], ending: str) -> bytes:
        """Write sorted lines in the format of an ending."""
        if ending == ".ttl":
            return f"{self._terms.head()}\n{''.join(blocks(lines, self._terms))}".encode()
        if ending == ".jsonld":
            return self._jsonld(lines)
        return "".join(f"{line}\n" for line in lines).encode()

    def _jsonld(self, lines: list[str]) -> bytes:
        """Write one node a line, with those terms of the context that they use."""
        nodes = list(self._compaction.nodes(lines))
        listed = ",\n".join(json.dumps(node, ensure_ascii=False) for node in nodes)
        return (
            f'{{"@context": {self._context(frozenset(_names(nodes)))},\n"@graph": [\n{listed}\n]}}\n'.encode()
        )

    def _context_of(self, names: frozenset[str]) -> str:
        kept = {
            name: said
            for name, said in self._definitions.items()
            if name in names or name.startswith("@") or (isinstance(said, str) and said.endswith(("#", "/")))
        }
        return json.dumps(kept, ensure_ascii=False)


def lines_of_thing(thing: Thing) -> Iterator[str]:
    """Give a thing, its evidence with the quotes, what stands on its page, and who points to it."""
    yield from thing.lines
    here = f"{thing.iri}#"
    proving = [thing, *(each for each in thing.statements if each.iri.startswith(here))]
    for line in thing.lines_here:
        subject, predicate, _ = parts(line)
        if predicate[1:-1] not in _NOT_FOLLOWED:
            yield line
        if subject.startswith(f"<{here}"):
            proving.append(thing.other(subject[1:-1]))
    for each in proving:
        yield from each.lines
        for quote in each.things("prov:wasDerivedFrom"):
            yield from quote.lines


def lines_of_graph(dataset: Dataset, name: str) -> list[str]:
    """Give the sorted lines of a whole named graph."""
    return dataset.graph(name)


def _names(nodes: Iterable[Json]) -> Iterator[str]:
    """Give the terms that nodes use: their keys and their classes."""
    for node in nodes:
        yield from node
        kinds = node.get("@type", ())
        yield from ([kinds] if isinstance(kinds, str) else kinds)  # type: ignore[misc]
