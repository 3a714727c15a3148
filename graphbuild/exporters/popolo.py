"""Turns the dataset into Popolo JSON: persons, organizations, memberships, events, motions, vote events.

The specification is http://www.popoloproject.com/specs/. What minutes do not state is left out: above all
the dates of memberships. A membership says that minutes list the person among those who decide in the body,
serve as substitutes in it, or are absent from it; those who only present an item or keep the minutes are
attendees of the event. A decision is a motion that was passed; what participants moved are motions, too,
with who moved them and without a result.
"""

from collections.abc import Iterable, Iterator
from typing import IO

from graphbuild import vocabulary as v
from graphbuild.dataset import Dataset
from graphbuild.exporters import DatasetFormat
from graphbuild.exporters._arrays import array
from graphbuild.exporters._things import Thing, Things, items_of, local_name, meetings

Json = dict[str, object]
_MEMBERS = {"deciding", "substitute", "absent"}
_OPTIONS = (
    ("yes", v.VOTES_FOR, v.VOTED_FOR),
    ("no", v.VOTES_AGAINST, v.VOTED_AGAINST),
    ("abstain", v.VOTES_ABSTAINED, v.ABSTAINED),
)


def write(dataset: Dataset, out: IO[bytes]) -> None:
    """Write one object with an array for each class, one thing a line."""
    shared = Things.shared(dataset)
    sections: dict[str, Iterable[Json]] = {
        "persons": _persons(shared),
        "organizations": _organizations(shared),
        "memberships": _memberships(dataset),
        "events": (_event(meeting, things, shared) for meeting, things in meetings(dataset)),
        "motions": _motions(dataset),
        "vote_events": _vote_events(dataset),
    }
    separator = "{"
    for name, values in sections.items():
        out.write(f'{separator}"{name}": '.encode())
        out.writelines(part.encode() for part in array(_stated(value) for value in values))
        separator = ",\n"
    out.write(b"}\n")


def _stated(value: Json) -> Json:
    return {name: said for name, said in value.items() if said is not None and said != []}


def _persons(shared: Things) -> Iterator[Json]:
    for person in shared.of_class(v.PERSON):
        yield {"id": person.iri, "name": person.text(v.NAME)}


def _organizations(shared: Things) -> Iterator[Json]:
    for organisation in shared.of_class(v.ORGANIZATION):
        kind = organisation.iri_of(v.ORGANISATION_KIND)
        code = organisation.text(v.IDENTIFIER)
        yield {
            "id": organisation.iri,
            "name": organisation.text(v.LABEL),
            "classification": local_name(kind) if kind else None,
            "identifiers": [{"scheme": "SCB", "identifier": code}] if code else None,
        }
    for body in shared.of_class(v.BODY):
        yield {
            "id": body.iri,
            "name": body.text(v.LABEL),
            "classification": "body",
            "parent_id": body.iri_of(v.UNIT_OF),
        }


def _memberships(dataset: Dataset) -> Iterator[Json]:
    """Give each (person, body, role, organisation that is represented) once, with the minutes that say so."""
    found: dict[tuple[str, str, str, str], set[str]] = {}
    for meeting, things in meetings(dataset):
        body = meeting.iri_of(v.HELD_BY)
        minutes = things.belonging(v.MINUTES, v.MINUTES_OF).get(meeting.iri, [])
        for one in things.belonging(v.PARTICIPATION, v.OF_MEETING).get(meeting.iri, []):
            person, attendance = one.iri_of(v.OF_PERSON), one.iri_of(v.ATTENDANCE)
            if body is None or person is None or local_name(attendance or "") not in _MEMBERS:
                continue
            key = (person, body, one.text(v.ROLE) or "", one.iri_of(v.HAS_ORGANIZATION) or "")
            found.setdefault(key, set()).update(each.iri for each in minutes)
    for (person, body, role, organisation), sources in sorted(found.items()):
        yield {
            "person_id": person,
            "organization_id": body,
            "role": role or None,
            "on_behalf_of_id": organisation or None,
            "sources": [{"url": url} for url in sorted(sources)],
        }


def _event(meeting: Thing, things: Things, shared: Things) -> Json:
    present = {
        person
        for one in things.belonging(v.PARTICIPATION, v.OF_MEETING).get(meeting.iri, [])
        if local_name(one.iri_of(v.ATTENDANCE) or "absent") != "absent"
        and (person := one.iri_of(v.OF_PERSON))
    }
    day = meeting.text(v.START_DATE)
    return {
        "id": meeting.iri,
        "name": meeting.text(v.LABEL),
        "classification": "meeting",
        "start_date": day,
        "end_date": meeting.text(v.END_DATE) or day,
        "location": meeting.text(v.LOCATION),
        "organization_id": meeting.iri_of(v.HELD_BY),
        "attendees": [_stated({"id": iri, "name": shared[iri].text(v.NAME)}) for iri in sorted(present)],
        "sources": [{"url": url} for url in _sources(meeting, things)],
    }


def _motions(dataset: Dataset) -> Iterator[Json]:
    for meeting, things in meetings(dataset):
        decisions = things.belonging(v.DECISION, v.OF_ITEM)
        moved = things.belonging(v.MOTION, v.OF_ITEM)
        for item in items_of(things, meeting):
            for motion in moved.get(item.iri, []):
                yield _motion(motion, meeting, things) | {"creator_id": motion.iri_of(v.OF_PERSON)}
            for decision in decisions.get(item.iri, []):
                kind = decision.iri_of(v.DECISION_TYPE)
                yield _motion(decision, meeting, things) | {
                    "classification": local_name(kind) if kind else None,
                    "result": "passed",
                }


def _motion(thing: Thing, meeting: Thing, things: Things) -> Json:
    return {
        "id": thing.iri,
        "organization_id": meeting.iri_of(v.HELD_BY),
        "text": thing.text(v.TEXT),
        "date": meeting.text(v.START_DATE),
        "sources": [{"url": url} for url in _sources(meeting, things)],
    }


def _vote_events(dataset: Dataset) -> Iterator[Json]:
    for meeting, things in meetings(dataset):
        votes = things.belonging(v.VOTE, v.OF_ITEM)
        for item in items_of(things, meeting):
            for vote in votes.get(item.iri, []):
                counts = [(option, vote.number(count)) for option, count, _ in _OPTIONS]
                yield {
                    "id": vote.iri,
                    "identifier": item.text(v.NUMBER),
                    "organization_id": meeting.iri_of(v.HELD_BY),
                    "start_date": meeting.text(v.START_DATE),
                    "counts": [
                        {"option": option, "value": number} for option, number in counts if number is not None
                    ],
                    "votes": [
                        {"voter_id": person, "option": option}
                        for option, _, voters in _OPTIONS
                        for person in vote.iris(voters)
                    ],
                    "sources": [{"url": url} for url in _sources(meeting, things)],
                }


def _sources(meeting: Thing, things: Things) -> list[str]:
    return [each.iri for each in things.belonging(v.MINUTES, v.MINUTES_OF).get(meeting.iri, [])]


FORMAT = DatasetFormat("popolo", ".popolo.json", "application/json", write)
