"""Stepped wedge: districts begin one after the other until all are patrolled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.trial.config import Selection, SteppedWedgeDesign
from sim.trial.designs.design import Assignment, Ranked
from sim.trial.grid import Grid, even_grid


@dataclass(frozen=True, slots=True)
class SteppedWedge:
    """Patrols the places of a district from its step on."""

    config: SteppedWedgeDesign

    def grid(self, days: int) -> Grid:
        """Divide the pilot into steps; nothing before it is compared with."""
        return even_grid(days, self.config.step_days, np.zeros(0, dtype=np.int64))

    def assign(self, ranked: Ranked, selection: Selection, grid: Grid, random: np.random.Generator) -> Assignment:
        """Choose the places that come first, and draw the order of their districts; a district is a block.

        The district that the lot puts first begins at the second step, and so on; those for whom the pilot has no step
        left are never patrolled.
        """
        area = ranked.first(selection)
        district = np.unique(ranked.district[area], return_inverse=True)[1]
        begins = 1 + np.argsort(random.random(int(district.max()) + 1)).argsort()
        treated = np.arange(grid.n_run) >= begins[district][:, None]
        return Assignment(area, treated, district.astype(np.int16))
