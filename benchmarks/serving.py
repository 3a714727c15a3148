"""Measures `govgraph serve` under 50 clients, the slow and the hostile among them; writes it to RESULTS.md.

    python -m benchmarks.serving --documents 150 --seconds 60

Named questions are compared with what they take on the idle server. Answers are kept there until the store
changes, so each is about another period. Memory is that of the server and all its processes (proportional
set size: shared pages count once).
"""

import argparse
import asyncio
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from random import Random
from statistics import median
from urllib.parse import quote, urlsplit

from benchmarks.generate import SINCE, built
from benchmarks.sections import put_section

HEADING = "## Serving"
IDLE_RUNS = 7
PAUSE = 0.5  # seconds that somebody looks at an answer before asking again
READY = ("meetings", "decisions", "assignments", "participants", "who-decided", "signatories")
SLOW = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?i) }",
    "SELECT (COUNT(*) AS ?n) { ?s schema:text ?text FILTER(CONTAINS(LCASE(?text), 'skola')) }",
    "SELECT ?s { ?s ?p ?o FILTER NOT EXISTS { ?s gov:item ?i . ?i ?q ?o } }",
)
HOSTILE = (
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i",
    "SELECT * { ?a ?b ?c . ?d ?e ?f }",
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "DROP ALL",
    "SELECT * { ?s ?p",
    f"SELECT * {{ {'{' * 12_000}{'}' * 12_000} }}",
    "CONSTRUCT { ?a ?b ?f } WHERE { ?a ?b ?c . ?d ?e ?f }",
)
Client = Coroutine[None, None, None]


@dataclass(slots=True)
class Seen:
    """What clients saw: statuses by kind of client, seconds by question, the most memory in bytes."""

    statuses: dict[str, Counter[int]] = field(default_factory=dict)
    taken: dict[str, list[float]] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    memory: int = 0

    def note(self, kind: str, status: int) -> None:
        """Count an answer."""
        self.statuses.setdefault(kind, Counter())[status] += 1


@contextmanager
def running(store: Path, *options: str) -> Iterator[tuple[str, int]]:
    """Run a server, and give its address and process."""
    command = [sys.executable, str(Path(__file__).parent.parent / "cli.py"), "serve"]
    process = subprocess.Popen(
        [*command, "--port", "0", "--store", str(store), *options], stderr=subprocess.PIPE, encoding="utf-8"
    )
    try:
        assert process.stderr is not None
        address = re.search(r"http://\S+", process.stderr.readline())
        assert address
        yield address[0], process.pid
    finally:
        process.terminate()
        process.communicate()


async def load(address: str, process: int, seconds: float, clients: int = 50) -> Seen:
    """Let clients ask for so many seconds: four of ten ask named questions, two look at pages."""
    seen = Seen()
    until = time.monotonic() + seconds
    kinds: list[Callable[[int], Client]] = [
        *[lambda number: _asks(address, seen, until, number)] * 4,
        *[lambda number: _looks(address, seen, until, number)] * 2,
        lambda number: _queries(address, seen, until, "slow", SLOW, number),
        lambda number: _queries(address, seen, until, "hostile", HOSTILE, number),
        lambda number: _leaves(address, seen, until, number),
        lambda number: _dawdles(address, seen, until, number),
    ]
    asked = [kind(number) for number, kind in zip(range(clients), cycle(kinds), strict=False)]
    await asyncio.gather(_weighs(process, seen, until), *asked)
    return seen


async def idle(address: str) -> dict[str, float]:
    """Ask each question some times with nobody else there, and give its median in seconds."""
    found = {}
    for question in READY:
        taken = []
        for number in range(IDLE_RUNS):
            started = time.monotonic()
            status, _ = await _get(address, _about_a_month(question, Random(f"idle {number}")))
            assert status == 200, (question, status)
            taken.append(time.monotonic() - started)
        found[question] = median(taken[1:])
    return found


def _about_a_month(question: str, chance: Random) -> str:
    """Ask about thirty days that hardly anybody else asks about."""
    since = SINCE + timedelta(days=chance.randrange(600))
    return f"/api/questions/{question}?since={since}&until={since + timedelta(days=30)}"


async def _asks(address: str, seen: Seen, until: float, number: int) -> None:
    """Ask named questions, with a pause after each; come back later when told to."""
    chance = Random(number)
    await asyncio.sleep(number % 10 * PAUSE / 10)
    while time.monotonic() < until:
        number += 1
        question = READY[number % len(READY)]
        started = time.monotonic()
        status = await _noted(address, seen, "named questions", _about_a_month(question, chance))
        if status == 200:
            seen.taken.setdefault(question, []).append(time.monotonic() - started)
        await asyncio.sleep(min(5 if status == 503 else PAUSE, max(0, until - time.monotonic())))


async def _looks(address: str, seen: Seen, until: float, number: int) -> None:
    """Look at pages."""
    pages = ("index", "meetings", "decisions", "bodies", "ontology/sv")
    while time.monotonic() < until:
        number += 1
        status = await _noted(address, seen, "pages", f"/doc/{pages[number % len(pages)]}.html")
        await asyncio.sleep(min(5 if status == 503 else PAUSE, max(0, until - time.monotonic())))


