"""The title block becomes the deciding body and the organisation that it belongs to."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from graphbuild.gazetteer import Gazetteer
from graphbuild.gazetteer import organisation as organisation_of
from graphbuild.languages import Language, any_of
from graphbuild.model import Organisation, Said, Span
from graphbuild.parsing.dates import days_in, times_in
from graphbuild.parsing.outline import Outline
from graphbuild.parsing.rows import Passage, Row

_CHUNK = re.compile(r"\s{3,}|\t+|\v|\s[–—|·-]\s|,\s+(?=[A-ZÀ-ÖØ-Þ0-9])|\s*\|\s*|:\s+")
_NUMBERS = re.compile(
    r"(?<![\w])(?:nr|nummer)?\.?\s*\d+(?:[/:]\d+)?(?![\w])|\(\s*\d*\s*\)|\[\s*\d*\s*\]|^[\s\W]+|[\s\W]+$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A cleaned piece of the title block, with how much it looks like a body and like an organisation."""

    text: str
    span: Span
    organ: float
    owner: float


def body_and_organisation(
    found: Outline, language: Language, gazetteer: Gazetteer
) -> tuple[Said[str] | None, Said[Organisation] | None]:
    """The body as the document titles it, and its organisation where the title block names one."""
    labelled = _labelled(found, "body")
    owner = _labelled(found, "organisation")
    pieces = _pieces(found, language, gazetteer)
    body = _without_place(labelled, language) if labelled else None
    body = body or _body_as_label(found, language) or _best_body(pieces, found, language)
    organisation = owner or (_owner_named(labelled, body) if labelled and body else None)
    organisation = organisation or _best_owner(pieces, body) or _title_above(pieces, body, found, language)
    if body is None and organisation is not None:
        body = _meeting_organ(found, language) or organisation
    if body is None and pieces:
        body = Said(pieces[0].text, pieces[0].span)
    if organisation is not None and body is not None and organisation.value == body.value:
        organisation = None
    named = Said(_organisation(organisation.value, gazetteer), organisation.span) if organisation else None
    return body, named


def _organisation(name: str, gazetteer: Gazetteer) -> Organisation:
    entry = gazetteer.lookup(name, places=False)
    if entry is None:
        return Organisation(
            " ".join(w.capitalize() if w.isupper() and len(w) > 3 else w for w in name.split())
            if name.isupper()
            else name
        )
    return organisation_of(entry)


def _labelled(found: Outline, kind: str) -> Said[str] | None:
    for entry in found.fields:
        if entry.kind == kind and entry.values:
            passage = Passage(entry.values[:1])
            text = passage.text.strip(" .\"'")
            start = passage.text.find(text)
            return Said(text, passage.span(start, start + len(text)))
    return None


def _pieces(found: Outline, language: Language, gazetteer: Gazetteer) -> list[Piece]:
    pieces: list[Piece] = []
    titles = [value for entry in found.fields if entry.kind == "title" for value in entry.values[:1]]
    for row in [*found.titles, *titles, *found.heads[:8], *_early_labels(found)]:
        start = 0
        for match in [*_CHUNK.finditer(row.text), None]:
            end = match.start() if match else len(row.text)
            piece = _piece(row, start, end, language, gazetteer)
            if piece is not None:
                pieces.append(piece)
            start = match.end() if match else end
    return pieces


def _early_labels(found: Outline) -> list[Row]:
    """Rows above or between the first labels whose own label is no known one may be titles too."""
    return [row for row in found.unclaimed[:4] if len(row.text) < 100]


def _piece(row: Row, start: int, end: int, language: Language, gazetteer: Gazetteer) -> Piece | None:
    read = _reading(row.text[start:end], language, gazetteer)
    if read is None:
        return None
    low, high, name, organ, owner = read
    return Piece(name, row.span(start + low, start + high), organ, owner)


