"""A real browser, and a page in it that was opened from a file as its readers do."""

from __future__ import annotations

import pytest

from tests.browser.screens import SCREENS

ARGUMENTS = [
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser(chromium):
    playwright = pytest.importorskip("playwright.sync_api", reason="the playwright package is not installed")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=str(chromium), args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def page(browser, written, request):
    """Open the file that the module's own fixture `written` gives."""
    scheme, width = getattr(request, "param", SCREENS[0])
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    opened = context.new_page()
    opened.seen = {"requests": [], "messages": []}
    opened.on("request", lambda asked: opened.seen["requests"].append(asked.url))
    opened.on("console", lambda message: opened.seen["messages"].append(message.text))
    opened.on("pageerror", lambda error: opened.seen["messages"].append(str(error)))
    opened.goto(written.as_uri())
    yield opened
    context.close()
