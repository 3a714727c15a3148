"""A picture of a page becomes words with their places, by Tesseract where it is installed."""

import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from graphbuild.errors import UnreadableError
from graphbuild.readers._pages import Word

_DOTS = 300
"""Dots an inch: what Tesseract's documentation asks for."""
_POINTS = 72 / _DOTS
_SECONDS = 180
"""A page that takes longer is given up."""
_DOUBTFUL = 60.0
"""Words of which Tesseract is less sure (of 100) are counted as doubtful."""
_TIGHT = 0.1
"""Boxes of recognised words touch one another; so many sizes less leave room for the blank."""
_LINE, _WORD = "4", "5"
"""The levels of its table on which lines and words stand."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was recognised on a page, and of how many of its words Tesseract is unsure."""

    words: list[Word]
    doubtful: int


def recognised(page: pypdfium2.PdfPage, path: Path, language: str = "swe") -> Recognised:
    """Recognise a page; raises `UnreadableError` where Tesseract or its language is missing, or it fails."""
    program = shutil.which("tesseract")
    if program is None:
        raise UnreadableError(
            f"{path}: to read pictures, tesseract must be installed "
            "(Debian: apt-get install tesseract-ocr tesseract-ocr-swe)."
        )
    with tempfile.TemporaryDirectory() as folder:
        picture = Path(folder) / "page.pgm"
        picture.write_bytes(_grey(page))
        try:
            done = subprocess.run(
                [program, str(picture), "stdout", "-l", language, "--psm", "4", "tsv"],
                capture_output=True, timeout=_SECONDS, check=False, env={"OMP_THREAD_LIMIT": "1"},
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise UnreadableError(f"{path}: tesseract took longer than {_SECONDS} s for a page.") from error
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip().split("\n")[0]
        raise UnreadableError(f"{path}: tesseract cannot read a page ({reason}). Is '{language}' installed?")
    return _words_in(done.stdout.decode("utf-8", "replace"))


def _grey(page: pypdfium2.PdfPage) -> bytes:
    """The page as a picture in grey (PGM, netpbm)."""
    bitmap = page.render(scale=_DOTS / 72, grayscale=True)
    rows = bytes(bitmap.buffer)
    lines = [rows[at * bitmap.stride : at * bitmap.stride + bitmap.width] for at in range(bitmap.height)]
    return b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + b"".join(lines)


def _words_in(table: str) -> Recognised:
    words: list[Word] = []
    doubtful = 0
    base = size = 0.0
    for row in table.split("\n")[1:]:
        fields = row.split("\t")
        if len(fields) < 12:
            continue
        left, top, width, height = (int(field) * _POINTS for field in fields[6:10])
        if fields[0] == _LINE:
            base, size = top + 0.8 * height, max(4.0, 0.75 * height)
        elif fields[0] == _WORD and fields[11].strip():
            words.append(Word(fields[11].strip(), left, left + width - _TIGHT * size, base, size))
            doubtful += float(fields[10]) < _DOUBTFUL
    return Recognised(words, doubtful)
