"""Division where some divisors are 0."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray


def ratio(part: ArrayLike, whole: ArrayLike, otherwise: float = math.nan) -> NDArray[np.float64]:
    """Divide one array by another.

    Parameters
    ----------
    part, whole
        Arrays whose shapes fit together; numbers will do.
    otherwise
        What stands where there is nothing to divide by: where the whole is not above 0.

    Returns
    -------
    NDArray[np.float64]
        Their ratio, in the shape that both have together.
    """
    above, below = np.asarray(part), np.asarray(whole)
    shape = np.broadcast_shapes(above.shape, below.shape)
    share: NDArray[np.float64] = np.divide(above, below, out=np.full(shape, otherwise), where=below > 0)
    return share
