"""Turns text into keys that sort as Swedish does: å, ä, ö after z, other accents as their letters."""

import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans(
    {"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "ü": "y", "ß": "s", "ð": "d", "þ": "t"}
)


@lru_cache(maxsize=50_000)
def swedish(text: str) -> str:
    """Give what a text is sorted by; case does not count."""
    folded = unicodedata.normalize("NFC", text.casefold()).translate(_LETTERS)
    bare = unicodedata.normalize("NFKD", folded)
    return "".join(letter for letter in bare if not unicodedata.combining(letter))
