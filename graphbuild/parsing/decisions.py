"""The blocks of an item become decisions: operative clauses in a context that decides."""

import re
from dataclasses import dataclass, field

from graphbuild.languages import Language
from graphbuild.model import Decision, DecisionType, Notice, Span
from graphbuild.parsing.blocks import Block, Prose, Sentence, trimmed
from graphbuild.parsing.cast import Cast
from graphbuild.parsing.deciding import (
    acting_words,
    deciding_words,
    inverted_lead,
    lead_ends,
    lead_in,
    opener,
    operative,
    operative_words,
    passive_sentence,
    passive_words,
    proposing,
    proposing_words,
    strong,
    strong_words,
    type_of,
)
from graphbuild.parsing.electing import concerned, election_results
from graphbuild.parsing.organs import abbreviates, acts, same_body, same_organ
from graphbuild.words import words_of

DECIDES = "decision"
HIGHER = "higher_proposal"
_SILENT = ("proposal", "background", "documents", "prepared_by", "presenters", "motions", "procedure", "vote",
           "reservation", "note", "recipients", "appeal", "actions", "disqualification")  # fmt: skip


_DIGIT = re.compile(r"\d")


_SHORTEST_PASSIVE = 5


@dataclass(slots=True)
class Context:
    """Where a block stands: the kind of its section, and whether that section belongs to this body.

    `inline` tells that the section's text begins on the line of its heading ("Beslut: …").
    """

    kind: str
    own: bool = True
    item_title: str = ""
    inline: bool = False
    doubts: list[Notice] = field(default_factory=list)


def decisions_in(prose: Prose, context: Context, cast: Cast) -> list[Decision]:
    """The decisions of a section's blocks."""
    blocks, language = prose.blocks, cast.language
    if context.kind in (DECIDES, HIGHER):
        return _of_section(blocks, context, cast) if context.own else []
    electing = language.cue("decisions", "types", "electing").fits(context.item_title.lower())
    if context.kind in _SILENT or (not electing and deciding_words(language).isdisjoint(prose.words)):
        return []
    found: list[Decision] = []
    skip = -1
    for index, block in enumerate(blocks):
        if index <= skip or block.quote or _quoted(block.text, language):
            continue
        if index + 1 < len(blocks) and _is_lead(block, language):
            clauses = _following_clauses(blocks, index)
            if clauses:
                found.extend(_clauses(block, clauses, context, cast))
                skip = index + len(clauses)
                continue
        results = election_results(block, cast) if electing else []
        found.extend(results or _in_running_text(block, context, cast))
    return found


def _quoted(text: str, language: Language) -> bool:
    return text[:1] in language.data["text"]["quote_open"]


def _of_section(blocks: list[Block], context: Context, cast: Cast) -> list[Decision]:
    """Everything under a decision heading decides: clauses below a lead, numbers, paragraphs."""
    found: list[Decision] = []
    index = 0
    while index < len(blocks):
        block = blocks[index]
        text = block.text.strip()
        if (
            not text
            or block.quote
            or all(_aside(s.lower, cast.language) for s in block.sentences(cast.language))
        ):
            index += 1
            continue
        open_ended = text[-1] not in ".!?:" and not block.entry and not block.clause
        listed = (
            open_ended and index + 1 < len(blocks) and (blocks[index + 1].entry or blocks[index + 1].clause)
        )
        if _is_lead(block, cast.language) or (text.endswith(":") and not block.entry) or listed:
            clauses = _following_clauses(blocks, index)
            if clauses:
                found.extend(_clauses(block, clauses, context, cast))
                index += 1 + len(clauses)
                continue
            if text.endswith(":"):
                index += 1
                continue
        if found and _tells_why(block, cast.language):
            index += 1
            continue
        if len(blocks) > 1 and _is_fragment(block, cast.language):
            context.doubts.append(Notice("fragment-in-decision", block.span(), (("text", text[:80]),)))
        else:
            found.extend(_paragraph(block, context, cast))
        index += 1
    return found


def _tells_why(block: Block, language: Language) -> bool:
    """Whether a paragraph of its own behind a decision is the background: several sentences, none decides."""
    sentences = block.sentences(language)
    if not block.blanks or block.entry or block.clause or len(sentences) < _FEWEST_SENTENCES:
        return False
    if _aside(sentences[0].lower, language):
        return True
    sets_out = language.cue("decisions", "sets_out")
    return not any(_operates(s, language) or sets_out.fits(s.lower.strip()) for s in sentences[:2])


_FEWEST_SENTENCES = 3


def _is_fragment(block: Block, language: Language) -> bool:
    """A table's cell or a heading between the decisions: no sentence, no clause, no operative verb."""
    text = block.text.strip()
    figures = len(_DIGIT.findall(text)) > 0.3 * len(text)
    whole = text.endswith((".", "!", "?")) or block.entry or block.clause
    return figures or (not whole and operative(language).search(block.lower) is None)


