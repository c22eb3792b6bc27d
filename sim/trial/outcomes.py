"""What a pilot counts: all crime, anti-social behaviour, harm, and each police.uk category of crime."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.demand.records import ASB_RECORD, NO_OFFENCE, History
from sim.trial.pilot import HARM

ALL_CRIME, ASB = "all crime", "asb"
FIRST_CATEGORY: Final = 3
"""Row of the first category; the rows before it are all crime, anti-social behaviour and harm."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The outcomes of a study of pilots, in a fixed order.

    Parameters
    ----------
    name
        (n_outcomes,) all crime, asb, harm, then the categories in the order of the catalogue.
    category
        (n_offences,) row of each offence's category.
    harm_by_offence
        (n_offences,) harm of one crime.
    harm_of_asb
        Harm of one ASB record.
    """

    name: tuple[str, ...]
    category: NDArray[np.int16]
    harm_by_offence: NDArray[np.float64]
    harm_of_asb: float

    @classmethod
    def of(
        cls, offence_category: tuple[str, ...], harm_by_offence: NDArray[np.float64], harm_of_asb: float
    ) -> Outcomes:
        """Give each category of a catalogue of offences its row."""
        names = list(dict.fromkeys(offence_category))
        rows = np.array([FIRST_CATEGORY + names.index(name) for name in offence_category], dtype=np.int16)
        return cls((ALL_CRIME, ASB, HARM, *names), rows, harm_by_offence, harm_of_asb)

    def rows_of(self, history: History) -> NDArray[np.int16]:
        """Give the row that each call of a history counts for beside all crime and harm: (n_calls,), -1 for none."""
        calls = history.calls
        rows = np.full(calls.size, -1, dtype=np.int16)
        rows[calls["flags"] & ASB_RECORD != 0] = 1
        crime = calls["offence"] != NO_OFFENCE
        rows[crime] = self.category[calls["offence"][crime]]
        return rows

    def harm_of(self, history: History) -> NDArray[np.float64]:
        """Give the harm of each call of a history as it stands on record: (n_calls,)."""
        calls = history.calls
        harm = np.where(calls["flags"] & ASB_RECORD != 0, self.harm_of_asb, 0.0)
        crime = calls["offence"] != NO_OFFENCE
        harm[crime] = self.harm_by_offence[calls["offence"][crime]]
        return harm

    def mean_harm(self, offences_per_year: NDArray[np.float64], asb_per_year: float) -> dict[str, float]:
        """Give the mean harm of an incident of each outcome that overlaps no other: ASB and the categories.

        Parameters
        ----------
        offences_per_year
            (n_offences,) expected crimes a year, the weights within a category.
        asb_per_year
            Expected ASB records a year; an outcome of which none is expected is left out.
        """
        crimes = np.bincount(self.category, weights=offences_per_year, minlength=len(self.name))
        harm = np.bincount(self.category, weights=offences_per_year * self.harm_by_offence, minlength=len(self.name))
        found = {ASB: self.harm_of_asb} if asb_per_year > 0 else {}
        rows = np.flatnonzero(crimes)
        return found | {self.name[row]: float(harm[row] / crimes[row]) for row in rows}

    def past(self, history: History) -> NDArray[np.float64]:
        """Count the recorded past: (n_outcomes, n_areas, 13), the oldest window first."""
        offences = history.past_offences.astype(np.float64)
        windows, _, areas = offences.shape
        counts = np.zeros((len(self.name), areas, windows))
        counts[0] = offences.sum(axis=1).T
        counts[1] = history.past_asb.T
        counts[2] = np.einsum("o,woa->aw", self.harm_by_offence, offences) + self.harm_of_asb * history.past_asb.T
        for offence, row in enumerate(self.category):
            counts[row] += offences[:, offence].T
        return counts
