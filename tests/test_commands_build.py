"""`govgraph build` and `govgraph parse`."""

import json
import shutil
from pathlib import Path

import pytest

from graphbuild.resources import resource
from graphbuild.store import EmbeddedStore
from tests.cli import govgraph
from tests.test_pipeline import write

EXAMPLES = sorted(resource("examples").glob("*_*"))


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "minutes"
    folder.mkdir()
    for path in EXAMPLES[:2]:
        shutil.copy(path, folder)
    return folder


def test_a_build_and_the_next(sources: Path, tmp_path: Path) -> None:
    ran = govgraph("build", sources, cwd=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("2 read, 0 unchanged")
    assert "lines were understood" in ran.out
    assert "facts in govgraph.store" in ran.out
    assert govgraph("build", sources, cwd=tmp_path).out.startswith("0 read, 2 unchanged\n")
    (sources / EXAMPLES[0].name).unlink()
    ran = govgraph("build", sources, "--prune", "--json", cwd=tmp_path)
    assert json.loads(ran.out)["removed"] == 1
    assert govgraph("verify", cwd=tmp_path).code == 0
    assert "lästa" in govgraph("build", sources, cwd=tmp_path, GOVGRAPH_LANG="sv").out


def test_a_base_of_ones_own(sources: Path, tmp_path: Path) -> None:
    base = "https://data.example.org/id/"
    assert govgraph("build", sources, "--base", base, cwd=tmp_path).code == 0
    assert govgraph("build", sources, cwd=tmp_path).code == 0  # the store knows its base
    with EmbeddedStore.read(tmp_path / "govgraph.store") as store:
        assert store.base == base
        assert all(name.startswith(base) for name in store.graphs())
    ran = govgraph("build", sources, "--base", "https://other.example.org/", cwd=tmp_path)
    assert ran.code == 3
    assert "has the base https://data.example.org/id/" in ran.err


def test_what_cannot_be_read_ends_with_3(sources: Path, tmp_path: Path) -> None:
    (sources / "empty.txt").write_bytes(b"")
    ran = govgraph("build", sources, "nowhere", cwd=tmp_path)
    assert ran.code == 3
    assert ran.out.startswith("2 read, 0 unchanged, 2 not read")
    assert [line.split(":")[0] for line in ran.err.splitlines()] == ["govgraph", "govgraph"]
    assert "nowhere does not exist" in ran.err
    assert str(sources / "empty.txt") in ran.err


def test_two_documents_about_one_meeting_end_with_1(tmp_path: Path) -> None:
    write(tmp_path / "full.txt", 10, 13)
    write(tmp_path / "short.txt", 11, 12)
    ran = govgraph("build", "full.txt", "short.txt", cwd=tmp_path)
    assert ran.code == 1
    assert "1 duplicate\n" in ran.out
    assert "short.txt tells of the same meeting as" in ran.err
    assert govgraph("build", "full.txt", "short.txt", cwd=tmp_path).code == 1


def test_completeness_is_told_and_strictness_fails_on_doubts(tmp_path: Path) -> None:
    write(tmp_path / "clear.txt", 10, 13)
    ran = govgraph("build", "clear.txt", "--report", "--strict", cwd=tmp_path)
    assert "clear.txt" in ran.out
    assert ran.code == 0, ran.err
    unclear = (
        (tmp_path / "clear.txt").read_text(encoding="utf-8").replace("Beslut", "Xyzzy qwe: foo\n\nBeslut", 1)
    )
    (tmp_path / "clear.txt").write_text("Plugh frob:  något okänt\n" + unclear, encoding="utf-8")
    assert govgraph("build", "clear.txt", cwd=tmp_path).code == 0
    ran = govgraph("build", "clear.txt", "--strict", "--report", "--json", cwd=tmp_path)
    told = json.loads(ran.out)["completeness"]
    assert ran.code == 1
    assert "govgraph ask completeness" in ran.err
    assert sum(row["issues"] for row in told) > 0


def test_parse_one_and_several(sources: Path, tmp_path: Path) -> None:
    one = govgraph("parse", sources / EXAMPLES[0].name)
    assert one.code == 0
    assert json.loads(one.out)["source"] == EXAMPLES[0].name
    several = govgraph("parse", sources)
    assert [json.loads(line)["source"] for line in several.out.splitlines()] == [
        path.name for path in EXAMPLES[:2]
    ]
    (sources / "empty.txt").write_bytes(b"")
    ran = govgraph("parse", sources, "--output", tmp_path / "out")
    assert (ran.code, ran.out) == (3, "")
    assert "empty.txt" in ran.err
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(
        f"{path.stem}.json" for path in EXAMPLES[:2]
    )


def test_parse_gives_json_only(sources: Path) -> None:
    ran = govgraph("parse", sources, "--format", "xml")
    assert (ran.code, ran.err) == (2, "govgraph: --format xml: parse gives json\n")
