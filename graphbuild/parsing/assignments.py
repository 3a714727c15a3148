"""Sentences and task lists become assignments: who takes on what, by when."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from graphbuild.languages import Language, any_of
from graphbuild.model import Agent, AgentKind, Assignment, Span
from graphbuild.parsing.blocks import Block, trimmed
from graphbuild.parsing.cast import Cast, agent_pattern, agents_in
from graphbuild.parsing.dates import due_in

SILENT = (
    "proposal",
    "documents",
    "prepared_by",
    "presenters",
    "motions",
    "procedure",
    "vote",
    "reservation",
    "note",
    "recipients",
    "appeal",
)
"""Kinds of sections that give nobody a task and report on none."""


@dataclass(frozen=True, slots=True)
class Clock:
    """What due times are reckoned from: the meeting's day, and the next meeting's (ISO) where announced."""

    meeting: date | None
    next_meeting: str | None


def assignments_in(blocks: list[Block], kind: str, cast: Cast, clock: Clock) -> list[Assignment]:
    """The assignments in a section's blocks; sections that quote, propose or list give none."""
    if kind in SILENT:
        return []
    if kind == "actions":
        return [task for block in blocks for task in _task_line(block, cast, clock)]
    found: list[Assignment] = []
    quote = cast.language.data["text"]["quote_open"]
    for block in blocks:
        if block.text[:1] in quote:
            continue
        marked = cast.language.pattern("assignments", "markers").match(block.text)
        if marked:
            found.extend(_task_line(block, cast, clock, marked.end()))
            continue
        for sentence in block.sentences(cast.language):
            if sentence.text[:1] not in quote:
                found.extend(_in_sentence(sentence.text, sentence.start, block, kind, cast, clock))
    return found


@cache
def _gets(language: Language) -> re.Pattern[str]:
    """What follows whoever gets a task."""
    return re.compile("|".join(rf"(?<=\s)(?:{pattern})" for pattern in language.words("assignments", "gets")))


@cache
def _gives(language: Language) -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """What precedes whoever gets a task, and the pattern of that agent with what follows it."""
    agent = agent_pattern(language)
    return tuple(
        (re.compile(before), re.compile(rf"(?P<who>{agent}){after}"))
        for before, after in language.data["assignments"]["gives"]
    )


@cache
def _agent(language: Language) -> re.Pattern[str]:
    return re.compile(agent_pattern(language))


_WORD_START = re.compile(r"(?:^|(?<=[\s(–]))(?=[^\W_])")


def _recipient(text: str, language: Language) -> tuple[int, int, bool] | None:
    """Who is given a task: where the words for them begin and end, and whether they are the subject."""
    for match in _gets(language).finditer(text):
        end = match.start() - 1
        starts = [m.start() for m in _WORD_START.finditer(text, max(0, end - 120), end)]
        for start in starts:
            if _agent(language).fullmatch(text, start, end):
                return start, end, True
    for before, with_agent in _gives(language):
        for match in before.finditer(text):
            found = with_agent.match(text, match.end())
            if found:
                return found.start("who"), found.end("who"), False
    return None


def _in_sentence(
    text: str, offset: int, block: Block, kind: str, cast: Cast, clock: Clock
) -> list[Assignment]:
    language = cast.language
    lowered = text.lower()
    if any(letters in lowered for letters in language.data["assignments"]["triggers"]) and not (
        kind == "background" and _is_past(text, language)
    ):
        recipient = _recipient(text, language)
        if recipient and not _negated(text, _agent_start(recipient, text, language), language):
            return [_given(recipient, text, offset, block, cast, clock)]
    if kind == "background":
        return (
            _duty_of_participant(text, offset, block, cast, clock)
            or _promised(text, offset, block, cast, clock)
            or _reports_due(text, offset, block, cast, clock)
        )
    taken = _taken(text, offset, block, cast, clock)
    return (
        taken or _promised(text, offset, block, cast, clock) or _reports_due(text, offset, block, cast, clock)
    )


