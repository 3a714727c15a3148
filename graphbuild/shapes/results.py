"""What does not hold: SHACL's validation result."""

from dataclasses import dataclass

from graphbuild.shapes.reading import Constraint, NodeShape, PropertyShape


@dataclass(frozen=True, slots=True)
class Result:
    """A constraint that does not hold; `node` is its focus node, `value` the value, where one is wrong."""

    shape: NodeShape
    property: PropertyShape
    constraint: Constraint
    node: str
    value: str | None = None
