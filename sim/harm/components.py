"""What is known of each area over a period, from which any harm index takes what it needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

ASB_CATEGORY: Final = "Anti-social behaviour"
"""The police.uk category that counts incidents and not crimes."""


@dataclass(frozen=True, slots=True)
class Components:
    """Crime, disorder, calls and deprivation of a number of areas; what is not known is None.

    Parameters
    ----------
    offence
        (n_offences,) offence keys of the rows of `crimes_by_offence`.
    crimes_by_offence
        (n_offences, n_areas) recorded crimes.
    category
        (n_categories,) police.uk categories of the rows of `crimes_by_category`, without anti-social behaviour.
    crimes_by_category
        (n_categories, n_areas) recorded crimes; used where offences are not known.
    asb
        (n_areas,) incidents of anti-social behaviour.
    low_harm_calls
        (n_areas,) calls of low harm that are no crime; where None, `asb` stands for them.
    calls
        (n_areas,) calls to the control room.
    hate
        (n_areas,) hate crimes and incidents.
    deprivation_rank
        (n_areas,) rank of deprivation, 1 is the most deprived.
    crime_harm
        (n_areas,) harm of crime as the force itself has scored it; goes before any index of ours in the Hertfordshire forms.

    Notes
    -----
    An "area" is whatever harm is asked of: `sim.harm.logged.of_incidents` makes one of each incident.
    """

    offence: tuple[str, ...] = ()
    crimes_by_offence: NDArray[np.float64] | None = None
    category: tuple[str, ...] = ()
    crimes_by_category: NDArray[np.float64] | None = None
    asb: NDArray[np.float64] | None = None
    low_harm_calls: NDArray[np.float64] | None = None
    calls: NDArray[np.float64] | None = None
    hate: NDArray[np.float64] | None = None
    deprivation_rank: NDArray[np.float64] | None = None
    crime_harm: NDArray[np.float64] | None = None

    def __post_init__(self) -> None:
        named = ((self.offence, self.crimes_by_offence), (self.category, self.crimes_by_category))
        if any(len(names) != (0 if table is None else table.shape[0]) for names, table in named):
            message = "each row of crimes needs a name, and each name a row"
            raise ValueError(message)
        sizes = {values.shape[-1] for values in self._known()}
        if len(sizes) != 1:
            message = (
                f"components must be of the same areas, at least one of them known: numbers of areas {sorted(sizes)}"
            )
            raise ValueError(message)

    @property
    def n_areas(self) -> int:
        """Number of areas."""
        return int(self._known()[0].shape[-1])

    @property
    def low_harm(self) -> NDArray[np.float64] | None:
        """Calls of low harm that are no crime, or what stands for them: (n_areas,), None where neither is known."""
        return self.asb if self.low_harm_calls is None else self.low_harm_calls

    def _known(self) -> list[NDArray[np.float64]]:
        """Give what there is, in a fixed order."""
        values = (
            self.crimes_by_offence,
            self.crimes_by_category,
            self.asb,
            self.low_harm_calls,
            self.calls,
            self.hate,
            self.deprivation_rank,
            self.crime_harm,
        )
        return [known for known in values if known is not None]


def of_categories(
    category: Sequence[str],
    count: NDArray[np.integer | np.floating],
    deprivation_rank: NDArray[np.integer] | None = None,
) -> Components:
    """Build components from police.uk counts, which hold crime and anti-social behaviour in one table.

    Parameters
    ----------
    category
        (n_categories,) police.uk categories.
    count
        (n_categories, n_areas) rows.
    deprivation_rank
        (n_areas,) rank of deprivation, 1 is the most deprived; None where not known.

    Returns
    -------
    Components
        Crime by category, anti-social behaviour apart if there is such a category, and deprivation.
    """
    crime = [row for row, name in enumerate(category) if name != ASB_CATEGORY]
    disorder = [row for row, name in enumerate(category) if name == ASB_CATEGORY]
    counts = np.asarray(count, dtype=np.float64)
    return Components(
        category=tuple(category[row] for row in crime),
        crimes_by_category=counts[crime] if crime else None,
        asb=counts[disorder].sum(axis=0) if disorder else None,
        deprivation_rank=None if deprivation_rank is None else np.asarray(deprivation_rank, dtype=np.float64),
    )
