"""Share whole officers out in proportion, by largest remainder."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def apportion(total: int, weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """Share out whole officers in proportion to weights.

    Parameters
    ----------
    total
        Officers to share out, 0 or more.
    weights
        (n,) weights of 0 or more; when all are 0 they count as equal.

    Returns
    -------
    NDArray[np.int64]
        (n,) whole officers that sum to `total`, each within 1 of its exact share; the largest remainder
        is rounded up first, the lower index first among equals.

    Raises
    ------
    ValueError
        When there is nothing to share over, or a weight is negative or not finite.
    """
    if weights.size == 0 or not np.all(np.isfinite(weights)) or np.any(weights < 0):
        message = f"cannot share out over weights {weights.tolist()}; give one or more finite weights of 0 or more"
        raise ValueError(message)
    even = np.ones(weights.size) if weights.sum() == 0 else weights
    exact = total * even / even.sum()
    # a share that is whole but for rounding is whole
    whole: NDArray[np.int64] = np.floor(exact + 1e-9).astype(np.int64)
    remainder = np.round(exact - whole, 9)
    order = np.lexsort((np.arange(weights.size), -remainder))
    whole[order[: total - int(whole.sum())]] += 1
    return whole


def apportion_within(total: int, weights: NDArray[np.float64], there: NDArray[np.int64]) -> NDArray[np.int64]:
    """Share out whole officers in proportion to weights, never more than there are.

    Parameters
    ----------
    total
        Officers to take, at most the sum of `there`.
    weights
        (n,) weights of 0 or more.
    there
        (n,) officers that each place has.

    Returns
    -------
    NDArray[np.int64]
        (n,) whole officers that sum to `total`; what a place lacks is shared over the others by the same weights.

    Raises
    ------
    ValueError
        When more is asked for than there is.
    """
    if total > int(there.sum()):
        message = f"cannot take {total} officers where there are {int(there.sum())}"
        raise ValueError(message)
    taken = np.zeros_like(there)
    while (short := total - int(taken.sum())) > 0:
        room = there - taken
        open_weights = np.where(room > 0, weights, 0.0)
        if open_weights.sum() == 0:
            open_weights = (room > 0).astype(np.float64)
        taken += np.minimum(apportion(short, open_weights), room)
    return taken
