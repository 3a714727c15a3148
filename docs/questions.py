"""Turns the headers of queries/reports/*.rq into questions.md and questions.sv.md beside this file."""

import re
from pathlib import Path

from graphbuild import catalogue, messages

PAGES = {"en": "questions.md", "sv": "questions.sv.md"}
_TOP = {
    "en": (
        "# Questions",
        "What `govgraph ask NAME --PARAMETER VALUE` answers. Each question is a file of plain SPARQL in\n"
        "[queries/reports](../queries/reports), which runs on any engine as it stands. Names may be parts\n"
        "of names, and whatever has an IRI can be asked for by it; days may be months, quarters or years\n"
        "(2025-04, 2025-Q2, 2025).\n"
        "This page is made from their headers by `make questions`; [på svenska](questions.sv.md).",
        "The answer: ",
    ),
    "sv": (
        "# Frågor",
        "Vad `govgraph ask NAMN --PARAMETER VÄRDE` svarar på. Varje fråga är en fil med vanlig SPARQL 1.1 i\n"
        "[queries/reports](../queries/reports), som går att köra i vilken motor som helst. Namn får vara\n"
        "delar av namn, och det som har en IRI kan anges med den; dagar får vara månader, kvartal eller år\n"
        "(2025-04, 2025-Q2, 2025).\n"
        "Sidan görs ur filernas huvuden av `make questions`; [in English](questions.md).",
        "Svaret: ",
    ),
}


def page(language: str) -> str:
    """Write the page in a language."""
    title, introduction, _ = _TOP[language]
    told = [_question(catalogue.load(name), language) for name in catalogue.names()]
    return "\n\n".join([title, introduction, *told]) + "\n"


def columns(query: catalogue.Query) -> list[str]:
    """Name the columns of a query's first SELECT, without what only sorts."""
    selected = re.sub(r"\s+", " ", query.text.partition("SELECT")[2].partition("WHERE {")[0])
    names, depth, word = [], 0, ""
    for sign in f"{selected} ":
        depth += (sign == "(") - (sign == ")")
        word += sign
        if depth == 0 and sign in " )":
            found = re.search(r"\?(\w+)\)?\s*$", word)
            names += [found[1]] if found else []
            word = ""
    return [name for name in names if not name.startswith("_")]


def _question(query: catalogue.Query, language: str) -> str:
    """Write the section of a question."""
    lines = [f"## {query.name}", "", f"**{query.title[language]}.** {query.description[language]}", ""]
    for parameter in query.parameters:
        words = messages.text(f"parameter-{parameter.name}", language)
        choices = f": {', '.join(parameter.choices)}" if parameter.choices else ""
        lines.append(f"- `--{parameter.name} {parameter.example}` {words}{choices}")
    shown = ", ".join(f"`{name}`" for name in columns(query))
    return "\n".join([*lines, *([""] if query.parameters else []), f"{_TOP[language][2]}{shown}."])


def main() -> None:
    """Write both pages."""
    for language, name in PAGES.items():
        (Path(__file__).parent / name).write_text(page(language), encoding="utf-8")


if __name__ == "__main__":
    main()
