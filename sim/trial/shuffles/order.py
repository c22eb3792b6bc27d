"""Stepped wedge: the order in which districts begin is drawn again."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.trial.shuffles.shuffle import Flags


class OrderOfDistricts:
    """Gives the districts' courses of treatment to the districts in another order, all orders alike."""

    def scheme(self, treated: Flags, block: NDArray[np.int16]) -> bytes:
        """Name what the deals depend on; see `Shuffle`."""
        return block.tobytes() + _courses(treated, block).tobytes()

    def deals(self, treated: Flags, block: NDArray[np.int16], generator: np.random.Generator, n: int) -> Flags:
        """Deal out treatment n times; see `Shuffle`."""
        courses = _courses(treated, block)
        order = np.argsort(generator.random((n, courses.shape[0])), axis=1, kind="stable")
        district = np.unique(block, return_inverse=True)[1]
        dealt: Flags = courses[order[:, district]]
        return dealt


def _courses(treated: Flags, block: NDArray[np.int16]) -> Flags:
    """Give the courses of treatment of the districts, sorted, so that who had which does not matter."""
    first = np.unique(block, return_index=True)[1]
    courses = treated[first]
    return courses[np.lexsort(courses.T[::-1])]
