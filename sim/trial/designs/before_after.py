"""Before and after: every place is patrolled, and nothing is compared but itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.clock import DAYS_PER_WINDOW
from sim.trial.config import BeforeAfterDesign, Selection
from sim.trial.designs.design import Assignment, Ranked
from sim.trial.grid import Grid, even_grid, past_windows


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """Patrols all places in all periods of the pilot."""

    config: BeforeAfterDesign

    def grid(self, days: int) -> Grid:
        """Divide the pilot into windows of 28 days, as the past is."""
        return even_grid(days, DAYS_PER_WINDOW, past_windows(self.config.before_days, self.config.before))

    def assign(self, ranked: Ranked, selection: Selection, grid: Grid, random: np.random.Generator) -> Assignment:  # noqa: ARG002 - nothing is left to the lot
        """Patrol the places that come first, throughout; they are one block."""
        area = ranked.first(selection)
        return Assignment(area, np.ones((area.size, grid.n_run), dtype=np.bool_), np.zeros(area.size, dtype=np.int16))
