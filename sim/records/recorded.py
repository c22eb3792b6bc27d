"""Recorded crime and anti-social behaviour as counts by month, category and area."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Recorded:
    """Counts of recorded rows, as far as they could be placed in an area of the county, and what could not.

    Parameters
    ----------
    month
        (n_months,) months as YYYY-MM, rising; months without any data are absent, so there may be gaps.
    category
        (n_categories,) police.uk categories in alphabetical order.
    area_code
        (n_areas,) codes of the county's areas, in its order.
    count
        (n_months, n_categories, n_areas) recorded rows.
    at_station
        (n_months, n_categories, n_areas) those of `count` that lie at a police station's map point: partly a place of
        recording, not of occurrence.
    unplaced
        (n_months, n_categories) rows without a location.
    outside
        (n_months, n_categories) rows whose location is in no area of the county.
    notes
        What was met on the way and how it was dealt with, in sentences for people.
    """

    month: tuple[str, ...]
    category: tuple[str, ...]
    area_code: tuple[str, ...]
    count: NDArray[np.int32]
    at_station: NDArray[np.int32]
    unplaced: NDArray[np.int32]
    outside: NDArray[np.int32]
    notes: tuple[str, ...] = ()

    def between(self, first: str, last: str) -> Recorded:
        """Keep the months from `first` to `last`, both as YYYY-MM and both kept."""
        kept = [first <= month <= last for month in self.month]
        return self._keep(np.array(kept, dtype=np.bool_))

    def without_last(self, months: int) -> Recorded:
        """Leave out the last `months` months that there are; at least one must stay."""
        if not 0 <= months < len(self.month):
            message = f"{months} months cannot be left out of {len(self.month)}"
            raise ValueError(message)
        return self._keep(np.arange(len(self.month)) < len(self.month) - months)

    def _keep(self, kept: NDArray[np.bool_]) -> Recorded:
        """Keep some months."""
        return replace(
            self,
            month=tuple(month for month, stays in zip(self.month, kept, strict=True) if stays),
            count=self.count[kept],
            at_station=self.at_station[kept],
            unplaced=self.unplaced[kept],
            outside=self.outside[kept],
        )
