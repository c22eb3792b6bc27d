"""Where people live in the embedded county: towns as dense patches in thinly settled country."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from sim.county.places import TOWNS, Town
from sim.keys import STUDY_WIDE, Purpose, entity_key, stream

COUNTRY_PER_KM2 = 45.0
"""Persons a square kilometre outside towns and large villages."""
SUBURB_PER_KM2 = 4_200.0
CORE_PER_KM2 = 3_000.0
"""Added on top of the suburban density in the core of a town."""
CORE_SHARE_OF_RADIUS = 0.4
TOWN_FROM_THOUSANDS = 8.5
"""A settlement of about ten thousand, the threshold of the 2011 rural-urban classification, in rounded sizes."""
URBAN_FROM_PER_KM2 = 250.0
_FLAT_TOP_AREA = 0.886
"""Integral of 2 r exp(-r^4) from 0 on: half the square root of pi."""
_NOTHING_BEYOND = 11.0
"""Radii of a town from which on both of its exponentials are 0 in double precision."""
_LLOYD_ROUNDS = 20
_TOWN_SHAPE = 2
_SITES = 3


def density_per_km2(points: NDArray[np.float64], seed: int = 0, *, towns_only: bool = False) -> NDArray[np.float64]:
    """Say how densely people live around each point.

    Parameters
    ----------
    points
        (n_points, 2) metres.
    seed
        Seed of the layout.
    towns_only
        Leave out the open country and settlements of fewer than ten thousand people.

    Returns
    -------
    NDArray[np.float64]
        (n_points,) persons a square kilometre.
    """
    density = np.full(len(points), 0.0 if towns_only else COUNTRY_PER_KM2)
    for town in TOWNS:
        if town.thousands >= TOWN_FROM_THOUSANDS or not towns_only:
            density += _patch(town, points, seed)
    return density


def radius_km(town: Town) -> float:
    """Give the radius at which a round town of this size would end, kilometres."""
    core = CORE_PER_KM2 * CORE_SHARE_OF_RADIUS**2
    return float(np.sqrt(town.thousands * 1_000 / (np.pi * (SUBURB_PER_KM2 * _FLAT_TOP_AREA + core))))


def _patch(town: Town, points: NDArray[np.float64], seed: int) -> NDArray[np.float64]:
    """Give the density that one town adds: a flat top with a ragged edge, and a core."""
    rng = stream(seed, STUDY_WIDE, Purpose.COUNTY, _TOWN_SHAPE, entity_key(town.name))
    phase = rng.uniform(0.0, 2 * np.pi, 3)
    offset = points / 1_000.0 - np.array([town.x_km, town.y_km])
    distance = np.hypot(offset[:, 0], offset[:, 1]) / radius_km(town)
    near = np.flatnonzero(distance < _NOTHING_BEYOND)
    angle = np.arctan2(offset[near, 1], offset[near, 0])
    lobes = 1.0 + 0.16 * np.sin(2 * angle + phase[0]) + 0.10 * np.sin(3 * angle + phase[1])
    lobes += 0.06 * np.sin(5 * angle + phase[2])
    suburb = SUBURB_PER_KM2 * np.exp(-((distance[near] / lobes) ** 4))
    density = np.zeros(len(points))
    density[near] = suburb + CORE_PER_KM2 * np.exp(-((distance[near] / CORE_SHARE_OF_RADIUS) ** 2))
    return density


def choose_sites(
    points: NDArray[np.float64],
    persons: NDArray[np.float64],
    weight_km2: NDArray[np.float64],
    count: int,
    entity: int,
    seed: int = 0,
) -> NDArray[np.float64]:
    """Choose centres of areas so that each area has about as many people.

    Parameters
    ----------
    points
        (n_points, 2) grid over the region, metres.
    persons
        (n_points,) density at each point, persons a square kilometre.
    weight_km2
        (n_points,) ground that each point stands for, square kilometres.
    count
        Number of centres.
    entity
        Number of the region; it keys the draws.
    seed
        Seed of the layout.

    Returns
    -------
    NDArray[np.float64]
        (count, 2) distinct centres, whole metres.

    Notes
    -----
    Lloyd's algorithm. In two dimensions the density of the centres that it finds goes with the square root of the
    density given to it (Gersho 1979), so it is given the square.
    """
    rng = stream(seed, STUDY_WIDE, Purpose.COUNTY, _SITES, entity)
    share = persons * weight_km2 / np.sum(persons * weight_km2)
    sites = points[rng.choice(len(points), size=count, replace=False, p=share)]
    pull = persons**2 * weight_km2
    for _ in range(_LLOYD_ROUNDS):
        nearest = cKDTree(sites).query(points)[1]
        mass = np.bincount(nearest, weights=pull, minlength=count)
        x = np.bincount(nearest, weights=pull * points[:, 0], minlength=count)
        y = np.bincount(nearest, weights=pull * points[:, 1], minlength=count)
        held = mass > 0
        sites[held] = np.column_stack([x[held], y[held]]) / mass[held, np.newaxis]
    return np.round(sites)
