"""Turns what the graph says of minutes themselves into the `meta` of an Akoma Ntoso document."""

from lxml import etree

from graphbuild import vocabulary as v
from graphbuild.exporters._things import Thing, Things, items_of
from graphbuild.identity import slug

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
SOURCE = "#govgraph"
_LANGUAGES = {"sv": "swe", "nb": "nob", "nn": "nno", "da": "dan", "fi": "fin", "en": "eng"}  # ISO 639-2
_NOT_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])
_COUNTS = (("favor", v.VOTES_FOR), ("against", v.VOTES_AGAINST), ("abstention", v.VOTES_ABSTAINED))


def clean(text: str) -> str:
    """Leave out the characters that XML forbids."""
    return text.translate(_NOT_XML)


def add(parent: etree._Element, tag: str, text: str | None = None, **attributes: str) -> etree._Element:
    """Add an element of Akoma Ntoso."""
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}")
    for name, value in attributes.items():
        element.set(name, clean(value))
    if text is not None:
        element.text = clean(text)
    return element


def meta_of(debate: etree._Element, meeting: Thing, things: Things, shared: Things) -> dict[str, str]:
    """Write `meta`, and give the eId of each person, body and role that is referred to."""
    meta = add(debate, "meta")
    minutes = next(iter(things.belonging(v.MINUTES, v.MINUTES_OF).get(meeting.iri, [])), None)
    source = things[minutes.iri_of(v.SOURCE) or ""] if minutes else None
    _identification(meta, meeting, shared, (source.text(v.LANGUAGE) if source else None) or "")
    _votes(meta, meeting, things)
    return _references(meta, meeting, things, shared)


def _identification(meta: etree._Element, meeting: Thing, shared: Things, language: str) -> None:
    """Name work, expression and manifestation (FRBR), as the Akoma Ntoso naming convention has it."""
    owner, day = meeting.iri.rsplit("/", 2)[-2:]
    date = meeting.text(v.START_DATE)
    country = _country(meeting, shared)
    work = f"/akn/{country}/debate/minutes/{slug(owner)}/{slug(day)}"
    code = _LANGUAGES.get(language, "und")
    dated = {"date": date, "name": "meeting"} if date else {"date": "0001-01-01", "name": "unknown"}
    identification = add(meta, "identification", source=SOURCE)
    for level, uri in (
        ("Work", work),
        ("Expression", f"{work}/{code}@"),
        ("Manifestation", f"{work}/{code}@.akn"),
    ):
        element = add(identification, f"FRBR{level}")
        add(
            element,
            "FRBRthis",
            value=f"{work}/!main" if level == "Work" else f"{uri.removesuffix('.akn')}/!main",
        )
        add(element, "FRBRuri", value=uri)
        if level == "Work":
            add(element, "FRBRalias", value=meeting.iri, name="govgraph")
        add(element, "FRBRdate", **dated)
        add(element, "FRBRauthor", href="#body" if level != "Manifestation" else SOURCE)
        if level == "Work":
            add(element, "FRBRcountry", value=country)
        if level == "Expression":
            add(element, "FRBRlanguage", language=code)


def _country(meeting: Thing, shared: Things) -> str:
    """Give the country's code: Sweden where the body's organisation has a code of Statistics Sweden."""
    owner = shared[meeting.iri_of(v.HELD_BY) or ""].iri_of(v.UNIT_OF)
    return "se" if owner and shared[owner].text(v.IDENTIFIER) else "zz"


def _votes(meta: etree._Element, meeting: Thing, things: Things) -> None:
    """Write the counts of each vote; how each participant voted has no place in Akoma Ntoso's metadata."""
    votes = things.belonging(v.VOTE, v.OF_ITEM)
    counted = [
        (number, [(name, vote.number(count)) for name, count in _COUNTS])
        for number, item in enumerate(items_of(things, meeting), 1)
        for vote in votes.get(item.iri, [])
    ]
    told = [(number, [pair for pair in counts if pair[1] is not None]) for number, counts in counted]
    told = [pair for pair in told if pair[1]]
    if not told:
        return
    parliamentary = add(add(meta, "analysis", source=SOURCE), "parliamentary")
    for position, (number, counts) in enumerate(told, 1):
        voting = add(parliamentary, "voting", eId=f"voting_{position}", href=f"#debateSection_{number}")
        for name, count in counts:
            add(voting, "count", eId=f"voting_{position}__{name}", value=str(count), refersTo=f"#{name}")


def _references(meta: etree._Element, meeting: Thing, things: Things, shared: Things) -> dict[str, str]:
    """Declare who and what the document refers to."""
    references = add(meta, "references", source=SOURCE)
    add(references, "TLCOrganization", eId="govgraph", href="https://w3id.org/govgraph", showAs="govgraph")
    body = meeting.iri_of(v.HELD_BY)
    add(
        references,
        "TLCOrganization",
        eId="body",
        href=body or "/akn/ontology/organization/unknown",
        showAs=(shared[body].text(v.LABEL) if body else None) or "–",
    )
    said = [
        *things.belonging(v.PARTICIPATION, v.OF_MEETING).get(meeting.iri, []),
        *things.of_class(v.MOTION),
        *things.of_class(v.RESERVATION),
    ]
    keys: dict[str, str] = {}
    for who in sorted({who for one in said for who in one.iris(v.OF_PERSON)}):
        keys[who] = f"person-{slug(who.rpartition('/')[2])}"
        add(references, "TLCPerson", eId=keys[who], href=who, showAs=shared[who].text(v.NAME) or who)
    for number, role in enumerate(sorted({role for one in said if (role := one.text(v.ROLE))}), 1):
        keys[role] = f"role-{number}"
        add(references, "TLCRole", eId=keys[role], href=f"/akn/ontology/role/{slug(role)}", showAs=role)
    for name, _ in _COUNTS:
        add(references, "TLCConcept", eId=name, href=f"/akn/ontology/concept/{name}", showAs=name)
    return keys
