"""Three hand-made meetings of two bodies as a store, for tests of networks, exports and publishing.

`graphs/three-meetings.nq` says what `graphs/*.txt` tell, as `docs/graph.md` has it: a substitute
for nothing, somebody absent, somebody who leaves early, jäv, a vote, a case that comes back, and one
name that stands in both bodies.
"""

import hashlib
from pathlib import Path

from graphbuild.store import EmbeddedStore

GRAPHS = Path(__file__).parent / "graphs"
BASE = "http://localhost:8000/id/"
MEETING = f"{BASE}meeting/ledningsgruppen-fjallbygd/2025-02-10"
ASA = f"{BASE}person/e03a76106d4393bb"
ZOLTAN = f"{BASE}person/5c8ae3eecec4948b"


def make_store(path: Path, quads: str = "") -> EmbeddedStore:
    """Fill a new store with the meetings (or with other quads) and their texts, and open it for reading."""
    by_graph: dict[str, str] = {}
    for line in (quads or (GRAPHS / "three-meetings.nq").read_text("utf-8")).split("\n"):
        if line:
            graph = line.removesuffix("> .").rpartition("<")[2]
            by_graph[graph] = by_graph.get(graph, "") + f"{line}\n"
    with EmbeddedStore.create(path, BASE) as store:
        store.replace([], by_graph)
        for text in sorted(GRAPHS.glob("*.txt")):
            content = text.read_bytes()
            store.folder.write_source(hashlib.sha256(content).hexdigest()[:16], content.decode())
    return EmbeddedStore.read(path)
