"""How far it is: mean distances in a square and to the nearest of scattered units."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

Metric = Literal["straight", "right_angle"]

IN_SQUARE: Final[dict[Metric, float]] = {
    "straight": float((2 + np.sqrt(2) + 5 * np.log(1 + np.sqrt(2))) / 15),
    "right_angle": 2 / 3,
}
"""Mean distance between two uniform points of a square, in √A: .5214 and 2/3 (Larson & Odoni 1981, §3.3)."""
TO_NEAREST: Final[dict[Metric, float]] = {"straight": 0.5, "right_angle": float(np.sqrt(np.pi / 8))}
"""Mean distance to the nearest of a Poisson field of density g, in g^-½: .5 and .6267 (Larson & Odoni 1981, §3.7.1)."""
HALVED: Final = 1 - float(np.sqrt(0.5))
"""By how much the distance to the nearest falls with twice the units: 29.3 % (Kolesar & Blum 1973)."""


def between_draws(share: NDArray[np.float64], minutes: NDArray[np.float64]) -> float:
    """Give the mean journey from the place of one call to that of the next, both drawn alike.

    Parameters
    ----------
    share
        (n_areas,) chance that a call is made in each area.
    minutes
        (n_areas, n_areas) minutes from row to column.
    """
    return float(share @ minutes @ share)


def to_nearest(share: NDArray[np.float64], minutes: NDArray[np.float64], absent: NDArray[np.float64]) -> float:
    """Give the mean journey to a call of the nearest of units that are there or not, each by its own luck.

    Parameters
    ----------
    share
        (n_areas,) chance that a call is made in each area.
    minutes
        (n_areas, n_areas) minutes from row to column.
    absent
        (n_areas,) chance that no unit is at home in each area.

    Returns
    -------
    float
        Minutes, given that anyone is there at all.

    Notes
    -----
    For a call in area b, with the areas sorted by their minutes to b, unit-bearing areas a before it are all empty with
    chance Π absent(a): E = Σ minutes(a, b) (1 - absent(a)) Π absent(nearer) ÷ (1 - Π absent).
    """
    total = 0.0
    for area in np.flatnonzero(share):
        order = np.argsort(minutes[:, area], kind="stable")
        nobody_nearer = np.concatenate([[1.0], np.cumprod(absent[order])])
        is_nearest = nobody_nearer[:-1] * (1 - absent[order])
        total += float(share[area] * (is_nearest @ minutes[order, area]) / (1 - nobody_nearer[-1]))
    return total
