"""The text of a list of people becomes elements: names, organisations, roles, parties, ranges, separators.

Hard separators (commas, line ends, brackets) cut the text into chunks; within a chunk, which may
hold several elements with nothing between them, the best segmentation is found by what each looks like.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from graphbuild.gazetteer import Form, Gazetteer
from graphbuild.languages import Language, any_of
from graphbuild.parsing.likeness import EVERY, NAME, NOTE, ORG, ROLE, scores_of, shown_by

PARTY, RANGE, SEP, REPLACES = "PARTY", "RANGE", "SEP", "REPLACES"
_INITIAL = re.compile(r"[A-ZÀ-ÖØ-Þ]\.?$")
_LOCAL_PARTY = re.compile(r"[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ÿ]{0,3}(?:[a-zà-öø-ÿ]?[A-ZÀ-ÖØ-Þ])?$")
_CHAPTERED = ("association", "company")
_LONGEST = 9
"""So many words one element has at most."""
_NEVER = -1e9
_CUT = 1.0
"""What each element costs, so that one that explains many words beats several that explain few each."""


@dataclass(slots=True)
class Element:
    """A piece of the text with its kind; for a separator `text` is the separator itself."""

    kind: str
    text: str
    start: int
    end: int
    form: Form | None = None
    depth: int = 0


_KINDS = {"range": RANGE, "clock": NOTE, "replaces": REPLACES}


@cache
def _tokens(language: Language) -> re.Pattern[str]:
    people = language.data["people"]
    before = any_of(
        [*people["except"], *people["aside"], *people["from"], *people["until"], *people["prefixes"]]
    )
    numbers = r"\d{1,4}(?:\s?[a-z](?!\.?[^\W\d_]))?(?:/\d{2,4})?"
    joined = any_of(
        [",", "–", "-", "—", *language.words("text", "and"), *language.words("text", "range_words")]
    )
    listed = rf"{numbers}(?:\s*{joined}\s*(?:§+\s*)?{numbers})*"
    words = any_of(people["item_words"])
    clock = any_of(language.data["dates"]["clock"])
    time = r"\d{1,2}[.:]\d{2}"
    until = any_of([*people["until"], *people["from"]])
    special = [
        people[key]
        for key in ("except", "aside", "from", "until", "prefixes", "item_words", "replaces", "stead_before")
    ]
    specials = [word for words in (*special, language.data["dates"]["clock"]) for word in words]
    begins = _beginnings(specials)  # a plain word can begin nothing else
    return re.compile(
        rf"(?P<plain>(?!{begins})[^\s,;()&|\[\]•●▪§\d][^\s,;()&|\[\]•●▪]*)"
        r"|(?P<sep>\n|\t+|\v|[,;|•●▪]|\s&\s|\s[-–—/]\s|\s{3,})"
        r"|(?P<paren>\((?P<inner>[^()\n]{0,120}\)?)|\[(?P<square>[^\]\n]{0,60})\])"
        r"|(?=\S)(?:"
        rf"(?P<range>(?i:(?=\D{{0,60}}\d)(?:(?:(?:{before})\.?\s*)*(?:§+\s*|{words}\.?\s+){listed}(?:\s*§)?|(?:(?:{before})\.?\s*)*{listed}\s?§+"
        rf"(?:\s*,?\s*(?:{clock})\.?\s*{time})?)))"
        rf"|(?P<clock>(?i:(?:(?:{until})\s*)?(?:{clock})\.?\s*{time}(?:\s*[-–]\s*{time})?|(?<![\d.])\d{{1,2}}[.:]\d\d\s*[-–]\s*\d{{1,2}}[.:]\d\d))"
        rf"|(?P<stead>(?<![^\W\d_])(?i:{any_of(people['stead_before'])})\s+(?P<whom>[A-ZÀ-ÖØ-Þ][^,;()\n\t]{{2,40}}?)s?\s+"
        rf"{any_of(people['stead_after'])}(?![^\W\d_]))"
        rf"|(?P<replaces>(?i:\b{any_of(people['replaces'])})(?=\s+[A-ZÀ-ÖØ-Þ]))"
        r"|(?P<word>[^\s,;()&|\[\]•●▪]+))"
    )


def _beginnings(words: list[str]) -> str:
    """A pattern for the first two letters of any of these words, great or small.

    It has a branch for each first letter, which a regular expression passes over at once.
    """
    second: dict[str, set[str]] = {}
    for word in words:
        following = re.escape(word[1].lower() + word[1].upper()) if len(word) > 1 else r"\s\S"
        second.setdefault(word[0].lower(), set()).add(following)
    return "|".join(
        f"[{re.escape(first + first.upper())}][{''.join(sorted(letters))}]"
        for first, letters in sorted(second.items())
    )


def elements_of(
    text: str, language: Language, gazetteer: Gazetteer, *, structured: bool = False, partisan: bool = False
) -> list[Element]:
    """All elements of a text, in order.

    In a `structured` list what follows a comma is no second person; in a `partisan` one a short code in
    brackets that nothing else explains is a local party.
    """
    found: list[Element] = []
    chunk: list[tuple[str, int, int]] = []

    def flush() -> None:
        if chunk:
            after = _after_name(found)
            found.extend(_segment(chunk, language, gazetteer, after, structured))
            chunk.clear()

    conjunctions = language.words("people", "separators")
    longest = max(map(len, conjunctions))
    for match in _tokens(language).finditer(text):
        kind, word, (start, end) = match.lastgroup, match[0], match.span()
        if kind in ("plain", "word"):
            glue = end - start <= longest and word.lower() in conjunctions
            if glue and not _is_inside(chunk, text, end, gazetteer):
                flush()
                found.append(Element(SEP, "&", start, end))
                continue
            if word[-1] not in ".:":
                chunk.append((word, start, end))
                continue
            _add_word(chunk, word, start, language)
            if _ends_entry(word, text, end, language):
                flush()
                found.append(Element(SEP, ",", end, end))
            continue
        flush()
        if kind == "sep":
            found.append(Element(SEP, word.strip(" ") or " ", start, end))
        elif kind == "paren":
            found.extend(_bracket(match, language, gazetteer, partisan))
        elif kind == "stead":  # "i Asta Björks ställe"
            found.append(Element(REPLACES, word, start, match.start("whom")))
            found.append(Element(NAME, match["whom"], *match.span("whom")))
        else:
            found.append(Element(_KINDS[kind or ""], word, start, end))
    flush()
    return found


def _is_inside(chunk: list[tuple[str, int, int]], text: str, end: int, gazetteer: Gazetteer) -> bool:
    """Whether "och" divides nothing: after a hyphen ("social- och …"), or inside an organisation's name."""
    return bool(chunk) and (chunk[-1][0].endswith("-") or _inside_name(chunk, text, end, gazetteer))


