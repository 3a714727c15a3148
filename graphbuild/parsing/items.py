"""The regions of an outline become agenda items, with everything that was said and decided in them."""

import re
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from graphbuild.languages import Cue, Language, spelled
from graphbuild.model import (
    Agent,
    Assignment,
    CitedDocument,
    Decision,
    DecisionType,
    Disqualification,
    FollowUp,
    Item,
    Motion,
    Notice,
    Outcome,
    Presenter,
    Reference,
    Reservation,
    Said,
    Span,
    SubItem,
    Vote,
)  # fmt: skip
from graphbuild.parsing import citations, procedure
from graphbuild.parsing.assignments import assignments_in, is_taken_on
from graphbuild.parsing.ballots import votes_in
from graphbuild.parsing.blocks import Block, Prose, prose_of
from graphbuild.parsing.cast import Cast, organ_of
from graphbuild.parsing.clauses import Moved, clause_table
from graphbuild.parsing.dates import Clock
from graphbuild.parsing.decisions import DECIDES, Context, decisions_in
from graphbuild.parsing.follow_ups import follow_up_titled, follow_ups_in
from graphbuild.parsing.labels import heading_of
from graphbuild.parsing.outcomes import outcome_of
from graphbuild.parsing.outline import Region, Section
from graphbuild.parsing.presenting import presenters_listed, presenters_told
from graphbuild.parsing.rows import Passage, Row
from graphbuild.parsing.tails import without_tail
from graphbuild.parsing.tasks import task_table

_WIDE = re.compile(r"\s{3,}|\t")
_DIGIT = re.compile(r"\d")
_YEARS = re.compile(r"(?:19|20)\d\d\s?[/–-]\s?(?:(?:19|20)\d\d|\d\d)")
"""Two years ("2025/2026", "2025–27"), which a plan is for; no diary number looks like them."""
_LISTING = ("documents", "prepared_by", "presenters", "recipients", "appeal")
"""Sections that only list, and tell nothing in sentences."""


@dataclass(slots=True)
class _Parts:
    """What is gathered section by section before the frozen item is made."""

    doubts: list[Notice]
    presenters: list[Presenter] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    follow_ups: list[FollowUp] = field(default_factory=list)
    subitems: list[SubItem] = field(default_factory=list)
    documents: list[CitedDocument] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    motions: list[Motion] = field(default_factory=list)
    reservations: list[Reservation] = field(default_factory=list)
    disqualified: list[Disqualification] = field(default_factory=list)
    votes: list[Vote] = field(default_factory=list)
    mentions: list[Agent] = field(default_factory=list)
    prepared_by: Said[str] | None = None
    focus_area: Said[str] | None = None
    outcome: Said[Outcome] | None = None
    moved: Moved = field(default_factory=Moved)


def read_items(
    regions: list[Region], cast: Cast, meeting: date | None, next_meeting: str | None, issues: list[Notice]
) -> list[Item]:
    """Read each region; a continued item ("Forts. § 7") joins the one it continues."""
    clock = Clock(meeting, next_meeting)
    whole = _joined(regions)
    presenters: dict[int, list[Presenter]] = {}
    for region in whole:
        for section in region.sections:
            if section.kind == "presenters":
                presenters[id(section)] = presenters_listed(section.rows, cast)
                for presenter in presenters[id(section)]:
                    cast.add(presenter.name, presenter.roles, presenter.organisation_as_written)
    seen = {e.id for name in sorted(cast.organisations) if (e := cast.gazetteer.lookup(name)) is not None}
    return [_item(region, presenters, seen, cast, clock, issues) for region in whole]


def _joined(regions: list[Region]) -> list[Region]:
    joined: list[Region] = []
    by_number: dict[str, Region] = {}
    for region in regions:
        number = region.candidate.number
        if region.candidate.continued and number in by_number:
            earlier = by_number[number]
            earlier.sections.extend(region.sections)
            earlier.last = region.last
            continue
        joined.append(region)
        if number:
            by_number[number] = region
    return joined


