"""Turns `ontology/shapes.ttl` into shapes as values; what is not understood there is an error."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from graphbuild.resources import resource
from graphbuild.vocabulary import RDF

SH = "http://www.w3.org/ns/shacl#"
COMPONENTS = {
    "minCount": "MinCountConstraintComponent",
    "maxCount": "MaxCountConstraintComponent",
    "datatype": "DatatypeConstraintComponent",
    "class": "ClassConstraintComponent",
    "nodeKind": "NodeKindConstraintComponent",
    "pattern": "PatternConstraintComponent",
    "in": "InConstraintComponent",
    "or": "OrConstraintComponent",
    "minInclusive": "MinInclusiveConstraintComponent",
    "lessThan": "LessThanConstraintComponent",
    "lessThanOrEquals": "LessThanOrEqualsConstraintComponent",
}
"""Parameters of SHACL that shapes may use, and what each is called in a result."""
SEVERITIES = ("violation", "warning", "info")
"""From the worst to the mildest."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """One parameter with its values as N-Triples tokens; of `or`, the inner constraints in `any_of`."""

    name: str
    values: tuple[str, ...]
    any_of: tuple["Constraint", ...] = ()


@dataclass(frozen=True, slots=True)
class PropertyShape:
    """Constraints on the values of a property, or (`inverse`) on what has the node as a value."""

    path: str
    inverse: bool
    constraints: tuple[Constraint, ...]
    severity: str
    messages: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class NodeShape:
    """What the members of a class are like; `target` and `iri` are IRIs as tokens."""

    iri: str
    target: str
    properties: tuple[PropertyShape, ...]


def read_shapes(path: Path | None = None) -> tuple[NodeShape, ...]:
    """Read the shapes; a ValueError says what in them is not understood."""
    file = path or resource("ontology") / "shapes.ttl"
    return _Reader(file).shapes()


Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class _Reader:
    """The statements of the file by subject, in the order of the file."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._said: dict[Term, list[tuple[str, Term]]] = {}
        for quad in ox.parse(path=file, format=ox.RdfFormat.TURTLE):
            self._said.setdefault(quad.subject, []).append((quad.predicate.value, quad.object))

    def shapes(self) -> tuple[NodeShape, ...]:
        """Give the node shapes."""
        kind = (f"{RDF}type", ox.NamedNode(f"{SH}NodeShape"))
        return tuple(self._shape(node) for node, said in self._said.items() if kind in said)

    def _shape(self, node: Term) -> NodeShape:
        targets = self._all(node, "targetClass")
        self._only(node, {"targetClass", "property"})
        if len(targets) != 1:
            raise self._not_understood(f"{node} has {len(targets)} target classes")
        properties = tuple(self._property(each) for each in self._all(node, "property"))
        return NodeShape(str(node), str(targets[0]), properties)

    def _property(self, node: Term) -> PropertyShape:
        self._only(node, {"path", "severity", "message", *COMPONENTS})
        (path,) = self._all(node, "path")
        inverse = self._all(path, "inversePath")
        severity = next(iter(self._all(node, "severity")), ox.NamedNode(f"{SH}Violation"))
        messages = {
            str(text.language): text.value
            for text in self._all(node, "message")
            if isinstance(text, ox.Literal)
        }
        name = str(severity)[1:-1].removeprefix(SH).lower()
        if name not in SEVERITIES or not (inverse or isinstance(path, ox.NamedNode)):
            raise self._not_understood(f"severity {severity} or path {path}")
        end = inverse[0] if inverse else path
        return PropertyShape(str(end), bool(inverse), self._constraints(node), name, messages)

    def _constraints(self, node: Term) -> tuple[Constraint, ...]:
        found = []
        for name in COMPONENTS:
            for value in self._all(node, name):
                members = self._list(value) if name in ("in", "or") else [value]
                if name == "or":
                    inner = [self._constraints(member) for member in members]
                    if any(len(each) != 1 for each in inner):
                        raise self._not_understood("sh:or takes one constraint in each of its shapes")
                    found.append(Constraint(name, (), tuple(each[0] for each in inner)))
                else:
                    found.append(Constraint(name, tuple(str(member) for member in members)))
        return tuple(found)

    def _all(self, node: Term, name: str) -> list[Term]:
        return [value for term, value in self._said.get(node, []) if term == SH + name]

    def _list(self, node: Term) -> list[Term]:
        members = []
        while said := dict(self._said.get(node, [])):
            members.append(said[f"{RDF}first"])
            node = said[f"{RDF}rest"]
        return members

    def _only(self, node: Term, known: set[str]) -> None:
        """Refuse what this reader would otherwise leave out without a word."""
        used = {term for term, _ in self._said.get(node, []) if term.startswith(SH)}
        unknown = {term.removeprefix(SH) for term in used} - known
        if unknown:
            raise self._not_understood(f"sh:{', sh:'.join(sorted(unknown))}")

    def _not_understood(self, what: str) -> ValueError:
        return ValueError(f"{self._file}: {what}: graphbuild.shapes does not know that of SHACL")
