"""Turns a network into one page that opens without a server or a network: sigma and graphology inside.

It can be searched, and filtered by kind, organisation, time and weight. `network.graph["quotes"]` holds what
`graphbuild.quotes` finds: the sentences behind what is said of a node. The script is built from `viewer/`.
"""

import json
from base64 import b64encode
from hashlib import sha256
from typing import IO

import networkx as nx

from graphbuild import messages
from graphbuild.exporters import NetworkFormat
from graphbuild.resources import resource

_KINDS = ("person", "body", "organisation", "decision", "focus-area")
_WORDS = ("count", "no_webgl", "choose", "ties", "evidence", "no_evidence", "more", "characters")
_PAGE = (
    *("filters", "search", "kind", "organisation", "everybody", "since", "until", "from_weight", "names"),
)


def write(network: nx.Graph, out: IO[bytes]) -> None:
    """Write the page."""
    language = str(network.graph.get("language", "en"))
    days = sorted(
        str(values[name])
        for *_, values in network.edges(data=True)
        for name in ("first", "last")
        if values.get(name)
    )
    folder = resource("exporters/viewer")
    words = {name: messages.text(f"viewer-{name}", language) for name in _PAGE}
    page = (folder / "page.html").read_text("utf-8")
    script = (folder / "viewer.js").read_text("utf-8").replace("</script", "<\\/script")
    style = page.partition("<style>")[2].partition("</style>")[0].format()
    out.write(
        page.format(
            script_hash=_hash(script),
            style_hash=_hash(style),
            language=language,
            title=_safe(str(network.graph.get("title") or network.name)),
            description=_safe(str(network.graph.get("description", ""))),
            first=days[0][:7] if days else "",
            last=days[-1][:7] if days else "",
            data=_data(network, language),
            script=script,
            licences=(folder / "LICENCES.txt").read_text("utf-8").replace("--", "- -"),
            **{name: _safe(word) for name, word in words.items()},
        ).encode()
    )


def _data(network: nx.Graph, language: str) -> str:
    """Write the network as JSON that cannot end the element it stands in."""
    quotes = network.graph.get("quotes", {})
    words: dict[str, object] = {name: messages.text(f"viewer-{name}", language) for name in _WORDS}
    words["kinds"] = {kind: messages.word("value", kind, language) for kind in _KINDS}
    said = {
        "directed": network.is_directed(),
        "words": words,
        "nodes": [
            {
                "id": node,
                "label": node,
                **{name: value for name, value in sorted(values.items()) if value is not None},
            }
            for node, values in network.nodes(data=True)
        ],
        "edges": [
            {"source": source, "target": target, "weight": 1, **dict(sorted(values.items()))}
            for source, target, values in network.edges(data=True)
        ],
        "facts": {
            node: {"quotes": found.quotes, "more": found.more}
            for node, found in quotes.items()
            if node in network
        },
    }
    return json.dumps(said, ensure_ascii=False).replace("<", "\\u003c").replace("\u2028", "\\u2028")


def _hash(content: str) -> str:
    """Name what may stand in the page, for its policy (https://www.w3.org/TR/CSP3/#match-element-to-source-list)."""
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"


def _safe(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


FORMAT = NetworkFormat("html", ".html", "text/html", write)
