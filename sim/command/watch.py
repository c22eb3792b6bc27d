"""When units are asked where they are."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Watch(NamedTuple):
    """When units are asked where they are.

    Parameters
    ----------
    from_min, until_min
        First time, and the end that is not asked at any more; minutes since the start of the study.
    every_min
        Minutes from one time to the next.
    """

    from_min: float
    until_min: float
    every_min: float

    def times(self) -> NDArray[np.float64]:
        """Give the times: (n,) minutes, each worked out from the first, so that no rounding adds up."""
        count = max(0, int(np.ceil((self.until_min - self.from_min) / self.every_min - 1e-9)))
        return self.from_min + np.arange(count, dtype=np.float64) * self.every_min
