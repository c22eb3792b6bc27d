"""Where on the map a unit is, from what the street knows of its journey."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.county.model import County

Points = NDArray[np.float64]


def positions(whereabouts: NDArray[np.void], county: County) -> Points:
    """Put units on the map.

    Parameters
    ----------
    whereabouts
        (n,) records of `sim.street.records.WHEREABOUTS`, by time and unit.
    county
        Centres of areas, and the ways between them.

    Returns
    -------
    NDArray[np.float64]
        (n, 2) eastings and northings, metres, EPSG:27700.

    Notes
    -----
    A unit at rest is at the centre of its area. One on a journey is on the straight line between the centres of two areas
    of its route, as far as the time that has passed has brought it; a journey inside an area has no line. One that was
    given something else on its way first goes on to the next area of its route (MODEL.md §4 rule 7): until it gets there
    it is on the straight line from where it was seen last.
    """
    centre = np.column_stack([county.x_m, county.y_m])
    place = centre[whereabouts["at"]]
    begun = (whereabouts["leave_min"] < whereabouts["time_min"]) & (whereabouts["to"] != whereabouts["at"])
    place[begun] = _on_the_way(whereabouts[begun], county, centre)
    return _before_they_got_there(whereabouts, place)


def _on_the_way(moving: NDArray[np.void], county: County, centre: Points) -> Points:
    """Put units on journeys between the centres that they pass: (n, 2)."""
    length_min = moving["arrive_min"] - moving["leave_min"]
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(length_min > 0, (moving["time_min"] - moving["leave_min"]) / length_min, 1.0)
    target = moving["to"].astype(np.int64)
    passed_min = np.clip(share, 0.0, 1.0) * _route_min(moving, county)
    at, left = moving["at"].astype(np.int64), passed_min
    place = centre[target].copy()
    open_ = np.arange(at.size)
    while open_.size:
        hop = county.travel.next_hop[at[open_], target[open_]].astype(np.int64)
        leg_min = county.travel.base_min[at[open_], hop].astype(np.float64)
        here = left[open_] <= leg_min
        with np.errstate(divide="ignore", invalid="ignore"):
            along = np.where(leg_min > 0, left[open_] / leg_min, 1.0)[here, np.newaxis]
        rows = open_[here]
        place[rows] = centre[at[rows]] * (1.0 - along) + centre[hop[here]] * along
        on = ~here & (hop != target[open_])
        left[open_], at[open_] = left[open_] - leg_min, hop
        open_ = open_[on]
    return place


def _route_min(moving: NDArray[np.void], county: County) -> NDArray[np.float64]:
    """Add up the free-flow minutes of the legs of each journey: (n,)."""
    at, target = moving["at"].astype(np.int64), moving["to"].astype(np.int64)
    total = np.zeros(at.size)
    open_ = np.flatnonzero(at != target)
    while open_.size:
        hop = county.travel.next_hop[at[open_], target[open_]].astype(np.int64)
        total[open_] += county.travel.base_min[at[open_], hop]
        at[open_] = hop
        open_ = open_[hop != target[open_]]
    return total


def _before_they_got_there(whereabouts: NDArray[np.void], place: Points) -> Points:
    """Move units that are still on their way to where they can turn round: on the line from where they were seen last."""
    order = np.lexsort((whereabouts["time_min"], whereabouts["unit"]))
    rows = whereabouts[order]
    there = rows["time_min"] >= rows["there_min"]
    # the last row of the same unit at which it was where the street says
    seen = np.maximum.accumulate(np.where(there, np.arange(rows.size), -1))
    short = np.flatnonzero(~there & (seen >= 0))
    short = short[rows["unit"][seen[short]] == rows["unit"][short]]
    before = seen[short]
    passed = rows["time_min"][short] - rows["time_min"][before]
    along = (passed / (rows["there_min"][short] - rows["time_min"][before]))[:, np.newaxis]
    moved = place[order]
    moved[short] = moved[before] * (1.0 - along) + moved[short] * along
    found = np.empty_like(place)
    found[order] = moved
    return found
