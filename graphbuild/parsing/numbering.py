"""Rows that may be agenda-item headings become candidates, and one numbering scheme is chosen."""

import re
from dataclasses import dataclass
from functools import cache

from graphbuild.languages import Language, any_of
from graphbuild.parsing.candidates import Candidate, Scheme
from graphbuild.parsing.rows import Row
from graphbuild.parsing.tails import has_page_tail, without_tail
from graphbuild.parsing.titles import headings, short_lines, unnumbered
from graphbuild.words import first_word


def _numbered(text: str, language: Language) -> tuple[str, re.Match[str]] | None:
    """The form of the number that a text begins with, and where it stands."""
    for form, pattern in _forms(text, language):
        match = pattern.match(text)
        if match:
            return form, match
    return None


def _forms(text: str, language: Language) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The forms that a text could begin with, by its first character and its first word."""
    patterns = _patterns(language)
    if text[:1].isdigit():
        return patterns.digits
    found = patterns.sign if "§" in text[:40] else ()
    if first_word(text) in patterns.first_words:
        found += patterns.word
    return found + patterns.code if text[:2].isupper() else found


_Forms = tuple[tuple[str, re.Pattern[str]], ...]


@dataclass(frozen=True, slots=True)
class _Patterns:
    """Patterns by what a row that they fit begins with."""

    sign: _Forms
    word: _Forms
    code: _Forms
    digits: _Forms
    first_words: frozenset[str]


@cache
def _patterns(language: Language) -> _Patterns:
    continued = rf"(?P<cont>{any_of(language.words('items', 'continued'))}\s+)?"
    words = any_of(language.words("items", "prefixes"))
    number = r"(?P<num>\d{1,4}(?!\d)(?:[.:]\d{1,2})?(?:\s?[a-z](?![^\W_]))?(?:/\d{2,4})?)"
    abbreviated = r"(?:[A-ZÀ-ÖØ-Þ]{1,6}\s*|[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]{1,3}\s+)?"
    section = rf"{continued}{abbreviated}§§?\s*{number}(?!\s*[,–-]\s*\d)\.?[:)]?\s*[–-]?\s*"
    return _Patterns(
        sign=(("section", re.compile(section, re.I)),),
        word=(("word", re.compile(rf"{continued}{words}\s+{number}[.:)]?\s*[–-]?\s*", re.I)),),
        code=(
            ("code", re.compile(r"[A-ZÀ-ÖØ-Þ]{2,5}\s(?P<num>\d{1,4})(?:/\d{2,4})?[.:]?\s+(?=[A-ZÀ-ÖØ-Þ])")),
        ),
        digits=(
            ("section", re.compile(r"(?P<num>\d{1,4})\s?§(?!\w)\.?\s*")),
            ("dot", re.compile(r"(?P<num>\d{1,3}(?:\s?[a-z](?=[.)\s]))?)\.(?!\d)\s*(?=\S|$)")),
            ("paren", re.compile(r"(?P<num>\d{1,3})\)\s*(?=\S|$)")),
            ("decimal", re.compile(r"(?P<num>\d{1,2}\.\d{1,2})\.?\s+(?=[A-ZÀ-ÖØ-Þ])")),
            ("plain", re.compile(r"(?P<num>\d{1,3})\s+(?:[–—-]\s+)?(?=[A-ZÀ-ÖØ-Þ])")),
        ),
        first_words=frozenset(
            map(first_word, [*language.words("items", "continued"), *language.words("items", "prefixes")])
        ),
    )


def is_numbered(row: Row, language: Language) -> bool:
    """Whether a row begins with a paragraph sign and a number."""
    found = _numbered(row.text, language) if "§" in row.text[:40] else None
    return found is not None and found[0] == "section"


_LONGEST_PART = 120
"""A line of more characters is no heading of a part."""


_NEAR = (-3, -2, -1, 1, 2, 3)
"""Entries of a table of contents stand so many rows from one another, wrapped titles included."""


def candidates_in(rows: list[Row], language: Language) -> list[Candidate]:
    """Every row that begins with an item number of any form, and every marked heading."""
    found: list[Candidate] = []
    for index, row in enumerate(rows):
        text, shift = row.text, 0
        if row.cells:
            first = next((cell for cell in row.cells if cell.text), None)
            if first is None:
                continue
            text, shift = first.text, row.text.find(first.text)
        numbered = _numbered(text, language)
        if numbered:
            form, match = numbered
            number = " ".join(match["num"].split()).lower()
            value = int(re.match(r"\d+", number)[0])  # type: ignore[index]
            continued = bool(match.groupdict().get("cont"))
            found.append(Candidate(index, form, number, value, shift + match.end(), continued=continued))
        elif row.heading or row.bold:
            found.append(Candidate(index, f"h{row.heading}", None, 0, 0))
    return found


def choose(rows: list[Row], language: Language) -> Scheme:
    """Choose the document's scheme: paragraph signs, else the best running numbers, else marked headings."""
    candidates = candidates_in(rows, language)
    for candidate in candidates:
        candidate.weight = _likeness(candidate, rows, language)
    sections = [c for c in candidates if c.form == "section" and c.weight > 0]
    best: list[Candidate] = []
    best_score = 0.0
    for form in ("word", "dot", "paren", "code", "decimal", "plain"):
        chain, score = _chain([c for c in candidates if c.form == form], rows)
        if score > best_score:
            best, best_score = chain, score
    if sections and 2 * len({c.number for c in sections}) >= len(best):
        return Scheme("section", _mark_contents(sections, rows, language))
    marked = headings(candidates, rows, language)
    titled = sum(bool(rows[c.index].heading) for c in best)
    if len(marked) >= 3 and rows[marked[0].index].heading and titled < 0.5 * len(best):
        return Scheme("heading", {c.index: c for c in marked})
    if len(best) >= 2 and best_score >= 3.0:
        form = best[0].form
        parts = [c for c in sections if c.number and "." in c.number and c.weight > 1]
        parts += _decimal_parts(best, candidates, rows) if form != "decimal" else []
        parts += unnumbered(best, candidates, rows, language)
        chosen = sorted([*_with_parts(best, candidates), *parts], key=lambda c: c.index)
        return Scheme(form, _mark_contents(chosen, rows, language))
    if marked:
        return Scheme("heading", {c.index: c for c in marked})
    if len(best) == 1 and rows[best[0].index].heading > 1:  # one item alone, below the document's title
        return Scheme(best[0].form, {best[0].index: best[0]})
    return Scheme("short", {c.index: c for c in short_lines(rows, language)})


