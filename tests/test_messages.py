"""Messages exist in both languages, with the same placeholders."""

import re
import string
import tomllib
from pathlib import Path

import pytest

from graphbuild import catalogue, messages
from graphbuild.model import Notice, Span

ROOT = Path(messages.__file__).parent


def catalogue_of(language: str) -> dict[str, str]:
    return {
        key: str(text) for key, text in tomllib.loads((ROOT / f"{language}.toml").read_text("utf-8")).items()
    }


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_both_languages_say_the_same() -> None:
    swedish, english = catalogue_of("sv"), catalogue_of("en")
    assert swedish.keys() == english.keys()
    for key, text in swedish.items():
        assert placeholders(text) == placeholders(english[key]), key


def test_every_parameter_and_column_of_a_query_has_words() -> None:
    known = catalogue_of("en")
    for name in catalogue.names():
        query = catalogue.load(name)
        assert {f"parameter-{parameter.name}" for parameter in query.parameters} <= known.keys()
        columns = set(re.findall(r"AS \?([a-z]\w*)\)", query.text)) - {
            column for column in re.findall(r"AS \?(\w+)\)", query.text) if column.endswith("_iri")
        }
        shown = {c for c in columns if not query.table or c in query.table} - {
            "code",
            "said",
            "about",
            "what",
            "told",
        }
        shown -= {"now", "attended"}
        assert {f"column-{column}" for column in shown} <= known.keys(), name


def test_every_message_that_code_asks_for_is_there() -> None:
    known = catalogue_of("en")
    for path in ROOT.parent.rglob("*.py"):
        code = path.read_text("utf-8")
        asked = re.findall(r'(?:say|messages\.text|_title|_line)\(\s*"([\w-]+)"', code)
        asked += re.findall(r'Notice\(\s*"([\w-]+)"', code)
        assert set(asked) <= known.keys(), path


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "sv_SE.UTF-8"}, "sv"),
        ({"LANG": "sv_SE.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "C", "LC_MESSAGES": "sv"}, "sv"),
        ({"GOVGRAPH_LANG": "sv", "LC_ALL": "en_GB"}, "sv"),
        ({"GOVGRAPH_LANG": "", "LANG": "sv"}, "sv"),
        ({"LANG": "de_DE"}, "en"),
    ],
)
def test_the_language_that_the_environment_asks_for(environment: dict[str, str], language: str) -> None:
    assert messages.language_of(environment) == language


def test_messages_and_notices() -> None:
    assert messages.text("progress", "sv", done=1, total=2) == "1 av 2 lästa"
    assert messages.text("progress", "en") == "{done} of {total} read"
    assert messages.text("never-heard-of", "en", line=3) == "never-heard-of (line 3)"
    assert messages.notice(Notice("never-heard-of", Span(0, 1)), "sv") == "never-heard-of"
    assert messages.word("column", "new_thing", "en") == "new thing"
