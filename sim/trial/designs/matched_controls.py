"""Matched controls: every chosen place is patrolled, and the most similar of the others are watched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.clock import DAYS_PER_WINDOW
from sim.trial.config import MatchedControlsDesign, Selection
from sim.trial.designs.design import Assignment, Ranked
from sim.trial.grid import Grid, even_grid, past_windows
from sim.trial.pilot import Floats

_NOT_BY_RECORDS: Final = ("random", "list")
"""Rankings whose score says nothing of what is recorded in an area."""


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
        controls = _nearest(_what_is_known(ranked, selection), chosen)
        treated = np.zeros((2 * chosen.size, grid.n_run), dtype=np.bool_)
        treated[: chosen.size] = True
        pair = np.arange(chosen.size, dtype=np.int16)
        return Assignment(np.concatenate([chosen, controls]), treated, np.concatenate([pair, pair]))


def _what_is_known(ranked: Ranked, selection: Selection) -> Floats:
    """Give what areas are compared by: recorded volume and, where records made it, the score that they were chosen by.

    Places that come first by harm had more of it than their volume tells; areas that are alike in volume alone would hide how far
    their harm falls by itself. Each counts in its standard deviations over all areas: (n_known, n_areas).
    """
    known = [ranked.volume] if selection.rank_by in _NOT_BY_RECORDS else [ranked.volume, ranked.score]
    return np.array([values / (values.std() or 1.0) for values in known])


def _nearest(known: Floats, chosen: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give each chosen area in turn the free area that is nearest to it in what is known, the lower index among equals."""
    free = np.ones(known.shape[1], dtype=np.bool_)
    free[chosen] = False
    controls = np.empty(chosen.size, dtype=np.int64)
    for row, area in enumerate(chosen):
        away = np.where(free, ((known - known[:, [area]]) ** 2).sum(axis=0), np.inf)
        controls[row] = away.argmin()
        free[controls[row]] = False
    return controls
