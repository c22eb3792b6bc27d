"""What a pilot of a design would have to be: the smallest fall it sees, and how much more of it a real fall needs."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from scipy.special import ndtri

from sim.trial.estimators.registry import EstimatorName
from sim.trial.planning import smallest_fall
from sim.trial.runs import Arm, DesignRuns
from sim.trial.spread import log_spread

WANTED: Final = 0.8
"""The power that is commonly asked for."""
_REACH: Final = float(ndtri(0.975) + ndtri(WANTED))
"""2.80: how many standard errors an effect must be for 80 % power at the 5 % level."""


@dataclass(frozen=True, slots=True)
class NeededRow:
    """What one estimator needs for one outcome of a design; NaN where that cannot be said.

    Parameters
    ----------
    design, estimator, outcome
        What the row is of.
    smallest_fall, smallest_low, smallest_high
        Fall in the treated place-periods that a test which keeps its level sees in 80 % of pilots, and its 95 % interval.
    reduction, true_change
        An effect, as stated; what it changes in the treated place-periods.
    times_as_much
        Place-days for 80 % power against that change, as a multiple of the pilot's.
    places, places_needed
        Places of the pilot, and as many of the same kind as are needed at the same length.
    days, days_needed
        Days of the pilot, and as many as are needed in the same places.
    """

    design: str
    estimator: str
    outcome: str
    smallest_fall: float
    smallest_low: float
    smallest_high: float
    reduction: float
    true_change: float
    times_as_much: float
    places: int
    places_needed: float
    days: int
    days_needed: float


NEEDED_COLUMNS: Final = tuple(item.name for item in fields(NeededRow))


def needed_rows(runs: Sequence[DesignRuns], outcomes: Sequence[str], days: int) -> Iterator[NeededRow]:
    """Say what each estimator needs, from how its estimates scatter where the effect is smallest.

    Parameters
    ----------
    runs
        The pilots.
    outcomes
        Names of the outcomes.
    days
        Length of the pilots.

    Notes
    -----
    Errors are taken to shrink with the root of place-days: true of places, but further places are quieter ones; of days only as far as bad
    months do not last, so that the days needed are the least. Estimators without a test are left out.
    """
    for design in runs:
        quiet = design.arms[0]
        for name in (name for name, said in quiet.estimates.items() if np.isfinite(said.p).any()):
            for place, outcome in enumerate(outcomes):
                for arm in design.arms:
                    if arm.reduction > 0:
                        yield _row(design, name, (place, outcome), arm, days)


def _row(design: DesignRuns, name: EstimatorName, outcome: tuple[int, str], arm: Arm, days: int) -> NeededRow:
    """Say it for one outcome and effect."""
    place, word = outcome
    change = design.arms[0].estimates[name].change[:, place]
    spread = log_spread(change[np.isfinite(change)])
    true_change = float(arm.truth.change[place])
    times = (spread.value * _REACH / math.log1p(true_change)) ** 2 if -1 < true_change < 0 else math.nan
    return NeededRow(
        design=design.name,
        estimator=name,
        outcome=word,
        smallest_fall=smallest_fall(spread.value),
        smallest_low=smallest_fall(spread.low),
        smallest_high=smallest_fall(spread.high),
        reduction=arm.reduction,
        true_change=true_change,
        times_as_much=times,
        places=design.places,
        places_needed=_up(times * design.places),
        days=days,
        days_needed=_up(times * days),
    )


def _up(value: float) -> float:
    """Round up; NaN stays."""
    return float(np.ceil(value))