def _add_word(chunk: list[tuple[str, int, int]], word: str, start: int, language: Language) -> None:
    stripped = word.rstrip(".:") if len(word) > 2 and not _abbreviated(word, language) else word
    if stripped:
        chunk.append((stripped, start, start + len(stripped)))


def _abbreviated(word: str, language: Language) -> bool:
    return bool(_INITIAL.match(word)) or word.lower() in language.words("text", "dotted")


def _ends_entry(word: str, text: str, end: int, language: Language) -> bool:
    rest = text[end : end + 3].lstrip()
    return (
        len(word) > 3
        and not _abbreviated(word, language)
        and (not rest or rest[0].isupper() or word.endswith(":"))
    )


def _inside_name(chunk: list[tuple[str, int, int]], text: str, end: int, gazetteer: Gazetteer) -> bool:
    """Whether "och" stands inside an organisation's name ("Myndigheten för samhällsskydd och beredskap")."""
    if not chunk:
        return False
    following = text[end : end + 80].replace(",", " ").replace("\n", " ").split()[:4]
    for size in (1, 2, 3, 4):
        before = [word for word, _, _ in chunk[-size:]]
        joined = [*before, text[chunk[-1][2] : end].rsplit(maxsplit=1)[-1], *following]
        form = gazetteer.match(joined, 0, places=False)
        if form is not None and len(form.words) > len(before) + 1:
            return True
    return False


def _after_name(found: list[Element]) -> bool:
    """Whether the next chunk belongs to a name that stands before it in the same entry."""
    for element in reversed(found):
        if element.kind == SEP and element.text in "\n\v;&":
            return False
        if element.kind == NAME:
            return True
    return False


