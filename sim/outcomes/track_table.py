"""What trackers reported, as a table."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from sim.force.model import TEAM_NAMES
from sim.outcomes.audit_columns import TRACK_COLUMNS
from sim.outcomes.cells import Column, table, time, which_run, whole, word
from sim.outcomes.tables import column, number
from sim.street.records import DOING_NAMES
from sim.track.pings import Received

GRID_METRES = "metres, EPSG:27700"
MS_PER_MINUTE = 60_000.0
STEPS_PER_METRE = 10.0
"""Positions are kept to a decimetre."""


def track_table(tracks: Received, start: date, scenario: str, replication: int) -> pa.Table:
    """Lay out the reports of all trackers.

    Parameters
    ----------
    tracks
        The reports.
    start
        First day of the study; its midnight is minute 0.
    scenario, replication
        Which run they are of.

    Returns
    -------
    pyarrow.Table
        One row a report, by time and unit.
    """
    rows, place = tracks.whereabouts, np.round(tracks.place * STEPS_PER_METRE) / STEPS_PER_METRE
    since_start = np.round(rows["time_min"] * MS_PER_MINUTE).astype("timedelta64[ms]")
    columns: list[Column] = [
        *which_run(scenario, replication, rows.size),
        time("time_min", rows["time_min"]),
        (column("time", pa.timestamp("ms")), pa.array(np.datetime64(start, "ms") + since_start)),
        whole("unit", rows["unit"], pa.int32()),
        word("team", TEAM_NAMES, rows["team"]),
        whole("crew", rows["crew"], pa.int16(), "officers"),
        word("doing", DOING_NAMES, rows["doing"]),
        (column("x_m", pa.float64(), GRID_METRES), number(place[:, 0])),
        (column("y_m", pa.float64(), GRID_METRES), number(place[:, 1])),
    ]
    return table(columns, TRACK_COLUMNS)
