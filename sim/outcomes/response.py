"""Response times with the calls that nobody reached kept in (DESIGN.md §7, trap 1)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.outcomes.intervals import NO_INTERVAL, Interval
from sim.outcomes.quantiles import PER_CENT, effective_size, quantile_interval
from sim.ratio import ratio
from sim.track.sums import sum_by

NEVER_REACHED = "more than half never reached"
TAIL_NEVER_REACHED = "more than a tenth never reached"
"""Why a median, and why the time that nine in ten calls do not exceed, may be empty."""


class ResponseTimes:
    """Response times of the calls of one grade, sorted once and then divided in several ways.

    Parameters
    ----------
    response_min
        (n_calls,) minutes from call to first arrival; inf where nobody came.
    area, day
        (n_calls,) area in which, and day on which each call was made.
    target_min
        Minutes within which a unit should be there.
    """

    def __init__(
        self,
        response_min: NDArray[np.float64],
        area: NDArray[np.int16],
        day: NDArray[np.integer],
        target_min: float,
    ) -> None:
        order = _stable_order(response_min)
        self._sorted_min = response_min[order]
        self._area = area[order]
        self._calls = np.bincount(self._area)
        self._day = day[order]
        self._target_min = target_min

    def quantiles_by(
        self, percents: Sequence[int], group_of_area: NDArray[np.int16], n_groups: int
    ) -> NDArray[np.float64]:
        """Give quantiles of the response time of each group of areas.

        Parameters
        ----------
        percents
            Which quantiles: 50 is the median.
        group_of_area
            (n_areas,) group of each area.
        n_groups
            Number of groups.

        Returns
        -------
        NDArray[np.float64]
            (n_percents, n_groups) minutes: the least time that this share of the calls does not exceed, or the mean of it and the
            next one where the share is met exactly; nan where that falls among calls that nobody reached, and
            where there were no calls.
        """
        size = self.calls_by(group_of_area, n_groups).astype(np.int64)
        by_group = self._sorted_min[np.argsort(group_of_area[self._area], kind="stable")]
        first = np.cumsum(size) - size
        found = np.full((len(percents), n_groups), np.nan)
        some = size > 0
        first, size = first[some], size[some]
        for at, percent in enumerate(percents):
            lower = by_group[first - (-size * percent // PER_CENT) - 1]
            upper = by_group[first + np.minimum(size * percent // PER_CENT, size - 1)]
            found[at, some] = (lower + upper) / 2
        found[np.isinf(found)] = np.nan
        return found

    def interval(self, percent: int) -> Interval:
        """Give a 95 % interval of a quantile of all calls, from order statistics.

        Parameters
        ----------
        percent
            Which quantile: 50 is the median.

        Returns
        -------
        Interval
            Minutes. Calls of one day wait behind each other, so they count as the fewer independent ones that they
            are worth; an end is nan where it falls among calls that nobody reached, or there are too few calls.
        """
        size = self._sorted_min.size
        if size == 0:
            return NO_INTERVAL
        is_below = np.arange(size) < size * percent / PER_CENT
        return quantile_interval(self._sorted_min, percent, effective_size(is_below, self._day))

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
        reached = int(np.searchsorted(self._sorted_min, self._target_min, side="right"))
        in_time = _add_up(np.bincount(self._area[:reached]), group_of_area, n_groups)
        return ratio(in_time, self.calls_by(group_of_area, n_groups))

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
        return _add_up(self._calls, group_of_area, n_groups)


def _add_up(by_area: NDArray[np.int64], group_of_area: NDArray[np.int16], n_groups: int) -> NDArray[np.float64]:
    """Add up numbers of calls by area, the last areas left out that have none, to those by group."""
    return sum_by(group_of_area[: by_area.size], by_area, n_groups)


def _stable_order(response_min: NDArray[np.float64]) -> NDArray[np.int64]:
    """Sort times, the earlier row first among equals, by the fast sort where none that is finite ties."""
    reached = np.isfinite(response_min)
    rows, times = np.flatnonzero(reached), response_min[reached]
    order = np.argsort(times)
    in_order = times[order]
    if (in_order[1:] == in_order[:-1]).any():
        order = np.argsort(times, kind="stable")
    return np.concatenate([rows[order], np.flatnonzero(~reached)])
