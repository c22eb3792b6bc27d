"""Times as trackers and spreadsheets write them, carried to the clock on the wall."""

from __future__ import annotations

from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.errors import InputError
from sim.records.log_times import LIVED_BY
from sim.track.sheet import Sheet

_CLOCK: Final = "--clock"
_OFFSET: Final = r"(?:Z|[+-]\d\d:?\d\d)$"
_BRITISH: Final = r"^\d{1,2}/\d{1,2}/\d{4} "
_BRITISH_FORMS: Final = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M")
_DAY_IN_IT: Final = r"\d[-/]\d"
_TIME_OF_DAY: Final = r"[ T].*$"
_DATE_LENGTH: Final = len("2026-04-06")
_DO: Final = "write it as 2026-04-06 15:04:30 (ISO 8601), or day first as 06/04/2026 15:04"
_WORKBOOK_DAY_0: Final = np.datetime64("1899-12-30", "ns")
_WORKBOOK_DAYS: Final = (20_000.0, 80_000.0)
"""Days of a workbook from 1954 to 2119: times that lost their form on the way out of Excel."""
_EPOCH_S: Final = (1e9, 4e9)
"""Seconds since 1970 from 2001 to 2096; a thousand times as many are milliseconds."""


class Wall(NamedTuple):
    """Times of reports by the clock on the wall.

    Parameters
    ----------
    time
        (n,) NaT where blank.
    twice
        (n,) whether clocks showed this time twice, as they went back in autumn.
    notes
        How times were read where that is not plain, in sentences.
    """

    time: NDArray[np.datetime64]
    twice: NDArray[np.bool_]
    notes: tuple[str, ...] = ()


def wall_of(sheet: Sheet, clock: str | None = None) -> Wall:
    """Read the times of a table; what is wrong is noted in it.

    Parameters
    ----------
    sheet
        Has a column `time`, and may have a column `date` beside it.
    clock
        Zone of times without an offset, say UTC; the clock on the wall if None.

    Returns
    -------
    Wall
        Times with an offset, or of a stated zone, are carried to the clock on the wall.

    Raises
    ------
    InputError
        If there is no such zone.
    """
    zone = _zone(clock)
    column = sheet.cells["time"]
    if isinstance(column.dtype, pd.DatetimeTZDtype):
        return _on_the_wall(pd.DatetimeIndex(column))
    if pd.api.types.is_datetime64_any_dtype(column):
        return _without_offset(pd.DatetimeIndex(column), zone)
    if not pd.api.types.is_string_dtype(column) and sheet.has("date"):
        sheet.wrong("time", 0, "times of the day are numbers", "write them as 15:04:30")
        return _nothing(len(column))
    text = sheet.text("time")
    if sheet.has("date") and not text.str.contains(_DAY_IN_IT).any():
        text = (sheet.text("date").str.replace(_TIME_OF_DAY, "", regex=True) + " " + text).where(text != "", "")
    filled = (text != "").to_numpy(dtype=np.bool_)
    numbers = np.asarray(pd.to_numeric(text, errors="coerce"), dtype=np.float64)
    if filled.any() and np.isfinite(numbers[filled]).all():
        return _of_numbers(sheet, numbers, zone)
    return _of_words(sheet, text, filled, zone)


def _zone(clock: str | None) -> str | None:
    """Check the name of a zone."""
    if clock is None:
        return None
    try:
        return str(ZoneInfo(clock))
    except (ValueError, OSError, KeyError):
        what = f"{clock!r} is no time zone"
        raise InputError.of(_CLOCK, what, "write it as UTC or Europe/London") from None


