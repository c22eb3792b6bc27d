"""What areas are compared by before their own counts are looked at."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.county.deprivation_config import AREAS_OF_2019
from sim.county.model import County

LEAST_RANKED = AREAS_OF_2019 + 1
"""One more than the areas ranked by deprivation in England."""
CONSTANT = "constant"


def covariates(county: County) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """Compare the areas of a county.

    Parameters
    ----------
    county
        The county.

    Returns
    -------
    tuple[tuple[str, ...], NDArray[np.float64]]
        Names, the constant first, and the (n_areas, n_covariates) design: logs of residents, of square kilometres and
        of how deprived (−log of the national rank's share), each with mean 0 and standard deviation 1, and whether
        urban, with mean 0. What is the same everywhere is left out.
    """
    named = {
        "log residents": _standard(np.log(np.maximum(county.population, 1.0))),
        "log area": _standard(np.log(county.area_km2)),
        "deprivation": _standard(-np.log(county.deprivation_rank / LEAST_RANKED)),
        "urban": county.is_urban - county.is_urban.mean(),
    }
    kept = {name: column for name, column in named.items() if np.ptp(column) > 0}
    return (CONSTANT, *kept), np.column_stack([np.ones(county.n_areas), *kept.values()])


def _standard(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shift and scale to mean 0 and standard deviation 1; all 0 where the values are alike."""
    spread = float(values.std())
    return (values - values.mean()) / spread if spread > 0 else np.zeros_like(values)
