"""Who is rostered on which shift, kept up to date as officers come, learn, move and leave."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.force.model import NOT_POSTED, Force


class Roster:
    """The officers of a run as they are posted now.

    Parameters
    ----------
    force
        The force of the scenario; it is not changed.
    """

    def __init__(self, force: Force) -> None:
        self.officers = force.officers.copy()
        self._members: dict[tuple[int, int], NDArray[np.int32]] = {}

    def change(self, officer: int, posting: NDArray[np.void]) -> None:
        """Post an officer otherwise from now on."""
        self.officers[officer] = posting
        self._members.clear()

    def members(self, rota: int, column: int) -> NDArray[np.int32]:
        """Give the officers of a shift team who are posted: (n,) ids sorted by (team, district, id)."""
        key = (rota, column)
        if key not in self._members:
            crowd = self.officers
            ids = np.flatnonzero((crowd["rota"] == rota) & (crowd["column"] == column) & (crowd["team"] != NOT_POSTED))
            order = np.lexsort((ids, crowd["district"][ids], crowd["team"][ids]))
            self._members[key] = ids[order].astype(np.int32)
        return self._members[key]
