"""Calendar months as numbers: how long they are, and when their middle lies."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sim.county.months import MONTHS_PER_YEAR, month_name, month_number


def following(month: str, count: int) -> tuple[str, ...]:
    """List the `count` months after a month."""
    return tuple(month_name(month_number(month) + ahead) for ahead in range(1, count + 1))


def years(months: Sequence[str]) -> NDArray[np.float64]:
    """Give the (n_months,) middles of months in years of twelve equal months."""
    return np.array([(month_number(month) + 0.5) / MONTHS_PER_YEAR for month in months], dtype=np.float64)


def days(months: Sequence[str]) -> NDArray[np.float64]:
    """Give the (n_months,) lengths of months in days."""
    return np.array([calendar.monthrange(int(month[:4]), int(month[5:7]))[1] for month in months], dtype=np.float64)


def of_year(months: Sequence[str]) -> NDArray[np.intp]:
    """Give the (n_months,) places of months in their year, 0 for January."""
    return np.array([month_number(month) % MONTHS_PER_YEAR for month in months], dtype=np.intp)


def runs(months: Sequence[str]) -> list[tuple[int, int]]:
    """Split months into stretches without a gap: first place and one past the last of each."""
    numbers = [month_number(month) for month in months]
    breaks = [place for place in range(1, len(numbers)) if numbers[place] != numbers[place - 1] + 1]
    edges = [0, *breaks, len(numbers)]
    return [(first, last) for first, last in pairwise(edges) if last > first]
