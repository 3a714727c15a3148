"""What the list of a store says of a document, as a value and as a row of a table."""

import json
import re
import zlib
from dataclasses import dataclass

_PERSON = re.compile(r"/person/[0-9a-f]{16}>")
_ORGANISATION = re.compile(r"^<([^<>\s]*/organisation/[^<>\s]+)> ", re.MULTILINE)
_NO_IRI = re.compile(r"[<>\s]")
COLUMNS = "document, sha256, parser_version, names, body, meeting, numbers, quads, issues, duplicate_of"
TEXTS = "shared, told, seen, naming"
NO_TEXTS = "x'', x'', x'', x''"


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document that was read; `duplicate_of` is the one that stands in the graph in its stead."""

    document: str
    sha256: str
    parser_version: str
    names: tuple[str, ...]
    body: str
    meeting: str
    numbers: tuple[str, ...]
    quads: int
    issues: int
    shared: str
    told: str = ""
    seen: str = ""
    naming: str = ""
    duplicate_of: str | None = None

    @property
    def rank(self) -> tuple[int, str]:
        """Say how it stands against others of the same meeting: the fuller one, then the hash."""
        return self.quads, self.sha256

    def clashes(self, other: "DocumentRecord") -> bool:
        """Tell whether both claim the same items of the same meeting; one without numbers claims all."""
        if self.meeting != other.meeting:
            return False
        return not self.numbers or not other.numbers or bool(set(self.numbers) & set(other.numbers))


def row_of(record: DocumentRecord) -> tuple[object, ...]:
    """Give the row of a document: `COLUMNS`, and `TEXTS` compressed."""
    return (
        record.document,
        record.sha256,
        record.parser_version,
        json.dumps(record.names, ensure_ascii=False),
        record.body,
        record.meeting,
        json.dumps(record.numbers),
        record.quads,
        record.issues,
        record.duplicate_of,
        *(
            zlib.compress(text.encode("utf-8", "replace"), 1)
            for text in (record.shared, record.told, record.seen, record.naming)
        ),
    )


def named(record: DocumentRecord) -> list[tuple[str, str]]:
    """The people and organisations that a document names, under the IRIs that it made for them."""
    found = {
        text[text.rfind("<", 0, match.start()) + 1 : match.end() - 1]
        for text in (record.naming, record.shared)
        for match in _PERSON.finditer(text)
    }
    # A text may hold the end of such an IRI, and not the beginning.
    people = {who for who in found if not _NO_IRI.search(who)}
    return [(who, record.document) for who in sorted(people.union(_ORGANISATION.findall(record.shared)))]


def unpacked(packed: object) -> str:
    """Give one of `TEXTS` as it was."""
    assert isinstance(packed, bytes)
    return zlib.decompress(packed).decode() if packed else ""


def record_of(row: tuple[object, ...]) -> DocumentRecord:
    """Read a row."""
    document, sha256, version, names, body, meeting, numbers, quads, issues, duplicate_of, *texts = row
    shared, told, seen, naming = map(unpacked, texts)
    assert isinstance(quads, int) and isinstance(issues, int)
    return DocumentRecord(
        document=str(document),
        sha256=str(sha256),
        parser_version=str(version),
        names=tuple(json.loads(str(names))),
        body=str(body),
        meeting=str(meeting),
        numbers=tuple(json.loads(str(numbers))),
        quads=quads,
        issues=issues,
        shared=shared,
        told=told,
        seen=seen,
        naming=naming,
        duplicate_of=None if duplicate_of is None else str(duplicate_of),
    )