def _is_past(text: str, language: Language) -> bool:
    return language.says(text, "assignments", "past")


def _negated(text: str, at: int, language: Language) -> bool:
    return language.says(text[:at], "assignments", "conditional")


def _agent_start(recipient: tuple[int, int, bool], text: str, language: Language) -> int:
    return _without_lead_in(text[recipient[0] : recipient[1]], recipient[0], language)[1]


def _given(
    recipient: tuple[int, int, bool], text: str, offset: int, block: Block, cast: Cast, clock: Clock
) -> Assignment:
    """The assignment of a sentence: from its subject where that gets the task, else the whole clause."""
    begin, end, subject = recipient
    who, start = _without_lead_in(text[begin:end], begin, cast.language)
    agents = agents_in(who, offset + start, cast, block.span)
    return _assignment(text, offset, start if subject else 0, block, agents, cast, clock)


def _without_lead_in(who: str, start: int, language: Language) -> tuple[str, int]:
    """A conjunction or verb that the pattern took along goes ("att Anna Ek" -> "Anna Ek")."""
    match = re.match(
        rf"(?:{any_of(language.words('text', 'clause_openers'))})\s(?=\S)",
        who,
    )
    return (who[match.end() :], start + match.end()) if match else (who, start)


def _assignment(
    text: str, offset: int, start: int, block: Block, agents: tuple[Agent, ...], cast: Cast, clock: Clock
) -> Assignment:
    words = trimmed(text[start:].strip(), cast.language)
    begin = text.index(words, start) if words in text[start:] else start
    clean = words.rstrip().removesuffix(".")
    due = due_in(clean, cast.language, clock.meeting, clock.next_meeting)
    due_span = block.span(offset + begin + due[1], offset + begin + due[2]) if due else None
    return Assignment(
        " ".join(clean.split()), block.span(offset + begin, offset + begin + len(clean)), agents,
        due[0] if due else None, due_span,
    )  # fmt: skip


@cache
def _subject_verb(language: Language) -> re.Pattern[str]:
    """An agent, a verb of `person_verbs` (or a verb of duty), and what follows."""
    agent = agent_pattern(language)
    verbs = any_of(language.words("assignments", "person_verbs"))
    must = any_of(language.words("assignments", "must"))
    behind = "|".join(rf"(?<=\b{re.escape(word)}\s)" for word in language.words("text", "and")[:1])
    adverbs = any_of(language.words("text", "adverbs"))
    return re.compile(
        rf"(?:^|(?<=[,;:–]\s)|{behind})(?P<who>{agent})\s(?:(?P<must>{must})\s(?:{adverbs}\s)?(?P<infinitive>\w+)|(?P<verb>{verbs}))(?=\s|[.,;]|$)(?P<rest>[^.]*)"
    )


def _taken(text: str, offset: int, block: Block, cast: Cast, clock: Clock) -> list[Assignment]:
    """A person who is named and does something ("Ulrika kollar processen"), or an agent with a time."""
    language = cast.language
    if _verbs(language).isdisjoint(text.replace(",", " ").replace(".", " ").split()):
        return []
    for match in _subject_verb(language).finditer(text):
        who, start = _without_lead_in(match["who"], match.start("who"), language)
        agents = agents_in(who, offset + start, cast, block.span)
        persons = [agent for agent in agents if agent.kind is AgentKind.PERSON]
        if match["verb"] and not _particle_fits(match["verb"], match["rest"], language):
            continue
        timed = due_in(match["rest"], language, clock.meeting, clock.next_meeting) is not None
        if match["must"] and not _is_duty(match, agents, timed, language):
            continue
        if match["verb"] and not (
            (persons and len(persons) == len(agents) and _is_task(match["verb"], language))
            or (timed and agents)
        ):
            continue
        if all(agent.kind is AgentKind.UNRESOLVED for agent in agents) and not timed:
            continue
        return [_assignment(text, offset, start, block, agents, cast, clock)]
    return []


