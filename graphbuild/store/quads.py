"""Turns a graph of a store into N-Quads, and N-Quads into sets of lines and back."""

from collections.abc import Iterable

from graphbuild.store.interface import Store


def quads_of(store: Store, graph: str) -> str:
    """Give one graph as N-Quads."""
    triples = store.statements(graph).decode().split("\n")
    return "".join(f"{line[:-2]} <{graph}> .\n" for line in triples if line)


def parted(quads: str) -> set[str]:
    """Part N-Quads into lines without their ends (no literal holds a real line end)."""
    return set(quads.split("\n")) - {""}


def joined(lines: Iterable[str]) -> str:
    """Put lines together, sorted."""
    return "".join(f"{line}\n" for line in sorted(lines))
