"""Turns people to forget into a list without their names, and tells where a text names them.

```
salt = "5f0c…"

[[person]]
id = "3f2a9c"
label = "En person"
since = "2026-01-31"
keys = [
  "0b9e…",
]
```

`keys` are hashes (BLAKE2b, RFC 7693, keyed with the salt) of the forms of a name. Whoever has the file can
test whether a name that they already think of is in it; no name can be read from it.
"""

import hashlib
import json
import tomllib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from graphbuild.errors import StoreError
from graphbuild.privacy.names import full_keys, initial_keys, joined_runs, key, runs, without_genitive

FULL, INITIAL = "full", "initial"
_ID_LENGTH, _KEY_BYTES = 6, 16
_HEAD = """# People whom this store has forgotten: salted hashes of the forms of their names, and no name.
# Keep this file with the store and under version control: without it, the next build reads the names again.
"""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody forgotten: what stands for their name (`label` and `id`), and the hashes of its forms."""

    id: str
    label: str
    since: str
    keys: tuple[str, ...]

    @property
    def name(self) -> str:
        """What they are called now."""
        return f"{self.label} {self.id}"


class Hit(NamedTuple):
    """Words of a text that name somebody forgotten: their place, their key, and in full or with initials."""

    start: int
    end: int
    key: str
    kind: str
    person: str


@dataclass(frozen=True)
class Forgotten:
    """The list. An empty one has no salt."""

    salt: str = ""
    people: tuple[Person, ...] = ()
    _index: dict[str, str] = field(default_factory=dict, compare=False, repr=False)
    _known: dict[str, tuple[str, str] | None] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Index the people by their hashes."""
        self._index.update({each: person.id for person in self.people for each in person.keys})

    def __bool__(self) -> bool:
        """Tell whether somebody is on the list."""
        return bool(self.people)

    def hash(self, kind: str, of: str) -> str:
        """Give the hash of a form of a name."""
        told = f"{kind}\n{of}".encode("utf-8", "replace")
        return hashlib.blake2b(told, key=bytes.fromhex(self.salt), digest_size=_KEY_BYTES).hexdigest()

    def who(self, of: str) -> tuple[str, str] | None:
        """Tell whose name a key is: which kind of form, and the person's id."""
        if of not in self._known:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            self._known[of] = next(
                ((kind, who) for kind in (FULL, INITIAL) if (who := self._index.get(self.hash(kind, of)))),
                None,
            )
        return self._known[of]

    def hits(self, text: str) -> Iterator[Hit]:
        """Find the people of the list in a text, whoever is named so."""
        if not self.people:
            return
        for run in (*runs(text), *joined_runs(text)):
            for form in dict.fromkeys((run.key, without_genitive(run.key))):
                if (found := self.who(form)) is not None:
                    yield Hit(run.start, run.end - (form != run.key), form, *found)
                    break

    def person(self, of: str) -> Person:
        """Give a person by id."""
        return next(person for person in self.people if person.id == of)

    def add(
        self,
        names: Collection[str],
        others: Collection[str],
        first_names: Collection[str],
        label: str,
        since: str,
    ) -> "Forgotten":
        """Put a person on the list, with all names that they have; `others` are the names of other people.

        A form that is somebody else's name in full stays theirs.
        """
        taken = {key(other) for other in others}
        full = {form for name in names for form in full_keys(name, first_names) if " " in form} - taken
        initial = {form for name in names for form in initial_keys(name)}
        keys = {self.hash(FULL, form) for form in full} | {self.hash(INITIAL, form) for form in initial}
        number = self.hash("id", min(key(name) for name in names))[:_ID_LENGTH]
        known = [person for person in self.people if person.id != number]
        before = {each for person in self.people if person.id == number for each in person.keys}
        person = Person(number, label, since, tuple(sorted(keys | before)))
        return Forgotten(self.salt, tuple(sorted((*known, person), key=lambda each: each.id)))

    def fingerprint(self) -> str:
        """Tell one list from another."""
        return hashlib.sha256(to_text(self).encode()).hexdigest()[:16] if self.people else ""


_REMEMBERED = 200_000


def load(path: Path) -> Forgotten:
    """Read a list; one that is not there is empty. Raises `StoreError` where it cannot be understood."""
    return parsed(written(path), path)


def written(path: Path) -> str | None:
    """Give the text of a list; None where there is none. Raises `StoreError` where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(
            f"{path} cannot be read ({error}): nobody it names may be shown; bring it back"
        ) from error


def parsed(text: str | None, path: Path) -> Forgotten:
    """Understand the text of a list; `path`, where it stands, is for messages. Raises as `load` does."""
    return _parsed(text, str(path)) if text is not None else Forgotten()


@lru_cache(maxsize=8)
def _parsed(text: str, path: str) -> Forgotten:
    try:
        told = tomllib.loads(text)
        people = tuple(
            Person(str(row["id"]), str(row["label"]), str(row["since"]), tuple(map(str, row["keys"])))
            for row in told.get("person", ())
        )
        bytes.fromhex(told["salt"])
        return Forgotten(str(told["salt"]), people)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise StoreError(
            f"{path} cannot be understood ({error}): take it back from version control, "
            "so that nobody is shown again"
        ) from error


def to_text(forgotten: Forgotten) -> str:
    """Write a list down, sorted, a hash a line."""
    parts = [_HEAD, f'salt = "{forgotten.salt}"\n']
    for person in forgotten.people:
        rows = "".join(f'  "{each}",\n' for each in person.keys)
        label = json.dumps(person.label, ensure_ascii=False)
        parts.append(
            f'\n[[person]]\nid = "{person.id}"\nlabel = {label}\nsince = "{person.since}"\n'
            f"keys = [\n{rows}]\n"
        )
    return "".join(parts)


def started(forgotten: Forgotten, salt: str) -> Forgotten:
    """Give a list that has a salt: its own, else this one (hexadecimal)."""
    return forgotten if forgotten.salt else replace(forgotten, salt=salt)


def named_in(forgotten: Forgotten, texts: Iterable[str]) -> list[str]:
    """Give those of some texts that name somebody on the list."""
    return [text for text in texts if any(forgotten.hits(text))]
