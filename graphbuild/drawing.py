"""Turns a network into places on a page: nodes with room for their names, so that every name can be read.

Who is tied to one node only stands in a list beside that node. The others are laid out by forces (Fruchterman
and Reingold 1991) and pushed apart until no two take the same room. There is no chance in it, and no function
whose last digit differs between machines: the same network gives the same picture.
"""

from dataclasses import dataclass

import networkx as nx

from graphbuild.collation import swedish

LETTER, LINE = 7.0, 17.0  # the room that a letter of a name takes, and a line, in pixels
ROUNDS = 150
MOST = 120  # nodes in one picture: more cannot be read
DENSE, OF_EACH = 2.5, 3  # ties a node from which on only the strongest of each node are drawn: how many


@dataclass(slots=True)
class Place:
    """Where a node stands, and the room around it: its own, its name's, and that of the lists beside it."""

    x: float = 0.0
    y: float = 0.0
    left: float = 0.0
    right: float = 0.0
    up: float = LINE
    down: float = LINE
    side: int = 0
    """Where the name stands: -1 left of the node, 1 right of it, 0 below it."""


def strongest(network: nx.Graph, most: int = MOST) -> nx.Graph:
    """Keep the strongest ties: as many nodes as have room, and of a dense network some of each node."""
    ranked = sorted(
        network.edges(data="weight", default=1), key=lambda edge: (-edge[2], str(edge[0]), str(edge[1]))
    )
    nodes: set[object] = set() if len(network) > most else set(network)
    dense = len(ranked) > DENSE * len(network)
    kept: dict[object, int] = {}
    edges = []
    for source, target, _ in ranked:
        if len(nodes | {source, target}) > max(most, len(nodes)):
            continue
        if dense and min(kept.get(source, 0), kept.get(target, 0)) >= OF_EACH:
            continue
        nodes |= {source, target}
        for end in (source, target):
            kept[end] = kept.get(end, 0) + 1
        edges.append((source, target))
    return network.edge_subgraph(edges).copy() if edges else network


def places(network: nx.Graph, names: dict[str, str]) -> dict[str, Place]:
    """Give every node its place; the page begins at 0, 0."""
    undirected = nx.Graph(network)
    undirected.remove_edges_from(list(nx.selfloop_edges(undirected)))
    blocks = [_component(undirected, sorted(part), names) for part in nx.connected_components(undirected)]
    blocks.sort(key=lambda block: (-len(block), min(block)))
    return _packed(blocks)


def _component(network: nx.Graph, nodes: list[str], names: dict[str, str]) -> dict[str, Place]:
    """Lay out nodes that hang together."""
    beside: dict[str, list[str]] = {}
    for node in nodes:
        neighbours = list(network[node])
        if len(neighbours) == 1 and (len(network[neighbours[0]]) > 1 or node > neighbours[0]):
            beside.setdefault(neighbours[0], []).append(node)
    listed = {node for leaves in beside.values() for node in leaves}
    core = [node for node in nodes if node not in listed]
    found = {node: _room(names[node], [names[leaf] for leaf in beside.get(node, ())]) for node in core}
    _by_forces(network, core, found)
    _apart([found[node] for node in core])
    for node, leaves in beside.items():
        found |= _lists(
            found[node], names[node], sorted(leaves, key=lambda leaf: (swedish(names[leaf]), leaf)), names
        )
    return found


def _room(name: str, leaves: list[str]) -> Place:
    """Measure the room of a node with its name below it and two lists beside it."""
    half = max(len(name) * LETTER / 2 + 8, 14)
    if not leaves:
        return Place(left=half, right=half, up=14, down=14 + LINE)
    reach = _reach(name, len(leaves)) + max(map(len, leaves)) * LETTER + 20
    height = (len(leaves) + 1) // 2 * LINE / 2 + 8
    reach = max(reach, half)
    return Place(left=reach, right=reach, up=max(height, 20), down=max(height, 20 + LINE))


def _reach(name: str, leaves: int) -> float:
    """Give how far a list stands from its node: beside its name, and longer ones farther."""
    return max(46.0 + min(leaves, 40) * 2.5, len(name) * LETTER * 0.55 + 30)


def _lists(hub: Place, name: str, leaves: list[str], names: dict[str, str]) -> dict[str, Place]:
    """Place the nodes beside a hub: a list on its right, the rest on its left."""
    found = {}
    half = (len(leaves) + 1) // 2
    for side, some in ((1, leaves[:half]), (-1, leaves[half:])):
        top = hub.y - (len(some) - 1) * LINE / 2
        for number, leaf in enumerate(some):
            width = len(names[leaf]) * LETTER + 14
            x = hub.x + side * _reach(name, len(leaves))
            found[leaf] = Place(
                x,
                top + number * LINE,
                left=width if side < 0 else 6,
                right=width if side > 0 else 6,
                up=LINE / 2,
                down=LINE / 2,
                side=side,
            )
    return found