def _likeness(candidate: Candidate, rows: list[Row], language: Language) -> float:
    """How much a row looks like a heading, from its own form and what surrounds it."""
    row = rows[candidate.index]
    title = without_tail(row.text[candidate.title_start :], language)
    weight = 1.0
    if title and title[0].islower():
        weight -= 4.0 if candidate.form != "section" else 3.0
    weight += 1.5 if row.heading else 0.0
    weight += 1.0 if row.bold else 0.0
    weight += 0.7 if row.blanks else 0.0
    weight -= 0.8 if row.bullet else 0.0
    weight -= 0.7 if title.endswith((".", ";", ",")) and not has_page_tail(row, language) else 0.0
    weight -= 1.2 if len(title) > 120 else 0.0
    weight -= min(row.indent, 24) / 24 if candidate.form != "section" else 0.0
    if candidate.form == "section":
        weight += 1.5
        if not title or language.pattern("items", "case_pattern").match(title):
            weight += 0.5
    elif not title:
        weight -= 1.5
    if candidate.form in ("plain", "code"):
        weight -= 0.8
    if title.lower().startswith(language.words("decisions", "conjunction_starts")):
        weight -= 3.0
    return weight


def _chain(candidates: list[Candidate], rows: list[Row]) -> tuple[list[Candidate], float]:
    """The heaviest run of rising numbers (small gaps cost, restarts end it); linear in practice."""
    best: list[tuple[float, int]] = []
    window = 80
    for position, candidate in enumerate(candidates):
        start_cost = 0.0 if candidate.value <= 1 else 1.5
        score, previous = candidate.weight - start_cost, -1
        for back in range(max(0, position - window), position):
            step = candidate.value - candidates[back].value
            if 1 <= step <= 4:
                total = best[back][0] + candidate.weight - 0.6 * (step - 1)
                if rows[candidate.index].indent - rows[candidates[back].index].indent > 3:
                    total -= 0.5
                if total > score:
                    score, previous = total, back
        best.append((score, previous))
    if not best:
        return [], 0.0
    at = max(range(len(best)), key=lambda i: (best[i][0], -i))
    total = best[at][0]
    chain: list[Candidate] = []
    while at >= 0:
        chain.append(candidates[at])
        at = best[at][1]
    chain.reverse()
    return chain, total


