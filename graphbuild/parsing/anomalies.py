"""What the minutes themselves contradict: each anomaly with the words that show it."""

import itertools
import re
from collections import Counter
from collections.abc import Collection

from graphbuild.languages import Language
from graphbuild.model import Attendance, Item, Notice, Participant, Span
from graphbuild.parsing.away import speaking_while_away
from graphbuild.parsing.dates import days_in
from graphbuild.parsing.front import Front
from graphbuild.parsing.outline import Contents, Outline
from graphbuild.parsing.tails import without_tail
from graphbuild.parsing.variants import one_letter_off


def anomalies_in(
    found: Outline, front: Front, items: list[Item], body: str, language: Language
) -> list[Notice]:
    """All anomalies of one document, by kind; `body` is the name of the body, or empty."""
    return [
        *_chairs(front.participants, language),
        *_signs_as_chair(front, items, language),
        *_names(items),
        *_misspelt(items, front),
        *_cited(items, _unheaded(found, items, language), _stems(body)),
        *_contents(found, items, language),
        *_numbers(front, items),
        *_approval(front),
        *_headed(found, front, language),
        *_adjusters(front, language),
        *speaking_while_away(front.participants, found.regions, language),
    ]


def _notice(kind: str, span: Span, **details: str) -> Notice:
    return Notice(kind, span, tuple(sorted(details.items())))


def _chairs(participants: list[Participant], language: Language) -> list[Notice]:
    """Two people are given as chair with nothing that says when (no item range for either).

    A vice chair who is given as chair, too, is it when the chair is not.
    """
    chair = set(language.words("roles", "chair")[:3])
    vice = set(language.words("roles", "vice_chair"))
    chairs = [
        p
        for p in participants
        if chair & set(p.roles)
        and not vice & set(p.roles)
        and p.items is None
        and p.attendance is not Attendance.ABSENT
    ]
    if len(chairs) < 2:
        return []
    names = [p.name for p in chairs]
    return [_notice("two-chairs", chairs[1].span, first=names[0], second=names[1])]


def _signs_as_chair(front: Front, items: list[Item], language: Language) -> list[Notice]:
    """Somebody signs as chair who is none by the list, and whom no decision elected to it.

    Chairs who were away, or whom a list lets chair some items only, are no contradiction.
    """
    chair = set(language.words("roles", "chair"))
    chairs = [p for p in front.participants if chair & set(p.roles) and p.attendance is not Attendance.ABSENT]
    signing = [s for s in front.signatories if chair & set(s.roles)]
    if not chairs or any(p.items for p in chairs) or {s.name for s in signing} & {p.name for p in chairs}:
        return []
    elected = " ".join(d.text for item in items for d in item.decisions if d.type == "election")
    return [
        _notice("other-chair-signs", s.span, signed=s.name, listed=chairs[0].name)
        for s in signing
        if s.name not in elected
    ]


def _names(items: list[Item]) -> list[Notice]:
    """A presenter whose name is nearly, and not quite, that of a participant."""
    return [
        _notice("name-variant", p.span, item=item.number or item.title, written=p.name, listed=p.same_as)
        for item in items
        for p in item.presenters
        if p.same_as and p.same_as != p.name
    ]


def _misspelt(items: list[Item], front: Front) -> list[Notice]:
    """Somebody who signs or acts under an item is no participant, and one letter away from being one."""
    names = [p.name for p in front.participants]
    listed = {name: close for name in _acting(items, front) if (close := one_letter_off(name, names))}
    signed = [
        _notice("name-variant-signed", s.span, written=s.name, listed=listed[s.name])
        for s in front.signatories
        if s.name in listed
    ]
    acted = {
        (item.number or item.title, name): span
        for item in items
        for name, span in _actors(item)
        if name in listed
    }
    return signed + [
        _notice("name-variant", span, item=item, written=name, listed=listed[name])
        for (item, name), span in acted.items()
    ]


def _acting(items: list[Item], front: Front) -> set[str]:
    return {s.name for s in front.signatories} | {name for item in items for name, _ in _actors(item)}


