"""Where a SPARQL 1.1 server is, and who asks it: what people say of it into an address that can be used."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from graphbuild.errors import UsageError

SECONDS = 300.0
"""How long a server may take for one answer, unless somebody says otherwise."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A server that is a store, and the folder for what is kept beside its quads.

    `address` is where the server answers; what it does where is found out (see `services`) unless `update`
    and `graphs` say so: the addresses for SPARQL 1.1 Update and for the Graph Store HTTP Protocol. Secrets
    are never shown, nor are they part of an address. `seconds` is how long one answer may take.
    """

    address: str
    side: Path
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    update: str = ""
    graphs: str = ""
    seconds: float = SECONDS

    def __str__(self) -> str:
        """Name it as people do: by its address."""
        return self.address

    @property
    def path(self) -> Path:
        """The folder for what is kept beside the quads."""
        return self.side


Place = Path | Endpoint
"""Where a store is: a folder, or a server."""


def is_address(text: str) -> bool:
    """Tell whether a text is the address of a server, and not the path of a folder."""
    return text.startswith(("http://", "https://"))


def checked(address: str) -> str:
    """Give an address without what is of no use in it; raises UsageError where it is none."""
    try:
        parts = urlsplit(address)
        known = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        known = False
    if not known:
        raise UsageError(f"--store {address}: write an address such as http://localhost:7878")
    if parts.username is not None or parts.password is not None:
        raise UsageError(
            f"--store http://…@{parts.hostname}: leave user and password out of the address, "
            "and put them into GOVGRAPH_STORE_USER and GOVGRAPH_STORE_PASSWORD"
        )
    if parts.query or parts.fragment:
        raise UsageError(f"--store {address}: write the address without what follows ? or #")
    return address.rstrip("/")


def side_of(address: str) -> Path:
    """Name the folder for what is kept beside the quads of a server, where nobody names one."""
    parts = urlsplit(address)
    words = [parts.hostname or "", str(parts.port or ""), *parts.path.split("/")]
    return Path("govgraph.store." + "-".join(word for word in words if word))
