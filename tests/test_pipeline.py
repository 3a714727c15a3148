"""The whole build: the same documents give the same graph, whatever came before and in whatever order."""

import random
import shutil
from pathlib import Path

import pytest

from graphbuild import reading, workers
from graphbuild.identity import DEFAULT_BASE
from graphbuild.pipeline import BuildReport, build
from graphbuild.resources import resource
from graphbuild.store import EmbeddedStore, StoreFolder
from tests.stores import lines

EXAMPLES = sorted(resource("examples").glob("*_*"))
FEW = EXAMPLES[-5:]


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    for path in FEW:
        shutil.copy(path, folder)
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


def run(sources: Path | list[Path], store: Path, **options: bool | int) -> BuildReport:
    paths = sources if isinstance(sources, list) else [sources]
    return build(paths, store, DEFAULT_BASE, **options)  # type: ignore[arg-type]


def fresh(sources: Path, tmp_path: Path) -> list[str]:
    """Build a folder into a store of its own, and give its quads."""
    path = tmp_path / f"fresh-{random.random()}"
    run(sources, path)
    return lines(path)


def test_a_first_build(sources: Path, store: Path) -> None:
    report = run(sources, store)
    assert (report.read, report.skipped, report.failed, report.duplicates) == (5, 0, [], [])
    assert report.quads == len(lines(store)) - 1
    with EmbeddedStore.read(store) as opened:
        assert len(opened.documents()) == 5
    assert len(list(StoreFolder(store).stored_sources())) == 5


def test_unchanged_documents_are_skipped(sources: Path, store: Path) -> None:
    run(sources, store)
    before = lines(store)
    report = run(sources, store)
    assert (report.read, report.skipped) == (0, 5)
    assert lines(store) == before


def test_order_and_workers_make_no_difference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All at once, shuffled by two workers, and one after another."""
    monkeypatch.setattr(workers, "WORTH_WORKERS", 2)
    at_once = tmp_path / "at-once"
    run(list(EXAMPLES), at_once)
    shuffled = list(EXAMPLES)
    random.Random(1).shuffle(shuffled)
    run(shuffled, tmp_path / "workers", jobs=2)
    for path in shuffled:
        run([path], tmp_path / "one-by-one")
    expected = lines(at_once)
    assert len(expected) > 10_000
    assert lines(tmp_path / "workers") == expected
    assert lines(tmp_path / "one-by-one") == expected


def test_a_changed_document_is_replaced(sources: Path, store: Path, tmp_path: Path) -> None:
    run(sources, store)
    path = sources / FEW[0].name
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    report = run(sources, store)
    assert (report.read, report.skipped, report.replaced, report.removed) == (1, 4, 1, 0)
    assert lines(store) == fresh(sources, tmp_path)
    assert len(list(StoreFolder(store).stored_sources())) == 5


def test_a_new_parser_reads_all_again(sources: Path, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(sources, store)
    monkeypatch.setattr(reading, "PARSER_VERSION", "next")
    report = run(sources, store)
    assert (report.read, report.replaced) == (5, 5)


def test_a_deleted_document_goes_on_prune_only(sources: Path, store: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.copy(EXAMPLES[0], elsewhere)
    run([sources, elsewhere], store)
    (sources / FEW[0].name).unlink()
    (elsewhere / EXAMPLES[0].name).unlink()
    assert run(sources, store).removed == 0
    assert (
        run(sources, store, prune=True).removed == 1
    )  # what is missing elsewhere stays: only `sources` was asked for
    with EmbeddedStore.read(store) as opened:
        assert len(opened.documents()) == 5
    assert run([sources, elsewhere], store, prune=True).removed == 1
    assert lines(store) == fresh(sources, tmp_path)


def test_one_content_under_two_names_is_one_document(sources: Path, store: Path, tmp_path: Path) -> None:
    copy = sources / "a-copy.txt"
    shutil.copy(sources / FEW[0].name, copy)
    report = run(sources, store)
    assert report.read == 5
    names = "SELECT ?n WHERE { ?s gov:fileName ?n . ?s gov:fileName 'a-copy.txt' } ORDER BY ?n"
    with EmbeddedStore.read(store) as opened:
        assert [row[0] for row in opened.select(names).rows] == ["a-copy.txt", FEW[0].name]
    copy.unlink()
    assert run(sources, store, prune=True).removed == 0
    assert lines(store) == fresh(sources, tmp_path)
    shutil.copy(sources / FEW[0].name, copy)
    run([copy], store)
    assert lines(store) == fresh(sources, tmp_path)


MINUTES = """Kommunstyrelsen

Plats och tid: Kommunhuset, tisdag 4 mars 2025 kl. 13.00-15.00
Beslutande: Anna Berg (S), ordförande
Bo Lund (M)
Cai Ek (C)
Paragrafer: {first}-{last}

