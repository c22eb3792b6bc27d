"""The county as the simulation sees it: integers and arrays, no geometry library.

Codes and names live at the edges; inside, an area, a district and a station are integer indices.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Travel:
    """Travel times between areas, and where a unit is in mid-journey.

    Parameters
    ----------
    base_min
        (n_areas, n_areas) minutes at free flow from the centre of one area to the centre of another;
        the diagonal is the mean time of a trip inside the area.
    next_hop
        (n_areas, n_areas) first area on the way from row to column; the diagonal is the area itself.
    hour_factor
        (24,) what free-flow minutes are multiplied by at each hour of the day (congestion).
    blue_light_factor
        What minutes are multiplied by for a grade 1 call, in (0, 1].
    """

    base_min: NDArray[np.float32]
    next_hop: NDArray[np.int16]
    hour_factor: NDArray[np.float64]
    blue_light_factor: float


@dataclass(frozen=True, slots=True)
class County:
    """Areas, districts, stations and the ways between them.

    Parameters
    ----------
    name
        What maps and tables are headed with.
    synthetic
        Whether the county is made up; then every map and table says so.
    attribution
        Licence lines that must stand on every map, in order; empty for a synthetic county.
    area_code, area_name
        (n_areas,) codes and names, as people know them.
    district_name
        (n_districts,) names.
    district_of_area
        (n_areas,) district index.
    x_m, y_m
        (n_areas,) centre, metres, EPSG:27700.
    area_km2
        (n_areas,) square kilometres.
    population
        (n_areas,) persons.
    deprivation_rank
        (n_areas,) national rank, 1 is the most deprived.
    is_urban
        (n_areas,) whether the area is urban.
    town_centre
        (n_areas,) attraction of shops and night life, 0 (none) to 1 (the busiest centre).
    business
        (n_areas,) attraction of workplaces and retail parks, 0 to 1.
    neighbour_start, neighbour
        (n_areas + 1,) and (n_pairs,): the neighbours of area a are
        ``neighbour[neighbour_start[a]:neighbour_start[a + 1]]``, in rising order.
    station_name, station_area
        (n_stations,) police stations and the area that each stands in.
    custody_name, custody_area
        (n_suites,) custody suites and the area that each stands in.
    travel
        Travel times.
    recorded_category, recorded_per_year
        (n_categories,) police.uk categories and (n_categories, n_areas) recorded rows a year, when the
        county comes with real counts; else empty and (0, n_areas).
    rate_shape, level_log_sd
        (n_categories, n_areas) gamma shape of each area's rate about `recorded_per_year`, and (n_categories,) standard
        deviation of the log of the county's level, where the rates were fitted; else (0, 0) and (0,): the rates
        are taken as they are.
    boundary_wkb
        (n_areas,) outline of each area as well-known binary, EPSG:27700; empty for a county without shapes.
    force_name, force_of_area
        (n_forces,) names and (n_areas,) force index where several forces stand side by side; else empty.
    """

    name: str
    synthetic: bool
    attribution: tuple[str, ...]
    area_code: tuple[str, ...]
    area_name: tuple[str, ...]
    district_name: tuple[str, ...]
    district_of_area: NDArray[np.int16]
    x_m: NDArray[np.float64]
    y_m: NDArray[np.float64]
    area_km2: NDArray[np.float64]
    population: NDArray[np.float64]
    deprivation_rank: NDArray[np.int32]
    is_urban: NDArray[np.bool_]
    town_centre: NDArray[np.float64]
    business: NDArray[np.float64]
    neighbour_start: NDArray[np.int32]
    neighbour: NDArray[np.int16]
    station_name: tuple[str, ...]
    station_area: NDArray[np.int16]
    custody_name: tuple[str, ...]
    custody_area: NDArray[np.int16]
    travel: Travel
    recorded_category: tuple[str, ...]
    recorded_per_year: NDArray[np.float64]
    boundary_wkb: tuple[bytes, ...]
    rate_shape: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 0)))
    level_log_sd: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    force_name: tuple[str, ...] = ()
    force_of_area: NDArray[np.int16] = field(default_factory=lambda: np.zeros(0, dtype=np.int16))

    @property
    def n_areas(self) -> int:
        """Number of areas."""
        return len(self.area_code)

    @property
    def n_districts(self) -> int:
        """Number of districts."""
        return len(self.district_name)

    @property
    def deprivation_fifth(self) -> NDArray[np.int8]:
        """(n_areas,) fifth of the county's (each force's own) areas by deprivation, 0 the most deprived to 4 the least."""
        force = self.force_of_area if self.force_name else np.zeros(self.n_areas, dtype=np.int16)
        order = np.lexsort((np.arange(self.n_areas), self.deprivation_rank, force))
        size = np.bincount(force, minlength=1)
        first = np.cumsum(size) - size
        place = np.arange(self.n_areas) - first[force[order]]
        fifth = np.empty(self.n_areas, dtype=np.int8)
        fifth[order] = place * 5 // size[force[order]]
        return fifth
