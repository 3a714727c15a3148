"""How an item was decided: motions, votes, reservations and disqualifications (jäv) in its blocks."""

import re
from functools import cache

from graphbuild.languages import Language, any_of
from graphbuild.model import Disqualification, Motion, Reservation, Vote
from graphbuild.parsing.blocks import Block, sentences_of
from graphbuild.parsing.cast import Cast, people_pattern, person_for

_BRACKET = re.compile(r"\s*\([^()]*\)")


def names_in(text: str, cast: Cast) -> list[str]:
    """The full names of people in a text, in order; parties and roles left out."""
    found: list[str] = []
    for match in re.finditer(people_pattern(), text):
        for piece in re.split(r",\s*|\s+(?:och|samt|og|&)\s+", _BRACKET.sub("", match[0])):
            name = _full_name(piece.strip(), cast)
            if name and name not in found:
                found.append(name)
    return found


def _full_name(piece: str, cast: Cast) -> str | None:
    known = person_for(piece, cast) if " " in piece else None
    if known:
        return known
    words = piece.split()
    for start in range(len(words) - 1):
        if words[start] in cast.language.first_names:
            return " ".join(words[start:])
    return None


@cache
def _moves(language: Language, strict: bool) -> re.Pattern[str]:
    verbs = any_of(language.words("votes", "moves_strict" if strict else "moves"))
    return re.compile(rf"(?P<who>{people_pattern()})[^.:]{{0,60}}?\s(?P<verb>{verbs})\s+(?P<what>.+)", re.DOTALL)


def motions_in(blocks: list[Block], kind: str, cast: Cast) -> list[Motion]:
    """What each participant moves; only under a heading for motions do softer verbs count."""
    found: list[Motion] = []
    if kind in ("recipients", "appeal", "documents"):
        return found
    for block in blocks:
        for sentence in sentences_of(block.text, cast.language):
            match = _moves(cast.language, kind != "motions").search(sentence.text)
            if match is None:
                continue
            what = " ".join(match["what"].split()).rstrip(" .:;")
            start = sentence.start + match.start("what")
            span = block.span(sentence.start, max(start + 1, sentence.end))
            found.extend(Motion(name, what, span) for name in names_in(match["who"], cast))
    return found


@cache
def _counts(language: Language) -> re.Pattern[str]:
    votes = language.data["votes"]
    yes, no, abstain = any_of(votes["for"]), any_of(votes["against"]), any_of(votes["abstain"])
    between = r"[^.\d]{0,60}?"
    values = any_of(votes["numbers"])

    def number(name: str) -> str:
        return rf"(?P<{name}>\d{{1,3}}|{values})"

    return re.compile(
        rf"{number('a')}\s+(?:röster\s+)?(?P<yes>{yes})(?![^\W\d_]){between}{number('b')}\s+(?:röster\s+)?(?P<no>{no})(?![^\W\d_])"
        rf"(?:[^\d]{{0,80}}?{number('c')}\s+[^.\d]{{0,30}}?{abstain})?"
        rf"|(?P<yes2>{yes})[-:\s]+(?:röster:?\s*)?{number('d')}\b{between}(?P<no2>{no})[-:\s]+(?:röster:?\s*)?{number('e')}\b(?:[^\d]{{0,40}}?{abstain}[-:\s]+{number('f')}\b)?"
        rf"|röstetal(?:en|et)?\s+{number('g')}\s*[–-]\s*{number('h')}",
        re.IGNORECASE,
    )


def _value(text: str | None, language: Language) -> int | None:
    if text is None:
        return None
    numbers = language.data["votes"]["numbers"]
    return int(text) if text.isdigit() else int(numbers[text.lower()])


def votes_in(blocks: list[Block], kind: str, cast: Cast) -> list[Vote]:
    """The division of an item: counts, and the names behind each vote where they are listed."""
    if kind in ("recipients", "appeal", "documents", "proposal"):
        return []
    language = cast.language
    counts: Vote | None = None
    for block in blocks:
        match = _counts(language).search(block.text)
        if match and counts is None:
            groups = [match[n] for n in "abc"] if match["a"] else [match[n] for n in "def"] if match["d"] else [match["g"], match["h"], None]
            yes, no, abstain = (_value(group, language) for group in groups)
            counts = Vote(block.span(match.start(), match.end()), yes, no, abstain)
    lists = _name_lists(blocks, cast)
    if counts is None and not (lists["for"] or lists["against"]):
        return []
    if counts is None and kind != "vote":
        return []
    span = counts.span if counts else blocks[0].span()
    base = counts or Vote(span, len(lists["for"]) or None, len(lists["against"]) or None)
    return [
        Vote(span, base.for_count, base.against_count, base.abstain_count,
             tuple(lists["for"]), tuple(lists["against"]), tuple(lists["abstain"]))
    ]  # fmt: skip


