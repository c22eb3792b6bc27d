"""A force's own incident log: calls with their times, places, kinds and grades."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.clock import MINUTES_PER_DAY


@dataclass(frozen=True, slots=True)
class Incidents:
    """Logged calls in the order of their times.

    Parameters
    ----------
    origin
        The day at whose midnight minute 0 lies.
    call_min
        (n,) minutes from `origin` to the call.
    area
        (n,) area index; −1 where the call could not be placed in the county.
    x_m, y_m
        (n,) place, metres, EPSG:27700; NaN where the log gives only an area, or nothing.
    kind
        (n,) index into `kind_name`.
    kind_name
        Call types: keys of the demand pack where the column mapping translates them, else as the log writes them.
    grade
        (n,) 1 to 4; 0 where unknown.
    dispatch_min, arrival_min, clear_min
        (n,) minutes from `origin`; NaN where there was none.
    hate
        (n,) whether flagged as hate crime or incident; all False where the log does not say.
    notes
        What was met on the way and how it was dealt with, in sentences for people.
    officers
        (n,) officers sent, 0 where unknown or nobody was; None where the log has no such column.
    """

    origin: date
    call_min: NDArray[np.float64]
    area: NDArray[np.int16]
    x_m: NDArray[np.float64]
    y_m: NDArray[np.float64]
    kind: NDArray[np.int16]
    kind_name: tuple[str, ...]
    grade: NDArray[np.int8]
    dispatch_min: NDArray[np.float64]
    arrival_min: NDArray[np.float64]
    clear_min: NDArray[np.float64]
    hate: NDArray[np.bool_]
    notes: tuple[str, ...] = ()
    officers: NDArray[np.int16] | None = None

    @property
    def n(self) -> int:
        """Number of calls."""
        return int(self.call_min.size)

    def until(self, day: date) -> Incidents:
        """Keep the calls made before the midnight at which a day begins."""
        return self.keeping(self.call_min < (day - self.origin).days * MINUTES_PER_DAY)

    def keeping(self, kept: NDArray[np.bool_]) -> Incidents:
        """Keep some calls: (n,) which."""
        columns: dict[str, Any] = {item.name: getattr(self, item.name) for item in fields(self)}
        cut: dict[str, Any] = {name: one[kept] for name, one in columns.items() if isinstance(one, np.ndarray)}
        return replace(self, **cut)

    @property
    def has_hours(self) -> bool:
        """Whether calls have a time of day: a log of dates alone has every call at midnight."""
        return bool((self.call_min % MINUTES_PER_DAY != 0).any())
