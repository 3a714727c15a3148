"""What runs in pages is what a build of today makes from its sources and the packages that are locked."""

import re
import shutil
import subprocess
from base64 import b64decode
from gzip import decompress
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
VIEWER = ROOT / "viewer"
ENGINE = "publishing/assets/engine.js"


@pytest.mark.skipif(
    not (VIEWER / "node_modules").is_dir() or not shutil.which("node"), reason="needs npm: make readers"
)
def test_the_committed_scripts_are_those_of_a_build(tmp_path: Path) -> None:
    subprocess.run(["node", "build.mjs", str(tmp_path)], cwd=VIEWER, check=True)
    made = {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in tmp_path.rglob("*.*")}
    assert len(made) == 8
    for place, content in made.items():
        committed = (ROOT / "graphbuild" / place).read_bytes()
        if place == ENGINE:  # two versions of zlib may pack the same bytes in two ways
            assert unpacked(content) == unpacked(committed), place
        else:
            assert content == committed, f"{place}: run npm ci && npm run build in viewer/"


def test_every_locked_package_that_is_bundled_has_its_licence() -> None:
    said = (ROOT / "graphbuild/publishing/assets/LICENCES.txt").read_text("utf-8")
    for name in ("oxigraph 0.5", "@codemirror/view 6", "@codemirror/legacy-modes 6", "@orama/stemmers 3"):
        assert re.search(rf"^{re.escape(name)}", said, re.MULTILINE), name


def unpacked(engine: bytes) -> tuple[str, bytes]:
    found = re.fullmatch(r'govgraph\.engine\((".*"),"([^"]*)"\);\n', engine.decode(), re.DOTALL)
    assert found
    return found[1], decompress(b64decode(found[2]))
