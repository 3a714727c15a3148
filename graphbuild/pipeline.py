"""The whole build: files into the graph."""

import hashlib
import multiprocessing
import signal
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from graphbuild.following import follow
from graphbuild.forgetting import catch_up, shown_judgements, shown_name
from graphbuild.identification import identify
from graphbuild.identity import document_id
from graphbuild.judgements import Judgement
from graphbuild.readers import SUFFIXES
from graphbuild.reading import Failure, Reading, Task, read_file, reading_version
from graphbuild.search.keeping import follow_store
from graphbuild.sources import files_in
from graphbuild.store.holdings import Filling, Holdings
from graphbuild.store.register import DocumentRecord
from graphbuild.store.withheld import WithheldList

Progress = Callable[[int, int, Path], None]
_WORTH_WORKERS = 16
"""Below this many files, starting other processes takes longer than it saves."""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A document that is not in the graph, and the one that tells of the same meeting in its stead."""

    path: str
    instead: str
    meeting: str


@dataclass(slots=True)
class BuildReport:
    """What a build did."""

    read: int = 0
    skipped: int = 0
    replaced: int = 0
    removed: int = 0
    quads: int = 0
    issues: int = 0
    anomalies: int = 0
    lines: int = 0
    understood: int = 0
    failed: list[Failure] = field(default_factory=list)
    duplicates: list[Duplicate] = field(default_factory=list)

    def count(self, reading: Reading) -> None:
        """Add a document that was read."""
        self.read += 1
        self.issues += reading.issues
        self.anomalies += reading.anomalies
        self.lines += reading.lines
        self.understood += reading.understood


def build(  # noqa: PLR0913 - settings of one build, all by name
    sources: Iterable[Path],
    store: Path,
    base: str,
    *,
    jobs: int = 1,
    prune: bool = False,
    judgements: Iterable[Judgement] = (),
    ocr: bool = False,
    organisations: Path | None = None,
    progress: Progress | None = None,
    now: str | None = None,
) -> BuildReport:
    """Bring the graph up to date with files and folders; what is unchanged is not read again.

    `judgements` say who is the same, and who is not: the graph follows them, and forgets those that are no
    longer there. `organisations` is a table of the user's own, beside the bundled one. With `ocr`, pages that
    are pictures are recognised by Tesseract. `now` (ISO 8601 with a zone, as
    `2026-01-31T12:00:00Z`) is when this is learned: the change log says so; without it nothing is logged.
    """
    report, judged = BuildReport(), tuple(judgements)
    sources = [source.resolve() for source in sources]
    found = list(_find(sources, report))
    with Holdings(store, base, now) as holdings:
        judged = shown_judgements(holdings, judged)
        catch_up(holdings, judged, organisations)
        plan = Plan(holdings, found, sources if prune else (), organisations)
        report.skipped = plan.unchanged
        tasks = [replace(task, ocr=ocr) for task in plan.tasks]
        readings = _noting(holdings, _read_all(tasks, jobs, progress, report))
        if holdings.empty():
            with holdings.filling() as filling:
                _fill(filling, readings)
                identify(holdings.register, holdings.people, judged)
        else:
            _update(holdings, plan, readings, report)
        _remember_files(holdings, plan, report)
        _settle(holdings, report, organisations)
        follow(holdings, judged)
        holdings.tidy()
        report.quads = len(holdings.store)
    follow_store(store)
    return report


# Finding


def _find(sources: Iterable[Path], report: BuildReport) -> Iterator[tuple[Path, str]]:
    """Find the files of sources, each with the hash of its bytes; what is not there is reported."""
    seen: set[Path] = set()
    for source in sources:
        files = [source] if source.is_file() else sorted(files_in(source))
        if not files:
            report.failed.append(Failure(source, _nothing_in(source)))
        for path in files:
            if path in seen:
                continue
            seen.add(path)
            try:
                with path.open("rb") as content:
                    yield path, hashlib.file_digest(content, "sha256").hexdigest()
            except OSError as error:
                report.failed.append(Failure(path, f"{path} cannot be read: {error.strerror or error}"))


def _nothing_in(source: Path) -> str:
    if not source.exists():
        return f"{source} does not exist: check the path"
    return f"{source} holds no file that can be read (those are {', '.join(sorted(SUFFIXES))})"


# Planning


class Plan:
    """Which files to read, and which documents leave."""

    def __init__(
        self,
        holdings: Holdings,
        found: list[tuple[Path, str]],
        pruned: Iterable[Path],
        organisations: Path | None = None,
    ) -> None:
        """Compare what was found with what the store knows; files missing under `pruned` are given up."""
        self._organisations, self._version = organisations, reading_version(organisations)
        self.now = {str(path): document_id(sha256) for path, sha256 in found}
        self._before = holdings.register.files()
        self.gone = {
            path
            for path in self._before
            if path not in self.now and any(Path(path).is_relative_to(source) for source in pruned)
        }
        self._after = {path: name for path, name in self._before.items() if path not in self.gone} | self.now
        self._leaving = self._all_leaving()
        self._known = holdings.register.documents()
        self._shown = shown_name(holdings, organisations)
        self.tasks = list(self._tasks(found, holdings))
        to_read = {document_id(task.sha256) for task in self.tasks}
        self.unchanged = sum(document not in to_read for document in set(self.now.values()))

    def _tasks(self, found: list[tuple[Path, str]], holdings: Holdings) -> Iterator[Task]:
        hashes = {document_id(sha256): sha256 for _, sha256 in found}
        held: dict[str, list[Path]] = {}
        for path, document in sorted(self._after.items()):
            held.setdefault(document, []).append(Path(path))
        for document, paths in held.items():
            names = tuple(sorted({self._shown(path.name) for path in paths}))
            known = self._known.get(document)
            if known is None:
                wanted = document in hashes
            else:
                old = document in hashes and known.parser_version != self._version
                wanted = old or known.names != names
            here = [path for path in paths if str(path) in self.now] or [
                path for path in paths if path.is_file()
            ]
            if wanted and here:
                sha256 = hashes.get(document) or self._known[document].sha256
                base, folder = holdings.store.base, holdings.folder.path
                yield Task(here[0], sha256, names, base, folder, organisations=self._organisations)

    def leaving(self, document: str) -> set[str]:
        """Name the documents whose files hold this one now, and which no other file holds.

        Where several files held one document and hold different ones now, it leaves for that of the first.
        """
        return self._leaving.get(document, set())

    def _all_leaving(self) -> dict[str, set[str]]:
        kept = set(self._after.values())
        first: dict[str, str] = {}
        for path, document in sorted(self.now.items()):
            before = self._before.get(path)
            if before is not None and before not in kept:
                first.setdefault(before, document)
        leaving: dict[str, set[str]] = {}
        for before, document in first.items():
            leaving.setdefault(document, set()).add(before)
        return leaving


# Reading


def _read_all(
    tasks: list[Task], jobs: int, progress: Progress | None, report: BuildReport
) -> Iterator[Reading]:
    """Read files, here or in other processes, and give what was read as it comes."""
    for done, result in enumerate(_results(tasks, jobs), start=1):
        if progress is not None:
            progress(done, len(tasks), result.path if isinstance(result, Failure) else result.task.path)
        if isinstance(result, Failure):
            report.failed.append(result)
        else:
            report.count(result)
            yield result


def _noting(holdings: Holdings, readings: Iterable[Reading]) -> Iterator[Reading]:
    """Remember what was withheld of what was read, but for the values."""
    withheld = WithheldList(holdings.register)
    for reading in readings:
        withheld.put(reading.statements.document, reading.withheld)
        yield reading


def _results(tasks: list[Task], jobs: int) -> Iterator[Reading | Failure]:
    if jobs <= 1 or len(tasks) < _WORTH_WORKERS:
        yield from map(read_file, tasks)
        return
    # The engine has threads of its own, which a forked process would not survive.
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    with context.Pool(jobs, initializer=signal.signal, initargs=(signal.SIGINT, signal.SIG_IGN)) as pool:
        yield from pool.imap_unordered(read_file, tasks, chunksize=4)


def _record(reading: Reading) -> DocumentRecord:
    said = reading.statements
    return DocumentRecord(
        document=said.document,
        sha256=reading.task.sha256,
        parser_version=reading.task.version,
        names=reading.task.names,
        body=said.body,
        meeting=said.meeting,
        numbers=said.numbers,
        quads=said.quads.count("\n"),
        issues=reading.issues,
        shared=said.shared,
        told=said.told,
        seen=said.seen,
        naming=said.naming,
    )


# Writing


def _fill(filling: Filling, readings: Iterable[Reading]) -> None:
    for reading in readings:
        filling.put(reading.statements, _record(reading))


def _update(holdings: Holdings, plan: Plan, readings: Iterable[Reading], report: BuildReport) -> None:
    for reading in readings:
        record = _record(reading)
        known = holdings.register.document(record.document)
        leaving = plan.leaving(record.document)
        report.replaced += known is not None or bool(leaving)
        holdings.put(reading.statements, record, leaving)


def _remember_files(holdings: Holdings, plan: Plan, report: BuildReport) -> None:
    """Bring the list of files up to date, and remove documents that no file holds any more."""
    known = holdings.register.documents()
    holdings.register.put_files((path, name) for path, name in plan.now.items() if name in known)
    holdings.register.remove_files(plan.gone)
    held = set(holdings.register.files().values())
    for document in sorted(set(known) - held):
        holdings.remove(document)
        report.removed += 1


def _settle(holdings: Holdings, report: BuildReport, organisations: Path | None) -> None:
    """See to it that of documents that claim the same meeting the fullest one is in the graph.

    What is in the graph depends on which documents there are, not on the order they came in.
    """
    by_meeting: dict[str, list[DocumentRecord]] = {}
    for record in holdings.register.documents().values():
        by_meeting.setdefault(record.meeting, []).append(record)
    for meeting, records in sorted(by_meeting.items()):
        accepted: list[DocumentRecord] = []
        for record in sorted(records, key=lambda record: record.rank, reverse=True):
            winner = next((other for other in accepted if record.clashes(other)), None)
            if winner is None:
                accepted.append(record)
                if record.duplicate_of is not None:
                    _let_in(holdings, record, report, organisations)
                continue
            if record.duplicate_of != winner.document:
                holdings.give_way(record.document, winner.document)
            path, instead = (_first_path(holdings, each) for each in (record, winner))
            report.duplicates.append(Duplicate(path, instead, meeting))


def _let_in(
    holdings: Holdings, record: DocumentRecord, report: BuildReport, organisations: Path | None
) -> None:
    """Read a document again that gave way to another before, and no longer has to."""
    path = Path(_first_path(holdings, record))
    base, folder = holdings.store.base, holdings.folder.path
    result = read_file(Task(path, record.sha256, record.names, base, folder, organisations=organisations))
    if isinstance(result, Reading):
        WithheldList(holdings.register).put(record.document, result.withheld)
    if isinstance(result, Failure):
        report.failed.append(result)
        holdings.register.remove([record.document])
        return
    holdings.put(result.statements, _record(result))


def _first_path(holdings: Holdings, record: DocumentRecord) -> str:
    return next(iter(holdings.register.paths(record.document)), record.names[0])
