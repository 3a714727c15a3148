"""Turns the kind of a message and its details into a sentence for people, in their language.

The sentences are data: `sv.toml` and `en.toml`, with the same keys and the same placeholders.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphbuild.model import Notice

LANGUAGES = ("sv", "en")


@cache
def _texts(language: str) -> dict[str, str]:
    import tomllib

    content = Path(__file__).with_name(f"{language}.toml").read_text(encoding="utf-8")
    return {key: str(text) for key, text in tomllib.loads(content).items()}


def text(kind: str, language: str, **details: object) -> str:
    """Say a message; one that the catalogue does not know is said by its kind and its details."""
    sentence = _texts(language).get(kind)
    if sentence is None:
        told = ", ".join(f"{name} {value}" for name, value in details.items())
        return f"{kind} ({told})" if told else kind
    return sentence.format_map(_Details(details))


def word(family: str, name: str, language: str) -> str:
    """Say a column's name (`column`) or a concept (`value`); one without a word is said as it is."""
    return _texts(language).get(f"{family}-{name}", name.replace("_", " "))


def family(name: str, language: str) -> dict[str, str]:
    """Give all words of a family (`column`, `value`) by the name that each is for."""
    start = f"{name}-"
    return {key.removeprefix(start): text for key, text in _texts(language).items() if key.startswith(start)}


def notice(of: Notice, language: str) -> str:
    """Say an issue or an anomaly."""
    return text(of.kind, language, **dict(of.details))


def language_of(environment: Mapping[str, str]) -> str:
    """Choose the language that the environment asks for: GOVGRAPH_LANG, else the locale, else English."""
    for name in ("GOVGRAPH_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        wanted = environment.get(name)
        if wanted:
            return "sv" if wanted.lower().startswith("sv") else "en"
    return "en"


class _Details(dict[str, object]):
    """Details that show a missing one as its name, so that a message never fails."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"
