"""Numbers as they are written into packs: no more digits than a fit supports."""

from __future__ import annotations

import math

DIGITS = 6
"""Significant digits: rounding is far below every interval, and never turns an order around."""
NORMAL_95 = 1.959963984540054
"""Half the width of the central 95 % of a normal distribution, in standard deviations."""


def short(value: float) -> float:
    """Round to the significant digits that are kept."""
    number = float(value)
    return float(f"{number:.{DIGITS}g}") if math.isfinite(number) else number


def interval(value: float, low: float, high: float) -> dict[str, float]:
    """Write a number with its 95 % interval, rounded; the interval holds the number."""
    return {"value": short(value), "low": short(min(low, value)), "high": short(max(high, value))}
