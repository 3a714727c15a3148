"""Letters are read off patterns: no text that a pattern fits lacks them."""

import re
from collections.abc import Iterator, Mapping

import pytest

from graphbuild import languages
from graphbuild.languages import Cue
from graphbuild.languages.cues import letters_of
from graphbuild.parsing.blocks import sentences_of
from tests.test_quality import SETS


@pytest.mark.parametrize(
    ("patterns", "letters"),
    [
        ([r"\bjäv"], ("jäv",)),
        (["öppna(?:s|de)?"], ("öppna",)),
        (["får (?:ett )?uppdrag"], ("uppdrag",)),
        (["(?:bil|båt)resa"], ("resa",)),
        (["(?:cykel|båt)"], ("cykel", "båt")),
        (["[Gg]e", "gavs?"], ("gav", "ge")),
        (["inga?t"], ("ing",)),
        (["ja+"], ("ja",)),
        (["ca\\. 5"], ("ca. 5",)),
        (["avslag(?!et)", "(?<!o)avslag"], ("avslag",)),
        (["kolla{2,3}", "kolla"], ("kolla",)),
        (["[åäö]", "hav"], ()),
        (["(?:katt)?"], ()),
        (["(?:katt|)"], ()),
        ([r"\w+"], ()),
        (["(?P<who>anna) (?i:BERTIL)"], ("bertil",)),
    ],
)
def test_letters_that_a_pattern_needs(patterns: list[str], letters: tuple[str, ...]) -> None:
    assert letters_of(patterns) == letters


@pytest.mark.parametrize("pattern", ["(katt", "katt)", "[katt"])
def test_a_wrong_pattern_is_refused(pattern: str) -> None:
    with pytest.raises((ValueError, re.error)):
        Cue(pattern)


def test_a_narrowed_cue_fits_where_the_whole_one_does() -> None:
    cue = Cue(["katt(?:en)?", "hund"])
    section = "här bor en katt. och en fisk."
    here = cue.within(section)
    assert here.letters == ("katt",)
    assert here.fits("här bor en katt.") and not here.fits("och en fisk.")
    assert not cue.within("en fisk")
    assert not cue.within("en fisk").fits("en katt")


def test_no_sentence_that_a_pattern_fits_lacks_its_letters() -> None:
    """Over every list of patterns in the language file and every sentence of the sample minutes."""
    language = languages.load("sv")
    cues = [language.cue(*path) for path in _paths(language.data, ())]
    assert len(cues) > 30
    hits = 0
    for sentence in _sentences():
        for cue in cues:
            if cue.pattern.search(sentence):
                hits += 1
                assert cue.may(sentence), (cue.pattern.pattern, sentence)
    assert hits > 1000


def _paths(table: Mapping[str, object], path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The paths of lists that hold regular expressions (without those that a rule completes)."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _paths(value, (*path, key))
        elif isinstance(value, list) and _are_patterns(value):
            yield (*path, key)


def _are_patterns(values: list[object]) -> bool:
    """Whether strings are regular expressions, and whole ones (a rule puts names in for `{people}`)."""
    texts = [value for value in values if isinstance(value, str)]
    whole = len(texts) == len(values) and not any("{people}" in text for text in texts)
    return whole and any(r"\b" in text or "(?:" in text for text in texts)


def _sentences() -> Iterator[str]:
    language = languages.load("sv")
    for folder in SETS.values():
        for file in sorted(path for path in folder.rglob("*") if path.suffix in (".txt", ".md")):
            for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
                for sentence in sentences_of(line, line.lower(), language):
                    yield sentence.lower
