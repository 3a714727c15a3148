"""The frozen values that pass between the rooms: no behaviour, no RDF, no input or output.

Every value keeps the `Span` of canonical text that it was read from, so that each fact can be
shown with the sentence that proves it. Values fall down one staircase:
file -> `Document` -> `Minutes` (as written) -> `Minutes` (named) -> quads.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

from graphbuild.table import Cell as Cell  # noqa: PLC0414 - handed on
from graphbuild.table import Table as Table  # noqa: PLC0414

T = TypeVar("T")


class Span(NamedTuple):
    """A half-open range of characters in `Document.text` (RFC 5147 `char=start,end`)."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Said(Generic[T]):
    """A value with the text that says it; `rule` names the rule where it was inferred."""

    value: T
    span: Span
    rule: str | None = None


class Box(NamedTuple):
    """A place on a page, in points (1/72 inch) from its top left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the canonical text, without its line end; `number` and `page` count from 1.

    `box` is its place on the page, where the file's format has pages.
    """

    number: int
    start: int
    end: int
    page: int = 1
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A source file as canonical text.

    `text` is what spans point into: decoded, NFC, line ends as `\\n`. `sha256` is the hash of the
    file's bytes (hex), `name` its file name, `metadata` what front matter or the file format says.
    `unread_pages` hold pictures and no text; `recognised_pages` were read by OCR (by number: how many words,
    and of how many of them it is unsure). Where `wrapped` is false, each line is a paragraph of its own.
    """

    name: str
    text: str
    lines: tuple[Line, ...]
    sha256: str
    media_type: str
    encoding: str
    metadata: Mapping[str, str] = field(default_factory=dict)
    unread_pages: tuple[int, ...] = ()
    recognised_pages: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    wrapped: bool = True


class Attendance(StrEnum):
    """How a person takes part; a substitute who serves is `DECIDING`."""

    DECIDING = "deciding"
    SUBSTITUTE = "substitute"
    OTHER = "other"
    ABSENT = "absent"


class DecisionType(StrEnum):
    """What kind of decision a clause takes."""

    ADOPTION = "adoption"
    REJECTION = "rejection"
    ELECTION = "election"
    FILED = "filed"
    NOTED = "noted"
    DEFERRAL = "deferral"
    REFERRAL = "referral"
    ASSIGNMENT = "assignment"
    PROPOSAL = "proposal"


class Outcome(StrEnum):
    """What became of an agenda item."""

    DECIDED = "decided"
    DEFERRED = "deferred"
    REFERRED = "referred"
    INFORMED = "informed"
    DISCUSSED = "discussed"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation as it was resolved.

    `id` is its key in the gazetteer, or None where the gazetteer does not know it; `number` its organisation
    number (`NNNNNN-NNNN`); `local` is true for names such as "Kommunförbundet" that mean something only in
    their own body's company.
    """

    name: str
    id: str | None = None
    kind: str | None = None
    code: str | None = None
    wikidata: str | None = None
    local: bool = False
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Participant:
    """A person on the front page; `items` are the numbers attended, None means all.

    `items_told` is the sentence below an item from which `items` was inferred (rule `left-or-joined`),
    where no list says it; `rule` names the rule by which the attendance itself was inferred.
    """

    name: str
    span: Span
    attendance: Attendance
    roles: tuple[str, ...] = ()
    organisation_as_written: str | None = None
    organisation: Organisation | None = None
    party: str | None = None
    items: tuple[str, ...] | None = None
    items_as_written: str | None = None
    items_told: Span | None = None
    replaces: str | None = None
    note: str | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs the minutes, in which roles, and for which items (None means all)."""

    name: str
    span: Span
    roles: tuple[str, ...] = ()
    items: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Presenter:
    """Who presents an item; `same_as` is the participant whose name was meant."""

    name: str
    span: Span
    roles: tuple[str, ...] = ()
    organisation_as_written: str | None = None
    organisation: Organisation | None = None
    same_as: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """One operative clause: an att-clause, a numbered clause or a sentence, with its points."""

    text: str
    span: Span
    type: DecisionType
    label: str | None = None
    points: tuple[str, ...] = ()
    concerns: tuple[str, ...] = ()
    lead: str | None = None


class AgentKind(StrEnum):
    """What a name in the running text was resolved to."""

    PERSON = "person"
    ORGANISATION = "organisation"
    BODY = "body"
    UNRESOLVED = "unresolved"


@dataclass(frozen=True, slots=True)
class Agent:
    """Somebody named in the running text: the name it stands for, and the words that stand there."""

    name: str
    as_written: str
    span: Span
    kind: AgentKind = AgentKind.UNRESOLVED
    organisation: Organisation | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who takes on what; `due` is an ISO date, a month `2025-03`, or a quarter `2025-Q4`."""

    text: str
    span: Span
    assignees: tuple[Agent, ...] = ()
    due: str | None = None
    due_span: Span | None = None


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A sentence that reports on an earlier assignment; `status` is done, delayed or reported."""

    text: str
    span: Span
    status: str
    due: str | None = None


@dataclass(frozen=True, slots=True)
class SubItem:
    """A lettered or numbered part of an item; `text` is the whole part where it has no title."""

    span: Span
    label: str | None = None
    title: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """A document that an item rests on, or (`attachment`) that is attached to the minutes."""

    title: str
    span: Span
    attachment: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """A mention of an item of other minutes ("under § 3 in the previous minutes")."""

    to_item: str
    of: str
    span: Span
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Motion:
    """What a participant moves (yrkande)."""

    name: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Vote:
    """A division: counts, and names where the minutes give them. None means not stated."""

    span: Span
    for_count: int | None = None
    against_count: int | None = None
    abstain_count: int | None = None
    for_names: tuple[str, ...] = ()
    against_names: tuple[str, ...] = ()
    abstain_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reservation:
    """Who has a reservation recorded against the decision."""

    names: tuple[str, ...]
    span: Span
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Disqualification:
    """Who does not take part in an item because of a conflict of interest (jäv)."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Item:
    """An agenda item; `span` is its heading, `extent` the whole of it."""

    title: str
    span: Span
    extent: Span
    number: str | None = None
    title_span: Span | None = None
    case: Said[str] | None = None
    focus_area: Said[str] | None = None
    outcome: Said[Outcome] | None = None
    presenters: tuple[Presenter, ...] = ()
    decisions: tuple[Decision, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    subitems: tuple[SubItem, ...] = ()
    documents: tuple[CitedDocument, ...] = ()
    prepared_by: Said[str] | None = None
    references: tuple[Reference, ...] = ()
    mentions: tuple[Agent, ...] = ()
    motions: tuple[Motion, ...] = ()
    votes: tuple[Vote, ...] = ()
    reservations: tuple[Reservation, ...] = ()
    disqualified: tuple[Disqualification, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell a person: a message `kind` of `messages/*.toml` with its parameters.

    Issues (not understood) and anomalies (understood, and contradictory) are both notices.
    """

    kind: str
    span: Span
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """ISO dates of a first and a last day (the same for one day)."""

    first_day: str
    last_day: str


@dataclass(frozen=True, slots=True)
class Approval:
    """When the minutes are approved (justering), and whether that is done online."""

    date: str | None
    online: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of the lines that hold text were understood; `unclaimed` are the numbers of the others."""

    lines: int
    understood: int
    unclaimed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Minutes:
    """What one document says. None and () mean "not stated"; dates are ISO, times `HH:MM`."""

    document: Document
    language: str
    body: Said[str] | None = None
    organisation: Said[Organisation] | None = None
    date: Said[str] | None = None
    end_date: Said[str] | None = None
    start: Said[str] | None = None
    end: Said[str] | None = None
    place: Said[str] | None = None
    online: Said[bool] | None = None
    items_covered: Said[tuple[str, ...]] | None = None
    next_meeting: Said[Period] | None = None
    approval: Said[Approval] | None = None
    participants: tuple[Participant, ...] = ()
    signatories: tuple[Signatory, ...] = ()
    items: tuple[Item, ...] = ()
    issues: tuple[Notice, ...] = ()
    anomalies: tuple[Notice, ...] = ()
    coverage: Coverage = Coverage(0, 0)
