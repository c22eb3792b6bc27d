"""Crossover: every place is its own control, patrolled in some periods and not in others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.clock import MINUTES_PER_DAY, minute_of_day
from sim.trial.config import CrossoverDesign, Selection
from sim.trial.designs.design import Assignment, Ranked
from sim.trial.grid import Grid


@dataclass(frozen=True, slots=True)
class Crossover:
    """Patrols each place in as many periods as any other, which ones by lot."""

    config: CrossoverDesign

    def grid(self, days: int) -> Grid:
        """Divide the pilot into its periods, each a washout that is not counted and the rest of it.

        Whole ones only; where they change in the course of a day, the last is over when the pilot is.
        """
        period, washout = self.config.period_days, self.config.washout_days
        starts = np.arange(days // period) * period
        cuts = starts if washout == 0 else np.column_stack([starts, starts + washout]).ravel()
        counted = np.ones(starts.size) if washout == 0 else np.tile([0, 1], starts.size)
        late_min = minute_of_day(self.config.change_at)
        edge_min = np.append(cuts, starts[-1] + period).astype(np.float64) * MINUTES_PER_DAY + late_min
        edge_min[-1] = min(edge_min[-1], float(days * MINUTES_PER_DAY))
        return Grid(np.zeros(0, dtype=np.int64), edge_min, counted.astype(np.bool_))

    def assign(self, ranked: Ranked, selection: Selection, grid: Grid, random: np.random.Generator) -> Assignment:
        """Choose the places that come first, and draw the periods of each; a place is a block of its own."""
        area = ranked.first(selection)
        parts = 1 if self.config.washout_days == 0 else 2
        periods = grid.n_run // parts
        count = min(max(round(self.config.treated_share * periods), 1), periods - 1)
        lots = random.random((area.size, periods))
        treated = np.argsort(np.argsort(lots, axis=1), axis=1) < count
        return Assignment(area, np.repeat(treated, parts, axis=1), np.arange(area.size, dtype=np.int16))