def _actors(item: Item) -> list[tuple[str, Span]]:
    """Who moves, votes, has a reservation recorded or stands aside, with the words that say so."""
    voters = [
        (name, vote.span)
        for vote in item.votes
        for name in (*vote.for_names, *vote.against_names, *vote.abstain_names)
    ]
    return [
        *((motion.name, motion.span) for motion in item.motions),
        *voters,
        *((name, reservation.span) for reservation in item.reservations for name in reservation.names),
        *((aside.name, aside.span) for aside in item.disqualified),
    ]


_FEWEST_WORDS = 2
_PART = re.compile(r"[a-zà-öø-ÿ][.)]\s")
_WORDS = re.compile(r"[^\W\d_]{4,}")


def _unheaded(found: Outline, items: list[Item], language: Language) -> list[tuple[str, str]]:
    """The numbers and titles that only the table of contents has."""
    numbers = {item.number for item in items}
    return [(n, title) for n, title, _ in _contents_entries(found, language) if n not in numbers]


def _cited(items: list[Item], unheaded: list[tuple[str, str]], body: set[str]) -> list[Notice]:
    """A document whose title is nearly another item's title, and not its own item's.

    The other item may be one that only the table of contents has: its `unheaded` number and title.

    The words of the body's name stand in many titles, and say nothing of which item is meant.
    """
    found = []
    named = [(item.number or item.title, item.title) for item in items]
    titles = [(name, _stems(title) - body) for name, title in [*named, *unheaded]]
    for at, (item, (_, own)) in enumerate(zip(items, titles, strict=False)):
        for document in item.documents:
            words = _stems(document.title) - body
            for place, (other, theirs) in enumerate(titles):
                if place == at or len(theirs) < _FEWEST_WORDS or theirs <= own:
                    continue
                # Of a short title all words must stand in the document's, and none of its own item's.
                short = len(theirs) == _FEWEST_WORDS
                most, least = (1.0, 0.0) if short else (0.66, 0.34)
                if len(theirs & words) >= most * len(theirs) and len(own & words) <= least * max(len(own), 1):
                    found.append(
                        _notice(
                            "document-of-other-item",
                            document.span,
                            item=item.number or item.title,
                            document=document.title,
                            other=other,
                        )
                    )
                    break
    return found


def _stems(text: str) -> set[str]:
    return {word[:6] for word in _WORDS.findall(text.lower())}


def _contents(found: Outline, items: list[Item], language: Language) -> list[Notice]:
    """The table of contents titles an item otherwise than its heading does, or lists one that is missing."""
    notices = []
    by_number: dict[str, list[Item]] = {}
    for item in items:
        if item.number:
            by_number.setdefault(item.number, []).append(item)
    entries = _contents_entries(found, language)
    for number, title, span in entries:
        headed = by_number.get(number, [])
        if not headed and by_number:
            notices.append(_notice("contents-without-item", span, number=number, title=title))
        elif title and headed and not any(_plain(title) == _plain(item.title) for item in headed):
            heading = headed[0].title
            notices.append(_notice("contents-title", span, number=number, contents=title, heading=heading))
    return notices


def _contents_entries(found: Outline, language: Language) -> list[tuple[str, str, Span]]:
    entries: list[tuple[str, str, Span]] = []
    for entry in found.contents:
        row = entry.row
        whole = row.text[entry.title_start :] if not row.cells else _cells_title(entry, language)
        text = without_tail(whole, language)
        if entry.number is not None:
            entries.append((entry.number, text, row.span()))
        elif entries and text and text[:1].islower() and not _PART.match(text):
            number, title, span = entries[-1]
            entries[-1] = (number, f"{title} {text}", span)
    return entries


def _cells_title(entry: Contents, language: Language) -> str:
    cells = entry.row.cells or ()
    named = [cell.text for cell in cells if cell.text and not cell.text.strip(".").isdigit()]
    joined = " ".join(without_tail(text, language) for text in named)
    start = entry.title_start - entry.row.text.find(cells[0].text) if cells and cells[0].text else 0
    return joined[max(start, 0) :]


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


