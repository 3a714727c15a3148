"""The beginning of a row becomes a front-page label, or a section heading, of the language."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from graphbuild.languages import Language, any_of, may
from graphbuild.parsing.rows import Row
from graphbuild.words import first_word

_WORD = re.compile(r"[^\W_]+(?:[-/][^\W_]+)*")
_GAP = re.compile(r"\s{2,}|\t\s*")
_SPLIT = re.compile(r"\s*(?::|\t|\s{2,})\s*")
_SPLIT_SIGNS = (":", "\t", "  ")
_LISTED = re.compile(r"(?:\d{1,2}|[a-zà-öø-ÿ])[.)]\s")
_LONGEST_LABEL = 120
_LONG, _LABEL_ROOM = 100, 64
"""Rows of more characters are running text, if no sign that ends a label stands among the first of them."""
_DECORATION = " \t:.–-*|?"


_NUMBERS = " 0123456789"
"""What a section's heading may end with before its colon ("Beslut 3: …")."""
_ANY_WORD = re.compile(r"\S+")
_FEWEST_HEADS = 2
_LONGEST_HEAD = 120
"""So many characters the heads of a list's lost columns have at most."""


@dataclass(frozen=True, slots=True)
class Label:
    """A front-page label: its kind (`people` with an attendance), and where its value begins."""

    kind: str
    value_start: int
    strength: float
    attendance: str | None = None
    rows: int = 1
    beside: int | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A section heading inside an item: its kind, whose section it is, and where a value begins."""

    kind: str
    value_start: int
    owner: str = ""


def is_unlabelled(row: Row, language: Language) -> bool:
    """Whether a row is surely neither label nor heading: a long one that nothing divides at its beginning."""
    text = row.text
    if len(text) <= _LONG or row.cells or may(_SPLIT_SIGNS, text[:_LABEL_ROOM]):
        return False
    return first_word(text) not in _unmarked_words(language)


def label_of(row: Row, following: Row | None, language: Language) -> Label | None:
    """The label that a row begins with, alone or wrapped on to the row that follows."""
    if row.quote or len(row.text) > 1500:
        return None
    found = _label_in(row.text, language)
    if (
        following is not None
        and following.blanks == 0
        and (len(row.text) <= 40 or "  " in row.text)
        and ":" not in row.text
    ):
        wrapped = _wrapped(row, following, language)
        if wrapped is not None and (found is None or found.strength < 3.5 or _runs_on(found, wrapped)):
            return wrapped
    return found


def _runs_on(found: Label, wrapped: Label) -> bool:
    """Whether a label of people goes on below its value ("Ersättare utan" / "tjänstgöring")."""
    return wrapped.beside is not None and found.kind == wrapped.kind == "people"


def _label_in(text: str, language: Language) -> Label | None:
    match = _split(text, 61)
    if match and 1 <= match.start() <= 60:
        kind, attendance = kind_of(text[: match.start()], language)
        if kind:
            strength = 5.0 if ":" in match[0] or match.end() < len(text) else 3.0
            return Label(kind, match.end(), strength, attendance)
        gap = _GAP.search(text, 0, 60)
        if ":" in match[0] and gap and gap.start() > 0:
            kind, attendance = kind_of(text[: gap.start()], language)
            if kind:
                return Label(kind, gap.end(), 4.5, attendance)
    if len(text) <= 80:
        bare = text.strip(_DECORATION)
        if len(bare) <= 60:
            kind, attendance = kind_of(bare, language)
            if kind:
                return Label(kind, len(text), 3.0, attendance)
    return _unmarked(text, language)


def _split(text: str, until: int) -> re.Match[str] | None:
    """Where a label ends and its value begins, within the first characters."""
    start = -1
    for sign in _SPLIT_SIGNS:
        place = text.find(sign, 0, until + 2)
        if place >= 0 and (start < 0 or place < start):
            start = place
    if start < 0:
        return None
    return _SPLIT.match(text, start - 1 if start and text[start - 1].isspace() else start)


def _unmarked(text: str, language: Language) -> Label | None:
    """A label with only a blank before its value: it has the label's form, or is a sentence of people."""
    if first_word(text) not in _unmarked_words(language):
        return None
    prose = _prose(language).match(text)
    if prose:
        attendance = language.data["front"]["attendance"]["prose"][prose[1].lower()]
        return Label("people", prose.end(), 3.5, attendance)
    signed = _signed(language).match(text)
    if signed:
        return Label("signatures", signed.end(), 3.5)
    match = _unmarked_pattern(language).match(text)
    if not match:
        return _flattened(text, language)
    kind, _ = kind_of(match[1], language)
    return Label(kind, match.end(), 2.5) if kind else None


