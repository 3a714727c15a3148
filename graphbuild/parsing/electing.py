"""The results of elections, row by row, and whom they are about."""

import re

from graphbuild.model import Decision, DecisionType
from graphbuild.parsing.blocks import ENTRY, Block
from graphbuild.parsing.cast import Cast, people_pattern, splitter


def election_results(block: Block, cast: Cast) -> list[Decision]:
    """Under a heading that elects: a row that is only names, or an office and a name, is a result each."""
    language = cast.language
    aside = language.cue("decisions", "contexts", "not_decisions")
    found = []
    position = 0
    for row in block.passage.rows:
        start = block.passage.text.find(row.text, position)
        if start < 0:
            return []
        position = start + len(row.text)
        label = ENTRY.match(row.text)
        start += label.end() if label else 0
        text = block.passage.text[start:position].strip()
        named = re.fullmatch(people_pattern(language), text.rstrip(" .")) and not aside.fits(text.lower())
        if not named and not language.pattern("elections", "result").match(text):
            return []
        deferred = language.cue("decisions", "types", "deferral").fits(text.lower())
        kind = DecisionType.DEFERRAL if deferred else DecisionType.ELECTION
        span = block.passage.span(start, position)
        found.append(Decision(text, span, kind, block.label, (), concerned(text, cast)))
    return found


def concerned(text: str, cast: Cast) -> tuple[str, ...]:
    """The people whom an election is about."""
    known = [name for name in cast.names.values() if name in text]
    found = [match[0] for match in re.finditer(people_pattern(cast.language), text)]
    names = [
        name.strip()
        for group in found
        for name in splitter(cast.language).split(re.sub(r"\s*\([^()]*\)", "", group))
    ]
    whole = [name for name in names if " " in name and name.split()[0] in cast.language.first_names]
    return tuple(dict.fromkeys(sorted({*known, *whole}, key=text.find)))
