"""Reads the series of `tests/followed`: minutes with what becomes of their assignments."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from graphbuild import catalogue
from graphbuild.identity import DEFAULT_BASE
from graphbuild.pipeline import build
from graphbuild.store import EmbeddedStore

FOLDER = Path(__file__).parent / "followed"
_MEETING = re.compile(r"^%%% (.+)\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Planted:
    """An assignment by some of its words, how it stands in the end, and its steps ("2025-01-14 given")."""

    words: str
    status: str
    history: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """How many assignments there are, planted or only read, and of how many status and history are right."""

    assignments: int
    statuses: int
    histories: int
    wrong: tuple[str, ...]


def planted(path: Path) -> list[Planted]:
    """Read what stands at the top of a series."""
    top = _MEETING.split(path.read_text(encoding="utf-8"))[0]
    return [
        Planted(one["words"], one["status"], tuple(one["history"]))
        for one in tomllib.loads(top)["assignment"]
    ]


def built(path: Path, folder: Path) -> Path:
    """Build the minutes of a series into a store."""
    _, *parts = _MEETING.split(path.read_text(encoding="utf-8"))
    source = folder / path.stem
    source.mkdir()
    for name, text in zip(parts[::2], parts[1::2], strict=True):
        (source / name).write_text(text, encoding="utf-8")
    build([source], folder / f"{path.stem}.store", DEFAULT_BASE)
    return folder / f"{path.stem}.store"


def asked(store: Path, name: str, **parameters: str) -> list[dict[str, object]]:
    """Ask a question; rows as dicts."""
    with EmbeddedStore.read(store) as opened:
        table = catalogue.run(opened, catalogue.load(name), parameters)
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def measured(path: Path, store: Path) -> Figures:
    """Compare a series with what its store says; an assignment that nobody planted is a wrong one."""
    gold, rows, steps = planted(path), asked(store, "assignments"), asked(store, "assignment-history")
    wrong: list[str] = []
    statuses = histories = 0
    known: set[object] = set()
    for one in gold:
        found = {row["assignment_iri"]: row for row in rows if one.words in str(row["assignment"])}
        found |= {row["assignment_iri"]: row for row in rows if one.words in str(row["assignment"]).lower()}
        known |= set(found)
        told = [
            " ".join(str(each) for each in (step["date"], step["step"], step["due"]) if each)
            for step in steps
            if step["assignment_iri"] in found
        ]
        told = [
            words.rpartition(" ")[0] if "overdue" in words and words.count(" ") > 1 else words
            for words in told
        ]
        right = [row["status"] for row in found.values()] == [one.status]
        statuses += right
        histories += tuple(told) == one.history
        if not right or tuple(told) != one.history:
            wrong.append(f"{path.stem}: {one.words}: {list(one.history)} was read as {told}")
    extra = {row["assignment_iri"] for row in rows} - known
    wrong += [f"{path.stem}: nobody gave {iri}" for iri in sorted(map(str, extra))]
    return Figures(len(gold) + len(extra), statuses, histories, tuple(wrong))
