"""Who got the service: areas grouped by district, by deprivation and by town or country."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.county.model import County


@dataclass(frozen=True, slots=True)
class Grouping:
    """One way of dividing the county.

    Parameters
    ----------
    key
        What divides: ``district``, ``deprivation`` or ``area``; empty for the county as one.
    names
        Names of the groups.
    of_area
        (n_areas,) group of each area.
    """

    key: str
    names: tuple[str, ...]
    of_area: NDArray[np.int16]

    def label(self, measure: str, group: int) -> str:
        """Name a measure of one group, for example ``harm_prevented[district=Stevenage]``."""
        return f"{measure}[{self.key}={self.names[group]}]" if self.key else measure


def whole(county: County) -> Grouping:
    """Take the county as one group, whose measures bear no suffix."""
    return Grouping("", ("",), np.zeros(county.n_areas, dtype=np.int16))


def groupings(county: County) -> tuple[Grouping, ...]:
    """Give the ways in which results are broken down.

    Parameters
    ----------
    county
        The county.

    Returns
    -------
    tuple of Grouping
        By district; by deprivation fifth of the county's areas, 1 the most deprived; urban and rural.
    """
    return (
        Grouping("district", county.district_name, county.district_of_area),
        Grouping("deprivation", ("1", "2", "3", "4", "5"), county.deprivation_fifth.astype(np.int16)),
        Grouping("area", ("urban", "rural"), np.where(county.is_urban, 0, 1).astype(np.int16)),
    )
