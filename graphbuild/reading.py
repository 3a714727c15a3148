"""Turns one file into what a store takes in. This is the part of a build that workers do."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from graphbuild import gazetteer as gazetteers
from graphbuild import readers
from graphbuild.differences import count_facts
from graphbuild.errors import GovgraphError, UnreadableError
from graphbuild.identity import document_id
from graphbuild.parsing import PARSER_VERSION, parse
from graphbuild.privacy import forgotten as forgotten_people
from graphbuild.privacy.redaction import Redaction, redaction_of
from graphbuild.privacy.withholding import Withheld, withhold
from graphbuild.resolution import resolve
from graphbuild.search.entries import entry
from graphbuild.search.values import Entry
from graphbuild.statements import Statements, state
from graphbuild.statements.naming import names_in
from graphbuild.store.folder import StoreFolder

_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read, with the hash it had when it was found, and all names of files like it.

    `organisations` is a table of the user's own, beside the bundled one. Where it is `indexed`, what search
    wants of it is found, too.
    """

    path: Path
    sha256: str
    names: tuple[str, ...]
    base: str
    store: Path
    ocr: bool = False
    organisations: Path | None = None
    indexed: bool = False

    @property
    def document(self) -> str:
        """The short name of the document that the file holds."""
        return document_id(self.sha256)

    @property
    def version(self) -> str:
        """By which parser, and which table of the user's own organisations, the file is read."""
        return reading_version(self.organisations)


@dataclass(frozen=True, slots=True)
class Matter:
    """All that it takes to read a file, without another look at the machine it is on.

    Its bytes, the text of the user's own table of organisations (empty without one) and of the list of
    forgotten people (None without one), and the version that the reading is remembered by.
    """

    task: Task
    content: bytes
    organisations: str
    forgotten: str | None
    version: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from a file: `facts` of it are told in the change log, `stated` are all its own quads."""

    task: Task
    statements: Statements
    issues: int
    anomalies: int
    lines: int
    understood: int
    withheld: tuple[Withheld, ...] = ()
    facts: int = 0
    stated: int = 0
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read, and why."""

    path: Path
    reason: str


def reading_version(organisations: Path | None) -> str:
    """Tell apart the ways to read a file that may give other minutes: see `PARSER_VERSION`."""
    own = gazetteers.version_of(organisations)
    return f"{PARSER_VERSION}+{own}" if own else PARSER_VERSION


def read_file(task: Task) -> Reading | Failure:
    """Read, parse, resolve and state one file; its text is kept in the store's folder."""
    return attempted(task.path, lambda: _read_file(task))


def attempted(path: Path, step: Callable[[], _Found]) -> _Found | Failure:
    """Do something with a file; what goes wrong with it is a failure that names it."""
    try:
        return step()
    except GovgraphError as error:
        return Failure(path, _placed(path, str(error)))
    except OSError as error:
        return Failure(path, f"{path} cannot be read or kept: {error.strerror or error}")
    # A fault in one document must not lose the rest of the batch: it is told, and ends with an error.
    except Exception as error:
        fault = f"{type(error).__name__}: {error}"
        return Failure(path, f"{path} met a fault in govgraph ({fault}): please report it")


def _read_file(task: Task) -> Reading:
    reading, text = understood(matter_of(task))
    StoreFolder(task.store).write_source(reading.statements.document, text)
    return reading


def matter_of(task: Task) -> Matter:
    """Take up what it takes to read a file."""
    content = readers.content(task.path)
    own, people = gazetteers.table(task.organisations), StoreFolder(task.store).forgotten
    return Matter(task, content, own, forgotten_people.written(people), task.version)


def understood(matter: Matter) -> tuple[Reading, str]:
    """Parse, resolve and state a file; give its text, too, as it is to be kept."""
    task = matter.task
    document = readers.understand(matter.content, task.path, ocr=task.ocr)
    if document.sha256 != task.sha256:
        raise UnreadableError(f"{task.path} changed while it was being read: run the build again")
    gazetteer = gazetteers.parsed(matter.organisations, task.organisations)
    # What may not be spread is gone before anything is read; who is forgotten, only when people are known.
    document, withheld = withhold(document, gazetteer)
    minutes = resolve(parse(document, gazetteer=gazetteer), gazetteer)
    statements = state(minutes, task.base, parser_version=matter.version, file_names=task.names)
    text = document.text
    people = forgotten_people.parsed(matter.forgotten, StoreFolder(task.store).forgotten)
    redaction = redaction_of(text, names_in(statements.shared), people, gazetteer)
    if redaction is not None:
        withheld = tuple(sorted((*withheld, *redaction.withheld(text))))
        text = redaction.text(text)
        statements = redacted(statements, redaction, text)
    lines = statements.quads.split("\n")
    reading = Reading(
        task,
        statements,
        issues=len(minutes.issues),
        anomalies=len(minutes.anomalies),
        lines=minutes.coverage.lines,
        understood=minutes.coverage.understood,
        withheld=withheld,
        facts=count_facts(lines),
        stated=len(lines) - 1,
        entry=_entry(statements.document, lines, text) if task.indexed else None,
    )
    return reading, text


def redacted(statements: Statements, redaction: Redaction, text: str) -> Statements:
    """Take forgotten people out of what a document says; `text` is its own without them."""
    return replace(
        statements,
        body=redaction.iri(statements.body),
        meeting=redaction.iri(statements.meeting),
        fixed=redaction.quads(statements.fixed, text),
        naming=redaction.quads(statements.naming, text),
        shared=redaction.quads(statements.shared, text),
        told=redaction.json(statements.told),
        seen=redaction.seen(statements.seen),
    )


def _entry(document: str, lines: list[str], text: str) -> Entry:
    """What search wants of a document, from its text as it is kept."""
    kept = text.encode("utf-8", "replace").decode()
    return entry(document, lines, kept)


def _placed(path: Path, reason: str) -> str:
    """Say where a file is in a reason that only says what it is called."""
    if str(path) in reason:
        return reason
    return f"{path}: {reason.removeprefix(path.name).lstrip(': ')}"
