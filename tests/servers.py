"""A real server on a real port, and the plainest of clients."""

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests.cli import LAUNCHER


@dataclass(frozen=True, slots=True)
class Got:
    """What a server answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]


@dataclass(frozen=True, slots=True)
class Server:
    """A server under test."""

    address: str
    process: subprocess.Popen[str]

    def send(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] = {},
        patience: float = 30,
    ) -> Got:
        """Send one request; a redirection is not followed."""
        parts = urlsplit(self.address)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=patience)
        try:
            connection.request(method, path, body, dict(headers))
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return Got(response.status, found, response.read())
        finally:
            connection.close()

    def get(self, path: str, accept: str = "", **parameters: str) -> Got:
        query = f"?{urlencode(parameters)}" if parameters else ""
        return self.send("GET", path + query, headers={"Accept": accept} if accept else {})

    def ask(self, query: str, accept: str = "") -> Got:
        """Send a SPARQL query."""
        return self.get("/sparql", accept, query=query)

    def stop(self) -> str:
        """Press ctrl-C, and give what was printed."""
        self.process.send_signal(signal.SIGINT)
        return self.process.communicate(timeout=20)[1]


@contextmanager
def serving(store: Path, *options: str) -> Iterator[Server]:
    """Run `govgraph serve` on a free port until the block ends."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GOVGRAPH_")}
    process = subprocess.Popen(
        [sys.executable, str(LAUNCHER), "serve", "--port", "0", "--store", str(store), *options],
        env={**kept, "LC_ALL": "C.UTF-8"},
        stderr=subprocess.PIPE,
        encoding="utf-8",
        cwd=store.parent,
    )
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        address = re.search(r"http://\S+", line)
        assert address, line
        yield Server(address[0], process)
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(20)
        assert process.stderr is not None
        process.stderr.close()


def workers(server: Server) -> list[int]:
    """Name the processes that a server has started."""
    listed = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text()
    return [int(word) for word in listed.split()]


def until(holds: Callable[[], bool], seconds: float = 15) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came to hold"
        time.sleep(0.05)
