"""Compares a build with what others do with its facts, in one run; prints a table, writes it to RESULTS.md.

    python3 -m venv /tmp/morph && /tmp/morph/bin/pip install morph-kgc
    python -m benchmarks.peers --documents 200 --morph /tmp/morph/bin/python

govgraph reads minutes, parses, resolves, proves, indexes and loads them on disk. The others start from the
same quads, which is less work: Oxigraph's bulk load alone is the limit; rdflib parses N-Quads and adds them
in memory; morph-kgc makes N-Quads from the facts as CSV, by RML, in an environment of its own, since it
needs other versions of what govgraph needs.
"""

import argparse
import csv
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import Dataset

from benchmarks.build import load_bare
from benchmarks.generate import write_minutes
from benchmarks.sections import machine, put_section
from graphbuild.identity import DEFAULT_BASE
from graphbuild.pipeline import build
from graphbuild.store import EmbeddedStore

HEADING = "## Beside others"
_QUAD = re.compile(
    r'<([^>]*)> <([^>]*)> (?:<([^>]*)>|"((?:[^"\\]|\\.)*)"(?:@(\S+)|\^\^<([^>]*)>)?) <([^>]*)> \.'
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-F]{4})|(.))")
_PLAIN = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_RML = """@prefix rr: <http://www.w3.org/ns/r2rml#> .
@prefix rml: <http://semweb.mmlab.be/ns/rml#> .
@prefix ql: <http://semweb.mmlab.be/ns/ql#> .
"""


@dataclass(frozen=True, slots=True)
class Did:
    """What somebody took for all documents, in seconds by the clock."""

    who: str
    seconds: float
    quads: int


def main() -> None:
    """Measure all of them on the same documents."""
    parser = argparse.ArgumentParser(description="Compares a build with what others do with its facts.")
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--morph", type=Path, help="a Python that has morph-kgc; else it is left out")
    parser.add_argument("--no-output", action="store_true", help="print the table only")
    asked = parser.parse_args()
    found = []
    with tempfile.TemporaryDirectory(prefix="govgraph-peers-") as name:
        for each in measured(Path(name), asked.documents, asked.jobs, asked.morph):
            print(each, file=sys.stderr, flush=True)
            found.append(each)
    table = section(found, asked.documents)
    print(table)
    if not asked.no_output:
        put_section(table)


def measured(folder: Path, documents: int, jobs: int, morph: Path | None) -> Iterator[Did]:
    """Build, and have the others do what they do with the same quads."""
    write_minutes(folder / "minutes", documents)
    begun = time.perf_counter()
    quads = build([folder / "minutes"], folder / "store", DEFAULT_BASE, jobs=jobs).quads
    yield Did(f"govgraph, {jobs} processes: minutes to a store on disk", time.perf_counter() - begun, quads)
    with EmbeddedStore.read(folder / "store") as store:
        content = store.quads()
    path = folder / "facts.nq"
    path.write_bytes(content)
    yield _timed("Oxigraph's bulk load alone, 2 threads", quads, lambda: load_bare(content, folder / "bare"))
    yield _timed("rdflib: parse and add, in memory", quads, lambda: _rdflib(path))
    if morph is not None:
        mapping = tabled(path, folder)
        yield _timed("morph-kgc: CSV to N-Quads", quads, lambda: _morph(morph, mapping, folder / "made.nq"))
        made = set((folder / "made.nq").read_text("utf-8").split("\n")) - {""}
        assert len(made) == quads, f"morph-kgc made {len(made)} quads of {quads}"


def _timed(who: str, quads: int, work: Callable[[], None]) -> Did:
    begun = time.perf_counter()
    work()
    return Did(who, time.perf_counter() - begun, quads)


def _rdflib(path: Path) -> None:
    Dataset().parse(path, format="nquads")


# morph-kgc


def tabled(quads: Path, folder: Path) -> Path:
    """Write facts as tables (CSV), one for each property and kind of value, and the mapping (RML) of them."""
    tables: dict[tuple[str, str, str, str], list[tuple[str, str, str]]] = {}
    with quads.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            found = _QUAD.match(line)
            assert found is not None, line
            subject, term, thing, text, language, datatype, graph = found.groups(default="")
            kind = "IRI" if found[3] is not None else "Literal"
            rows = tables.setdefault((term, kind, language, datatype), [])
            rows.append((subject, thing or _ESCAPE.sub(_unescaped, text), graph))
    rules = [_RML]
    for number, ((term, kind, language, datatype), rows) in enumerate(sorted(tables.items())):
        path = folder / f"table-{number}.csv"
        with path.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([("s", "o", "g"), *rows])
        told = (
            f'; rr:language "{language}"' if language else f"; rr:datatype <{datatype}>" if datatype else ""
        )
        rules.append(
            f'<#m{number}> rml:logicalSource [ rml:source "{path}"; rml:referenceFormulation ql:CSV ];\n'
            f'  rr:subjectMap [ rml:reference "s"; rr:termType rr:IRI; rr:graphMap [ rml:reference "g" ] ];\n'
            f"  rr:predicateObjectMap [ rr:predicate <{term}>;\n"
            f'    rr:objectMap [ rml:reference "o"; rr:termType rr:{kind}{told} ] ] .\n'
        )
    mapping = folder / "mapping.ttl"
    mapping.write_text("".join(rules), "utf-8")
    return mapping


def _unescaped(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else _PLAIN.get(match[2], match[2])


def _morph(python: Path, mapping: Path, output: Path) -> None:
    settings = mapping.with_name("morph.ini")
    settings.write_text(
        f"[CONFIGURATION]\noutput_file: {output}\noutput_format: N-QUADS\nlogging_level: ERROR\n"
        f"number_of_processes: 2\nna_values: \n[facts]\nmappings: {mapping}\n",
        "utf-8",
    )
    subprocess.run([python, "-m", "morph_kgc", settings], check=True, capture_output=True, text=True)


# The table


def section(found: list[Did], documents: int) -> str:
    """Write the figures as a section of the table of results."""
    ours = found[0]
    lines = [
        HEADING,
        "",
        f"{documents:,} generated documents, {ours.quads:,} quads, by `python -m benchmarks.peers`:",
        f"{machine()}.",
        "govgraph starts from the minutes, the others from the facts that it found in them.",
        "",
        "| who | s | documents a second | quads a second | govgraph : it, documents a second |",
        "|---|---|---|---|---|",
        *(
            f"| {each.who} | {each.seconds:.1f} | {documents / each.seconds:.1f} "
            f"| {each.quads / each.seconds:,.0f} | {each.seconds / ours.seconds:.2f} |"
            for each in found
        ),
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
