"""The shipped pack of the real county, on the open data beside the project."""

import numpy as np
import pandas as pd
import pytest

from sim.county.build import build_county, kept_areas, restrict
from sim.county.config import COUNTY_CONFIG
from tests.county.conftest import read_pack


@pytest.fixture(scope="module")
def real(shared_data):
    """Give the real county."""
    return build_county(COUNTY_CONFIG.validate_python(read_pack("hertfordshire_real")), shared_data)


def test_it_has_690_areas_in_ten_districts(real, embedded):
    assert real.n_areas == 690
    assert real.district_name == embedded.district_name
    np.testing.assert_array_equal(np.bincount(real.district_of_area), np.bincount(embedded.district_of_area))
    assert not real.synthetic
    assert len(real.attribution) == 4


def test_its_numbers_are_those_of_the_sources(real, shared_data):
    attributes = pd.read_csv(shared_data / "lsoa11_hertfordshire_attributes.csv").set_index("LSOA11CD")
    attributes = attributes.loc[list(real.area_code)]
    assert real.population.sum() == 1_189_519
    assert real.is_urban.sum() == 612
    assert list(real.area_name) == list(attributes["LSOA11NM"])
    np.testing.assert_allclose(real.area_km2, attributes["area_km2"], atol=2e-4)
    np.testing.assert_array_equal(real.population, attributes["population_mid2019"])
    centre_gap = np.hypot(real.x_m - attributes["x_bng"], real.y_m - attributes["y_bng"])
    assert np.median(centre_gap) < 1


def test_recorded_rows_of_2021(real):
    assert real.recorded_per_year.sum() == 97_516
    assert len(real.recorded_category) == 14
    rows = real.recorded_per_year.sum(axis=0)
    assert real.area_name[int(rows.argmax())] == "Stevenage 008D"


def test_attraction_is_read_off_the_counts(real):
    assert real.town_centre.max() == 1.0
    assert real.area_name[int(real.town_centre.argmax())].startswith("Watford 009")
    assert real.business.max() == 1.0


def test_neighbours_and_travel(real):
    assert np.diff(real.neighbour_start).mean() == pytest.approx(5.7, abs=0.1)
    minutes = real.travel.base_min
    assert np.isfinite(minutes).all()
    assert 50 < minutes.max() < 90
    assert 0.7 < np.median(np.diag(minutes)) < 2


def test_stations_stand_in_their_districts(real, embedded, shared_data):
    def homes(county):
        return [county.district_name[county.district_of_area[area]] for area in county.station_area]

    assert real.station_name == embedded.station_name
    assert homes(real) == homes(embedded)
    points = pd.read_csv(shared_data / "police_station_map_points_hertfordshire.csv")
    near = [
        name
        for name, area in zip(real.station_name, real.station_area, strict=True)
        if np.hypot(points.x_bng - real.x_m[area], points.y_bng - real.y_m[area]).min() < 1500
    ]
    assert len(near) >= 16  # some stations have no map point, some map points are of closed stations


def test_one_district_can_be_kept(real):
    config = COUNTY_CONFIG.validate_python(read_pack("hertfordshire_real") | {"districts": ["Stevenage"]})
    part = restrict(real, kept_areas(config, real))
    assert part.n_areas == 52
    assert part.recorded_per_year.shape == (14, 52)


def test_the_synthetic_county_resembles_it(real, embedded):
    for quantile in (0.1, 0.25, 0.5, 0.75, 0.9):
        ours, theirs = (np.quantile(county.area_km2, quantile) for county in (embedded, real))
        assert abs(np.log(ours / theirs)) < 0.35
    assert abs(embedded.travel.base_min.mean() / real.travel.base_min.mean() - 1) < 0.1
