"""Files become documents: encodings, line ends, pages, and one clear line for what cannot be read."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphbuild.errors import EmptyFileError, NotTextError, TooLargeError, UnreadableError
from graphbuild.readers import canonical, lines_of, read

TEXT = "Protokoll från möte i Åsmora\n§ 1 Öppnande\nÖrjan hälsade välkommen.\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_every_usual_encoding_gives_the_same_text(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "protokoll.txt"
    path.write_bytes(TEXT.encode(encoding))
    assert read(path).text == TEXT


def test_decomposed_letters_and_windows_line_ends_are_levelled(tmp_path: Path) -> None:
    path = tmp_path / "protokoll.txt"
    path.write_bytes("A\u030asmora\r\nO\u0308rjan\r".encode())
    assert read(path).text == "Åsmora\nÖrjan\n"


def test_form_feeds_count_pages(tmp_path: Path) -> None:
    path = tmp_path / "protokoll.txt"
    path.write_text("ett\n\ftvå\ntre\n\f\ffyra\n", encoding="utf-8")
    document = read(path)
    pages = {document.text[line.start : line.end]: line.page for line in document.lines}
    assert (pages["ett"], pages["två"], pages["tre"], pages["fyra"]) == (1, 2, 2, 4)


def test_front_matter_is_metadata(tmp_path: Path) -> None:
    path = tmp_path / "protokoll.md"
    path.write_text("---\ntitle: Styrelsemöte 3\ndatum: 2025-01-02\n---\n# Protokoll\n", encoding="utf-8")
    assert read(path).metadata == {"title": "Styrelsemöte 3", "datum": "2025-01-02"}


PAGE = """<body>
<header><p>Norrhults intresseförening</p><h1>Styrelsens möte</h1></header>
<h2>1 Nätplatsen</h2><p>Eva visade hur den nya sidan ser ut, och alla var nöjda med den.</p>
<aside>Att göra: Eva flyttar texterna.<aside>Helst i maj.</aside></aside>
<section><header>Sekreterarens ord: <a href="#1">se punkt 1</a></header></section>
<footer>Protokollet fördes av Eva Lind</footer></body>"""


def test_what_stands_beside_the_text_of_a_page_is_read_and_what_leads_elsewhere_is_not(
    tmp_path: Path,
) -> None:
    path = tmp_path / "sida.html"
    around = """<header><aside><nav>Hem</nav></aside><a href="/">Föreningen</a></header>
    <aside><a href="/nytt">Fler nyheter</a> här</aside><footer><form>Sök</form>Kakor</footer>
    <div role="banner">Logga in<div role="banner">Meny</div></div>"""
    path.write_text(PAGE.replace("<body>", f"<body>{around}"), "utf-8")
    text = read(path).text
    said = ["Styrelsens möte", "Eva flyttar", "Helst i maj", "Sekreterarens ord", "fördes av Eva Lind"]
    assert [words for words in said if words not in text] == []
    left = ["Hem", "Föreningen", "Fler nyheter", "Kakor", "Logga", "Meny", "Sök"]
    assert [words for words in left if words in text] == []


@pytest.mark.parametrize(
    ("name", "content", "error", "words"),
    [
        ("tom.txt", b"", EmptyFileError, "empty"),
        ("blank.txt", b" \n\t\n", EmptyFileError, "no text"),
        ("bild.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x01\x02" * 40, NotTextError, "no text file"),
        ("skrap.txt", bytes(range(1, 32)) * 20, NotTextError, "no text file"),
        ("halv.txt", b"\xff\xfeA\x00B", NotTextError, "utf-16"),
        ("protokoll.xyz", b"text", UnreadableError, ".md"),
    ],
)
def test_what_cannot_be_read_says_what_where_and_what_to_do(
    tmp_path: Path, name: str, content: bytes, error: type[UnreadableError], words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(error) as raised:
        read(path)
    message = str(raised.value)
    assert message.startswith(str(path))
    assert words in message
    assert "\n" not in message
    assert raised.value.exit_code == 3


def test_a_file_past_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "stor.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(TooLargeError, match="200 MB"):
        read(path)


def test_a_missing_file_is_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"borta\.txt: cannot be opened"):
        read(tmp_path / "borta.txt")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300))
def test_lines_cover_the_text_in_order(raw: str) -> None:
    text = canonical(raw)
    lines = lines_of(text)
    assert [line.number for line in lines] == list(range(1, text.count("\n") + 2))
    end = -1
    for line in lines:
        assert end < line.start <= line.end
        assert "\n" not in text[line.start : line.end]
        end = line.end
