"""The command line as a whole: help, start-up, settings, errors in one line."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graphbuild.commands import COMMANDS
from tests.cli import LAUNCHER, govgraph
from tests.fjallbygd import autumn, spring
from tests.stores import filled
from tests.test_pipeline import write


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return filled(tmp_path / "govgraph.store", spring(), autumn())


@pytest.mark.parametrize("words", [(), ("--help",), ("-h",)])
def test_help(words: tuple[str, ...]) -> None:
    ran = govgraph(*words)
    assert ran.code == 0
    assert ran.err == ""
    for command in COMMANDS:
        assert f"\n  {command} " in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str) -> None:
    ran = govgraph(command, "--help")
    assert ran.code == 0
    assert "Usage: govgraph" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80


def test_version() -> None:
    from graphbuild import __version__

    assert govgraph("--version").out == f"govgraph {__version__}\n"


def test_an_unknown_command() -> None:
    ran = govgraph("bild")
    assert ran.code == 2
    assert "Did you mean 'build'" in ran.err


def test_settings_flags_before_environment_before_file(store: Path, tmp_path: Path) -> None:
    empty = filled(tmp_path / "empty.store")
    here = tmp_path / "here"
    here.mkdir()
    (here / "govgraph.toml").write_text(f'store = "{empty}"\nformat = "md"\n')

    def ask(*flags: str | Path, **environment: str) -> str:
        return govgraph("ask", "meetings", *flags, cwd=here, **environment).out

    assert ask() == ask(GOVGRAPH_FORMAT="md") != ""
    assert ask().count("\n") == 2
    assert ask(GOVGRAPH_STORE=str(store)).count("\n") == 4
    assert ask("--store", empty, GOVGRAPH_STORE=str(store)).count("\n") == 2
    assert ask("--format", "json", "--store", store).startswith("[\n{")


@pytest.mark.parametrize(
    ("content", "message"),
    [("store = 3", "store must be text in quotes"), ("store =", "govgraph.toml cannot be read")],
)
def test_settings_that_make_no_sense(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "govgraph.toml").write_text(content)
    ran = govgraph("ask", "meetings", cwd=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


def test_the_default_store_is_in_the_current_folder(store: Path) -> None:
    assert govgraph("ask", "meetings", cwd=store.parent).out.count("\n") == 3


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("ask", "meetings", "--store", "nowhere"), 3, "govgraph: there is no store in nowhere: build one"),
        (("ask", "meetings", "--format", "xls"), 2, "govgraph: --format xls: choose one of table, csv"),
        (("ask", "meetings", "--store", "http://localhost:9/sparql"), 3, "govgraph: http://localhost:9/sparql cannot be reached"),
        (("verify", "--store", "nowhere"), 3, "govgraph: there is no store in nowhere"),
        (("sparql", "@nowhere.rq"), 3, "govgraph: the query in nowhere.rq cannot be read"),
        (("build", "nowhere", "--base", "example"), 2, "govgraph: --base example: write an absolute IRI"),
        (("build", "nowhere", "--engine", "ray"), 2, "govgraph: --engine ray"),
        (("parse", "nowhere.txt"), 3, "govgraph: "),
    ],
)  # fmt: skip
def test_errors_are_one_line(tmp_path: Path, words: tuple[str, ...], code: int, message: str) -> None:
    ran = govgraph(*words, cwd=tmp_path)
    assert ran.code == code
    assert ran.out == ""
    assert ran.err.startswith(message)
    assert ran.err.count("\n") == 1


def test_a_closed_pipe_is_no_error(store: Path) -> None:
    command = f"{sys.executable} {LAUNCHER} ask evidence --store {store} --format csv | head -1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        capture_output=True,
        text=True,
        check=False,
        env=dict(os.environ),
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("fact,quote")


def test_a_full_disk_is_told_in_one_line(store: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, str(LAUNCHER), "ask", "evidence", "--store", str(store), "--format", "csv"],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 3
    assert done.stderr.startswith("govgraph: No space left on device")
    assert done.stderr.count("\n") == 1


def test_a_build_that_is_interrupted_says_so_in_one_line_and_can_go_on(tmp_path: Path) -> None:
    sources = tmp_path / "sources"
    sources.mkdir()
    for number in range(10, 60):
        write(sources / f"{number}.txt", number, number + 3)
    words = [
        sys.executable,
        str(LAUNCHER),
        "build",
        str(sources),
        "--store",
        str(tmp_path / "store"),
        "--jobs",
        "1",
    ]
    process = subprocess.Popen(words, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    while not (tmp_path / "store" / "sources").is_dir() or not any(
        (tmp_path / "store" / "sources").iterdir()
    ):
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate()
    assert (process.returncode, told) == (130, "govgraph: stopped; run the same command again to go on\n")
    assert govgraph("build", sources, "--store", tmp_path / "store").code == 1  # all claim one meeting


def test_output_is_utf8_whatever_the_locale(store: Path) -> None:
    ran = govgraph("ask", "people", "--store", store, LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0")
    assert "Åsa Björk" in ran.out


def test_a_store_that_another_process_holds(store: Path) -> None:
    hold = "import sys; from graphbuild.store import EmbeddedStore; s = EmbeddedStore.write(sys.argv[1]); print('x', flush=True); sys.stdin.read()"
    process = subprocess.Popen(
        [sys.executable, "-c", hold, str(store)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        cwd=LAUNCHER.parent,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        process.stdout.readline()
        for words in (("ask", "meetings"), ("verify",), ("build", str(LAUNCHER.parent / "examples"))):
            ran = govgraph(*words, "--store", store)
            assert ran.code == 3
            assert "is in use by another govgraph: wait until it is done" in ran.err
            assert ran.err.count("\n") == 1
    finally:
        process.communicate()
