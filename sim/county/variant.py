"""Variants of the embedded county: itself, and the made-up forces of a national study, each laid out with a seed of its own.

Borders, towns and roads of a force are the embedded county's sketch, roughened, settled and peopled anew. Its places
bear the force's number and a letter: no name of a real town may be read into them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.county.character import COUNTY_PERSONS
from sim.county.places import CUSTODY, DISTRICTS, STATIONS
from sim.keys import block_seed

LAYOUT_SEED = 0
FIRST_CODES_OF_FORCES = 1_000
"""Codes before this one are the embedded county's."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One county of the embedded kind.

    Parameters
    ----------
    name
        What maps and tables are headed with; that of its file where empty.
    seed
        Seed of borders, towns, people and places of work.
    district_names, district_areas
        (n_districts,) names and numbers of areas.
    station_names, custody_names
        Names of the stations and suites, in the order of `places`.
    persons
        Residents.
    first_code
        Number of the first area's code.
    """

    name: str
    seed: int
    district_names: tuple[str, ...]
    district_areas: tuple[int, ...]
    station_names: tuple[str, ...]
    custody_names: tuple[str, ...]
    persons: float
    first_code: int


EMBEDDED = Variant(
    name="",
    seed=LAYOUT_SEED,
    district_names=tuple(district.name for district in DISTRICTS),
    district_areas=tuple(district.areas for district in DISTRICTS),
    station_names=STATIONS,
    custody_names=CUSTODY,
    persons=COUNTY_PERSONS,
    first_code=0,
)
AREAS_OF_EMBEDDED = sum(EMBEDDED.district_areas)


def force_name(force: int) -> str:
    """Name a force by its number, from 1."""
    return f"Force {force:02d}"


def variant_of_force(force: int, areas: int) -> Variant:
    """Give the county of one force.

    Parameters
    ----------
    force
        Its number, from 1.
    areas
        Its areas.

    Returns
    -------
    Variant
        As many residents an area as the embedded county has, on the same ground; districts keep their shares of the
        areas.
    """
    name, factor = force_name(force), areas / AREAS_OF_EMBEDDED
    # rounding the running sum keeps the total
    bounds = np.round(np.cumsum([0, *EMBEDDED.district_areas]) * factor).astype(int)
    return Variant(
        name=name,
        seed=block_seed(LAYOUT_SEED, force),
        district_names=tuple(f"{name} {chr(ord('A') + number)}" for number in range(len(DISTRICTS))),
        district_areas=tuple(np.diff(bounds).tolist()),
        station_names=tuple(f"{name} station {number}" for number in range(1, len(STATIONS) + 1)),
        custody_names=tuple(f"{name} custody {number}" for number in range(1, len(CUSTODY) + 1)),
        persons=COUNTY_PERSONS * factor,
        first_code=FIRST_CODES_OF_FORCES + (force - 1) * areas,
    )
