"""Turns the dataset into OParl 1.1 JSON: the answers of a static OParl server, one file an object list.

The specification is https://schema.oparl.org/1.1/. Put the folder where `{base}oparl/` answers, and start
from system.json. An OParl body (Körperschaft) is the organisation that a body belongs to; a body that names
none is its own. Objects keep the IRIs that they have in the graph as their ids. `created` and `modified`
are left out: the graph does not say when something was entered. Times are Central European, which is
assumed, as OParl has no times without a zone; a meeting of which minutes tell the day and no time begins
at midnight, as OParl has no days. Lists that minutes say nothing for (papers'
files, consultations, locations, legislative terms) are there and empty, as clients expect.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from graphbuild import vocabulary as v
from graphbuild.dataset import Dataset
from graphbuild.exporters import FolderFormat
from graphbuild.exporters._arrays import array, text
from graphbuild.exporters._oparl_objects import (
    Json,
    agenda,
    by,
    memberships,
    organization,
    paper,
    person,
    sitting,
    typed,
)
from graphbuild.exporters._things import Thing, Things, graphs_by_body, items_of, meetings
from graphbuild.identity import slug

_LISTS = {
    "organization": "organizations",
    "person": "people",
    "meeting": "meetings",
    "paper": "papers",
    "agendaItem": "agenda-items",
    "membership": "memberships",
    "consultation": "consultations",
    "file": "files",
    "locationList": "locations",
    "legislativeTermList": "legislative-terms",
}


def write(dataset: Dataset, folder: Path) -> None:
    """Write system.json, bodies.json, and a folder of object lists for each OParl body."""
    root = f"{dataset.new_base}oparl/"
    shared = Things.shared(dataset)
    owners = _owners(shared)
    system = typed("System", f"{root}system.json") | {
        "oparlVersion": "https://schema.oparl.org/1.1/",
        "name": "govgraph",
        "body": f"{root}bodies.json",
    }
    (folder / "system.json").write_text(f"{text(system)}\n", "utf-8")
    _write_list(folder / "bodies.json", (_body(shared[owner], root) for owner in owners))
    people = _people(shared)
    graphs = graphs_by_body(dataset)
    for owner, bodies in owners.items():
        place = folder / _slug(shared[owner])
        place.mkdir()
        known = [person for body in sorted(bodies) for person in people.get(body, ())]
        told = sorted({graph for body in bodies for graph in graphs.get(body, ())})

        def held(told: list[str] = told, bodies: set[str] = bodies) -> Iterator[tuple[Thing, Things]]:
            return (pair for pair in meetings(dataset, told) if pair[0].iri_of(v.HELD_BY) in bodies)

        for name, values in _lists(owner, [shared[body] for body in sorted(bodies)], known, held).items():
            _write_list(place / f"{_LISTS[name]}.json", values)


def _owners(shared: Things) -> dict[str, set[str]]:
    """Give the bodies of each organisation, sorted; a body that names no organisation is its own."""
    found: dict[str, set[str]] = {}
    for body in shared.of_class(v.BODY):
        found.setdefault(body.iri_of(v.UNIT_OF) or body.iri, set()).add(body.iri)
    return dict(sorted(found.items()))


def _slug(owner: Thing) -> str:
    """Name an owner's folder: the end of its IRI, with what it is, so that no two are alike."""
    return slug("-".join(owner.iri.rsplit("/", 2)[-2:]))


def _body(owner: Thing, root: str) -> Json:
    place = f"{root}{_slug(owner)}/"
    return typed("Body", f"{owner.iri}#oparl-body" if v.BODY in owner.said.get(v.A, ()) else owner.iri) | {
        "system": f"{root}system.json",
        "name": owner.text(v.LABEL) or owner.iri,
        "legislativeTerm": [],
        **{name: f"{place}{file}.json" for name, file in _LISTS.items()},
    }


def _people(shared: Things) -> dict[str, list[Thing]]:
    """Give the people of each body; one who is known in several stands under the first of them."""
    found: dict[str, list[Thing]] = {}
    for one in shared.of_class(v.PERSON):
        found.setdefault(one.iri_of(v.KNOWN_IN) or "", []).append(one)
    return found


Held = Callable[[], Iterator[tuple[Thing, Things]]]


def _lists(owner: str, bodies: list[Thing], people: list[Thing], held: Held) -> dict[str, Iterable[Json]]:
    """Give the object lists of one OParl body; `held` goes through its meetings, each time anew."""
    members = memberships(held())
    of_person, of_body = by(members, "person"), by(members, "organization")
    body = _body_iri(bodies, owner)
    return {
        "organization": (organization(each, body, of_body.get(each.iri, [])) for each in bodies),
        "person": (person(each, body, of_person.get(each.iri, [])) for each in people),
        "meeting": (sitting(meeting, things) for meeting, things in held()),
        "paper": (
            paper(cited, meeting, body) for meeting, things in held() for cited in _cited(things, meeting)
        ),
        "agendaItem": (
            item | {"meeting": meeting.iri} for meeting, things in held() for item in agenda(meeting, things)
        ),
        "membership": members,
        **dict.fromkeys(("consultation", "file", "locationList", "legislativeTermList"), ()),
    }


def _cited(things: Things, meeting: Thing) -> Iterator[Thing]:
    cited = things.belonging(v.CITED_DOCUMENT, v.OF_ITEM)
    for item in items_of(things, meeting):
        yield from cited.get(item.iri, [])


def _body_iri(bodies: Iterable[Thing], owner: str) -> str:
    """Keep the two objects apart that a body without an organisation becomes."""
    return f"{owner}#oparl-body" if any(each.iri == owner for each in bodies) else owner


def _write_list(path: Path, values: Iterable[Json]) -> None:
    """Write an object list: one page with all objects, one a line."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('{"data": ')
        file.writelines(array(values))
        file.write(',\n"pagination": {},\n"links": {}}\n')


FORMAT = FolderFormat("oparl", ".json", "application/json", "graph", write)
