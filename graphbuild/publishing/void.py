"""Turns the dataset into its description in VoID: how large it is, of what, and where to get it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from graphbuild.dataset import Dataset, parts
from graphbuild.ntriples import integer, tagged
from graphbuild.publishing.dumps import Dump
from graphbuild.vocabulary import DCTERMS, GOV, PREFIXES, RDF

VOID = "http://rdfs.org/ns/void#"
_FORMATS = {
    "nquads": "http://www.w3.org/ns/formats/N-Quads",
    "ntriples": "http://www.w3.org/ns/formats/N-Triples",
    "turtle": "http://www.w3.org/ns/formats/Turtle",
}
_TYPE = f"<{RDF}type>"


@dataclass(slots=True)
class Counts:
    """What is counted in one pass over the sorted triples."""

    triples: int = 0
    subjects: int = 0
    entities: int = 0
    objects: set[int] = field(default_factory=set)
    classes: Counter[str] = field(default_factory=Counter)
    properties: Counter[str] = field(default_factory=Counter)


def count(triples: Iterable[str], base: str) -> Counts:
    """Count sorted triples; entities are the subjects under the base that have a page of their own."""
    counts = Counts()
    last = ""
    for line in triples:
        subject, predicate, value = parts(line)
        counts.triples += 1
        if subject != last:
            last = subject
            counts.subjects += 1
            counts.entities += subject.startswith(f"<{base}") and "#" not in subject
        counts.objects.add(hash(value))
        counts.properties[predicate] += 1
        if predicate == _TYPE:
            counts.classes[value] += 1
    return counts


def describe(dataset: Dataset, dumps: Sequence[Dump], title: str, language: str, example: str) -> bytes:
    """Write the description as Turtle."""
    base = dataset.new_base
    counts = count(dataset.triples(), base)
    prefixes = {"dcterms": DCTERMS, "void": VOID, "foaf": PREFIXES["foaf"], "xsd": PREFIXES["xsd"]}
    lines = [f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in sorted(prefixes.items())]
    facts = [
        ("dcterms:title", tagged(title, language)),
        ("foaf:homepage", f"<{base}>"),
        ("void:uriSpace", f'"{base}"'),
        *([("void:exampleResource", f"<{example}>")] if example else []),
        *[("void:feature", f"<{_FORMATS[dump.content]}>") for dump in dumps],
        *[("void:dataDump", f"<{base}{dump.place}>") for dump in dumps],
        *[("void:vocabulary", f"<{iri}>") for iri in sorted({*PREFIXES.values(), GOV})],
        ("void:triples", integer(counts.triples)),
        ("void:entities", integer(counts.entities)),
        ("void:classes", integer(len(counts.classes))),
        ("void:properties", integer(len(counts.properties))),
        ("void:distinctSubjects", integer(counts.subjects)),
        ("void:distinctObjects", integer(len(counts.objects))),
    ]
    listed = "".join(f" ;\n    {predicate} {_short(value)}" for predicate, value in facts)
    partitions = _partitions("void:classPartition", "void:class", "void:entities", counts.classes)
    partitions += _partitions("void:propertyPartition", "void:property", "void:triples", counts.properties)
    lines.append(f"\n<{base}void.ttl#dataset> a void:Dataset{listed}{partitions} .\n")
    lines.append(
        f"\n<{base}void.ttl> a void:DatasetDescription ;\n    foaf:primaryTopic <{base}void.ttl#dataset> .\n"
    )
    return "".join(lines).encode()


def _partitions(link: str, of: str, counted: str, numbers: Counter[str]) -> str:
    return "".join(
        f" ;\n    {link} [ {of} {iri} ; {counted} {_short(integer(number))} ]"
        for iri, number in sorted(numbers.items())
    )


def _short(value: str) -> str:
    """Write whole numbers as Turtle does."""
    return value.split('"')[1] if value.endswith("XMLSchema#integer>") else value
