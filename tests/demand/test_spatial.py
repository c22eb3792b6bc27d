"""How the areas of a county share a type's calls."""

from dataclasses import replace

import numpy as np
import pytest

from sim.demand.config import SpatialModel
from sim.demand.spatial import area_shares
from tests.demand.make import make_county


def test_by_population():
    county = replace(make_county(3), population=np.array([1000.0, 2000.0, 1000.0]))
    assert area_shares("p", SpatialModel(population=1), county, 1) == pytest.approx([0.25, 0.5, 0.25])


def test_log_linear_terms():
    """Ranks 1 to 3: deprivation 1, ½, 0; e^ln4 = 4 : 2 : 1, and e^ln3 on the last for its centre."""
    county = replace(make_county(3), town_centre=np.array([0.0, 0.0, 1.0]))
    model = SpatialModel(deprivation=np.log(4), town_centre=np.log(3))
    assert area_shares("p", model, county, 1) == pytest.approx([4 / 9, 2 / 9, 3 / 9])


def test_town_centre_class_holds_areas_with_a_centre_only():
    """Half of four areas would be two, but only one has a centre: 5 of 8."""
    county = replace(make_county(4), town_centre=np.array([0.0, 0.2, 0.0, 0.0]))
    model = SpatialModel(centre_share=0.5, centre_factor=5)
    assert area_shares("p", model, county, 1) == pytest.approx([1 / 8, 5 / 8, 1 / 8, 1 / 8])


def test_body_belongs_to_county_seed_and_model():
    county = make_county(400)
    model = SpatialModel(own_sigma=0.5)
    first = area_shares("one", model, county, 1)
    assert np.array_equal(first, area_shares("one", model, county, 1))
    assert not np.allclose(first, area_shares("one", model, county, 2))
    assert not np.allclose(first, area_shares("two", model, county, 1))
    assert np.log(first).std() == pytest.approx(0.5, abs=0.06)


def test_shared_body_is_shared():
    county = make_county(400)
    model = SpatialModel(shared_sigma=0.5)
    assert np.array_equal(area_shares("one", model, county, 1), area_shares("two", model, county, 1))


def test_a_county_without_residents_is_shared_evenly():
    county = replace(make_county(4), population=np.zeros(4))
    assert area_shares("p", SpatialModel(population=1), county, 1) == pytest.approx([0.25] * 4)
