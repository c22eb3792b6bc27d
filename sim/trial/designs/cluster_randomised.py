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
    """Put places of one district and similar volume into blocks.

    Parameters
    ----------
    ranked
        The areas from past records.
    area
        (n_places,) the places, two or more.
    size
        Places in a block.

    Returns
    -------
    NDArray[np.int16]
        (n_places,) numbers from 0, district by district and the busiest first. No block has one place: what is left over in
        a district joins its last block, and places that are alone in their districts are a block together, or join the last.
    """
    order = np.lexsort((area, -ranked.volume[area], ranked.district[area]))
    alone, blocks = [], []
    for district in np.unique(ranked.district[area]):
        places = order[ranked.district[area][order] == district]
        if places.size == 1:
            alone.append(int(places[0]))
            continue
        cuts = range(size, places.size - 1, size)  # one place more than the last cut would be alone
        blocks += [piece.tolist() for piece in np.split(places, cuts)]
    if len(alone) > 1 or not blocks:
        blocks.append(alone)
    else:
        blocks[-1] += alone
    block = np.empty(area.size, dtype=np.int16)
    for number, places in enumerate(blocks):
        block[places] = number
    return block
