"""What is decided by an answer to a proposal ("Attsatsen bifalles"): the proposal's own words.

Student bodies and associations write so: each clause that is moved has a line or a row of a table of its own,
and the decision only says what became of it.
"""

import re
from dataclasses import dataclass, field
from functools import cache

from graphbuild.languages import Language, any_of
from graphbuild.model import Decision, DecisionType, Span
from graphbuild.parsing.blocks import Block
from graphbuild.parsing.deciding import type_of
from graphbuild.parsing.rows import Row


@dataclass(slots=True)
class Moved:
    """The clauses that were moved in an item so far: text and place, by number ("" for one without)."""

    clauses: dict[str, tuple[str, Span]] = field(default_factory=dict)

    def add(self, blocks: list[Block], language: Language) -> None:
        """Take in the lines that move a clause ("Att: …", "Att-sats 2: att …")."""
        for block in blocks:
            if match := _moves(language).match(block.text):
                words = " ".join(block.text[match.end() :].split())
                self.clauses[match["number"] or ""] = (words, block.span(match.end()))

    def answered(self, blocks: list[Block], title: str, language: Language) -> tuple[list[Decision], bool]:
        """The decisions that answers make, and whether the blocks hold nothing else."""
        found: list[Decision] = []
        others = 0
        for block in blocks:
            for sentence in block.sentences(language):
                match = _answers(language).match(sentence.text.strip())
                text, span = self.clauses.pop(match["number"] or "", ("", None)) if match else ("", None)
                if span is None:
                    others += 1
                else:
                    found.append(_decision(text, span, sentence.text, title, language))
        return found, bool(found) and not others


def clause_table(rows: list[Row], title: str, language: Language) -> tuple[list[Decision], list[Span]]:
    """The decisions of a table of clauses and what became of them, with the spans of its rows."""
    columns = language.data["decisions"]["clause_columns"]
    what, result = -1, -1
    found: list[Decision] = []
    spans: list[Span] = []
    for row in rows:
        cells = row.cells or ()
        heads = [cell.lower.strip(" :*") for cell in cells]
        named = [next((i for i, head in enumerate(heads) if head in columns[kind]), -1) for kind in columns]
        if min(named) >= 0:
            what, result = named
            spans.append(row.span())
        elif min(what, result) >= 0 and max(what, result) < len(cells):
            answer = cells[result].text
            if cells[what].text and _result(language).match(answer):
                text = " ".join(cells[what].text.split())
                found.append(_decision(text, cells[what].span(), answer, title, language))
                spans.append(row.span())
    return found, spans if found else []


def _decision(text: str, span: Span, answer: str, title: str, language: Language) -> Decision:
    rejected = language.pattern("decisions", "types", "rejection").search(answer.lower())
    return Decision(text, span, DecisionType.REJECTION if rejected else type_of(text, None, title, language))


@cache
def _moves(language: Language) -> re.Pattern[str]:
    conjunction = re.escape(language.data["decisions"]["conjunction"])
    clause = any_of(language.words("decisions", "clause_words"))
    return re.compile(rf"(?:{conjunction}|{clause}(?:\s+(?P<number>\d+|[a-z]))?)\s*:\s*(?=\S)", re.IGNORECASE)


@cache
def _answers(language: Language) -> re.Pattern[str]:
    """An answer to the clause moved last, or to that of a number ("Att-sats 2 avslås")."""
    clause = any_of(language.words("decisions", "clause_words"))
    whole = any_of(language.words("decisions", "clause_named"))
    results = any_of(language.words("decisions", "clause_results"))
    return re.compile(rf"(?:{whole}|{clause}\s+(?P<number>\d+|[a-z]))\s+{results}", re.IGNORECASE)


@cache
def _result(language: Language) -> re.Pattern[str]:
    return re.compile(rf"{any_of(language.words('decisions', 'clause_results'))}(?![^\W\d_])", re.IGNORECASE)
