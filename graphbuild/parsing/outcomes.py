"""What became of an item, from its decisions, and else from what its words tell."""

from graphbuild.languages import Language
from graphbuild.model import Decision, DecisionType, Outcome, Said, Span
from graphbuild.parsing.blocks import Block, Prose

_POSTPONING = {DecisionType.DEFERRAL: Outcome.DEFERRED, DecisionType.REFERRAL: Outcome.REFERRED}
_IGNORED = ("documents", "prepared_by", "presenters", "recipients", "appeal", "proposal")


def outcome_of(
    title: str, title_span: Span, decisions: list[Decision], presented: bool,
    tasks: list[Span],
    sections: list[tuple[str, Prose]], language: Language,
) -> Said[Outcome]:  # fmt: skip
    """Decided, deferred or referred where there are decisions; else informed, discussed or none.

    Without a decision the outcome is inferred (rule `outcome-from-words`), with the words it rests on.
    """
    if decisions:
        return _from_decisions(decisions)
    if language.cue("outcomes", "formal").fits(title.lower()) or _only_lists(sections):
        return Said(Outcome.NONE, title_span, "outcome-from-words")
    said = _from_words(title, title_span, sections, language, tasks)
    if said is not None:
        return Said(*said, "outcome-from-words")
    if presented or any(kind == "information" for kind, _ in sections):
        return Said(Outcome.INFORMED, title_span, "outcome-from-words")
    told = _first("", title_span, sections, language, "any", [])
    if told is None:
        return Said(Outcome.NONE, title_span, "outcome-from-words")
    return Said(Outcome.DISCUSSED if tasks else Outcome.INFORMED, told, "outcome-from-words")


def _from_words(
    title: str, title_span: Span, sections: list[tuple[str, Prose]], language: Language, tasks: list[Span]
) -> tuple[Outcome, Span] | None:
    """Opinions make a discussion even where somebody informed; questions alone do not."""
    for kind, outcome in (
        ("opinions", Outcome.DISCUSSED),
        ("informed", Outcome.INFORMED),
        ("discussed", Outcome.DISCUSSED),
    ):
        span = _first(title if kind == "informed" else "", title_span, sections, language, kind, tasks)
        if span is not None:
            return outcome, span
    for kind, prose in sections:
        if kind == "discussion" and any(_substance(block, language) for block in prose.blocks):
            return Outcome.DISCUSSED, prose.blocks[0].span()
    return None


def _only_lists(sections: list[tuple[str, Prose]]) -> bool:
    """Whether nothing is told below a heading, or only a table stands there."""
    return not any(
        block.text.strip() and not _listed(block) for _, prose in sections for block in prose.blocks
    )


def _listed(block: Block) -> bool:
    """Whether a block is a row of a table: a list of tasks tells neither of a talk nor of a decision."""
    return any(row.cells for row in block.passage.rows)


def _from_decisions(decisions: list[Decision]) -> Said[Outcome]:
    """A matter that is put off stays put off, whatever task goes with it."""
    kinds = [decision.type for decision in decisions]
    main = [kind for kind in kinds if kind not in (DecisionType.ASSIGNMENT, DecisionType.NOTED)]
    for kind in main:
        if kind in _POSTPONING and all(other in _POSTPONING for other in main):
            return Said(_POSTPONING[kind], decisions[kinds.index(kind)].span, "outcome-from-decision")
    return Said(Outcome.DECIDED, decisions[0].span, "outcome-from-decision")


def _empty(lower: str, language: Language) -> bool:
    """A sentence that says that there is nothing, or only opens or closes the meeting."""
    aside = language.cue("decisions", "contexts", "not_decisions")
    return language.cue("outcomes", "empty").fits(lower) or aside.fits(lower)


def _substance(block: Block, language: Language) -> bool:
    empty = language.cue("outcomes", "empty")
    return any(not empty.fits(sentence.lower.strip()) for sentence in block.sentences(language))


def _first(
    title: str,
    title_span: Span,
    sections: list[tuple[str, Prose]],
    language: Language,
    kind: str,
    tasks: list[Span],
) -> Span | None:
    """The first words that show it; what somebody is to do tells nothing of how it was talked about."""
    cue = language.cue("outcomes", kind)
    if title and cue.fits(title.lower()):
        return title_span
    for section, prose in sections:
        if section in _IGNORED or not cue.may(prose.lower):
            continue
        for block in prose.blocks:
            for sentence in block.sentences(language):
                if cue.fits(sentence.lower) and not _empty(sentence.lower.strip(), language):
                    span = block.span(sentence.start, sentence.end)
                    if not any(task.start < span.end and span.start < task.end for task in tasks):
                        return span
    return None
