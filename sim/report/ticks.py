"""Scales: round numbers for axes, legends and scale bars."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

_ROUND: Final = (1.0, 2.0, 5.0, 10.0)


def round_down(value: float) -> float:
    """Find the largest 1, 2 or 5 times a power of ten that is not above a value over 0."""
    power = 10.0 ** math.floor(math.log10(value))
    return max(step * power for step in _ROUND if step * power <= value * (1.0 + 1e-9))


def round_up(value: float) -> float:
    """Find the least 1, 2 or 5 times a power of ten that is not below a value over 0."""
    power = 10.0 ** math.floor(math.log10(value))
    return min(step * power for step in _ROUND if step * power >= value * (1.0 - 1e-9))


@dataclass(frozen=True, slots=True)
class Axis:
    """A linear axis from `low` to `high` with its ticks.

    Parameters
    ----------
    low, high
        Ends of the axis.
    ticks
        Where it is labelled.
    """

    low: float
    high: float
    ticks: tuple[float, ...]

    def share(self, value: float) -> float:
        """Give the place of a value as a share of the axis, 0 at the low end."""
        return (value - self.low) / (self.high - self.low)


def axis_over(values: list[float], most_ticks: int = 6) -> Axis:
    """Build an axis that holds some values and 0.

    Parameters
    ----------
    values
        What must fit; numbers that are not finite are left out.
    most_ticks
        About how many ticks there may be.
    """
    finite = [value for value in values if math.isfinite(value)]
    low, high = min([0.0, *finite]), max([0.0, *finite])
    if low == high:
        return Axis(-1.0, 1.0, (-1.0, 0.0, 1.0))
    step = round_up((high - low) / most_ticks)
    first, last = math.floor(low / step), math.ceil(high / step)
    return Axis(first * step, last * step, tuple(count * step for count in range(first, last + 1)))
