"""Marks: everything about a potential call that is settled before anything happens (MODEL.md §1), as tables.

A mark is a uniform of the call's own; `sim.demand.writing` reads off the tables what it means.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.demand.model import Demand, Handling
from sim.demand.rows import DESK_RULES, FIXED, GAMMA, KIND, LOGNORMAL
from sim.ratio import ratio

_SLOTS_PER_HOUR = 4
NOWHERE = 2.0
"""Beyond every mark."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Neighbours of all areas, as in `sim.county.model.County`.

    Parameters
    ----------
    start
        (n_areas + 1,) where each area's neighbours start.
    area
        (n_pairs,) the neighbours.
    """

    start: NDArray[np.int32]
    area: NDArray[np.int16]

    def moves(self, potential: NDArray[np.float64]) -> NDArray[np.float32]:
        """Share out the displaced calls of each area over its neighbours, in proportion to their potential calls.

        Parameters
        ----------
        potential
            (n_types, n_areas) potential calls.

        Returns
        -------
        NDArray[np.float32]
            (n_types, n_pairs) share that goes to the earlier neighbours of the same area; 2 where no neighbour has any.
        """
        until = np.zeros((potential.shape[0], self.area.size + 1))
        np.cumsum(potential[:, self.area], axis=1, out=until[:, 1:])
        degree = np.diff(self.start)
        first, last = np.repeat(self.start[:-1], degree), np.repeat(self.start[1:], degree)
        before, total = until[:, :-1] - until[:, first], until[:, last] - until[:, first]
        return ratio(before, total, NOWHERE).astype(np.float32)


@dataclass(frozen=True, slots=True)
class MarkTables:
    """What the marks of calls mean; the same for all replications.

    Parameters
    ----------
    kinds
        (n_types,) `sim.demand.rows.KIND`, all that does not change with the suppression.
    desk
        (1,) `sim.demand.rows.DESK_RULES`.
    offence, offence_until
        (n_rows,) offences that calls of a type can become, type after type, and their cumulative shares of its calls.
    points, points_before
        (n_points,) listed minutes on scene, type after type, and the share of a type's calls before each.
    """

    kinds: NDArray[np.void]
    desk: NDArray[np.void]
    offence: NDArray[np.int16]
    offence_until: NDArray[np.float64]
    points: NDArray[np.float64]
    points_before: NDArray[np.float64]


def mark_tables(demand: Demand, handling: Handling, harm_by_type: NDArray[np.float64]) -> MarkTables:
    """Lay out what the marks mean.

    Parameters
    ----------
    demand
        Shares and times.
    handling
        Delays, appointments, patience and custody.
    harm_by_type
        (n_types,) harm of a call that is no crime.
    """
    kinds = np.zeros(demand.n_types, dtype=KIND)
    crime = demand.offence_share.sum(axis=1)
    kinds["deterrable"], kinds["hate"], kinds["arrest"] = (
        demand.deterrable_share,
        demand.hate_share,
        demand.arrest_share,
    )
    kinds["crime"], kinds["asb"], kinds["harm"] = crime, crime + demand.asb_record_share, harm_by_type
    kinds["decay_weeks"] = demand.near_repeat.decay_days / 7.0
    kinds["grade_until"] = _until(demand.grade_share)
    kinds["officers_until"] = _until(demand.officers_share)
    rows = [np.flatnonzero(share) for share in demand.offence_share]
    kinds["offence_from"], kinds["offence_until"] = _ranges([row.size for row in rows])
    _lay_out_scenes(kinds, demand)
    return MarkTables(
        kinds=kinds,
        desk=_desk(handling),
        offence=np.concatenate([*rows, np.zeros(0)]).astype(np.int16),
        offence_until=np.concatenate(
            [*(np.cumsum(share[row]) for share, row in zip(demand.offence_share, rows, strict=True)), np.zeros(0)]
        ),
        points=np.concatenate([*(points.minutes for points in demand.scene_points), np.zeros(0)]),
        points_before=np.concatenate([*(points.before for points in demand.scene_points), np.zeros(0)]),
    )


def _until(share: NDArray[np.float64]) -> NDArray[np.float64]:
    """Add up (n_types, 4) shares: (n_types, 3), inf from the last that is above 0, so that no mark lies beyond it."""
    until = np.cumsum(share, axis=1)
    until[np.cumsum(share[:, ::-1], axis=1)[:, ::-1] - share <= 0] = np.inf
    return until[:, :-1]


def _lay_out_scenes(kinds: NDArray[np.void], demand: Demand) -> None:
    """Write each type's time on scene: parameters of its distribution, and its rows of listed minutes."""
    variance = np.log1p(demand.scene_cv**2)
    way, mean = demand.scene_kind, demand.scene_mean_min
    kinds["scene"] = way
    kinds["scene_a"] = mean
    lognormal, gamma = (way == LOGNORMAL) & (demand.scene_cv > 0), (way == GAMMA) & (demand.scene_cv > 0)
    kinds["scene"][(way == LOGNORMAL) | (way == GAMMA)] = FIXED  # what has no variation
    kinds["scene"][lognormal], kinds["scene"][gamma] = LOGNORMAL, GAMMA
    kinds["scene_a"][lognormal] = (np.log(mean) - variance / 2)[lognormal]
    kinds["scene_b"][lognormal] = np.sqrt(variance)[lognormal]
    kinds["scene_a"][gamma] = demand.scene_cv[gamma] ** -2.0
    kinds["scene_b"][gamma] = mean[gamma] * demand.scene_cv[gamma] ** 2
    sizes = [points.minutes.size for points in demand.scene_points] or [0] * demand.n_types
    kinds["points_from"], kinds["points_until"] = _ranges(sizes)


def _ranges(sizes: list[int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Lay pieces of these sizes end to end; give where each begins and ends."""
    until = np.cumsum(np.array(sizes, dtype=np.int64))
    return until - np.array(sizes, dtype=np.int64), until


def _desk(handling: Handling) -> NDArray[np.void]:
    """Write down what happens to a call before anyone is sent."""
    first, last = handling.appointment_hours
    desk = np.zeros(1, dtype=DESK_RULES)
    desk["handling_median"], desk["handling_sigma"] = handling.handling_median_min, handling.handling_sigma
    desk["desk_mean"] = handling.desk_mean_min
    desk["custody_median"], desk["custody_sigma"] = handling.custody_median_min, handling.custody_sigma
    desk["patience_share"], desk["patience_mean"] = handling.patience_share, handling.patience_mean_min
    desk["books"] = handling.appointment_mean_days > 0
    if handling.appointment_mean_days > 1:
        desk["log_later"] = np.log1p(-1 / handling.appointment_mean_days)
    desk["first_hour"], desk["slots"] = first, (last - first) * _SLOTS_PER_HOUR
    return desk
