"""Visits that were found in the reports of trackers, as a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sim.outcomes.audit_columns import FOUND_COLUMNS
from sim.outcomes.cells import Column, table, time, word
from sim.outcomes.dose_tables import PlaceNames
from sim.outcomes.tables import column


def found_table(visits: NDArray[np.void], unit_name: Sequence[str], names: PlaceNames, first_day: date) -> pa.Table:
    """Lay out the visits that were found.

    Parameters
    ----------
    visits
        (n_visits,) records of `sim.street.records.VISIT`, by unit and time.
    unit_name
        Names of the units.
    names
        Names of the hotspots.
    first_day
        The day whose midnight is minute 0.

    Returns
    -------
    pyarrow.Table
        One row a visit.
    """
    columns: list[Column] = [
        time("start_min", visits["start_min"]),
        time("end_min", visits["end_min"]),
        _stamp("start", visits["start_min"], first_day),
        _stamp("end", visits["end_min"], first_day),
        word("unit", unit_name, visits["unit"]),
        word("area_code", names.code, visits["area"]),
        word("district", names.district, visits["area"]),
    ]
    return table(columns, FOUND_COLUMNS)


def _stamp(name: str, time_min: NDArray[np.float64], first_day: date) -> Column:
    """Give a column of dates with a time of day, to the second."""
    since = np.round(time_min * 60.0).astype("timedelta64[s]")
    return column(name, pa.timestamp("s")), pa.array(np.datetime64(first_day, "s") + since)
