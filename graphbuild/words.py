"""The words of a text, for a first look at what it could hold."""

import re

_RUN = re.compile(r"[^\W\d_]+")
_LETTERS = bytes(byte if chr(byte).isalpha() else 0x20 for byte in range(256))
"""Letters of Latin-1 as they are, all else as blanks."""


def words_of(lower: str) -> list[bytes]:
    """The words of a text in small letters: runs of letters, as Latin-1, which is fastest to divide.

    They are for comparing only. Letters that Latin-1 lacks divide words, in the text and in what is looked
    for alike.
    """
    return lower.encode("latin-1", "replace").translate(_LETTERS).split()


def first_word(text: str) -> str:
    """The word that a text begins with, in small letters; "" where it begins with none."""
    match = _RUN.match(text)
    return match[0].lower() if match else ""
