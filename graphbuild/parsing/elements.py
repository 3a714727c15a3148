"""The text of a list of people becomes elements: names, organisations, roles, parties, ranges, separators.

Hard separators (commas, line ends, brackets) cut the text into chunks; within a chunk, which may
hold several elements with nothing between them, the best segmentation is found by what each looks like.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from graphbuild.gazetteer import Form, Gazetteer
from graphbuild.languages import Language, any_of

NAME, ORG, ROLE, PARTY, RANGE, SEP, NOTE, REPLACES = (
    "NAME",
    "ORG",
    "ROLE",
    "PARTY",
    "RANGE",
    "SEP",
    "NOTE",
    "REPLACES",
)
_CAPITAL = re.compile(r"[A-ZÅÄÖÉÜØÆŠŽĆČÁÍÓ][^\W\d_]*(?:[-'’][^\W\d_]+)*\.?$")
_INITIAL = re.compile(r"[A-ZÅÄÖ]\.?$")
_LOCAL_PARTY = re.compile(r"[A-ZÅÄÖ][A-Za-zÅÄÖåäö]{0,3}$")
_CHAPTERED = ("association", "company")
_CUT = 1.0
"""What each element costs, so that one that explains many words beats several that explain few each."""
_CODE = re.compile(r"[A-ZÅÄÖ]{2,6}$")


@dataclass(slots=True)
class Element:
    """A piece of the text with its kind; for a separator `text` is the separator itself."""

    kind: str
    text: str
    start: int
    end: int
    form: Form | None = None
    depth: int = 0


@cache
def _tokens(language: Language) -> re.Pattern[str]:
    people = language.data["people"]
    before = any_of([*people["except"], *people["from"], *people["until"], *people["prefixes"]])
    numbers = r"\d{1,4}(?:\s?[a-z](?![^\W\d_]))?(?:/\d{2,4})?"
    joined = any_of(
        [",", "–", "-", "—", *language.words("text", "and"), *language.words("text", "range_words")]
    )
    listed = rf"{numbers}(?:\s*{joined}\s*(?:§+\s*)?{numbers})*"
    words = any_of(people["item_words"])
    clock = any_of(language.data["dates"]["clock"])
    time = r"\d{1,2}[.:]\d{2}"
    until = any_of([*people["until"], *people["from"]])
    return re.compile(
        rf"(?P<range>(?=\D{{0,60}}\d)(?:(?:(?:{before})\.?\s*)*(?:§+\s*|{words}\.?\s+){listed}(?:\s*§)?|(?:(?:{before})\.?\s*)*\d{{1,4}}\s?§"
        rf"(?:\s*,?\s*(?:{clock})\.?\s*{time})?))"
        rf"|(?P<clock>(?:(?:{until})\s*)?(?:{clock})\.?\s*{time}(?:\s*[-–]\s*{time})?|(?<![\d.])\d{{1,2}}[.:]\d\d\s*[-–]\s*\d{{1,2}}[.:]\d\d)"
        rf"|(?P<replaces>\b{any_of(people['replaces'])}(?=\s+(?-i:[A-ZÅÄÖ])))"
        r"|(?P<sep>\n|\t+|\v|[,;|•●▪]|\s&\s|\s[-–—/]\s|\s{3,})"
        r"|(?P<paren>\((?P<inner>[^()\n]{0,120}\)?)|\[(?P<square>[^\]\n]{0,60})\])"
        r"|(?P<word>[^\s,;()&|\[\]•●▪]+)",
        re.IGNORECASE,
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
    for match in _tokens(language).finditer(text):
        kind = match.lastgroup
        if match["word"] is not None:
            word = match["word"]
            suspended = chunk and chunk[-1][0].endswith("-")
            if (
                word.lower() in conjunctions
                and not suspended
                and not _inside_name(chunk, text, match.end(), gazetteer)
            ):
                flush()
                found.append(Element(SEP, "&", match.start(), match.end()))
            else:
                _add_word(chunk, word, match.start(), language)
                if word.endswith((".", ":")) and _ends_entry(word, text, match.end(), language):
                    flush()
                    found.append(Element(SEP, ",", match.end(), match.end()))
            continue
        flush()
        if match["paren"] is not None:
            found.extend(_bracket(match, language, gazetteer, partisan))
        elif kind == "range" or match["range"] is not None:
            found.append(Element(RANGE, match["range"], match.start(), match.end()))
        elif match["clock"] is not None:
            found.append(Element(NOTE, match["clock"], match.start(), match.end()))
        elif match["replaces"] is not None:
            found.append(Element(REPLACES, match["replaces"], match.start(), match.end()))
        else:
            found.append(Element(SEP, match["sep"].strip(" ") or " ", match.start(), match.end()))
    flush()
    return found


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


def _segment(
    chunk: list[tuple[str, int, int]], language: Language, gazetteer: Gazetteer, after: bool, structured: bool
) -> list[Element]:
    """The best cut of a chunk's words into names, organisations and roles (dynamic programming)."""
    words = [word for word, _, _ in chunk]
    size = len(words)
    best: list[tuple[float, int, str, Form | None]] = [(0.0, 0, "", None)]
    for end in range(1, size + 1):
        options: list[tuple[float, int, str, Form | None]] = []
        for start in range(max(0, end - 9), end):
            base = best[start][0]
            previous = best[start][2]
            expected = (after and start == 0) or previous in (NAME, ROLE)
            for kind, score, form in _kinds(
                words, start, end, language, gazetteer, expected, structured and start == 0
            ):
                penalty = 0.6 if previous == kind else 0.0
                if kind == ORG and form is None and previous and score < 2.0:
                    # with nothing between, an unmarked word goes with the name, or the county, before it
                    penalty += 1.3 if previous == NAME or gazetteer.is_county(words[end - 1]) else 0.0
                options.append((base + score - penalty - _CUT, start, kind, form))
        best.append(max(options, key=lambda option: (option[0], -option[1])))
    pieces: list[Element] = []
    end = size
    while end > 0:
        _, start, kind, form = best[end]
        first, last = chunk[start][1], chunk[end - 1][2]
        pieces.append(Element(kind, " ".join(words[start:end]), first, last, form))
        end = start
    return _chapters(pieces[::-1])


