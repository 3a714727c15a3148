"""Finds out what a server does where: an address into the places of query, update and graph store."""

from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from graphbuild.errors import EndpointError
from graphbuild.store.conversation import Conversation, Reply

JSON = "application/sparql-results+json"
_ENDINGS = ("query", "sparql", "sparql-auth")


@dataclass(frozen=True, slots=True)
class Services:
    """Where a server takes queries, updates and whole graphs (SPARQL 1.1 Graph Store HTTP Protocol).

    `atomic` tells whether one update request with several operations is one step. An engine of which that is
    known not to be true gets whole graphs by PUT instead.
    """

    query: str
    update: str
    graphs: str
    atomic: bool


def find_services(talk: Conversation) -> Services:
    """Ask a server where it takes what; raises EndpointError where it does not answer SPARQL queries."""
    address = talk.endpoint.address.rstrip("/")
    refused: Reply | None = None
    for place in _places(address):
        reply = talk.send(
            "POST",
            place,
            b"query=ASK%7B%7D",
            {"Content-Type": "application/x-www-form-urlencoded", "Accept": JSON},
        )
        if reply.status == 200 and reply.media_type in (JSON, "application/json"):
            return _services(talk, place, reply.headers.get("server", ""))
        refused = reply if refused is None or refused.status == 404 else refused
    told = f"{refused.status}, {refused.media_type or 'no content type'}" if refused else ""
    raise EndpointError(
        f"{address} does not answer SPARQL queries (status {told}): "
        "name the address where the server takes them, such as http://localhost:7878/query"
    )


def _places(address: str) -> list[str]:
    """Where queries may be taken: at the address itself where it says so, else in the usual places below."""
    path = urlsplit(address).path
    if path.rpartition("/")[2] in _ENDINGS or "/repositories/" in path:
        return [address]
    return [f"{address}/query", f"{address}/sparql", address]


def _services(talk: Conversation, query: str, server: str) -> Services:
    """Work out the other places from the place of queries and the name that the server gives itself."""
    endpoint = talk.endpoint
    update, graphs, atomic = query, "", True
    last = urlsplit(query).path.rpartition("/")[2]
    if server.startswith("Virtuoso"):
        # What it does for those who say who they are, it does elsewhere.
        known = "-auth" if endpoint.user else ""
        query = update = _beside(query, f"sparql{known}")
        graphs, atomic = _beside(query, f"sparql-graph-crud{known}"), False
    elif "/repositories/" in urlsplit(query).path:  # RDF4J and GraphDB
        update, graphs = f"{query}/statements", f"{query}/rdf-graphs/service"
    elif last == "query":
        update = _beside(query, "update")
        graphs = _beside(query, "store" if server.startswith("Oxigraph") else "data")
    return Services(query, endpoint.update or update, endpoint.graphs or graphs, atomic)


def _beside(address: str, name: str) -> str:
    parts = urlsplit(address)
    return urlunsplit(parts._replace(path=f"{parts.path.rpartition('/')[0]}/{name}"))
