"""The whole build: files into the graph."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from graphbuild.following import fill, follow
from graphbuild.forgetting import catch_up, shown_judgements
from graphbuild.judgements import Judgement
from graphbuild.planning import Plan
from graphbuild.readers import SUFFIXES
from graphbuild.reading import Failure, Reading, Task, read_file
from graphbuild.search.ahead import Ahead
from graphbuild.search.index import Index, available
from graphbuild.search.keeping import keep_in_step
from graphbuild.search.values import Entry
from graphbuild.sending import read_files
from graphbuild.settling import Duplicate, first_path, settle
from graphbuild.sources import files_in
from graphbuild.store.endpoint import Place
from graphbuild.store.holdings import Holdings
from graphbuild.store.records import DocumentRecord
from graphbuild.store.withheld import WithheldList
from graphbuild.workers import Processes, Workers

_READY = 1_000
"""Documents whose entries in the index are kept in memory until their graphs are whole."""
Progress = Callable[[int, int, Path, "BuildReport"], None]
"""Told of each file that was read: how many so far, of how many, which, and what the build did so far."""


@dataclass(slots=True)
class BuildReport:
    """What a build did. `quads` are those of the store, `stated` those of the documents that were read."""

    read: int = 0
    skipped: int = 0
    replaced: int = 0
    removed: int = 0
    quads: int = 0
    stated: int = 0
    issues: int = 0
    anomalies: int = 0
    lines: int = 0
    understood: int = 0
    failed: list[Failure] = field(default_factory=list)
    duplicates: list[Duplicate] = field(default_factory=list)

    def count(self, reading: Reading) -> None:
        """Add a document that was read."""
        self.read += 1
        self.stated += reading.stated
        self.issues += reading.issues
        self.anomalies += reading.anomalies
        self.lines += reading.lines
        self.understood += reading.understood


def build(  # noqa: PLR0913 - settings of one build, all by name
    sources: Iterable[Path],
    store: Place,
    base: str,
    *,
    jobs: int = 1,
    prune: bool = False,
    judgements: Iterable[Judgement] = (),
    ocr: bool = False,
    organisations: Path | None = None,
    progress: Progress | None = None,
    now: str | None = None,
    cluster: str | None = None,
) -> BuildReport:
    """Bring the graph up to date with files and folders; what is unchanged is not read again.

    `judgements` say who is the same, and who is not: the graph follows them, and forgets those that are no
    longer there. `organisations` is a table of the user's own, beside the bundled one. With `ocr`, pages that
    are pictures are recognised by Tesseract. `now` (ISO 8601 with a zone, as
    `2026-01-31T12:00:00Z`) is when this is learned: the change log says so; without it nothing is logged.
    `cluster` is the address of a Dask scheduler whose workers read, `cluster.LOCAL` for one of `jobs`
    processes here; without it `jobs` processes read.
    """
    with Session(store, base, now, ocr=ocr, organisations=organisations) as session:
        return session.bring(sources, judgements, jobs=jobs, prune=prune, progress=progress, cluster=cluster)


class Session:
    """A store that is open for building: it can be brought up to date again and again. Use as a context.

    The arguments are those of `build`.
    """

    def __init__(
        self,
        store: Place,
        base: str,
        now: str | None = None,
        *,
        ocr: bool = False,
        organisations: Path | None = None,
    ) -> None:
        """Open a store, or make one."""
        self.holdings = Holdings(store, base, now, resume=True)
        self._ocr, self._organisations = ocr, organisations
        self._index: Index | None = None
        self._ready: dict[str, Entry] = {}

    def __enter__(self) -> Self:
        """Give the session itself; the store is closed at the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close store and index."""
        if self._index is not None:
            self._index.__exit__(kind, error, trace)
        self.holdings.__exit__(kind, error, trace)

    def bring(
        self,
        sources: Iterable[Path],
        judgements: Iterable[Judgement] = (),
        *,
        jobs: int = 1,
        prune: bool = False,
        progress: Progress | None = None,
        cluster: str | None = None,
    ) -> BuildReport:
        """Bring the graph, and all that follows it, up to date with files and folders."""
        holdings, report, judged = self.holdings, BuildReport(), tuple(judgements)
        self._ready.clear()
        sources = [source.resolve() for source in sources]
        found = list(_find(sources, report))
        judged = shown_judgements(holdings, judged)
        catch_up(holdings, judged, self._organisations)
        pruned = sources if prune else ()
        new = holdings.empty()
        plan = Plan(
            *(holdings, found, pruned),
            organisations=self._organisations,
            ocr=self._ocr,
            indexed=available(),
        )
        report.skipped = plan.unchanged
        with _workers(jobs, len(plan.tasks), cluster) as workers:
            later = [task for task in plan.tasks if not new or plan.takes_a_place(task.document)]
            if new:
                others = {task.document for task in later}
                first = [task for task in plan.tasks if task.document not in others]
                self._fill(plan, self._read(first, workers, progress, report), judged, workers)
            _update(holdings, plan, self._kept(self._read(later, workers, progress, report)), report)
            _remember_files(holdings, plan, report)
            report.duplicates = settle(
                holdings, _meetings(holdings, plan), lambda record: self._let_in(record, report)
            )
            follow(holdings, judged, workers)
        holdings.tidy(plan.to_read)
        report.quads = holdings.quads
        self._follow_index()
        return report

    def _fill(
        self, plan: Plan, read: Iterable[Reading], judged: tuple[Judgement, ...], workers: Workers
    ) -> None:
        """Fill a new store, and the index with it."""
        holdings, index = self.holdings, self._opened_index()
        ahead = Ahead(index) if index is not None else None
        with holdings.filling() as filling:
            for reading in read:
                found = plan.found(reading.statements.document)
                filling.put(reading.statements, _record(reading), reading.facts, found)
                if ahead is not None and reading.entry is not None:
                    ahead.put(reading.statements.document, reading.entry)
            fill(holdings, filling, judged, workers)
        holdings.register.clear_stale()
        if ahead is not None:
            ahead.confirm(holdings.register.history.revisions(), self._renamed())

    def _renamed(self) -> set[str]:
        """The IRIs of bodies that are known under another name."""
        names = self.holdings.store.names
        return {names.body(slug) for slug in self.holdings.people.bodies_known_as()}

    def _read(
        self, tasks: list[Task], workers: Workers, progress: Progress | None, report: BuildReport
    ) -> Iterator[Reading]:
        """Read files, and remember what was withheld of what was read, but for the values."""
        withheld = WithheldList(self.holdings.register)
        for reading in _counted(tasks, workers, progress, report):
            withheld.put(reading.statements.document, reading.withheld)
            yield reading

    def _kept(self, read: Iterable[Reading]) -> Iterator[Reading]:
        """Keep of some documents what the index wants of them: those of a large build are read back."""
        for reading in read:
            if reading.entry is not None and len(self._ready) < _READY:
                self._ready[reading.statements.document] = reading.entry
            yield reading

    def _let_in(self, record: DocumentRecord, report: BuildReport) -> None:
        """Read a document again that gave way to another before, and no longer has to."""
        holdings = self.holdings
        path, base, folder = Path(first_path(holdings, record)), holdings.store.base, holdings.folder.path
        task = Task(path, record.sha256, record.names, base, folder, self._ocr, self._organisations)
        result = read_file(task)
        if isinstance(result, Failure):
            report.failed.append(result)
            holdings.remove(record.document)
            return
        WithheldList(holdings.register).put(record.document, result.withheld)
        holdings.put(result.statements, _record(result))

    def _opened_index(self) -> Index | None:
        if self._index is None and available():
            self._index = Index(self.holdings.folder.search_index)
        return self._index

    def _follow_index(self) -> None:
        if (index := self._opened_index()) is not None:
            # A body that is known under another name stands in the graph under that one.
            holdings, renamed = self.holdings, self._renamed()
            ready = {name: each for name, each in self._ready.items() if each.body not in renamed}
            keep_in_step(holdings.store, index, register=holdings.register, ready=ready)
            self._ready.clear()


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


# Reading


def _workers(jobs: int, files: int, cluster: str | None) -> Workers:
    """Find whoever reads; nobody is asked for where there is nothing to read."""
    if cluster is None or not files:
        return Processes(jobs, files)
    from graphbuild.cluster import DaskWorkers

    return DaskWorkers(cluster, jobs)


def _counted(
    tasks: list[Task], workers: Workers, progress: Progress | None, report: BuildReport
) -> Iterator[Reading]:
    """Read files, count them, and give what was read as it comes."""
    for done, result in enumerate(read_files(tasks, workers), start=1):
        if isinstance(result, Failure):
            report.failed.append(result)
        else:
            report.count(result)
        if progress is not None:
            path = result.path if isinstance(result, Failure) else result.task.path
            progress(done, len(tasks), path, report)
        if isinstance(result, Reading):
            yield result


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
        quads=reading.stated,
        issues=reading.issues,
        shared=said.shared,
        told=said.told,
        seen=said.seen,
        naming=said.naming,
    )


# Writing


def _update(holdings: Holdings, plan: Plan, read: Iterable[Reading], report: BuildReport) -> None:
    for reading in read:
        record = _record(reading)
        leaving = plan.leaving(record.document)
        report.replaced += holdings.register.brief(record.document) is not None or bool(leaving)
        holdings.put(reading.statements, record, leaving, plan.found(record.document))


def _remember_files(holdings: Holdings, plan: Plan, report: BuildReport) -> None:
    """Remove the documents that no file holds any more, and bring the list of files up to date."""
    register = holdings.register
    # A file whose new content could not be read still stands for the document that it was.
    now = {path: name for path, name in plan.now.items() if register.brief(name) is not None}
    held = set(now.values())
    for document in sorted(plan.moved - held):
        left = plan.gone | now.keys()
        if register.brief(document) is not None and left.issuperset(register.paths(document)):
            holdings.remove(document)
            report.removed += 1
    register.put_files(now.items())
    register.remove_files(plan.gone)


def _meetings(holdings: Holdings, plan: Plan) -> set[str]:
    """The meetings that the files which were found tell of."""
    records = (holdings.register.brief(document) for document in set(plan.now.values()))
    return {record.meeting for record in records if record is not None}
