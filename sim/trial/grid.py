"""The periods of a pilot: windows of the recorded past, then stretches of the pilot itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.clock import DAYS_PER_WINDOW, MINUTES_PER_DAY
from sim.trial.config import PAST_DAYS, Span


@dataclass(frozen=True, slots=True)
class Grid:
    """The periods by which a pilot is counted, the oldest first.

    Parameters
    ----------
    past_window
        (n_before,) which of the thirteen 28-day windows before the pilot are periods; 0 is the oldest.
    edge_min
        (n_run + 1,) where the periods of the pilot begin and end, minutes since its start.
    counted_run
        (n_run,) whether each of them enters the analysis; a washout does not.
    """

    past_window: NDArray[np.int64]
    edge_min: NDArray[np.float64]
    counted_run: NDArray[np.bool_]

    @property
    def n_before(self) -> int:
        """Number of periods before the pilot."""
        return int(self.past_window.size)

    @property
    def n_run(self) -> int:
        """Number of periods of the pilot."""
        return int(self.counted_run.size)

    @property
    def before(self) -> NDArray[np.bool_]:
        """(n_periods,) whether a period lies before the pilot."""
        return np.arange(self.n_before + self.n_run) < self.n_before

    @property
    def counted(self) -> NDArray[np.bool_]:
        """(n_periods,) whether a period enters the analysis."""
        return np.concatenate([np.ones(self.n_before, dtype=np.bool_), self.counted_run])

    @property
    def length_days(self) -> NDArray[np.float64]:
        """(n_periods,) length of each period."""
        past = np.full(self.n_before, float(DAYS_PER_WINDOW))
        return np.concatenate([past, np.diff(self.edge_min) / MINUTES_PER_DAY])

    def with_before(self, treated_run: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Put the periods before the pilot, in which nobody is treated, in front of (n_places, n_run)."""
        nobody = np.zeros((treated_run.shape[0], self.n_before), dtype=np.bool_)
        return np.concatenate([nobody, treated_run], axis=1)


def past_windows(before_days: int, span: Span) -> NDArray[np.int64]:
    """Say which windows of the past a pilot is compared with: the last ones, or the first, which are a year away."""
    count, there = before_days // DAYS_PER_WINDOW, PAST_DAYS // DAYS_PER_WINDOW
    first = 0 if span == "last_year" else there - count
    return np.arange(first, first + count)


def even_grid(days: int, step_days: int, past_window: NDArray[np.int64]) -> Grid:
    """Divide a pilot into steps of so many days, the last one perhaps shorter, all of them counted."""
    edges = np.append(np.arange(0, days, step_days), days).astype(np.float64) * MINUTES_PER_DAY
    return Grid(past_window, edges, np.ones(edges.size - 1, dtype=np.bool_))
