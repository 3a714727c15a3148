"""SPARQL servers for tests: real ones of other people, and one that answers as it is told."""

import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from graphbuild.store import Endpoint

OXIGRAPH = Path(sys.executable).with_name("oxigraph")
VIRTUOSO = shutil.which("virtuoso-t")
_PATIENCE = 60.0


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def oxigraph(folder: Path) -> Iterator[str]:
    """Run Oxigraph's server, which keeps all in memory; its default graph is not the union of all."""
    address = f"http://127.0.0.1:{free_port()}"
    command = [str(OXIGRAPH), "serve", "-b", address.removeprefix("http://")]
    folder.mkdir()
    with _running(command, folder, f"{address}/"):
        yield address


@contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """Run Virtuoso on an empty folder; only dba, whose password is dba, may change anything."""
    if VIRTUOSO is None:
        pytest.skip("Virtuoso is not installed: apt-get install virtuoso-opensource-7")
    folder.mkdir()
    sql, web = free_port(), free_port()
    lines = [
        "[Database]", f"DatabaseFile = {folder}/virtuoso.db", f"ErrorLogFile = {folder}/virtuoso.log",
        f"LockFile = {folder}/virtuoso.lck", f"TransactionFile = {folder}/virtuoso.trx",
        f"xa_persistent_file = {folder}/virtuoso.pxa", "FileExtend = 200",
        "[TempDatabase]", f"DatabaseFile = {folder}/temp.db", f"TransactionFile = {folder}/temp.trx",
        "[Parameters]", f"ServerPort = {sql}", "DisableUnixSocket = 1", "ServerThreads = 10",
        "NumberOfBuffers = 20000", "MaxDirtyBuffers = 15000",
        "[HTTPServer]", f"ServerPort = {web}", f"ServerRoot = {folder}", "MaxClientConnections = 10",
        "[SPARQL]", "ResultSetMaxRows = 1000000",
    ]  # fmt: skip
    (folder / "virtuoso.ini").write_text("\n".join(lines) + "\n")
    address = f"http://127.0.0.1:{web}"
    command = [VIRTUOSO, "+configfile", f"{folder}/virtuoso.ini", "+foreground"]
    with _running(command, folder, f"{address}/sparql?query=ASK%7B%7D"):
        yield address


@contextmanager
def _running(command: list[str], folder: Path, address: str) -> Iterator[None]:
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL
    )
    try:
        end = time.monotonic() + _PATIENCE
        while not _answers(address):
            assert process.poll() is None and time.monotonic() < end, f"{command[0]} did not start"
            time.sleep(0.05)
        yield
    finally:
        process.kill()
        process.wait()


def _answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=5):
            return True
    except (URLError, OSError):
        return False


@contextmanager
def engine(name: str, folder: Path) -> Iterator[Endpoint]:
    """Run an engine in a folder that is not there yet, and give where it is."""
    side = folder.with_name(f"{folder.name}.side")
    if name == "oxigraph":
        with oxigraph(folder) as address:
            yield Endpoint(address, side)
    else:
        with virtuoso(folder) as address:
            yield Endpoint(address, side, user="dba", password="dba", seconds=30)


@dataclass
class Told:
    """A server that answers as it is told, and remembers what it was asked."""

    answers: Callable[[str, str, bytes], tuple[int, dict[str, str], bytes]]
    address: str = ""
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)


@contextmanager
def answering(answers: Callable[[str, str, bytes], tuple[int, dict[str, str], bytes]]) -> Iterator[Told]:
    """Serve what a function of method, path and body gives: status, headers, body."""
    told = Told(answers)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            told.asked.append((self.command, self.path, headers))
            status, given, content = told.answers(self.command, self.path, body)
            self.send_response(status)
            for name, value in {**given, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(BrokenPipeError):  # whoever asked has hung up
                self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_DELETE = _any  # noqa: N815 - the library's names

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    told.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