def _following_clauses(blocks: list[Block], index: int) -> list[Block]:
    """The list entries or att-clauses right below a lead; the first unlisted paragraph ends them."""
    clauses: list[Block] = []
    lead = blocks[index]
    for block in blocks[index + 1 :]:
        listed = block.entry or block.clause
        if not listed and not (clauses == [] and lead.text.rstrip().endswith(":") and block.blanks <= 1):
            break
        clauses.append(block)
        if not listed:
            break
    return clauses


def _clauses(lead: Block, clauses: list[Block], context: Context, cast: Cast) -> list[Decision]:
    """A lead and its list: a decision each, or, where the lead itself says what is decided, points of one."""
    text = " ".join(lead.text.split())
    if _says_what(text, cast.language) and not any(block.clause for block in clauses):
        points = tuple(trimmed(block.text, cast.language) for block in clauses)
        whole = f"{text} " + "; ".join(points)
        span = Span(lead.span().start, clauses[-1].span().end)
        return [_decision(whole, span, lead.label, context, cast, points=points)]
    shared = text if _is_lead(lead, cast.language) else None
    found = []
    for block in clauses:
        clause = trimmed(block.text, cast.language)
        if clause and not _aside(clause.lower(), cast.language):
            found.append(
                _decision(clause, block.span(0, len(clause)), block.label, context, cast, lead=shared)
            )
    return found


def _is_lead(block: Block, language: Language) -> bool:
    """Whether a block only says who decides, and the clauses stand below it."""
    if len(block.text) > 240:
        return False
    last = words_of(block.lower[-30:])[-1:]
    colon = block.text.endswith(":")
    inverted = bool(last) and last[0] in acting_words(language)
    if not colon and not inverted and (not last or last[0] not in lead_ends(language)):
        return False
    if not _operates_last(block, language):
        return False
    plain = " ".join(block.lower.split())
    if inverted_lead(language).search(plain):
        return True
    return bool(lead_in(language).search(plain, max(0, len(plain) - 90))) or (
        colon and bool(operative(language).search(plain))
    )


def _operates_last(block: Block, language: Language) -> bool:
    """Whether it is the last of a paragraph's sentences that leads over to what follows."""
    sentences = block.sentences(language)
    return len(sentences) < 2 or operative(language).search(sentences[-1].lower) is not None


def _says_what(text: str, language: Language) -> bool:
    """Whether a lead goes on past "beslutar att" ("… att fokusera på punkterna:")."""
    lower = text.lower()
    return not lead_in(language).search(lower) and bool(operative(language).search(lower))


def _in_running_text(block: Block, context: Context, cast: Cast) -> list[Decision]:
    """Sentences outside a decision section that decide by themselves."""
    found: list[Decision] = []
    language = cast.language
    if block.lower.startswith(f"{language.data['decisions']['conjunction']}:"):
        return found
    others = language.cue("decisions", "contexts", "others")
    for sentence in block.sentences(language):
        lower = sentence.lower
        words = sentence.words
        passively = context.kind in ("", "decision") and len(lower) < 260
        passively = passively and not passive_words(language).isdisjoint(words)
        acting = context.kind == "" and language.cue("decisions", "tasking").fits(lower)
        acting = acting or (context.kind in ("", "decision") and _proposes(sentence, cast))
        if not passively and not acting and strong_words(language).isdisjoint(words):
            continue
        text = sentence.text.strip()
        if _aside(lower, language) or _quoted(text, language) or (others.fits(lower) and not acting):
            continue
        told = acting or _told(text, context, cast)
        if not told and passively:
            match = passive_sentence(language).match(lower.strip())
            told = match is not None and (not match["subject"] or _main_clause(match["subject"], language))
        if told:
            start = block.text.index(text, sentence.start)
            clause = _after_opener(text, language)
            shift = start + len(text) - len(clause)
            found.append(
                _decision(
                    " ".join(clause.split()), block.span(shift, start + len(text)), block.label, context, cast
                )
            )
    return found


def _proposes(sentence: Sentence, cast: Cast) -> bool:
    """Whether this body proposes something to another ("nämnden föreslår rektor att …"), or asks for it."""
    if proposing_words(cast.language).isdisjoint(sentence.words):
        return False
    match = proposing(cast.language).match(sentence.lower.strip())
    return match is not None and same_organ(match["actor"], cast)


def _told(text: str, context: Context, cast: Cast) -> bool:
    match = strong(cast.language).match(text.lower())
    if match is None:
        return False
    told = match["actor"] or match["inverted"]
    if told is None:
        return context.kind != "background"
    actor = told.strip()
    written = text[match.start("actor") : match.end("actor")].strip() if match["actor"] else ""
    if abbreviates(written, cast.body) and context.kind != "background":
        return True
    if context.kind in ("background", "information") and not same_body(actor, cast.body):
        return False
    if context.kind == "background":
        return False
    return acts(actor, cast)


