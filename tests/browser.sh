#!/usr/bin/env bash
# Sees to it that the tests find a browser: the system's Chromium, else Debian's, else Playwright's own.
# Without one it ends well all the same: the tests that need it fail, and say how to leave them out.
set -u
python=$1

for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null && exit 0
done

own='from pathlib import Path
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    raise SystemExit(not Path(playwright.chromium.executable_path).exists())'
"$python" -c "$own" && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "No browser was found: installing Debian's Chromium …"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null && exit 0
fi

echo "No browser was found: installing Playwright's Chromium …"
"$python" -m playwright install chromium && exit 0

echo "No browser could be installed; make test BROWSER=no leaves out the tests that need one." >&2
