"""Turns the minutes of governance bodies into a knowledge graph of who decided what."""

from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from pathlib import Path

    from graphbuild.notebook import GovernanceGraph

__all__ = ["__version__", "open"]


def open(path: "str | Path" = "govgraph.store") -> "GovernanceGraph":
    """Open a store for reading from Python: see `graphbuild.notebook` and docs/python.md.

    Raises StoreError where there is none in that place, or it cannot be used.
    """
    from graphbuild.notebook import GovernanceGraph

    return GovernanceGraph(path)