def _chapters(pieces: list[Element]) -> list[Element]:
    """A known organisation with a place right behind it is its local chapter, of a name of its own."""
    merged: list[Element] = []
    for piece in pieces:
        last = merged[-1] if merged else None
        local = last is not None and last.kind == ORG == piece.kind and last.form and not last.form.place
        if local and last is not None and last.form and last.form.entry.kind in _CHAPTERED:
            merged[-1] = Element(ORG, f"{last.text} {piece.text}", last.start, piece.end)
        else:
            merged.append(piece)
    return merged


def _kinds(
    words: list[str],
    start: int,
    end: int,
    language: Language,
    gazetteer: Gazetteer,
    expected: bool,
    structured: bool,
) -> list[tuple[str, float, Form | None]]:
    segment = words[start:end]
    options: list[tuple[str, float, Form | None]] = [(NOTE, 0.6 - 0.5 * len(segment), None)]
    form = gazetteer.match(segment, 0, places=True)
    if form is not None and len(form.words) == len(segment):
        score = 3.4 if not form.place else (2.4 if expected else 1.2)
        options.append((ORG, score + 1.0 * (len(segment) - 1), form))
    else:
        options.append((ORG, _organisation(tuple(segment), expected, structured, language), None))
    if len(segment) <= 5:
        options.append((NAME, _name(tuple(segment), structured and expected, language), None))
    options.append((ROLE, _role(tuple(segment), language), None))
    return options


@cache
def _word_sets(language: Language) -> dict[str, frozenset[str]]:
    return {
        "organisation": frozenset(language.words("names", "organisation_words")),
        "role": frozenset(language.words("roles", "words")),
        "modifier": frozenset(language.words("roles", "modifiers")),
        "particle": frozenset(language.words("people", "particles")),
    }


