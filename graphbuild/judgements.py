"""Turns a CSV file that people read and version into judgements: who is the same, who is not; and back.

```
kind,verdict,one,other,one_name,other_name,who,when,why
person,same,person/68b534ffd85049e2,person/42a53c696b4f99e8,Eva Ek,Eva Eek,Kim,2026-01-07,a misprint
```

`one` and `other` are IRIs without the base, so that the file goes along when a graph moves. Of two that
are the same, `one` is the one that stays: of a person the right spelling, of a body its later name, of
an organisation its full name. Only the first four columns count; the rest tells people why. Lines are
sorted when the file is written.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from graphbuild.errors import JudgementsError

KINDS = ("body", "organisation", "person")
VERDICTS = ("different", "same")


@dataclass(frozen=True, slots=True, order=True)
class Judgement:
    """A line of the file; `when` is an ISO date."""

    kind: str
    verdict: str
    one: str
    other: str
    one_name: str = ""
    other_name: str = ""
    who: str = ""
    when: str = ""
    why: str = ""

    @property
    def pair(self) -> tuple[str, str]:
        """The two that it is about, in the order of their IRIs."""
        return (self.one, self.other) if self.one < self.other else (self.other, self.one)


_COLUMNS = tuple(column.name for column in fields(Judgement))
_NEEDED = _COLUMNS[:4]


def read_judgements(path: Path) -> tuple[Judgement, ...]:
    """Read a file, sorted; a file that is not there holds none. Raises `JudgementsError`."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise JudgementsError(f"{path} cannot be read ({error}): it must be a CSV file in UTF-8") from error
    rows = csv.DictReader(io.StringIO(text))
    missing = [column for column in _NEEDED if column not in (rows.fieldnames or ())]
    if text.strip() and missing:
        raise JudgementsError(
            f"{path}: its first line lacks {', '.join(missing)}: write {','.join(_COLUMNS)}"
        )
    found: dict[tuple[str, str], Judgement] = {}
    for row in rows:
        judgement = _judgement(row, f"{path}:{rows.line_num}")
        known = found.setdefault(judgement.pair, judgement)
        if known.verdict != judgement.verdict:
            raise JudgementsError(
                f"{path}:{rows.line_num}: {judgement.one} and {judgement.other} are judged the same "
                "and different: delete one of the lines"
            )
    return tuple(sorted(found.values()))


def write_judgements(path: Path, judgements: Iterable[Judgement]) -> None:
    """Write a file, sorted, so that two versions of it can be compared line by line."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(_COLUMNS)
    rows.writerows(astuple(judgement) for judgement in sorted(judgements))
    part = path.with_name(f"{path.name}.part")
    part.write_text(text.getvalue(), encoding="utf-8", newline="")
    part.replace(path)


def _judgement(row: dict[str, str | None], place: str) -> Judgement:
    told = {name: (row.get(name) or "").strip() for name in _COLUMNS}
    if told["kind"] not in KINDS:
        raise JudgementsError(f"{place}: kind is “{told['kind']}”: write {' or '.join(KINDS)}")
    if told["verdict"] not in VERDICTS:
        raise JudgementsError(f"{place}: verdict is “{told['verdict']}”: write {' or '.join(VERDICTS)}")
    for name in ("one", "other"):
        if not told[name].startswith(f"{told['kind']}/"):
            raise JudgementsError(
                f"{place}: {name} is “{told[name]}”: write the end of the IRI, such as {told['kind']}/…"
            )
    if told["one"] == told["other"]:
        raise JudgementsError(f"{place}: one and other are the same: name two")
    return Judgement(**told)
