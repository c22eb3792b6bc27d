"""Harm as a sum: crimes times what one crime weighs (Cambridge, Severity Score, cost, or an index of the user's own)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.errors import InputError
from sim.harm.components import Components


class WeightedHarm:
    """Adds up the weights of the crimes of each area.

    Parameters
    ----------
    name
        Name of the index, for messages.
    unit
        What it counts in.
    by_offence
        Harm of one crime by offence.
    by_category
        Harm of one crime by police.uk category, used where offences are not known.
    """

    def __init__(
        self, name: str, unit: str, by_offence: Mapping[str, float], by_category: Mapping[str, float] | None = None
    ) -> None:
        self.name = name
        self.by_offence = dict(by_offence)
        self.by_category = dict(by_category or {})
        self._unit = unit

    @property
    def unit(self) -> str:
        """What the index counts in."""
        return self._unit

    def harm(self, known: Components) -> NDArray[np.float64]:
        """Give the harm of the crimes of each area: (n_areas,), by offence where offences are known, else by category."""
        if known.crimes_by_offence is not None:
            return self._weights("offence", self.by_offence, known.offence) @ known.crimes_by_offence
        if known.crimes_by_category is not None:
            return self._weights("category", self.by_category, known.category) @ known.crimes_by_category
        what = "it weighs crimes, and none are known by offence or by police.uk category"
        raise InputError.of(self._file, what, "give counts of crimes, or choose another index")

    @property
    def _file(self) -> str:
        """How messages call the index."""
        return f"harm index {self.name}"

    def _weights(self, kind: str, weights: Mapping[str, float], names: Sequence[str]) -> NDArray[np.float64]:
        """Look up the weight of each kind of crime, and name all that have none."""
        missing = [name for name in names if name not in weights]
        if missing:
            what = f"there is no weight for the {kind} {', '.join(missing)}"
            raise InputError.of(self._file, what, "add one (0 where it is left out on purpose)", where="weights")
        return np.array([weights[name] for name in names], dtype=np.float64)