def _with_parts(chain: list[Candidate], candidates: list[Candidate]) -> list[Candidate]:
    """The chain, and candidates of its form with a letter ("10 a") or the same numbers elsewhere."""
    numbers = {c.number for c in chain}
    chosen = {c.index for c in chain}
    extra = [
        c
        for c in candidates
        if c.form == chain[0].form
        and c.index not in chosen
        and c.weight > 0.4
        and ((c.number in numbers and c.index < chain[0].index) or (c.number or "")[-1:].isalpha())
    ]
    return sorted([*chain, *extra], key=lambda c: c.index)


def _decimal_parts(chain: list[Candidate], candidates: list[Candidate], rows: list[Row]) -> list[Candidate]:
    """Headings "6.1", "6.2" … that stand below the item whose number they begin with, counted from 1."""
    starts = {str(c.value): c.index for c in chain}
    ends = dict(zip(starts, [*list(starts.values())[1:], len(rows)], strict=True))
    parts: list[Candidate] = []
    expected: dict[str, int] = {}
    for candidate in candidates:
        whole, _, part = (candidate.number or "").partition(".")
        if candidate.form not in ("decimal", "dot") or not part.isdigit() or whole not in starts:
            continue
        row = rows[candidate.index]
        heads = bool(row.heading or row.bold or row.blanks) and len(row.text) <= _LONGEST_PART
        inside = starts[whole] < candidate.index < ends[whole]
        if inside and heads and int(part) == expected.get(whole, 1):
            expected[whole] = int(part) + 1
            candidate.weight = max(candidate.weight, 1.5)
            parts.append(candidate)
    return parts


def _mark_contents(candidates: list[Candidate], rows: list[Row], language: Language) -> dict[int, Candidate]:
    """Candidates by row; those that come again further down, or end in a page number, are contents."""
    case = language.pattern("items", "case_pattern")
    tailed = {c.index for c in candidates if has_page_tail(rows[c.index], language)}
    last = {c.number: c.index for c in candidates if not c.continued}
    last = {c.number: c.index for c in candidates} | last
    for candidate in candidates:
        repeated = last[candidate.number] != candidate.index and not candidate.continued
        if repeated and candidate.index in tailed:
            candidate.contents = True
        elif repeated:
            at = last[candidate.number]
            twin = case.sub("", _title(rows[at], candidates, at, language))
            own = case.sub("", without_tail(rows[candidate.index].text[candidate.title_start :], language))
            candidate.contents = (bool(twin) and _similar(own, twin)) or (not twin and bool(own))
    for candidate in candidates:
        at = candidate.index
        if at in tailed and last[candidate.number] == at and any(at + step in tailed for step in _NEAR):
            candidate.contents = True
    _mark_between(candidates)
    return {c.index: c for c in candidates}


def _mark_between(candidates: list[Candidate]) -> None:
    """A row in a list of which most come again is an entry, too, whatever became of its heading."""
    runs: list[list[Candidate]] = [[]]
    for each in sorted(candidates, key=lambda c: c.index):
        run = runs[-1]
        if not run or each.index != run[-1].index + 1 or any(each.number == entry.number for entry in run):
            runs.append(run := [])
        run.append(each)
    for run in runs:
        entries = sum(each.contents for each in run)
        for each in run if entries > 2 and 2 * entries > len(run) else ():
            each.contents = True


def _title(row: Row, candidates: list[Candidate], index: int, language: Language) -> str:
    start = next(c.title_start for c in candidates if c.index == index)
    return without_tail(row.text[start:], language)


def _similar(one: str, other: str) -> bool:
    words, others = set(one.lower().split()), set(other.lower().split())
    return not others or len(words & others) >= 0.3 * min(len(words), len(others))
