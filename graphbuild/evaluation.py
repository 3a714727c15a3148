"""Parsed minutes and gold minutes become precision, recall and F1 for each field."""

import json
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graphbuild.table import Cell, Table

Facts = Iterable[tuple[object, ...]]
Record = Mapping[str, Any]

_FRONT = (
    "body",
    "organisation",
    "date",
    "end_date",
    "start",
    "end",
    "place",
    "online",
    "items_covered",
    "next_meeting",
    "approval",
)


@dataclass(frozen=True, slots=True)
class Score:
    """Counts for one field: facts in the gold, facts parsed, and how many are the same."""

    gold: int
    parsed: int
    right: int

    @property
    def precision(self) -> float:
        """Share of the parsed facts that are right; 1 where nothing was parsed."""
        return self.right / self.parsed if self.parsed else 1.0

    @property
    def recall(self) -> float:
        """Share of the gold facts that were parsed; 1 where there are none."""
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.gold + self.parsed
        return 2 * self.right / total if total else 1.0


def plain(value: object) -> str:
    """A value as it is compared: NFC, no markup, blanks and quotes level, no full stop at its end."""
    text = unicodedata.normalize("NFC", str(value))
    text = re.sub(r"[*_`\u00ad\ufffe]", "", text).replace("\u00a0", " ")
    text = re.sub(r"[“”„»«\"]", '"', text).replace("’", "'").replace("–", "-").replace("—", "-")
    return " ".join(text.split()).strip(" .;,").casefold()


def _clause(text: object) -> str:
    """A clause without what only leads to the next one in its list ("…, samt")."""
    return _LEADS_ON.sub("", plain(text))


_LEADS_ON = re.compile(r"(?:,|,?\s(?:och|samt|og))$")


def _front(minutes: Record) -> Facts:
    for key in _FRONT:
        value = minutes.get(key)
        if value is None or value == [] or (key == "end_date" and value == minutes.get("date")):
            continue
        if isinstance(value, dict):
            value = json.dumps(value, sort_keys=True)
        elif isinstance(value, list):
            value = " ".join(map(str, value))
        yield key, plain(value)


def _roles(person: Record) -> str:
    return "|".join(sorted(plain(role) for role in person.get("roles") or []))


def _numbers(items: Iterable[object] | None) -> str:
    return "all" if items is None else " ".join(str(item) for item in items)


def _participants(minutes: Record) -> Facts:
    for person in minutes.get("participants") or []:
        yield (
            plain(person["name"]),
            plain(person.get("organisation") or ""),
            person.get("attendance"),
            _numbers(person.get("items")),
        )


def _names(minutes: Record) -> Facts:
    for person in minutes.get("participants") or []:
        yield (plain(person["name"]),)


def _aspect(key: str, wanted: Callable[[Any], bool] = bool) -> Callable[[Record], Facts]:
    def facts(minutes: Record) -> Facts:
        for person in minutes.get("participants") or []:
            value = _roles(person) if key == "roles" else person.get(key)
            if key == "items":
                value = None if value is None else _numbers(value)
            if wanted(value):
                yield plain(person["name"]), plain(value)

    return facts


def _attending(kind: str) -> Callable[[Record], Facts]:
    def facts(minutes: Record) -> Facts:
        for person in minutes.get("participants") or []:
            if person.get("attendance") == kind:
                yield (plain(person["name"]),)

    return facts


def _signatories(minutes: Record) -> Facts:
    for person in minutes.get("signatories") or []:
        yield plain(person["name"]), _roles(person), _numbers(person.get("items"))


def _items(minutes: Record) -> Facts:
    for item in minutes.get("items") or []:
        yield str(item.get("number") or ""), plain(item.get("title") or "")


def _in_items(key: str, value: Callable[[Any], Facts]) -> Callable[[Record], Facts]:
    def facts(minutes: Record) -> Facts:
        for item in minutes.get("items") or []:
            number = str(item.get("number") or plain(item.get("title") or ""))
            for found in item.get(key) or []:
                for fact in value(found):
                    yield (number, *fact)

    return facts


def _item_value(key: str) -> Callable[[Record], Facts]:
    def facts(minutes: Record) -> Facts:
        for item in minutes.get("items") or []:
            if item.get(key) and item[key] != "none":
                yield str(item.get("number") or plain(item.get("title") or "")), plain(item[key])

    return facts


def _votes(minutes: Record) -> Facts:
    for item in minutes.get("items") or []:
        vote = item.get("vote")
        if vote:
            number = str(item.get("number") or plain(item.get("title") or ""))
            yield number, vote.get("for"), vote.get("against"), vote.get("abstain") or 0
            for side in ("for_names", "against_names"):
                for name in vote.get(side) or []:
                    yield number, side, plain(name)


def _presenter(person: Record) -> Facts:
    yield plain(person["name"]), _roles(person)


def _assignment(found: Record) -> Facts:
    yield (
        _clause(found["text"]),
        "|".join(sorted(plain(a) for a in found.get("assignees") or [])),
        found.get("due"),
    )