def _item(
    region: Region,
    presenters: dict[int, list[Presenter]],
    seen: set[str],
    cast: Cast,
    clock: Clock,
    issues: list[Notice],
) -> Item:
    title, title_span, case = _title(region, cast.language)
    if not title:
        number = region.candidate.number or "?"
        issues.append(Notice("item-without-title", region.heading.span(), (("number", number),)))
    _name_first_section(region, cast.language)
    sections = [(section.kind, section.prose(cast.language)) for section in region.sections]
    parts = _Parts(issues)
    if (titled := follow_up_titled(title, title_span, cast, clock)) is not None:
        parts.follow_ups.append(titled)
    for section, (_, prose) in zip(region.sections, sections, strict=True):
        parts.presenters.extend(presenters.get(id(section), ()))
        if prose.blocks:
            _read_section(section, prose, title, parts, cast, clock)
    language, told = cast.language, [prose for kind, prose in sections if kind not in _LISTING]
    presenters_told(sections, parts.presenters, cast)
    parts.votes = votes_in(sections, cast)
    parts.mentions = citations.mentions_in(told, cast, set(seen)) + citations.people_titled(told, cast)
    parts.focus_area = _focus_area(title, title_span, told, language)
    tasks = [assignment.span for assignment in parts.assignments]
    parts.decisions = [_as_task(decision, parts.assignments, language) for decision in parts.decisions]
    parts.outcome = outcome_of(
        title, title_span, parts.decisions, bool(parts.presenters), tasks, sections, language
    )
    return _made(region, title, title_span, case or _case_told(sections, language), parts)


def _name_first_section(region: Region, language: Language) -> None:
    """What stands below a title in the words of a list of tasks ("7. Att göra") is one."""
    first = region.sections[0] if region.sections else None
    if first is None or first.kind or not all(row.bullet or row.cells is not None for row in first.rows):
        return
    title = region.heading.cut(region.candidate.title_start)
    heading = heading_of(title, language) if title.text else None
    reports = language.cue("assignments", "followed_up_under").fits(title.lower)
    if heading is not None and heading.kind == "actions" and not reports:
        first.kind = "actions"


def _as_task(decision: Decision, assignments: list[Assignment], language: Language) -> Decision:
    """A decision whose whole sentence says who does what ("Nybro kommun bokar lokal") gives a task."""
    whole = any(
        task.span.start <= decision.span.start and decision.span.end <= task.span.end + 1
        for task in assignments
    )
    if not whole or decision.type is not DecisionType.ADOPTION:
        return decision
    adopts = language.cue("decisions", "types", "adoption").where(decision.text.lower()) is not None
    return decision if adopts else replace(decision, type=DecisionType.ASSIGNMENT)


def _made(region: Region, title: str, title_span: Span, case: Said[str] | None, parts: _Parts) -> Item:
    return Item(
        title=title,
        span=region.heading.span(),
        extent=Span(region.heading.start, max(region.heading.end, region.last.end if region.last else 0)),
        number=region.candidate.number,
        title_span=title_span,
        case=case,
        focus_area=parts.focus_area,
        outcome=parts.outcome,
        presenters=tuple(parts.presenters),
        decisions=tuple(parts.decisions),
        assignments=tuple(_unique(parts.assignments)),
        follow_ups=tuple(parts.follow_ups),
        subitems=tuple(parts.subitems),
        documents=tuple(parts.documents),
        prepared_by=parts.prepared_by,
        references=tuple(parts.references),
        mentions=tuple(parts.mentions),
        motions=tuple(parts.motions),
        votes=tuple(parts.votes),
        reservations=tuple(parts.reservations),
        disqualified=tuple(parts.disqualified),
    )


def _unique(found: list[Assignment]) -> list[Assignment]:
    unique: dict[str, Assignment] = {}
    for assignment in found:
        unique.setdefault(assignment.text, assignment)
    return list(unique.values())


