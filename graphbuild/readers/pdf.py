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
from graphbuild.readers._pages import Line, Word, lines_on
from graphbuild.readers._rendering import rendered
from graphbuild.readers._ruled import tables_on
from graphbuild.readers._scans import recognised

MEDIA_TYPE = "application/pdf"
MAX_BYTES = 150_000_000
"""Pictures of pages take much room."""
MAX_PAGES = 3_000
"""More pages than the minutes of any year have; a file may claim as many as it likes."""
MAX_CHARACTERS = 20_000_000
_FEW = 8
"""A page of fewer characters holds no text to speak of."""


def read_text(data: bytes, path: Path, *, ocr: bool = False) -> "readers.TextRead":
    """Read a PDF's text in reading order; with `ocr`, Tesseract reads the pages that are pictures.

    Raises `EncryptedError`, `ScannedError` (pictures of text only), `TooLargeError` or `UnreadableError`.
    """
    document = _opened(data, path)
    reading = _Reading(path, ocr)
    try:
        reading.run(document)
    finally:
        document.close()
    text, boxes = rendered(reading.pages)
    unread, found = tuple(reading.unread), reading.recognised
    return readers.TextRead(text, "pdf", boxes=boxes, unread_pages=unread, recognised_pages=found)


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


class _Reading:
    """The lines of each page, and which pages could not be read, or were recognised from a picture."""

    def __init__(self, path: Path, ocr: bool) -> None:
        self.pages: list[list[Line]] = []
        self.unread: list[int] = []
        self.recognised: dict[int, tuple[int, int]] = {}
        self._path = path
        self._ocr = ocr
        self._characters = 0

    def run(self, document: pypdfium2.PdfDocument) -> None:
        """Read all pages; one damaged page leaves the others as they are."""
        damaged = 0
        for number in range(1, len(document) + 1):
            try:
                page = document[number - 1]
            except pypdfium2.PdfiumError:
                damaged += 1
                self.unread.append(number)
                self.pages.append([])
                continue
            self._page(page, number)
            page.close()
        if damaged == len(document):
            raise UnreadableError(
                f"{self._path}: none of its {damaged} pages can be read; the file is damaged. Get it anew."
            )
        if not any(self.pages):
            raise ScannedError(
                f"{self._path}: its {len(self.pages)} pages hold pictures, but no text. Read it with --ocr "
                "(needs tesseract with the Swedish language), or ask for the original document."
            )

    def _page(self, page: pypdfium2.PdfPage, number: int) -> None:
        display = to_display(page)
        words = words_in(page, display)
        if sum(len(word.text) for word in words) < _FEW and _has_picture(page):
            words = self._recognise(page, number) if self._ocr else words
            if not words:
                self.unread.append(number)
        self._characters += sum(len(word.text) for word in words)
        if self._characters > MAX_CHARACTERS:
            raise TooLargeError(
                f"{self._path}: more than {MAX_CHARACTERS:,} characters of text. Split the file."
            )
        rows, rest = tables_on(page, words, display)
        self.pages.append(lines_on(rest, rows))

    def _recognise(self, page: pypdfium2.PdfPage, number: int) -> list[Word]:
        found = recognised(page, self._path)
        if found.words:
            self.recognised[number] = (len(found.words), found.doubtful)
        return found.words


def _has_picture(page: pypdfium2.PdfPage) -> bool:
    return any(True for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))
