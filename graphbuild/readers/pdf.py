"""PDF: the words of each page, by their places on it, become lines as a reader of the page sees them.

Columns stand apart by blanks as they do on the page, so that a label keeps its value beside it whatever the
order in which the program that made the file has drawn them (ISO 32000-2, 14.8.2.3: that order is free).
"""

from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from graphbuild import readers
from graphbuild.errors import EncryptedError, ScannedError, TooLargeError, UnreadableError
from graphbuild.readers._glyphs import to_display, words_in
from graphbuild.readers._pages import Line, lines_on
from graphbuild.readers._rendering import rendered
from graphbuild.readers._ruled import tables_on

MEDIA_TYPE = "application/pdf"
MAX_PAGES = 3_000
"""More pages than the minutes of any year have; a file may claim as many as it likes."""
MAX_CHARACTERS = 20_000_000
_FEW = 8
"""A page of fewer characters holds no text to speak of."""


def read_text(data: bytes, path: Path) -> "readers.TextRead":
    """Read a PDF's text in reading order.

    Raises `EncryptedError`, `ScannedError` (pictures of text only), `TooLargeError` or `UnreadableError`.
    """
    document = _opened(data, path)
    try:
        pages, unread = _pages(document, path)
    finally:
        document.close()
    if not any(pages):
        raise ScannedError(
            f"{path}: its {len(pages)} pages hold pictures, but no text. Read it with --ocr "
            "(needs tesseract with the Swedish language), or ask for the original document."
        )
    text, boxes = rendered(pages)
    return readers.TextRead(text, "pdf", boxes=boxes, unread_pages=tuple(unread))


def _opened(data: bytes, path: Path) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise EncryptedError(f"{path}: it is locked with a password. Save it without one.") from error
        raise UnreadableError(
            f"{path}: this is no PDF, or it is damaged ({error}). Open it in a PDF reader and save it again."
        ) from error
    if count > MAX_PAGES:
        document.close()
        raise TooLargeError(
            f"{path}: {count:,} pages are more than the limit of {MAX_PAGES:,}. Split the file."
        )
    return document


def _pages(document: pypdfium2.PdfDocument, path: Path) -> tuple[list[list[Line]], list[int]]:
    """The lines of each page, and the numbers of those that are damaged, or hold a picture and no text."""
    pages: list[list[Line]] = []
    unread: list[int] = []
    characters = damaged = 0
    for number in range(len(document)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError:  # one damaged page; the others may be sound
            damaged += 1
            unread.append(number + 1)
            pages.append([])
            continue
        display = to_display(page)
        words = words_in(page, display)
        characters += sum(len(word.text) for word in words)
        if characters > MAX_CHARACTERS:
            raise TooLargeError(f"{path}: more than {MAX_CHARACTERS:,} characters of text. Split the file.")
        if sum(len(word.text) for word in words) < _FEW and _has_picture(page):
            unread.append(number + 1)
        rows, rest = tables_on(page, words, display)
        pages.append(lines_on(rest, rows))
        page.close()
    if damaged == len(document):
        raise UnreadableError(
            f"{path}: none of its {damaged} pages can be read; the file is damaged. Get it anew."
        )
    return pages, unread


def _has_picture(page: pypdfium2.PdfPage) -> bool:
    return any(True for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))
