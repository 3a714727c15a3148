"""The glyphs of a PDF page, as PDFium lists them, become words with their places."""

import ctypes
import re
from collections.abc import Callable, Iterator
from functools import lru_cache

import pypdfium2
import pypdfium2.raw as pdfium

from graphbuild.readers._pages import Word

_RUN = re.compile(r"[^\s\x00\x02\ufffe]+[\x02\ufffe]?|[\x02\ufffe]")
_DIVIDING = ("\x02", "\ufffe")
"""How PDFium writes the hyphen with which a line ends inside a word."""
_BOLD_NAME = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
_BOLD_FLAG = 1 << 18
"""ForceBold among a font descriptor's flags (ISO 32000-2, table 121)."""
_SMALLEST = 1.0
Place = tuple[float, float]


def words_in(page: pypdfium2.PdfPage, display: Callable[[float, float], Place]) -> list[Word]:
    """The words of a page; those written upwards or downwards stand below all others, line by line."""
    text_page = page.get_textpage()
    try:
        reader = _Reader(text_page, display)
        text = _characters(text_page)
        upright: list[Word] = []
        turned: list[Word] = []
        for match in _RUN.finditer(text):
            for word, is_upright in reader.words(text, match.start(), match.end()):
                (upright if is_upright else turned).append(word)
    finally:
        text_page.close()
    return upright + _laid_flat(turned, page.get_size()[1])


def _characters(text_page: pypdfium2.PdfTextPage) -> str:
    """The page's characters, one for each of PDFium's indexes."""
    count = text_page.count_chars()
    buffer = (ctypes.c_ushort * (count + 1))()
    pdfium.FPDFText_GetText(text_page, 0, count, buffer)
    text = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
    if len(text) == count:
        return text
    codes = (pdfium.FPDFText_GetUnicode(text_page, index) for index in range(count))
    return "".join(chr(code) if code < 0x110000 else "\ufffd" for code in codes)


def to_display(page: pypdfium2.PdfPage) -> Callable[[float, float], Place]:
    """From a page's own space to the page as it is shown, y downwards (ISO 32000-2, 8.3.2.3)."""
    left, bottom, right, top = page.get_bbox()
    turns: dict[int, Callable[[float, float], Place]] = {
        0: lambda x, y: (x - left, top - y),
        90: lambda x, y: (y - bottom, x - left),
        180: lambda x, y: (right - x, y - bottom),
        270: lambda x, y: (top - y, right - x),
    }
    return turns[page.get_rotation()]


class _Reader:
    """Asks PDFium for the places of characters."""

    def __init__(self, text_page: pypdfium2.PdfTextPage, display: Callable[[float, float], Place]) -> None:
        self._raw = text_page.raw
        self._display = display
        self._doubles = ctypes.c_double(), ctypes.c_double()
        self._box = pdfium.FS_RECTF()
        self._name = ctypes.create_string_buffer(120)
        self._flags = ctypes.c_int()

    def words(self, text: str, start: int, end: int) -> Iterator[tuple[Word, bool]]:
        """The words of a run, one for each line that it stands on, and whether they are upright."""
        first, last, size = self._origin(start), self._origin(end - 1), self._size(start)
        if abs(first[1] - last[1]) < 0.5 * size or abs(first[0] - last[0]) < 0.5:
            yield self._word(text[start:end], start, end, first, last, size)
            return
        begin, before = start, first
        for index in range(start + 1, end + 1):
            place = self._origin(index) if index < end else before
            apart = abs(place[1] - before[1]) > 0.5 * size and abs(place[0] - before[0]) > 0.5 * size
            if apart or index == end:
                at, size_here = self._origin(begin), self._size(begin)
                yield self._word(text[begin:index], begin, index, at, before, size_here)
                begin = index
            before = place

    def _word(
        self, text: str, start: int, end: int, first: Place, last: Place, size: float
    ) -> tuple[Word, bool]:
        right, _ = self._end(end - 1)
        upright = end - start == 1 or abs(last[1] - first[1]) <= abs(last[0] - first[0])
        if text.endswith(_DIVIDING):
            text = text[:-1] + "-"
        x, y = first
        return Word(text, x, max(right, x + 0.1), y, size, self._is_bold(start)), upright

    def _origin(self, index: int) -> Place:
        x, y = self._doubles
        pdfium.FPDFText_GetCharOrigin(self._raw, index, x, y)
        return self._display(x.value, y.value)

    def _end(self, index: int) -> Place:
        box = self._box  # the room that a character takes up, whatever of it the glyph covers
        pdfium.FPDFText_GetLooseCharBox(self._raw, index, box)
        corners = self._display(box.right, box.bottom), self._display(box.left, box.top)
        return max(corners[0][0], corners[1][0]), max(corners[0][1], corners[1][1])

    def _size(self, index: int) -> float:
        return max(_SMALLEST, float(pdfium.FPDFText_GetFontSize(self._raw, index)))

    def _is_bold(self, index: int) -> bool:
        length = pdfium.FPDFText_GetFontInfo(self._raw, index, self._name, 120, self._flags)
        if self._flags.value & _BOLD_FLAG:
            return True
        return bool(length) and _names_bold(self._name.value)


@lru_cache(maxsize=1_000)
def _names_bold(font: bytes) -> bool:
    return _BOLD_NAME.search(font.decode("latin-1")) is not None


def _laid_flat(turned: list[Word], bottom: float) -> list[Word]:
    """Words that are written upwards or downwards, as lines below the page: one for each run of them."""
    flat: list[Word] = []
    base, left = bottom, 0.0
    before: Word | None = None
    for word in turned:
        if before is None or abs(word.left - before.left) > before.size:
            base, left = base + 2 * word.size, 0.0
        width = 0.5 * word.size * len(word.text)
        flat.append(Word(word.text, left, left + width, base, word.size, word.bold))
        left += width + 0.3 * word.size
        before = word
    return flat
