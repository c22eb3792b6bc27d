"""Division where some divisors are 0."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def ratio(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    """Divide one array by another of its shape; 0 where the divisor is not above 0."""
    share: NDArray[np.float64] = np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
    return share
