"""Months that lie far outside what the other months of a category say: told, and left in the fit.

A real jump and a mistake of recording look alike in counts. What they do to a fit is known, and so is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.fit import months as calendar
from sim.fit.result import RateFit

FAR: Final = 5.0
"""Robust standard deviations from the median beyond which a month is told."""
FACTOR: Final = 2.0
"""And by what factor it must differ at least: a category that hardly moves has small deviations."""
LEAST_MONTHS: Final = 6
"""Of fewer months no median says what is usual."""
_TO_SD: Final = 1.4826
"""Standard deviation of a normal distribution over its median absolute deviation."""
_HALF: Final = 0.5
"""Rows that stand for none, so that there is a logarithm."""


@dataclass(frozen=True, slots=True)
class OddMonth:
    """A month of one category far outside the others.

    Parameters
    ----------
    category, month
        Which.
    rows
        Rows recorded in it.
    usual
        Rows that a month of its length has at the median of the months.
    """

    category: str
    month: str
    rows: int
    usual: float


def odd_months(rates: RateFit) -> Iterator[OddMonth]:
    """Find months far outside what the others say, category by category.

    Parameters
    ----------
    rates
        The fit.

    Yields
    ------
    OddMonth
        Those whose log of rows a day lies more than `FAR` robust standard deviations (1.4826 × the median absolute
        deviation, and at least what chance gives) from the median of the category, and by a factor of `FACTOR`.
    """
    length = calendar.days(rates.month)
    for kind, category in enumerate(rates.category):
        rows = rates.levels.observed[:, kind]
        for at in _far(rows, length):
            usual = float(np.median(rows / length)) * length[at]
            yield OddMonth(category, rates.month[at], int(rows[at]), float(usual))


def odd_month_notes(rates: RateFit) -> Iterator[str]:
    """Say of each such month what it is, what it does and what can be done about it.

    Parameters
    ----------
    rates
        The fit.

    Yields
    ------
    str
        A sentence or two a month.
    """
    for odd in odd_months(rates):
        wander = rates.levels.wander_sd[rates.category.index(odd.category)]
        yield (
            f"{odd.category}: {odd.month} has {odd.rows:,} rows, where the median month would have {odd.usual:,.0f} (more than "
            f"{FAR:g} robust standard deviations of the log away). It was kept and taken for a real change, so the level of "
            f"this category wanders further ({wander:.0%} a year) and the range of the year ahead is wider. If it is a "
            "mistake of recording, mend the rows, or drop the month with street.leave_out."
        )


def _far(rows: NDArray[np.float64], length: NDArray[np.float64]) -> NDArray[np.intp]:
    """Give the months that lie far from the median of all, by number; none where there are too few or hardly any rows."""
    if rows.size < LEAST_MONTHS or np.median(rows) < 1:
        return np.zeros(0, dtype=np.intp)
    away = np.log(np.maximum(rows, _HALF) / length)
    away -= np.median(away)
    chance = 1 / np.sqrt(np.median(rows))
    spread = max(_TO_SD * float(np.median(np.abs(away))), float(chance))
    return np.flatnonzero((np.abs(away) > FAR * spread) & (np.abs(away) > np.log(FACTOR)))