@lru_cache(maxsize=5_000)
def _reading(
    text: str, language: Language, gazetteer: Gazetteer
) -> tuple[int, int, str, float, float] | None:
    """Where the name in a piece of a title stands, the name, and its scores as a body and as an owner.

    Remembered, for a page head comes again on every page.
    """
    chars = list(text)
    spans = [(d.start, d.end) for d in days_in(text, language, date(2000, 1, 1))]
    spans += [(a, b) for _, a, b in times_in(text, language)]
    spans += [(m.start(), m.end()) for m in _kinds(language).finditer(text)]
    for low, high in spans:
        chars[low:high] = "\x00" * (high - low)
    runs = [m for m in re.finditer(r"[^\x00]+", "".join(chars)) if any(c.isalpha() for c in m[0])]
    if not runs:
        return None
    longest = max(runs, key=lambda m: (sum(c.isalpha() for c in m[0]), -m.start()))
    low, high = _trim(longest[0], language)
    low, high = longest.start() + low, longest.start() + high
    clean = text[low:high]
    if sum(c.isalpha() for c in clean) < 2:
        return None
    name = _nominative(clean, language)
    return low, high, name, *_scores(name, language, gazetteer)


@cache
def _kinds(language: Language) -> re.Pattern[str]:
    kinds = any_of(language.words("names", "document_kinds"))
    glue = any_of(language.words("names", "title_glue"))
    page = language.data["page"]["number"]
    return re.compile(
        rf"(?:(?<![^\W\d_]){kinds}(?![^\W\d_])(?:\s+(?:nr|nummer)?\.?\s*\d+(?:/\d+)?)?(?:\s+{glue}(?![^\W\d_]))*|{page})",
        re.IGNORECASE,
    )


