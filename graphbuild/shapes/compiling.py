"""Turns one constraint of a shape into a SPARQL query for the nodes, and values, that break it.

Each query gives `?node`, and as text the value where it is a value that is wrong (not where one is
missing, or there are too many), as SHACL Core defines its constraint components
(https://www.w3.org/TR/shacl/#core-components).
"""

from collections.abc import Callable

from graphbuild.shapes.reading import Constraint, NodeShape, PropertyShape
from graphbuild.vocabulary import RDF, XSD

_LANG_STRING = f"<{RDF}langString>"
_STRING = f"<{XSD}string>"
_WRONG: dict[str, Callable[[Constraint], str]] = {}


def query_of(shape: NodeShape, asked: PropertyShape, constraint: Constraint) -> str:
    """Write the query of one constraint.

    What is wrong is looked for first, along the property's index, and the class asked for last: that is
    ten times as fast as looking up the property of each member of the class.
    """
    node = f"?node a {shape.target} ."
    value = f"?value {asked.path} ?node ." if asked.inverse else f"?node {asked.path} ?value ."
    if constraint.name == "minCount":
        if _number(constraint) != "1":
            raise ValueError(f"sh:minCount {_number(constraint)}: graphbuild.shapes knows sh:minCount 1 only")
        return f"SELECT DISTINCT ?node WHERE {{ {node} MINUS {{ {value} }} }}"
    if constraint.name == "maxCount":
        many = f"GROUP BY ?node HAVING (COUNT(DISTINCT ?value) > {_number(constraint)})"
        return f"SELECT DISTINCT ?node WHERE {{ {{ SELECT ?node WHERE {{ {value} }} {many} }} {node} }}"
    found = f"SELECT DISTINCT ?node (STR(?value) AS ?said) WHERE {{ {value} {_breaking(constraint)} }}"
    return f"SELECT DISTINCT ?node ?said WHERE {{ {{ {found} }} {node} }}"


def _breaking(constraint: Constraint) -> str:
    """What keeps only the values that break a constraint."""
    if constraint.name in ("lessThan", "lessThanOrEquals"):
        sign = "<" if constraint.name == "lessThan" else "<="
        return f"?node {constraint.values[0]} ?other FILTER(!COALESCE(?value {sign} ?other, false))"
    classes = [each.values[0] for each in (constraint, *constraint.any_of) if each.name == "class"]
    if classes and len(classes) == max(1, len(constraint.any_of)):
        return f"MINUS {{ VALUES ?kind {{ {' '.join(classes)} }} ?value a ?kind }}"
    return f"FILTER({_wrong(constraint)})"


def _wrong(constraint: Constraint) -> str:
    """What a value is that breaks a constraint, as a condition of a FILTER."""
    if constraint.name == "or":
        return " && ".join(f"({_wrong(each)})" for each in constraint.any_of)
    return _WRONG[constraint.name](constraint)


def _datatype(constraint: Constraint) -> str:
    """Break `sh:datatype` by another datatype, or by words that are none of its values (2025-02-30)."""
    (datatype,) = constraint.values
    # Engines that know DATATYPE of SPARQL 1.0 give none to text with a language.
    kind = 'LANG(?value) != ""' if datatype == _LANG_STRING else f"DATATYPE(?value) = {datatype}"
    right = f"isLiteral(?value) && {kind}"
    if datatype not in (_STRING, _LANG_STRING):
        right += f" && BOUND(?value) && STR({datatype}(STR(?value))) != ''"
    return f"!COALESCE({right}, false)"


def _node_kind(constraint: Constraint) -> str:
    return f"!{_KINDS[constraint.values[0].rpartition('#')[2][:-1]]}(?value)"


_KINDS = {"IRI": "isIRI", "Literal": "isLiteral", "BlankNode": "isBlank"}


def _pattern(constraint: Constraint) -> str:
    return f"isBlank(?value) || !REGEX(STR(?value), {constraint.values[0]})"


def _in(constraint: Constraint) -> str:
    return f"?value NOT IN ({', '.join(constraint.values)})"


def _min_inclusive(constraint: Constraint) -> str:
    return f"!COALESCE(?value >= {constraint.values[0]}, false)"


_WRONG |= {
    "datatype": _datatype,
    "nodeKind": _node_kind,
    "pattern": _pattern,
    "in": _in,
    "minInclusive": _min_inclusive,
}


def _number(constraint: Constraint) -> str:
    return constraint.values[0].split('"')[1]
