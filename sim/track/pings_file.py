"""Read what real trackers reported."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.county.points import NotCoordinatesError, on_grid
from sim.errors import InputError
from sim.track.detect import Reports
from sim.track.sheet import Sheet, missing, read_sheet

LIVED_BY: Final = "Europe/London"
DEGREES, METRES = "EPSG:4326", "EPSG:27700"
COLUMNS: Final = {
    "unit": ("unit", "callsign", "call sign", "device", "officer"),
    "time": ("time", "timestamp", "date time", "datetime"),
    "x": ("x", "easting", "x_m"),
    "y": ("y", "northing", "y_m"),
    "longitude": ("longitude", "lon", "lng", "long"),
    "latitude": ("latitude", "lat"),
    "status": ("status", "doing", "state"),
}
"""What the columns of a file of reports may be called."""
_OFFSET = r"(?:Z|[+-]\d\d:?\d\d)$"


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


def read_pings(path: Path, crs: str | None = None, status: Sequence[str] = (), scenario: str | None = None) -> Tracked:
    """Read a file of reports.

    Parameters
    ----------
    path
        CSV or Parquet file; columns as in `COLUMNS`.
    crs
        Coordinate system of x and y (EPSG:27700 if None) or of longitude and latitude (EPSG:4326).
    status
        Words in the column of status with which a unit is on patrol; all are if there are none.
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
    sheet = read_sheet(path, COLUMNS, scenario)
    has_degrees = sheet.has("longitude") or sheet.has("latitude")
    across, up = ("longitude", "latitude") if has_degrees else ("x", "y")
    missing(sheet, COLUMNS, ["unit", "time", across, up, *(["status"] if status else [])])
    sheet.refuse()
    if sheet.cells.empty:
        raise InputError.of(str(path), "there are no reports in it")
    sheet.wrong_cells("unit", (sheet.text("unit") == "").to_numpy(), "no name of a unit")
    x, y = sheet.numbers(across), sheet.numbers(up)
    wall, twice = _wall(sheet)
    words = _statuses(sheet, status)
    sheet.refuse()
    notes: list[str] = []
    kept = _kept(sheet, wall, twice, np.isfinite(x) & np.isfinite(y), notes)
    try:
        x_m, y_m = on_grid(x, y, crs or (DEGREES if has_degrees else METRES))
    except NotCoordinatesError as error:
        what, do = error.args
        raise InputError.of(str(path), what, f"{do}; say which with --crs") from None
    return _in_order(sheet, wall, (x_m, y_m), words, kept, notes)


def _wall(sheet: Sheet) -> tuple[NDArray[np.datetime64], NDArray[np.bool_]]:
    """Read times as the clock on the wall had them: (n,) NaT where blank, and which of them it showed twice."""
    text = sheet.text("time")
    blank = (text == "").to_numpy()
    offset = text.str.contains(_OFFSET).to_numpy(dtype=np.bool_)
    if offset.any() and not offset[~blank].all():
        sheet.wrong_cells(
            "time", ~offset & ~blank, "without an offset from universal time, which others have", "write all alike"
        )
        return np.full(len(text), np.datetime64("NaT", "ns")), np.zeros(len(text), dtype=np.bool_)
    parsed = pd.Series(pd.to_datetime(text.where(~blank), format="ISO8601", errors="coerce", utc=bool(offset.any())))
    sheet.wrong_cells(
        "time", parsed.isna().to_numpy() & ~blank, "no time", "write it as 2026-04-06 15:04:30 (ISO 8601)"
    )
    instants = pd.DatetimeIndex(parsed).as_unit("ns")
    if not offset.any():
        return instants.to_numpy(), np.zeros(len(text), dtype=np.bool_)
    local = instants.tz_convert(LIVED_BY)
    wall = local.tz_localize(None)
    # in the hour that clocks show twice, one and the same time on the wall is two instants
    first = wall.tz_localize(LIVED_BY, ambiguous=np.ones(len(wall), dtype=np.bool_), nonexistent="shift_forward")
    second = wall.tz_localize(LIVED_BY, ambiguous=np.zeros(len(wall), dtype=np.bool_), nonexistent="shift_forward")
    return wall.to_numpy(), (first.asi8 != second.asi8) & ~np.asarray(wall.isna())


def _statuses(sheet: Sheet, status: Sequence[str]) -> NDArray[np.bool_]:
    """Tell which reports are of a unit on patrol: (n,)."""
    if not status:
        return np.ones(len(sheet.cells), dtype=np.bool_)
    there = sheet.text("status").str.lower()
    for word in status:
        if not (there == word.lower()).any():
            listed = ", ".join(list(dict.fromkeys(sheet.text("status")))[:12])
            raise InputError.of(str(sheet.path), f"no report has the status {word!r}", f"there is: {listed}")
    return there.isin([word.lower() for word in status]).to_numpy(dtype=np.bool_)


def _kept(
    sheet: Sheet,
    wall: NDArray[np.datetime64],
    twice: NDArray[np.bool_],
    placed: NDArray[np.bool_],
    notes: list[str],
) -> NDArray[np.bool_]:
    """Keep reports with a time and a position, once for each unit and time; sentences about the others are added."""
    timed = ~np.isnat(wall)
    kept = timed & placed & ~twice
    again = pd.DataFrame({"unit": sheet.text("unit"), "time": wall})[kept].duplicated().to_numpy()
    told = {
        "have no time": ~timed,
        "have no position": timed & ~placed,
        "lie in the hour that clocks show twice in autumn": timed & placed & twice,
    }
    notes += [
        f"Reports left out because they {words}: {int(rows.sum()):,}." for words, rows in told.items() if rows.any()
    ]
    if again.any():
        notes.append(f"Reports left out because they repeat one of the same unit and time: {int(again.sum()):,}.")
        kept[np.flatnonzero(kept)[again]] = False
    if not kept.any():
        raise InputError.of(str(sheet.path), "no report has a time and a position")
    return kept


def _in_order(
    sheet: Sheet,
    wall: NDArray[np.datetime64],
    place: tuple[NDArray[np.float64], NDArray[np.float64]],
    words: NDArray[np.bool_],
    kept: NDArray[np.bool_],
    notes: list[str],
) -> Tracked:
    """Put the reports that are kept in order of unit and time."""
    names, unit = np.unique(sheet.text("unit").to_numpy(dtype=np.str_)[kept], return_inverse=True)
    origin = wall[kept].min().astype("datetime64[D]")
    time_min = (wall[kept] - origin) / np.timedelta64(1, "m")
    order = np.lexsort((time_min, unit))
    rows = np.flatnonzero(kept)[order]
    reports = Reports(unit[order].astype(np.int64), time_min[order], place[0][rows], place[1][rows], words[rows])
    days = int((wall[kept].max().astype("datetime64[D]") - origin) / np.timedelta64(1, "D")) + 1
    return Tracked(reports, tuple(names.tolist()), origin.astype(object), days, tuple(notes))
