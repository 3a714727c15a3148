"""Puts the section that one benchmark writes into the table of results, and leaves the others as they are."""

from pathlib import Path

RESULTS = Path(__file__).parent / "RESULTS.md"


def put_section(section: str, path: Path = RESULTS) -> None:
    """Write a section, which begins with its heading (`## …`), in the place of the one before, else last."""
    heading = section.partition("\n")[0]
    parts = path.read_text("utf-8").split("\n## ")
    kept = [parts[0], *(f"## {part}" for part in parts[1:])]
    written = [section if part.partition("\n")[0] == heading else part for part in kept]
    if section not in written:
        written.append(section)
    path.write_text("\n\n".join(part.strip("\n") for part in written) + "\n", encoding="utf-8")