_YEAR = re.compile(r"(?<=\d)/\d{2,4}$")
"""The year behind a number ("41/25"), which the claimed range may leave out."""


def _numbers(front: Front, items: list[Item]) -> list[Notice]:
    """Repeated numbers, gaps, and headings that do not match the claimed range."""
    notices = []
    numbers = [item.number for item in items if item.number]
    for number, count in Counter(numbers).items():
        if count > 1:
            again = [item for item in items if item.number == number][1]
            notices.append(_notice("number-repeated", again.span, number=number))
    if front.items_covered:
        claimed = front.items_covered.value
        if not any(_YEAR.search(n) for n in claimed):
            numbers = [_YEAR.sub("", n) for n in numbers]
        missing = [n for n in claimed if n not in numbers]
        extra = [n for n in numbers if n not in claimed and n.isdigit()]
        if missing and numbers:
            notices.append(_notice("items-missing", front.items_covered.span, numbers=", ".join(missing)))
        if extra:
            notices.append(
                _notice(
                    "items-not-claimed", front.items_covered.span, numbers=", ".join(dict.fromkeys(extra))
                )
            )
        return notices
    plain = [int(n) for n in numbers if n.isdigit()]
    gaps = [n for a, b in itertools.pairwise(plain) if 1 < b - a <= 5 for n in range(a + 1, b)]
    if gaps:
        notices.append(_notice("numbers-skipped", items[0].span, numbers=", ".join(map(str, gaps))))
    return notices


def _approval(front: Front) -> list[Notice]:
    """The minutes are approved before the meeting was held."""
    if (
        front.approval
        and front.date
        and front.approval.value.date
        and front.approval.value.date < front.date.value
    ):
        return [
            _notice(
                "approved-before-meeting",
                front.approval.span,
                approved=front.approval.value.date,
                held=front.date.value,
            )
        ]
    return []


def _headed(found: Outline, front: Front, language: Language) -> list[Notice]:
    """The heading, or a page's head, dates the minutes otherwise than the front page does the meeting."""
    if front.date is None:
        return []
    held = front.date.value
    last = front.end_date.value if front.end_date else held
    kinds = language.words("names", "document_kinds")
    titles = [
        (row, day.first.isoformat())
        for row in found.titles
        for day in days_in(row.text, language)
        if _is_dated(row.text[: day.start].strip(" :,*#|").lower(), kinds) and day.dated
    ]
    # What stands in the heads of pages is the meeting's date where the same words have it on another page.
    heads = [
        (row, day.first.isoformat(), " ".join((row.text[: day.start] + row.text[day.end :]).split()))
        for row in found.heads
        for day in days_in(row.text, language)
        if day.dated
    ]
    ours = {words for _, day, words in heads if held <= day <= last}
    titles += [(row, day) for row, day, words in heads if words in ours]
    told = {day: row for row, day in reversed(titles) if not held <= day <= last}
    return [_notice("other-date", row.span(), heading=day, held=held) for day, row in sorted(told.items())]


_LONGEST_LEAD = 8
"""So many words at most stand between the kind of a document and the date in its heading."""


def _is_dated(lead: str, kinds: Collection[str]) -> bool:
    """Whether a heading that begins so gives the meeting's date ("Minutes", "Minutes of the board")."""
    words = lead.split()
    return bool(words) and len(words) <= _LONGEST_LEAD and (lead in kinds or words[0] in kinds)


def _adjusters(front: Front, language: Language) -> list[Notice]:
    """Somebody who adjusts (approves) the minutes was absent."""
    adjuster = set(language.words("roles", "adjuster"))
    absent = {p.name for p in front.participants if p.attendance is Attendance.ABSENT}
    present = {p.name for p in front.participants if p.attendance is not Attendance.ABSENT}
    return [
        _notice("adjuster-absent", s.span, name=s.name)
        for s in front.signatories
        if adjuster & set(s.roles) and s.name in absent and s.name not in present
    ]
