"""A real browser for tests."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright


@contextmanager
def launched() -> Iterator[Browser]:
    """The system's Chromium without a window, while the block runs.

    Without one, the test skips on a user's machine and fails in CI. While the block runs, no test on asyncio can run
    in the same process: Playwright's loop holds the thread. So a fixture over it ends with its module.
    """
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        reason = "no Chromium is installed"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()
