"""Where calls come from: log-linear covariates × a lognormal body × a small town-centre class (MODEL.md §1)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.county.model import County
from sim.demand.config import SpatialModel
from sim.keys import STUDY_WIDE, Purpose, entity_key, stream

_SHARED = "body shared by all spatial models"


def area_shares(name: str, model: SpatialModel, county: County, seed: int) -> NDArray[np.float64]:
    """Share a type's calls out over the areas.

    Parameters
    ----------
    name
        Name of the spatial model; it keys the model's own body.
    model
        The model.
    county
        The county.
    seed
        Seed of the bodies; they are drawn once for a county, never by replication.

    Returns
    -------
    NDArray[np.float64]
        (n_areas,) shares that sum to 1.

    Notes
    -----
    The share of area a is in proportion to

        population^p · km²^k · exp(d·D + t·T + b·B + s·Z + o·Z′) · (f if a is in the town-centre class else 1)

    with D the deprivation within the county (1 the most deprived area, 0 the least), T and B the attraction of town
    centre and workplaces, Z standard normal shared by all models and Z′ the model's own.
    """
    log_rate = (
        model.deprivation * _deprivation(county)
        + model.town_centre * county.town_centre
        + model.business * county.business
        + model.shared_sigma * _body(_SHARED, county.n_areas, seed)
        + model.own_sigma * _body(name, county.n_areas, seed)
    )
    rate = county.population**model.population * county.area_km2**model.area_km2 * np.exp(log_rate)
    rate[_centre_class(county, model.centre_share)] *= model.centre_factor
    total = rate.sum()
    if not total > 0:
        return np.full(county.n_areas, 1.0 / county.n_areas)
    shares: NDArray[np.float64] = rate / total
    return shares


def _deprivation(county: County) -> NDArray[np.float64]:
    """Place of each area in the county's order of deprivation: 1 the most deprived, 0 the least."""
    place = np.empty(county.n_areas)
    place[np.lexsort((np.arange(county.n_areas), county.deprivation_rank))] = np.linspace(1, 0, county.n_areas)
    return place


def _centre_class(county: County, share: float) -> NDArray[np.int64]:
    """Areas of most town-centre attraction: `share` of all areas, those without any left out."""
    order = np.lexsort((np.arange(county.n_areas), -county.town_centre))
    chosen = order[: round(share * county.n_areas)]
    return chosen[county.town_centre[chosen] > 0]


def _body(name: str, n_areas: int, seed: int) -> NDArray[np.float64]:
    """Draw a standard normal for each area, the same for every replication of every study of this county."""
    return stream(seed, STUDY_WIDE, Purpose.COUNTY, entity_key(f"demand: {name}")).standard_normal(n_areas)
