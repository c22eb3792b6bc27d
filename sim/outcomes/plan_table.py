"""What was asked of the patrols, in the form that `python -m sim track` reads."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.clock import MINUTES_PER_DAY, MINUTES_PER_HOUR
from sim.outcomes.dose_tables import PlaceNames
from sim.outcomes.tables import Cell

PLAN_COLUMNS: Final = ("area_code", "district", "first_day", "last_day", "visit_minutes", "visits_at")


def plan_rows(due: NDArray[np.void], names: PlaceNames, start: date, which: list[Cell]) -> list[list[Cell]]:
    """Lay out the visits that hotspots are due, in the order of `PLAN_COLUMNS`.

    Parameters
    ----------
    due
        (n,) records of `sim.target.records.DUE`; the visits of a hotspot and its days follow each other.
    names
        Names of the places.
    start
        First day; its midnight is minute 0.
    which
        Cells that each row begins with.

    Returns
    -------
    list of list
        One row for each hotspot and each stretch of days with the same visits, whose times are cut to whole minutes.
    """
    same = ["place", "from_min", "until_min", "minutes"]
    is_first = np.concatenate([[True], due[same][1:] != due[same][:-1]]) if due.size else np.zeros(0, dtype=np.bool_)
    return [
        [*which, *_row(visits, names, start)] for visits in np.split(due, np.flatnonzero(is_first)[1:]) if visits.size
    ]


def _row(visits: NDArray[np.void], names: PlaceNames, start: date) -> list[Cell]:
    """Lay out the visits of one hotspot and stretch of days."""
    place = int(visits["place"][0])
    first, last = int(visits["from_min"][0] // MINUTES_PER_DAY), int(-(-visits["until_min"][0] // MINUTES_PER_DAY)) - 1
    times = [divmod(int(minute), MINUTES_PER_HOUR) for minute in visits["due_min"].tolist()]
    return [
        names.code[place],
        names.district[place],
        (start + timedelta(days=first)).isoformat(),
        (start + timedelta(days=last)).isoformat(),
        float(visits["minutes"][0]),
        ";".join(f"{hour:02}:{minute:02}" for hour, minute in times),
    ]
