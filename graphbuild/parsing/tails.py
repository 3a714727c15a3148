"""What leads from a title to its page number in a contents list: dots, lines or blanks at a line's end."""

import re
from functools import cache

from graphbuild.languages import Language, any_of
from graphbuild.parsing.rows import Row

_SPACED_DOTS = re.compile(r"(?:\.\s)+\.$")
_FILLERS = "….|_"
"""What leads from a title to its page number, beside blanks and tabs."""
_MOST_DIGITS = 3


@cache
def _page_word(language: Language) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){any_of(language.words('page', 'words'))}\.?\s*$", re.IGNORECASE)


def has_page_tail(row: Row, language: Language) -> bool:
    """Whether a row ends like an entry of a table of contents (dots or a tab, and a page number)."""
    last = row.text[-1:]
    if last in ("|", " "):
        last = row.text.rstrip(" |")[-1:]
    return last.isdigit() and _tail_at(row.text, 1, language) is not None


def without_tail(text: str, language: Language) -> str:
    """A contents entry without its dots and page number."""
    last = text[-1:]
    if last.isdigit() or last.isspace() or last in _FILLERS:
        start = _tail_at(text, 0, language)
        text = text if start is None else text[:start]
    return text.strip(" |\t")


def _tail_at(text: str, fewest_digits: int, language: Language) -> int | None:
    """Where the dots or blanks begin that lead to the page number at a text's end.

    Read from the end by hand: a pattern for it takes time with the cube of the blanks in a wide line.
    """
    bare = text.rstrip()
    ends = (bare[:-1].rstrip(), bare) if bare.endswith("|") else (bare,)
    for end in ends:
        before = end.rstrip("0123456789")
        if not fewest_digits <= len(end) - len(before) <= _MOST_DIGITS:
            continue
        words = before.rstrip(" .\t")[-1:].isalpha()
        word = _page_word(language).search(before, max(0, len(before) - 8)) if words else None
        for lead in (before, before[: word.start()] if word else None):
            start = _filler_at(lead) if lead is not None else None
            if start is not None:
                return start
    return None


def _filler_at(text: str) -> int | None:
    """Where the dots, lines, bar or wide blanks begin that a text ends in."""
    bare = text.rstrip()
    gap = text[len(bare) :]
    if bare.endswith(("...", "…", "___", "|")):
        start = len(bare) - 1 if bare[-1] == "|" else len(bare.rstrip(bare[-1]))
    elif gap and (dots := _SPACED_DOTS.search(bare, max(0, len(bare) - 200))) and len(dots[0]) >= 5:
        start = dots.start()
    elif len(gap) >= 3 or "\t" in gap:
        start = len(bare)
    else:
        return None
    return len(text[:start].rstrip())
