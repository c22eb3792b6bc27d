"""What was planned, visit by visit: where one falls due, when, and for how long."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.clock import MINUTES_PER_DAY
from sim.target.config import TargetConfig
from sim.target.plan import due_minutes, patrol_window
from sim.target.timetable import timetable
from sim.track.stays import Stays

DUE = np.dtype(
    [
        ("from_min", np.float64),  # falls due on each day from here ...
        ("until_min", np.float64),  # ... to here
        ("due_min", np.float64),  # at this minute of the day
        ("minutes", np.float64),  # for so long
        ("place", np.int32),
    ],
    align=True,
)
"""One row for each visit that a place is due every day of a stretch of days."""


def due_visits(plan: NDArray[np.void], target: TargetConfig | None, key: tuple[int, int]) -> NDArray[np.void]:
    """Write out the visits of a plan.

    Parameters
    ----------
    plan
        (n_rows,) records of `sim.target.records.PLAN`: one for each hotspot of each tasking meeting.
    target
        What the option says of the times at which visits fall due; None where it has no patrol and so no plan.
    key
        Study seed and replication, for the lots of unpredictable routes.

    Returns
    -------
    NDArray[np.void]
        (n,) records of `DUE`: those of a hotspot one after the other, in the order of the plan.
    """
    if target is None or not plan.size:
        return np.zeros(0, dtype=DUE)
    if target.route == "unpredictable":
        return np.concatenate(
            [_by_lot(plan[plan["from_min"] == start], target, key) for start in np.unique(plan["from_min"])]
        )
    times = [_due_of(count, target) for count in plan["visits_per_day"].astype(np.int64).tolist()]
    row = np.repeat(np.arange(plan.size), [len(mine) for mine in times])
    due = np.zeros(row.size, dtype=DUE)
    for name in ("from_min", "until_min"):
        due[name] = plan[name][row]
    due["place"], due["minutes"], due["due_min"] = plan["area"][row], plan["visit_minutes"][row], np.concatenate(times)
    return due


def _by_lot(meeting: NDArray[np.void], target: TargetConfig, key: tuple[int, int]) -> NDArray[np.void]:
    """Write out the visits that were drawn by lot at one meeting, each with a day of its own."""
    start, until = float(meeting["from_min"][0]), float(meeting["until_min"][0])
    due_at = timetable(target, meeting["area"].astype(np.int64), start, until, key)
    assert due_at is not None  # noqa: S101 - the route is the one whose times are drawn
    due = np.zeros(due_at.size, dtype=DUE)
    day = np.floor_divide(due_at.reshape(-1), MINUTES_PER_DAY)
    due["from_min"] = day * MINUTES_PER_DAY
    due["until_min"] = np.minimum((day + 1) * MINUTES_PER_DAY, until)
    due["due_min"] = due_at.reshape(-1) - due["from_min"]
    due["place"] = np.repeat(meeting["area"], due_at.shape[1])
    due["minutes"] = np.repeat(meeting["visit_minutes"], due_at.shape[1])
    return due


def _due_of(count: int, target: TargetConfig) -> NDArray[np.float64]:
    """Give the minutes of the day at which so many visits fall due: those of the option, or as many evenly in its hours."""
    due = due_minutes(target)
    if count == due.size:
        return due
    start, end = patrol_window(target)
    return start + np.arange(count) * (end - start) / max(count, 1)


def planned_stays(due: NDArray[np.void], from_min: float, until_min: float) -> Stays:
    """Lay out the stays that a plan asks for in a period, as if each visit began when it falls due.

    Parameters
    ----------
    due
        (n,) records of `DUE`.
    from_min, until_min
        Period, minutes since the start: of visits that fall due from the first minute up to, not including, the last.

    Returns
    -------
    Stays
        By row of `due`, then by day; a stay may end after the period.
    """
    first = np.maximum(due["from_min"], from_min)
    last = np.minimum(due["until_min"], until_min)
    # the days on which first <= day * 1440 + due_min < last
    from_day = np.ceil((first - due["due_min"]) / MINUTES_PER_DAY).astype(np.int64)
    until_day = np.ceil((last - due["due_min"]) / MINUTES_PER_DAY).astype(np.int64)
    days = np.maximum(until_day - from_day, 0)
    row = np.repeat(np.arange(due.size), days)
    day = from_day[row] + np.arange(row.size) - np.repeat(np.cumsum(days) - days, days)
    start = day * float(MINUTES_PER_DAY) + due["due_min"][row]
    return Stays(due["place"][row].astype(np.int64), start, start + due["minutes"][row])
