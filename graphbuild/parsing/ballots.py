"""The division of an item: counts in sentences, names in lists, and marks in the columns of a table."""

import re
from collections.abc import Iterable
from functools import cache

from graphbuild.languages import Language, any_of, may
from graphbuild.model import Vote
from graphbuild.parsing.blocks import Block, Prose
from graphbuild.parsing.cast import Cast, person_for, splitter
from graphbuild.parsing.procedure import names_in
from graphbuild.parsing.rows import Row

Sides = dict[str, list[str]]
_SILENT = ("recipients", "appeal", "documents", "proposal", "presenters", "prepared_by")
_FEWEST = 3
"""So many names on two sides are a vote, wherever they stand."""
_TALLIES = ("abc", "def", "gh", "ij", "kl", "mn", "op")
"""The groups of each way to tell a count: for, against, abstaining."""
_BRACKETED = re.compile(r"\s*\(\d+\)")
_MARK = re.compile(r"(?<![^\W\d_])[xX✓✔☒](?![^\W\d_])")


def votes_in(sections: Iterable[tuple[str, Prose]], cast: Cast) -> list[Vote]:
    """The votes of an item. Names count only where counts, or a section on voting, say that there was one."""
    counts: list[Vote] = []
    names: Sides = {"for": [], "against": [], "abstain": []}
    held: Prose | None = None
    quick = cast.language.words("votes", "quick")
    for kind, prose in sections:
        if kind in _SILENT or (kind != "vote" and not may(quick, prose.lower)):
            continue
        counts.extend(_counts_in(prose.blocks, cast.language))
        read = _names(prose.blocks, kind, cast)
        told = bool(read["for"] and read["against"]) and sum(map(len, read.values())) >= _FEWEST
        if (kind == "vote" or told) and prose.blocks and held is None:
            held = prose
        for side, found in read.items():
            names[side].extend(name for name in found if name not in names[side])
    listed = bool(names["for"] or names["against"])
    if not counts and (held is None or not listed):
        return []
    if not counts and held is not None:
        counts = [
            Vote(
                held.blocks[0].span(), len(names["for"]), len(names["against"]), len(names["abstain"]) or None
            )
        ]
    sides = (len(names["for"]), len(names["against"]))
    main = next((vote for vote in counts if _numbers(vote) == sides), counts[0])
    abstained = main.abstain_count if main.abstain_count is not None else (len(names["abstain"]) or None)
    whole = Vote(
        main.span, main.for_count, main.against_count, abstained,
        tuple(names["for"]), tuple(names["against"]), tuple(names["abstain"]),
    )  # fmt: skip
    return [whole, *(vote for vote in counts if _numbers(vote) != _numbers(main))]


def _numbers(vote: Vote) -> tuple[int | None, int | None]:
    return vote.for_count, vote.against_count


@cache
def _counts(language: Language) -> re.Pattern[str]:
    votes = language.data["votes"]
    yes, no, abstain = any_of(votes["for"]), any_of(votes["against"]), any_of(votes["abstain"])
    between = r"[^.\d]{0,60}?"
    values = any_of(votes["numbers"])
    tally = any_of(votes["tally"])
    pro, got, voted = any_of(votes["in_favour"]), any_of(votes["got"]), any_of(votes["vote_verbs"])

    def number(name: str) -> str:
        return rf"(?P<{name}>\d{{1,3}}(?:\s\d{{3}})?|{values})"

    ends = r"(?![^\W\d_])"
    return re.compile(
        rf"(?<![^\W_]){number('a')}\s+(?:{tally}\s+)?{yes}{ends}{between}{number('b')}\s+(?:{tally}\s+)?{no}{ends}"
        rf"(?:[^\d.]{{0,40}}?{number('c')}\s+(?:[^.\d]{{0,30}}?\s)?{abstain})?"
        rf"|(?<![^\W\d_]){yes}[-:\s]+(?:{tally}:?\s*)?{number('d')}{ends}[^\d]{{0,60}}?(?<![^\W\d_]){no}[-:\s]+(?:{tally}:?\s*)?{number('e')}{ends}"
        rf"(?:[^\d]{{0,40}}?{abstain}[-:\s]+{number('f')}{ends})?"
        rf"|{tally}\s+(?:[^\W\d_]+\s+){{0,2}}{number('g')}\s*[–-]\s*{number('h')}"
        rf"|(?<![^\W_]){number('i')}\s+(?:{tally}\s+)?(?:{yes}\s+[^.\d]{{0,40}}?)?{any_of(votes['to'])}\s+{number('j')}{ends}(?:\s+{tally})?"
        rf"|(?<![^\W_]){number('k')}\s+(?:{tally}\s+(?:{got}\s+)?|{voted}\s+){pro}\s[^.\d]{{2,60}}?\s{number('l')}\s+(?:{tally}\s+)?(?:{pro}|{no}){ends}"
        rf"|(?<![^\W\d_]){pro}\s[^.\d]{{2,60}}?\s{got}\s{number('m')}{ends}[^.\d]{{0,30}}?\s(?:{pro}|{no})\s[^.\d]{{0,60}}?{number('n')}{ends}"
        rf"|\s{got}\s{number('o')}\s+{tally}{ends}[^.\d]{{2,80}}?\s{number('p')}\s+{tally}{ends}",
        re.IGNORECASE,
    )


