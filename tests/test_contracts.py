"""What each new reader and each new language owes: a sample, and what the sample says."""

import json
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from graphbuild import languages, readers

TESTS = Path(__file__).parent
SAMPLES = sorted(path for path in (TESTS / "minutes").rglob("*") if path.is_file())
ANNOTATED = {json.loads(path.read_text("utf-8"))["source"] for path in (TESTS / "gold").rglob("*.json")}
READERS = sorted(m.name for m in iter_modules(readers.__path__) if not m.name.startswith("_"))
SWEDISH = languages.load("sv")


@pytest.mark.parametrize("name", READERS)
def test_a_reader_is_registered_and_has_an_annotated_sample(name: str) -> None:
    suffixes = {suffix for suffix, module in readers._FORMATS.items() if module == name}
    assert suffixes, f"name the suffixes of {name} in readers._FORMATS"
    reader = import_module(f"graphbuild.readers.{name}")
    assert "/" in reader.MEDIA_TYPE and callable(reader.read_text) and reader.__doc__
    samples = [path for path in SAMPLES if path.suffix in suffixes and path.name in ANNOTATED]
    assert samples, (
        f"put minutes of the kind that {name} reads in tests/minutes, and what they say in tests/gold"
    )


@pytest.mark.parametrize("code", languages.available())
def test_a_language_has_all_tables_and_an_annotated_sample(code: str) -> None:
    language = languages.load(code)
    assert language.code == code
    assert set(language.data) == set(SWEDISH.data), f"{code}.toml has other tables than sv.toml"
    assert len(set(language.months.values())) == 12
    texts = (path for path in SAMPLES if path.name in ANNOTATED)
    detected = (languages.detect(path.read_text("utf-8", errors="replace")) for path in texts)
    assert code in detected, f"put minutes in {code} in tests/minutes, and what they say in tests/gold"
