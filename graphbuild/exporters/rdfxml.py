"""Turns the dataset into RDF/XML: all graphs together, sorted, one element a subject."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from typing import IO
from xml.sax.saxutils import escape, quoteattr

from graphbuild.dataset import Dataset, parts
from graphbuild.exporters import DatasetFormat
from graphbuild.exporters._things import literal
from graphbuild.vocabulary import PREFIXES

_LOCAL = re.compile(r"[^\W\d][\w.-]*\Z")
_NOT_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])


def write(dataset: Dataset, out: IO[bytes]) -> None:
    """Write every subject with all that is said of it; characters that XML forbids fall away."""
    out.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF')
    out.writelines(f'\n    xmlns:{prefix}="{iri}"'.encode() for prefix, iri in sorted(PREFIXES.items()))
    out.write(b">\n")
    out.writelines(element.encode() for element in elements(dataset.triples()))
    out.write(b"</rdf:RDF>\n")


def elements(lines: Iterable[str]) -> Iterator[str]:
    """Turn sorted lines into one `rdf:Description` for each subject."""
    for subject, group in groupby((parts(line) for line in lines), key=lambda triple: triple[0]):
        inside = "".join(_property(predicate, value) for _, predicate, value in group)
        yield f"  <rdf:Description{_reference(subject, 'about')}>\n{inside}  </rdf:Description>\n"


def _property(predicate: str, value: str) -> str:
    name, declared = _qualified(predicate[1:-1])
    if not value.startswith('"'):
        return f"    <{name}{declared}{_reference(value, 'resource')}/>\n"
    text, language, datatype = literal(value)
    about = f' xml:lang="{language}"' if language else ""
    about = f" rdf:datatype={quoteattr(datatype)}" if datatype else about
    plain = escape(text.translate(_NOT_XML), {"\r": "&#13;"})
    return f"    <{name}{declared}{about}>{plain}</{name}>\n"


def _reference(token: str, kind: str) -> str:
    if token.startswith("_:"):
        return f" rdf:nodeID={quoteattr(token[2:])}"
    return f" rdf:{kind}={quoteattr(token[1:-1])}"


@lru_cache(maxsize=10_000)
def _qualified(iri: str) -> tuple[str, str]:
    """Give the element's name for a property, and the namespace to declare with it where it has no prefix."""
    end = max(iri.rfind("#"), iri.rfind("/")) + 1
    namespace, local = iri[:end], iri[end:]
    if not _LOCAL.match(local):  # a name cannot begin with a digit: the namespace ends further on
        found = re.search(r"[^\W\d][\w.-]*\Z", iri)
        if found is None:
            raise ValueError(f"{iri} cannot be written as a property in RDF/XML: its end is no XML name")
        namespace, local = iri[: found.start()], found[0]
    for prefix, known in PREFIXES.items():
        if known == namespace:
            return f"{prefix}:{local}", ""
    return f"own:{local}", f" xmlns:own={quoteattr(namespace)}"


FORMAT = DatasetFormat("rdfxml", ".rdf", "application/rdf+xml", write)
