"""Puts the section that one benchmark writes into the table of results, and leaves the others as they are."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("pyoxigraph", "typer", "networkx", "jinja2")
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


def machine() -> str:
    """Tell what was measured on: processor, cores, memory, system, versions, and the load now."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{_processor()}, {os.cpu_count()} cores, {_memory()}, {platform.system()}, "
        f"Python {platform.python_version()}, {packages}, load {os.getloadavg()[0]:.1f}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")),
        platform.machine(),
    )


def _memory() -> str:
    size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return f"{size / 2**30:.0f} GiB"