def _counts_in(blocks: list[Block], language: Language) -> list[Vote]:
    found = []
    tally = language.words("votes", "quick")
    for block in blocks:
        if not may(tally, block.lower):
            continue
        for match in _counts(language).finditer(block.text):
            groups = next(tuple(map(match.groupdict().get, names)) for names in _TALLIES if match[names[0]])
            yes, no, abstain = (_value(group, language) for group in (*groups, None)[:3])
            if abstain is None:
                abstain = _abstaining(block.text[match.end() :], language)
            found.append(Vote(block.span(match.start(), match.end()), yes, no, abstain))
    return found


def _abstaining(rest: str, language: Language) -> int | None:
    """ "12 ledamöter avstår från att rösta" in what follows the counts."""
    votes = language.data["votes"]
    match = re.search(
        rf"(\d{{1,3}}|{any_of(votes['numbers'])})\s(?:\w+\s){{0,2}}{any_of(votes['abstain'])}",
        rest[:120],
        re.I,
    )
    return _value(match[1], language) if match else None


def _value(text: str | None, language: Language) -> int | None:
    if text is None:
        return None
    figures = "".join(text.split())
    return int(figures) if figures.isdigit() else int(language.data["votes"]["numbers"][text.lower()])


@cache
def _heads(language: Language) -> re.Pattern[str]:
    """The head of a list of names: "Ja-röst för …:", "Nej:", "Avstår:", or a line of its own."""
    votes = language.data["votes"]
    sides = "|".join(
        f"(?P<{name}>{any_of(votes[key])})"
        for name, key in (("yes", "for"), ("no", "against"), ("abstain", "abstain"))
    )
    verbs = "|".join(
        f"(?P<{name}>{any_of(votes[key])})"
        for name, key in (("said_yes", "votes_for"), ("said_no", "votes_against"), ("said_none", "votes_not"))
    )
    given = any_of(votes["given_by"])
    return re.compile(
        rf"(?:^|(?<=[\s(]))(?:{sides})(?![^\W\d_])(?:[^:.;]{{0,70}}?(?::|\s{given}\s)|\s[–-]\s|\t|\s{{3,}}|\s*\(\d+\)\s*:?|\s*$)|(?<![^\W\d_])(?:{verbs})(?![^\W\d_])",
        re.IGNORECASE,
    )


def _names(blocks: list[Block], kind: str, cast: Cast) -> Sides:
    """Names by side, from a table's marks or from lists with heads."""
    rows = [row for block in blocks for row in block.passage.rows]
    for read in (_table(rows, cast), _proposals(blocks, cast)):
        if read["for"] or read["against"]:
            return read
    sides: Sides = {"for": [], "against": [], "abstain": []}
    current: str | None = None
    for block in blocks:
        heads = list(_heads(cast.language).finditer(block.text))
        if not heads:
            if (
                current
                and kind == "vote"
                and (names := names_in(block.text, cast))
                and _only_names(block.text, names, cast.language)
            ):
                sides[current].extend(names)
            else:
                current = None
            continue
        for index, head in enumerate(heads):
            current = _side(head)
            stop = heads[index + 1].start() if index + 1 < len(heads) else len(block.text)
            before = block.text[heads[index - 1].end() if index else 0 : head.start()]
            told = head["said_yes"] or head["said_no"] or head["said_none"]
            names = (
                _voters(block.text[head.end() : stop], cast)
                if not told or block.text[head.end() :].lstrip().startswith(":")
                else names_in(_last_sentence(before), cast)
            )
            rest = block.text[head.end() : stop]
            listed = head.start() == 0 and ":" in head[0] and _only_names(rest, names, cast.language)
            if (kind == "vote" or told or listed) and not _explains(before, cast.language):
                sides[current].extend(names)
    return sides


