"""Finds the rows of a list of people that head a group: an organisation, a party, where people come from."""

from itertools import pairwise

from graphbuild.gazetteer import Gazetteer
from graphbuild.languages import Language
from graphbuild.parsing.elements import SEP, elements_of, party_of
from graphbuild.parsing.labels import kind_of
from graphbuild.parsing.likeness import NAME, NOTE, ORG
from graphbuild.parsing.rows import Row

_LONGEST_FRONT, _LONGEST_HEAD = 45, 60
_FEWEST = 2


Group = tuple[list[tuple[int, int]], str]
"""Where the people of a group stand (first offset, offset after the last), and its organisation or party."""


def grouped(rows: list[Row], language: Language, gazetteer: Gazetteer) -> tuple[list[Row], list[Group]]:
    """Rows without those that head a group of people: an organisation, or a party, above its people.

    A group has a place for each of its rows: lists that stand side by side share lines.
    """
    in_front = _in_front(rows, language, gazetteer)
    if in_front:
        return _without_fronts(rows, in_front)
    heads: dict[int, str] = {}
    for index, row in enumerate(rows[:-1]):
        below = rows[index + 1]
        named = _party_head(row.text, language) or _origin(row.text, language)
        set_in = below.indent > row.indent + 1 or (below.bullet and not row.bullet)
        set_in = set_in or (row.bold and not below.bold and not row.bullet)
        if named is not None:
            heads[index] = named
        elif set_in and _is_group(_unabbreviated(row.text), language, gazetteer):
            known = gazetteer.lookup(row.text, places=False) or not _is_common(row.text, language)
            heads[index] = _unabbreviated(row.text).strip(" :") if known else ""
    lone = _lone_heads(rows, gazetteer)
    heads = dict(sorted((lone | heads).items()))
    if not heads:
        return rows, []
    groups: list[Group] = []
    for index, following in zip(heads, [*list(heads)[1:], len(rows)], strict=True):
        head = rows[index]
        beside = (
            bool(lone)
            or _party_head(head.text, language)
            or _origin(head.text, language) is not None
            or head.bold
        )
        inside = [r for r in rows[index + 1 : following] if beside or r.indent > head.indent or r.bullet]
        if inside and heads[index]:
            groups.append(([(r.at(0), r.span().end + 1) for r in inside], heads[index]))
    return [row for index, row in enumerate(rows) if index not in heads], groups


def _in_front(rows: list[Row], language: Language, gazetteer: Gazetteer) -> dict[int, int]:
    """Where the organisation in front of a row's people ends ("Polisen: Anna Ek, kommunpolis; Bo Alm").

    Two rows at least begin so, and one with what is an organisation by itself; then what stands in front of
    the others' colons is one, too, if it is no name or office.
    """
    kinds: dict[int, tuple[int, set[str]]] = {}
    for index, row in enumerate(rows):
        colon = row.text.find(":", 2, _LONGEST_FRONT)
        front = row.text[:colon]
        if colon < 0 or front.isupper() or not row.text[colon + 1 :].strip() or kind_of(front, language)[0]:
            continue
        if found := _front_kinds(front, language, gazetteer):
            kinds[index] = colon, found
    if len(kinds) < _FEWEST or not any(found == {ORG} for _, found in kinds.values()):
        return {}
    return {index: colon for index, (colon, _) in kinds.items()}


def is_front(text: str, language: Language, gazetteer: Gazetteer) -> bool:
    """Whether a label is an organisation's name: its value is whoever comes from there."""
    labels = any(word in language.label_words for word in text.lower().split())
    return not labels and _front_kinds(text, language, gazetteer) == {ORG}


def _front_kinds(text: str, language: Language, gazetteer: Gazetteer) -> set[str]:
    found = {e.kind for e in elements_of(text, language, gazetteer) if e.kind != SEP}
    return found if found <= {ORG, NOTE, NAME} and not (NAME in found and " " in text) else set()


def _without_fronts(rows: list[Row], fronts: dict[int, int]) -> tuple[list[Row], list[Group]]:
    read: list[Row] = []
    groups: list[Group] = []
    for index, row in enumerate(rows):
        if index not in fronts:
            read.append(row)
            continue
        later = next((rows[i].at(0) for i in fronts if i > index), rows[-1].span().end + 1)
        groups.append(([(row.at(0), later)], row.text[: fronts[index]].strip(" *")))
        read.append(row.cut(fronts[index] + 1))
    return read, groups


def _lone_heads(rows: list[Row], gazetteer: Gazetteer) -> dict[int, str]:
    """Organisations that stand alone on their rows, each above its people, where the list begins with one."""
    lone = [
        i
        for i, row in enumerate(rows)
        if len(row.text) <= _LONGEST_HEAD and gazetteer.lookup(row.text.strip(" :"), places=False)
    ]
    apart = all(after - before > 1 for before, after in pairwise([*lone, len(rows)]))
    return {i: rows[i].text.strip(" :") for i in lone} if len(lone) > 1 and lone[0] == 0 and apart else {}


def _unabbreviated(text: str) -> str:
    """A head without the abbreviation behind it ("Sveriges geologiska undersökning, SGU")."""
    name, comma, code = text.rpartition(", ")
    return name if comma and code.isupper() and " " not in code else text


def _party_head(text: str, language: Language) -> str | None:
    """The letters of the party that a row names and nothing else ("Moderaterna (M)", "Centerpartiet")."""
    plain = text.strip(" :*")
    name, _, code = plain.partition("(")
    known = language.data["people"]["party_names"].get(" ".join(name.lower().split()))
    if known is None:
        return None
    return party_of(code.strip(" )"), language) or str(known) if code or len(plain.split()) <= 3 else None


def _origin(text: str, language: Language) -> str | None:
    """What those below come from ("Från Kolsjö kommun"); "" where it is no name ("Från föreningarna")."""
    first, _, rest = text.strip(" :*").partition(" ")
    if first.lower() not in language.words("people", "group_prefixes") or not rest or "," in rest:
        return None
    return rest if rest[0].isupper() else ""


def _is_group(text: str, language: Language, gazetteer: Gazetteer) -> bool:
    if "," in text:
        return False
    kinds = [e.kind for e in elements_of(text.strip(" :"), language, gazetteer) if e.kind != SEP]
    return bool(kinds) and NAME not in kinds and (ORG in kinds or len(text) < 40)


def _is_common(text: str, language: Language) -> bool:
    """Whether a head is no organisation's name but a kind of people ("Förtroendevalda")."""
    words = text.strip(" :").lower().split()
    return all(word in language.label_words for word in words)
