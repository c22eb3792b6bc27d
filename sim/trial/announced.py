"""How often a plain before and after comparison would give what somebody has announced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.trial.estimators.registry import EstimatorName
from sim.trial.outcomes import FIRST_CATEGORY
from sim.trial.runs import DesignRuns
from sim.trial.shares import wilson
from sim.trial.summary import LARGE_FALL

LEAST_BEFORE: Final = 50.0
"""Recorded crimes before the pilot, of which a fall by a fifth is more than one or two of chance."""
BEFORE_AFTER: Final[EstimatorName] = "before_after"
"""Name of the estimator that announcements rest on."""
ANY_CATEGORY: Final = "any category of crime"
TOGETHER: Final = " and "


@dataclass(frozen=True, slots=True)
class AnnouncedRow:
    """How often pilots of a design, under a true effect, show a fall of so much.

    Parameters
    ----------
    design, reduction
        The pilots.
    outcome
        One outcome; several, joined by "and", that fall together; or any category of crime.
    fall
        The fall that was announced: of several, written beside each in `outcome`, the smallest.
    least_before
        Of any category: those with fewer records at the places before the pilot are passed over.
    pilots
        How many pilots there are.
    share, low, high
        Share of them that show it, and its 95 % interval (Wilson).
    """

    design: str
    reduction: float
    outcome: str
    fall: float
    least_before: float
    pilots: int
    share: float
    low: float
    high: float


ANNOUNCED_COLUMNS: Final = tuple(item.name for item in fields(AnnouncedRow))


def announced_rows(
    runs: Sequence[DesignRuns], outcomes: Sequence[str], announced: Mapping[str, float]
) -> Iterator[AnnouncedRow]:
    """Count the pilots that show each announced fall, all of them together, and a fall of 20 % in any category.

    Any category is told twice: of all of them, and of those that had 50 records or more before.

    Parameters
    ----------
    runs
        The pilots; designs without a time before the pilot have nothing to announce.
    outcomes
        Names of the outcomes.
    announced
        Falls by outcome.
    """
    places = {name: outcomes.index(name) for name in announced}
    for design in runs:
        for arm in design.arms:
            said = arm.estimates.get(BEFORE_AFTER)
            if said is None or not np.isfinite(said.change).any():
                continue
            shown = {name: said.change[:, place] <= -announced[name] for name, place in places.items()}
            for name, hits in shown.items():
                yield _row(design.name, arm.reduction, name, announced[name], 0.0, hits)
            if len(shown) > 1:
                every = np.logical_and.reduce(list(shown.values()))
                yield _row(design.name, arm.reduction, TOGETHER.join(shown), min(announced.values()), 0.0, every)
            fell = said.change[:, FIRST_CATEGORY:] <= -LARGE_FALL
            for least in (0.0, LEAST_BEFORE):
                many = arm.recorded_before[:, FIRST_CATEGORY:] >= least
                some = np.asarray((fell & many).any(axis=1))
                yield _row(design.name, arm.reduction, ANY_CATEGORY, LARGE_FALL, least, some)


def _row(
    design: str, reduction: float, outcome: str, fall: float, least_before: float, hits: NDArray[np.bool_]
) -> AnnouncedRow:
    """Count one announcement; a pilot in which nothing was recorded before shows nothing."""
    share = wilson(int(hits.sum()), hits.size)
    return AnnouncedRow(design, reduction, outcome, fall, least_before, hits.size, *share)
