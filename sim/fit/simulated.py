"""Recorded rows of the simulator's own histories, drawn as a study would draw them: no street is needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.clock import MINUTES_PER_DAY, Clock
from sim.county.model import County
from sim.county.months import MONTHS_PER_YEAR, month_number
from sim.demand.build import build_demand, handling_of
from sim.demand.config import DemandConfig
from sim.demand.history import draw_history, no_suppression
from sim.demand.model import Demand, Handling
from sim.demand.records import ASB_RECORD, NO_OFFENCE, UNREPORTED
from sim.fit import months as calendar
from sim.fit.predict import YearAhead
from sim.harm.components import ASB_CATEGORY

WARM_UP_DAYS: Final = 28
"""Days drawn before the first month, so that its near-repeats have parents."""
_NO_ROW: Final = -1


class Simulator:
    """Draws histories from a fit.

    Parameters
    ----------
    config
        The demand pack.
    county
        A county with the rates of `with_rates`.
    seed
        Seed of the histories.
    """

    def __init__(self, config: DemandConfig, county: County, seed: int) -> None:
        self._county = county
        self._demand: Demand = build_demand(config, county)
        self._handling: Handling = handling_of(config)
        self._category = county.recorded_category
        self._seed = seed
        place = {name.casefold(): row for row, name in enumerate(self._category)}
        self._row_of_offence = np.array(
            [place.get(name.casefold(), _NO_ROW) for name in self._demand.offence_category] + [_NO_ROW], dtype=np.intp
        )
        self._row_of_asb = place.get(ASB_CATEGORY.casefold(), _NO_ROW)

    def draw(self, months: Sequence[str], replication: int) -> NDArray[np.int32]:
        """Draw the rows of consecutive months: (n_categories, n_months, n_areas)."""
        first = month_number(months[0])
        days = calendar.days(months)
        start = date(first // MONTHS_PER_YEAR, first % MONTHS_PER_YEAR + 1, 1)
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


def with_rates(county: County, category: tuple[str, ...], rates: YearAhead) -> County:
    """Give a county the rates of a fit, as its pack would."""
    return replace(
        county,
        recorded_category=category,
        recorded_per_year=rates.per_year,
        rate_shape=rates.shape,
        level_log_sd=rates.level_log_sd,
    )