@cache
def _sides(language: Language) -> re.Pattern[str]:
    votes = language.data["votes"]
    sides = "|".join(
        f"(?P<{side}>{any_of(votes[name])})" for side, name in (("yes", "for"), ("no", "against"), ("abstain", "abstain"))
    )
    return re.compile(rf"(?:^|[\s(*])(?:{sides})(?:\s*\(?\s*\d+[^):]*\)?)?\s*(?::|\s[–-]\s|\s*$)|(?:röstar|röstade|röstat)\s+(?:(?P<yes2>ja|för)|(?P<no2>nej|mot|emot))\b|(?P<abstain2>avstår|avstod)", re.IGNORECASE)


def _name_lists(blocks: list[Block], cast: Cast) -> dict[str, list[str]]:
    """Names after "Ja:", below "Ja-röster", or before "röstar nej"."""
    lists: dict[str, list[str]] = {"for": [], "against": [], "abstain": []}
    current: str | None = None
    for block in blocks:
        text = block.text
        marks = list(_sides(cast.language).finditer(text))
        if not marks:
            names = names_in(text, cast)
            if current and names:
                lists[current].extend(n for n in names if n not in lists[current])
            elif block.blanks:
                current = None
            continue
        for index, mark in enumerate(marks):
            groups = mark.groupdict()
            side = "for" if groups["yes"] or groups["yes2"] else "against" if groups["no"] or groups["no2"] else "abstain"
            stop = marks[index + 1].start() if index + 1 < len(marks) else len(text)
            names = names_in(text[mark.end() : stop], cast)
            if not names and (groups["yes2"] or groups["no2"] or groups["abstain2"]):
                names = names_in(text[marks[index - 1].end() if index else 0 : mark.start()], cast)
            lists[side].extend(n for n in names if n not in lists[side])
            current = side
    return lists


@cache
def _reserves(language: Language) -> re.Pattern[str]:
    return re.compile(rf"{any_of(language.words('votes', 'reserves'))}", re.IGNORECASE)


def reservations_in(blocks: list[Block], kind: str, cast: Cast) -> list[Reservation]:
    """Who reserves against the decision, with the reason where one is given."""
    found: list[Reservation] = []
    reserves = _reserves(cast.language)
    for block in blocks:
        matched = False
        for sentence in sentences_of(block.text, cast.language):
            match = reserves.search(sentence.text)
            if match is None:
                continue
            names = names_in(sentence.text[: match.start()], cast) or names_in(sentence.text[match.end() :], cast)
            if names:
                reason = _reason(sentence.text[match.end() :], cast.language)
                found.append(Reservation(tuple(names), block.span(sentence.start, sentence.end), reason))
                matched = True
        if kind == "reservation" and not matched and not found:
            names = names_in(block.text, cast)
            if names and len(_BRACKET.sub("", block.text)) < sum(len(n) for n in names) + 30:
                found.append(Reservation(tuple(names), block.span(), None))
    return found


def _reason(rest: str, language: Language) -> str | None:
    match = language.pattern("votes", "reason").search(rest)
    return " ".join(rest[match.start() :].split()).rstrip(" .") if match else None


@cache
def _disqualifies(language: Language) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(p.replace("{people}", people_pattern())) for p in language.words("votes", "disqualifies"))


def disqualified_in(blocks: list[Block], kind: str, cast: Cast) -> list[Disqualification]:
    """Who takes no part in the item because of a conflict of interest (kommunallagen 5:47, 6:28)."""
    found: list[Disqualification] = []
    trigger = cast.language.pattern("votes", "disqualifying")
    for block in blocks:
        for sentence in sentences_of(block.text, cast.language):
            if not (kind == "disqualification" or trigger.search(sentence.text)):
                continue
            if cast.language.pattern("votes", "not_disqualified").search(sentence.text):
                continue
            names = [n for p in _disqualifies(cast.language) for m in p.finditer(sentence.text) for n in names_in(m["who"], cast)]
            if not names and kind == "disqualification":
                names = names_in(sentence.text, cast)[:1]
            span = block.span(sentence.start, sentence.end)
            found.extend(Disqualification(n, span) for n in dict.fromkeys(names) if all(d.name != n for d in found))
    return found
