"""Writes an invented meeting as minutes, in one of the four layouts of the examples."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from textwrap import wrap

from benchmarks.meetings import Item, Meeting, Member

MONTHS: tuple[str, ...] = ("januari", "februari", "mars", "april", "maj", "juni")
MONTHS += ("juli", "augusti", "september", "oktober", "november", "december")
_DAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
_LINES_ON_A_PAGE = 46


def _long(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _longer(day: date) -> str:
    return f"{_DAYS[day.weekday()]} {_long(day)}"


def _with_duty(members: Iterable[Member], chair: Member, write: Callable[[Member], str]) -> list[str]:
    """Write members, and who of them leads."""
    return [write(member) + (", ordförande" if member is chair else "") for member in members]


def _first_name(member: Member) -> str:
    return member.name.partition(" ")[0]


# A regional group: labels and tabs, participants on one line


def regional(meeting: Meeting) -> Iterator[str]:
    """Tabs after labels, participants with nothing between them, decisions with letters."""
    yield from _regional_front(meeting)
    yield ""
    for item in meeting.items:
        yield from _regional_item(item)


def _regional_front(meeting: Meeting) -> Iterator[str]:
    numbers = f"{meeting.items[0].number}-{meeting.items[-1].number}"
    people = " ".join(_with_duty(meeting.present, meeting.chair, lambda who: f"{who.name}, {who.town}"))
    away = " ".join(f"{member.name}, {member.town}" for member in meeting.absent)
    guests = " ".join(f"{member.name}, {office}" for member, office in meeting.guests)
    yield f"Ledningsgrupp {meeting.body.town}"
    yield ""
    yield f"Tid och plats:\t{_longer(meeting.day)} kl. {meeting.start} Digitalt via Teams"
    yield f"Deltagare (beslutande):\t{people}"
    if away:
        yield f"Ej närvarande:\t{away}"
    yield f"Övriga deltagare:\t{meeting.secretary.name}, sekreterare {guests}"
    yield f"Paragrafer:\t{numbers}"
    yield f"Nästa möte:\t{_longer(meeting.next_day)}"
    yield ""
    yield "Innehåll"
    yield ""
    for place, item in enumerate(meeting.items):
        yield f"§ {item.number} {item.title}\t{2 + place // 2}"


def _regional_item(item: Item) -> Iterator[str]:
    yield f"§ {item.number} {item.title}"
    yield ""
    yield f"Föredragande: {item.presenter.name}, {item.office}"
    yield ""
    yield "Ledningsgruppens beslut"
    yield ""
    yield "Ledningsgruppen beslutar"
    yield ""
    for letter, decision in zip("abcdef", item.decisions, strict=False):
        yield f"{letter}) {decision}"
    yield ""
    yield "Sammanfattning"
    yield ""
    for sentence in item.background:
        yield sentence
        yield ""
    if item.duty:
        yield f"{item.responsible.name} får i uppdrag att {item.duty} senast den {_long(item.due)}."
        yield ""
    if item.documents:
        yield "Underlag"
        yield ""
        yield from (f"- {document}" for document in item.documents)
        yield ""


# A municipal board: two columns, page heads, votes


def board(meeting: Meeting) -> Iterator[str]:
    """Labels in a left column, heads on each page, proposals that repeat the decision, votes."""
    lines = list(_board_front(meeting))
    for item in meeting.items:
        lines += _board_item(item, meeting)
    pages = [lines[at : at + _LINES_ON_A_PAGE] for at in range(0, len(lines), _LINES_ON_A_PAGE)]
    for number, page in enumerate(pages, start=1):
        yield (
            f"{meeting.body.town}s kommun".ljust(31)
            + f"SAMMANTRÄDESPROTOKOLL              Sida {number} ({len(pages)})"
        )
        yield "Kommunstyrelsen".ljust(31) + f"Sammanträdesdatum {meeting.day}"
        yield ""
        yield from page
        yield ""


def _board_front(meeting: Meeting) -> Iterator[str]:
    serving = dict(zip((member.name for member in meeting.absent), meeting.substitutes, strict=True))
    yield from _column("Plats och tid", [f"Kommunhuset i {meeting.body.town}, kl. {meeting.start}–17.10"])
    decide = _with_duty(meeting.present, meeting.chair, lambda who: f"{who.name} ({who.party})")
    yield from _column("Beslutande", decide)
    if serving:
        replaced = [f"{member.name} ({member.party}), ersätter {name}" for name, member in serving.items()]
        yield from _column("Tjänstgörande ersättare", replaced)
    officials = [
        f"{meeting.secretary.name}, sekreterare",
        *(f"{who.name}, {office}" for who, office in meeting.guests),
    ]
    yield from _column("Övriga närvarande", officials)
    yield from _column("Utses att justera", [f"{meeting.adjuster.name} ({meeting.adjuster.party})"])
    yield from _column("Paragrafer", [f"§§ {meeting.items[0].number}–{meeting.items[-1].number}"])
    for role, member in (
        ("Sekreterare", meeting.secretary),
        ("Ordförande", meeting.chair),
        ("Justerare", meeting.adjuster),
    ):
        yield from _column(role, ["........................................", member.name])


def _column(label: str, values: list[str]) -> Iterator[str]:
    parts = wrap(label, 20)
    for place in range(max(len(parts), len(values))):
        left = parts[place] if place < len(parts) else ""
        yield f"{left:<24}{values[place] if place < len(values) else ''}".rstrip()
    yield ""


def _board_item(item: Item, meeting: Meeting) -> Iterator[str]:
    yield f"§ {item.number}".ljust(58) + f"Dnr KS {item.case}"
    yield item.title
    yield ""
    yield "Kommunstyrelsens beslut"
    for place, decision in enumerate(item.decisions, start=1):
        yield from wrap(f"{place}. Kommunstyrelsen beslutar {decision}.", 84)
    if item.duty:
        told = f"Kommunstyrelsen uppdrar åt {item.office} {item.presenter.name} att {item.duty}"
        yield from wrap(f"{told} senast den {_long(item.due)}.", 84)
    yield ""
    yield "Sammanfattning"
    yield from wrap(" ".join(item.background), 84)
    yield ""
    yield "Förslag till beslut"
    for decision in item.decisions:
        yield from wrap(f"Kommunstyrelsen föreslås besluta {decision}.", 84)
    yield ""
    if item.divided:
        yield from _division(meeting)
    if item.documents:
        yield "Beslutsunderlag"
        yield from item.documents
        yield ""


def _division(meeting: Meeting) -> Iterator[str]:
    against = meeting.present[-2:]
    yield "Yrkanden"
    one, other = (f"{member.name} ({member.party})" for member in against)
    yield f"{one} yrkar avslag på förslaget."
    yield ""
    yield "Omröstning"
    yield f"Med {len(meeting.present) - 2} ja-röster mot 2 nej-röster bifaller kommunstyrelsen förslaget."
    yield ""
    yield "Reservation"
    yield f"{one} och {other} reserverar sig mot beslutet."
    yield ""


# A board of an association of municipalities: Markdown with a table


def federation(meeting: Meeting) -> Iterator[str]:
    """A table of two columns on top, numbered decisions last in each item."""
    yield f"# Kommunalförbundet {meeting.body.town}"
    yield ""
    yield "## Protokoll från direktionens sammanträde"
    yield ""
    yield from _table(meeting)
    yield ""
    for item in meeting.items:
        yield from _federation_item(item)


def _table(meeting: Meeting) -> Iterator[str]:
    decide = _with_duty(meeting.present, meeting.chair, lambda who: f"{who.name} ({who.party}), {who.town}")
    yield "| | |"
    yield "|---|---|"
    yield "| **Organ** | Direktionen |"
    yield f"| **Datum** | {meeting.day} |"
    yield f"| **Tid** | kl. {meeting.start}–16.45 |"
    yield f"| **Plats** | Förbundskansliet, {meeting.body.town} |"
    yield f"| **Beslutande** | {'<br>'.join(decide)} |"
    if meeting.absent:
        away = "<br>".join(f"{who.name} ({who.party}), {who.town}" for who in meeting.absent)
        yield f"| **Frånvarande** | {away} |"
    officials = "<br>".join(f"{member.name}, {office}" for member, office in meeting.guests)
    yield f"| **Tjänstemän** | {officials}<br>{meeting.secretary.name}, sekreterare |"
    yield f"| **Justerare** | {meeting.adjuster.name} |"
    yield f"| **Paragrafer** | §§ {meeting.items[0].number}–{meeting.items[-1].number} |"
    yield f"| **Nästa möte** | {meeting.next_day} |"


def _federation_item(item: Item) -> Iterator[str]:
    yield f"## § {item.number} {item.title}"
    yield ""
    yield f"**Diarienummer:** KF {item.case}"
    yield f"**Föredragande:** {item.presenter.name}, {item.office}"
    yield ""
    yield "### Ärendebeskrivning"
    yield ""
    yield " ".join(item.background)
    yield ""
    yield "### Beslut"
    yield ""
    decisions = list(item.decisions)
    if item.duty:
        decisions.append(f"{item.presenter.name} får i uppdrag att {item.duty} senast den {_long(item.due)}")
    yield from (f"{place}. {decision}." for place, decision in enumerate(decisions, start=1))
    yield ""
    if item.documents:
        yield "### Handlingar"
        yield ""
        yield from (f"- {document}" for document in item.documents)
        yield ""


# A voluntary association: Markdown with bold labels and first names


def club(meeting: Meeting) -> Iterator[str]:
    """Names without organisations, decisions in the past tense, things to do."""
    roles = {meeting.chair.name: " (ordförande)", meeting.adjuster.name: " (justerare)"}
    people = ", ".join(f"{member.name}{roles.get(member.name, '')}" for member in meeting.present)
    yield f"# {meeting.body.town}s IF"
    yield ""
    yield f"## Styrelsen – protokoll nr {meeting.first_number}/{meeting.day.year}"
    yield ""
    yield f"**Datum:** {_longer(meeting.day)}"
    yield f"**Tid:** {meeting.start}–21.05"
    yield "**Plats:** klubbstugan"
    yield f"**Närvarande:** {people}, {meeting.secretary.name} (sekreterare)"
    if meeting.absent:
        yield f"**Frånvarande:** {', '.join(member.name for member in meeting.absent)}"
    yield f"**Nästa möte:** {_longer(meeting.next_day)}"
    yield ""
    for place, item in enumerate(meeting.items, start=1):
        yield from _club_item(place, item)
    yield f"Sekreterare: {meeting.secretary.name}"
    yield ""
    yield f"Justerare: {meeting.adjuster.name}"


def _club_item(place: int, item: Item) -> Iterator[str]:
    yield f"### {place}. {item.title}"
    yield ""
    yield " ".join(item.background)
    yield ""
    yield "Styrelsen beslutade"
    yield from (f"- {decision}" for decision in item.decisions)
    yield ""
    if item.duty:
        verb, _, rest = item.duty.partition(" ")
        yield f"Att göra: {_first_name(item.responsible)} ska {verb} {rest} senast den {_long(item.due)}."
        yield ""


LAYOUTS: tuple[tuple[str, Callable[[Meeting], Iterator[str]]], ...] = (
    ("ledningsgrupp", regional),
    ("kommunstyrelse", board),
    ("direktion", federation),
    ("styrelse", club),
)
SUFFIXES = {"ledningsgrupp": ".txt", "kommunstyrelse": ".txt", "direktion": ".md", "styrelse": ".md"}