async def _queries(
    address: str, seen: Seen, until: float, kind: str, queries: tuple[str, ...], number: int
) -> None:
    """Send queries, one after the other, and never wait."""
    while time.monotonic() < until:
        number += 1
        await _noted(address, seen, kind, f"/sparql?query={quote(queries[number % len(queries)])}")
        await asyncio.sleep(0.05)


async def _leaves(address: str, seen: Seen, until: float, number: int) -> None:
    """Send a query that takes long, and hang up."""
    while time.monotonic() < until:
        number += 1
        with suppress(OSError, TimeoutError):
            async with asyncio.timeout(0.3):
                await _get(address, f"/sparql?query={quote(SLOW[number % len(SLOW)])}")
        seen.note("those who leave", 0)
        await asyncio.sleep(0.2)


async def _dawdles(address: str, seen: Seen, until: float, number: int) -> None:
    """Ask for a large answer, and take it slowly; send a head, and never the rest."""
    query = quote("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 50000")
    while time.monotonic() < until:
        number += 1
        with suppress(OSError, TimeoutError):
            async with asyncio.timeout(max(0.1, until - time.monotonic())):
                reader, writer = await _connect(address)
                try:
                    head = f"GET /sparql?query={query} HTTP/1.1\r\nHost: x\r\n"
                    writer.write(f"{head}\r\n".encode() if number % 2 else head.encode())
                    while await reader.read(20_000) and number % 2:
                        await asyncio.sleep(0.2)
                finally:
                    writer.close()
        seen.note("those who dawdle", 0)
        await asyncio.sleep(0.2)


async def _noted(address: str, seen: Seen, kind: str, path: str) -> int:
    """Ask, and keep the status; what is cut off is broken."""
    try:
        status, whole = await _get(address, path)
    except (OSError, asyncio.IncompleteReadError, ValueError) as error:
        seen.broken.append(f"{kind}: {type(error).__name__} {error} at {path[:80]}")
        return 0
    if not whole:
        seen.broken.append(f"{kind}: half an answer, {path[:80]}")
    seen.note(kind, status)
    return status


async def _get(address: str, path: str) -> tuple[int, bool]:
    """Send a request on a connection of its own; give the status, and whether all of the body came."""
    reader, writer = await _connect(address)
    try:
        writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        length = re.search(r"(?im)^content-length: (\d+)", head)
        body = await reader.read(-1)
        return int(head.split(" ", 2)[1]), length is not None and len(body) == int(length[1])
    finally:
        writer.close()


async def _connect(address: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    parts = urlsplit(address)
    return await asyncio.open_connection(parts.hostname, parts.port)


async def _weighs(process: int, seen: Seen, until: float) -> None:
    """Watch the memory."""
    while time.monotonic() < until:
        seen.memory = max(seen.memory, await asyncio.to_thread(memory, process))
        await asyncio.sleep(0.5)


def memory(process: int) -> int:
    """Give the bytes that a process and its children take (Linux)."""
    total = 0
    with suppress(OSError):
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
        for each in (process, *map(int, children)):
            with suppress(OSError):
                found = re.search(
                    r"^Pss:\s+(\d+)", Path(f"/proc/{each}/smaps_rollup").read_text(), re.MULTILINE
                )
                total += 1000 * int(found[1]) if found else 0
    return total


def section(documents: int, seconds: float, store: Path) -> str:
    """Measure, and give the section of the results."""
    load_before = os.getloadavg()[0]
    with running(store) as (address, process):
        alone = asyncio.run(idle(address))
        before = memory(process)
        seen = asyncio.run(load(address, process, seconds))
    lines = [
        HEADING,
        "",
        f"By `python -m benchmarks.serving`: 50 clients for {seconds:g} s over {documents:,} documents",
        f"on {os.cpu_count()} cores that they share; the load before was {load_before:.1f}.",
        "20 ask named questions, each about another month; 10 look at pages; 20 send slow and hostile",
        "queries, hang up, or take large answers slowly. Who is told 503 comes back when told.",
        f"Memory of all processes: {before / 1e6:,.0f} MB idle, {seen.memory / 1e6:,.0f} MB at most.",
        f"Answers that were broken or cut: {len(seen.broken)}.",
        "",
        "| named question | idle, ms | answers | median, ms | slowest, ms | slowest : idle |",
        "|---|---|---|---|---|---|",
    ]
    for question, usual in alone.items():
        taken = seen.taken.get(question, [0.0])
        lines.append(
            f"| `{question}` | {1000 * usual:.0f} | {len(taken)} | {1000 * median(taken):.0f} "
            f"| {1000 * max(taken):.0f} | {max(taken) / usual:.1f} |"
        )
    lines += ["", "| clients | statuses |", "|---|---|"]
    for kind, statuses in sorted(seen.statuses.items()):
        if kind.startswith("those"):
            continue
        lines.append(f"| {kind} | {', '.join(f'{code}: {n:,}' for code, n in sorted(statuses.items()))} |")
    return "\n".join([*lines, *seen.broken[:3]]) + "\n"


def main() -> None:
    """Measure on one generated store."""
    parser = argparse.ArgumentParser(description="Measures the server under load.")
    parser.add_argument("--documents", type=int, default=150)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--store", type=Path, help="a store that is there already")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="govgraph-bench-") as name:
        store = asked.store or built(Path(name), asked.documents)
        table = section(asked.documents, asked.seconds, store)
    print(table)
    put_section(table)


if __name__ == "__main__":
    main()
