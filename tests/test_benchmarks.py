"""What the benchmarks work with: minutes that are always the same, exponents, plots, facts as tables."""

import csv
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from benchmarks.generate import write_minutes
from benchmarks.peers import tabled
from benchmarks.plot import Line, plotted
from benchmarks.scale import exponent

ROOT = Path(__file__).parent.parent
SVG = "{http://www.w3.org/2000/svg}"


def test_the_same_minutes_are_made_each_time(tmp_path: Path) -> None:
    sizes = [
        write_minutes(tmp_path / name, 4, seed) for name, seed in (("one", 1), ("again", 1), ("other", 2))
    ]
    made = [
        sorted(path.read_bytes() for path in (tmp_path / name).iterdir())
        for name in ("one", "again", "other")
    ]
    assert made[0] == made[1] != made[2]
    assert sizes[0] == sizes[1] == sum(map(len, made[0]))


@pytest.mark.parametrize("power", [0.5, 1.0, 2.0])
def test_an_exponent_is_the_slope_in_logarithms(power: float) -> None:
    assert exponent([(size, 3 * size**power) for size in (10, 100, 1000)]) == pytest.approx(power)


def test_a_plot_shows_each_point_in_its_place() -> None:
    lines = [
        Line("by the clock & all", [(1000, 30), (10_000, 300)]),
        Line("other", [(1000, 5), (10_000, 50)]),
    ]
    drawn = plotted("Time", "documents", "s", lines)
    assert drawn == plotted("Time", "documents", "s", lines)
    root = ET.fromstring(drawn)
    points = [(float(each.attrib["cx"]), float(each.attrib["cy"])) for each in root.iter(f"{SVG}circle")]
    assert len(points) == 4
    assert points[0][0] == points[2][0] < points[1][0] == points[3][0]
    assert points[1][1] < points[0][1] < points[2][1]  # more is higher up
    assert "by the clock & all" in [each.text for each in root.iter(f"{SVG}text")]


def test_facts_become_tables_and_a_mapping(tmp_path: Path) -> None:
    """One for each property and kind of value; texts as they are, without escapes."""
    (tmp_path / "facts.nq").write_text(
        '<http://a> <http://p> "en \\"rad\\"\\n till \\u0007"@sv <http://g> .\n'
        "<http://a> <http://p> <http://b> <http://g> .\n"
        '<http://b> <http://p> "1"^^<http://integer> <http://g> .\n',
        "utf-8",
    )
    mapping = tabled(tmp_path / "facts.nq", tmp_path).read_text("utf-8")
    tables = [
        list(csv.reader(path.read_text("utf-8").splitlines(keepends=True)))
        for path in sorted(tmp_path.glob("*.csv"))
    ]
    assert [each[1:] for each in tables] == [
        [["http://a", "http://b", "http://g"]],
        [["http://b", "1", "http://g"]],
        [["http://a", 'en "rad"\n till \a', "http://g"]],
    ]
    assert mapping.count("rr:predicate <http://p>") == 3
    assert 'rr:language "sv"' in mapping and "rr:datatype <http://integer>" in mapping


def test_one_command_knows_all_of_them() -> None:
    command = [sys.executable, "-m", "benchmarks", "--only", "nothing"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert "choose from" in ran.stderr