def _title(region: Region, language: Language) -> tuple[str, Span, Said[str] | None]:
    """An item's title over its rows, its diary number taken out of it."""
    start = region.candidate.title_start
    rows = [region.heading.cut(start), *region.title_rows[1:]] if region.title_rows else [region.heading]
    rows = [row for row in rows if row.text]
    if not rows:
        return "", region.heading.span(), None
    beside = _case_beside(rows, language)
    if beside is not None:
        rows = [rows[0].cut(0, beside[1]), *rows[1:]]
        title = _clean_title(Passage(rows).text, language)
        return title, Passage(rows).span(), beside[0]
    passage = Passage(rows)
    text, case = passage.text, None
    # A diary number has digits; most titles have none.
    numbered = _DIGIT.search(text) is not None
    for match in language.pattern("items", "case_pattern").finditer(text) if numbered else ():
        value = match["case"] or match["bare"]
        if not match["case"] and _YEARS.fullmatch(value.strip("() ")):
            continue
        before, after = text[: match.start()].rstrip(" \t,;(-–|"), text[match.end() :].lstrip(" \t,;)-–|")
        after = "" if before and re.fullmatch(r"[\d.\s]*", after) else after
        if before and after and not match["case"]:
            continue
        case = Said(value.strip("() "), passage.span(match.start(), match.end()))
        if not before:
            low = len(text) - len(after)
            text, offset = after, low
        else:
            text, offset = before, 0
        title = _clean_title(text, language)
        return title, passage.span(offset, offset + max(len(text), 1)), case
    title = _clean_title(text, language)
    begin = passage.text.find(title[:20]) if title else 0
    return title, passage.span(max(begin, 0), max(begin, 0) + max(len(title), 1)), None


def _case_beside(rows: list[Row], language: Language) -> tuple[Said[str], int] | None:
    """The diary number that stands right of a title of several rows, and where the title's first row ends."""
    gap = _WIDE.search(rows[0].text) if len(rows) > 1 else None
    match = language.pattern("items", "case_pattern").match(rows[0].text, gap.end()) if gap else None
    if gap is None or match is None or rows[0].text[match.end() :].strip(" )"):
        return None
    value = (match["case"] or match["bare"]).strip("() ")
    return Said(value, rows[0].span(match.start(), match.end())), gap.start()


def _clean_title(text: str, language: Language) -> str:
    title = without_tail(" ".join(text.split()), language)
    return title.strip().strip(":").rstrip(" .–-|") if not title.endswith("…") else title


def _case_told(sections: list[tuple[str, Prose]], language: Language) -> Said[str] | None:
    """A diary number on a line of its own below the heading."""
    pattern = language.pattern("items", "case_pattern")
    for block in [block for kind, prose in sections if kind == "" for block in prose.blocks[:2]]:
        row = block.passage.rows[0]
        match = pattern.match(row.text)
        if match and len(row.text) < len(match[0]) + 15:
            return Said((match["case"] or match["bare"]).strip("() "), row.span())
    return None


