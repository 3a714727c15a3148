"""Remembers who is who: the people of each body, the pairs between them, and whom each is known as.

All of it is worked out from the documents and the judgements, and can be worked out again.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import astuple

from graphbuild.joining.groups import Identity, Verdicts
from graphbuild.joining.names import blocks
from graphbuild.joining.news import Shadow
from graphbuild.joining.profiles import BodyProfile, Profile, Roll, ordered, read_body, read_profile
from graphbuild.joining.weighing import Pair, Reason
from graphbuild.judgements import Judgement
from graphbuild.store.register import Register
from graphbuild.store.renaming import Renaming

TABLES = """
CREATE TABLE IF NOT EXISTS people (
    person TEXT PRIMARY KEY, body TEXT NOT NULL, name TEXT NOT NULL, first_block TEXT NOT NULL,
    last_block TEXT NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL, profile TEXT NOT NULL,
    rest TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS people_by_name ON people (name);
CREATE INDEX IF NOT EXISTS people_by_first_block ON people (body, first_block);
CREATE INDEX IF NOT EXISTS people_by_last_block ON people (body, last_block);
CREATE INDEX IF NOT EXISTS people_by_first ON people (body, first);
CREATE INDEX IF NOT EXISTS people_by_last ON people (body, last);
CREATE TABLE IF NOT EXISTS bodies (slug TEXT PRIMARY KEY, profile TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS listed (
    one TEXT NOT NULL, other TEXT NOT NULL, how TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (one, other, how)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS listed_by_body ON listed (body);
CREATE TABLE IF NOT EXISTS pairs (
    one TEXT NOT NULL, other TEXT NOT NULL, kind TEXT NOT NULL, one_body TEXT NOT NULL,
    other_body TEXT NOT NULL, rule TEXT NOT NULL, score REAL NOT NULL, reasons TEXT NOT NULL,
    PRIMARY KEY (one, other)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS pairs_by_other ON pairs (other);
CREATE INDEX IF NOT EXISTS pairs_by_one_body ON pairs (one_body, rule, other_body);
CREATE INDEX IF NOT EXISTS pairs_by_other_body ON pairs (other_body, rule, one_body);
CREATE INDEX IF NOT EXISTS pairs_of_bodies ON pairs (one) WHERE kind='body';
CREATE TABLE IF NOT EXISTS known_as (
    who TEXT PRIMARY KEY, body TEXT NOT NULL, kind TEXT NOT NULL, iri TEXT NOT NULL, name TEXT NOT NULL)
    WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS bodies_known_as ON known_as (who) WHERE kind='body';
CREATE INDEX IF NOT EXISTS organisations_known_as ON known_as (who) WHERE kind='organisation';
CREATE INDEX IF NOT EXISTS known_as_by_body ON known_as (body);
CREATE INDEX IF NOT EXISTS known_as_by_iri ON known_as (iri);
CREATE TABLE IF NOT EXISTS judged (
    kind TEXT NOT NULL, verdict TEXT NOT NULL, one TEXT NOT NULL, other TEXT NOT NULL, whole TEXT NOT NULL,
    PRIMARY KEY (one, other)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS judged_by_other ON judged (other);
"""


class People:
    """Who is who, in the tables of a register. People are named by IRI, bodies by slug."""

    def __init__(self, register: Register, base: str) -> None:
        """Open the tables, or start them."""
        self.register = self._register = register
        self.base = base
        register.script(TABLES)

    # What documents say

    def roll(self, slug: str) -> Roll:
        """Give what is known of a body and of its people."""
        people = self._register.run("SELECT profile, rest FROM people WHERE body=? ORDER BY person", slug)
        pairs = self._register.run("SELECT one, other, how FROM listed WHERE body=?", slug)
        return self._read(slug, people, pairs)

    def part_of_roll(self, slug: str, who: Iterable[str]) -> Roll:
        """Give what is known of a body, and of some of its people."""
        asked = json.dumps(sorted(who))
        people = self._register.run(
            "SELECT profile, rest FROM json_each(?) JOIN people ON person=value ORDER BY person", asked
        )
        pairs = self._register.run(
            "SELECT one, other, how FROM json_each(?1) AS first JOIN listed ON one=first.value "
            "WHERE other IN (SELECT value FROM json_each(?1))",
            asked,
        )
        return self._read(slug, people, pairs)

    def _read(self, slug: str, people: list[tuple[str, ...]], pairs: list[tuple[str, ...]]) -> Roll:
        told = {how: frozenset((one, other) for one, other, each in pairs if each == how) for how in _HOW}
        known = {each.person: each for each in (read_profile(*row) for row in people)}
        return Roll(self.body(slug) or BodyProfile(slug), known, told[_TOGETHER], told[_MAY_BE])

    def people_of(self, slug: str) -> list[Profile]:
        """Give the people of a body without their quotes and memberships."""
        rows = self._register.run("SELECT profile FROM people WHERE body=? ORDER BY person", slug)
        return [read_profile(row[0]) for row in rows]

    def body(self, slug: str) -> BodyProfile | None:
        """Give what is known of a body."""
        rows = self._register.run("SELECT profile FROM bodies WHERE slug=?", slug)
        return read_body(rows[0][0]) if rows else None

    def person(self, iri: str) -> Profile | None:
        """Give what is known of one person in one body."""
        rows = self._register.run("SELECT profile, rest FROM people WHERE person=?", iri)
        return read_profile(*rows[0]) if rows else None

    def named(self, key: str) -> list[Profile]:
        """Give all people of a name, which is in small letters, without their quotes and memberships."""
        rows = self._register.run("SELECT profile FROM people WHERE name=? ORDER BY person", key)
        return [read_profile(row[0]) for row in rows]

    def change_roll(self, before: Roll, roll: Roll) -> None:
        """Remember a body and its people instead of what was known; one without documents is forgotten.

        Both may be parts (see `part_of_roll`): the rest stays as it is.
        """
        slug = roll.body.slug
        if roll.body.documents:
            self._register.run("INSERT OR REPLACE INTO bodies VALUES (?, ?)", slug, roll.body.to_json())
        else:
            self._register.run("DELETE FROM bodies WHERE slug=?", slug)
        gone = before.people.keys() - roll.people.keys()
        self._register.run_many("DELETE FROM people WHERE person=?", ((iri,) for iri in gone))
        self._register.run_many(
            "INSERT OR REPLACE INTO people VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (iri, slug, each.key, *blocks(each.name), each.first, each.last, *each.to_json())
                for iri, each in roll.people.items()
                if before.people.get(iri) != each
            ),
        )
        for how, old, new in (
            (_TOGETHER, before.together, roll.together),
            (_MAY_BE, before.may_be, roll.may_be),
        ):
            left = ((*pair, how) for pair in old - new)
            self._register.run_many("DELETE FROM listed WHERE one=? AND other=? AND how=?", left)
            came = ((*pair, how, slug) for pair in new - old)
            self._register.run_many("INSERT INTO listed VALUES (?, ?, ?, ?)", came)

    # Whom somebody may be

    def of_names(self, keys: Iterable[str]) -> list[Shadow]:
        """Give all people of some names, which are in small letters."""
        return self._shadows("json_each(?) JOIN people ON name=value", json.dumps(sorted(keys)))

    def near(self, slug: str, names: Iterable[str]) -> list[Shadow]:
        """Give the people of a body who share a first or a last name with one of some names."""
        wanted = [blocks(name) for name in names]
        first, last = (json.dumps(sorted({each[at] for each in wanted})) for at in (0, 1))
        by_first = self._shadows(
            "json_each(?) CROSS JOIN people ON body=? AND first_block=value", first, slug
        )
        by_last = self._shadows("json_each(?) CROSS JOIN people ON body=? AND last_block=value", last, slug)
        return list({each.person: each for each in (*by_first, *by_last)}.values())

    def outside(self, slug: str, first: str, last: str) -> list[Shadow]:
        """Give the people of a body who were all seen before one day, or all after another (ISO dates)."""
        before = self._shadows("people WHERE body=? AND last>'' AND last<?", slug, first) if first else []
        return before + self._shadows("people WHERE body=? AND first>?", slug, last)

    def _shadows(self, source: str, *values: str) -> list[Shadow]:
        columns = "person, body, name, first_block, last_block, first, last, profile"
        rows = self._register.run(f"SELECT {columns} FROM {source}", *values)
        return [
            Shadow(who, body, key, (by_first, by_last), first, last, text)
            for who, body, key, by_first, by_last, first, last, text in rows
        ]

    def listed(self, pairs: Iterable[tuple[str, str]]) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
        """Give those of some pairs that stand in one list, and those whom a document takes for one."""
        rows = self._register.run(
            "SELECT one, other, how FROM json_each(?) JOIN listed "
            "ON one=json_extract(value, '$[0]') AND other=json_extract(value, '$[1]')",
            json.dumps(sorted(pairs)),
        )
        together, may_be = ({(one, other) for one, other, each in rows if each == how} for how in _HOW)
        return together, may_be

    def of_one_name(self, one: str, other: str) -> int:
        """Count the pairs of one name that two bodies have."""
        rows = self._register.run(
            "SELECT COUNT(*) FROM people AS one JOIN people AS other ON one.name=other.name "
            "WHERE one.body=? AND other.body=?",
            one,
            other,
        )
        return int(rows[0][0])

    # Pairs

    def pairs_of_body(self, slug: str) -> set[Pair]:
        """Give the pairs that depend on a body."""
        rows = self._register.run(f"SELECT {_PAIR} FROM pairs WHERE one_body=? OR other_body=?", slug, slug)
        return {_pair(row) for row in rows}

    def pairs_among(self, ends: Iterable[tuple[str, str]]) -> list[Pair]:
        """Give those of some pairs (their IRIs, in order) that are known."""
        rows = self._register.run(
            f"SELECT {_PAIR} FROM json_each(?) JOIN pairs "
            "ON one=json_extract(value, '$[0]') AND other=json_extract(value, '$[1]')",
            json.dumps(sorted(ends)),
        )
        return [_pair(row) for row in rows]

    def pairs_between(self, one: str, other: str) -> list[Pair]:
        """Give the pairs that depend on two bodies."""
        rows = self._register.run(
            f"SELECT {_PAIR} FROM pairs "
            "WHERE (one_body=?1 AND other_body=?2) OR (one_body=?2 AND other_body=?1)",
            one,
            other,
        )
        return [_pair(row) for row in rows]

    def pairs_of_bodies(self, slug: str) -> list[Pair]:
        """Give the pairs of bodies that a body is in."""
        rows = self._register.run(
            f"SELECT {_PAIR} FROM pairs WHERE kind='body' AND (one=? OR other=?)", slug, slug
        )
        return [_pair(row) for row in rows]

    def joined_with(self, slug: str, rule: str) -> dict[str, int]:
        """Count how many people of a body a rule joins to somebody in each other body."""
        rows = self._register.run(
            "SELECT other_body, COUNT(*) FROM pairs WHERE one_body=?1 AND rule=?2 GROUP BY other_body "
            "UNION ALL "
            "SELECT one_body, COUNT(*) FROM pairs WHERE other_body=?1 AND rule=?2 GROUP BY one_body",
            slug,
            rule,
        )
        found: dict[str, int] = {}
        for body, count in rows:
            found[body] = found.get(body, 0) + int(count)
        return found

    def pairs_of(self, who: str) -> list[Pair]:
        """Give the pairs that somebody is in."""
        rows = self._register.run(f"SELECT {_PAIR} FROM pairs WHERE one=? OR other=?", who, who)
        return [_pair(row) for row in rows]

    def candidates(self) -> list[Pair]:
        """Give the pairs that no rule joins, the likeliest first."""
        rows = self._register.run(f"SELECT {_PAIR} FROM pairs WHERE rule='' ORDER BY score DESC, one, other")
        return [_pair(row) for row in rows]

    def change_pairs(self, gone: Iterable[Pair], new: Iterable[Pair]) -> None:
        """Forget pairs, and remember others."""
        self._register.run_many(
            "DELETE FROM pairs WHERE one=? AND other=?", ((pair.one, pair.other) for pair in gone)
        )
        self._register.run_many(
            f"INSERT OR REPLACE INTO pairs ({_PAIR}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", map(_row, new)
        )

    # Judgements

    def judgements(self) -> set[Judgement]:
        """Give the judgements that the graph follows."""
        return {Judgement(*json.loads(row[0])) for row in self._register.run("SELECT whole FROM judged")}

    def put_judgements(self, judgements: Iterable[Judgement]) -> None:
        """Remember judgements in the place of those before."""
        self._register.run("DELETE FROM judged")
        self._register.run_many(
            "INSERT INTO judged VALUES (?, ?, ?, ?, ?)",
            (
                (each.kind, each.verdict, self._key(each.one), self._key(each.other), _whole(each))
                for each in judgements
            ),
        )

    def verdicts(self, kind: str, who: Iterable[str] | None = None) -> Verdicts:
        """Give the judgements of a kind, or those that name one of some people."""
        if who is None:
            rows = set(self._register.run("SELECT verdict, one, other FROM judged WHERE kind=?", kind))
        else:
            rows = {row for each in who for row in self._judged(each)}
        same = tuple(sorted((one, other) for verdict, one, other in rows if verdict == "same"))
        return Verdicts(
            same, frozenset(ordered(one, other) for verdict, one, other in rows if verdict == "different")
        )

    def is_judged_same(self, who: str) -> bool:
        """Tell whether it was judged that somebody is somebody else."""
        return any(verdict == "same" for verdict, _, _ in self._judged(who))

    def judged_with(self, who: str) -> set[str]:
        """Name those of whom it was judged that they are, or are not, somebody."""
        return {each for _, one, other in self._judged(who) for each in (one, other)} - {who}

    def _judged(self, who: str) -> list[tuple[str, ...]]:
        return self._register.run("SELECT verdict, one, other FROM judged WHERE one=? OR other=?", who, who)

    def _key(self, end: str) -> str:
        """The IRI of a person or an organisation, or the slug of a body, that a judgement names."""
        kind, _, rest = end.partition("/")
        return rest if kind == "body" else f"{self.base}{end}"

    # Who is who

    def stays(self, token: str) -> str:
        """Give the IRI under which the thing of a token is known now."""
        if token.startswith(f"<{self.base}person/"):
            who = self.identity(token[1:-1])
            return who.iri if who else token[1:-1]
        known = Renaming(
            self.base, bodies=self.bodies_known_as(), organisations=self.organisations_known_as()
        )
        return known.token(token)[1:-1]

    def identity(self, who: str) -> Identity | None:
        """Give whom somebody is known as; None for those who are known as themselves."""
        rows = self._register.run("SELECT iri, name FROM known_as WHERE who=?", who)
        return Identity(rows[0][0], rows[0][1]) if rows else None

    def known_as(self, iri: str) -> list[str]:
        """Name those who are known as somebody else."""
        return [
            row[0] for row in self._register.run("SELECT who FROM known_as WHERE iri=? ORDER BY who", iri)
        ]

    def bodies_known_as(self) -> dict[str, Identity]:
        """Give the bodies that are known as another one, by slug."""
        rows = self._register.run("SELECT who, iri, name FROM known_as WHERE kind='body'")
        return {who: Identity(iri, name) for who, iri, name in rows}

    def organisations_known_as(self) -> dict[str, Identity]:
        """Give the organisations that are known as another one, by IRI."""
        rows = self._register.run("SELECT who, iri, name FROM known_as WHERE kind='organisation'")
        return {who: Identity(iri, name) for who, iri, name in rows}

    def renaming(self, body: str) -> Renaming:
        """Give what the people, the organisations and the body of a body's documents are known as."""
        rows = self._register.run("SELECT who, iri, name FROM known_as WHERE body=? AND kind='person'", body)
        people = {who: Identity(iri, name) for who, iri, name in rows}
        bodies = self.bodies_known_as()
        own = {body: bodies[body]} if body in bodies else {}
        return Renaming(self.base, people, own, self.organisations_known_as())

    def change_identities(self, kind: str, known: Mapping[str, tuple[str, Identity | None]]) -> None:
        """Remember whom each is known as (with the body of each), or that they are themselves (None)."""
        self._register.run_many("DELETE FROM known_as WHERE who=?", ((who,) for who in known))
        self._register.run_many(
            "INSERT INTO known_as VALUES (?, ?, ?, ?, ?)",
            ((who, body, kind, to.iri, to.name) for who, (body, to) in known.items() if to is not None),
        )


_TOGETHER, _MAY_BE = _HOW = ("together", "may-be")
_PAIR = "one, other, kind, one_body, other_body, rule, score, reasons"


def _row(pair: Pair) -> tuple[object, ...]:
    reasons = json.dumps([[reason.kind, reason.details] for reason in pair.reasons], ensure_ascii=False)
    return pair.one, pair.other, pair.kind, *pair.bodies, pair.rule, pair.score, reasons


def _pair(row: tuple[str, ...]) -> Pair:
    one, other, kind, one_body, other_body, rule, score, told = row
    reasons = tuple(
        Reason(name, tuple((key, value) for key, value in details)) for name, details in json.loads(told)
    )
    return Pair(kind, one, other, (one_body, other_body), rule, float(score), reasons)


def _whole(judgement: Judgement) -> str:
    return json.dumps(astuple(judgement), ensure_ascii=False)
