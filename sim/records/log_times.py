"""Times in an incident log: the clock on the wall, and the minutes that really passed."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.county.log_config import IncidentFile
from sim.county.source import Source, some

LIVED_BY = "Europe/London"
"""The clock that people live by: the hours of the week are its hours."""
_OFFSET = r"(?:Z|[+-]\d\d:?\d\d)$"


@dataclass(frozen=True, slots=True)
class Times:
    """One column of times.

    Parameters
    ----------
    wall
        (n,) what the clock on the wall showed, datetime64; NaT where blank.
    instant
        (n,) the same in universal time; NaT where blank.
    twice
        (n,) whether the clock showed this time twice, in the hour repeated in autumn: the first is taken.
    """

    wall: NDArray[np.datetime64]
    instant: NDArray[np.datetime64]
    twice: NDArray[np.bool_]

    def rows(self, chosen: NDArray[np.intp] | NDArray[np.bool_]) -> Times:
        """Keep some rows."""
        return Times(self.wall[chosen], self.instant[chosen], self.twice[chosen])


def read_times(where: str, text: pd.Series, spec: IncidentFile, source: Source) -> Times | None:
    """Read a column of times.

    Parameters
    ----------
    where
        Key of the county file that names the column.
    text
        (n,) times as written; blanks are no times.
    spec
        How they are written, and by which clock.
    source
        Problems are added to it.

    Returns
    -------
    Times | None
        The times; None if any is not one.
    """
    try:
        zone = ZoneInfo(spec.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        what = f"{spec.time_zone!r} is no time zone"
        source.wrong("incidents.time_zone", what, "write it as in Europe/London or UTC")
        return None
    blank = text.isna() | (text == "")
    offset = (
        pd.Series("%z" in spec.time_format, text.index) if spec.time_format else text.str.contains(_OFFSET, na=False)
    )
    has_offset = bool(offset[~blank].any())
    if has_offset and not offset[~blank].all():
        what = f"{int(offset[~blank].sum())} of {int((~blank).sum())} times carry an offset from universal time"
        source.wrong(where, what, "write all of them with one, or none")
        return None
    parsed = pd.Series(
        pd.to_datetime(text.where(~blank), format=spec.time_format or "ISO8601", errors="coerce", utc=has_offset)
    )
    wrong = parsed.isna() & ~blank
    if wrong.any():
        _tell_unreadable(where, text[wrong], spec, source)
        return None
    if has_offset:
        return _from_instants(parsed, np.zeros(len(text), dtype=np.bool_))
    return _from_clock(parsed, zone)


def _tell_unreadable(where: str, text: pd.Series, spec: IncidentFile, source: Source) -> None:
    """Note that some texts are no times."""
    form = f"of the form {spec.time_format}" if spec.time_format else "in ISO 8601 (2021-05-31 17:45)"
    what = (
        f"{len(text)} values are no times {form}: {some(list(dict.fromkeys(text)))}, first in row {text.index[0] + 1}"
    )
    source.wrong(where, what, "say in incidents.time_format how the log writes them, and mend those that are no times")


def _from_clock(parsed: pd.Series, zone: ZoneInfo) -> Times:
    """Read what a clock showed: of two readings the first, and an hour left out as the one after it."""
    clock = pd.DatetimeIndex(parsed)
    summer, winter = np.ones(len(clock), dtype=np.bool_), np.zeros(len(clock), dtype=np.bool_)
    first = clock.tz_localize(zone, ambiguous=summer, nonexistent="shift_forward")
    second = clock.tz_localize(zone, ambiguous=winter, nonexistent="shift_forward")
    twice = (first.asi8 != second.asi8) & ~np.asarray(clock.isna())
    return _from_instants(pd.Series(first.tz_convert("UTC")), twice)


def _from_instants(instant: pd.Series, twice: NDArray[np.bool_]) -> Times:
    """Find the clock on the wall of each instant."""
    universal = pd.DatetimeIndex(instant).as_unit("ns")
    wall = universal.tz_convert(ZoneInfo(LIVED_BY)).tz_localize(None)
    return Times(wall.to_numpy(), universal.tz_localize(None).to_numpy(), twice)


def minutes_since(origin: np.datetime64, times: NDArray[np.datetime64]) -> NDArray[np.float64]:
    """Count the minutes from an origin: (n,), NaN where there is no time."""
    minutes: NDArray[np.float64] = (times - origin) / np.timedelta64(1, "m")
    return minutes


def minutes_after(call: Times, later: Times | None) -> NDArray[np.float64]:
    """Count the minutes that really passed from each call to a later time.

    Parameters
    ----------
    call
        (n,) when the calls were made.
    later
        (n,) a later time of each; None where the log has none.

    Returns
    -------
    NDArray[np.float64]
        (n,) minutes; NaN where blank, and where just one of the two lies in the hour that the clock shows twice, so
        that an hour more or less cannot be told.
    """
    if later is None:
        return np.full(call.wall.size, np.nan)
    passed: NDArray[np.float64] = (later.instant - call.instant) / np.timedelta64(1, "m")
    passed[call.twice != later.twice] = np.nan
    return passed
