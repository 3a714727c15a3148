"""Sentences become assignments: who takes on what, by when."""

import re
from dataclasses import dataclass
from functools import cache

from graphbuild.languages import Cue, Language, any_of, spelled
from graphbuild.model import Agent, AgentKind, Assignment
from graphbuild.parsing.blocks import Block, Prose, Sentence, first_words, trimmed
from graphbuild.parsing.cast import Cast, agent_pattern, agents_in, people_in_text, splitter
from graphbuild.parsing.dates import Clock, due_in
from graphbuild.parsing.recipients import gets, gives_any, recipient_in
from graphbuild.parsing.tasks import task_line

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


def assignments_in(prose: Prose, kind: str, cast: Cast, clock: Clock) -> list[Assignment]:
    """The assignments in a section's blocks; sections that quote, propose or list give none."""
    if kind in SILENT:
        return []
    if kind == "actions":
        return [task for block in prose.blocks for task in task_line(block, cast, clock)]
    found: list[Assignment] = []
    language = cast.language
    signs = _signs_in(prose, language)
    if not (signs or cast.told_in_past):
        return found
    quote = language.data["text"]["quote_open"]
    for block in prose.blocks:
        if block.text[:1] in quote:
            continue
        if signs.behind.fits(block.lower) and len(block.sentences(language)) <= 2:
            named = [task for task in task_line(block, cast, clock) if _is_named(task)]
            if named:
                found.extend(named)
                continue
        marked = signs.marker.pattern.match(block.lower) if signs.marker.may(block.lower) else None
        if marked:
            found.extend(task_line(block, cast, clock, marked.end()))
            continue
        for sentence in block.sentences(language):
            if sentence.text[:1] in quote:
                continue
            shown = signs.shown_by(sentence, language)
            told = _Told(sentence, block, cast, clock)
            tasks = _in_sentence(told, kind, *shown) if any(shown) else []
            if not tasks and cast.told_in_past and kind not in ("background", "decision"):
                tasks = _undertaken(told)
            found.extend(tasks)
    return found


def is_taken_on(task: Assignment, language: Language) -> bool:
    """Whether somebody does what a task says, and nobody decides that they do ("Anna kontaktar banken")."""
    if not task.assignees or any(agent.kind is not AgentKind.PERSON for agent in task.assignees):
        return False
    who = task.assignees[-1].as_written
    _, named, behind = task.text.partition(who)
    verb = behind.split(maxsplit=1)[0].lower() if named and behind.strip() else ""
    return verb in language.words("assignments", "person_verbs")


@dataclass(slots=True)
class _Told:
    """A sentence that may give a task, with all that says to whom and by when."""

    sentence: Sentence
    block: Block
    cast: Cast
    clock: Clock

    @property
    def text(self) -> str:
        return self.sentence.text

    def due(self, text: str) -> tuple[str, int, int] | None:
        """The time by which something in a text is due, with its place there."""
        return due_in(text, self.cast.language, self.clock.meeting, self.clock.next_meeting)

    def agents(self, who: str, start: int) -> tuple[Agent, ...]:
        """The agents that words at a place of the sentence stand for."""
        if who.lower() in self.cast.language.words("agents", "pronouns"):
            end = self.sentence.start + start
            person = _named_before(self.block.text[max(0, end - _LOOKED_BACK) : end], self.cast)
            if person is not None:
                at = self.sentence.start + start
                return (Agent(person, who, self.block.span(at, at + len(who)), AgentKind.PERSON),)
        return agents_in(who, self.sentence.start + start, self.cast, self.block.span)


_LOOKED_BACK = 600
"""Whoever is meant by "she" was named so few characters before."""


def _named_before(text: str, cast: Cast) -> str | None:
    """The last person of the meeting whom a text names, for the "she" behind it; None where there is none."""
    found: str | None = None
    for match in people_in_text(cast.language).finditer(text):
        for words in splitter(cast.language).split(match[0]):
            parts = re.sub(r"\s*\([^()]*\)", "", words).split()
            tails = [" ".join(parts[at:]) for at in range(len(parts))]
            found = next((cast.names[tail.lower()] for tail in tails if tail.lower() in cast.names), found)
    return found


@dataclass(slots=True)
class _Signs:
    """What a section could hold of all that gives a task away."""

    gets: Cue
    gives: Cue
    verb: bool
    by: Cue
    report: Cue
    marker: Cue
    behind: Cue

    def __bool__(self) -> bool:
        """Whether a task could be given in the section."""
        cues = (self.gets, self.gives, self.by, self.report, self.marker, self.behind)
        return self.verb or any(cues)

    def shown_by(self, sentence: Sentence, language: Language) -> tuple[bool, bool, bool, bool]:
        """What a sentence of the section could hold: a gift of a task, a verb, a promise, a report."""
        lower = sentence.lower
        return (
            self.gets.may(lower) or self.gives.may(lower),
            self.verb and not _verbs(language).isdisjoint(sentence.words),
            self.by.may(lower),
            self.report.may(lower),
        )


