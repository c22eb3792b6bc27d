"""Crossover: which days (or weeks) are treated is drawn again within each place."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.trial.shuffles.draw import draw_within
from sim.trial.shuffles.shuffle import Flags


class DaysWithinPlaces:
    """Draws as many periods of each place as were treated there."""

    def scheme(self, treated: Flags, block: NDArray[np.int16]) -> bytes:  # noqa: ARG002 - a place is its own stratum
        """Name what the deals depend on; see `Shuffle`."""
        return np.asarray(treated.sum(axis=1)).tobytes()

    def deals(self, treated: Flags, block: NDArray[np.int16], generator: np.random.Generator, n: int) -> Flags:  # noqa: ARG002 - as above
        """Deal out treatment n times; see `Shuffle`."""
        n_places, n_periods = treated.shape
        place = np.repeat(np.arange(n_places), n_periods)
        chosen = draw_within(place, treated.ravel(), generator.random((n, place.size)))
        return chosen.reshape(n, n_places, n_periods)
