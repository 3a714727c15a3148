"""What several tests share: the real minutes of ../shared, the built examples, a browser."""

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graphbuild.identity import DEFAULT_BASE
from graphbuild.pipeline import build

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def pytest_configure() -> None:
    """Let interrupts through: a shell that starts tests in the background turns them off for all they start."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave out what reads ../shared where there is none, unless it must be there."""
    if item.get_closest_marker("shared") is None or SHARED.is_dir():
        return
    if os.environ.get("GOVGRAPH_REQUIRE_SHARED"):
        pytest.fail(
            f"{SHARED} is missing, and GOVGRAPH_REQUIRE_SHARED says that it must be there", pytrace=False
        )
    pytest.skip(f"needs {SHARED}, which is not there")


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder with real minutes; for tests marked `shared`."""
    return SHARED


@pytest.fixture(scope="session")
def example_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the example minutes once; tests only read this store."""
    path = tmp_path_factory.mktemp("examples") / "govgraph.store"
    report = build([ROOT / "examples"], path, DEFAULT_BASE)
    assert not report.failed and not report.duplicates
    return path


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """Start the system's Chromium, else Playwright's own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = next(filter(None, map(shutil.which, _BROWSERS)), None) or playwright.chromium.executable_path
        if not Path(found).exists():
            pytest.fail(
                "no browser was found: install Chromium (apt-get install chromium, or python -m playwright "
                "install chromium), or leave out the tests that need one: make test BROWSER=no",
                pytrace=False,
            )
        launched = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield launched
        launched.close()