@lru_cache(maxsize=20_000)
def _name(segment: tuple[str, ...], harsh: bool, language: Language) -> float:
    """How much words look like a person's name."""
    sets = _word_sets(language)
    particles = [word for word in segment if word.lower() in sets["particle"]]
    capitals = [word for word in segment if word.lower() not in sets["particle"]]
    if not capitals or not all(_CAPITAL.match(word) for word in capitals):
        return -9.0
    if segment[-1].lower() in sets["particle"] or len(capitals) > 4 or len(particles) > 2:
        return -9.0
    known = capitals[0] in language.first_names or capitals[0].capitalize() in language.first_names
    score = {1: 0.1, 2: 2.0, 3: 2.3, 4: 1.6}[len(capitals)]
    score += 1.2 if known else (-1.2 if harsh else 0.0)
    last = capitals[-1].lower()
    if len(capitals) > 1 and last.endswith(language.words("people", "surname_endings")):
        score += 0.6
    if len(capitals) > 2 and not known and any(word in language.first_names for word in capitals[1:-1]):
        score -= 1.5
    if len(capitals) > 1 and capitals[-1] in language.first_names and not last.endswith("son"):
        score -= 1.0
    lowered = {word.lower() for word in capitals}
    if lowered & sets["organisation"] or any(
        word.endswith(language.words("names", "organisation_suffixes")) for word in lowered if len(word) > 8
    ):
        score -= 2.5
    if segment[0].lower() in sets["role"]:
        score -= 3.0
    if any(_CODE.match(word) for word in segment) and not all(_CODE.match(word) for word in segment):
        score -= 1.5
    elif len(capitals) == 1 and _CODE.match(capitals[0]):
        score -= 2.0
    return score


@lru_cache(maxsize=20_000)
def _organisation(segment: tuple[str, ...], expected: bool, structured: bool, language: Language) -> float:
    """How much words look like an organisation that the gazetteer does not know."""
    sets = _word_sets(language)
    first = segment[0]
    if not (first[0].isupper() or first[0].isdigit()):
        if (
            len(segment) == 1
            and expected
            and first.endswith(language.words("names", "organisation_suffixes"))
        ):
            return 1.2
        return -9.0
    if first.lower() in sets["role"] and len(segment) == 1:
        return -3.0
    lowered = [word.lower().rstrip("s") for word in segment] + [word.lower() for word in segment]
    marked = any(word in sets["organisation"] for word in lowered)
    marked = marked or any(
        word.endswith(language.words("names", "organisation_suffixes")) and len(word) > 5 for word in lowered
    )
    if marked:
        if segment[-1].lower() in sets["modifier"]:
            return 0.0
        return 2.0 + 0.75 * min(len(segment), 5) - (0.0 if expected else 0.5)
    if not all(word[0].isupper() or word.lower() in sets["modifier"] for word in segment):
        return -1.5
    if len(segment) == 1 and _CODE.match(first):
        return 1.7 if expected else 0.8
    score = (1.1 if expected else 0.15) - 0.25 * (len(segment) - 1)
    return score + (1.6 if structured and expected else 0.0)


@lru_cache(maxsize=20_000)
def _role(segment: tuple[str, ...], language: Language) -> float:
    """How much words look like a role: a role's word or ending, with modifiers and a tail in lower case."""
    sets = _word_sets(language)
    endings, capital = language.words("roles", "endings"), language.words("roles", "capital_endings")
    heads = [
        i
        for i, word in enumerate(segment)
        if word.lower() not in sets["modifier"] and _is_role(word, sets, endings, capital)
    ]
    if not heads:
        return -9.0
    head = heads[0]
    before, after = segment[:head], segment[heads[-1] + 1 :]
    if any(not _may_precede(word, i, sets, language) for i, word in enumerate(before)):
        return -9.0
    score = 2.3 + 0.3 * len(heads)
    for word in segment[head:]:
        if word[0].isupper() and word is not segment[0] and not _is_role(word, sets, endings, capital):
            score -= 0.9
        elif not _is_role(word, sets, endings, capital):
            score += 0.25
    if after and after[-1].lower() in sets["modifier"] and after[-1].islower() and len(after[-1]) < 5:
        score -= 1.0
    return score + 0.2 * len(before)


def _is_role(
    word: str, sets: dict[str, frozenset[str]], endings: tuple[str, ...], capital: tuple[str, ...]
) -> bool:
    plain = word.lower()
    if plain in sets["role"] or plain.rstrip(".") in sets["role"]:
        return True
    if word[0].isupper() and not plain.endswith(capital):
        return False
    return len(plain) > 5 and plain.endswith(endings)


def _may_precede(word: str, position: int, sets: dict[str, frozenset[str]], language: Language) -> bool:
    """Whether a word may stand before a role's head: a modifier, one in lower case, or a genitive."""
    if (
        word.lower() in sets["modifier"]
        or word.lower() in sets["role"]
        or word[0].islower()
        or word[0].isdigit()
    ):
        return True
    return position == 0 and word.endswith("s") and word not in language.first_names