def _flattened(text: str, language: Language) -> Label | None:
    """A list whose columns were lost: "Deltagare Namn Roll Anna Ek kassör …", "Frånvarande Bo Alm …".

    Behind the label stand the heads of columns, or right away somebody with a known first name.
    """
    words = list(_ANY_WORD.finditer(text, 0, _LONGEST_HEAD))
    kind, attendance = kind_of(words[0][0], language) if len(words) > 2 else ("", None)
    if kind != "people":
        return None
    heads = frozenset(
        name for names in language.data["front"]["columns"].values() for name in names if " " not in name
    )
    behind = 1
    while behind < len(words) and words[behind][0].lower() in heads:
        behind += 1
    named = behind < len(words) and words[behind][0].split("-")[0] in language.first_names
    bare = words[0][0].lower() in language.words("front", "attendance", "bare") or attendance == "absent"
    lost = behind > _FEWEST_HEADS or (behind == 1 and bare and words[2][0][:1].isupper())
    if not (named and lost and text[0].isupper()):
        return None
    return Label("people", words[behind].start(), 3.5, attendance)


def _unmarked_phrases(language: Language) -> list[str]:
    wanted = ("items", "date", "time", "place_time", "case", "approval")
    return [p for p, kind in language.labels.items() if kind in wanted and p[0].isalpha() and p[-1].isalpha()]


@cache
def _unmarked_words(language: Language) -> frozenset[str]:
    """The first words of labels that may stand without a colon."""
    phrases = [*_unmarked_phrases(language), *language.data["front"]["attendance"]["prose"]]
    phrases += language.words("front", "signed_by")
    phrases += language.words("front", "attendance", "bare")
    phrases += [needed[0] for needed, _ in language.attendance_rules if len(needed) == 1]
    return frozenset(filter(None, map(first_word, phrases)))


@cache
def _unmarked_pattern(language: Language) -> re.Pattern[str]:
    phrases = _unmarked_phrases(language)
    day = any_of(language.words("dates", "weekdays"))
    prefix = any_of(language.words("dates", "day_prefix"))
    return re.compile(rf"({any_of(phrases)})\s+(?=§|\d|{day}|{prefix}\s\d)", re.IGNORECASE)


@cache
def _signed(language: Language) -> re.Pattern[str]:
    """A sentence that says by whom minutes are signed ("Protokollet är digitalt undertecknat av …")."""
    return re.compile(rf"{any_of(language.words('front', 'signed_by'))}(?:\s+|\s*:\s*|$)", re.IGNORECASE)


@cache
def _prose(language: Language) -> re.Pattern[str]:
    phrases = any_of(language.data["front"]["attendance"]["prose"])
    return re.compile(rf"({phrases})\s+(?=[^\W\d_])", re.IGNORECASE)


def _wrapped(row: Row, following: Row, language: Language) -> Label | None:
    if side := _wrapped_beside(row, following, language):
        return side
    text = following.text
    match = _split(text, 41)
    if match is None or match.start() > 40 or match.start() == 0 or ":" not in match[0]:
        return None
    kind, attendance = kind_of(f"{row.text} {text[: match.start()]}", language)
    return Label(kind, match.end(), 5.0, attendance, rows=2) if kind else None


def _wrapped_beside(row: Row, following: Row, language: Language) -> Label | None:
    """A label in a left column that runs on below while its value stands beside it."""
    gap = _GAP.search(row.text)
    if gap is None or not 2 < gap.start() <= 34 or abs(following.indent - row.indent) > 1:
        return None
    beside = _GAP.search(following.text)
    tail = following.text[: beside.start()] if beside else following.text
    if len(tail) > 34 or not (tail[:1].islower() or tail[:1] == "("):
        return None
    above = row.text[: gap.start()]
    joined = above[:-1] + tail if above.endswith("-") else f"{above} {tail}"
    kind, attendance = kind_of(joined, language)
    return (
        Label(
            kind, gap.end(), 5.0, attendance, rows=2, beside=beside.end() if beside else len(following.text)
        )
        if kind
        else None
    )


