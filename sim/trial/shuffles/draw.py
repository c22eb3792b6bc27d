"""Draw who is treated, stratum by stratum, many times over."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.trial.shuffles.shuffle import Flags


def draw_within(stratum: NDArray[np.integer], treated: Flags, uniform: NDArray[np.float64]) -> Flags:
    """Choose as many of each stratum as were treated, all choices alike.

    Parameters
    ----------
    stratum
        (n_units,) whole numbers from 0.
    treated
        (n_units,) who was treated.
    uniform
        (n, n_units) uniforms on [0, 1): in each row, those of a stratum with the lowest are chosen.

    Returns
    -------
    Flags
        (n, n_units).
    """
    units = np.argsort(stratum, kind="stable")
    size = np.bincount(stratum[units])
    place_in_stratum = np.arange(units.size) - np.repeat(np.cumsum(size) - size, size)
    first = place_in_stratum < np.bincount(stratum, weights=treated)[stratum[units]]
    order = np.argsort(stratum + uniform, axis=1, kind="stable")
    chosen = np.zeros(uniform.shape, dtype=np.bool_)
    np.put_along_axis(chosen, order, np.broadcast_to(first, uniform.shape), axis=1)
    return chosen
