"""Put a new list of hotspots before the patrols; what was done today at a place that stays on the list is kept."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.street.state import HOTSPOT_ROW, NONE, Street

MINUTES_A_DAY = 1440.0


def set_hotspots(
    street: Street,
    areas: NDArray[np.int64],
    scores: NDArray[np.float64],
    now_min: float,
    due_at: NDArray[np.float64] | None = None,
) -> Street:
    """Replace the list of hotspots.

    A unit that is at, or on its way to, a place that left the list finishes that visit.

    Parameters
    ----------
    street
        The state, changed in place and not to be used any more.
    areas
        (n_hotspots,) areas, each once.
    scores
        (n_hotspots,) what a visit to each is worth, relative to the others; above 0.
    now_min
        The time of the meeting, minutes.
    due_at
        (n_hotspots, n_times) a timetable for each, in the order of `areas`: minutes since the start of the study,
        rising and filled up with infinity. None: visits fall due at the times of day that the street was opened with.

    Returns
    -------
    Street
        The state from here on.
    """
    g, old = street.g, street.hotspots[: street.g["n_hotspots"][0]].copy()
    order = np.argsort(areas, kind="stable")
    new = np.zeros(areas.size, dtype=HOTSPOT_ROW)
    new["area"], new["score"], new["unit"] = areas[order], scores[order], NONE
    place_of = {int(area): place for place, area in enumerate(new["area"])}
    moved_to = np.full(old.size, NONE)
    for place, row in enumerate(old):
        kept = place_of.get(int(row["area"]), NONE)
        moved_to[place] = kept
        if kept != NONE:
            for name in ("day", "unit", "done"):
                new[name][kept] = row[name]
    underway = np.flatnonzero(street.units["hotspot"] != NONE)
    street.units["hotspot"][underway] = moved_to[street.units["hotspot"][underway]]
    street.hotspots[: new.size] = new
    g["n_hotspots"] = new.size
    if due_at is None:
        g["timetables"], g["next_due_min"] = 0, _next_due(street.due_min, now_min) if new.size else np.inf
        return street
    g["timetables"], g["next_due_min"] = 1, np.min(due_at, where=due_at >= now_min, initial=np.inf)
    never = np.full((new.size, 1), np.inf)
    return street._replace(timetable=np.hstack([due_at[order], never]))


def _next_due(due_min: NDArray[np.float64], now_min: float) -> float:
    """Give the first time from now on at which visits fall due; infinite when none ever do."""
    if not due_min.size:
        return float("inf")
    day = now_min // MINUTES_A_DAY
    today = day * MINUTES_A_DAY + due_min
    later = today[today >= now_min]
    return float(later[0]) if later.size else float((day + 1) * MINUTES_A_DAY + due_min[0])
