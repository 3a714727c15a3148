"""Who is who, document by document, is who is who of all documents at once."""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from graphbuild.identification import identify
from graphbuild.identity import DEFAULT_BASE
from graphbuild.judgements import Judgement
from graphbuild.statements.seen import Seen, Sighting
from graphbuild.store.people import People
from graphbuild.store.records import DocumentRecord
from graphbuild.store.register import Register

BODIES = ("styrelsen", "namnden", "fullmaktige", "utskottet")
FIRST = ("Eva", "Ewa", "Bo", "Anna-Karin", "Karin", "E", "Matias", "Mattias")
LAST = ("Lövgren", "Löfgren", "Lövström", "Hed", "Hedén", "Alm", "Hed Alm")
TABLES = ("people", "bodies", "listed", "pairs", "known_as", "named")


class Life:
    """Invents what documents saw: few names, so that many may be each other."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def document(self, number: int) -> DocumentRecord:
        random = self._random
        body = random.choice(BODIES)
        owner = "" if body == "utskottet" else f"org/{random.choice(('ekby',) * 9 + ('lillby',))}"
        day = date(2010, 1, 1) + timedelta(days=random.choice((30, 400, 3000, 5000)) + random.randrange(300))
        names = sorted({f"{random.choice(FIRST)} {random.choice(LAST)}" for _ in range(random.randrange(9))})
        people = tuple(self._sighting(body, name, number) for name in names)
        may_be = [(one.person, other.person) for one in people for other in people if random.random() < 0.02]
        seen = Seen(
            body.title(),
            owner,
            "" if random.random() < 0.1 else day.isoformat(),
            (number, number + 3),
            people,
            tuple(pair for pair in may_be if pair[0] != pair[1]),
        )
        return DocumentRecord(
            f"{number:04}",
            f"{number:04}",
            "test",
            (),
            body,
            f"{body}/{number}",
            (),
            0,
            0,
            "",
            seen=seen.to_json(),
        )

    def _sighting(self, body: str, name: str, number: int) -> Sighting:
        random = self._random
        # Most have the party and the office that their names have given them.
        own = Random(name)
        party, title = own.choice(("S", "M", "")), own.choice(("chef", "jurist", ""))
        if random.random() < 0.03:
            party, title = random.choice(("S", "C", "")), random.choice(("chef", ""))
        organisation = random.choice(("org/ekby", "org/norr")) if random.random() < 0.1 else ""
        return Sighting(
            f"{DEFAULT_BASE}person/{body}-{name}",
            name,
            organisation,
            organisation.title(),
            party,
            ("ledamot",),
            (title,) if title else (),
            random.random() < 0.7,
            f"source/{number:04}#char=0,9",
        )


def dump(register: Register) -> dict[str, list[tuple[str, ...]]]:
    return {table: sorted(register.run(f"SELECT * FROM {table}")) for table in TABLES}


def at_once(path: Path, documents: Iterable[DocumentRecord], judgements: Iterable[Judgement]) -> object:
    with Register(path) as register:
        people = People(register, DEFAULT_BASE)
        register.put(documents)
        register.add_stale(BODIES)
        identify(register, people, judgements)
        return dump(register)


def judged(kind: str, verdict: str, one: str, other: str) -> Judgement:
    return Judgement(kind, verdict, one, other, one, other, "Kim", "2026-01-07", "")


@pytest.mark.parametrize("seed", range(3))
def test_document_by_document_and_at_once_end_in_the_same_pairs(tmp_path: Path, seed: int) -> None:
    random, life = Random(seed), Life(seed)
    kept: dict[str, DocumentRecord] = {}
    judgements: list[Judgement] = []
    with Register(tmp_path / "steps") as register:
        people = People(register, DEFAULT_BASE)
        for number in range(60):
            for more in range(random.choice((1, 1, 1, 4))):
                record = life.document(number * 10 + more)
                kept[record.document] = record
                register.put([record])
                register.add_new(record.body, record.document)
            if random.random() < 0.1:
                gone = kept.pop(random.choice(sorted(kept)))
                register.remove([gone.document])
                register.add_stale([gone.body])
            if number == 20:
                judgements.append(judged("body", "same", f"body/{BODIES[0]}", f"body/{BODIES[1]}"))
            if number == 40:
                judgements.pop()
            identify(register, people, judgements)
            if number % 6 == 5:
                found = dump(register)
                assert found == at_once(tmp_path / f"{number}", kept.values(), judgements)
        assert any(row[5] for row in found["pairs"]) and any(not row[5] for row in found["pairs"])
