"""Stays of units in places: when each place had anyone present, and how that falls to hours."""

from __future__ import annotations

from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from sim.clock import MINUTES_PER_HOUR
from sim.track.kernels import merge_stays


class Stays(NamedTuple):
    """Times at which somebody was, or should be, in a place: all (n_stays,).

    Parameters
    ----------
    place
        Number of the place: an area.
    start_min, end_min
        Minutes since the start of the study, or since the first midnight of what was recorded.
    """

    place: NDArray[np.int64]
    start_min: NDArray[np.float64]
    end_min: NDArray[np.float64]

    @classmethod
    def of_visits(cls, visits: NDArray[np.void]) -> Self:
        """Take the stays of a log of `sim.street.records.VISIT`."""
        start, end = (np.ascontiguousarray(visits[name]) for name in ("start_min", "end_min"))
        return cls(visits["area"].astype(np.int64), start, end)

    def within(self, from_min: float, until_min: float) -> Stays:
        """Clip to a period; a stay that lies outside is left out."""
        start, end = np.maximum(self.start_min, from_min), np.minimum(self.end_min, until_min)
        return Stays(self.place, start, end).rows(end > start)

    def rows(self, chosen: NDArray[np.bool_] | NDArray[np.int64] | slice) -> Stays:
        """Keep some of them."""
        return Stays(self.place[chosen], self.start_min[chosen], self.end_min[chosen])


class HourDose(NamedTuple):
    """Minutes by place and hour, only those above 0, sorted by both: all (n_rows,).

    Parameters
    ----------
    place
        Number of the place.
    hour
        Whole hours since minute 0.
    minutes
        Minutes of presence in that hour, 60 at most.
    """

    place: NDArray[np.int64]
    hour: NDArray[np.int64]
    minutes: NDArray[np.float64]


def presence(stays: Stays) -> Stays:
    """Merge stays into times of presence: two units in one place at the same time count once.

    Parameters
    ----------
    stays
        In any order; they may overlap.

    Returns
    -------
    Stays
        By place, then by start; in each place they lie apart.
    """
    order = np.lexsort((stays.end_min, stays.start_min, stays.place))
    merged = Stays(np.empty(order.size, dtype=np.int64), np.empty(order.size), np.empty(order.size))
    count = merge_stays(order, stays.place, stays.start_min, stays.end_min, *merged)
    return merged.rows(slice(count))


def by_hour(apart: Stays) -> HourDose:
    """Cut times of presence at the hours.

    Parameters
    ----------
    apart
        Times that lie apart in each place, as `presence` gives them.

    Returns
    -------
    HourDose
        A stay from 17:50 to 18:05 gives ten minutes to the first hour and five to the second.
    """
    first = np.floor_divide(apart.start_min, MINUTES_PER_HOUR).astype(np.int64)
    last = np.ceil(apart.end_min / MINUTES_PER_HOUR).astype(np.int64) - 1
    pieces = last - first + 1
    stay = np.repeat(np.arange(pieces.size), pieces)
    hour = first[stay] + np.arange(stay.size) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    start = np.maximum(apart.start_min[stay], hour * float(MINUTES_PER_HOUR))
    end = np.minimum(apart.end_min[stay], (hour + 1) * float(MINUTES_PER_HOUR))
    return _summed(apart.place[stay], hour, end - start)


def _summed(place: NDArray[np.int64], hour: NDArray[np.int64], minutes: NDArray[np.float64]) -> HourDose:
    """Add up the pieces of each place and hour; they come sorted by both."""
    if not place.size:
        return HourDose(place, hour, minutes)
    is_first = np.concatenate([[True], (np.diff(place) != 0) | (np.diff(hour) != 0)])
    starts = np.flatnonzero(is_first)
    return HourDose(place[starts], hour[starts], np.add.reduceat(minutes, starts))
