"""What trackers report: a position with an error, now and then none."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.keys import Purpose, stream
from sim.track.config import TrackConfig

_PLACE, _LOSS = range(2)
"""First number of the entity that keys the draws of one time: errors of position, and reports that are lost."""


class Received(NamedTuple):
    """Reports that arrived, by time and unit.

    Parameters
    ----------
    whereabouts
        (n,) records of `sim.street.records.WHEREABOUTS`.
    place
        (n, 2) eastings and northings as reported, metres, EPSG:27700.
    """

    whereabouts: NDArray[np.void]
    place: NDArray[np.float64]


def received(
    whereabouts: NDArray[np.void], place: NDArray[np.float64], config: TrackConfig, key: tuple[int, int]
) -> Received:
    """Let positions be reported.

    Parameters
    ----------
    whereabouts
        (n,) records, by time and unit.
    place
        (n, 2) where the units really are, metres.
    config
        Error of a position, and share of reports that are lost.
    key
        Study seed and replication.

    Returns
    -------
    Received
        What arrives, with its errors.

    Notes
    -----
    Errors are independent normal ones. They are keyed by time and unit, so that another option, or another unit, meets
    the same ones.
    """
    if not (config.noise_m or config.lost_share) or not whereabouts.size:
        return Received(whereabouts, place)
    noisy, kept = place.copy(), np.ones(whereabouts.size, dtype=np.bool_)
    times, first = np.unique(whereabouts["time_min"], return_index=True)
    for time_min, rows in zip(times, np.split(np.arange(whereabouts.size), first[1:]), strict=True):
        units, tick = whereabouts["unit"][rows], round(time_min * 60.0)
        count = int(units.max()) + 1
        errors = stream(*key, Purpose.TRACK, tick, _PLACE).standard_normal((count, 2))
        noisy[rows] += config.noise_m * errors[units]
        kept[rows] = stream(*key, Purpose.TRACK, tick, _LOSS).random(count)[units] >= config.lost_share
    return Received(whereabouts[kept], noisy[kept])
