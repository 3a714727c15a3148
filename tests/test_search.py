"""`govgraph search`: what is found, in which order, and that the index is in step with the store."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphbuild.errors import SearchTextError, StoreError
from graphbuild.following import follow
from graphbuild.identity import DEFAULT_BASE
from graphbuild.pipeline import build
from graphbuild.resources import resource
from graphbuild.search import index as indexes
from graphbuild.search.finding import COLUMNS, Filters, find
from graphbuild.search.index import Index
from graphbuild.search.keeping import follow_store, keep_in_step, rebuild
from graphbuild.search.question import read_question
from graphbuild.stemming import is_compound, parts, stemmer
from graphbuild.store import EmbeddedStore, StoreFolder
from graphbuild.store.holdings import Holdings
from tests.cli import govgraph
from tests.fjallbygd import autumn, changed, spring
from tests.stores import filled, put, said

ALL = Filters()
SENTENCE, KIND = COLUMNS.index("sentence"), COLUMNS.index("kind")

# Words


@pytest.mark.parametrize(
    "forms",
    [
        "skola skolan skolor skolans skolorna",
        "strandskydd strandskyddet strandskyddets",
        "vatten vattnet vattnets",
        "program programmet",
        "detaljplan detaljplanen detaljplaner",
        "verksamhet verksamheten verksamhets",
        "BESLUT beslutet besluten beslutade",
        "kommun kommunens kommunerna",
    ],
)
def test_the_forms_of_a_word_have_one_stem(forms: str) -> None:
    assert len({stemmer("sv")(form) for form in forms.split()}) == 1


def test_letters_with_rings_and_dots_are_letters_of_their_own() -> None:
    stem = stemmer("sv")
    assert len({stem("bar"), stem("bår"), stem("bär")}) == 3
    assert stem("a\u030aret") == stem("året")  # the same letter, written as two signs


@pytest.mark.parametrize(
    ("word", "stem", "compound"),
    [
        ("tilläggsbudget", "budget", True),
        ("budgetuppföljning", "budget", True),
        ("arbetsgrupp", "grupp", True),
        ("behandling", "handling", False),  # be- makes no compound
        ("budget", "bud", False),  # get (goat) is a word, and too short to tell
        ("vägbygg", "väg", True),  # bygge is a word of the vocabulary
        ("vägran", "väg", False),
        ("budgetar", "budget", False),  # an ending is no word
    ],
)
def test_compounds(word: str, stem: str, compound: bool) -> None:
    known = {"get", "bygg", "an", "tillägg"}
    assert is_compound(word, stem, "sv", known.__contains__) is compound


def test_a_word_that_is_nowhere_is_taken_apart() -> None:
    known = {stemmer("sv")(word) for word in ("strandskydd", "prövningar")}
    stem = stemmer("sv")("strandskyddsprövningen")
    assert parts(stem, "sv", known.__contains__) == ("strandskyd", "prövning")


# Questions


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "holds no word"),
        (" -- !!", "holds no word"),
        ("-budget", "only what to leave out"),
        ('"öppna frågor', "has no partner"),
        ("budget OR skola", "OR cannot be used"),
    ],
)
def test_texts_that_ask_nothing(text: str, told: str) -> None:
    with pytest.raises(SearchTextError, match=told):
        read_question(text)


@pytest.fixture(scope="module")
def opened(example_store: Path) -> Iterator[tuple[EmbeddedStore, Index]]:
    with EmbeddedStore.read(example_store) as store, Index(store.folder.search_index) as index:
        yield store, index


@given(st.text(alphabet="budget *\"-+^:(){}'å§12NEARORND,;\\", max_size=30))
def test_no_text_reaches_the_index_as_syntax(opened: tuple[EmbeddedStore, Index], text: str) -> None:
    try:
        question = read_question(text)
    except SearchTextError:
        return
    assert find(*opened, question).total >= 0


# Answers


def sentences(
    opened: tuple[EmbeddedStore, Index], text: str, filters: Filters = ALL, limit: int = 20
) -> list[str]:
    found = find(*opened, read_question(text), filters, limit)
    return [str(row[SENTENCE]) for row in found.table.rows]


def test_headings_and_decisions_stand_before_discussion(opened: tuple[EmbeddedStore, Index]) -> None:
    found = find(*opened, read_question("budget"))
    kinds = [row[KIND] for row in found.table.rows]
    assert kinds[:3] == ["item", "decision", "decision"]
    assert found.total == len(kinds)
    every = " ".join(str(row[SENTENCE]) for row in found.table.rows)
    assert "investeringsbudgeten" in every and "budgetförslag" in every
    assert all(marked for marked in found.marked)


def test_all_words_phrases_and_words_left_out(opened: tuple[EmbeddedStore, Index]) -> None:
    assert sentences(opened, '"mål och budget"')[0] == "att fastställa mål och budget för 2026"
    assert sentences(opened, '"budget och mål"') == []
    assert not any("budgetförslag" in each for each in sentences(opened, '"budget"'))
    both = sentences(opened, "budget -mål")
    assert both and "att fastställa mål och budget för 2026" not in both
    # A word may stand in the heading of the item, if another stands in the sentence.
    assert "att fastställa budgeten för 2025" in sentences(opened, "medlemsavgifter fastställa")
    assert "§ 10 Vattenövningen" in sentences(opened, "vattenöv*")


def test_filters(opened: tuple[EmbeddedStore, Index]) -> None:
    assert sentences(opened, "budget", Filters(body="direktionen", kind="decision")) == [
        "att fastställa budgeten för 2025"
    ]
    assert sentences(opened, "budget", Filters(body="no such body")) == []
    late = find(*opened, read_question("budget"), Filters(since="2025-10-01", until="2025-10-31"))
    assert {row[0] for row in late.table.rows} == {"2025-10-14"}
    theirs = sentences(opened, "prov*", Filters(person="nadja wirén", kind="assignment"))
    assert theirs == ["Nadja Wirén får i uppdrag att ta nya prover i täkten varje månad"]


def test_an_assignment_that_is_a_decision_is_found_once(opened: tuple[EmbeddedStore, Index]) -> None:
    text = '"nya prover i täkten"'
    found = find(*opened, read_question(text))
    assert [row[KIND] for row in found.table.rows] == ["assignment"]
    decided = find(*opened, read_question(text), Filters(kind="decision"))
    assert [row[KIND] for row in decided.table.rows] == ["decision"]


def test_sentences_stand_where_they_say(opened: tuple[EmbeddedStore, Index]) -> None:
    store, _ = opened
    rows = find(*opened, read_question("kommun"), limit=500).table.rows
    assert len(rows) > 50
    for row in rows:
        cells = dict(zip(COLUMNS, row, strict=True))
        document = str(cells["source_iri"]).partition("#")[0].rpartition("/")[2]
        content = store.source(document)
        assert content is not None
        place = slice(int(str(cells["start"])), int(str(cells["end"])))
        assert " ".join(content.decode()[place].split()) == cells["sentence"]


# In step


def content(path: Path) -> list[tuple[object, ...]]:
    """All that an index holds, without its row numbers."""
    with sqlite3.connect(StoreFolder(path).search_index) as rows:
        passages = rows.execute(
            "SELECT d.document, d.revision, d.date, d.body, d.file, p.kind, p.text, p.start, p.iri, p.item, t.* "
            "FROM documents d JOIN passages p ON p.document = d.id JOIN terms t ON t.rowid = p.id"
        ).fetchall()
        vocabulary = rows.execute("SELECT * FROM vocabulary").fetchall()
    rows.close()
    return sorted([*passages, *vocabulary], key=repr)


def made_anew(path: Path) -> list[tuple[object, ...]]:
    """What the index of a copy of a store holds when it is made anew."""
    copy = path.with_name(f"{path.name}-copy")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(path, copy)
    with EmbeddedStore.read(copy) as store:
        rebuild(store)
    return content(copy)


def test_the_index_follows_what_comes_changes_and_leaves(tmp_path: Path) -> None:
    path = filled(tmp_path / "store", spring())
    follow_store(path)
    assert content(path) == made_anew(path)
    new = changed(spring(), "\n")
    steps = (
        lambda holdings: put(holdings, autumn()),
        lambda holdings: put(holdings, new, [said(spring()).document]),
        lambda holdings: holdings.give_way(said(autumn()).document, said(new).document),
    )
    for step in steps:
        with Holdings(path, DEFAULT_BASE) as holdings:
            step(holdings)
            follow(holdings, ())
        follow_store(path)
        assert content(path) == made_anew(path)
    assert {row[0] for row in content(path) if len(row) > 4} == {said(new).document}


def test_only_what_differs_is_indexed_anew(tmp_path: Path) -> None:
    path = filled(tmp_path / "store", spring())
    follow_store(path)
    with Holdings(path, DEFAULT_BASE) as holdings:
        put(holdings, autumn())
    with EmbeddedStore.read(path) as store, Index(store.folder.search_index) as index:
        assert keep_in_step(store, index) == 1
        assert keep_in_step(store, index) == 0


def test_a_build_that_is_killed_leaves_the_index_in_step(tmp_path: Path) -> None:
    """Killed between the graph and the list: the document's revision is not known, and the graph is asked."""
    path = filled(tmp_path / "store", spring(), autumn())
    follow_store(path)
    with Holdings(path, DEFAULT_BASE) as holdings:
        holdings._take_out(said(autumn()).document)  # and no further: the list still knows it
    with EmbeddedStore.read(path) as store, Index(store.folder.search_index) as index:
        assert keep_in_step(store, index) == 1
        assert find(store, index, read_question("anta")).total == 0
        assert find(store, index, read_question("statistik")).total > 0


