"""The screens that pages are read on."""

from __future__ import annotations

import pytest

SCREENS = [("light", 1280), ("dark", 1280), ("light", 400)]


def on_every_screen(test):
    """Run a test in light and dark, and on a screen as narrow as a telephone's."""
    return pytest.mark.parametrize("page", SCREENS, indirect=True, ids=lambda it: f"{it[0]} {it[1]}")(test)