def _signs_in(prose: Prose, language: Language) -> _Signs:
    lower = prose.lower
    return _Signs(
        gets(language).within(lower),
        gives_any(language).within(lower),
        not _verbs(language).isdisjoint(prose.words),
        _by(language).within(lower),
        language.cue("assignments", "reporting").within(lower),
        language.cue("assignments", "markers").within(lower),
        language.cue("assignments", "behind").within(lower),
    )


def _is_named(task: Assignment) -> bool:
    return bool(task.assignees) and all(a.kind is not AgentKind.UNRESOLVED for a in task.assignees)


def _in_sentence(
    told: _Told, kind: str, given: bool, verb: bool, promised: bool, reported: bool
) -> list[Assignment]:
    """The tasks of a sentence, by the first of the ways that it could give one."""
    if given and not (kind == "background" and _is_past(told)) and (tasks := _given(told)):
        return tasks
    tasks = []
    if verb:
        tasks = _duty_of_participant(told) if kind == "background" else _taken(told)
    if promised and not tasks:
        tasks = _promised(told)
    if reported and not tasks:
        tasks = _reports_due(told)
    return tasks


def _is_past(told: _Told) -> bool:
    return told.cast.language.cue("assignments", "past").fits(told.sentence.lower)


def _is_conditional(words: str, language: Language) -> bool:
    return language.cue("assignments", "conditional").fits(words.lower())


def _given(told: _Told) -> list[Assignment]:
    """The assignment of a sentence: from its subject where that gets the task, else the whole clause."""
    text, language = told.text, told.cast.language
    recipient = recipient_in(text, told.sentence.lower, language)
    if recipient is None:
        return []
    begin, end, subject = recipient
    who, start = _without_lead_in(text[begin:end], begin, language)
    if _is_conditional(text[:start], language):
        return []
    return [_assignment(told, start if subject else 0, told.agents(who, start))]


@cache
def _lead_in(language: Language) -> re.Pattern[str]:
    words = [*language.words("text", "clause_openers"), *language.words("text", "adverbs")]
    return re.compile(rf"{any_of(words)}\s(?=\S)")


def _without_lead_in(who: str, start: int, language: Language) -> tuple[str, int]:
    """A conjunction or verb that the pattern took along goes ("att Anna Ek" -> "Anna Ek")."""
    match = _lead_in(language).match(who)
    return (who[match.end() :], start + match.end()) if match else (who, start)


def _assignment(told: _Told, start: int, agents: tuple[Agent, ...]) -> Assignment:
    text, offset, block = told.text, told.sentence.start, told.block
    words = trimmed(text[start:].strip(), told.cast.language)
    begin = text.index(words, start) if words in text[start:] else start
    clean = words.rstrip().removesuffix(".")
    due = told.due(clean)
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
    decided = rf"(?<=^{language.data['decisions']['conjunction']}\s)"
    adverbs, by = any_of(language.words("text", "adverbs")), any_of(language.words("assignments", "by"))
    tasks = any_of(language.words("assignments", "infinitives"))
    done = rf"(?:{by}\s[^.,;]{{2,60}}?\s(?P<timed>{tasks})|(?:{adverbs}\s)?(?P<infinitive>\w+))"
    return re.compile(
        rf"(?:^|(?<=[,;:–]\s)|{behind}|{decided})(?P<who>{agent})\s(?:(?P<must>{must})\s{done}|(?P<verb>{verbs}))(?=\s|[.,;]|$)(?P<rest>[^.]*)"
    )


def _taken(told: _Told) -> list[Assignment]:
    """A person who is named and does something ("Ulrika kollar processen"), or an agent with a time."""
    language = told.cast.language
    for match in _subject_verb(language).finditer(told.text):
        who, start = _without_lead_in(match["who"], match.start("who"), language)
        agents = told.agents(who, start)
        persons = [agent for agent in agents if agent.kind is AgentKind.PERSON]
        if match["verb"] and not _particle_fits(match["verb"], match["rest"], language):
            continue
        timed = match["timed"] is not None or _is_timed(match["verb"], match["rest"], told)
        if match["must"] and not _is_duty(match, agents, timed, language):
            continue
        if match["verb"] and not (
            (persons and len(persons) == len(agents) and _is_task(match["verb"], language))
            or (timed and agents)
        ):
            continue
        if all(agent.kind is AgentKind.UNRESOLVED for agent in agents) and not timed:
            continue
        before = told.text[:start].strip().lower()
        whole = before == language.data["decisions"]["conjunction"] or before.endswith(",")
        return [_assignment(told, 0 if whole else start, agents)]
    return []


def _is_timed(verb: str | None, rest: str, told: _Told) -> bool:
    """Whether what follows a verb says by when; a verb that tells needs a word for it before the time."""
    due = told.due(rest)
    if due is None or verb is None or _is_task(verb, told.cast.language):
        return due is not None
    return _by(told.cast.language).pattern.search(rest[max(0, due[1] - 14) : due[2]]) is not None


