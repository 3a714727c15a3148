"""Turns a thing into the Turtle file beside its page: what is said of it, and what proves it."""

from collections.abc import Iterator

from graphbuild.dataset import Dataset, parts
from graphbuild.exporters.turtle import Terms, blocks
from graphbuild.publishing.things import Thing, term

_NOT_FOLLOWED = {term(name) for name in ("rdf:subject", "rdf:object", "prov:hadMember")}


class Facts:
    """Writes the Turtle of things and graphs."""

    def __init__(self, dataset: Dataset) -> None:
        """Hold the dataset, moved to the site's base."""
        self._dataset = dataset
        self._terms = Terms(dataset.new_base)

    def of_thing(self, thing: Thing) -> bytes:
        """Write a thing, its evidence with the quotes, what stands on its page, and who points to it."""
        return self._turtle(set(_lines(thing)))

    def of_graph(self, name: str) -> tuple[bytes, int]:
        """Write a whole named graph, and count its statements."""
        lines = self._dataset.graph(name)
        return self._turtle(lines), len(lines)

    def _turtle(self, lines: set[str] | list[str]) -> bytes:
        return f"{self._terms.head()}\n{''.join(blocks(sorted(lines), self._terms))}".encode()


def _lines(thing: Thing) -> Iterator[str]:
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
