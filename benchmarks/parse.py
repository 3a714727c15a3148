"""Measures how long one document takes to parse and resolve, on one core, once the language is compiled.

python -m benchmarks.parse ../shared/seeds/*.txt
"""

import argparse
import time
from pathlib import Path
from statistics import median

from graphbuild.parsing import parse
from graphbuild.readers import read
from graphbuild.resolution import resolve


def main() -> None:
    """Print the fastest and the middle run for each file."""
    parser = argparse.ArgumentParser(description="Measures parsing, file by file.")
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--runs", type=int, default=300)
    asked = parser.parse_args()
    for path in asked.files:
        document = read(path)
        taken = sorted(_timed(path) for _ in range(asked.runs + 1))
        size = len(document.text.encode())
        print(f"{path.name}: {size:,} bytes, fastest {taken[0]:.1f} ms, median {median(taken):.1f} ms")


def _timed(path: Path) -> float:
    document = read(path)
    begun = time.perf_counter()
    resolve(parse(document))
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    main()
