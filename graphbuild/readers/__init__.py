"""A file becomes a `Document`: one module per file format, found by suffix.

Canonical text is what all evidence points into: decoded, NFC, line ends as `\\n`, nothing else changed.
A new format is one module with `MEDIA_TYPE` and `read_text(data, path) -> TextRead`, named in `_FORMATS`.
"""

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import ModuleType

from graphbuild.errors import EmptyFileError, NotTextError, TooLargeError, UnreadableError
from graphbuild.model import Box, Document, Line

MAX_BYTES = 25_000_000
"""Past this size a file is refused: the longest real minutes in text are below 2 MB."""

_FORMATS: dict[str, str] = {
    ".txt": "plain",
    ".text": "plain",
    ".md": "markdown",
    ".markdown": "markdown",
    ".pdf": "pdf",
    ".docx": "docx",
    ".docm": "docx",
    ".odt": "odt",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".rtf": "rtf",
    ".org": "org",
}

SUFFIXES = frozenset(_FORMATS)
"""Suffixes, in lower case, of the files that can be read."""


@dataclass(frozen=True, slots=True)
class TextRead:
    """What a format's reader found: the text, how it was encoded, and the file's own metadata.

    A format with pages says by line number where on its page each line stands (`boxes`), which pages hold a
    picture and no text, and which were recognised from one (of how many words, how many doubtful). Where
    `wrapped` is false, each line is a paragraph.
    """

    text: str
    encoding: str
    metadata: Mapping[str, str] = field(default_factory=dict)
    boxes: Mapping[int, Box] = field(default_factory=dict)
    unread_pages: tuple[int, ...] = ()
    recognised_pages: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    wrapped: bool = True


def read(path: Path, *, max_bytes: int | None = None, ocr: bool = False) -> Document:
    """Read a file into a `Document`; with `ocr`, pages that are pictures are recognised.

    Raises as `content` and `understand` do.
    """
    return understand(content(path, max_bytes=max_bytes), path, ocr=ocr)


def content(path: Path, *, max_bytes: int | None = None) -> bytes:
    """Give the bytes of a file of a format that can be read.

    Raises `EmptyFileError`, `TooLargeError` or `UnreadableError` (another format, or a file that the
    system does not let us read), each naming the file.
    """
    most: int = getattr(_reader(path), "MAX_BYTES", MAX_BYTES)
    return _bytes(path, most if max_bytes is None else max_bytes)


def understand(data: bytes, path: Path, *, ocr: bool = False) -> Document:
    """Turn the bytes of a file, which is not looked at again, into a `Document`: see `read`.

    Raises `EmptyFileError`, `TooLargeError`, `NotTextError` or `UnreadableError`, each naming the file.
    """
    reader = _reader(path)
    options = {"ocr": True} if ocr and hasattr(reader, "recognised") else {}
    found: TextRead = reader.read_text(data, path, **options)
    text = canonical(found.text)
    if not text.strip():
        raise EmptyFileError(f"{path}: there is no text in it. Was the file saved, or is it a picture?")
    return Document(
        name=unicodedata.normalize("NFC", path.name),
        text=text,
        lines=lines_of(text, found.boxes),
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=reader.MEDIA_TYPE,
        encoding=found.encoding,
        metadata=found.metadata,
        unread_pages=found.unread_pages,
        recognised_pages=found.recognised_pages,
        wrapped=found.wrapped,
    )


def canonical(text: str) -> str:
    """Decoded text as all spans see it: NFC (UAX #15), line ends as `\\n`."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def lines_of(text: str, boxes: Mapping[int, Box] | None = None) -> tuple[Line, ...]:
    """Cut canonical text into lines; a form feed starts a new page and belongs to no line."""
    places = boxes or {}
    lines: list[Line] = []
    position, page = 0, 1
    for number, raw in enumerate(text.split("\n"), 1):
        start, end = position, position + len(raw)
        feeds = raw.count("\f")
        if feeds:
            page += feeds
            while start < end and text[start] in "\f ":
                start += 1
        lines.append(Line(number, start, end, page, places.get(number)))
        position += len(raw) + 1
    return tuple(lines)


def _reader(path: Path) -> ModuleType:
    module = _FORMATS.get(path.suffix.lower())
    if module is None:
        known = ", ".join(sorted(SUFFIXES))
        raise UnreadableError(
            f"{path}: files of the kind '{path.suffix or 'without suffix'}' cannot be read. "
            f"Save it as one of {known}."
        )
    return import_module(f"graphbuild.readers.{module}")


def _bytes(path: Path, max_bytes: int) -> bytes:
    try:
        size = path.stat().st_size
        if size > max_bytes:
            raise TooLargeError(
                f"{path}: {size / 1e6:.0f} MB is more than the limit of {max_bytes / 1e6:.0f} MB for "
                f"minutes as {path.suffix}. Split the file, or leave it out."
            )
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UnreadableError(
            f"{path}: cannot be opened ({reason}). Check the path and its rights."
        ) from error
    if not data:
        raise EmptyFileError(f"{path}: the file is empty (0 bytes). Was it saved?")
    return data


def decode(data: bytes, path: Path) -> tuple[str, str]:
    """Bytes of a text file -> (text, encoding): byte order marks, UTF-8, UTF-16 without mark, Windows-1252.

    Raises `NotTextError` where the bytes are no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_as(data, encoding, path), encoding
    encoding = _guess(data, path)
    return _decode_as(data, encoding, path), encoding


_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_CONTROL = bytes(byte for byte in range(32) if byte not in b"\t\n\r\f\x0b\x1b")


def _guess(data: bytes, path: Path) -> str:
    sample = data[:65536]
    if b"\x00" in sample:
        even, odd = sample[0::2].count(0), sample[1::2].count(0)
        if odd > len(sample) * 0.3 and even == 0:
            return "utf-16-le"
        if even > len(sample) * 0.3 and odd == 0:
            return "utf-16-be"
        raise NotTextError(_not_text(path))
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if len(sample.translate(None, _CONTROL)) == len(sample):
            return "utf-8"
        raise NotTextError(_not_text(path))
    printable = len(sample.translate(None, _CONTROL)) == len(sample)
    letters = sum(1 for byte in sample if 65 <= (byte & 0xDF) <= 90 or byte in b" \n\r\t")
    if not printable or letters < len(sample) * 0.6:
        raise NotTextError(_not_text(path))
    return "cp1252"


def _decode_as(data: bytes, encoding: str, path: Path) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "cp1252":  # five bytes that Windows-1252 leaves open; Latin-1 has all
            return data.decode("latin-1")
        raise NotTextError(
            f"{path}: the bytes at {error.start} are no {encoding} text. Save the file again as UTF-8."
        ) from error


def _not_text(path: Path) -> str:
    return (
        f"{path}: this is no text file in spite of its name. Give the original document, or save it as text."
    )
