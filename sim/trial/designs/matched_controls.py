"""Matched controls: every chosen place is patrolled, and the most similar of the others are watched."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.clock import DAYS_PER_WINDOW
from sim.trial.config import MatchedControlsDesign, Selection
from sim.trial.designs.design import Assignment, Ranked
from sim.trial.grid import Grid, even_grid, past_windows


@dataclass(frozen=True, slots=True)
class MatchedControls:
    """Patrols all chosen places; a control is never patrolled."""

    config: MatchedControlsDesign

    def grid(self, days: int) -> Grid:
        """Divide the pilot into windows of 28 days, as the past is."""
        return even_grid(days, DAYS_PER_WINDOW, past_windows(self.config.before_days, self.config.before))

    def assign(self, ranked: Ranked, selection: Selection, grid: Grid, random: np.random.Generator) -> Assignment:  # noqa: ARG002 - nothing is left to the lot
        """Patrol the places that come first, and pair each with an area that was not chosen; a pair is a block."""
        chosen = ranked.first(selection)
        controls = _nearest_by_volume(ranked.volume, chosen)
        treated = np.zeros((2 * chosen.size, grid.n_run), dtype=np.bool_)
        treated[: chosen.size] = True
        pair = np.arange(chosen.size, dtype=np.int16)
        return Assignment(np.concatenate([chosen, controls]), treated, np.concatenate([pair, pair]))


def _nearest_by_volume(volume: NDArray[np.float64], chosen: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give each chosen area in turn the free area whose recorded volume is nearest, the lower index among equals."""
    free = np.ones(volume.size, dtype=np.bool_)
    free[chosen] = False
    controls = np.empty(chosen.size, dtype=np.int64)
    for row, area in enumerate(chosen):
        away = np.where(free, np.abs(volume - volume[area]), np.inf)
        controls[row] = away.argmin()
        free[controls[row]] = False
    return controls
