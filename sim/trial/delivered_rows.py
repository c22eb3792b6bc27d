"""The table of delivery on the street: what was planned, what came of it, and what that did to the true change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from sim.trial.runs import Arm, DesignRuns


@dataclass(frozen=True, slots=True)
class DeliveredRow:
    """One outcome under one design and true effect; numbers of visits and minutes are means of a pilot.

    Parameters
    ----------
    design, reduction, outcome
        What the row is of.
    visits_planned, visits_made, visits_cut
        Visits that fell due, that were made, and that a call cut short.
    planned_min, delivered_min
        Minutes of presence in the treated places.
    visit_share, minute_share
        What was made of the planned visits, and delivered of the planned minutes, in all pilots together.
    minute_share_low, minute_share_high
        Where the second lies in 95 of 100 pilots.
    change_if_all_made
        Expected change in the treated place-periods had every visit been made on time and in full, by the same histories.
    true_change
        Expected change at what was delivered.
    """

    design: str
    reduction: float
    outcome: str
    visits_planned: float
    visits_made: float
    visits_cut: float
    planned_min: float
    delivered_min: float
    visit_share: float
    minute_share: float
    minute_share_low: float
    minute_share_high: float
    change_if_all_made: float
    true_change: float


DELIVERED_COLUMNS: Final = tuple(item.name for item in fields(DeliveredRow))


def delivered_rows(runs: Sequence[DesignRuns], outcomes: Sequence[str]) -> Iterator[DeliveredRow]:
    """Sum up what was delivered: design by design, effect by effect, outcome by outcome.

    Parameters
    ----------
    runs
        The pilots; compliance that was stated has no rows, since nothing came out.
    outcomes
        Names of the outcomes.
    """
    for design in runs:
        for arm in design.arms:
            if arm.if_all_made is not None:
                for place, outcome in enumerate(outcomes):
                    yield _row(design.name, arm, outcome, place)


def _row(design: str, arm: Arm, outcome: str, place: int) -> DeliveredRow:
    """Sum up one outcome."""
    done = arm.delivered
    low, high = np.quantile(done.delivered_min / done.planned_min, [0.025, 0.975])
    return DeliveredRow(
        design=design,
        reduction=arm.reduction,
        outcome=outcome,
        **{item.name: float(getattr(done, item.name).mean()) for item in fields(done)},
        visit_share=done.visit_share,
        minute_share=done.minute_share,
        minute_share_low=float(low),
        minute_share_high=float(high),
        change_if_all_made=float(arm.change_if_all_made[place]),
        true_change=float(arm.truth.change[place]),
    )
