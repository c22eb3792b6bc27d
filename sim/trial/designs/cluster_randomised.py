"""Cluster randomised: half of the chosen places, by lot within blocks of one district and similar volume."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.clock import DAYS_PER_WINDOW
from sim.trial.config import ClusterDesign, Selection
from sim.trial.designs.design import Assignment, Ranked
from sim.trial.grid import Grid, even_grid, past_windows


@dataclass(frozen=True, slots=True)
class ClusterRandomised:
    """Patrols the places that the lot falls on, throughout."""

    config: ClusterDesign

    def grid(self, days: int) -> Grid:
        """Divide the pilot into windows of 28 days, as the past is."""
        return even_grid(days, DAYS_PER_WINDOW, past_windows(self.config.before_days, self.config.before))

    def assign(self, ranked: Ranked, selection: Selection, grid: Grid, random: np.random.Generator) -> Assignment:
        """Choose the places that come first, and draw half of each block; of an odd block the lot rounds up or down."""
        area = ranked.first(selection)
        block = blocks_of(ranked, area, self.config.block_size)
        drawn = np.zeros(area.size, dtype=np.bool_)
        lots, odd = random.random(area.size), random.random(int(block.max()) + 1)
        for number in range(int(block.max()) + 1):
            members = np.flatnonzero(block == number)
            half = members.size // 2 + (members.size % 2 and odd[number] < 0.5)
            drawn[members[np.argsort(lots[members])[:half]]] = True
        return Assignment(area, np.repeat(drawn[:, None], grid.n_run, axis=1), block)


def blocks_of(ranked: Ranked, area: NDArray[np.int64], size: int) -> NDArray[np.int16]:
    """Put places of one district and similar volume into blocks: (n_places,) numbers from 0, the busiest first."""
    by_district = np.lexsort((area, -ranked.volume[area], ranked.district[area]))
    district = ranked.district[area][by_district]
    starts = np.r_[True, district[1:] != district[:-1]]
    place = np.arange(area.size) - np.flatnonzero(starts)[np.cumsum(starts) - 1]
    block = np.empty(area.size, dtype=np.int16)
    block[by_district] = np.cumsum(starts | (place % size == 0)) - 1
    return block
