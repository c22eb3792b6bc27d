"""Read a patrol plan: which hotspots are due which visits, on which days."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.clock import MINUTES_PER_DAY, minute_of_day, minutes_of_span
from sim.county.suggest import unknown_name
from sim.errors import InputError
from sim.target.records import DUE
from sim.track.fence import Fences
from sim.track.ground import Ground
from sim.track.sheet import Sheet, missing, read_sheet

COLUMNS: Final = {
    "area": ("area", "area_code", "hotspot", "lsoa"),
    "visits_per_day": ("visits_per_day",),
    "visit_minutes": ("visit_minutes",),
    "hours": ("hours",),
    "visits_at": ("visits_at",),
    "first_day": ("first_day", "from"),
    "last_day": ("last_day", "until"),
    "x": ("x", "easting", "x_m"),
    "y": ("y", "northing", "y_m"),
    "radius_m": ("radius_m", "radius"),
}
"""What the columns of a plan may be called."""
MOST_VISITS: Final = 96
_DATE_LENGTH: Final = len("2026-04-06")


class Plan(NamedTuple):
    """A patrol plan.

    Parameters
    ----------
    fences
        The hotspots on the map.
    due
        (n,) records of `sim.target.records.DUE`; places are numbers of hotspots.
    """

    fences: Fences
    due: NDArray[np.void]


def read_plan(path: Path, ground: Ground, first_day: date, days: int, scenario: str | None = None) -> Plan:
    """Read a plan.

    Parameters
    ----------
    path
        CSV file; columns as in `COLUMNS`.
    ground
        The areas that it may name.
    first_day, days
        The day whose midnight is minute 0, and how many days a row holds that does not say on which.
    scenario
        Option to keep, where the file is a run's own.

    Returns
    -------
    Plan
        Hotspots in the order in which the file names them first.

    Raises
    ------
    InputError
        With everything that is wrong, by line and column.
    """
    sheet = read_sheet(path, COLUMNS, scenario)
    missing(sheet, COLUMNS, ["area", "visit_minutes"])
    if not sheet.has("visits_at"):
        missing(sheet, COLUMNS, ["visits_per_day", "hours"])
    sheet.refuse()
    if sheet.cells.empty:
        raise InputError.of(str(path), "there are no hotspots in it")
    fences, place = _fences(sheet, ground)
    minutes = sheet.numbers("visit_minutes", 0.1, MINUTES_PER_DAY)
    first, last = _day(sheet, "first_day", first_day, 0), _day(sheet, "last_day", first_day, days - 1)
    rows = []
    for row in range(len(sheet.cells)):
        if sheet.text("visit_minutes").iloc[row] == "":
            sheet.wrong("visit_minutes", row, "the length of a visit is missing")
        if last[row] < first[row]:
            sheet.wrong("last_day", row, "the last day comes before the first")
        span = (first[row] * float(MINUTES_PER_DAY), (last[row] + 1) * float(MINUTES_PER_DAY))
        rows += [(*span, due, minutes[row], place[row]) for due in _times(sheet, row, minutes[row])]
    sheet.refuse()
    return Plan(fences, np.array(rows, dtype=DUE))


def _fences(sheet: Sheet, ground: Ground) -> tuple[Fences, NDArray[np.int64]]:
    """Put the hotspots on the map; give them, and the number of the one that each row is of."""
    x, y, radius = sheet.numbers("x"), sheet.numbers("y"), sheet.numbers("radius_m", 1.0, 100_000.0)
    number_of = {code: number for number, code in enumerate(ground.code)}
    by_name = {name: number for number, name in enumerate(ground.name)}
    codes = sheet.text("area").tolist()
    place: dict[str, int] = {}
    found: list[tuple[str, str, bytes, float, float, float]] = []
    for row, code in enumerate(codes):
        circle = (x[row], y[row], radius[row])
        area = number_of.get(code, by_name.get(code))
        if code in place:
            _check_same(sheet, row, circle, found[place[code]][3:])
            continue
        place[code] = len(place)
        district = "" if area is None else ground.district[area]
        if np.isfinite(circle).all():
            found.append((code, district, b"", *circle))
            continue
        found.append((code, district, b"" if area is None else ground.outline(area), *[np.nan] * 3))
        _check_place(sheet, row, circle, area, ground)
    named, districts, outlines, *circles = zip(*found, strict=True)
    centres = (np.array(column, dtype=np.float64) for column in circles)
    return Fences(named, districts, outlines, *centres), np.array([place[code] for code in codes], dtype=np.int64)


def _check_place(sheet: Sheet, row: int, circle: tuple[float, float, float], area: int | None, ground: Ground) -> None:
    """Note what is wrong with the place of a hotspot that is no circle."""
    code = sheet.text("area").iloc[row]
    if np.isfinite(circle).any():
        sheet.wrong("area", row, f"{code!r} has a part of a circle", "give x, y and radius_m, or none of them")
    elif not code:
        sheet.wrong("area", row, "the code of the area is missing")
    elif area is None:
        problem = unknown_name(str(sheet.path), "", "area", code, list(ground.code))
        sheet.wrong("area", row, problem.what, f"{problem.do}; a spot that is no area needs x, y and radius_m")
    elif not ground.outline_wkb:
        what = f"{code!r} has no outline in {ground.title}"
        sheet.wrong("area", row, what, "give x, y and radius_m, or a county with outlines")


def _check_same(sheet: Sheet, row: int, circle: tuple[float, float, float], before: tuple[float, float, float]) -> None:
    """Note a second row of a hotspot that puts it elsewhere; one without a circle means the same place."""
    if np.isfinite(circle).any() and not np.array_equal(circle, before, equal_nan=True):
        what = f"{sheet.text('area').iloc[row]!r} is another circle than in a row before"
        sheet.wrong("area", row, what, "give each spot a name of its own")


def _day(sheet: Sheet, key: str, first_day: date, otherwise: int) -> NDArray[np.int64]:
    """Read a column of dates: (n,) days since the first one."""
    days = np.full(len(sheet.cells), otherwise, dtype=np.int64)
    for row, text in enumerate(sheet.text(key).tolist()):
        if text:
            try:
                days[row] = (_date(text) - first_day).days
            except ValueError:
                sheet.wrong(key, row, f"{text!r} is no date", "write it as 2026-04-06")
    return days


def _date(text: str) -> date:
    """Read a date; one with strokes is day first."""
    day, stroke, rest = text.partition("/")
    if not stroke:
        return date.fromisoformat(text[:_DATE_LENGTH])
    month, _, year = rest.partition("/")
    return date(int(year[:4]), int(month), int(day))


def _times(sheet: Sheet, row: int, minutes: float) -> list[float]:
    """Give the minutes of the day at which the visits of a row fall due."""
    at = sheet.text("visits_at").iloc[row]
    if at:
        return _stated_times(sheet, row, at, minutes)
    hours, count = sheet.text("hours").iloc[row], sheet.text("visits_per_day").iloc[row]
    if not hours or not count:
        sheet.wrong(
            "visits_at", row, "it is not said when visits fall due", "give visits_at, or visits_per_day and hours"
        )
        return []
    return _even_times(sheet, row, (hours, count), minutes)


def _even_times(sheet: Sheet, row: int, stated: tuple[str, str], minutes: float) -> list[float]:
    """Spread so many visits evenly over the hours of patrol."""
    hours, count = stated
    if not count.isdecimal() or not 1 <= int(count) <= MOST_VISITS:
        sheet.wrong("visits_per_day", row, f"{count!r} is no number of visits from 1 to {MOST_VISITS}")
        return []
    try:
        start, end = minutes_of_span(hours)
    except ValueError as error:
        sheet.wrong("hours", row, str(error))
        return []
    if end > MINUTES_PER_DAY:
        sheet.wrong("hours", row, f"the hours {hours!r} pass midnight", "give what comes after it a row of its own")
    elif int(count) * minutes > end - start:
        sheet.wrong("visits_per_day", row, f"{count} visits of {minutes:g} minutes do not fit into {hours}")
    return [start + number * (end - start) / int(count) for number in range(int(count))]


def _stated_times(sheet: Sheet, row: int, text: str, minutes: float) -> list[float]:
    """Read the times of the day at which visits fall due, divided by semicolons or blanks."""
    times = []
    for word in text.replace(";", " ").split():
        try:
            times.append(float(minute_of_day(word)))
        except ValueError as error:
            sheet.wrong("visits_at", row, str(error))
    # a run writes its times down to the minute before
    if any(later - earlier <= minutes - 1.0 for earlier, later in pairwise(sorted(times))):
        sheet.wrong("visits_at", row, f"visits of {minutes:g} minutes at {text} overlap", "leave time for each")
    return times
