"""What a person gets who says `pip install .`: the wheel in an environment of its own, away from the checkout."""

import os
import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def call(*words: str | Path, folder: Path = ROOT) -> str:
    """Run a program that must end well, with nothing of ours in its environment, and give what it printed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GOVGRAPH_", "PYTHON"))}
    done = subprocess.run(
        list(map(str, words)),
        cwd=folder,
        env={**kept, "LC_ALL": "C.UTF-8", "COLUMNS": "80"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, (words, done.stderr[-2000:])
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    call(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT)
    (made,) = folder.iterdir()
    return made


@pytest.fixture(scope="module")
def site_packages(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel with what it asks for, and nothing else, into an empty environment."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    call(
        python,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-compile",
        "--constraint",
        ROOT / "constraints.txt",
        wheel,
    )
    return Path(call(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())


def test_the_wheel_holds_one_package_and_all_its_files(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    beside = {
        f"graphbuild/{path}" for folder in ("ontology", "queries", "examples") for path in files_of(folder)
    }
    assert {name for name in held if ".dist-info/" not in name} == files_of("graphbuild") | beside


def files_of(folder: str) -> set[str]:
    files = (path for path in (ROOT / folder).rglob("*") if path.is_file() and path.suffix != ".pyc")
    return {path.relative_to(ROOT).as_posix() for path in files}


def test_the_wheel_carries_the_licences_and_the_command(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (info,) = {name.partition("/")[0] for name in archive.namelist() if ".dist-info/" in name}
        metadata = archive.read(f"{info}/METADATA").decode()
        commands = archive.read(f"{info}/entry_points.txt").decode()
        for path in PROJECT["license-files"]:
            assert archive.read(f"{info}/licenses/{path}") == (ROOT / path).read_bytes()
    assert commands == "[console_scripts]\ngovgraph = graphbuild.commands:main\n"
    assert f"License-Expression: {PROJECT['license']}\n" in metadata


def test_only_graphbuild_reaches_site_packages(site_packages: Path) -> None:
    record = next(site_packages.glob("govgraph-*.dist-info")) / "RECORD"
    installed = {line.partition(",")[0] for line in record.read_text("utf-8").splitlines()}
    tops = {path.partition("/")[0] for path in installed if not path.startswith("..")}
    assert tops == {"graphbuild", record.parent.name}
    assert {path for path in installed if path.startswith("..")} == {"../../../bin/govgraph"}


def test_the_demo_runs_as_installed(site_packages: Path, tmp_path: Path) -> None:
    command = site_packages.parents[2] / "bin" / "govgraph"
    printed = call(command, "demo", folder=tmp_path)
    assert "18 documents" in printed
    for heading in (
        "Who decided what?",
        "Which assignments are open?",
        "Who was absent?",
        "tie the bodies together?",
    ):
        assert heading in printed
    assert [path.name for path in tmp_path.iterdir()] == ["demo"]
    assert (tmp_path / "demo" / "site" / "index.html").is_file()
    _, _, suggested = printed.partition("Try next")
    suggestions = [line.split() for line in suggested.replace("\\\n", "").splitlines() if "govgraph" in line]
    assert len(suggestions) >= 5
    for words in suggestions:
        assert words[0] == "govgraph"
        call(command, *words[1:], folder=tmp_path)
