"""The screens that pages are read on."""

from __future__ import annotations

import pytest

SCREENS = [("light", 1280), ("dark", 1280), ("light", 400)]


def on_every_screen(test):
    """Run a test in light and dark, and on a screen as narrow as a telephone's."""
    return pytest.mark.parametrize("page", SCREENS, indirect=True, ids=lambda it: f"{it[0]} {it[1]}")(test)


def open_all(page):
    """Open all that is folded."""
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")


def strays(page, written):
    """Tell what an opened page asked for beyond its own file, what it complained of, and whether it scrolls sideways."""
    open_all(page)
    asked = [url for url in page.seen["requests"] if url != written.as_uri()]
    is_wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return [*asked, *page.seen["messages"], *(["it scrolls sideways"] if is_wide else [])]


def cut_off(page):
    """Give the cells of cards that reach beyond the screen."""
    open_all(page)
    assert page.evaluate("document.querySelectorAll('.cards td').length") > 0
    cells = (
        "[...document.querySelectorAll('.cards td')].filter(cell => cell.getBoundingClientRect().right > innerWidth)"
    )
    return page.evaluate(f"{cells}.map(cell => cell.textContent)")
