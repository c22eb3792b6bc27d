"""Patrol planned and delivered as tables: by hotspot, day and hour, and how well each hotspot's plan was kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple, fields
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa

from sim.clock import MINUTES_PER_HOUR, Clock
from sim.county.model import County
from sim.outcomes.audit_columns import DOSE_COLUMNS
from sim.outcomes.cells import Column, flag, table, time, whole, word
from sim.outcomes.tables import Cell, column, csv_text
from sim.track.compliance import EVERYWHERE, Kept
from sim.track.hourly import Dose

ALL_HOTSPOTS: Final = "all"
"""What the row about all hotspots together is called."""
HOURS_PER_DAY: Final = 24
MINUTES: Final = "minutes of presence"
KEPT_COLUMNS: Final = ("area_code", "district", *[field.name for field in fields(Kept)][1:])


class PlaceNames(NamedTuple):
    """What people call the places of a plan: both (n_places,).

    Parameters
    ----------
    code
        Code of each place.
    district
        District that each lies in.
    """

    code: Sequence[str]
    district: Sequence[str]

    @classmethod
    def of_county(cls, county: County) -> PlaceNames:
        """Take all areas of a county as places."""
        return cls(county.area_code, [county.district_name[number] for number in county.district_of_area.tolist()])


def dose_table(dose: Dose, names: PlaceNames, clock: Clock, which: Sequence[Column] = ()) -> pa.Table:
    """Lay out the dose of each hotspot, day and hour.

    Parameters
    ----------
    dose
        Planned and delivered.
    names
        Names of the places.
    clock
        Says which hours are measured, and on which date they lie.
    which
        Columns that say which run the rows are of.

    Returns
    -------
    pyarrow.Table
        One row for each hotspot and hour in which any presence was planned or delivered.
    """
    day, hour = np.divmod(dose.hour, HOURS_PER_DAY)
    start_min = dose.hour * float(MINUTES_PER_HOUR)
    counted = (start_min >= clock.measure_from_min) & (start_min < clock.measure_until_min)
    dates = np.datetime64(clock.start, "D") + day
    columns: list[Column] = [
        *which,
        flag("counted", counted),
        word("area_code", names.code, dose.place),
        word("district", names.district, dose.place),
        (column("date", pa.date32()), pa.array(dates, pa.date32())),
        whole("hour", hour, pa.int8(), "hour of the day"),
        time("planned_min", dose.planned_min, MINUTES),
        time("delivered_min", dose.delivered_min, MINUTES),
        whole("visits_due", dose.visits_due, pa.int16(), "visits"),
        whole("visits", dose.visits, pa.int16(), "visits"),
    ]
    return table(columns, DOSE_COLUMNS)


def kept_rows(kept: Iterable[Kept], names: PlaceNames) -> list[list[Cell]]:
    """Lay out how well plans were kept, in the order of `KEPT_COLUMNS`.

    Parameters
    ----------
    kept
        One for all hotspots together, and one for each.
    names
        Names of the places.
    """
    return [[*_name(one.place, names), *astuple(one)[1:]] for one in kept]


def kept_csv(rows: Iterable[Sequence[Cell]], which: Sequence[str] = ()) -> str:
    """Write how well plans were kept as comma-separated text.

    Parameters
    ----------
    rows
        As from `kept_rows`, each after the cells of `which`.
    which
        Columns that say which run a row is of.
    """
    return csv_text([*which, *KEPT_COLUMNS], rows)


def _name(place: int, names: PlaceNames) -> tuple[str, str]:
    """Name a place and its district."""
    return (ALL_HOTSPOTS, "") if place == EVERYWHERE else (names.code[place], names.district[place])
