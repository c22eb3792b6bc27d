"""Draw areas by lottery: the yardstick for every other ranking."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.target.ranking import Seen


class LotteryRanking:
    """Ranks at random: new at each meeting, the same in every scenario."""

    def score(self, seen: Seen) -> NDArray[np.float64]:
        """Score each area 1 and a millionth part of its lot: (n_areas,); the lot decides, yet all are worth the same."""
        return 1.0 + 1e-6 * seen.lottery.astype(np.float64)
