"""What the areas of the embedded county are like: people, deprivation, town centres and places of work.

The levels were set so that the county as a whole resembles the real one (mean and spread of population and of the
national deprivation rank, their correlation with density and with the neighbours, the order of the districts);
no value of a real area is used.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.county.places import DISTRICTS, TOWNS, Town
from sim.county.settlement import TOWN_FROM_THOUSANDS, radius_km
from sim.keys import STUDY_WIDE, Purpose, entity_key, stream

COUNTY_PERSONS = 1_189_500
"""Residents, about those of mid-2019."""
NATIONAL_AREAS = 32_844
_PERSONS_SPREAD = 0.19
_PERSONS, _DEPRIVATION, _WORK = 4, 5, 6
_RANK_FLOOR, _RANK_A, _RANK_B = 0.06, 1.75, 0.88
_NEARBY, _OWN, _CROWDED, _CENTRE = 0.5, 0.7, 0.22, 0.8
_SPILL = (1.0, 0.5, 0.3, 0.2)
"""Attraction of the areas in and next to a large centre, as shares of the centre's own."""


def populations(n_areas: int, persons_in_all: float = COUNTY_PERSONS, seed: int = 0) -> NDArray[np.float64]:
    """Draw the residents of each area: (n_areas,) whole persons, lognormal, about the stated number in all."""
    rng = stream(seed, STUDY_WIDE, Purpose.COUNTY, _PERSONS)
    size = np.exp(_PERSONS_SPREAD * np.clip(rng.standard_normal(n_areas), -2.2, 3.5))
    persons: NDArray[np.float64] = size * persons_in_all / size.sum()
    return persons.round()


def deprivation_ranks(
    district_of_area: NDArray[np.int16],
    persons_per_km2: NDArray[np.float64],
    town_centre: NDArray[np.float64],
    neighbour_start: NDArray[np.int32],
    neighbour: NDArray[np.int16],
    seed: int = 0,
) -> NDArray[np.int32]:
    """Rank each area nationally by deprivation.

    Parameters
    ----------
    district_of_area
        (n_areas,) district index in the order of `places.DISTRICTS`.
    persons_per_km2
        (n_areas,) density.
    town_centre
        (n_areas,) attraction of town centres, 0 to 1.
    neighbour_start, neighbour
        Neighbours, as in `sim.county.model.County`.
    seed
        Seed of the layout.

    Returns
    -------
    NDArray[np.int32]
        (n_areas,) distinct ranks, 1 (most deprived) to 32,844.

    Notes
    -----
    A score is the district's level, a part shared with the neighbours, a part of the area's own, less something for
    crowding and for town centres. The order of the scores is mapped to ranks by a Kumaraswamy distribution with the
    mean and spread of the real county (mean about 22,400, standard deviation about 7,800).
    """
    n_areas = len(district_of_area)
    rng = stream(seed, STUDY_WIDE, Purpose.COUNTY, _DEPRIVATION)
    shared, own = rng.standard_normal((2, n_areas))
    owner = np.repeat(np.arange(n_areas), np.diff(neighbour_start))
    for _ in range(2):
        around = np.bincount(owner, weights=shared[neighbour], minlength=n_areas)
        shared = (shared + around) / (1 + np.diff(neighbour_start))
    affluence = np.array([district.affluence for district in DISTRICTS])
    score = affluence[district_of_area] + _NEARBY * _standardised(shared) + _OWN * own
    score -= _CROWDED * _standardised(np.log(persons_per_km2)) + _CENTRE * town_centre
    place = np.empty(n_areas)
    place[np.lexsort((np.arange(n_areas), score))] = (np.arange(n_areas) + 0.5) / n_areas
    share = _RANK_FLOOR + (1 - _RANK_FLOOR) * (1 - (1 - place) ** (1 / _RANK_B)) ** (1 / _RANK_A)
    return _distinct(np.ceil(share * NATIONAL_AREAS).astype(np.int32))


def _standardised(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shift and scale values to mean 0 and standard deviation 1."""
    standardised: NDArray[np.float64] = (values - values.mean()) / values.std()
    return standardised


def _distinct(ranks: NDArray[np.int32]) -> NDArray[np.int32]:
    """Lower equal ranks until no two areas share one."""
    order = np.argsort(ranks, kind="stable")[::-1]
    distinct = ranks.copy()
    ceiling = NATIONAL_AREAS + 1
    for area in order:
        distinct[area] = min(int(ranks[area]), ceiling - 1)
        ceiling = int(distinct[area])
    return distinct


def town_centres(x_m: NDArray[np.float64], y_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the attraction of shops and night life: (n_areas,) 0 to 1, zero for nine areas in ten.

    Parameters
    ----------
    x_m, y_m
        (n_areas,) centres, metres.
    """
    attraction = np.zeros(len(x_m))
    for town in TOWNS:
        if town.centre > 0:
            nearest = np.lexsort((np.arange(len(x_m)), _distance_km(town, x_m, y_m)))
            reach = 1 + int(town.centre >= 0.3) + 2 * int(town.centre >= 0.6)
            for area, share in zip(nearest[:reach], _SPILL, strict=False):
                attraction[area] = max(attraction[area], round(share * town.centre, 3))
    return attraction


def workplaces(
    x_m: NDArray[np.float64], y_m: NDArray[np.float64], town_centre: NDArray[np.float64], seed: int = 0
) -> NDArray[np.float64]:
    """Give the attraction of workplaces and retail parks: (n_areas,) 0 to 1.

    Every town has an estate at its edge for each 30,000 inhabitants or part of it, and half of a town centre's
    attraction is that of work.

    Parameters
    ----------
    x_m, y_m
        (n_areas,) centres, metres.
    town_centre
        (n_areas,) attraction of town centres, 0 to 1.
    seed
        Seed of the layout.
    """
    attraction = 0.5 * town_centre
    for town in TOWNS:
        rng = stream(seed, STUDY_WIDE, Purpose.COUNTY, _WORK, entity_key(town.name))
        for _ in range(int(np.ceil(town.thousands / 30)) if town.thousands >= TOWN_FROM_THOUSANDS else 0):
            bearing, size = rng.uniform(0.0, 2 * np.pi), rng.uniform(0.35, 1.0)
            edge = 0.85 * radius_km(town)
            estate = town._replace(x_km=town.x_km + edge * np.sin(bearing), y_km=town.y_km + edge * np.cos(bearing))
            area = int(np.argmin(_distance_km(estate, x_m, y_m)))
            attraction[area] = max(attraction[area], round(size * min(1.0, 0.4 + town.thousands / 100), 3))
    return attraction


def _distance_km(town: Town, x_m: NDArray[np.float64], y_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """Measure the distance of each area's centre from a town, to the nearest metre."""
    km: NDArray[np.float64] = np.hypot(x_m / 1_000 - town.x_km, y_m / 1_000 - town.y_km)
    return km.round(3)
