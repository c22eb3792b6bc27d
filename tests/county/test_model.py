"""Every kind of county gives arrays of the stated type and size, laid out row by row as compiled code wants them."""

import numpy as np
import pytest

from sim.county.build import build_county, restrict
from sim.county.config import COUNTY_CONFIG


@pytest.fixture(params=["embedded", "part", "files", "part of files", "table"])
def county(request, embedded, county_file, folder):
    """Give a county of each kind."""
    if request.param == "embedded":
        return embedded
    if request.param == "part":
        return restrict(embedded, embedded.district_of_area == 6)
    if request.param == "table":
        area = {"id": "a", "district": "d", "population": 1, "x": 0, "y": 0}
        described = {"kind": "table", "name": "t", "areas": [area, area | {"id": "b"}], "travel_min": [[0, 1], [1, 0]]}
        return build_county(COUNTY_CONFIG.validate_python(described), folder)
    whole = build_county(COUNTY_CONFIG.validate_python(county_file), folder)
    return whole if request.param == "files" else restrict(whole, np.array([True, False, True, True]))


def test_arrays_are_as_stated(county):
    n = county.n_areas
    expected = {
        "district_of_area": (np.int16, (n,)),
        "x_m": (np.float64, (n,)),
        "y_m": (np.float64, (n,)),
        "area_km2": (np.float64, (n,)),
        "population": (np.float64, (n,)),
        "deprivation_rank": (np.int32, (n,)),
        "is_urban": (np.bool_, (n,)),
        "town_centre": (np.float64, (n,)),
        "business": (np.float64, (n,)),
        "neighbour_start": (np.int32, (n + 1,)),
        "neighbour": (np.int16, (int(county.neighbour_start[-1]),)),
        "station_area": (np.int16, (len(county.station_name),)),
        "custody_area": (np.int16, (len(county.custody_name),)),
        "recorded_per_year": (np.float64, (len(county.recorded_category), n)),
    }
    parts = {name: getattr(county, name) for name in expected}
    expected |= {"base_min": (np.float32, (n, n)), "next_hop": (np.int16, (n, n)), "hour_factor": (np.float64, (24,))}
    parts |= {name: getattr(county.travel, name) for name in ("base_min", "next_hop", "hour_factor")}
    assert {name: (part.dtype.type, part.shape) for name, part in parts.items()} == expected
    assert [name for name, part in parts.items() if not part.flags.c_contiguous] == []


def test_indices_point_at_areas(county):
    assert len(county.station_area) >= 1
    assert len(county.custody_area) >= 1
    for places in (county.station_area, county.custody_area, county.neighbour, county.travel.next_hop):
        assert places.size == 0 or (places.min() >= 0 and places.max() < county.n_areas)
    assert set(county.district_of_area) == set(range(county.n_districts))
    assert len(county.area_name) == county.n_areas
    assert len(county.boundary_wkb) in {0, county.n_areas}


def test_fifths_of_deprivation_are_equal_in_size(county):
    sizes = np.bincount(county.deprivation_fifth)
    assert sizes[sizes > 0].max() - sizes[sizes > 0].min() <= 1
    most_deprived = int(np.argmin(county.deprivation_rank))
    assert county.deprivation_fifth[most_deprived] == 0
