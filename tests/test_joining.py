"""Who is who: what joins by a rule, what is a candidate, and what nobody may join."""

from dataclasses import replace
from datetime import date
from itertools import islice, permutations

import pytest

from benchmarks.identities import b_cubed
from benchmarks.people import World
from graphbuild.identity import DEFAULT_BASE, Namespace
from graphbuild.joining.groups import Verdicts, identities
from graphbuild.joining.names import likeness
from graphbuild.joining.pairs import pairs_of
from graphbuild.joining.profiles import BodyProfile, Profile, Roll, read_body, read_profile, roll
from graphbuild.joining.weighing import SAME_BODY, SAME_COMPANY, SAME_ORGANISATION, Pair
from graphbuild.statements import state
from graphbuild.statements.seen import Seen, Sighting, read_seen

BOARD, COUNCIL = "ekby-styrelsen", "ekby-fullmaktige"
EKBY, LILLBY = "org/ekby", "org/lillby"
LISTED = ("Anna Ek", "Bo Alm", "Cia Dahl", "Dan Frisk")


def profile(body: str, name: str, **more: object) -> Profile:
    known = {"first": "2025-01-10", "last": "2025-06-10", "owner": EKBY, "documents": 3, **more}
    return Profile(f"{body}/{name}", body, name, **known)  # type: ignore[arg-type]


def rolls(*people: Profile) -> dict[str, Roll]:
    by_body: dict[str, dict[str, Profile]] = {}
    for person in people:
        by_body.setdefault(person.body, {})[person.person] = person
    return {
        body: Roll(
            BodyProfile(
                body, body, first=min(p.first for p in found.values()), last=max(p.last for p in found.values()),
                people=len(found), documents=3,
            ),
            found,
        )
        for body, found in by_body.items()
    }  # fmt: skip


def pairs(known: dict[str, Roll], *, one_body: bool = False) -> set[Pair]:
    names: dict[str, list[Profile]] = {}
    for each in known.values():
        for person in each.people.values():
            names.setdefault(person.key, []).append(person)
    return {
        pair
        for each in known.values()
        for pair in pairs_of(
            each,
            lambda name: names.get(name, []),
            lambda slug: known[slug].body,
            lambda slug: known[slug].people.values(),
            lambda _one, _other: one_body,
        )
    }


def rule(one: Profile, other: Profile, *company: Profile) -> str | None:
    """The rule that joins two, empty for a candidate, None for neither."""
    ends = {one.person, other.person}
    found = [pair for pair in pairs(rolls(one, other, *company)) if {pair.one, pair.other} == ends]
    return found[0].rule if found else None


COMPANY = [profile(body, name) for body in (BOARD, COUNCIL) for name in LISTED]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"parties": ("S",)}, {"parties": ("S",)}, SAME_ORGANISATION),
        ({"parties": ("S",)}, {"parties": ("M",)}, ""),  # another party: a question
        ({"parties": ("S",)}, {}, ""),
        ({"owner": ""}, {"owner": ""}, None),  # a name alone
        ({"owner": EKBY}, {"owner": LILLBY}, None),
        ({"organisations": ((EKBY, "Ekby"),)}, {"organisations": ((EKBY, "Ekby"),)}, SAME_ORGANISATION),
        ({"first": "2001-01-01", "last": "2003-01-01"}, {}, ""),  # two decades later
    ],
)
def test_one_name_in_two_bodies(
    one: dict[str, object], other: dict[str, object], expected: str | None
) -> None:
    assert rule(profile(BOARD, "Eva Hed", **one), profile(COUNCIL, "Eva Hed", **other)) == expected


def test_in_bodies_of_the_same_people_a_name_is_one_person_where_nothing_speaks_against_it() -> None:
    one, other = (profile(body, "Eva Hed", owner="") for body in (BOARD, COUNCIL))
    assert rule(one, other, *COMPANY) == SAME_COMPANY
    assert rule(replace(one, parties=("S",)), replace(other, parties=("M",)), *COMPANY) == ""
    assert rule(one, other, *COMPANY[:2]) is None


def test_two_surnames_are_never_joined_by_a_rule() -> None:
    one, other = profile(BOARD, "Eva Lövgren", parties=("S",)), profile(BOARD, "Eva Lövström", parties=("S",))
    assert rule(one, other) == ""
    assert rule(one, replace(other, parties=("M",))) is None
    together = Roll(
        BodyProfile(BOARD), {p.person: p for p in (one, other)}, frozenset([(one.person, other.person)])
    )
    assert pairs({BOARD: together}) == set()  # two names of one list are two people


def test_bodies_that_were_judged_to_be_one_share_their_names() -> None:
    known = rolls(profile(BOARD, "Eva Hed", owner=""), profile(COUNCIL, "Eva Hed", owner=""))
    assert {pair.rule for pair in pairs(known, one_body=True)} == {SAME_BODY}


