"""From a configuration to arrays."""

import numpy as np
import pytest

from sim.demand.build import build_demand, clipped_areas, expected_by_category, handling_of, restrict
from sim.demand.near_repeat import landing_probability
from sim.errors import InputError
from tests.demand.make import make_config, make_county

REPEATS = {"branching": 0.2, "decay_days": 10, "sigma_m": 200}


def test_textbook_demand():
    demand = build_demand(
        make_config({"calls_per_year": 365, "scene": {"kind": "exponential", "mean_min": 5}}), make_county(2)
    )
    assert demand.observed_per_year[0] == pytest.approx([182.5, 182.5])
    assert demand.hour_profile[0] == pytest.approx(np.full(168, 1 / 168))
    assert demand.season[0] == pytest.approx(np.ones(12))
    assert demand.scene_kind.tolist() == [1]
    assert demand.officers_share[0].tolist() == [1, 0, 0, 0]
    assert demand.near_repeat.landing.shape == (1, 2, 1)
    assert (demand.frailty.shared_variance, demand.frailty.own_variance.tolist()) == (0, [0])
    assert expected_by_category(demand) == {}


def test_shares_by_area_replace_the_spatial_model():
    demand = build_demand(make_config({"calls_per_year": 100, "share_by_area": {"A2": 3, "A0": 1}}), make_county(3))
    assert demand.observed_per_year[0] == pytest.approx([25, 0, 75])


@pytest.mark.parametrize(
    ("shares", "message"), [({"B1": 1}, "no area of a grid is called B1"), ({"A1": 0}, "all weights are 0")]
)
def test_areas_that_do_not_exist_are_refused(shares, message):
    with pytest.raises(InputError, match=message):
        build_demand(make_config({"calls_per_year": 100, "share_by_area": shares}), make_county(3))


def test_handling_defaults_to_nothing():
    handling = handling_of(make_config({"calls_per_year": 1}))
    assert (handling.handling_median_min, handling.desk_mean_min, handling.appointment_mean_days) == (0, 0, 0)
    assert not handling.patience_share.any()


def test_restriction_keeps_rates_and_near_repeats_inside():
    county = make_county(3)
    whole = build_demand(make_config({"calls_per_year": 90, "near_repeat": REPEATS}), county)
    part = restrict(whole, county, np.array([True, True, False]))
    assert part.observed_per_year[0] == pytest.approx([30, 30])
    before = landing_probability(whole.near_repeat)[0, 1]  # own, left, right
    after = landing_probability(part.near_repeat)[0, 1]
    assert after[:2] == pytest.approx(before[:2] / before[:2].sum())
    assert after[2] == 0
    assert part.near_repeat.landing_area[0].max() == 1
    assert part.type_key == whole.type_key


def test_restriction_to_a_lone_area_keeps_near_repeats_there():
    county = make_county(3)
    whole = build_demand(make_config({"calls_per_year": 90, "near_repeat": REPEATS}), county)
    part = restrict(whole, county, np.array([False, True, False]))
    assert landing_probability(part.near_repeat)[0, 0, 0] == pytest.approx(1)


def test_mask_must_fit_the_county():
    county = make_county(3)
    whole = build_demand(make_config({"calls_per_year": 90}), county)
    with pytest.raises(ValueError, match="keep_mask has shape"):
        restrict(whole, county, np.ones(2, dtype=np.bool_))


def test_dispersion_that_cannot_be_reached_is_an_input_error():
    config = make_config(
        {"calls_per_year": 1, "crimes_per_year": {"theft": 0.5}},
        offences=[{"key": "theft", "category": "Theft"}],
        frailty={"autocorrelation": 0.3, "all_crime": 5, "categories": {"Theft": 5}},
    )
    with pytest.raises(InputError, match="no frailty variance reaches"):
        build_demand(config, make_county(3))


def test_effective_values_are_logged(caplog):
    """1 call beside 10,000: 5 % of children land there, more than are observed."""
    row = {"calls_per_year": 10_001, "share_by_area": {"A0": 10_000, "A1": 1}, "near_repeat": REPEATS}
    with caplog.at_level("INFO", logger="sim.demand.build"):
        demand = build_demand(make_config(row), make_county(2))
    assert clipped_areas(demand) == {"job0": 1}
    assert "10,001 calls a year in 2 areas" in caplog.text
    assert "least share of calls that are no near-repeats: {'job0': 1}" in caplog.text
