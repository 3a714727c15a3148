"""Turns the text of a SPARQL query into what it reaches for: another server, graphs that it names itself.

The engine tells nothing of a query that it has parsed, and follows SERVICE over the network. So the text is
cut into the terminals of the grammar (SPARQL 1.1 Query, 19.8), where a keyword is never part of a string, an
IRI, a comment, a variable or a name. Two things need care, because the engine wants no space around keywords:

- `SERVICEex:a` is a name where that prefix is declared, else a keyword and the name `ex:a`;
- `?a<?b#>` holds an IRI or a comparison, as the place has it. Where both are possible, both are followed.

What could be the keyword counts as the keyword: it is never missed.
"""

import re
from dataclasses import dataclass, field

from graphbuild.vocabulary import PREFIXES

_IRI = re.compile(r"""<(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>""")
_SKIPPED = re.compile(
    r"""\#[^\n\r]*
      | '''(?:'{0,2}(?:[^'\\]|\\.))*''' | \"""(?:"{0,2}(?:[^"\\]|\\.))*\"""
      | '(?:[^'\\\n\r]|\\.)*' | "(?:[^"\\\n\r]|\\.)*"
      | @[A-Za-z]+(?:-+[A-Za-z0-9]+)*
      | [?$][\w·]+
      | _:\w(?:[\w·-]|\.+(?=[\w·-]))*
      | (?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?""",
    re.VERBOSE | re.DOTALL,
)
_NAME = re.compile(
    r"""((?:[^\W\d_](?:[\w·-]|\.+(?=[\w·-]))*)?):
        (?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])
           (?:[\w:·-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]|\.+(?=[\w:·%\\-]))*)?""",
    re.VERBOSE,
)
_WORD = re.compile(r"[^\W\d_]+")
_OPERAND = re.compile(r"""\s*(?:[?$\d"'(!+=.#-]|(?P<prefix>[\w.·-]*):(?!//)|[A-Za-z_]+\s*\()""")
_BEFORE = re.compile(r"(?:.*\.)?(?:true|false|undef)?", re.IGNORECASE)


def reaches_elsewhere(query: str) -> bool:
    """Tell whether a query asks another server (SERVICE), wherever in it."""
    return _has_keyword(query, "service", "silent")


def names_graphs(query: str) -> bool:
    """Tell whether a query says itself which graphs it is about (FROM, FROM NAMED)."""
    return _has_keyword(query, "from", "named")


@dataclass(slots=True)
class _Terminals:
    """The prefixed names of a query by their prefixes, and its bare words; both in lower case."""

    prefixes: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)


def _has_keyword(query: str, keyword: str, following: str) -> bool:
    """Tell whether a keyword stands in a query as such; `following` may come between it and a name."""
    if keyword not in query.lower():
        return False
    declared = _declared(query)
    found = _terminals(query, declared)
    if any(keyword in word for word in found.words):
        return True
    for prefix in found.prefixes:
        for place in re.finditer(keyword, prefix):
            rest = prefix[place.end() :]
            if _BEFORE.fullmatch(prefix, 0, place.start()) and (
                rest in declared or (rest.startswith(following) and rest[len(following) :] in declared)
            ):
                return True
    return False


def _terminals(query: str, declared: set[str]) -> _Terminals:
    """Collect what stands outside of strings, comments and IRIs, in every way of reading `<`."""
    found = _Terminals()
    waiting, seen = [0], set[int]()
    while waiting:
        at = waiting.pop()
        while at < len(query) and at not in seen:
            seen.add(at)
            iri = _IRI.match(query, at)
            if iri:
                operand = _OPERAND.match(query, at + 1)
                if operand and (operand["prefix"] is None or operand["prefix"].lower() in declared):
                    waiting.append(at + 1)
                at = iri.end()
            elif skipped := _SKIPPED.match(query, at):
                at = skipped.end()
            elif name := _NAME.match(query, at):
                found.prefixes.add(name[1].lower())
                at = name.end()
            elif word := _WORD.match(query, at):
                found.words.add(word[0].lower())
                at = word.end()
            else:
                at += 1
    return found


def _declared(query: str) -> set[str]:
    """Give the prefixes that a query may declare, in lower case, and those that everybody has."""
    ends = {each.lower() for each in re.findall(r"([\w.·-]*):(?:\s|#[^\n\r]*[\n\r])*<", query)}
    glued = {each.removeprefix("prefix") for each in ends}
    return ends | glued | set(PREFIXES)