def test_a_body_that_began_when_another_ended_may_be_the_other() -> None:
    later = [replace(p, first="2025-09-01", last="2025-12-01") for p in COMPANY[4:]]
    (found,) = [pair for pair in pairs(rolls(*COMPANY[:4], *later)) if pair.kind == "body"]
    assert (found.one, found.other, found.rule) == (COUNCIL, BOARD, "")
    assert not [pair for pair in pairs(rolls(*COMPANY)) if pair.kind == "body"]  # both meet at once


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("Åsa Löv", "Asa Löv", "spelling"),
        ("Anna-Karin Ek", "Anna Karin Ek", "spelling"),
        ("Eva Lövgren", "Eva Lövström", "surname"),
        ("Eva Norr-Hed", "Eva Nor-Hed", "surname"),
        ("Eva Hed", "Eva Hed Alm", "double-surname"),
        ("Eva Hed", "E Hed", "initial"),
        ("Anna-Karin Ek", "Karin Ek", "first-name"),
        ("Mattias Ek", "Matias Ek", "first-name"),
        ("Eva Hed", "Eva Alm", None),
        ("Eva Ek", "Ida Ek", None),
        ("Eva Johansson", "Eva Jonsson", None),
    ],
)
def test_how_two_names_are_alike(one: str, other: str, how: str | None) -> None:
    for pair in ((one, other), (other, one)):
        alike = likeness(*pair)
        assert (alike[1] if alike else None) == how


def joined(one: str, other: str, by: str = SAME_ORGANISATION) -> Pair:
    return Pair("person", one, other, ("x", "y"), by)


def test_what_was_judged_different_is_never_in_one_group() -> None:
    names = dict.fromkeys("abc", "Eva Hed")
    found = identities(names, [joined("a", "b"), joined("b", "c", SAME_COMPANY)],
                       Verdicts(different=frozenset([("a", "c")])))  # fmt: skip
    assert {who: to.iri for who, to in found.items()} == {"a": "a", "b": "a", "c": "c"}


def test_groups_do_not_depend_on_any_order() -> None:
    names = {"a": "Eva Hed", "b": "Eva Heed", "c": "Eva Hed", "d": "Eva Heed"}
    verdicts = [("c", "d"), ("a", "b")]
    links = [joined("a", "c"), joined("b", "d")]
    results = {
        tuple(
            sorted((who, to.iri, to.name) for who, to in identities(names, one, Verdicts(tuple(two))).items())
        )
        for one in permutations(links)
        for two in permutations(verdicts)
    }
    assert results == {tuple((who, "a", "Eva Hed") for who in "abcd")}


def seen(day: str, *people: tuple[str, str]) -> Seen:
    told = tuple(
        Sighting(f"p/{name}", name, roles=(role,), titles=(role,), listed=True, quote=f"q/{day}/{name}")
        for name, role in people
    )
    return Seen("Styrelsen", EKBY, day, (1, 2), told)


def test_documents_one_by_one_in_any_order_give_what_they_give_together() -> None:
    documents = [
        seen("2025-03-01", ("Eva Hed", "chef"), ("Eva Hede", "jurist")),
        seen("2025-01-01", ("Eva Hed", "chef")),
        seen("", ("Eva Hed", "direktör")),
        seen("2026-01-01", ("Bo Alm", "chef")),
    ]
    whole = roll("x", documents)
    for order in permutations(documents):
        step: Roll | None = None
        for document in order:
            step = roll("x", [document], step)
        assert step == whole
    eva = whole.people["p/Eva Hed"]
    assert [(each.role, each.first.day, each.last.day) for each in eva.memberships] == [
        ("chef", "2025-01-01", "2025-03-01"),
        ("direktör", "", ""),
    ]
    assert (eva.documents, eva.first, eva.last) == (3, "2025-01-01", "2025-03-01")
    assert whole.together == {("p/Eva Hed", "p/Eva Hede")}
    assert read_profile(*eva.to_json()) == eva
    assert read_body(whole.body.to_json()) == whole.body


def test_people_whose_identity_is_known_are_told_apart() -> None:
    """A sample of `benchmarks.identities`: B³ by rules alone, and nobody joined across municipalities."""
    names = Namespace(DEFAULT_BASE)
    by_body: dict[str, list[Seen]] = {}
    mentions: list[tuple[str, int]] = []
    homes: dict[int, set[int]] = {}
    for known in islice(World(11, date(2020, 1, 7)).meetings(400), 400):
        said = state(known.minutes, DEFAULT_BASE, parser_version="test")
        by_body.setdefault(said.body, []).append(read_seen(said.seen))
        for name, person in known.truth.items():
            homes.setdefault(person.number, set()).add(person.home)
            mentions.append((names.person(said.body, name), person.number))
    known_rolls = {slug: roll(slug, found) for slug, found in by_body.items()}
    labels = {iri: p.name for each in known_rolls.values() for iri, p in each.people.items()}
    found = identities(labels, [pair for pair in pairs(known_rolls) if pair.rule], Verdicts())
    precision, recall = b_cubed((found[iri].iri, who) for iri, who in mentions)
    assert 2 * precision * recall / (precision + recall) >= 0.97
    groups: dict[str, set[int]] = {}
    for iri, who in mentions:
        groups.setdefault(found[iri].iri, set()).add(who)
    assert all(homes[one] & homes[other] for who in groups.values() for one in who for other in who)


def test_b_cubed_of_an_example_worked_by_hand() -> None:
    """Groups {a a b} and {b}: precision (2/3 + 2/3 + 1/3 + 1)/4, recall (1 + 1 + 1/2 + 1/2)/4."""
    assert b_cubed([("g", 1), ("g", 1), ("g", 2), ("h", 2)]) == pytest.approx((8 / 12, 3 / 4))
