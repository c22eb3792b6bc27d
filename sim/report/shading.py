"""Classes of a map of harm prevented: one scale for all options, the same on both sides of 0."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from sim.report.numbers import MINUS
from sim.report.palette import MAP_CLASSES
from sim.report.ticks import round_down

if TYPE_CHECKING:
    from collections.abc import Iterable

_TOP_QUANTILE: Final = 0.99
_STEPS: Final = (0.1, 0.3, 1.0)


@dataclass(frozen=True, slots=True)
class Shading:
    """A shared colour scale.

    Parameters
    ----------
    breaks
        (6,) rising class limits; class 3 of 0 to 6 holds 0.
    labels
        (7,) what each class holds, in words.
    """

    breaks: NDArray[np.float64]
    labels: tuple[str, ...]

    def class_of(self, values: NDArray[np.float64]) -> NDArray[np.int64]:
        """Give the class of each value, an index into `sim.report.palette.MAP_CLASSES`.

        Parameters
        ----------
        values
            (n,) values; one that is not a number counts as 0.

        Returns
        -------
        NDArray[np.int64]
            (n,) classes 0 to 6; a limit belongs to the class that is nearer to 0.
        """
        clean = np.nan_to_num(values)
        magnitude = np.searchsorted(self.breaks[3:], np.abs(clean), side="left")
        middle = len(MAP_CLASSES) // 2
        return np.asarray(middle + np.sign(clean).astype(np.int64) * magnitude, dtype=np.int64)


def shared_shading(columns: Iterable[NDArray[np.float64]]) -> Shading:
    """Choose class limits that suit all options together.

    Parameters
    ----------
    columns
        (n_areas,) values of each option.

    Returns
    -------
    Shading
        The outermost limit is a round number near the size that one value in a hundred exceeds; the others are
        about a third and a tenth of it, because prevented harm is concentrated in few areas.
    """
    values = np.concatenate([np.zeros(1), *columns])
    sizes = np.abs(values[np.isfinite(values)])
    top = float(np.quantile(sizes, _TOP_QUANTILE)) or float(sizes.max())
    largest = round_down(top) if top > 0.0 else 10.0
    limits = np.array([_tidy(step * largest) for step in _STEPS])
    return Shading(np.concatenate([-limits[::-1], limits]), _labels(limits))


def _tidy(limit: float) -> float:
    """Drop the digits that floating point adds to a limit."""
    return float(f"{limit:.6g}")


def _labels(limits: NDArray[np.float64]) -> tuple[str, ...]:
    """Say in words what each class holds."""
    low, middle, high = (f"{limit:,g}" for limit in limits)
    return (
        f"over {high} more",
        f"{middle} to {high} more",
        f"{low} to {middle} more",
        f"within {low}",
        f"{low} to {middle} less",
        f"{middle} to {high} less",
        f"over {high} less",
    )


def signed_words(value: float) -> str:
    """Write a value of an area with its sign and one decimal where it is small."""
    digits = f"{abs(value):,.1f}" if abs(value) < 10.0 else f"{abs(value):,.0f}"
    if not digits.strip("0.,"):
        return "0"
    return f"{MINUS if value < 0.0 else '+'}{digits}"
