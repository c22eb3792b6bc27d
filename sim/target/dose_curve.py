"""What one more visit a day to the same place still brings: less than the one before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class DoseCurve:
    """How deterrence grows with the visits a day to a place, as whoever plans patrol takes it to.

    Parameters
    ----------
    deterred
        Share of what patrol can deter at all that a day's stated dose deters, in [0, 1).
    dose_min
        That dose: minutes of presence a day, as far as they count.
    fresh_min, stale_gain
        Minutes of a visit that count in full, and what a later minute counts.
    """

    deterred: float
    dose_min: float
    fresh_min: float
    stale_gain: float

    def of_visits(self, visits: NDArray[np.integer], visit_min: float) -> NDArray[np.float64]:
        """Give the share of what patrol can deter that so many visits a day deter.

        Parameters
        ----------
        visits
            Visits a day, of any shape.
        visit_min
            Length of each, minutes.

        Returns
        -------
        NDArray[np.float64]
            Shares in the shape of the visits: 1 − (1 − deterred)^(dose / stated dose), concave in the visits, since
            exp(−βD) is what is left at a stock D in proportion to the dose (MODEL.md §2).
        """
        counted_min = min(visit_min, self.fresh_min) + self.stale_gain * max(visit_min - self.fresh_min, 0.0)
        share: NDArray[np.float64] = -np.expm1(visits * (counted_min / self.dose_min) * np.log1p(-self.deterred))
        return share
