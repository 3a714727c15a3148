"""Patterns that are tried only where the letters stand that each of them needs.

Most patterns fit hardly any sentence. Looking for a few letters in a whole section costs a hundredth of
what a regular expression costs in each of its sentences, and the letters are read off the patterns
themselves, so that whoever writes a language file need not think of them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

Letters = tuple[str, ...]
_Needs = frozenset[str] | None
"""Strings of which one stands in every match; None where nothing can be told."""

_ZERO_WIDTH = ("?=", "?!", "?<=", "?<!")
_COUNTED = re.compile(r"\{(\d*),?\d*\}")
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
_ENOUGH = 6
"""Longer strings rule out hardly more texts than strings of so many letters."""


class Cue:
    """A compiled pattern, and letters of which one stands in every text that it fits (small ones)."""

    __slots__ = ("_always", "letters", "pattern")

    def __init__(self, patterns: str | Iterable[str], flags: int = 0) -> None:
        """Compile one pattern, or the alternatives of several; raises `re.error` where one is wrong."""
        listed = [patterns] if isinstance(patterns, str) else list(patterns)
        self.pattern = re.compile(_joined(listed), flags)
        self.letters = letters_of(listed)
        self._always = not self.letters

    def within(self, lower: str) -> "Cue":
        """This cue for the parts of a text, given in small letters: it looks for the letters in it only.

        False as a truth value where the pattern fits nowhere in the text.
        """
        if self._always:
            return self
        narrow = Cue.__new__(Cue)
        narrow.pattern = self.pattern
        narrow.letters = tuple([needed for needed in self.letters if needed in lower])
        narrow._always = False
        return narrow

    def __bool__(self) -> bool:
        """Whether the pattern could fit at all."""
        return self._always or bool(self.letters)

    # The loop stands in each of these by itself: they are called a thousand times for each document.
    def may(self, lower: str) -> bool:
        """Whether the pattern could fit in a text, given in small letters."""
        for needed in self.letters:
            if needed in lower:
                return True
        return self._always

    def search(self, text: str, lower: str) -> re.Match[str] | None:
        """The first place where the pattern fits in a text, which is also given in small letters."""
        for needed in self.letters:
            if needed in lower:
                return self.pattern.search(text)
        return self.pattern.search(text) if self._always else None

    def fits(self, lower: str) -> bool:
        """Whether a pattern of small letters fits somewhere in a text, given in small letters."""
        for needed in self.letters:
            if needed in lower:
                return self.pattern.search(lower) is not None
        return self._always and self.pattern.search(lower) is not None

    def where(self, lower: str) -> int | None:
        """Where a pattern of small letters first fits in a text, given in small letters."""
        match = self.search(lower, lower)
        return match.start() if match else None


def _joined(patterns: list[str]) -> str:
    """The alternatives in one; those that begin a word are looked for at words' beginnings only."""
    bound = [pattern[2:] for pattern in patterns if pattern.startswith(r"\b") and not _has_top_bar(pattern)]
    others = [f"(?:{p})" for p in patterns if not p.startswith(r"\b") or _has_top_bar(p)]
    together = [r"\b(?:" + "|".join(bound) + ")"] if bound else []
    return "|".join([*together, *others])


def _has_top_bar(pattern: str) -> bool:
    """Whether a pattern has alternatives outside all brackets, so that its beginning is not theirs."""
    depth = 0
    for char in re.sub(r"\\.|\[[^\]]*\]", "", pattern):
        depth += (char == "(") - (char == ")")
        if char == "|" and depth == 0:
            return True
    return False


def may(letters: Letters, lower: str) -> bool:
    """Whether one of the letters stands in a text, or there are none to look for."""
    for needed in letters:
        if needed in lower:
            return True
    return not letters


def letters_of(patterns: Iterable[str]) -> Letters:
    """Small letters of which one stands in every text that one of the patterns fits; () where none must."""
    together: set[str] = set()
    for pattern in patterns:
        needs, end = _alternatives(pattern, 0)
        if end < len(pattern):
            raise ValueError(f"a bracket too many in the pattern {pattern!r}")
        if needs is None:
            return ()
        together |= needs
    shortest = [one for one in together if not any(other in one for other in together if other != one)]
    return tuple(sorted(shortest, key=lambda one: (-len(one), one)))


