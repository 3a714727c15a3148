"""Rows and passages: whatever is taken off, each character that is left knows where it stood."""

from hypothesis import given
from hypothesis import strategies as st

from graphbuild.model import Document
from graphbuild.parsing.rows import Passage, rows_of
from graphbuild.readers import canonical, lines_of


def document(text: str, media_type: str = "text/markdown") -> Document:
    return Document("x.md", canonical(text), lines_of(canonical(text)), "0" * 64, media_type, "utf-8")


MARKUP = st.lists(
    st.sampled_from(
        [
            "**",
            "*",
            "_",
            "`",
            "Anna Ek",
            "§ 7",
            "[länk](http://a.se)",
            " ",
            "|",
            "\u00ad",
            "\u00a0",
            "å",
            "ö.",
            "\n",
            "# ",
            "- ",
            "> ",
            "<br>",
            "\t",
            "1) ",
        ]
    ),
    max_size=40,
).map("".join)


@given(MARKUP)
def test_every_character_of_a_row_stands_where_it_says(text: str) -> None:
    whole = document(text)
    for row in rows_of(whole):
        for piece in (row, *(row.cells or ())):
            for index, char in enumerate(piece.text):
                source = whole.text[piece.at(index)]
                assert source == char or char in " \v" or (char == "-" and source == "\u00ad")


def test_markup_goes_and_the_words_stay() -> None:
    row = rows_of(document("- **Beslut:** se [protokollet](http://a.se/x) från *mars*"))[0]
    assert row.text == "Beslut: se protokollet från mars"
    assert row.bullet


def test_a_table_row_has_cells() -> None:
    row = rows_of(document("| Datum | 2025-01-02<br>kl 13 |"))[0]
    assert row.cells is not None
    assert [cell.text for cell in row.cells] == ["Datum", "2025-01-02\vkl 13"]


def test_setext_underlines_make_headings() -> None:
    rows = rows_of(document("Nätverket\n=========\n\nLaget runt\n----------\ntext"))
    assert [(row.text, row.heading) for row in rows] == [("Nätverket", 1), ("Laget runt", 2), ("text", 0)]


def test_a_divided_word_is_joined_and_a_suspended_hyphen_is_not() -> None:
    rows = rows_of(document("till kommun-\nfullmäktige samt social-\noch skolnämnden", "text/plain"))
    assert Passage(rows, ("och",)).text == "till kommunfullmäktige samt social- och skolnämnden"


def test_a_passage_span_covers_its_lines() -> None:
    whole = document("Anna väljs\natt justera", "text/plain")
    passage = Passage(rows_of(whole))
    span = passage.span(5, len(passage.text))
    assert whole.text[span.start : span.end] == "väljs\natt justera"
