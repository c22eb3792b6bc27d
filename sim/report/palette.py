"""Colours: one place, light and dark, with the contrast that each pair must keep.

Hues follow the palettes of the Government Analysis Function (dark blue #12436D, orange #F46A25): blue stands for
less harm and orange for more, which people with the common kinds of colour blindness can tell apart. No figure
rests on colour alone: a rise in harm also carries a minus sign, a verdict its word.
"""

from __future__ import annotations

from typing import Final

LIGHT: Final = {
    "paper": "#ffffff",
    "panel": "#f4f6f8",
    "ink": "#16191c",
    "quiet": "#505a64",
    "line": "#c9d0d6",
    "edge": "#6b7680",
    "accent": "#12436d",
    "link": "#1a5c99",
    "good": "#12436d",
    "good-tint": "#e3edf6",
    "bad": "#9c3a08",
    "bad-tint": "#fbeade",
    "focus": "#ffdd00",
    "focus-ink": "#0b0c0c",
    "map-more-3": "#8f3406",
    "map-more-2": "#e0651f",
    "map-more-1": "#f6bd95",
    "map-none": "#e9ebed",
    "map-less-1": "#a9cdee",
    "map-less-2": "#2f7fc4",
    "map-less-3": "#12436d",
}
"""Colours on light paper, by the names of the CSS variables."""

DARK: Final = {
    "paper": "#14181c",
    "panel": "#1e242a",
    "ink": "#eef1f4",
    "quiet": "#b3bdc6",
    "line": "#3b454e",
    "edge": "#8b97a2",
    "accent": "#9cc8f0",
    "link": "#8cc1f2",
    "good": "#9cc8f0",
    "good-tint": "#1b3247",
    "bad": "#f9ad7c",
    "bad-tint": "#43281a",
    "focus": "#ffdd00",
    "focus-ink": "#0b0c0c",
    "map-more-3": "#ffc9a3",
    "map-more-2": "#f0813d",
    "map-more-1": "#7f4a2a",
    "map-none": "#333c44",
    "map-less-1": "#2f5d86",
    "map-less-2": "#5ba3df",
    "map-less-3": "#cbe5fb",
}
"""Colours on dark paper."""

TEXT_PAIRS: Final = (
    ("ink", "paper"),
    ("ink", "panel"),
    ("quiet", "paper"),
    ("quiet", "panel"),
    ("link", "paper"),
    ("link", "panel"),
    ("accent", "paper"),
    ("accent", "panel"),
    ("good", "paper"),
    ("good", "good-tint"),
    ("bad", "paper"),
    ("bad", "bad-tint"),
    ("ink", "good-tint"),
    ("ink", "bad-tint"),
    ("quiet", "good-tint"),
    ("quiet", "bad-tint"),
    ("focus-ink", "focus"),
)
"""Pairs of text and ground, which keep 4.5 to 1 (WCAG 2.2, 1.4.3)."""

MARK_PAIRS: Final = (
    ("edge", "paper"),
    ("edge", "panel"),
    ("good", "panel"),
    ("bad", "panel"),
    ("map-less-3", "map-none"),
    ("map-more-3", "map-none"),
    ("map-less-2", "paper"),
    ("map-more-2", "paper"),
)
"""Pairs of a mark and what lies beside it, which keep 3 to 1 (WCAG 2.2, 1.4.11)."""

MAP_CLASSES: Final = (
    "map-more-3",
    "map-more-2",
    "map-more-1",
    "map-none",
    "map-less-1",
    "map-less-2",
    "map-less-3",
)
"""Classes of a map of harm prevented, from most harm added to most harm prevented."""

_LOW_LIGHT: Final = 0.04045


def css_variables(colours: dict[str, str]) -> str:
    """Write colours as declarations of CSS variables."""
    return "".join(f"--{name}:{value};" for name, value in colours.items())


def contrast(first: str, second: str) -> float:
    """Compute the contrast of two colours.

    Parameters
    ----------
    first, second
        Colours as #rrggbb.

    Returns
    -------
    float
        Ratio from 1 (equal) to 21 (black and white).

    Notes
    -----
    WCAG 2.2, definition of contrast ratio.
    """
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """Compute the relative luminance of a colour."""
    red, green, blue = (int(colour[start : start + 2], 16) / 255.0 for start in (1, 3, 5))
    return 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)


def _linear(channel: float) -> float:
    """Undo the gamma of a channel."""
    return float(channel / 12.92 if channel <= _LOW_LIGHT else ((channel + 0.055) / 1.055) ** 2.4)
