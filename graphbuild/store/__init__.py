"""Quads in, answers out: an embedded Oxigraph in a folder, or a SPARQL server, behind one small interface.

```
govgraph.store/
├── store.toml      format and base of the IRIs
├── graph/          the quads: one named graph per document, one for what they share
├── sources/        {document}.txt, the canonical text that quotes point into
├── files.sqlite3   which file holds which document, by which parser it was read, and who is who
└── search.sqlite3  the words of it all, for `graphbuild.search`; made anew when it is gone
```

The quads may be on a SPARQL 1.1 server instead of in `graph/`: `interface` is what both kinds of store are,
`opening` opens either. `endpoint` says where a server is, `services` what it does where, `conversation`
talks with it, `asking` asks it, `remote` is the store; `store.toml` then names the server. `answers` is what
either gives.

`folder` knows this layout, `embedded` answers and writes, `bulk` and `filling` fill a new store, `register`
keeps the list of files (`records` its rows, `rows` runs its SQL), `history` what the graphs were made from,
`journal` what is under way, `people` who is who, `renaming` says what documents say under the IRIs that stay,
`terminals` tells what a query reaches for, `snapshots` keeps a copy for a server while builds go on,
`shared` works out what no document says any more, `changes` logs what was learned when, `quads` parts and
joins lines, `holdings` changes all of them together, `mending` ends what a killed build began.

The register stands beside the graph and not in it: the default graph of a query is the union of all
named graphs, where paths on somebody's disk have no place. A change is announced in the journal before the
graph is touched, so that after a kill only what was announced is looked at; a store that was not closed
well is compared with its list as a whole, too.
"""

from graphbuild.store.answers import Answer
from graphbuild.store.embedded import EmbeddedStore
from graphbuild.store.endpoint import Endpoint, Place
from graphbuild.store.folder import STORE_FORMAT, StoreFolder
from graphbuild.store.interface import Store
from graphbuild.store.opening import folder_of, open_store

__all__ = [
    "STORE_FORMAT",
    "Answer",
    "EmbeddedStore",
    "Endpoint",
    "Place",
    "Store",
    "StoreFolder",
    "folder_of",
    "open_store",
]
