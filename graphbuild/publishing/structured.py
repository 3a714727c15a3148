"""Turns a page's thing into JSON-LD in the terms of schema.org, for search engines.

What stands in it is what the page shows; https://schema.org/docs/schemas.html names the terms.
"""

import json
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from graphbuild.publishing.things import Thing

_PUBLIC = ("municipality", "region", "county-administrative-board", "agency", "court")
Step = tuple[str, str]
Json = dict[str, Any]


def as_script(described: Json | None, base: str, steps: Sequence[Step], here: tuple[str, str]) -> Markup:
    """Write a page's thing and the way to it (`steps`, then the page itself) as JSON that ends no element."""
    trail = {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": f"{base}{to}"}
            for place, (name, to) in enumerate([*steps, here], start=1)
        ],
    }
    graph = [*([described] if described else []), trail]
    said = json.dumps({"@context": {"@vocab": "https://schema.org/"}, "@graph": graph}, ensure_ascii=False)
    for sign in "<>&\u2028\u2029":
        said = said.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(said)


def of_thing(thing: Thing, heading: str) -> Json | None:
    """Describe a thing; None for what schema.org has no good class for."""
    describe = _KINDS.get(thing.kind)
    if describe is None:
        return None
    return {"@id": thing.iri, "name": heading} | {
        name: value for name, value in describe(thing).items() if value not in ("", [], None)
    }


def dataset(base: str, title: str, description: str, licence: str, dumps: Sequence[tuple[str, str]]) -> Json:
    """Describe the whole dataset; `dumps` are the files to download with their media types."""
    described: Json = {
        "@type": "Dataset",
        "@id": f"{base}void.ttl#dataset",
        "name": title,
        "description": description,
        "url": base,
        "distribution": [
            {"@type": "DataDownload", "contentUrl": f"{base}{place}", "encodingFormat": media_type}
            for place, media_type in dumps
        ],
    }
    return described | ({"license": licence} if licence else {})


def _meeting(thing: Thing) -> Json:
    body = thing.thing("gov:heldBy")
    place = thing.text("schema:location")
    return {
        "@type": "Event",
        "startDate": thing.text("schema:startDate"),
        "endDate": thing.text("schema:endDate"),
        "location": {"@type": "Place", "name": place} if place else None,
        "organizer": _reference(body, "Organization") if body else None,
    }


def _body(thing: Thing) -> Json:
    owner = thing.thing("org:unitOf")
    return {
        "@type": _organisation_type(owner) if owner else "Organization",
        "parentOrganization": _reference(owner, _organisation_type(owner)) if owner else None,
    }


def _organisation(thing: Thing) -> Json:
    return {
        "@type": _organisation_type(thing),
        "identifier": thing.text("dcterms:identifier"),
        "sameAs": [each.iri for each in thing.things("owl:sameAs") if not each.is_ours],
    }


def _person(thing: Thing) -> Json:
    bodies = thing.things("gov:knownIn")
    return {"@type": "Person", "memberOf": [_reference(body, "Organization") for body in bodies]}


def _organisation_type(thing: Thing) -> str:
    kind = thing.thing("gov:organisationKind")
    return "GovernmentOrganization" if kind and kind.fragment in _PUBLIC else "Organization"


def _reference(thing: Thing, kind: str) -> Json:
    return {"@type": kind, "@id": thing.iri, "name": thing.label}


_KINDS = {"meeting": _meeting, "body": _body, "organisation": _organisation, "person": _person}