def _read_section(
    section: Section, prose: Prose, title: str, parts: _Parts, cast: Cast, clock: Clock
) -> None:
    kind, blocks, language = section.kind, prose.blocks, cast.language
    if kind == "presenters":
        return
    if kind == "documents":
        parts.documents.extend(citations.documents_listed(blocks, language))
        return
    if kind == "prepared_by":
        text = " ".join(" ".join(block.text.split()) for block in blocks)
        parts.prepared_by = Said(text, Span(blocks[0].span().start, blocks[-1].span().end))
        return
    kind = _own_kind(section, cast)
    if kind == DECIDES:
        answered, whole = parts.moved.answered(blocks, title, language)
        parts.decisions.extend(answered)
        if whole:
            return
    parts.moved.add(blocks, language)
    resolved, rows = clause_table(section.rows, title, language)
    parts.decisions.extend(resolved)
    prose = _outside(rows, prose)
    blocks = prose.blocks
    context = Context(kind, _is_own(section, cast), title, section.inline, parts.doubts)
    table = task_table(section.rows, title, cast, clock)
    around = _outside(table.spans, prose)
    tasks = [*table.tasks, *assignments_in(around, kind, cast, clock)]
    parts.assignments.extend(tasks)
    taken = {task.span.start for task in tasks if is_taken_on(task, language)}
    parts.decisions.extend(d for d in decisions_in(prose, context, cast) if d.span.start not in taken)
    parts.follow_ups.extend(table.reports)
    parts.follow_ups.extend(follow_ups_in(around, kind, title, cast, clock))
    if kind == "":
        parts.subitems.extend(_subitems(blocks))
    for document in citations.documents_told(prose, cast):
        if all(document.title != other.title for other in parts.documents):
            parts.documents.append(document)
    parts.references.extend(citations.references_in(prose, cast))
    parts.motions.extend(procedure.motions_in(prose, kind, cast))
    parts.reservations.extend(
        procedure.reservations_in(prose, kind, cast) or procedure.reservation_headed(section, cast)
    )
    for person in procedure.disqualified_in(prose, kind, cast):
        if all(person.name != other.name for other in parts.disqualified):
            parts.disqualified.append(person)
    parts.doubts.extend(procedure.standing_aside(prose, cast, parts.disqualified))


def _outside(table: list[Span], prose: Prose) -> Prose:
    """The blocks above and below a table of tasks, whose rows have these spans."""
    if not table:
        return prose
    first, last = min(span.start for span in table), max(span.end for span in table)
    return prose_of([b for b in prose.blocks if b.span().end <= first or b.span().start >= last])


def _own_kind(section: Section, cast: Cast) -> str:
    """A proposal to a higher body is what this body decides, if it is this body's proposal."""
    if section.kind == "higher_proposal" and not _is_own(section, cast):
        return "proposal"
    return section.kind


def _is_own(section: Section, cast: Cast) -> bool:
    """Whether a section's owner ("Arbetsutskottets beslut") is this body, or anybody unnamed."""
    owner = section.owner.strip().rstrip("s")
    if not owner or not cast.body:
        return True
    theirs, ours = organ_of(owner, cast.language), organ_of(cast.body, cast.language)
    if theirs is None:
        return True
    if ours is None:
        return any(word[:5] in cast.body.lower() for word in owner.split() if len(word) > 3)
    return theirs[:5] == ours[:5]


def _subitems(blocks: list[Block]) -> list[SubItem]:
    """Lettered parts: with a title where a short, bold or lone line heads them, else with their text."""
    found: list[SubItem] = []
    for index, block in enumerate(blocks):
        if block.label is None or not block.label.isalpha():
            continue
        text = " ".join(block.text.split())
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        heads = following is not None and following.label is None and not following.entry
        if block.bold or (heads and len(text) < 90 and not text.endswith(".")):
            found.append(SubItem(block.span(), block.label, title=text.rstrip(" :")))
        else:
            found.append(SubItem(block.span(), block.label, text=text))
    return found


@cache
def _focus_words(language: Language) -> tuple[Cue, re.Pattern[str]]:
    words = spelled(language.words("items", "focus_area"))
    named = Cue(rf"{words}\s*:?\s*[”\"»]?(?P<area>[A-ZÀ-ÖØ-Þ][^.;:”\"»\n]{{3,120}})", re.IGNORECASE)
    return named, re.compile(rf"{words}\s*:?\s+(?P<area>[A-ZÀ-ÖØ-Þ].+)", re.IGNORECASE)


def _focus_area(title: str, title_span: Span, told: list[Prose], language: Language) -> Said[str] | None:
    """The focus area that an item is about: its text calls the item's title one."""
    if not title:
        return None
    named, headed = _focus_words(language)
    for block in [b for prose in told if named.may(prose.lower) for b in prose.blocks]:
        if title not in block.text:
            continue
        for match in named.pattern.finditer(block.text):
            if match["area"].lower().startswith(title.lower()):
                start = match.start("area")
                return Said(title, block.span(start, start + len(title)))
    whole = headed.match(title)
    return Said(whole["area"], title_span) if whole else None
