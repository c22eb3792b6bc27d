"""What areas are ranked by: counts month by month, what does not change with the months, and ranks taken as given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.harm.components import Components

Values = Mapping[str, NDArray[np.float64]]

LABELS: Final = {
    "asb": "ASB",
    "calls": "Calls",
    "hate": "Hate crime",
    "crime_harm": "Crime harm",
    "deprivation": "Deprivation",
}
"""What components are called, by their keys."""

_FIELDS: Final = ("asb", "calls", "hate", "crime_harm", "deprivation_rank")
"""Fields of `sim.harm.components.Components` that areas are ranked by, beside crime by category."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of the areas that are ranked.

    Parameters
    ----------
    area
        (n_areas,) index of each in the county.
    month
        (n_months,) months that were counted, YYYY-MM; none where nothing was.
    category
        (n_categories,) police.uk categories of crime.
    crimes
        (n_months, n_categories, n_areas) recorded crimes.
    by_month
        (n_months, n_areas) counts of asb, calls and hate, as far as there are any.
    fixed
        (n_areas,) fields of `sim.harm.components.Components` that do not change with the months.
    given_rank
        (n_areas,) ranks by component, 1 the worst, which take the place of everything else.
    what
        What each component is and where it comes from, by its key.
    notes
        What to bear in mind, in sentences for people.
    calls_stood_in
        Whether all recorded rows stand in for calls for service.
    """

    area: NDArray[np.int64]
    month: tuple[str, ...]
    category: tuple[str, ...]
    crimes: NDArray[np.float64]
    by_month: Values = field(default_factory=dict)
    fixed: Values = field(default_factory=dict)
    given_rank: Values = field(default_factory=dict)
    what: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    calls_stood_in: bool = False

    @property
    def n_areas(self) -> int:
        """Number of areas."""
        return int(self.area.size)

    @property
    def all_months(self) -> NDArray[np.float64]:
        """Each month once: (n_months,)."""
        return np.ones(len(self.month))

    def over(self, times: NDArray[np.float64]) -> Components | None:
        """Add up the months, each so many times.

        Parameters
        ----------
        times
            (n_months,) how many times each month counts.

        Returns
        -------
        Components or None
            What is known then; None where all that is known are ranks.
        """
        known = {**self.fixed, **{key: times @ counts for key, counts in self.by_month.items()}}
        if not (known or self.category):
            return None
        return Components(
            category=self.category,
            crimes_by_category=np.tensordot(times, self.crimes, axes=1) if self.category else None,
            **{key: known.get(key) for key in _FIELDS},  # type: ignore[arg-type] # none of them is a text
        )

    def adding(
        self,
        *,
        by_month: Values | None = None,
        fixed: Values | None = None,
        given_rank: Values | None = None,
        what: Mapping[str, str] | None = None,
        notes: tuple[str, ...] = (),
    ) -> Evidence:
        """Know more; what is added goes before what was known by the same key."""
        return replace(
            self,
            by_month={**self.by_month, **(by_month or {})},
            fixed={**self.fixed, **(fixed or {})},
            given_rank={**self.given_rank, **(given_rank or {})},
            what={**self.what, **(what or {})},
            notes=(*self.notes, *notes),
        )

    def without(self, component: Iterable[str]) -> Evidence:
        """Forget the counts of some components, which something better takes the place of."""
        gone = set(component)
        return replace(self, by_month={key: counts for key, counts in self.by_month.items() if key not in gone})

    def keeping(self, month: tuple[str, ...]) -> Evidence:
        """Keep some of the months."""
        kept = np.isin(np.array(self.month), np.array(month))
        by_month = {key: counts[kept] for key, counts in self.by_month.items()}
        return replace(self, month=month, crimes=self.crimes[kept], by_month=by_month)