@cache
def _ends(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What is no part of a name at its beginning, and at its end."""
    glue = any_of(language.words("names", "title_glue"))
    return (
        re.compile(rf"(?:[\s\W]+|(?:{glue})(?![^\W\d_])|nr\.?\s*\d+\S*)+", re.IGNORECASE),
        re.compile(rf"(?:[\s\W]+|\s(?:{glue})|\s(?:nr\.?\s*)?\d+(?:[/:]\d+)?)+$", re.IGNORECASE),
    )


def _trim(text: str, language: Language) -> tuple[int, int]:
    """Glue words, numbers and punctuation at the ends of a title piece go."""
    low, high = 0, len(text)
    before, behind = _ends(language)
    lead = before.match(text)
    if lead:
        low = lead.end()
    tail = behind.search(text[low:])
    if tail:
        high = low + tail.start()
    return low, high


def _nominative(text: str, language: Language) -> str:
    """ "direktionens sammanträde" -> "Direktionen": the body that a genitive before a meeting word names."""
    words = text.split()
    name = text
    if words and words[-1].lower() in language.words("names", "meeting_suffixes") and len(words) > 1:
        name = " ".join(words[:-1])
    endings = language.words("names", "organ_endings")
    if name.endswith("s") and name[:-1].lower().endswith(endings):
        name = name[:-1]
    return name[0].upper() + name[1:] if name else name


def _scores(name: str, language: Language, gazetteer: Gazetteer) -> tuple[float, float]:
    words = name.lower().split()
    organ = 0.0
    owner = 0.0
    organs = language.words("names", "organ_endings")
    owners = language.words("names", "owner_endings")
    if words and words[0].endswith(organs):
        organ += 2.0
    elif any(word.endswith(organs) for word in words):
        organ += 1.2
    if gazetteer.lookup(name, places=False):
        owner += 2.5
        organ -= 2.0
    if any(word.endswith(owners) for word in words) or any(
        w in words for w in language.words("names", "owner_words")
    ):
        owner += 1.5
        if words[0].endswith(owners) or words[-1].endswith(owners):
            organ -= 0.8
    if len(words) > 7:
        organ -= 0.7
        owner -= 0.7
    return organ, owner


def _best_body(pieces: list[Piece], found: Outline, language: Language) -> Said[str] | None:
    ranked = sorted(enumerate(pieces), key=lambda p: (-p[1].organ, p[0]))
    if ranked and ranked[0][1].organ > 0.5:
        piece = ranked[0][1]
        return _without_place(Said(piece.text, piece.span), language)
    return _meeting_organ(found, language)


def _body_as_label(found: Outline, language: Language) -> Said[str] | None:
    """A title line that only looks like a label of people: "Styrelsen", with nobody below it."""
    for entry in found.fields[:2]:
        text = entry.label.strip(" :*")
        if entry.kind != "people" or entry.table or " " in text or ":" in entry.label_row.text:
            continue
        bare = text.lower().endswith(language.words("names", "organ_endings"))
        if bare and all(_is_kind(row.text, language) for row in entry.values):
            return Said(text[0].upper() + text[1:].lower(), entry.label_row.span())
    return None


def _is_kind(text: str, language: Language) -> bool:
    """Whether a row only says what kind of document it is ("Protokoll nr 3")."""
    return not any(char.isalpha() for char in _kinds(language).sub("", text))


def _title_above(
    pieces: list[Piece], body: Said[str] | None, found: Outline, language: Language
) -> Said[str] | None:
    """Above a bare name for a body ("Styrelsen") the title's first line names whose it is."""
    first = found.titles[0] if found.titles else None
    if body is None or first is None or body.rule is not None:
        return None
    generic = len(body.value.split()) <= 2 and body.value.lower().endswith(
        (*language.words("names", "organ_endings"), *language.words("names", "meeting_suffixes"))
    )
    top = next((p for p in pieces if first.span().start <= p.span.start < first.span().end), None)
    if not generic or top is None or top.organ > 0.5 or top.span.start >= body.span.start:
        return None
    named = top.text[:1].isupper() and not any(char.isdigit() for char in top.text.split()[0])
    whole = len(top.text) > 0.6 * len(first.text.strip())
    return Said(top.text, top.span) if named and whole and len(top.text.split()) <= 7 else None


def _owner_named(labelled: Said[str], body: Said[str]) -> Said[str] | None:
    """The organisation that the label's value names behind the body."""
    rest = labelled.value[len(body.value) :].split(maxsplit=1)
    if len(rest) < 2 or not labelled.value.startswith(body.value):
        return None
    return Said(rest[1], Span(labelled.span.end - len(rest[1]), labelled.span.end))


def _without_place(piece: Said[str], language: Language) -> Said[str]:
    """ "Kyrkorådet i Mosås församling" is the council; the parish stands for itself as its organisation."""
    organs, owners = language.words("names", "organ_endings"), language.words("names", "owner_endings")
    within = re.match(rf"(\S+)\s+(?:{any_of(language.words('names', 'title_glue'))})\s+(.+)", piece.value)
    if within is not None and within[1].lower().endswith(language.words("names", "meeting_suffixes")):
        return Said(within[1], Span(piece.span.start, piece.span.start + len(within[1])))
    if within is None or not within[1].lower().endswith(organs) or not within[2][0].isupper():
        return piece
    if within[2].lower().endswith(owners) or within[2].split()[0].lower().endswith(owners):
        return Said(within[1], Span(piece.span.start, piece.span.start + len(within[1])))
    return piece


def _meeting_organ(found: Outline, language: Language) -> Said[str] | None:
    """The body that a kind of meeting belongs to ("Protokoll styrelsemöte" -> "Styrelsen"), inferred."""
    organs = language.data["names"]["meeting_organs"]
    pattern = re.compile(rf"(?<![^\W\d_]){any_of(organs)}(?![^\W\d_])", re.IGNORECASE)
    titles = [value for entry in found.fields if entry.kind == "title" for value in entry.values[:1]]
    for row in [*found.titles, *titles, *found.heads[:4], *found.unclaimed[:3]]:
        match = pattern.search(row.text)
        if match:
            return Said(
                organs[match[0].lower()], row.span(match.start(), match.end()), "body-from-kind-of-meeting"
            )
    return None


def _best_owner(pieces: list[Piece], body: Said[str] | None) -> Said[str] | None:
    ranked = sorted(enumerate(pieces), key=lambda p: (-(p[1].owner - 0.5 * max(p[1].organ, 0)), p[0]))
    for _, piece in ranked:
        if piece.owner >= 1.5 and (body is None or piece.text != body.value):
            inside = (
                body is not None and piece.span.start == body.span.start and piece.text.startswith(body.value)
            )
            text = piece.text[len(body.value) :].split(maxsplit=1)[-1] if inside and body else piece.text
            return Said(text, Span(piece.span.end - len(text), piece.span.end) if inside else piece.span)
    return None
