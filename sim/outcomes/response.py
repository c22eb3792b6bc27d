"""Response times with the calls that nobody reached kept in (DESIGN.md §7, trap 1)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.track.sums import count_by


class ResponseTimes:
    """Response times of the calls of one grade, sorted once and then divided in several ways.

    Parameters
    ----------
    response_min
        (n_calls,) minutes from call to first arrival; inf where nobody came.
    area
        (n_calls,) area of each call.
    target_min
        Minutes within which a unit should be there.
    """

    def __init__(self, response_min: NDArray[np.float64], area: NDArray[np.int16], target_min: float) -> None:
        order = np.argsort(response_min, kind="stable")
        self._sorted_min = response_min[order]
        self._area = area[order]
        self._target_min = target_min

    def median_by(self, group_of_area: NDArray[np.int16], n_groups: int) -> NDArray[np.float64]:
        """Give the median response time of each group of areas.

        Parameters
        ----------
        group_of_area
            (n_areas,) group of each area.
        n_groups
            Number of groups.

        Returns
        -------
        NDArray[np.float64]
            (n_groups,) minutes: the middle call, or the mean of the two in the middle; nan where that falls
            among calls that nobody reached, and where there were no calls.
        """
        group = group_of_area[self._area]
        size = count_by(group, n_groups).astype(np.int64)
        by_group = self._sorted_min[np.argsort(group, kind="stable")]
        first = np.cumsum(size) - size
        median = np.full(n_groups, np.nan)
        some = size > 0
        lower = by_group[first[some] + (size[some] - 1) // 2]
        upper = by_group[first[some] + size[some] // 2]
        median[some] = (lower + upper) / 2
        median[np.isinf(median)] = np.nan
        return median

    def within_target_by(self, group_of_area: NDArray[np.int16], n_groups: int) -> NDArray[np.float64]:
        """Give the share of calls of each group of areas that were reached within the target.

        Parameters
        ----------
        group_of_area
            (n_areas,) group of each area.
        n_groups
            Number of groups.

        Returns
        -------
        NDArray[np.float64]
            (n_groups,) shares of all calls, reached or not; nan where there were no calls.
        """
        group = group_of_area[self._area]
        reached = int(np.searchsorted(self._sorted_min, self._target_min, side="right"))
        size = count_by(group, n_groups)
        share = np.full(n_groups, np.nan)
        np.divide(count_by(group[:reached], n_groups), size, out=share, where=size > 0)
        return share

    def calls_by(self, group_of_area: NDArray[np.int16], n_groups: int) -> NDArray[np.float64]:
        """Count the calls of each group of areas.

        Parameters
        ----------
        group_of_area
            (n_areas,) group of each area.
        n_groups
            Number of groups.

        Returns
        -------
        NDArray[np.float64]
            (n_groups,) calls, reached or not.
        """
        return count_by(group_of_area[self._area], n_groups)
