"""Sums by group, in the order of the rows so that they are the same every time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def sum_by(
    group: NDArray[np.integer], weight: NDArray[np.floating] | NDArray[np.integer], n_groups: int
) -> NDArray[np.float64]:
    """Add up the weights of each group.

    Parameters
    ----------
    group
        (n_rows,) group of each row, 0 to n_groups - 1.
    weight
        (n_rows,) what each row adds.
    n_groups
        Number of groups.

    Returns
    -------
    NDArray[np.float64]
        (n_groups,) sums; 0 for a group without rows.
    """
    return np.bincount(group, weights=weight, minlength=n_groups).astype(np.float64)


def count_by(group: NDArray[np.integer], n_groups: int) -> NDArray[np.float64]:
    """Count the rows of each group.

    Parameters
    ----------
    group
        (n_rows,) group of each row, 0 to n_groups - 1.
    n_groups
        Number of groups.

    Returns
    -------
    NDArray[np.float64]
        (n_groups,) whole numbers.
    """
    return np.bincount(group, minlength=n_groups).astype(np.float64)
