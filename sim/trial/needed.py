"""What a pilot of a design would have to be: the smallest fall it sees, and how much more of it a real fall needs."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from sim.trial.estimators.registry import EstimatorName
from sim.trial.least_fall import LARGEST
from sim.trial.runs import Arm, DesignRuns
from sim.trial.seen import share_seen
from sim.trial.shares import OverPilots
from sim.trial.smallest import FEWEST, smallest_fall_found

_KNOWN_TO: Final = 0.25
"""How far off the share of a fall that a design sees may be, for its smallest fall to be told."""
NOT_KNOWN: Final = "how much of a fall is seen is not known well enough"
NOT_SEEN: Final = "a fall is not seen at all, or as a rise"
TOO_FEW: Final = f"fewer than {FEWEST} pilots"
NO_FALL: Final = "no fall is seen in 80 of 100 pilots, however large"


@dataclass(frozen=True, slots=True)
class NeededRow:
    """What one estimator needs for one outcome of a design; NaN where that cannot be said.

    Parameters
    ----------
    design, estimator, outcome
        What the row is of.
    smallest_fall, smallest_low, smallest_high
        True fall in the treated place-periods that is found in 80 % of pilots, and its 95 % interval; 1 as its end if there might be none.
    share_seen, share_low, share_high
        How much of a true fall the estimates show, on the log scale, and its 95 % interval: less than 1 where its effect carries over or spills.
    why_none
        Why no smallest fall is told; empty where one is.
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
    share_seen: float
    share_low: float
    share_high: float
    why_none: str
    reduction: float
    true_change: float
    times_as_much: float
    places: int
    places_needed: float
    days: int
    days_needed: float


NEEDED_COLUMNS: Final = tuple(item.name for item in fields(NeededRow))


def needed_rows(runs: Sequence[DesignRuns], outcomes: Sequence[str], days: int) -> Iterator[NeededRow]:
    """Say what each estimator needs, from the falls that it finds when they are imposed on pilots in which nothing was done.

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
    What is found in the records is what patrol did where all of it is seen. Where a part is not, since it lasts into periods without patrol or
    spills to the places that are compared with, a true fall must be larger: ln(1 − fall) is divided by the share that is seen.

    That of a fall which shows is taken to shrink with the root of place-days: true of places, but further places are quieter ones, while with few
    places a test gains more than that from more of them; of days only as far as bad months do not last, so that the days needed are the
    least. Estimators without a test are left out.
    """
    for design in runs:
        for name, least in design.least_fall.items():
            for place, outcome in enumerate(outcomes):
                said = design.arms[-1].estimates[name].change[:, place]
                if np.isfinite(least[:, place]).any() and np.isfinite(said).any():
                    seen = share_seen(design.arms, name, place)
                    smallest, why = _true_fall(smallest_fall_found(least[:, place]), seen)
                    for arm in design.arms:
                        if arm.reduction > 0:
                            yield _row(design, (name, place, outcome), (smallest, seen, why), arm, days)


def _true_fall(found: OverPilots, seen: OverPilots) -> tuple[OverPilots, str]:
    """Give the true fall of which so much is seen as is found, or say why there is none."""
    unknown = OverPilots(math.nan, math.nan, math.nan, found.pilots)
    if math.isnan(found.value):
        return unknown, NO_FALL if found.pilots >= FEWEST else TOO_FEW
    if seen.high <= 0:
        return unknown, NOT_SEEN
    if not seen.high - seen.low <= 2 * _KNOWN_TO or seen.low <= 0:
        return unknown, NOT_KNOWN
    value, low, high = (
        1 - (1 - fall) ** (1 / share)
        for fall, share in ((found.value, seen.value), (found.low, seen.high), (found.high, seen.low))
    )
    if value > LARGEST:
        return unknown, NO_FALL
    return OverPilots(value, low, high if high <= LARGEST else 1.0, found.pilots), ""


def _row(
    design: DesignRuns,
    of: tuple[EstimatorName, int, str],
    needs: tuple[OverPilots, OverPilots, str],
    arm: Arm,
    days: int,
) -> NeededRow:
    """Say it for one outcome and effect."""
    (name, place, outcome), (smallest, seen, why) = of, needs
    true_change = float(arm.truth.change[place])
    times = (math.log1p(-smallest.value) / math.log1p(true_change)) ** 2 if -1 < true_change < 0 else math.nan
    return NeededRow(
        design=design.name,
        estimator=name,
        outcome=outcome,
        smallest_fall=smallest.value,
        smallest_low=smallest.low,
        smallest_high=smallest.high,
        share_seen=seen.value,
        share_low=seen.low,
        share_high=seen.high,
        why_none=why,
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