FIELDS: dict[str, Callable[[Record], Facts]] = {
    "front page": _front,
    "participants": _participants,
    "participant names": _names,
    "organisations": _aspect("organisation"),
    "parties": _aspect("party"),
    "roles": _aspect("roles"),
    "partial presence": _aspect("items"),
    "replaces": _aspect("replaces"),
    "absent": _attending("absent"),
    "substitutes": _attending("substitute"),
    "signatories": _signatories,
    "items": _items,
    "cases": _item_value("case"),
    "focus areas": _item_value("focus_area"),
    "outcomes": _item_value("outcome"),
    "presenters": _in_items("presenters", _presenter),
    "decisions": _in_items("decisions", lambda d: [(_clause(d["text"]),)]),
    "decision types": _in_items("decisions", lambda d: [(_clause(d["text"]), d.get("type"))]),
    "assignments": _in_items("assignments", lambda a: [(_clause(a["text"]),)]),
    "assignments whole": _in_items("assignments", _assignment),
    "documents": _in_items("documents", lambda d: [(plain(d),)]),
    "motions": _in_items("motions", lambda m: [(plain(m["name"]), plain(m["text"]))]),
    "votes": _votes,
    "reservations": _in_items("reservations", lambda r: [(plain(n),) for n in r.get("names") or []]),
    "disqualified": _in_items("disqualified", lambda name: [(plain(name),)]),
}
"""Each field, and the facts that a record holds for it; a fact counts when all of it is the same."""


def compare(parsed: Record, gold: Record) -> dict[str, Score]:
    """Score one document, field by field."""
    scores = {}
    for name, facts in FIELDS.items():
        mine, theirs = Counter(facts(parsed)), Counter(facts(gold))
        scores[name] = Score(sum(theirs.values()), sum(mine.values()), sum((mine & theirs).values()))
    return scores


def added(scores: Iterable[Mapping[str, Score]]) -> dict[str, Score]:
    """Sum documents' scores (micro average)."""
    total = dict.fromkeys(FIELDS, Score(0, 0, 0))
    for document in scores:
        for name, score in document.items():
            held = total[name]
            total[name] = Score(held.gold + score.gold, held.parsed + score.parsed, held.right + score.right)
    return total


def differences(parsed: Record, gold: Record) -> list[tuple[str, str, str]]:
    """Each fact that is only in the gold (`missing`) or only parsed (`extra`), by field."""
    found = []
    for name, facts in FIELDS.items():
        mine, theirs = Counter(facts(parsed)), Counter(facts(gold))
        found += [
            (name, "missing", " | ".join(map(str, f))) for f in sorted((theirs - mine).elements(), key=str)
        ]
        found += [
            (name, "extra", " | ".join(map(str, f))) for f in sorted((mine - theirs).elements(), key=str)
        ]
    return found


def intervals(scores: Sequence[Mapping[str, Score]], seed: int = 0) -> dict[str, tuple[float, float]]:
    """Where the F1 of each field lies in 95 of 100 draws of as many documents, with some drawn twice.

    The percentile bootstrap (Efron 1979) with documents as what is drawn: facts of one document are alike.
    """
    draw = random.Random(seed)
    draws = [draw.choices(range(len(scores)), k=len(scores)) for _ in range(_DRAWS)]
    found = {}
    for field in FIELDS:
        each = [score[field] for score in scores]
        f1 = sorted(_summed(each, drawn).f1 for drawn in draws)
        found[field] = f1[int(0.025 * _DRAWS)], f1[int(0.975 * _DRAWS) - 1]
    return found


_DRAWS = 1_000


def _summed(each: Sequence[Score], drawn: Sequence[int]) -> Score:
    return Score(
        sum([each[i].gold for i in drawn]),
        sum([each[i].parsed for i in drawn]),
        sum([each[i].right for i in drawn]),
    )


_COLUMNS = ("field", "n", "parsed", "precision", "recall", "f1")


def as_table(scores: Sequence[Mapping[str, Score]], seed: int = 0) -> Table:
    """The fields of all documents together: n, precision, recall, F1, and the 95 % interval of that."""
    spread = intervals(scores, seed)
    rows = tuple((*row, *(round(edge, 3) for edge in spread[str(row[0])])) for row in _rows(added(scores)))
    return Table((*_COLUMNS, "low", "high"), rows)


def by_group(scores: Iterable[tuple[str, Mapping[str, Score]]], name: str) -> Table:
    """The same for each document or body by itself; groups in order, `name` the column that names them."""
    groups: dict[str, list[Mapping[str, Score]]] = {}
    for group, score in scores:
        groups.setdefault(group, []).append(score)
    rows = tuple((group, *row) for group in sorted(groups) for row in _rows(added(groups[group])))
    return Table((name, *_COLUMNS), rows)


def _rows(scores: Mapping[str, Score]) -> list[tuple[Cell, ...]]:
    return [
        (name, s.gold, s.parsed, round(s.precision, 3), round(s.recall, 3), round(s.f1, 3))
        for name, s in scores.items()
        if s.gold or s.parsed
    ]


def gold_of(path: Path) -> dict[str, Any]:
    """Read one gold file."""
    record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return record