def _duty_of_participant(told: _Told) -> list[Assignment]:
    """In a background only "X ska …" of somebody who takes part, or whose organisation does, is a task."""
    cast = told.cast
    match = _subject_verb(cast.language).match(told.text)
    if match is None or not match["must"]:
        return []
    agents = told.agents(match["who"], match.start("who"))
    takes_part = all(a.kind is AgentKind.PERSON or a.name.lower() in cast.organisations for a in agents)
    if not takes_part or not _is_duty(match, agents, False, cast.language):
        return []
    return [_assignment(told, match.start("who"), agents)]


@cache
def _promise(language: Language) -> re.Pattern[str]:
    """An agent and any verb in the present tense."""
    agent = agent_pattern(language)
    present = any_of(language.words("assignments", "present_endings"))
    return re.compile(rf"(?P<who>{agent})\s(?P<verb>[a-zà-öø-ÿ]+{present})\s(?P<rest>.+)", re.DOTALL)


def _undertaken(told: _Told) -> list[Assignment]:
    """In minutes told in the past tense, what a participant does in the present is what they took on."""
    language = told.cast.language
    match = _promise(language).match(told.text)
    if match is None or match["verb"] in language.words("assignments", "states"):
        return []
    agents = told.agents(match["who"], match.start("who"))
    if not agents or any(agent.kind is not AgentKind.PERSON for agent in agents):
        return []
    return [_assignment(told, match.start("who"), agents)]


@cache
def _by(language: Language) -> Cue:
    """The words that put a date on a promise."""
    return Cue(rf"(?<!\w){spelled(language.words('assignments', 'by'))}(?!\w)")


def _promised(told: _Told) -> list[Assignment]:
    """A known person or organisation does something by a stated time to come ("… senast den 15 november")."""
    language, by = told.cast.language, _by(told.cast.language)
    match = _promise(language).match(told.text) if by.search(told.text, told.sentence.lower) else None
    reported = language.words("decisions", "conjunction_starts")  # "Anna säger att …" promises nothing
    idle = language.words("assignments", "idle")
    if match is None or match["rest"].startswith(reported) or match["verb"] in idle:
        return []
    particle = match["verb"] in language.data["assignments"]["particles"]  # "räknar om" asks nothing
    if not particle and _is_conditional(match["rest"][:12], language):
        return []
    due = told.due(match["rest"])
    if due is None or _past_due(due[0], told.clock):
        return []
    if not by.pattern.search(match["rest"][max(0, due[1] - 14) : due[2]]):
        return []
    agents = told.agents(match["who"], match.start("who"))
    if any(agent.kind is AgentKind.UNRESOLVED for agent in agents):
        return []
    return [_assignment(told, match.start("who"), agents)]


def _is_duty(match: re.Match[str], agents: tuple[Agent, ...], timed: bool, language: Language) -> bool:
    """ "X ska …": with a time, of a person, or of an organisation with a verb that is a task."""
    if match["must"] not in language.words("assignments", "must_strong"):
        return timed
    known = all(agent.kind is not AgentKind.UNRESOLVED for agent in agents)
    task = match["timed"] or match["infinitive"] in language.words("assignments", "infinitives")
    return bool(task) and (known or timed)


@cache
def _verbs(language: Language) -> frozenset[bytes]:
    """The words of which one must stand in a sentence before the exact pattern is tried."""
    return first_words(
        [*language.words("assignments", "person_verbs"), *language.words("assignments", "must")]
    )


def _is_task(verb: str, language: Language) -> bool:
    return verb not in language.words("assignments", "telling_verbs")


def _particle_fits(verb: str, rest: str, language: Language) -> bool:
    wanted = language.data["assignments"]["particles"].get(verb)
    if wanted is None:
        return True
    window = " ".join(rest.split()[:4])
    return any(re.search(rf"(?<!\w){re.escape(particle)}(?!\w)", window) for particle in wanted)


def _reports_due(told: _Told) -> list[Assignment]:
    """A report that is due by a stated time, though nobody is named for it."""
    lower, language = told.sentence.lower, told.cast.language
    if not language.cue("assignments", "reporting").fits(lower) or _is_conditional(lower, language):
        return []
    due = told.due(told.text)
    if due is None or _past_due(due[0], told.clock):
        return []
    verb = language.pattern("assignments", "reporting").search(lower)
    if verb is not None and due[2] <= verb.start() and not _by(language).pattern.search(told.text[: due[2]]):
        return []  # "De beslut som fattades under februari redovisas": the time is another verb's
    doer = _done_by(language).search(told.text, verb.end()) if verb is not None else None
    agents = told.agents(doer["who"], doer.start("who")) if doer else ()
    return [_assignment(told, 0, tuple(a for a in agents if a.kind is not AgentKind.UNRESOLVED))]


@cache
def _done_by(language: Language) -> re.Pattern[str]:
    """Who is to do what stands in the passive ("tas fram av förbundschefen")."""
    by = any_of(language.words("assignments", "done_by"))
    return re.compile(rf"(?<![^\W\d_]){by}\s(?P<who>{agent_pattern(language)})")


def _past_due(due: str, clock: Clock) -> bool:
    return clock.meeting is not None and due[:7] < clock.meeting.isoformat()[:7] and "Q" not in due
