"""Turns text into black bars of the same length."""

MASK = "\N{FULL BLOCK}"
"""What each character of something withheld is replaced by, line ends aside."""


def masked(text: str) -> str:
    """Black out a text; its lines stay."""
    return "\n".join(MASK * len(line) for line in text.split("\n"))
