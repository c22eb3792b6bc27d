"""Lists of hotspots: how much of what came each way of making one would have caught."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.backtest.intervals import SURE

LENGTHS: Final = (20, 40, 80)
"""Areas on a list."""
FIT, CEILING = "fit", "ceiling"
"""Names of the list in question, and of the best that there could have been."""

_ROUNDING: Final = 1e-9


class Caught(NamedTuple):
    """What a list caught.

    Parameters
    ----------
    method
        How the list was made.
    length
        Areas on it.
    caught, all_there
        Rows (or harm) in its areas, and in the county.
    pai
        Predictive accuracy index: share caught ÷ share of the county's square kilometres (Chainey, Tompson & Uhlig 2008,
        doi:10.1057/palgrave.sj.8350066).
    pei
        Predictive efficiency index: caught ÷ the most that a list of so many areas could have caught (Hunt 2016).
    behind
        Share caught by the fit's list less that of this one.
    behind_low, behind_high
        95 % interval of that for chance in what came, NaN for harm: rows in only one of two lists are Poisson counts.
    """

    method: str
    length: int
    caught: float
    all_there: float
    pai: float
    pei: float
    behind: float
    behind_low: float
    behind_high: float

    @property
    def hit_rate(self) -> float:
        """Share of the rows (or harm) that it caught."""
        return self.caught / self.all_there if self.all_there else math.nan

    def catches_as_much_as(self, other: Caught) -> bool:
        """Tell whether it caught at least as much as another list; shared places leave rounding behind."""
        return self.caught >= other.caught * (1 - _ROUNDING)


@dataclass(frozen=True, slots=True)
class Came:
    """What came in each area.

    Parameters
    ----------
    amount
        (n_areas,) rows, or harm.
    area_km2
        (n_areas,) square kilometres.
    counts
        Whether `amount` counts rows.
    """

    amount: NDArray[np.float64]
    area_km2: NDArray[np.float64]
    counts: bool = True


def on_list(score: NDArray[np.float64], length: int) -> NDArray[np.float64]:
    """Put the areas of the highest score on a list.

    Parameters
    ----------
    score
        (n_areas,) scores.
    length
        Areas on the list.

    Returns
    -------
    NDArray[np.float64]
        (n_areas,) chance of being on it: 1, 0, or a fraction for areas that tie for the last places.
    """
    if length >= score.size:
        return np.ones(score.size)
    last = np.partition(score, score.size - length)[score.size - length]
    above, level = score > last, score == last
    share = (length - np.count_nonzero(above)) / np.count_nonzero(level)
    return np.where(above, 1.0, np.where(level, share, 0.0))


def compare_lists(
    scores: dict[str, NDArray[np.float64]], came: Came, lengths: tuple[int, ...] = LENGTHS
) -> tuple[Caught, ...]:
    """Compare lists made in several ways, and the best that there could have been.

    Parameters
    ----------
    scores
        (n_areas,) scores by method; `FIT` is among them.
    came
        What came.
    lengths
        Lengths of the lists; those that would hold all areas are left out.

    Returns
    -------
    tuple[Caught, ...]
        By length, and within it by method in the order given, the ceiling last.
    """
    found = []
    for length in lengths:
        if length >= came.amount.size:
            continue
        listed = {name: on_list(score, length) for name, score in {**scores, CEILING: came.amount}.items()}
        found += [_caught(name, length, member, listed, came) for name, member in listed.items()]
    return tuple(found)


def _caught(
    name: str, length: int, member: NDArray[np.float64], listed: dict[str, NDArray[np.float64]], came: Came
) -> Caught:
    """Measure one list."""
    total = float(came.amount.sum())
    caught, most = float(member @ came.amount), float(listed[CEILING] @ came.amount)
    covered = float(member @ came.area_km2 / came.area_km2.sum())
    apart = listed[FIT] - member
    behind = float(apart @ came.amount) / total if total else math.nan
    margin = SURE * math.sqrt(float(np.square(apart) @ came.amount)) / total if total and came.counts else math.nan
    return Caught(
        method=name,
        length=length,
        caught=caught,
        all_there=total,
        pai=caught / total / covered if total else math.nan,
        pei=caught / most if most else math.nan,
        behind=behind,
        behind_low=behind - margin,
        behind_high=behind + margin,
    )