def _voters(text: str, cast: Cast) -> list[str]:
    """The people of a list of votes, who may stand there by their surnames alone."""
    names = names_in(text, cast)
    pieces = [piece.strip(" .") for piece in splitter(cast.language).split(text.strip())]
    surnames = [name for piece in pieces if (name := person_for(piece, cast))]
    return surnames if len(surnames) > len(names) and len(surnames) == len(pieces) else names


def _explains(before: str, language: Language) -> bool:
    """Whether the words before a side only say what a vote for it means ("Den som bifaller … röstar ja")."""
    last = _last_sentence(before).lower()
    return not last.endswith((".", ";")) and last.startswith(language.words("votes", "explains"))


def _last_sentence(text: str) -> str:
    """What stands before a verb in its own sentence: who is named before that does not vote here."""
    return re.split(r"[.;]\s+", text.strip())[-1]


@cache
def _voting_for(language: Language) -> re.Pattern[str]:
    """ "Ja röstar …", "För förslaget röstar …", "Mot röstade …", with names."""
    yes, no, pro, verbs = (
        any_of(language.words("votes", key)) for key in ("for", "against", "in_favour", "vote_verbs")
    )
    return re.compile(
        rf"^(?:(?P<no>{no})(?:\s[^.;:]{{2,120}}?)?|{pro}\s(?P<what>[^.;:]{{3,120}}?)|(?P<yes>{yes}))"
        rf"\s(?i:{verbs}):?\s(?P<names>(?-i:[A-ZÀ-ÖØ-Þ]).+)",
        re.IGNORECASE | re.DOTALL,
    )


def _proposals(blocks: list[Block], cast: Cast) -> Sides:
    """Sentences that name who votes how; of proposals the first that is named is the one voted for."""
    sides: Sides = {"for": [], "against": [], "abstain": []}
    seen: list[str] = []
    for block in blocks:
        for sentence in block.sentences(cast.language):
            match = _voting_for(cast.language).match(sentence.text.strip())
            names = _voters(_BRACKETED.sub("", match["names"]), cast) if match else []
            if match is None or not names:
                continue
            what = (match["what"] or "").lower()
            if what and what not in seen:
                seen.append(what)
            if match["no"] or (what and seen.index(what) == 1):
                sides["against"].extend(names)
            elif match["yes"] or seen.index(what) == 0:
                sides["for"].extend(names)
    return sides


def _only_names(text: str, names: list[str], language: Language) -> bool:
    """Whether a block is a list of names and little else."""
    bare = re.sub(rf"\([^()]*\)|\b{any_of(language.words('text', 'and'))}\b|[,;\s]", "", text)
    return len(bare) <= 1.3 * sum(len(name.replace(" ", "")) for name in names) + 5


def _side(head: re.Match[str]) -> str:
    if head["yes"] or head["said_yes"]:
        return "for"
    return "against" if head["no"] or head["said_no"] else "abstain"


def _table(rows: list[Row], cast: Cast) -> Sides:
    """Rows of names with a mark below Ja, Nej or Avstår: by cell, by tab, or by the column it stands in."""
    sides: Sides = {"for": [], "against": [], "abstain": []}
    columns: list[tuple[int, str]] = []
    for row in rows:
        found = _columns(row, cast.language)
        if len(found) >= 2:
            columns = found
            continue
        marks = [place for text, place in _places(row) if _MARK.fullmatch(text)]
        names = names_in(row.cells[0].text if row.cells else re.split(r"\t|\s{2,}", row.text)[0], cast)
        if columns and len(marks) == 1 and names:
            side = min(columns, key=lambda column: abs(column[0] - marks[0]))[1]
            sides[side].append(names[0])
        elif columns and row.cells and not marks:
            for at, side in columns:
                if at < len(row.cells):
                    sides[side].extend(names_in(row.cells[at].text, cast))
    return sides


def _places(row: Row) -> list[tuple[str, int]]:
    """A row's fields with their places: the number of the cell or tab, else the column."""
    if row.cells:
        return [(cell.text.strip(), index) for index, cell in enumerate(row.cells)]
    if "\t" in row.text:
        return [(field.strip(), index) for index, field in enumerate(row.text.split("\t"))]
    return [
        (match[0].strip(), row.indent + match.start()) for match in re.finditer(r"\S+(?:\s\S+)*", row.text)
    ]


def _columns(row: Row, language: Language) -> list[tuple[int, str]]:
    votes = language.data["votes"]
    named = {word: side for side in ("for", "against", "abstain") for word in votes[side]}
    return [(place, named[text.lower()]) for text, place in _places(row) if text.lower() in named]
