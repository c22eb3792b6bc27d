"""Crossover: every place is its own control, patrolled in some periods and not in others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.clock import MINUTES_PER_DAY
from sim.trial.config import CrossoverDesign, Selection
from sim.trial.designs.design import Assignment, Ranked
from sim.trial.grid import Grid


@dataclass(frozen=True, slots=True)
class Crossover:
    """Patrols each place in as many periods as any other, which ones by lot."""

    config: CrossoverDesign

    def grid(self, days: int) -> Grid:
        """Divide the pilot into its periods, each a washout that is not counted and the rest of it; whole ones only."""
        starts = np.arange(days // self.config.period_days) * self.config.period_days
        if self.config.washout_days == 0:
            edges, counted = np.append(starts, starts[-1] + self.config.period_days), np.ones(starts.size)
        else:
            parts = np.column_stack([starts, starts + self.config.washout_days]).ravel()
            edges, counted = np.append(parts, starts[-1] + self.config.period_days), np.tile([0, 1], starts.size)
        nothing = np.zeros(0, dtype=np.int64)
        return Grid(nothing, edges.astype(np.float64) * MINUTES_PER_DAY, counted.astype(np.bool_))

    def assign(self, ranked: Ranked, selection: Selection, grid: Grid, random: np.random.Generator) -> Assignment:
        """Choose the places that come first, and draw the periods of each; a place is a block of its own."""
        area = ranked.first(selection)
        parts = 1 if self.config.washout_days == 0 else 2
        periods = grid.n_run // parts
        count = min(max(round(self.config.treated_share * periods), 1), periods - 1)
        lots = random.random((area.size, periods))
        treated = np.argsort(np.argsort(lots, axis=1), axis=1) < count
        return Assignment(area, np.repeat(treated, parts, axis=1), np.arange(area.size, dtype=np.int16))
