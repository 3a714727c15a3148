"""Turns a seed into minutes of invented Swedish bodies, about 9 KB each. The same arguments give the
same bytes.

python -m benchmarks.generate FOLDER --documents 1000 --seed 7 --since 2019-01-07
"""

import argparse
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from benchmarks import layouts
from benchmarks.meetings import Body, Item, Meeting, Member

WORDS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))
SINCE = date(2019, 1, 7)
"""When the first meetings are."""
SIZE = 9_000
"""Bytes; a document stops at the item that takes it past this size."""
_MEETINGS_OF_A_BODY = 25
_MOST_ITEMS = 60


@dataclass(frozen=True, slots=True)
class Generated:
    """One document: what its file is called, and what is in it."""

    name: str
    text: str


def write(folder: Path, documents: Iterable[Generated]) -> int:
    """Write documents into a folder, which is made where it is not there; give how many bytes they are."""
    folder.mkdir(parents=True, exist_ok=True)
    return sum((folder / each.name).write_bytes(each.text.encode()) for each in documents)


def write_minutes(folder: Path, documents: int, seed: int = 1, size: int = SIZE) -> int:
    """Make minutes in a folder; give how many bytes they are."""
    return write(folder, generate(documents, seed, SINCE, size))


def built(
    folder: Path, documents: int, *, seed: int = 1, size: int = SIZE, jobs: int = 1, now: str | None = None
) -> Path:
    """Make minutes in `folder/minutes`, and build and give the store `folder/store`."""
    from graphbuild.identity import DEFAULT_BASE
    from graphbuild.pipeline import build

    write_minutes(folder / "minutes", documents, seed, size)
    build([folder / "minutes"], folder / "store", DEFAULT_BASE, jobs=jobs, now=now)
    return folder / "store"


def generate(documents: int, seed: int, since: date, size: int = SIZE) -> Iterator[Generated]:
    """Make minutes of as many bodies as give each about 25 meetings, four weeks apart."""
    count = max(len(layouts.LAYOUTS), documents // _MEETINGS_OF_A_BODY)
    bodies = [_body(number, seed) for number in range(count)]
    for number in range(documents):
        body = bodies[number % len(bodies)]
        held = number // len(bodies)
        day = since + timedelta(days=28 * held + number % len(bodies) % 5)
        yield _document(body, number % len(bodies), held, day, Random(f"{seed}/{number}"), size)


def _document(body: Body, place: int, held: int, day: date, random: Random, size: int) -> Generated:
    name, layout = layouts.LAYOUTS[place % len(layouts.LAYOUTS)]
    meeting = _meeting(body, held, day, random)
    items: list[Item] = []
    text = ""
    while len(text.encode()) < size and len(items) < _MOST_ITEMS:
        items.append(_item(body, meeting.first_number + len(items), day, random))
        text = "".join(f"{line}\n" for line in layout(replace(meeting, items=tuple(items))))
    return Generated(f"{name}-{place:03}_{day}{layouts.SUFFIXES[name]}", text)


def _body(number: int, seed: int) -> Body:
    """Found a body with its members: where they come from, and what they are."""
    random = Random(f"{seed}/body/{number}")
    others = _distinct(9, lambda: _compound(random, "place"))
    towns = list(dict.fromkeys([_town(number), *others]))[:9]
    names = [f"{first} {_compound(random, 'surname')}" for first in random.sample(WORDS["first_names"], 19)]
    members = tuple(
        Member(name, towns[place % len(towns)], WORDS["parties"][place % len(WORDS["parties"])])
        for place, name in enumerate(names)
    )
    return Body(town=towns[0], other_towns=tuple(towns[1:]), members=members)


def _town(number: int) -> str:
    """Name the town of a body; no two have the same, so that each body has as many meetings."""
    starts, ends = WORDS["place_starts"], WORDS["place_ends"]
    rest, end = divmod(number, len(ends))
    parts = [starts[rest % len(starts)]]
    while rest := rest // len(starts):
        parts.append(starts[(rest - 1) % len(starts)].lower())
        rest -= 1
    return f"{''.join(parts)}{ends[end]}"


def _meeting(body: Body, held: int, day: date, random: Random) -> Meeting:
    away = random.sample(range(3, 11), random.randrange(3))
    present = tuple(member for place, member in enumerate(body.members[:11]) if place not in away)
    return Meeting(
        body=body,
        day=day,
        start=f"{random.choice((8, 9, 13, 18)):02}.{random.choice(('00', '15', '30'))}",
        chair=body.members[0],
        secretary=body.members[11],
        adjuster=present[1 + random.randrange(len(present) - 1)],
        present=present,
        absent=tuple(body.members[place] for place in sorted(away)),
        guests=tuple((member, random.choice(WORDS["offices"])) for member in body.members[12:15]),
        substitutes=body.members[15 : 15 + len(away)],
        first_number=1 + held * 8,
        next_day=day + timedelta(days=28),
    )


def _item(body: Body, number: int, day: date, random: Random) -> Item:
    theme, other_theme = random.sample(WORDS["themes"], 2)

    def say(kind: str) -> str:
        return _filled(random.choice(WORDS[kind]), body, day, random, theme, other_theme)

    return Item(
        number=number,
        title=say("titles"),
        case=f"{day.year}/{random.randrange(10, 900)}",
        background=tuple(_distinct(random.randrange(2, 5), lambda: say("background"))),
        decisions=tuple(_distinct(random.randrange(1, 3), lambda: say("decisions"))),
        duty=say("duties") if random.random() < 0.6 else "",
        responsible=random.choice(body.members[1:11]),
        due=day + timedelta(days=random.randrange(20, 120)),
        presenter=random.choice(body.members[12:15]),
        office=random.choice(WORDS["offices"]),
        documents=tuple(_distinct(random.randrange(3), lambda: say("documents"))),
        divided=random.random() < 0.2,
    )


def _filled(text: str, body: Body, day: date, random: Random, theme: str, other_theme: str) -> str:
    place, other = random.sample(body.other_towns, 2)
    return text.format(
        theme=theme,
        other_theme=other_theme,
        place=place,
        other=other,
        month=random.choice(layouts.MONTHS),
        office=random.choice(WORDS["offices"]).capitalize(),
        name=random.choice(body.members[12:15]).name,
        thousands=random.randrange(40, 900),
        percent=random.randrange(3, 40),
        number=random.randrange(30, 200),
        fewer=random.randrange(10, 30),
        few=random.randrange(3, 9),
        years=random.randrange(2, 12),
        date=day - timedelta(days=random.randrange(5, 60)),
    )


def _compound(random: Random, kind: str) -> str:
    return f"{random.choice(WORDS[f'{kind}_starts'])}{random.choice(WORDS[f'{kind}_ends'])}"


def _distinct(count: int, make: Callable[[], str]) -> list[str]:
    """Make until there are so many different ones."""
    made: dict[str, None] = {}
    while len(made) < count:
        made[make()] = None
    return list(made)


def main() -> None:
    """Write the documents into a folder."""
    parser = argparse.ArgumentParser(description="Writes invented Swedish minutes into a folder.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--since", type=date.fromisoformat, default=SINCE, help="first meeting")
    parser.add_argument("--size", type=int, default=SIZE, help="bytes of a document, about")
    asked = parser.parse_args()
    write(asked.folder, generate(asked.documents, asked.seed, asked.since, asked.size))


if __name__ == "__main__":
    main()
