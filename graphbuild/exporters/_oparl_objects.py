"""Turns things of the graph into the objects of OParl 1.1."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from graphbuild import vocabulary as v
from graphbuild.exporters._things import Thing, Things, items_of, local_name

Json = dict[str, object]
_MEMBERS = {"deciding", "substitute", "absent"}


def typed(kind: str, iri: str) -> Json:
    """Begin an object of a class."""
    return {"id": iri, "type": f"https://schema.oparl.org/1.1/{kind}"}


def stated(value: Json) -> Json:
    """Leave out what the graph does not say."""
    return {name: said for name, said in value.items() if said is not None and said != []}


def by(values: Iterable[Json], name: str) -> dict[object, list[Json]]:
    """Give objects by what one of their properties says."""
    found: dict[object, list[Json]] = {}
    for value in values:
        found.setdefault(value[name], []).append(value)
    return found


def organization(body: Thing, owner: str, members: list[Json]) -> Json:
    """Turn a body into an oparl:Organization."""
    return typed("Organization", body.iri) | {
        "body": owner,
        "name": body.text(v.LABEL) or body.iri,
        "membership": [each["id"] for each in members],
    }


def person(one: Thing, owner: str, members: list[Json]) -> Json:
    """Turn a person into an oparl:Person with the memberships inside."""
    own = [{name: said for name, said in each.items() if name != "person"} for each in members]
    return typed("Person", one.iri) | stated({"body": owner, "name": one.text(v.NAME), "membership": own})


def memberships(held: Iterable[tuple[Thing, Things]]) -> list[Json]:
    """Give who minutes list among those who decide, serve as substitutes, or are absent: once for each role.

    Minutes tell no first and last day of a membership, so that none is given.
    """
    found: set[tuple[str, str, str, bool]] = set()
    for meeting, things in held:
        body = meeting.iri_of(v.HELD_BY)
        for one in things.belonging(v.PARTICIPATION, v.OF_MEETING).get(meeting.iri, []):
            who, how = one.iri_of(v.OF_PERSON), local_name(one.iri_of(v.ATTENDANCE) or "")
            if body and who and how in _MEMBERS:
                found.add((who, body, one.text(v.ROLE) or "", how == "deciding"))
    # Who decided once under a role has a vote there; of the others minutes do not tell.
    return [
        typed("Membership", f"{who}#membership-{number}")
        | stated({"person": who, "organization": body, "role": role or None, "votingRight": votes or None})
        for number, (who, body, role, votes) in enumerate(_voting(found), 1)
    ]


def _voting(found: set[tuple[str, str, str, bool]]) -> list[tuple[str, str, str, bool]]:
    return sorted(one for one in found if one[3] or (*one[:3], True) not in found)


def sitting(meeting: Thing, things: Things) -> Json:
    """Turn a meeting into an oparl:Meeting with its agenda items inside."""
    present = {
        who
        for one in things.belonging(v.PARTICIPATION, v.OF_MEETING).get(meeting.iri, [])
        if local_name(one.iri_of(v.ATTENDANCE) or "absent") != "absent" and (who := one.iri_of(v.OF_PERSON))
    }
    body, place = meeting.iri_of(v.HELD_BY), meeting.text(v.LOCATION)
    first = meeting.text(v.START_DATE)
    end = meeting.text(v.END_TIME)
    said: Json = {
        "name": meeting.text(v.LABEL),
        "start": _moment(first, meeting.text(v.START_TIME) or "00:00"),
        "end": _moment(meeting.text(v.END_DATE) or first, end) if end else None,
        "location": typed("Location", f"{meeting.iri}#location") | {"description": place} if place else None,
        "organization": [body] if body else None,
        "participant": sorted(present),
    }
    return typed("Meeting", meeting.iri) | stated(said) | {"agendaItem": agenda(meeting, things)}


def agenda(meeting: Thing, things: Things) -> list[Json]:
    """Turn a meeting's items into oparl:AgendaItems, in their order."""
    decisions = things.belonging(v.DECISION, v.OF_ITEM)
    return [
        _item(item, number, decisions.get(item.iri, []))
        for number, item in enumerate(items_of(things, meeting), 1)
    ]


def _moment(day: str | None, time: str) -> str | None:
    """Give a moment of Central European time, with its offset from UTC (directive 2000/84/EC)."""
    try:
        moment = datetime.fromisoformat(f"{day}T{time}:00")
    except ValueError:  # no day, or a time that is none
        return None
    begin, end = (_last_sunday(moment.year, month) for month in (3, 10))
    summer = begin + timedelta(hours=2) <= moment < end + timedelta(hours=3)
    return f"{moment.isoformat()}{'+02:00' if summer else '+01:00'}"


def _last_sunday(year: int, month: int) -> datetime:
    last = datetime(year, month, 31)  # local time, as the minutes say it
    return last - timedelta(days=last.isoweekday() % 7)


def _item(item: Thing, number: int, decisions: list[Thing]) -> Json:
    outcome = item.iri_of(v.OUTCOME)
    said = "\n".join(words for each in decisions if (words := each.text(v.TEXT)))
    return typed("AgendaItem", item.iri) | stated(
        {
            "number": item.text(v.NUMBER),
            "order": number,
            "name": item.text(v.TITLE) or item.text(v.LABEL),
            "result": local_name(outcome) if outcome else None,
            "resolutionText": said or None,
        }
    )


def paper(cited: Thing, meeting: Thing, owner: str) -> Json:
    """Turn a document that an item cites into an oparl:Paper; its date and its file are not known."""
    return typed("Paper", cited.iri) | stated(
        {"body": owner, "name": cited.text(v.TITLE), "relatedMeeting": meeting.iri}
    )
