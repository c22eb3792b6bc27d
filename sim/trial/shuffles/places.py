"""Two arms: which places are treated is drawn again within each block."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.trial.shuffles.draw import draw_within
from sim.trial.shuffles.shuffle import Flags


class PlacesWithinBlocks:
    """Draws as many places of each block as were treated there."""

    def scheme(self, treated: Flags, block: NDArray[np.int16]) -> bytes:
        """Name what the deals depend on; see `Shuffle`."""
        by_block = np.bincount(block, weights=treated.any(axis=1))
        return block.tobytes() + by_block.tobytes() + treated.any(axis=0).tobytes()

    def deals(self, treated: Flags, block: NDArray[np.int16], generator: np.random.Generator, n: int) -> Flags:
        """Deal out treatment n times; see `Shuffle`."""
        chosen = draw_within(block, np.asarray(treated.any(axis=1)), generator.random((n, block.size)))
        return chosen[:, :, None] & treated.any(axis=0)
