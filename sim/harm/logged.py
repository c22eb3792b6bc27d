"""Crimes one by one, as a force logs them: harm by incident, and what an index leaves out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from sim.harm.components import Components

Exclusion = Literal["police_detected", "company_detected", "historic"]
"""Crime that says more of who looked for it, or when it was told, than of harm done now."""

EXCLUSIONS: Final[dict[Exclusion, str]] = {
    "police_detected": "crime that exists because police look for it: drugs, weapons, traffic",
    "company_detected": "shop theft that the company's own staff detect",
    "historic": "crime reported now that happened in an earlier year",
}
"""What the Cambridge index leaves out, and why (Sherman and others 2020, doi 10.1007/s41887-020-00043-2)."""


@dataclass(frozen=True, slots=True)
class LoggedCrimes:
    """Crimes one by one.

    Parameters
    ----------
    offence_key
        (n_offences,) offence keys.
    offence
        (n,) index into `offence_key`; −1 is no crime, but a call of low harm.
    flags
        By exclusion (n,) whether a crime is such a one; an exclusion that the log does not tell is absent.
    """

    offence_key: tuple[str, ...]
    offence: NDArray[np.integer]
    flags: dict[Exclusion, NDArray[np.bool_]]

    def counted(self, left_out: Collection[Exclusion]) -> NDArray[np.bool_]:
        """Tell which incidents an index counts that leaves some out: (n,)."""
        counted = np.ones(self.offence.size, dtype=np.bool_)
        for exclusion in left_out:
            if exclusion in self.flags:
                counted &= ~self.flags[exclusion]
        return counted


def of_incidents(crimes: LoggedCrimes, left_out: Collection[Exclusion] = ()) -> Components:
    """Take each incident for an area of its own, so that any index gives the harm of each.

    Parameters
    ----------
    crimes
        The incidents.
    left_out
        What the index leaves out.

    Returns
    -------
    Components
        Of n areas: one crime, or one call of low harm, or nothing where the incident is left out.
    """
    return by_area(crimes, np.arange(crimes.offence.size), crimes.offence.size, left_out)


def by_area(
    crimes: LoggedCrimes, area: NDArray[np.integer], n_areas: int, left_out: Collection[Exclusion] = ()
) -> Components:
    """Count incidents by area.

    Parameters
    ----------
    crimes
        The incidents.
    area
        (n,) area index of each; below 0 is in no area and is not counted.
    n_areas
        Number of areas.
    left_out
        What the index leaves out.

    Returns
    -------
    Components
        Crimes by offence, and calls of low harm.
    """
    kept = crimes.counted(left_out) & (area >= 0)
    n_offences = len(crimes.offence_key)
    # the calls of low harm, −1, take the last row
    row = np.where(crimes.offence[kept] < 0, n_offences, crimes.offence[kept]).astype(np.int64)
    cells = np.bincount(row * n_areas + area[kept], minlength=(n_offences + 1) * n_areas)
    count = cells.reshape(n_offences + 1, n_areas).astype(np.float64)
    return Components(offence=crimes.offence_key, crimes_by_offence=count[:-1], low_harm_calls=count[-1])
