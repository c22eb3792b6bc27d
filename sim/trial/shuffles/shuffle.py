"""The seam of permutation tests: a shuffle deals out treatment again, as the design might have."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]


class Shuffle(Protocol):
    """Deals out treatment again."""

    def scheme(self, treated: Flags, block: NDArray[np.int16]) -> bytes:
        """Name what the deals depend on: pilots of the same scheme share them.

        Parameters
        ----------
        treated
            (n_places, n_periods) assigned treatment of one pilot in the periods that are analysed.
        block
            (n_places,) its strata.
        """
        ...

    def deals(self, treated: Flags, block: NDArray[np.int16], generator: np.random.Generator, n: int) -> Flags:
        """Deal out treatment n times.

        Parameters
        ----------
        treated, block
            As in `scheme`.
        generator
            At the beginning of its stream: pilots are dealt to from the same shuffled cards, whichever stand beside them.
        n
            How often.

        Returns
        -------
        Flags
            (n, n_places, n_periods) treatment, each deal as likely as the one that the pilot got.
        """
        ...
