"""What a backtest found, for every category and for all of them together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.backtest.hotspots import Caught
from sim.backtest.intervals import Foreseen
from sim.backtest.shape import Held
from sim.backtest.transform import Calibration


@dataclass(frozen=True, slots=True)
class Scored:
    """A county total foreseen in one way.

    Parameters
    ----------
    method
        The fit, or a rival.
    mean, low, high
        What was foreseen: mean and 95 % interval.
    score
        Interval score; less is better.
    inside
        Whether the total lay in the interval.
    """

    method: str
    mean: float
    low: float
    high: float
    score: float
    inside: bool


@dataclass(frozen=True, slots=True)
class GroupFindings:
    """What was found of one category, or of several together.

    Parameters
    ----------
    name, is_category
        The group, and whether it is one category.
    per_year
        Rows a year in the last twelve months fitted.
    total
        Rows of all hidden months.
    scored
        How that was foreseen: by the fit, then by its rivals.
    by_month
        (n_hidden_months,) rows as foreseen by the fit.
    month_total
        (n_hidden_months,) rows that came.
    cells, areas
        Calibration over area × month, and over areas with all hidden months together.
    shape
        Concentration, dispersion and how long ranks last.
    """

    name: str
    is_category: bool
    per_year: float
    total: int
    scored: tuple[Scored, ...]
    by_month: Foreseen
    month_total: NDArray[np.int64]
    cells: Calibration
    areas: Calibration
    shape: tuple[Held, ...]

    def scored_by(self, method: str) -> Scored | None:
        """Give how one method foresaw the total, if it could."""
        return next((row for row in self.scored if row.method == method), None)


@dataclass(frozen=True, slots=True)
class Hotspots:
    """Lists of hotspots of one kind.

    Parameters
    ----------
    group
        Category, or several together.
    by
        What the list is made by and measured in: "rows", or "harm in" its unit.
    lists
        What each caught.
    """

    group: str
    by: str
    lists: tuple[Caught, ...]


@dataclass(frozen=True, slots=True)
class Simulated:
    """Recorded counts against the simulator's own histories.

    Parameters
    ----------
    months
        What was recorded then is compared.
    histories
        Number of histories.
    shape
        Concentration, dispersion and how long ranks last, by group.
    """

    months: tuple[str, ...]
    histories: int
    shape: dict[str, tuple[Held, ...]]


@dataclass(frozen=True, slots=True)
class Findings:
    """What a backtest found.

    Parameters
    ----------
    county
        Name of the county.
    attribution
        Licence lines of its data.
    fitted, hidden
        Months that the fit saw, and those that were hidden.
    draws, seed
        Number of draws, and their seed.
    groups
        Categories, then all crime and all rows.
    cells
        Calibration over area × category × month.
    hotspots
        Lists of hotspots: all rows by count and by harm, then each category.
    simulated
        The simulator's own histories against the hidden months, and against the last ones fitted; empty where none were drawn.
    notes
        What was met in the records and how it was dealt with.
    """

    county: str
    attribution: tuple[str, ...]
    fitted: tuple[str, ...]
    hidden: tuple[str, ...]
    draws: int
    seed: int
    groups: tuple[GroupFindings, ...]
    cells: Calibration
    hotspots: tuple[Hotspots, ...]
    simulated: tuple[Simulated, ...]
    notes: tuple[str, ...]

    @property
    def categories(self) -> tuple[GroupFindings, ...]:
        """The groups that are one category."""
        return tuple(group for group in self.groups if group.is_category)
