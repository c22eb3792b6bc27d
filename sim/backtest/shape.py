"""The shape of recorded crime, observed against foreseen: concentration, dispersion, how long ranks last."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.backtest.intervals import TAILS
from sim.records import uneven

BUSIEST: Final = 20
"""Length of the list whose change from year to year is measured."""
GINI, TOP, HALF = "Gini coefficient", "share of rows in the top 5% of areas", "share of areas with half of the rows"
DISPERSION = "dispersion, χ²/df of area × month"
MONTHLY = "rank correlation from month to month"
YEARLY = "rank correlation with the year before"
STAY = f"of the {BUSIEST} busiest areas of the year before, still among them"


@dataclass(frozen=True, slots=True)
class Ground:
    """What a shape is measured on.

    Parameters
    ----------
    following
        Months, by number, whose next one in the table is also the next one in time.
    year_before
        (n_areas,) rows of the last twelve months fitted.
    """

    following: list[int]
    year_before: NDArray[np.int64]


class Held(NamedTuple):
    """One number of the shape, held against what was foreseen of it.

    Parameters
    ----------
    measure
        What it is.
    observed
        What came; NaN where too little was recorded to say.
    low, middle, high
        2.5 %, 50 % and 97.5 % of the draws.
    """

    measure: str
    observed: float
    low: float
    middle: float
    high: float

    @property
    def known(self) -> bool:
        """Whether there is something to compare."""
        return math.isfinite(self.observed) and math.isfinite(self.middle)

    @property
    def inside(self) -> bool:
        """Whether what came lies in the 95% band."""
        return self.low <= self.observed <= self.high

    @property
    def ratio(self) -> float:
        """What came ÷ the middle of what was foreseen."""
        return self.observed / self.middle if self.middle else math.nan


Measure = Callable[[NDArray[np.integer], Ground], NDArray[np.float64]]

MEASURES: Final[dict[str, Measure]] = {
    GINI: lambda counts, _: uneven.gini(counts.sum(axis=-2)),
    TOP: lambda counts, _: uneven.top_share(counts.sum(axis=-2)),
    HALF: lambda counts, _: uneven.half_share(counts.sum(axis=-2)),
    DISPERSION: lambda counts, _: uneven.dispersion(counts),
    MONTHLY: lambda counts, ground: uneven.persistence(counts, ground.following),
    YEARLY: lambda counts, ground: uneven.rank_correlation(counts.sum(axis=-2), ground.year_before),
    STAY: lambda counts, ground: still_busiest(counts.sum(axis=-2), ground.year_before),
}
"""Each takes (..., n_months, n_areas) rows and gives (...,) numbers."""


def hold_shape(observed: NDArray[np.integer], draws: NDArray[np.integer], ground: Ground) -> tuple[Held, ...]:
    """Hold the shape of observed counts against that of draws.

    Parameters
    ----------
    observed
        (n_months, n_areas) rows that came.
    draws
        (draws, n_months, n_areas) rows foreseen.
    ground
        What both are measured on.

    Returns
    -------
    tuple[Held, ...]
        One for each of `MEASURES`.
    """
    return tuple(
        hold(name, float(measure(observed, ground)), measure(draws, ground)) for name, measure in MEASURES.items()
    )


def hold(measure: str, observed: float, drawn: NDArray[np.float64]) -> Held:
    """Hold one number against (draws,) of them; draws that say nothing are left out."""
    known = drawn[np.isfinite(drawn)]
    if not known.size:
        return Held(measure, observed, math.nan, math.nan, math.nan)
    low, middle, high = (float(value) for value in np.quantile(known, (TAILS[0], 0.5, TAILS[1])))
    return Held(measure, observed, low, middle, high)


def still_busiest(
    counts: NDArray[np.integer], year_before: NDArray[np.integer], busiest: int = BUSIEST
) -> NDArray[np.float64]:
    """Give the share of the busiest areas of the year before that are still among the busiest.

    Parameters
    ----------
    counts
        (..., n_areas) rows.
    year_before
        (n_areas,) rows of the year before.
    busiest
        How many areas are called so; of equals, those that come first in the county.

    Returns
    -------
    NDArray[np.float64]
        (...,) shares; NaN where nothing was recorded, or where all areas would be among the busiest.
    """
    if counts.shape[-1] <= busiest or not year_before.any():
        return np.full(counts.shape[:-1], np.nan)
    before = np.zeros(counts.shape[-1], dtype=np.bool_)
    before[np.argsort(-year_before, kind="stable")[:busiest]] = True
    now = np.argsort(-counts, axis=-1, kind="stable")[..., :busiest]
    share = before[now].mean(axis=-1)
    return np.where(counts.any(axis=-1), share, np.nan)