def test_an_index_that_is_old_damaged_or_gone_is_mended(tmp_path: Path) -> None:
    path = filled(tmp_path / "store", spring())
    follow_store(path)
    index = StoreFolder(path).search_index
    old = index.read_bytes()
    with Holdings(path, DEFAULT_BASE) as holdings:
        put(holdings, autumn())
    for damage in (old, b"no database at all" * 300, None):
        if damage is None:
            index.unlink()
        else:
            index.write_bytes(damage)
        follow_store(path)
        assert content(path) == made_anew(path)


def test_a_judgement_reaches_the_index(tmp_path: Path) -> None:
    """What a document's graph says changes with who is who, so its revision does."""
    path = filled(tmp_path / "store", spring(), autumn())
    with Holdings(path, DEFAULT_BASE) as holdings:
        before = holdings.register.history.revisions()
        renaming = holdings.people.renaming(said(spring()).body)
        holdings.follow(said(spring()).body, [said(spring()).document], renaming, renaming)
        assert holdings.register.history.revisions() == before
    assert all(before.values()) and len(set(before.values())) == 2


def test_a_build_indexes_what_it_reads_as_the_graph_says_it(tmp_path: Path) -> None:
    """A new store, one more document, and a corrected one: the index is the one that is made from the graph."""
    sources, path = tmp_path / "sources", tmp_path / "store"
    sources.mkdir()
    examples = sorted(resource("examples").glob("*_*"))[:4]
    for step, example in enumerate([*examples[:3], examples[3], examples[0]]):
        (sources / example.name).write_bytes(example.read_bytes() + b"\n" * (step == 4))
        if step >= 2:
            build([sources], path, DEFAULT_BASE)
            assert content(path) == made_anew(path)


