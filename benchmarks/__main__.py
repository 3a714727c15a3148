"""Runs the benchmarks one after the other; each writes its section of RESULTS.md, and the plots.

python -m benchmarks                           # what `make bench` runs: some twenty minutes on two cores
python -m benchmarks --sizes 1000 10000 100000 --folder /big/disk
python -m benchmarks --only build peers --morph /tmp/morph/bin/python
"""

import argparse
import subprocess
import sys
from pathlib import Path

SIZES = (1_000, 10_000)
NAMES = ("build", "peers", "scale", "incremental", "identities")


def main() -> None:
    """Run them; ends with 1, after the others, if one failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Runs the benchmarks.")
    parser.add_argument("--only", nargs="+", choices=NAMES, default=NAMES)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="documents of growing stores")
    parser.add_argument("--size", type=int, help="bytes of a document of those [default: as elsewhere]")
    parser.add_argument("--folder", type=Path, help="where there is room for them")
    parser.add_argument("--morph", type=Path, help="a Python that has morph-kgc, for the peers")
    asked = parser.parse_args()
    sizes = ["--sizes", *map(str, asked.sizes), *(["--size", str(asked.size)] if asked.size else [])]
    room = ["--folder", str(asked.folder)] if asked.folder else []
    words = {
        "peers": ["--morph", str(asked.morph)] if asked.morph else [],
        "scale": [*sizes, *room],
        "incremental": [*sizes, *room],
    }
    failed = [name for name in asked.only if not _run(name, words.get(name, []))]
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


def _run(name: str, words: list[str]) -> bool:
    print(f"# {name}", flush=True)
    return subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *words], check=False).returncode == 0


if __name__ == "__main__":
    main()
