"""Which reports of trackers count as patrol: by what a unit was doing, by who it is, and by the hour."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatch
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.clock import MINUTES_PER_DAY
from sim.errors import InputError
from sim.track.sheet import Sheet


class Counted(NamedTuple):
    """Which reports count as patrol.

    Parameters
    ----------
    status
        Words in the column of status with which a unit is on patrol; all are if there are none.
    units
        Names of units on patrol, with ``*`` for any letters; all are if there are none.
    hours
        Minutes of the day from which to which patrol counts, as `sim.clock.minutes_of_span` gives them; None for all day.
    """

    status: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    hours: tuple[int, int] | None = None

    @property
    def is_all(self) -> bool:
        """Whether all reports count."""
        return not self.status and not self.units and self.hours is None


ALL_COUNT: Final = Counted()


def counted_reports(sheet: Sheet, counted: Counted) -> NDArray[np.bool_]:
    """Tell which reports are of units on patrol, whatever the hour: (n,).

    Parameters
    ----------
    sheet
        The reports.
    counted
        Which of them count.

    Raises
    ------
    InputError
        If no report has a status that is named, or is of a unit that is.
    """
    return _of_status(sheet, counted.status) & _of_units(sheet, counted.units)


def _of_status(sheet: Sheet, status: Sequence[str]) -> NDArray[np.bool_]:
    """Tell which reports are of a unit on patrol: (n,)."""
    if not status:
        return np.ones(len(sheet.cells), dtype=np.bool_)
    there = sheet.text("status").str.lower()
    for word in status:
        if not (there == word.lower()).any():
            listed = ", ".join(list(dict.fromkeys(sheet.text("status")))[:12])
            raise InputError.of(str(sheet.path), f"no report has the status {word!r}", f"there is: {listed}")
    return there.isin([word.lower() for word in status]).to_numpy(dtype=np.bool_)


def _of_units(sheet: Sheet, units: Sequence[str]) -> NDArray[np.bool_]:
    """Tell which reports are of the units on patrol: (n,)."""
    if not units:
        return np.ones(len(sheet.cells), dtype=np.bool_)
    codes, names = pd.factorize(sheet.text("unit"))
    chosen = np.zeros(len(names), dtype=np.bool_)
    for pattern in units:
        mine = [fnmatch(str(name).lower(), pattern.lower()) for name in names]
        if not any(mine):
            listed = ", ".join(map(str, names[:12]))
            raise InputError.of(str(sheet.path), f"no unit is called {pattern!r}", f"there is: {listed}")
        chosen |= np.array(mine)
    return chosen[codes]


def in_hours(time_min: NDArray[np.float64], hours: tuple[int, int] | None) -> NDArray[np.bool_]:
    """Tell which times lie in the hours of patrol.

    Parameters
    ----------
    time_min
        (n,) minutes since a midnight.
    hours
        As in `Counted`; they may pass midnight.
    """
    if hours is None:
        return np.ones(time_min.size, dtype=np.bool_)
    start, end = hours
    return np.mod(time_min - start, MINUTES_PER_DAY) < end - start