def _main_clause(subject: str, language: Language) -> bool:
    """A passive verb that stands in a subordinate clause ("om …", "som …", "att …") decides nothing."""
    if subject.count("(") > subject.count(")"):
        return False
    words = [word.strip("()") for word in subject.lower().split()]
    relatives = tuple([word] for word in language.words("text", "relative"))
    first, last = language.words("decisions", "not_first"), language.words("decisions", "not_last")
    if len(words) > 2 and words[-1] in language.words("text", "and"):
        # "… gås igenom och läggs till handlingarna": the subject stands before the first of two passives
        endings = language.words("decisions", "passive_endings")
        passives = [at for at, word in enumerate(words[:-1]) if word.endswith(endings)]
        if passives and passives[-1] == 0:
            return True  # "Gicks igenom och lades till handlingarna": the title says what
        words = words[: passives[-1]] if passives else words
    return bool(words) and words[0] not in first and words[-1] not in last and words[-2:-1] not in relatives


def _after_opener(text: str, language: Language) -> str:
    """ "Beslut: …" loses its label; a sentence keeps its own words."""
    match = opener(language).match(text) if ":" in text[:60] else None
    return text[match.end() :] if match else text


def _paragraph(block: Block, context: Context, cast: Cast) -> list[Decision]:
    """A paragraph or entry of a decision section: one decision, or one for each operative sentence."""
    language = cast.language
    found = []
    for told in _between_asides(block.sentences(language), language):
        for start, end in _deciding(told, context.inline, language):
            text = " ".join(trimmed(block.text[start:end], language).split())
            if text:
                found.append(_decision(text, block.span(start, end), block.label, context, cast))
    return found


def _between_asides(sentences: list[Sentence], language: Language) -> list[list[Sentence]]:
    """Runs of sentences with nothing between them that only tells what somebody did."""
    runs: list[list[Sentence]] = [[]]
    for sentence in sentences:
        if _aside(sentence.lower, language):
            runs.append([])
        else:
            runs[-1].append(sentence)
    return [run for run in runs if run]


def _operates(sentence: Sentence, language: Language) -> bool:
    """Whether a sentence decides by itself: an operative verb, an att-clause, a task given to somebody."""
    lower = sentence.lower
    if lower.startswith(language.words("decisions", "conjunction_starts")):
        return True
    verbs = operative_words(language)
    if not verbs.isdisjoint(sentence.words) and operative(language).search(lower) is not None:
        return True
    return language.cue("assignments", "gets").fits(lower)


def _deciding(sentences: list[Sentence], inline: bool, language: Language) -> list[tuple[int, int]]:
    """Where the sentences that decide begin and end.

    All decide where already the first one has no operative verb: each by itself behind "Beslut:", or if the
    first says what is done ("Positivt förhandsbesked lämnas."), else as one.

    What stands behind a decision and decides nothing tells why, and is no part of it.
    """
    sentences = [s for s in sentences if not s.text.rstrip().endswith("?")]  # a question decides nothing
    if not sentences or not _operates(sentences[0], language):
        if not sentences or inline or _is_passive(sentences[0], language):
            return [(s.start, s.end) for s in sentences]
        return [(sentences[0].start, sentences[-1].end)]
    sets_out = language.cue("decisions", "sets_out")
    rest = [s for s in sentences[1:] if _operates(s, language) or sets_out.fits(s.lower.strip())]
    return [(s.start, s.end) for s in (sentences[0], *rest)]


def _is_passive(sentence: Sentence, language: Language) -> bool:
    """Whether a sentence seems to have a verb in the passive."""
    endings = language.words("decisions", "passive_endings")
    return any(
        word.endswith(endings) and len(word) > _SHORTEST_PASSIVE
        for word in sentence.lower.rstrip(" .").split()[1:]
    )


def _aside(lower: str, language: Language) -> bool:
    """No decision: "Inget beslut fattas", opening and closing, calling the roll."""
    return language.cue("decisions", "contexts", "no_decision").fits(lower) or language.cue(
        "decisions", "contexts", "not_decisions"
    ).fits(lower)


def _decision(
    text: str, span: Span, label: str | None, context: Context, cast: Cast,
    points: tuple[str, ...] = (), lead: str | None = None,
) -> Decision:  # fmt: skip
    kind = (
        DecisionType.PROPOSAL
        if context.kind == HIGHER
        else type_of(text, lead, context.item_title, cast.language)
    )
    concerns = concerned(text, cast) if kind is DecisionType.ELECTION else ()
    return Decision(text, span, kind, label, points, concerns, lead)
