"""The mean of a mixture whose parts are known only within ranges, with the interval that comes of them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray


class Spread(NamedTuple):
    """Numbers with their ranges.

    Parameters
    ----------
    value, low, high
        (n,) the numbers used, and the low and high end of each.
    """

    value: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]

    @classmethod
    def of(cls, value: ArrayLike, low: ArrayLike, high: ArrayLike) -> Spread:
        """Build numbers with ranges; each number must lie in its range."""
        arrays = cls(*(np.asarray(part, dtype=np.float64) for part in (value, low, high)))
        if not np.all((arrays.low <= arrays.value) & (arrays.value <= arrays.high)):
            message = "a number lies outside its range"
            raise ValueError(message)
        return arrays


class MixedMean(NamedTuple):
    """Mean of a mixture: the value used, and the lowest and highest that the ranges allow."""

    value: float
    low: float
    high: float


def mixed_mean(count: Spread, weight: Spread) -> MixedMean:
    """Give the mean weight over a mixture.

    Parameters
    ----------
    count
        (n,) how many there are of each part, at least 0 and together above 0 at every low end that is used.
    weight
        (n,) weight of one of each part.

    Returns
    -------
    MixedMean
        Σ count · weight / Σ count, with the lowest and highest over all counts and weights in their ranges.

    Raises
    ------
    ValueError
        Where the parts are together none, or a count lies below 0.

    Notes
    -----
    At the highest mean m each part heavier than m is as common, and each lighter one as rare, as its range allows: moving a
    count towards that side can only raise the mean. So with the parts in order of weight the extreme is one of n + 1
    divisions into rare and common, and all of them are tried. The interval holds every mixture that the ranges allow; it
    is no confidence interval.
    """
    if count.low.size == 0 or count.low.min() < 0 or count.value.sum() <= 0:
        message = "counts of a mixture must be at least 0, and together above 0"
        raise ValueError(message)
    value = float(count.value @ weight.value / count.value.sum())
    low, high = 0.0 - _highest(count, -weight.low), _highest(count, weight.high)
    # sums in another order round otherwise
    return MixedMean(value, min(low, value), max(high, value))


def _highest(count: Spread, weight: NDArray[np.float64]) -> float:
    """Give the highest mean of fixed weights over the counts in their ranges."""
    order = np.argsort(-weight, kind="stable")
    heavy, rare, common = weight[order], count.low[order], count.high[order]
    # division k: the k heaviest parts are common, the others rare
    total = _divisions(common, rare)
    sums = _divisions(common * heavy, rare * heavy)
    return float(np.max(sums[total > 0] / total[total > 0]))


def _divisions(before: NDArray[np.float64], after: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sum the first k of one list and the others of a second, for k from 0 to n: (n + 1,)."""
    first = np.concatenate([[0.0], np.cumsum(before)])
    others = np.concatenate([[0.0], np.cumsum(after[::-1])])[::-1]
    sums: NDArray[np.float64] = first + others
    return sums