def _bracket(match: re.Match[str], language: Language, gazetteer: Gazetteer, partisan: bool) -> list[Element]:
    inner = (match["inner"] if match["inner"] is not None else match["square"] or "").rstrip(")")
    start = match.start() + 1
    plain = inner.strip()
    if not plain:
        return []
    local = partisan and _LOCAL_PARTY.match(plain) and gazetteer.lookup(plain, places=False) is None
    if party_of(plain, language) or local:
        return [Element(PARTY, plain, start, start + len(inner))]
    found = elements_of(inner, language, gazetteer)
    for element in found:
        element.start += start
        element.end += start
        element.depth = 1
        if element.kind == NAME and not any(e.kind == REPLACES for e in found):
            element.kind = ORG  # "(Renmarks åkeri)", "(LST)": nobody stands in brackets behind a name
    return found


def party_of(text: str, language: Language) -> str | None:
    """The party that a bracket holds: a party's letters, an OCR slip of them, or a short code like them."""
    people = language.data["people"]
    plain = text.strip(" .")
    if plain.upper() in people["parties"] and len(plain) <= 3:
        return plain.upper()
    if plain in people["party_ocr"]:
        return str(people["party_ocr"][plain])
    return None


_Cut = tuple[float, int, str, Form | None]
"""The best cut up to a word: its score, where its last element begins, that one's kind and known form."""


def _segment(
    chunk: list[tuple[str, int, int]], language: Language, gazetteer: Gazetteer, after: bool, structured: bool
) -> list[Element]:
    """A chunk's words as names, organisations and roles."""
    texts = tuple([text for text, _, _ in chunk])
    pieces: list[Element] = []
    for start, end, kind, form in _cuts(texts, language, gazetteer, after, structured):
        name = texts[start] if end - start == 1 else " ".join(texts[start:end])
        pieces.append(Element(kind, name, chunk[start][1], chunk[end - 1][2], form))
    return _chapters(pieces, language)


@lru_cache(maxsize=20_000)
def _cuts(
    texts: tuple[str, ...], language: Language, gazetteer: Gazetteer, after: bool, structured: bool
) -> tuple[tuple[int, int, str, Form | None], ...]:
    """Where each piece of the best cut begins and ends, and what it is (dynamic programming).

    Remembered, for the same people and offices come again within a document and in the next.
    """
    words = [shown_by(text, language) for text in texts]
    forms = [gazetteer.forms_at(texts, at) for at in range(len(texts))]
    best: list[_Cut] = [(0.0, 0, "", None)]
    for end in range(1, len(words) + 1):
        top: _Cut = (_NEVER, 0, "", None)
        some, every = 0, EVERY
        for start in range(end - 1, max(-1, end - 1 - _LONGEST), -1):
            some, every = some | words[start], every & words[start]
            base, _, previous, _ = best[start]
            expected = (after and start == 0) or previous in (NAME, ROLE)
            form = forms[start].get(end - start)
            harsh = structured and expected and start == 0
            chosen = -1
            for kind, score in scores_of(words[start:end], some, every, form, expected, harsh):
                total = base + score - _CUT - (0.6 if previous == kind else 0.0)
                if kind == ORG and form is None and previous and score < 2.0:
                    # with nothing between, an unmarked word goes with the name, or the county, before it
                    total -= 1.3 if previous == NAME or gazetteer.is_county(texts[end - 1]) else 0.0
                if total > top[0] or (total == top[0] and start != chosen):  # of equals the longest
                    top, chosen = (total, start, kind, form if kind == ORG else None), start
        best.append(top)
    pieces: list[tuple[int, int, str, Form | None]] = []
    end = len(words)
    while end > 0:
        _, start, kind, form = best[end]
        pieces.append((start, end, kind, form))
        end = start
    return tuple(reversed(pieces))


def _chapters(pieces: list[Element], language: Language) -> list[Element]:
    """A known organisation with a place or number right behind it is a chapter, of a name of its own."""
    merged: list[Element] = []
    for piece in pieces:
        last = merged[-1] if merged else None
        if last is not None and last.kind == ORG and _is_chapter(last, piece, language):
            merged[-1] = Element(ORG, f"{last.text} {piece.text}", last.start, piece.end)
        else:
            merged.append(piece)
    return merged


def _is_chapter(last: Element, piece: Element, language: Language) -> bool:
    """Whether what stands right behind an organisation tells which of its chapters it is."""
    first = piece.text.split(maxsplit=1)[0]
    if first.lower() in language.words("names", "chapter_words"):
        return piece.text != first
    if last.form is None or last.form.place or last.form.entry.kind not in _CHAPTERED:
        return False
    return piece.kind == ORG or (
        piece.kind in (NAME, NOTE) and first[0].isupper() and first not in language.first_names
    )
