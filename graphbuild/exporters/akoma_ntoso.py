"""Turns each document's minutes into Akoma Ntoso 3.0 XML: a `debate` with items, resolutions and votes.

The specification is OASIS LegalDocML, Akoma Ntoso 1.0 part 1 and 2. Each text is the minutes' own. What
Akoma Ntoso demands and minutes may not state: a country is `zz` (ISO 3166: unknown) where the body's
organisation has no official Swedish code, a date is 0001-01-01 under the name `unknown`.
"""

from collections import Counter
from pathlib import Path

from lxml import etree

from graphbuild import vocabulary as v
from graphbuild.dataset import Dataset
from graphbuild.exporters import FolderFormat
from graphbuild.exporters._akoma_ntoso_parts import NAMESPACE, add, clean, meta_of
from graphbuild.exporters._things import Thing, Things, items_of, local_name, meetings
from graphbuild.identity import slug


def write(dataset: Dataset, folder: Path) -> None:
    """Write NAME.xml for each meeting, named by the body and the date."""
    shared = Things.shared(dataset)
    used: Counter[str] = Counter()
    for meeting, things in meetings(dataset):
        wanted = slug("-".join(meeting.iri.rsplit("/", 2)[-2:]))
        used[wanted] += 1  # two documents may tell of one meeting
        name = wanted if used[wanted] == 1 else f"{wanted}_{used[wanted]}"
        root = minutes(meeting, things, shared)
        (folder / f"{name}.xml").write_bytes(
            etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
        )


def minutes(meeting: Thing, things: Things, shared: Things) -> etree._Element:
    """Turn a meeting into the element `akomaNtoso`."""
    root = etree.Element(f"{{{NAMESPACE}}}akomaNtoso", None, {None: NAMESPACE})  # type: ignore[dict-item]  # lxml-stubs know no default namespace
    debate = add(root, "debate", name="minutes")
    keys = meta_of(debate, meeting, things, shared)
    preface = add(debate, "preface")
    add(preface, "p", text=meeting.text(v.LABEL) or meeting.iri)
    body = add(debate, "debateBody")
    _roll_call(body, meeting, things, shared, keys)
    for number, item in enumerate(items_of(things, meeting), 1):
        _item(body, f"debateSection_{number}", item, things, shared, keys)
    if not len(body):
        add(add(body, "debateSection", name="minutes", eId="debateSection_1"), "p")
    return root


def _roll_call(
    body: etree._Element, meeting: Thing, things: Things, shared: Things, keys: dict[str, str]
) -> None:
    """Say who was there, who was not, and in which capacity."""
    taking_part = things.belonging(v.PARTICIPATION, v.OF_MEETING).get(meeting.iri, [])
    if not taking_part:
        return
    call = add(body, "rollCall", eId="rollCall")
    for one in taking_part:
        who = one.iri_of(v.OF_PERSON)
        if who is None:
            continue
        line = add(call, "p", **{"class": local_name(one.iri_of(v.ATTENDANCE) or "") or "unknown"})
        named = add(line, "person", text=shared[who].text(v.NAME) or who, refersTo=f"#{keys[who]}")
        party, role = one.text(v.PARTY), one.text(v.ROLE)
        named.tail = f" ({clean(party)})" if party else None
        if role:
            named.tail = f"{named.tail or ''}, "
            add(line, "role", text=role, refersTo=f"#{keys[role]}")


def _item(
    body: etree._Element, eid: str, item: Thing, things: Things, shared: Things, keys: dict[str, str]
) -> None:
    """Turn an agenda item into a section with what was moved, decided and reserved."""
    section = add(body, "debateSection", name="item", eId=eid)
    number = item.text(v.NUMBER)
    if number:
        add(section, "num", text=number)
    add(section, "heading", text=item.text(v.TITLE) or item.text(v.LABEL) or "–")
    motions = things.belonging(v.MOTION, v.OF_ITEM).get(item.iri, [])
    reservations = things.belonging(v.RESERVATION, v.OF_ITEM).get(item.iri, [])
    decisions = things.belonging(v.DECISION, v.OF_ITEM).get(item.iri, [])
    for name, said in (("motion", motions), ("reservation", reservations)):
        for one in said:
            _said(section, name, one, shared, keys)
    for position, decision in enumerate(decisions, 1):
        resolution = add(section, "resolutions", eId=f"{eid}__resolutions_{position}")
        label = decision.text(v.DESIGNATION)
        if label:
            add(resolution, "num", text=label)
        add(resolution, "p", text=decision.text(v.TEXT) or "–")
    if len(section) <= 2 and not (motions or reservations or decisions):
        add(section, "p")


def _said(section: etree._Element, kind: str, one: Thing, shared: Things, keys: dict[str, str]) -> None:
    line = add(section, "p", **{"class": kind})
    people = [who for who in one.iris(v.OF_PERSON) if who in keys]
    last: etree._Element | None = None
    for who in people:
        if last is not None:
            last.tail = ", "
        last = add(line, "person", text=shared[who].text(v.NAME) or who, refersTo=f"#{keys[who]}")
    words = one.text(v.TEXT)
    if words and last is not None:
        last.tail = f": {clean(words)}"
    elif words:
        line.text = clean(words)


FORMAT = FolderFormat("akoma-ntoso", ".xml", "application/akn+xml", "graph", write)
