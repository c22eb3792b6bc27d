"""Read what real trackers reported."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.county.points import NotCoordinatesError, on_grid
from sim.errors import InputError
from sim.track.clocks import Wall, wall_of
from sim.track.counted import ALL_COUNT, Counted, counted_reports, in_hours
from sim.track.detect import Reports, speed_km_h
from sim.track.sheet import missing, read_sheet

DEGREES, METRES = "EPSG:4326", "EPSG:27700"
COLUMNS: Final = {
    "unit": ("unit", "callsign", "call sign", "device", "device id", "officer", "vehicle"),
    "time": ("time", "timestamp", "date time", "datetime", "gps time", "recorded at"),
    "date": ("date",),
    "x": ("x", "easting", "x_m"),
    "y": ("y", "northing", "y_m"),
    "longitude": ("longitude", "lon", "lng", "long"),
    "latitude": ("latitude", "lat"),
    "status": ("status", "doing", "state"),
}
"""What the columns of a file of reports may be called."""
APART_M: Final = 200.0
"""Two reports of one name and time that lie further apart than this are of two devices."""
FASTEST_KM_H: Final = 250.0
"""No car is faster from one report to the next, nor a position with an error over half a minute: two devices share a name."""
LONGEST_JUMP_MIN: Final = 5.0
FEWEST_JUMPS: Final = 10
"""So many jumps are no error of a position any more."""


class Tracked(NamedTuple):
    """Reports of real trackers.

    Parameters
    ----------
    reports
        By unit and time; minutes are those of the clock on the wall.
    unit_name
        (n_units,) names of the units.
    first_day
        The day whose midnight is minute 0.
    days
        Days from the first to the last report, both included.
    notes
        What was left out, in sentences.
    """

    reports: Reports
    unit_name: tuple[str, ...]
    first_day: date
    days: int
    notes: tuple[str, ...]


class Form(NamedTuple):
    """How a file of reports is written, where it is not plain from the file.

    Parameters
    ----------
    crs
        Coordinate system of x and y (EPSG:27700 if None) or of longitude and latitude (EPSG:4326).
    clock
        Zone of times without an offset, say UTC; the clock on the wall if None.
    called
        Names of columns by what they hold: a key of `COLUMNS`.
    """

    crs: str | None = None
    clock: str | None = None
    called: Mapping[str, str] = MappingProxyType({})


def read_pings(path: Path, form: Form, counted: Counted = ALL_COUNT, scenario: str | None = None) -> Tracked:
    """Read a file of reports.

    Parameters
    ----------
    path
        CSV or Parquet file; columns as in `COLUMNS`.
    form
        How it is written.
    counted
        Which reports count as patrol.
    scenario
        Option to keep, where the file is a run's own.

    Returns
    -------
    Tracked
        The reports with a time and a position, each unit and time once.

    Raises
    ------
    InputError
        With everything that is wrong, by line and column.
    """
    sheet = read_sheet(path, COLUMNS, scenario, form.called)
    has_degrees = sheet.has("longitude") or sheet.has("latitude")
    across, up = ("longitude", "latitude") if has_degrees else ("x", "y")
    missing(sheet, COLUMNS, ["unit", "time", across, up, *(["status"] if counted.status else [])])
    sheet.refuse()
    if sheet.cells.empty:
        raise InputError.of(str(path), "there are no reports in it")
    sheet.wrong_cells("unit", (sheet.text("unit") == "").to_numpy(), "no name of a unit")
    x, y = sheet.numbers(across), sheet.numbers(up)
    wall = wall_of(sheet, form.clock)
    is_patrol = counted_reports(sheet, counted)
    sheet.refuse()
    try:
        place = on_grid(np.where(np.isnat(wall.time), np.nan, x), y, form.crs or (DEGREES if has_degrees else METRES))
    except NotCoordinatesError as error:
        what, do = error.args
        raise InputError.of(str(path), what, f"{do}; say which with --crs") from None
    unit, names = pd.factorize(sheet.text("unit"), sort=True)
    kept, notes = _kept(path, unit, wall, place)
    return _in_order(
        Reports(unit, np.zeros(0), *place, is_patrol), tuple(map(str, names)), wall, kept, notes, counted.hours
    )


def _kept(
    path: Path, unit: NDArray[np.int64], wall: Wall, place: tuple[NDArray[np.float64], NDArray[np.float64]]
) -> tuple[NDArray[np.bool_], list[str]]:
    """Keep reports with a time and a position, once for each unit and time; tell of the others in sentences."""
    x, y = place
    timed, placed = ~np.isnat(wall.time), np.isfinite(x) & np.isfinite(y)
    kept = timed & placed & ~wall.twice
    told = {
        "have no time": ~timed,
        "have no position": timed & ~placed,
        "lie in the hour that clocks show twice in autumn": timed & placed & wall.twice,
    }
    notes = [
        *wall.notes,
        *(f"Reports left out because they {words}: {int(rows.sum()):,}." for words, rows in told.items() if rows.any()),
    ]
    rows = np.flatnonzero(kept)
    order = rows[np.lexsort((rows, wall.time[rows], unit[rows]))]
    again = np.concatenate([[False], (np.diff(unit[order]) == 0) & (np.diff(wall.time[order]).astype(np.int64) == 0)])
    if again.any():
        notes.append(f"Reports left out because they repeat one of the same unit and time: {int(again.sum()):,}.")
        before = order[:-1][again[1:]]
        apart = np.hypot(x[order[again]] - x[before], y[order[again]] - y[before]) > APART_M
        if apart.any():
            notes.append(
                f"{int(apart.sum()):,} of these lie more than {APART_M:g} m away from it: two devices share the name of a unit."
            )
        kept[order[again]] = False
    if not kept.any():
        raise InputError.of(str(path), "no report has a time and a position")
    return kept, notes


def _in_order(
    read: Reports,
    names: tuple[str, ...],
    wall: Wall,
    kept: NDArray[np.bool_],
    notes: list[str],
    hours: tuple[int, int] | None,
) -> Tracked:
    """Put the reports that are kept in order of unit and time."""
    origin = wall.time[kept].min().astype("datetime64[D]")
    rows = np.flatnonzero(kept)
    time_min = (wall.time[rows] - origin) / np.timedelta64(1, "m")
    order = np.lexsort((time_min, read.unit[rows]))
    rows, time_min = rows[order], time_min[order]
    on_patrol = read.on_patrol[rows] & in_hours(time_min, hours)
    reports = Reports(read.unit[rows].astype(np.int64), time_min, read.x_m[rows], read.y_m[rows], on_patrol)
    days = int((wall.time[kept].max().astype("datetime64[D]") - origin) / np.timedelta64(1, "D")) + 1
    return Tracked(reports, names, origin.astype(object), days, (*notes, *_shared_names(reports, names)))


def _shared_names(reports: Reports, names: tuple[str, ...]) -> list[str]:
    """Tell of units that are now here, now far away: two devices under one name, whose visits cannot be told apart."""
    speed = speed_km_h(reports, LONGEST_JUMP_MIN)
    jumps = np.bincount(reports.unit[speed > FASTEST_KM_H], minlength=len(names))
    shared = [names[unit] for unit in np.flatnonzero(jumps >= FEWEST_JUMPS).tolist()]
    if not shared:
        return []
    listed = ", ".join(shared[:5]) + (f" and {len(shared) - 5} more" if len(shared) > 5 else "")
    return [
        f"Faster than {FASTEST_KM_H:g} km/h again and again: {listed}. Two devices seem to report under one name: give each its own."
    ]
