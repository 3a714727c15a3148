"""The documents are whole: commands, layers, layouts and links are what the code says they are."""

import re
import tomllib
from pathlib import Path
from pkgutil import iter_modules

import pytest

import graphbuild
from benchmarks import quality
from graphbuild import parsing
from graphbuild.commands import COMMANDS
from graphbuild.parsing import parse
from graphbuild.readers import read
from tests.test_layers import LAYERS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
PAGES = [
    path
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "examples" / "README.md")
    if path.is_file()
]
_SNIPPET = re.compile(r"^```minutes (\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SNIPPETS = _SNIPPET.findall((ROOT / "docs" / "layouts.md").read_text("utf-8"))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_stands_in_the_readme(command: str) -> None:
    assert re.search(rf"^\| `{command}[ `]", README, re.MULTILINE), f"the README's table lacks {command}"


def test_the_readme_names_only_commands_that_there_are() -> None:
    assert set(re.findall(r"(?:`|\$ )govgraph ([a-z]+)", README)) <= set(COMMANDS)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8")):
        if not target.startswith(("http:", "https:")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_changelog_lines_begin_with_a_room() -> None:
    outside = {"ontology", "examples", "packaging", "benchmarks", "docs", "tests"}
    rooms = {room for layer in LAYERS for room in layer} | outside
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    lines = re.findall(r"^- (.*)$", text, re.MULTILINE)
    assert lines
    for line in lines:
        assert line.partition(":")[0] in rooms, line
    assert f"\n## {graphbuild.__version__}" in text


def test_the_layers_are_drawn_as_they_are_held() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    (block,) = re.findall(r"^```layers\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    drawn = [tuple(re.split(r"\s{2,}", line)[0].split(", ")) for line in block.splitlines()]
    assert drawn == [tuple(layer) for layer in reversed(LAYERS)]


def test_the_architecture_places_every_module_of_the_parser() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    for module in iter_modules(parsing.__path__):
        assert f"`{module.name}`" in text, f"docs/architecture.md does not place parsing/{module.name}.py"


@pytest.mark.parametrize(("kind", "text"), SNIPPETS, ids=lambda part: part.split("\n")[0])
def test_minutes_that_the_documents_show_are_understood(kind: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / {"text": "minutes.txt", "markdown": "minutes.md"}[kind]
    path.write_text(text, "utf-8")
    minutes = parse(read(path))
    assert minutes.coverage.understood == minutes.coverage.lines
    assert not minutes.issues and not minutes.anomalies
    assert minutes.body and minutes.date and len(minutes.participants) >= 4 and len(minutes.items) == 2
    assert sum(len(item.decisions) for item in minutes.items) >= 2
    assert any(item.assignments for item in minutes.items)


def test_the_three_layouts_are_there() -> None:
    assert len(SNIPPETS) == 3


def test_the_citation_names_this_version_and_these_licences() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    citation = (ROOT / "CITATION.cff").read_text("utf-8")
    assert f"version: {graphbuild.__version__}\n" in citation
    for licence in project["license"].split(" AND "):
        assert f"  - {licence}\n" in citation


@pytest.mark.shared
def test_the_measured_quality_is_what_stands_in_the_readme() -> None:
    assert quality.shown(README) == quality.table(), "measured quality changed: run make quality"
