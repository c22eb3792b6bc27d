"""The seam of harm: an index gives each area its harm from what is known of it."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sim.harm.components import Components


class HarmMeasure(Protocol):
    """Gives each area its harm."""

    @property
    def unit(self) -> str:
        """What the index counts in, for example days."""
        ...

    def harm(self, known: Components) -> NDArray[np.float64]:
        """Give the harm of each area.

        Parameters
        ----------
        known
            What is known of the areas.

        Returns
        -------
        NDArray[np.float64]
            (n_areas,) harm, the highest for the area that suffers most.

        Raises
        ------
        InputError
            Where the index needs what is not known.
        """
        ...