def test_the_order_of_documents_does_not_count(tmp_path: Path) -> None:
    one, other = filled(tmp_path / "one", spring(), autumn()), filled(tmp_path / "other", autumn(), spring())
    for path in (one, other):
        follow_store(path)
    assert content(one) == content(other)


def test_duplicates_are_not_found(tmp_path: Path) -> None:
    text = (Path(__file__).parent.parent / "examples" / "direktionen-trekalla_2025-03-20.md").read_text()
    folder = tmp_path / "minutes"
    folder.mkdir()
    (folder / "one.md").write_text(text)
    (folder / "two.md").write_text(text + "\n")
    build([folder], tmp_path / "store", DEFAULT_BASE)
    with EmbeddedStore.read(tmp_path / "store") as store, Index(store.folder.search_index) as index:
        assert find(store, index, read_question("kolfilter"), Filters(kind="decision")).total == 1


def test_a_python_without_full_text_search_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexes, "available", lambda: False)
    with pytest.raises(StoreError, match="FTS5"):
        Index(tmp_path / "search.sqlite3")


# The command


def test_the_command(example_store: Path) -> None:
    ran = govgraph("search", "budget", "--store", example_store, "--format", "json", "--limit", "2")
    rows = json.loads(ran.out)
    assert [row["rank"] for row in rows] == [1, 2] and tuple(rows[0]) == COLUMNS
    assert rows[0]["item_iri"].endswith("/item/42")
    assert "2 of 10 hits" in ran.err
    for form in ("csv", "tsv", "jsonl", "md", "table"):
        assert (
            "medlemsavgifter" in govgraph("search", "budget", "--store", example_store, "--format", form).out
        )
    swedish = govgraph("search", "finnsinte", "--store", example_store, GOVGRAPH_LANG="sv")
    assert swedish.code == 0 and "Inget hittades" in swedish.err


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ((), 2, "holds no word"),
        (('"budget',), 2, "has no partner"),
        (("budget", "--kind", "vote"), 2, "choose one of item, decision"),
        (("budget", "--since", "maj"), 2, "write a date"),
        (("budget", "--sincee", "2025"), 2, "no option --sincee"),
        (("budget", "--store", "nowhere"), 3, "there is no store"),
        (("budget", "-mål"), 0, ""),
        (("--rebuild",), 0, "18 documents"),
    ],
)
def test_what_the_command_says(
    words: tuple[str, ...], code: int, told: str, example_store: Path, tmp_path: Path
) -> None:
    shutil.copytree(example_store, tmp_path / "govgraph.store")
    ran = govgraph("search", *words, cwd=tmp_path)
    assert ran.code == code and told in ran.err and "Traceback" not in ran.err
    if code:
        assert ran.err.count("\n") == 1