@lru_cache(maxsize=20_000)
def kind_of(text: str, language: Language) -> tuple[str, str | None]:
    """A label's text -> (kind, attendance); the kind is empty where the language does not know it.

    Remembered: a body's minutes bear the same labels every time.
    """
    plain = " ".join(text.strip(_DECORATION).lower().replace("_", " ").split())
    if not plain or len(plain) > _LONGEST_LABEL:
        return "", None
    if kind := language.labels.get(plain):
        return kind, None
    found = _people_kind(plain, language)
    if not found[0] and "," in plain and plain.count(" ") <= 5:
        first = plain.split(",")[0]
        if first in language.data["front"]["attendance"]["bare"]:
            return _people_kind(first, language)  # "Närvarande, offentlig sektor"
    return found


def _people_kind(plain: str, language: Language) -> tuple[str, str | None]:
    for more in language.words("text", "and_others"):
        plain = plain.replace(more, " ")
    words = [_known(word, language) for word in _WORD.findall(plain)]
    if not words or len(words) > 9 or not all(words):
        return "", None
    present = set(words)
    joined = " ".join(words)
    for needed, attendance in language.attendance_rules:
        if len(needed) > 1 and " ".join(needed) in joined:
            return "people", attendance
        if len(needed) == 1 and needed[0] in present:
            return "people", attendance
    return "", None


def _known(word: str, language: Language) -> str:
    """A word that labels of people are made of, itself or by its ending; "" for any other."""
    if word in language.label_words:
        return word
    suffixes = language.words("front", "attendance", "suffixes")
    return next((suffix for suffix in suffixes if word.endswith(suffix)), "")


def heading_of(row: Row, language: Language) -> Heading | None:
    """The section heading that a row is, or begins with before a colon."""
    text = row.text
    if row.quote or len(text) > 2000:
        return None
    if text[:1].islower() and not (row.heading or row.bold or row.blanks):
        return None
    second = text[1:3]
    if ("." in second or ")" in second) and _LISTED.match(text):
        return None
    if len(text) <= 100:
        whole = text.strip(_DECORATION)
        if len(whole) <= 80 and not (text[-1:] == "." and " " in whole):
            kind, owner = _section_kind(whole.lower(), language)
            if kind:
                return Heading(kind, len(text), owner)
    colon = text.find(":", 0, 61)
    if colon > 0:
        kind, owner = _section_kind(text[:colon].rstrip(_NUMBERS).strip(_DECORATION).lower(), language)
        if kind:
            start = colon + 1
            while start < len(text) and text[start] in " \t*":
                start += 1
            return Heading(kind, start, owner)
    gap = _GAP.search(text, 0, 40) if "  " in text[:40] or "\t" in text[:40] else None
    if gap and gap.start() > 2:
        kind, owner = _section_kind(text[: gap.start()].strip(_DECORATION).lower(), language)
        if kind:
            return Heading(kind, gap.end(), owner)
    return None


@lru_cache(maxsize=20_000)
def _section_kind(plain: str, language: Language) -> tuple[str, str]:
    plain = " ".join(plain.split())
    if kind := language.sections.get(plain):
        return kind, ""
    words = plain.count(" ")
    if words > 5:
        return "", ""
    for suffix, kind in language.section_suffixes:
        if (
            plain.endswith(suffix)
            and len(plain) > len(suffix)
            and _owner_like(plain[: -len(suffix)], language)
        ):
            return kind, plain[: -len(suffix)]
    for prefix, kind in language.section_prefixes:
        if plain.startswith(prefix) and len(plain) > len(prefix) and words <= 5:
            return kind, plain[len(prefix) :]
    return "", ""


def _owner_like(words: str, language: Language) -> bool:
    """Whether words may name who a section belongs to: a body, a role, a party, in the genitive or not."""
    if not set(words.split()).isdisjoint(language.words("names", "not_owner")):
        return False
    last = words.rsplit(maxsplit=1)[-1].rstrip("'’")
    candidates = {last, last[:-1] if last.endswith("s") else last}
    bodies = language.words("names", "body_words") + language.words("decisions", "actors")
    endings = language.words("names", "organisation_suffixes") + language.words("roles", "endings")
    return any(
        candidate in bodies or candidate.endswith(endings) or (last.endswith("s") and len(last) > 4)
        for candidate in candidates
    )
