"""Turns the labels of nodes into names that differ, for formats that know no ids."""

from collections import Counter

import networkx as nx


def unique_names(network: nx.Graph) -> dict[str, str]:
    """Name each node by its label; labels that several nodes share get the last part of the node's IRI."""
    labels = {
        node: " ".join(str(values.get("label") or node).split()) for node, values in network.nodes(data=True)
    }
    times = Counter(labels.values())
    named = {
        node: label if times[label] == 1 else f"{label} [{str(node).rstrip('/#').rpartition('/')[2]}]"
        for node, label in labels.items()
    }
    # Two IRIs may end alike, or a label may already look like that: such nodes are named by their whole IRI.
    times = Counter(named.values())
    return {node: name if times[name] == 1 else str(node) for node, name in named.items()}
