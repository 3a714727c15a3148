"""Turns an Accept header into the media type to answer in (RFC 9110, 12.5.1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath


@dataclass(frozen=True, slots=True)
class Form:
    """A representation: its media type, the ending of its files, and other names it is asked for by."""

    media_type: str
    ending: str
    aliases: tuple[str, ...] = ()


HTML = Form("text/html", "html", ("application/xhtml+xml",))
TURTLE = Form("text/turtle", "ttl", ("application/x-turtle", "text/n3", "text/rdf+n3"))
JSON_LD = Form("application/ld+json", "jsonld", ("application/json",))
N_TRIPLES = Form("application/n-triples", "nt", ("text/plain",))
RDF_XML = Form("application/rdf+xml", "rdf", ("application/xml", "text/xml"))
GRAPHS = (TURTLE, JSON_LD, N_TRIPLES, RDF_XML)

JSON = Form("application/json", "json")
CSV = Form("text/csv", "csv")
TSV = Form("text/tab-separated-values", "tsv")
RESULTS_JSON = Form("application/sparql-results+json", "srj", ("application/json",))
RESULTS_XML = Form("application/sparql-results+xml", "srx", ("application/xml", "text/xml"))
RESULTS = (RESULTS_JSON, RESULTS_XML, CSV, TSV)

_OF_FILES = {
    ".atom": "application/atom+xml",
    ".css": "text/css",
    ".gexf": "application/gexf+xml",
    ".gz": "application/gzip",
    ".js": "text/javascript",
    ".txt": "text/plain",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
    ".xml": "application/xml",
}
_BY_NAME = {
    "SHA256SUMS": "text/plain",
    "ontology/LICENSE": "text/plain",
    ".well-known/void": "text/turtle",
    "linkset.json": "application/linkset+json",
}


def media_type(place: str) -> str:
    """Give the media type of a file of the site."""
    known = _OF_FILES | {f".{form.ending}": form.media_type for form in (HTML, *GRAPHS, JSON, CSV)}
    return _BY_NAME.get(place) or known.get(PurePosixPath(place).suffix, "application/octet-stream")


def choose(accept: str, offered: Sequence[Form]) -> Form | None:
    """Choose what the client likes best of what is offered; None where it takes none of it.

    Of what it likes equally, the first that is offered; without a header, the first.
    """
    ranges = _ranges(accept)
    if not ranges:
        return offered[0]
    rated = [(_quality(form, ranges), -place, form) for place, form in enumerate(offered)]
    quality, _, best = max(rated, key=lambda each: each[:2])
    return best if quality > 0 else None


def _ranges(accept: str) -> dict[str, float]:
    """Read the media ranges with their weights; what cannot be read does not count."""
    found: dict[str, float] = {}
    for part in accept.split(","):
        name, *parameters = (word.strip() for word in part.lower().split(";"))
        if "/" in name:
            found[name] = max(found.get(name, 0.0), _weight(parameters))
    return found


def _weight(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                weight = float(value)
            except ValueError:
                return 0.0
            return weight if 0 <= weight <= 1 else 0.0
    return 1.0


def _quality(form: Form, ranges: Mapping[str, float]) -> float:
    """Weigh a form by the most specific range that fits it; its own name counts before its aliases."""
    if form.media_type in ranges:
        return ranges[form.media_type]
    named = [ranges[alias] for alias in form.aliases if alias in ranges]
    if named:
        return max(named)
    kind = form.media_type.partition("/")[0]
    return ranges.get(f"{kind}/*", ranges.get("*/*", 0.0))
