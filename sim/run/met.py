"""What calls met of patrol in a run, against what was expected, and the stock that brings both together."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Self

import numpy as np
from numpy.typing import NDArray

from sim.clock import Clock
from sim.command.suppression import BaselineStock, survival_share
from sim.demand.model import Suppression
from sim.demand.records import DETERRABLE
from sim.street.records import DISPLACED, PREVENTED


@dataclass(frozen=True, slots=True)
class Met:
    """What deterrable calls met in runs with the effect on, against what was expected: all (n_types,).

    Parameters
    ----------
    stock, stock_squared
        Sums over calls of the stock met and of its square.
    mean, mean_squared, cross
        Sums of the mean stock of the call's area and hour, of its square, and of stock × mean.
    prevented, expected
        Calls that patrol kept from happening where they were drawn, moved ones among them, and the sum of the chances
        of that which the baseline's stock gives.
    moved, expected_moved
        Those of `prevented` and of `expected` that happen in a neighbouring area instead.
    calls
        All calls, deterrable or not; the base of the county's total.
    """

    stock: NDArray[np.float64]
    stock_squared: NDArray[np.float64]
    mean: NDArray[np.float64]
    mean_squared: NDArray[np.float64]
    cross: NDArray[np.float64]
    prevented: NDArray[np.float64]
    expected: NDArray[np.float64]
    moved: NDArray[np.float64]
    expected_moved: NDArray[np.float64]
    calls: NDArray[np.float64]

    @classmethod
    def sum_of(cls, parts: list[Self]) -> Self:
        """Add up the sums of several runs, in order."""
        return cls(*(sum(getattr(part, item.name) for part in parts) for item in fields(cls)))

    @property
    def total_missed(self) -> float:
        """Share by which the county's total falls short of (or exceeds) what was observed; a moved call has occurred."""
        lost = self.prevented.sum() - self.moved.sum()
        expected_lost = self.expected.sum() - self.expected_moved.sum()
        return float((lost - expected_lost) / max(self.calls.sum(), 1.0))

    def corrected(self, stock: BaselineStock) -> BaselineStock:
        """Bring the stock into line with what the calls met, and with what was prevented."""
        with np.errstate(divide="ignore", invalid="ignore"):
            at_calls = self.stock / self.mean
            apart = self.stock_squared - 2 * at_calls * self.cross + at_calls**2 * self.mean_squared
            spread = apart / (at_calls**2 * self.mean_squared)
            residual = self.prevented / self.expected
        first = bool((stock.spread == 0).all())
        scale = at_calls if first else stock.at_calls * residual
        known = np.isfinite(scale) & np.isfinite(spread) & (self.expected > 0)
        return BaselineStock(
            stock.mean, np.where(known, scale, stock.at_calls), np.where(known, np.maximum(spread, 0.0), stock.spread)
        )


def what_was_met(
    suppression: Suppression,
    stock: BaselineStock,
    calls: NDArray[np.void],
    outcome: NDArray[np.void],
    counted: NDArray[np.bool_],
    tested: NDArray[np.bool_],
    clock: Clock,
) -> Met:
    """Sum up what the calls of a run met that were put to the test.

    Parameters
    ----------
    suppression
        How the types respond to the stock.
    stock
        The stock that was taken for the baseline's.
    calls, outcome
        (n_calls,) what could happen and what did.
    counted, tested
        (n_calls,) calls of the measured time, and those of them whose parent, if any, happened.
    clock
        The run's.

    Returns
    -------
    Met
        Sums by type.
    """
    n_types = suppression.beta.size
    tested = tested & ((calls["flags"] & DETERRABLE) != 0) & (suppression.beta[calls["type"]] != 0)
    rows, kinds = calls[tested], calls["type"][tested]
    met = outcome["stock"][tested].astype(np.float64)
    hour = clock.hour_of_week(rows["call_min"])
    mean = stock.mean[rows["area"], hour].astype(np.float64)
    chance = np.empty(rows.size)
    for kind in np.unique(kinds):
        mine = kinds == kind
        kept = survival_share(
            float(suppression.beta[kind]), mean[mine] * stock.at_calls[kind], float(stock.spread[kind])
        )
        chance[mine] = 1.0 - kept
    moved = (outcome["flags"][tested] & DISPLACED) != 0
    share_moved = np.where(suppression.beta > 0, suppression.displacement, 0.0)
    prevented = (outcome["state"][tested] == PREVENTED) | moved

    def by_type(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.bincount(kinds, weights=values, minlength=n_types).astype(np.float64)

    return Met(
        stock=by_type(met),
        stock_squared=by_type(met**2),
        mean=by_type(mean),
        mean_squared=by_type(mean**2),
        cross=by_type(met * mean),
        prevented=by_type(prevented.astype(np.float64)),
        expected=by_type(chance),
        moved=by_type(moved.astype(np.float64)),
        expected_moved=share_moved * by_type(chance),
        calls=np.bincount(calls["type"][counted], minlength=n_types).astype(np.float64),
    )
