"""The values that pass between the server and its workers, and how they cross a pipe.

A frame is the length of a head (4 bytes, big-endian), the head in JSON, and as many bytes of body as the head
says. Nothing that could run code crosses: a worker that a query has broken must not break the server.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, Literal

Kind = Literal["query", "graph", "thing", "page", "question", "overviews"]
LaneName = Literal["questions", "pages", "queries", "overviews"]
_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker is to answer.

    `what` is the query, the IRI of the graph (none: the union), the path of the thing or the page, the
    name of the question, or the folder to write overviews into; `default` and `named` the graphs of a
    protocol request (SPARQL 1.1 Protocol, 2.1.4).
    """

    kind: Kind
    what: str = ""
    accept: str = ""
    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: its status (RFC 9110), its bytes, or the path of a file of `size` bytes with them."""

    status: int
    media_type: str = "text/plain"
    body: bytes = b""
    file: str = ""
    size: int = 0
    location: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take: seconds, rows or triples, bytes of answer, bytes of memory."""

    seconds: float = 20.0
    rows: int = 100_000
    size: int = 50_000_000
    memory: int = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Settings:
    """How to serve: the store, the language of the pages, the limits, how many workers each lane has."""

    store: Path
    language: str = "sv"
    title: str = ""
    limits: Limits = Limits()
    workers: int = 0
    """In each of three lanes: questions, pages, SPARQL; 0: one for each processor, 2 to 8."""

    publisher: Mapping[str, str] | None = None
    """Who publishes, for the pages and the catalogue: the fields of `publishing.Publisher`."""

    @property
    def size(self) -> int:
        """How many workers a lane has."""
        return self.workers or max(2, min(8, os.cpu_count() or 2))


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a worker works on: a copy of a store, a place for large answers, its limits and its language."""

    store: str
    large: str
    language: str
    title: str
    limits: Limits
    lane: LaneName
    """What its tasks are: what anybody may ask for (queries) gives way to pages, and these to questions."""
    publisher: Mapping[str, str] | None = None


def refusal(status: int, message: str) -> Reply:
    """Say in one line why there is no answer."""
    return Reply(status, "text/plain", f"{message}\n".encode())


def packed(head: Mapping[str, Any], body: bytes = b"") -> bytes:
    """Write a frame."""
    content = json.dumps({**head, "length": len(body)}).encode()
    return len(content).to_bytes(_LENGTH, "big") + content + body


def pack_task(task: Task) -> bytes:
    """Write a task as a frame."""
    return packed(asdict(task))


def pack_reply(reply: Reply) -> bytes:
    """Write a reply as a frame."""
    head = {name: getattr(reply, name) for name in ("status", "media_type", "file", "size", "location")}
    return packed(head, reply.body)


def read_frame(stream: IO[bytes]) -> dict[str, Any] | None:
    """Read a frame without a body; None at the end of the stream."""
    length = stream.read(_LENGTH)
    if len(length) < _LENGTH:
        return None
    head: dict[str, Any] = json.loads(stream.read(int.from_bytes(length, "big")))
    return head


def task_of(head: Mapping[str, Any]) -> Task:
    """Read a task from the head of its frame."""
    graphs = {name: None if head[name] is None else tuple(head[name]) for name in ("default", "named")}
    return Task(head["kind"], head["what"], head["accept"], **graphs, parameters=head["parameters"])


def reply_of(head: Mapping[str, Any], body: bytes) -> Reply:
    """Read a reply from the head and the body of its frame."""
    return Reply(head["status"], head["media_type"], body, head["file"], head["size"], head["location"])
