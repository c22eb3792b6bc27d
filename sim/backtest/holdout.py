"""The months that the fit sees, and those that are hidden from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.county.months import MONTHS_PER_YEAR, month_number
from sim.errors import InputError
from sim.fit import months as calendar
from sim.records.recorded import Recorded

OPTION: Final = "--hold-out"
"""What errors name."""


@dataclass(frozen=True, slots=True)
class HoldOut:
    """Recorded counts, split in time.

    Parameters
    ----------
    fitted
        What the fit and its rivals may see.
    hidden
        The months after, which they foresee.
    """

    fitted: Recorded
    hidden: Recorded

    @classmethod
    def of(cls, recorded: Recorded, months: int) -> HoldOut:
        """Hide the last `months` months that there are.

        Raises
        ------
        InputError
            If no month would be left to fit.
        """
        there = len(recorded.month)
        if not 1 <= months < there:
            what = f"{months} months cannot be hidden: there are {there} with records"
            raise InputError.of(OPTION, what, f"hide between 1 and {there - 1}" if there > 1 else "add earlier months")
        first = recorded.month[there - months]
        return cls(recorded.without_last(months), recorded.between(first, recorded.month[-1]))

    @property
    def hidden_days(self) -> float:
        """Days of the hidden months."""
        return float(calendar.days(self.hidden.month).sum())

    @property
    def last_twelve(self) -> NDArray[np.intp]:
        """The last twelve fitted months, by number; all if fewer."""
        there = len(self.fitted.month)
        return np.arange(max(0, there - MONTHS_PER_YEAR), there)

    @property
    def last_year(self) -> NDArray[np.intp]:
        """Fitted months, by number, of the twelve before the first hidden one; the last twelve if records skip that year."""
        number = np.array([month_number(month) for month in self.fitted.month])
        first = month_number(self.hidden.month[0]) - MONTHS_PER_YEAR
        within = np.flatnonzero(number >= first)
        return within if within.size else self.last_twelve

    @property
    def same_months(self) -> NDArray[np.intp] | None:
        """For each hidden month the last fitted one of the same name, by number; None where one has none."""
        of_year = {month[5:]: index for index, month in enumerate(self.fitted.month)}
        found = [of_year.get(month[5:], -1) for month in self.hidden.month]
        return None if -1 in found else np.array(found, dtype=np.intp)

    @property
    def last_stretch(self) -> Recorded:
        """The last fitted months without a gap between them, twelve at most."""
        first, last = calendar.runs(self.fitted.month)[-1]
        first = max(first, last - MONTHS_PER_YEAR)
        return self.fitted.between(self.fitted.month[first], self.fitted.month[last - 1])
