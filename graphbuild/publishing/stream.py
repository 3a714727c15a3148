"""Turns the change log into a Linked Data Event Stream: pages that are never written again.

The pages of one build hold what it learned (https://w3id.org/ldes/specification, https://w3id.org/tree/specification):
a later build adds pages, and its lines to the root, which names all of them. A member is a change with its
facts, a version of what is known of a meeting.
"""

from collections.abc import Iterator
from itertools import groupby

from graphbuild.exporters.turtle import Terms, blocks
from graphbuild.ntriples import instant, tagged
from graphbuild.publishing.history import History
from graphbuild.vocabulary import CHANGED_MEETING, DCTERMS, ENDED_AT, PREFIXES, A

LDES = "https://w3id.org/ldes#"
TREE = "https://w3id.org/tree#"
ROOT = "ldes/index.ttl"
MEMBERS = 100  # changes on a page
_PREFIXES = {**PREFIXES, "ldes": LDES, "tree": TREE}


def event_stream(history: History, base: str, title: str, language: str) -> Iterator[tuple[str, bytes]]:
    """Give the place and the Turtle of each page, the root last; nothing where there is no log."""
    terms = Terms(base, _PREFIXES)
    stream, root = f"<{base}ldes#stream>", f"<{base}{ROOT}>"
    relations = []
    for when, group in groupby(history.changes(), key=lambda change: change[0]):
        changes = list(group)
        for number, first in enumerate(range(0, len(changes), MEMBERS), start=1):
            place = f"ldes/{when.replace(':', '').replace('+', 'p')}-{number}.ttl"
            relations.append((when, place))
            members = changes[first : first + MEMBERS]
            lines = [f"<{base}{place}> {A} <{TREE}Node> .", f"{stream} <{TREE}view> {root} ."]
            lines += [f"{stream} <{TREE}member> <{iri}> ." for _, iri, _ in members]
            lines += [line for _, _, told in members for line in told]
            yield place, _turtle(lines, terms)
    if relations:
        yield ROOT, _turtle(_root(stream, root, relations, base, tagged(title, language)), terms)


def _root(stream: str, root: str, relations: list[tuple[str, str]], base: str, title: str) -> list[str]:
    lines = [
        f"{stream} {A} <{LDES}EventStream> .",
        f"{stream} <{DCTERMS}title> {title} .",
        f"{stream} <{LDES}timestampPath> {ENDED_AT} .",
        f"{stream} <{LDES}versionOfPath> {CHANGED_MEETING} .",
        f"{stream} <{TREE}view> {root} .",
        f"{root} {A} <{TREE}Node> .",
    ]
    for number, (when, place) in enumerate(relations, start=1):
        for kind in ("GreaterThanOrEqualToRelation", "LessThanOrEqualToRelation"):
            relation = f"<{base}{ROOT}#{'from' if kind.startswith('G') else 'until'}-{number}>"
            lines += [
                f"{root} <{TREE}relation> {relation} .",
                f"{relation} {A} <{TREE}{kind}> .",
                f"{relation} <{TREE}node> <{base}{place}> .",
                f"{relation} <{TREE}path> {ENDED_AT} .",
                f"{relation} <{TREE}value> {instant(when)} .",
            ]
    return lines


def _turtle(lines: list[str], terms: Terms) -> bytes:
    return f"{terms.head()}\n{''.join(blocks(sorted(set(lines)), terms))}".encode()
