"""Compiled union of stays, and stays read from reports."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.jit import kernel


@kernel
def merge_stays(
    order: NDArray[np.int64],
    place: NDArray[np.int64],
    start_min: NDArray[np.float64],
    end_min: NDArray[np.float64],
    out_place: NDArray[np.int64],
    out_start_min: NDArray[np.float64],
    out_end_min: NDArray[np.float64],
) -> int:
    """Merge the stays of each place that overlap or touch, and give how many are left.

    Parameters
    ----------
    order
        (n_stays,) stays by place, then by start.
    place, start_min, end_min
        (n_stays,) where and when; a stay that ends before it starts, or as it starts, is none.
    out_place, out_start_min, out_end_min
        (n_stays,) filled from the front with times of presence that lie apart, in that order.
    """
    count = 0
    for at in range(order.size):
        stay = order[at]
        if not end_min[stay] > start_min[stay]:
            continue
        last = count - 1
        if count > 0 and out_place[last] == place[stay] and start_min[stay] <= out_end_min[last]:
            out_end_min[last] = max(out_end_min[last], end_min[stay])
            continue
        out_place[count], out_start_min[count], out_end_min[count] = place[stay], start_min[stay], end_min[stay]
        count += 1
    return count


@kernel
def find_stays(
    unit: NDArray[np.int64],
    time_min: NDArray[np.float64],
    place: NDArray[np.int64],
    longest_gap_min: float,
    longest_away_min: float,
    usual_min: float,
    out_unit: NDArray[np.int64],
    out_place: NDArray[np.int64],
    out_start_min: NDArray[np.float64],
    out_end_min: NDArray[np.float64],
) -> int:
    """Find the stays of units in places from their reports, and give how many there are.

    Parameters
    ----------
    unit, time_min, place
        (n_reports,) by unit and time; place is below 0 where a report lies in no place, or is none of a stay.
    longest_gap_min
        Reports that are further apart than this say nothing of the time between them.
    longest_away_min
        A unit that is back within this time never left.
    usual_min
        Usual time between two reports: a stay that begins or ends at a gap is taken to reach half of it into the gap.
    out_unit, out_place, out_start_min, out_end_min
        (n_reports,) filled from the front with the stays, by unit and time.
    """
    n, count, at = time_min.size, 0, 0
    while at < n:
        if place[at] < 0:
            at += 1
            continue
        last = at  # the last report in the place
        back = at + 1
        while back < n and unit[back] == unit[at] and time_min[back] - time_min[back - 1] <= longest_gap_min:
            is_late = time_min[back] - time_min[last] > longest_away_min
            if place[back] == place[at]:
                if is_late and back > last + 1:
                    break
                last = back
            elif is_late:
                break
            back += 1
        start, end = time_min[at] - 0.5 * usual_min, time_min[last] + 0.5 * usual_min
        if at > 0 and unit[at - 1] == unit[at] and time_min[at] - time_min[at - 1] <= longest_gap_min:
            start = 0.5 * (time_min[at - 1] + time_min[at])
        if last + 1 < n and unit[last + 1] == unit[at] and time_min[last + 1] - time_min[last] <= longest_gap_min:
            end = 0.5 * (time_min[last] + time_min[last + 1])
        out_unit[count], out_place[count], out_start_min[count], out_end_min[count] = unit[at], place[at], start, end
        count += 1
        at = last + 1
    return count