def _duty_of_participant(text: str, offset: int, block: Block, cast: Cast, clock: Clock) -> list[Assignment]:
    """In a background only "X ska …" of somebody who takes part, or whose organisation does, is a task."""
    if _verbs(cast.language).isdisjoint(text.split()):
        return []
    match = _subject_verb(cast.language).match(text)
    if match is None or not match["must"]:
        return []
    agents = agents_in(match["who"], offset + match.start("who"), cast, block.span)
    takes_part = all(a.kind is AgentKind.PERSON or a.name.lower() in cast.organisations for a in agents)
    if not takes_part or not _is_duty(match, agents, False, cast.language):
        return []
    return [_assignment(text, offset, match.start("who"), block, agents, cast, clock)]


@cache
def _promise(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """An agent and any verb in the present tense; and the words that put a date on a promise."""
    agent = agent_pattern(language)
    present = any_of(language.words("assignments", "present_endings"))
    by = any_of(language.words("assignments", "by"))
    return re.compile(
        rf"(?P<who>{agent})\s(?P<verb>[a-zåäö]+{present})\s(?P<rest>.+)", re.DOTALL
    ), re.compile(rf"(?<!\w){by}(?!\w)")


def _promised(text: str, offset: int, block: Block, cast: Cast, clock: Clock) -> list[Assignment]:
    """A known person or organisation does something by a stated time to come ("… senast den 15 november")."""
    pattern, by = _promise(cast.language)
    if not by.search(text):
        return []
    match = pattern.match(text)
    reported = cast.language.words("decisions", "conjunction_starts")  # "Anna säger att …" promises nothing
    if match is None or match["rest"].startswith(reported):
        return []
    particle = match["verb"] in cast.language.data["assignments"]["particles"]  # "räknar om" asks nothing
    if not particle and cast.language.says(match["rest"][:12], "assignments", "conditional"):
        return []
    due = due_in(match["rest"], cast.language, clock.meeting, clock.next_meeting)
    if due is None or _past_due(due[0], clock) or not by.search(match["rest"][max(0, due[1] - 14) : due[2]]):
        return []
    agents = agents_in(match["who"], offset + match.start("who"), cast, block.span)
    if any(agent.kind is AgentKind.UNRESOLVED for agent in agents):
        return []
    return [_assignment(text, offset, match.start("who"), block, agents, cast, clock)]


def _is_duty(match: re.Match[str], agents: tuple[Agent, ...], timed: bool, language: Language) -> bool:
    """ "X ska …": with a time, of a person, or of an organisation with a verb that is a task."""
    if match["must"] not in language.words("assignments", "must_strong"):
        return timed
    known = all(agent.kind is not AgentKind.UNRESOLVED for agent in agents)
    task = match["infinitive"] in language.words("assignments", "infinitives")
    return (known and task) or (timed and task)


@cache
def _verbs(language: Language) -> frozenset[str]:
    """The words of which one must stand in a sentence before the exact pattern is tried."""
    words = [*language.words("assignments", "person_verbs"), *language.words("assignments", "must")]
    return frozenset(word.split()[0] for word in words)


def _is_task(verb: str, language: Language) -> bool:
    return verb not in language.words("assignments", "telling_verbs")


def _particle_fits(verb: str, rest: str, language: Language) -> bool:
    wanted = language.data["assignments"]["particles"].get(verb)
    if wanted is None:
        return True
    window = " ".join(rest.split()[:4])
    return any(re.search(rf"(?<!\w){re.escape(particle)}(?!\w)", window) for particle in wanted)


def _reports_due(text: str, offset: int, block: Block, cast: Cast, clock: Clock) -> list[Assignment]:
    """A report that is due by a stated time, though nobody is named for it."""
    language = cast.language
    lowered = text.lower()
    if not any(letters in lowered for letters in language.data["assignments"]["reporting_quick"]):
        return []
    match = language.pattern("assignments", "reporting").search(text)
    if match is None or language.says(text, "assignments", "conditional"):
        return []
    due = due_in(text, language, clock.meeting, clock.next_meeting)
    if due is None or _past_due(due[0], clock):
        return []
    return [_assignment(text, offset, 0, block, (), cast, clock)]


def _past_due(due: str, clock: Clock) -> bool:
    return clock.meeting is not None and due[:7] < clock.meeting.isoformat()[:7] and "Q" not in due


def _task_line(block: Block, cast: Cast, clock: Clock, start: int = 0) -> list[Assignment]:
    """An entry of a task list: "Anna: boka lokal", "Boka lokal – Anna", "Boka lokal (Anna)", "@Anna"."""
    text = block.text[start:].strip()
    if not text or (text.endswith(":") and len(text) < 60):
        return []
    start = block.text.index(text, start)
    agents, low, high = _owner(text, start, block, cast)
    words = text[low:high].strip(" –-:;,")
    begin = start + text.index(words, low) if words else start
    clean = words.removesuffix(".")
    due = due_in(text, cast.language, clock.meeting, clock.next_meeting)
    due_span = block.span(start + due[1], start + due[2]) if due else None
    return [
        Assignment(
            " ".join(clean.split()),
            block.span(begin, begin + len(clean)),
            agents,
            due[0] if due else None,
            due_span,
        )
    ]


def _owner(text: str, start: int, block: Block, cast: Cast) -> tuple[tuple[Agent, ...], int, int]:
    """Whose task a line is, and where in it the task's own words begin and end."""
    agent = agent_pattern(cast.language)
    responsible = any_of(cast.language.words("assignments", "responsible"))
    must = any_of(cast.language.words("assignments", "must_strong"))
    for pattern in (
        rf"^(?P<who>{agent})\s*(?::|\s[–—-]\s)\s*(?=\S)",
        rf"\s*(?:\s[–—-]\s|\(\s*(?:{responsible}:?\s*)?)(?P<who>{agent})\s*(?:,[^()]*)?\)?\.?$",
        r"@(?P<who>[A-ZÅÄÖ]\w+(?:\s[A-ZÅÄÖ]\w+)?)",
        rf"^(?P<who>{agent})(?=\s(?:[a-zåäö]+(?:r|s)|{must})\s)",
    ):
        match = re.search(pattern, text)
        if match is None:
            continue
        agents = agents_in(match["who"], start + match.start("who"), cast, block.span)
        known = any(a.kind is not AgentKind.UNRESOLVED for a in agents)
        if not known and match["who"].split()[0] not in cast.language.first_names:
            continue
        if match.start() == 0 and match.end() > match.end("who"):
            return agents, match.end(), len(text)
        if match.start() > 0 and not match[0].startswith("@"):
            return agents, 0, match.start()
        return agents, 0, len(text)
    return (), 0, len(text)


def tasks_in_table(
    rows: list[tuple[tuple[str, int], ...]],
    columns: tuple[str, ...],
    block_spans: list[Span],
    cast: Cast,
    clock: Clock,
) -> list[Assignment]:
    """Rows of a table with columns such as what, who and when become assignments."""
    found = []
    for cells, span in zip(rows, block_spans, strict=True):
        values = {kind: cell for kind, cell in zip(columns, cells, strict=False) if kind}
        what = values.get("what", ("", 0))[0].strip()
        who, at = values.get("who", ("", 0))
        if not what:
            continue

        def spans(start: int, end: int, at: int = at) -> Span:
            return Span(at + start, at + end)

        agents = agents_in(who.strip(), 0, cast, spans) if who.strip() else ()
        when = values.get("when", ("", 0))
        due = due_in(when[0], cast.language, clock.meeting, clock.next_meeting) or due_in(
            what, cast.language, clock.meeting, clock.next_meeting
        )
        due_span = Span(when[1], when[1] + len(when[0])) if due and when[0] else None
        found.append(Assignment(what.removesuffix("."), span, agents, due[0] if due else None, due_span))
    return found
