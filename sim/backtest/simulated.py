"""Recorded rows of the simulator's own histories, drawn from a fit as a study on its packs would draw them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.backtest.findings import Simulated
from sim.backtest.groups import with_sums
from sim.backtest.shape import Ground, hold_shape
from sim.clock import MINUTES_PER_DAY, Clock
from sim.county.model import County
from sim.demand.build import build_demand, handling_of
from sim.demand.config import DemandConfig
from sim.demand.history import draw_history, no_suppression
from sim.demand.model import Demand, Handling
from sim.demand.records import ASB_RECORD, NO_OFFENCE, UNREPORTED
from sim.fit import months as calendar
from sim.fit.demand_pack import demand_pack
from sim.fit.fitted import FittedCounty
from sim.harm.components import ASB_CATEGORY
from sim.records.recorded import Recorded
from sim.records.uneven import followed_months

WARM_UP_DAYS: Final = 28
"""Days drawn before the first month, so that its near-repeats have parents."""
_NO_ROW: Final = -1


class Simulator:
    """Draws histories from a fit.

    Parameters
    ----------
    fitted
        The fit.
    seed
        Seed of the histories.
    """

    def __init__(self, fitted: FittedCounty, seed: int) -> None:
        config = DemandConfig.model_validate(demand_pack(fitted))
        self._county = with_rates(fitted)
        self._demand: Demand = build_demand(config, self._county)
        self._handling: Handling = handling_of(config)
        self._category = fitted.rates.category
        self._seed = seed
        place = {name.casefold(): row for row, name in enumerate(self._category)}
        self._row_of_offence = np.array(
            [place.get(name.casefold(), _NO_ROW) for name in self._demand.offence_category] + [_NO_ROW], dtype=np.intp
        )
        self._row_of_asb = place.get(ASB_CATEGORY.casefold(), _NO_ROW)

    def draw(self, months: Sequence[str], replication: int) -> NDArray[np.int32]:
        """Draw the rows of consecutive months: (n_categories, n_months, n_areas)."""
        first = calendar.number_of(months[0])
        days = calendar.days(months)
        start = date(first // calendar.MONTHS_PER_YEAR, first % calendar.MONTHS_PER_YEAR + 1, 1)
        clock = Clock(start - timedelta(days=WARM_UP_DAYS), WARM_UP_DAYS, int(days.sum()), 0)
        nothing = np.zeros(len(self._demand.offence_key)), np.zeros(self._demand.n_types)
        calls = draw_history(
            self._demand,
            self._handling,
            no_suppression(self._demand.n_types, self._demand.n_areas),
            (self._county.neighbour_start, self._county.neighbour),
            *nothing,
            clock,
            self._seed,
            replication,
        ).calls
        begins = np.array(list(accumulate(days, initial=WARM_UP_DAYS))) * MINUTES_PER_DAY
        return self._count(calls, begins)

    def _count(self, calls: NDArray[np.void], begins: NDArray[np.float64]) -> NDArray[np.int32]:
        """Count the rows that calls leave, by category, month and area."""
        row = self._row_of_offence[np.where(calls["offence"] == NO_OFFENCE, -1, calls["offence"])]
        row = np.where((calls["flags"] & ASB_RECORD) != 0, self._row_of_asb, row)
        month = np.searchsorted(begins, calls["call_min"], side="right") - 1
        shape = len(self._category), begins.size - 1, self._demand.n_areas
        kept = (row >= 0) & (month >= 0) & (month < shape[1]) & ((calls["flags"] & UNREPORTED) == 0)
        place = np.ravel_multi_index((row[kept], month[kept], calls["area"][kept].astype(np.intp)), shape)
        return np.bincount(place, minlength=int(np.prod(shape))).reshape(shape).astype(np.int32)


def with_rates(fitted: FittedCounty) -> County:
    """Give the county the rates that were fitted, as its pack would."""
    return replace(
        fitted.county,
        recorded_category=fitted.rates.category,
        recorded_per_year=fitted.ahead.per_year,
        rate_shape=fitted.ahead.shape,
        level_log_sd=fitted.ahead.level_log_sd,
    )


def hold_simulated(
    fitted: FittedCounty,
    recorded: Recorded,
    year_before: NDArray[np.int32],
    histories: int,
    seed: int,
    step: Callable[[], None] = lambda: None,
) -> Simulated:
    """Hold the shape of recorded counts against that of the simulator's own histories.

    Parameters
    ----------
    fitted
        The fit that histories are drawn from.
    recorded
        What was recorded in the months in question.
    year_before
        (n_categories, n_areas) rows of the twelve months fitted before these; all 0 where there is nothing to compare.
    histories
        How many histories to draw.
    seed
        Their seed.
    step
        Called after each history.

    Returns
    -------
    Simulated
        The shape of every category, all crime and all rows.
    """
    whole = [calendar.name_of(number) for number in range(*_ends(recorded.month))]
    kept = [whole.index(month) for month in recorded.month]
    simulator = Simulator(fitted, seed)
    drawn = np.empty((histories, len(recorded.category), len(kept), len(recorded.area_code)), dtype=np.int32)
    for replication in range(histories):
        drawn[replication] = simulator.draw(whole, replication)[:, kept]
        step()
    following = followed_months(recorded.month)
    observed = with_sums((name, recorded.count[:, kind]) for kind, name in enumerate(recorded.category))
    before = with_sums((name, year_before[kind]) for kind, name in enumerate(recorded.category))
    draws = with_sums((name, drawn[:, kind]) for kind, name in enumerate(recorded.category))
    shape = {
        came.name: hold_shape(came.counts, seen.counts, Ground(following, earlier.counts.astype(np.int64)))
        for came, earlier, seen in zip(observed, before, draws, strict=True)
    }
    return Simulated(recorded.month, histories, shape)


def _ends(months: Sequence[str]) -> tuple[int, int]:
    """Give the number of the first month, and of the one after the last."""
    return calendar.number_of(months[0]), calendar.number_of(months[-1]) + 1