def _alternatives(pattern: str, at: int) -> tuple[_Needs, int]:
    """What a pattern's alternatives need, up to the closing bracket or the end."""
    needs: _Needs = frozenset()
    while True:
        one, at = _sequence(pattern, at)
        needs = None if needs is None or one is None else needs | one
        if at >= len(pattern) or pattern[at] == ")":
            return needs, at
        at += 1  # the bar


@dataclass(slots=True)
class _Run:
    """What one alternative needs: the letters being gathered, and the best found so far."""

    letters: str = ""
    best: _Needs = None

    def offer(self, needs: _Needs) -> None:
        if needs and all(needs) and (self.best is None or _worth(needs) > _worth(self.best)):
            self.best = needs

    def close(self) -> None:
        if self.letters:
            self.offer(frozenset([self.letters]))
        self.letters = ""


def _worth(needs: frozenset[str]) -> tuple[int, int]:
    return min(_ENOUGH, *(len(one.strip()) for one in needs)), -len(needs)


def _sequence(pattern: str, at: int) -> tuple[_Needs, int]:
    """What one alternative needs, up to a bar, a closing bracket or the end."""
    run = _Run()
    while at < len(pattern) and pattern[at] not in "|)":
        if pattern[at] in "^$":
            at += 1
            continue
        if pattern[at] == "(":
            needs, at, zero_width = _group(pattern, at + 1)
            if zero_width:
                continue
            optional, _, at = _quantifier(pattern, at)
            run.close()
            if not optional:
                run.offer(needs)
            continue
        char, at = _atom(pattern, at)
        if char == "":
            continue
        optional, repeated, at = _quantifier(pattern, at)
        if char is None or optional:
            run.close()
            continue
        run.letters += char
        if repeated:
            run.close()
    run.close()
    return run.best, at


def _group(pattern: str, at: int) -> tuple[_Needs, int, bool]:
    """What a group needs, the place behind it, and whether it takes up no room in the text."""
    zero_width = pattern.startswith(_ZERO_WIDTH, at)
    if pattern.startswith("?P<", at):
        at = pattern.index(">", at) + 1
    elif zero_width:
        at += 3 if pattern[at + 1] == "<" else 2
    elif pattern.startswith("?", at):
        at = pattern.index(":", at) + 1
    needs, end = _alternatives(pattern, at)
    if end >= len(pattern):
        raise ValueError(f"a bracket is missing in the pattern {pattern!r}")
    return needs, end + 1, zero_width


def _atom(pattern: str, at: int) -> tuple[str | None, int]:
    """One character's letter: "" where it takes up no room, None where it may be one of several."""
    if pattern[at] == "\\":
        escaped = pattern[at + 1]
        if escaped in "bB":
            return "", at + 2
        return (None if escaped.isalnum() else escaped), at + 2
    if pattern[at] == "[":
        match = _CLASS.match(pattern, at)
        if match is None:
            raise ValueError(f"a square bracket is missing in the pattern {pattern!r}")
        members = {char.lower() for char in match[0][1:-1]}
        return (members.pop() if len(members) == 1 else None), match.end()
    return (None if pattern[at] == "." else pattern[at].lower()), at + 1


def _quantifier(pattern: str, at: int) -> tuple[bool, bool, int]:
    """Whether what stands before may be missing, whether it may come again, and the place behind."""
    optional = repeated = False
    if at < len(pattern) and pattern[at] in "?*+":
        optional, repeated = pattern[at] in "?*", pattern[at] == "+"
        at += 1
    elif at < len(pattern) and pattern[at] == "{" and (match := _COUNTED.match(pattern, at)):
        optional, repeated = not match[1] or int(match[1]) == 0, True
        at = match.end()
    else:
        return False, False, at
    return optional, repeated, at + (pattern[at : at + 1] == "?")
