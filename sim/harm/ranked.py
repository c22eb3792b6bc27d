"""The five components of the Hertfordshire index, as far as they are known, so that more is worse in each."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.errors import InputError
from sim.harm.components import Components
from sim.harm.measure import HarmMeasure

COMPONENTS: Final = ("asb", "calls", "hate", "crime_harm", "deprivation")
"""The published components, in the order of the published table (Police and Crime Panel, 17 March 2022, Appendix 3)."""


def five_components(known: Components, crime: HarmMeasure | None) -> dict[str, NDArray[np.float64]]:
    """Give those of the five components that are known.

    Parameters
    ----------
    known
        What is known of the areas.
    crime
        The index that weighs crime; where None, crimes are no component.

    Returns
    -------
    dict of str to NDArray[np.float64]
        (n_areas,) each, in the order of `COMPONENTS`, the highest for the area that is worst off.

    Raises
    ------
    InputError
        Where none is known, or the index has no weight for a crime.
    """
    found = {
        "asb": known.asb,
        "calls": known.calls,
        "hate": known.hate,
        "crime_harm": _crime_harm(known, crime),
        "deprivation": None if known.deprivation_rank is None else -known.deprivation_rank,
    }
    there = {name: values for name, values in found.items() if values is not None}
    if not there:
        file = "Hertfordshire harm index"
        what = f"none of its components is known: {', '.join(COMPONENTS)}"
        raise InputError.of(file, what, "give at least one")
    return there


def _crime_harm(known: Components, crime: HarmMeasure | None) -> NDArray[np.float64] | None:
    """Give the harm of crime: as the force scored it, else by the index; None where no crime is known."""
    if known.crime_harm is not None:
        return known.crime_harm
    if crime is None or (known.crimes_by_offence is None and known.crimes_by_category is None):
        return None
    return crime.harm(known)