{items}
"""


def write(path: Path, first: int, last: int, extra: str = "") -> Path:
    """Write minutes of one and the same meeting with some of its items."""
    items = "\n\n".join(
        f"§ {n} Ärende nummer {n}\n\nBeslut\n\nKommunstyrelsen beslutar att godkänna rapport {n}.{extra}"
        for n in range(first, last + 1)
    )
    path.write_text(MINUTES.format(first=first, last=last, items=items), "utf-8")
    return path


def claims(store: Path) -> list[object]:
    """Give the file of each document in the graph."""
    with EmbeddedStore.read(store) as opened:
        return [row[0] for row in opened.select("SELECT ?n WHERE { ?s gov:fileName ?n } ORDER BY ?n").rows]


@pytest.mark.parametrize("order", [("full", "short"), ("short", "full")])
def test_of_two_documents_about_one_meeting_the_fuller_is_in_the_graph(
    tmp_path: Path, store: Path, order: tuple[str, ...]
) -> None:
    full, short = write(tmp_path / "full.txt", 10, 13), write(tmp_path / "short.txt", 11, 12)
    for name in order:
        report = run([tmp_path / f"{name}.txt"], store)
    assert claims(store) == ["full.txt"]
    report = run([full, short], store)
    (duplicate,) = report.duplicates
    assert (duplicate.path, duplicate.instead) == (str(short), str(full))
    assert duplicate.meeting.endswith("/meeting/kommunstyrelsen/2025-03-04")
    at_once = tmp_path / "at-once"
    assert len(run([short, full], at_once).duplicates) == 1
    assert lines(at_once) == lines(store)


def test_the_loser_comes_in_when_the_winner_goes(tmp_path: Path, store: Path) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    full, short = write(folder / "full.txt", 10, 13), write(folder / "short.txt", 11, 12)
    run(folder, store)
    full.unlink()
    report = run(folder, store, prune=True)
    assert (report.duplicates, report.removed) == ([], 1)
    assert claims(store) == ["short.txt"]
    assert lines(store) == fresh(folder, tmp_path)
    write(folder / "full.txt", 10, 13)
    run(folder, store)
    assert claims(store) == ["full.txt"]
    write(full, 20, 23)  # the winner changes so that they no longer clash
    assert run(folder, store).duplicates == []
    assert claims(store) == ["full.txt", "short.txt"]
    assert lines(store) == fresh(folder, tmp_path)
    assert short.exists()


def test_excerpts_of_one_meeting_stand_side_by_side(tmp_path: Path, store: Path) -> None:
    report = run([write(tmp_path / "main.txt", 10, 12), write(tmp_path / "at-once.txt", 13, 13)], store)
    assert report.duplicates == []
    assert claims(store) == ["at-once.txt", "main.txt"]


def test_three_claims_settle_alike_in_any_order(tmp_path: Path) -> None:
    """The longest beats the middle one, which then no longer stands in the way of the shortest."""
    files = [
        write(tmp_path / "long.txt", 10, 14, " Ärendet är viktigt."),
        write(tmp_path / "middle.txt", 14, 17),
        write(tmp_path / "short.txt", 16, 17),
    ]
    results = []
    for number, order in enumerate(([0, 1, 2], [2, 1, 0], [1, 2, 0])):
        store = tmp_path / f"store{number}"
        for place in order:
            run([files[place]], store)
        results.append(lines(store))
        assert claims(store) == ["long.txt", "short.txt"]
    assert results[0] == results[1] == results[2]


def test_what_cannot_be_read_is_told_and_the_rest_goes_on(sources: Path, store: Path) -> None:
    (sources / "empty.txt").write_bytes(b"")
    (sources / "binary.txt").write_bytes(bytes(range(256)) * 4)
    (sources / "letter.txt").write_text("Hej! Vi ses på lördag.", "utf-8")
    missing = sources / "nowhere"
    report = run([sources, missing], store)
    assert report.read == 5
    reasons = {failure.path.name: failure.reason for failure in report.failed}
    assert set(reasons) == {"empty.txt", "binary.txt", "letter.txt", "nowhere"}
    assert all(str(sources) in reason for reason in reasons.values())
    assert "does not exist" in reasons["nowhere"]


def test_a_document_that_can_no_longer_be_read_keeps_its_facts(sources: Path, store: Path) -> None:
    run(sources, store)
    before = lines(store)
    (sources / FEW[0].name).write_bytes(b"")
    report = run(sources, store, prune=True)
    assert (len(report.failed), report.removed) == (1, 0)
    assert lines(store) == before


def test_a_folder_with_nothing_in_it(tmp_path: Path, store: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "photo.jpg").write_bytes(b"jpg")
    (folder / "README.md").write_text("# About", "utf-8")
    (folder / ".hidden.txt").write_text("x", "utf-8")
    (failure,) = run(folder, store).failed
    assert "holds no file that can be read (those are" in failure.reason


def test_a_store_among_the_sources_is_no_source(sources: Path) -> None:
    store = sources / "govgraph.store"
    run(sources, store)
    assert run(sources, store).skipped == 5


def test_progress_is_told(sources: Path, store: Path) -> None:
    seen: list[tuple[int, int, int]] = []

    def tell(done: int, total: int, _: Path, report: BuildReport) -> None:
        seen.append((done, total, report.read))

    build([sources], store, DEFAULT_BASE, progress=tell)
    assert seen == [(n, 5, n) for n in range(1, 6)]
