"""Turns text into what a spreadsheet shows and does not run as a formula."""

_RUN = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would run (OWASP: CSV injection)."""
    return f"'{text}" if text.startswith(_RUN) else text