def _by_forces(network: nx.Graph, core: list[str], found: dict[str, Place]) -> None:
    """Let ties pull and nodes push; each starts on a grid, the best tied in the middle."""
    if len(core) < 2:
        return
    size = sum((each.left + each.right + each.up + each.down) / 4 for each in (found[n] for n in core)) / len(
        core
    )
    ideal = size * 2.2
    order = sorted(core, key=lambda node: (-network.degree(node), node))
    for node, (column, row) in zip(order, _spiral(len(order)), strict=True):
        found[node].x, found[node].y = column * ideal, row * ideal
    at = {node: number for number, node in enumerate(core)}
    ties = [
        (at[one], at[other], float(weight))
        for one, other, weight in network.subgraph(core).edges(data="weight", default=1)
    ]
    heaviest = max((weight for *_, weight in ties), default=1.0)
    placed = [found[node] for node in core]
    for turn in range(ROUNDS):
        _step(placed, ties, ideal, heaviest, ideal * (1 - turn / ROUNDS))


def _spiral(count: int) -> list[tuple[int, int]]:
    """Give the cells of a grid from its middle outwards."""
    width = 1
    while width * width < count:
        width += 2
    reach = width // 2
    cells = [(x, y) for x in range(-reach, reach + 1) for y in range(-reach, reach + 1)]
    return sorted(cells, key=lambda cell: (cell[0] ** 2 + cell[1] ** 2, cell))[:count]


def _step(
    placed: list[Place], ties: list[tuple[int, int, float]], ideal: float, heaviest: float, most: float
) -> None:
    """Move every node once, by no more than `most`."""
    moves = [[0.0, 0.0] for _ in placed]
    for one, a in enumerate(placed):
        for other in range(one):
            b = placed[other]
            dx, dy = a.x - b.x, a.y - b.y
            push = ideal * ideal / max(dx * dx + dy * dy, 1.0)
            moves[one][0] += dx * push
            moves[one][1] += dy * push
            moves[other][0] -= dx * push
            moves[other][1] -= dy * push
    loose = min(1.0, 2 * len(placed) / max(len(ties), 1))  # many ties would pull all into one heap
    for one, other, weight in ties:
        dx, dy = placed[one].x - placed[other].x, placed[one].y - placed[other].y
        pull = (dx * dx + dy * dy) ** 0.5 / ideal * (0.4 + 0.6 * weight / heaviest) * loose
        moves[one][0] -= dx * pull
        moves[one][1] -= dy * pull
        moves[other][0] += dx * pull
        moves[other][1] += dy * pull
    for place, (dx, dy) in zip(placed, moves, strict=True):
        length = max((dx * dx + dy * dy) ** 0.5, 1e-9)
        share = min(length, most) / length
        place.x += dx * share
        place.y += dy * share


def _apart(placed: list[Place]) -> None:
    """Push nodes apart until no two take the same room, each pair the shorter way."""
    for _ in range(400):
        moved = False
        for one, a in enumerate(placed):
            for b in placed[:one]:
                across = min(a.x + a.right, b.x + b.right) - max(a.x - a.left, b.x - b.left)
                along = min(a.y + a.down, b.y + b.down) - max(a.y - a.up, b.y - b.up)
                if across <= 0.01 or along <= 0.01:
                    continue
                moved = True
                if along <= across:
                    shift = (along / 2 + 0.5) * (1 if a.y >= b.y else -1)
                    a.y += shift
                    b.y -= shift
                else:
                    shift = (across / 2 + 0.5) * (1 if a.x >= b.x else -1)
                    a.x += shift
                    b.x -= shift
        if not moved:
            return


def _packed(blocks: list[dict[str, Place]], gap: float = 36.0) -> dict[str, Place]:
    """Set blocks side by side and row by row, on a page about half as high again as it is wide at most."""
    boxes = [_box(block) for block in blocks]
    area = sum((right - left + gap) * (down - up + gap) for left, up, right, down in boxes)
    widest = max([(area * 2.6) ** 0.5, *(right - left for left, _, right, _ in boxes)], default=0.0)
    found: dict[str, Place] = {}
    x = y = height = 0.0
    for block, (left, up, right, down) in zip(blocks, boxes, strict=True):
        if x and x + right - left > widest:
            x, y, height = 0.0, y + height + gap, 0.0
        for node, place in block.items():
            place.x += x - left
            place.y += y - up
            found[node] = place
        x += right - left + gap
        height = max(height, down - up)
    return found


def _box(block: dict[str, Place]) -> tuple[float, float, float, float]:
    return (
        min(place.x - place.left for place in block.values()),
        min(place.y - place.up for place in block.values()),
        max(place.x + place.right for place in block.values()),
        max(place.y + place.down for place in block.values()),
    )
