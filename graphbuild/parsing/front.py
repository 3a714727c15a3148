"""The facts of a meeting that its front page gives: one value, filled step by step."""

from dataclasses import dataclass, field

from graphbuild.model import Approval, Notice, Participant, Period, Said, Signatory, Span


@dataclass(slots=True)
class Front:
    """What the front page says, as written; see `model.Minutes` for the meaning of each."""

    date: Said[str] | None = None
    end_date: Said[str] | None = None
    start: Said[str] | None = None
    end: Said[str] | None = None
    place: Said[str] | None = None
    online: Said[bool] | None = None
    items_covered: Said[tuple[str, ...]] | None = None
    next_meeting: Said[Period] | None = None
    approval: Said[Approval] | None = None
    participants: list[Participant] = field(default_factory=list)
    signatories: list[Signatory] = field(default_factory=list)
    issues: list[Notice] = field(default_factory=list)
    aside: list[tuple[str, tuple[str, ...], Span]] = field(default_factory=list)
    """Who was disqualified, in which items, and where it says so."""