def _of_words(sheet: Sheet, text: pd.Series, filled: NDArray[np.bool_], zone: str | None) -> Wall:
    """Read times that are written out."""
    offset = text.str.contains(_OFFSET).to_numpy(dtype=np.bool_)
    if offset.any() and not offset[filled].all():
        sheet.wrong_cells(
            "time", filled & ~offset, "without an offset from universal time, which others have", "write all alike"
        )
        return _nothing(len(text))
    is_utc = bool(offset.any())
    parsed = pd.Series(pd.to_datetime(text.where(filled), format="ISO8601", errors="coerce", utc=is_utc))
    parsed = parsed.mask(text.str.len().to_numpy() <= _DATE_LENGTH)  # a day is no time
    british = text.str.contains(_BRITISH).to_numpy(dtype=np.bool_) & parsed.isna().to_numpy()
    for form in _BRITISH_FORMS if british.any() else ():
        rows = british & parsed.isna().to_numpy()
        parsed[rows] = pd.to_datetime(text[rows], format=form, errors="coerce").astype(parsed.dtype)
    sheet.wrong_cells("time", parsed.isna().to_numpy() & filled, "no time", _DO)
    times = pd.DatetimeIndex(parsed)
    wall = _on_the_wall(times) if is_utc else _without_offset(times, zone)
    told = ("Dates with strokes are read day first: 06/04/2026 is 6 April.",) if british.any() else ()
    return wall._replace(notes=(*told, *wall.notes))


def _of_numbers(sheet: Sheet, numbers: NDArray[np.float64], zone: str | None) -> Wall:
    """Read times that are numbers: days of a workbook, or seconds or milliseconds since 1970."""
    known = np.isfinite(numbers)
    found = numbers[known]
    if _within(found, _WORKBOOK_DAYS):
        since = pd.to_timedelta(np.round(numbers * 86_400.0), unit="s")
        told = "Times are numbers, taken as days of a workbook."
        wall = _without_offset(pd.DatetimeIndex(pd.Series(_WORKBOOK_DAY_0 + since.to_numpy())), zone)
        return wall._replace(notes=(told, *wall.notes))
    for factor, name in ((1.0, "seconds"), (1e3, "milliseconds")):
        if _within(found / factor, _EPOCH_S):
            instants = pd.to_datetime(np.round(numbers / factor * 1e3), unit="ms", utc=True)
            return _on_the_wall(pd.DatetimeIndex(instants))._replace(
                notes=(f"Times are numbers, taken as {name} since 1970, universal time.",)
            )
    sheet.wrong_cells("time", known, "no time", _DO)
    return _nothing(numbers.size)


def _within(values: NDArray[np.float64], bounds: tuple[float, float]) -> bool:
    """Tell whether all values lie in bounds."""
    low, high = bounds
    return bool(((values >= low) & (values < high)).all())


def _without_offset(times: pd.DatetimeIndex, zone: str | None) -> Wall:
    """Take times without an offset as those of the wall, or of a stated zone."""
    if zone is None or zone == LIVED_BY:
        return Wall(times.as_unit("ns").to_numpy(), np.zeros(len(times), dtype=np.bool_))
    local = times.tz_localize(zone, ambiguous="NaT", nonexistent="NaT")
    return _on_the_wall(local)._replace(notes=(f"Times without an offset are taken as those of {zone}.",))


def _on_the_wall(instants: pd.DatetimeIndex) -> Wall:
    """Carry instants to the clock on the wall, and tell which times it showed twice."""
    wall = instants.as_unit("ns").tz_convert(LIVED_BY).tz_localize(None)
    # in the hour that clocks show twice, one and the same time on the wall is two instants
    sides = (
        wall.tz_localize(LIVED_BY, ambiguous=np.full(len(wall), is_summer), nonexistent="shift_forward").asi8
        for is_summer in (True, False)
    )
    first, second = sides
    return Wall(wall.to_numpy(), (first != second) & ~np.asarray(wall.isna()))


def _nothing(count: int) -> Wall:
    """Give no times."""
    return Wall(np.full(count, np.datetime64("NaT", "ns")), np.zeros(count, dtype=np.bool_))
