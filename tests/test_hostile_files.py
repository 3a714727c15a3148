"""Damaged, locked, scanned and hostile files cost one clear message, and neither time nor memory."""

import io
import re
import shutil
import time
import zipfile
from pathlib import Path

import pytest

from graphbuild.errors import (
    EmptyFileError,
    EncryptedError,
    ScannedError,
    TooLargeError,
    UnreadableError,
)
from graphbuild.parsing import parse
from graphbuild.readers import _archives, pdf, read
from graphbuild.resolution import resolve
from graphbuild.statements import state

FORMATS = Path(__file__).parent / "minutes" / "formats"
STEM = "kallangens-if_2025-08-27"
SCAN = Path(__file__).parent / "minutes" / "scans" / "kallangens-if_2025-08-27.pdf"
MOST_SECONDS = 20
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def bytes_of(suffix: str) -> bytes:
    return (FORMATS / f"{STEM}{suffix}").read_bytes()


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def packed(parts: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return held.getvalue()


def word(body: str) -> bytes:
    return packed(
        {"word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'.encode()}
    )


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".odt"])
@pytest.mark.parametrize("kept", [0.02, 0.5, 0.97])
def test_a_file_that_was_cut_off_is_told_or_read(tmp_path: Path, suffix: str, kept: float) -> None:
    whole = bytes_of(suffix)
    path = put(tmp_path, f"cut{suffix}", whole[: int(len(whole) * kept)])
    try:
        assert read(path).text.strip()
    except UnreadableError as error:
        assert str(path) in str(error)


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".odt"])
def test_bytes_that_are_no_such_file_are_told(tmp_path: Path, suffix: str) -> None:
    path = put(tmp_path, f"other{suffix}", b"Protokoll 2025-01-01, narvarande: ingen")
    with pytest.raises(UnreadableError, match=r"damaged|no such|is no"):
        read(path)


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".odt", ".html", ".rtf", ".org"])
def test_an_empty_file_is_told(tmp_path: Path, suffix: str) -> None:
    with pytest.raises(EmptyFileError):
        read(put(tmp_path, f"empty{suffix}", b""))


def test_every_hundredth_byte_changed_is_told_or_read(tmp_path: Path) -> None:
    for suffix in (".pdf", ".docx", ".odt", ".html", ".rtf"):
        whole = bytes_of(suffix) if (FORMATS / f"{STEM}{suffix}").exists() else b"{\\rtf1 Protokoll\\par}" * 9
        for offset in range(7):
            damaged = bytearray(whole)
            for at in range(offset * 13, len(damaged), 100 + 17 * offset):
                damaged[at] ^= 0x55
            try:
                read(put(tmp_path, f"damaged{offset}{suffix}", bytes(damaged)))
            except UnreadableError as error:
                assert f"damaged{offset}{suffix}" in str(error)


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    bomb = b"<a>" + b" " * (_archives.MAX_UNPACKED + 10) + b"</a>"
    path = put(tmp_path, "bomb.docx", packed({"word/document.xml": bomb}))
    assert path.stat().st_size < 500_000
    began = time.monotonic()
    with pytest.raises(TooLargeError, match="unpacks to more than"):
        read(path)
    assert time.monotonic() - began < MOST_SECONDS


def test_entities_are_not_expanded_and_nothing_is_fetched(tmp_path: Path) -> None:
    secret = put(tmp_path, "secret.txt", b"HEMLIGT")
    document = (
        f'<!DOCTYPE d [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;"><!ENTITY s SYSTEM "{secret.as_uri()}">]>'
        f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>Protokoll &b; &s;</w:t></w:r></w:p></w:body>'
        "</w:document>"
    )
    text = read(put(tmp_path, "entities.docx", packed({"word/document.xml": document.encode()}))).text
    assert "HEMLIGT" not in text and "xxx" not in text


def test_tables_in_tables_are_bounded(tmp_path: Path) -> None:
    depth = 60
    nested = "<w:tbl><w:tr><w:tc>" * depth + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * depth
    document = word(f"<w:p><w:r><w:t>Protokoll</w:t></w:r></w:p>{nested}")
    assert "Protokoll" in read(put(tmp_path, "deep.docx", document)).text
    page = "<html><body><p>Protokoll</p>" + "<div>" * 5_000 + "djupt" + "</div>" * 5_000
    assert "Protokoll" in read(put(tmp_path, "deep.html", page.encode())).text


def test_a_locked_word_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(EncryptedError, match="password"):
        read(put(tmp_path, "locked.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096))


def a_pdf(objects: list[bytes]) -> bytes:
    """A PDF with these objects, numbered from 1, the first its catalogue."""
    out = b"%PDF-1.4\n"
    places = []
    for number, held in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, held)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        size, table, size, len(out),
    )  # fmt: skip


def stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (more, len(data), data)


def test_a_photo_in_a_pdf_is_told(tmp_path: Path) -> None:
    image = stream(
        b"\xff" * 12, b"/Type/XObject/Subtype/Image/Width 2/Height 2/ColorSpace/DeviceRGB/BitsPerComponent 8"
    )
    document = a_pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I 5 0 R>>>>/Contents 4 0 R>>",
            stream(b"q 500 0 0 700 40 60 cm /I Do Q"),
            image,
        ]
    )
    with pytest.raises(ScannedError, match="--ocr"):
        read(put(tmp_path, "photo.pdf", document))


def test_a_pdf_that_claims_endless_pages_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_PAGES", 40)
    kids = b" ".join([b"3 0 R"] * 50)
    document = a_pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[%b]/Count 50>>" % kids,
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        ]
    )
    with pytest.raises(TooLargeError, match="pages"):
        read(put(tmp_path, "endless.pdf", document))


def test_without_tesseract_a_scan_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnreadableError, match="tesseract must be installed"):
        read(SCAN, ocr=True)


def test_a_scan_is_told_where_nobody_asked_for_recognition() -> None:
    with pytest.raises(ScannedError, match="--ocr"):
        read(SCAN)


@pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="Tesseract reads pictures where it is installed"
)
def test_a_scan_is_recognised_and_every_quote_says_so() -> None:
    minutes = resolve(parse(read(SCAN, ocr=True)))
    assert {person.name for person in minutes.participants} >= {
        "Camilla Norgren",
        "Aicha Benali",
        "Emma Tängdal",
    }
    assert [item.number for item in minutes.items] == list("123456789")
    assert [notice.kind for notice in minutes.issues].count("page-recognised") == 2
    quads = state(minutes, "https://example.org/", parser_version="1").quads
    quotes = set(re.findall(r"<[^>]*#char=[\d,]+>", quads))
    assert len(set(re.findall(r"(<[^>]*#char=[\d,]+>) <[^>]*recognised> \"true\"", quads))) == len(quotes)
