"""Rates that are known only so well: what is drawn, how much it varies, and who shares in it."""

from dataclasses import replace

import numpy as np
import pytest

from sim.demand.build import build_demand, handling_of
from sim.demand.build import restrict as restrict_demand
from sim.demand.posterior import draw_rates
from tests.demand.make import draw, make_config, make_county

OFFENCES = [{"key": "theft", "category": "Theft"}, {"key": "fight", "category": "Violence"}]
RECORDED = {"Theft": [300, 100, 0], "Violence": [200, 200, 50]}
THEFT = {"calls_per_year": 100, "crimes_per_year": {"theft": 20}}
BOTH = {"calls_per_year": 100, "crimes_per_year": {"theft": 10, "fight": 30}}
NOTHING = {"calls_per_year": 500}
DRAWS = 4_000


def fitted_county(*, shape=4.0, level_log_sd=0.0, recorded=RECORDED):
    """A row of areas whose rates are known with one shape and one standard deviation of the level."""
    county = make_county(len(next(iter(recorded.values()))), recorded=recorded)
    rows = np.array(list(recorded.values()))
    return replace(
        county, rate_shape=np.full(rows.shape, shape), level_log_sd=np.full(len(recorded), float(level_log_sd))
    )


def demand_of(*types, **known):
    return build_demand(make_config(*types, offences=OFFENCES), fitted_county(**known))


def drawn(demand, draws=DRAWS):
    """Draw the rates of many replications relative to their means: (draws, n_types, n_areas)."""
    mean = demand.observed_per_year
    return np.array([draw_rates(demand, 3, number).observed_per_year for number in range(draws)]) / np.maximum(mean, 1)


def test_counts_are_taken_as_they_are():
    county = make_county(3, recorded=RECORDED)
    demand = build_demand(make_config(THEFT, offences=OFFENCES), county)
    assert demand.posterior is None
    assert draw_rates(demand, 1, 0) is demand


def test_means_are_those_of_counts():
    """A posterior changes what is drawn, never what is expected."""
    config = make_config(THEFT, BOTH, NOTHING, offences=OFFENCES)
    plain = build_demand(config, make_county(3, recorded=RECORDED))
    fitted = build_demand(config, fitted_county())
    np.testing.assert_array_equal(plain.observed_per_year, fitted.observed_per_year)
    np.testing.assert_array_equal(plain.offence_share, fitted.offence_share)


def test_who_follows_what():
    """10 thefts and 30 fights become 400 and 450; a type without rows follows 400 thefts and 450 fights too."""
    posterior = demand_of(THEFT, BOTH, NOTHING).posterior
    assert posterior.category == ("Theft", "Violence")
    # thefts: 400 rows over the 30 that the catalogue has; BOTH has a third of these
    assert posterior.mix[0] == pytest.approx([1, 0])
    assert posterior.mix[1] == pytest.approx([400 / 3 / (400 / 3 + 450), 450 / (400 / 3 + 450)])
    assert posterior.mix[2] == pytest.approx([400 / 850, 450 / 850])
    assert posterior.place[0] == pytest.approx([0.75, 0.25, 0])


def test_gamma_of_areas():
    """Shape 4: mean 1, variance ¼; areas are independent; where nothing is expected nothing is drawn."""
    times = drawn(demand_of(THEFT))[:, 0]
    assert times[:, :2].mean(axis=0) == pytest.approx(1, abs=0.03)
    assert times[:, :2].var(axis=0) == pytest.approx(0.25, rel=0.1)
    assert np.corrcoef(times[:, 0], times[:, 1])[0, 1] == pytest.approx(0, abs=0.05)
    assert (times[:, 2] == 0).all()


def test_lognormal_level():
    """Areas as good as certain: all move together, by a factor of mean 1 whose log has standard deviation .3."""
    times = drawn(demand_of(THEFT, shape=1e12, level_log_sd=0.3))[:, 0]
    np.testing.assert_allclose(times[:, 0], times[:, 1], rtol=1e-4)
    assert times[:, 0].mean() == pytest.approx(1, abs=0.02)
    assert np.log(times[:, 0]).std() == pytest.approx(0.3, rel=0.05)


def test_types_of_one_category_move_together_and_mixed_ones_with_both():
    """In area 0 a type without rows has 300 thefts to 200 fights: .6 and .4 of their factors."""
    fight = {"calls_per_year": 50, "crimes_per_year": {"fight": 30}}
    demand = demand_of(THEFT, THEFT | {"calls_per_year": 70}, fight, NOTHING, level_log_sd=0.2)
    times = drawn(demand, 50)
    np.testing.assert_allclose(times[:, 0], times[:, 1], rtol=1e-12)
    np.testing.assert_allclose(times[:, 3, 0], 0.6 * times[:, 0, 0] + 0.4 * times[:, 2, 0], rtol=1e-12)
    # nobody steals in area 2: there it follows the fights alone
    np.testing.assert_allclose(times[:, 3, 2], times[:, 2, 2], rtol=1e-12)


def test_a_replication_has_its_own_and_a_category_its_own_stream():
    two = demand_of(THEFT, level_log_sd=0.2)
    again = draw_rates(two, 3, 7).observed_per_year
    np.testing.assert_array_equal(draw_rates(two, 3, 7).observed_per_year, again)
    assert not np.array_equal(draw_rates(two, 3, 8).observed_per_year, again)
    assert not np.array_equal(draw_rates(two, 4, 7).observed_per_year, again)
    # a further category, first in the alphabet, leaves the draws of the others alone
    wider = build_demand(
        make_config(THEFT, offences=OFFENCES), fitted_county(level_log_sd=0.2, recorded={"Drugs": [5, 5, 5]} | RECORDED)
    )
    np.testing.assert_allclose(draw_rates(wider, 3, 7).observed_per_year, again, rtol=1e-12)


def test_history_and_past_are_of_one_drawn_rate():
    """An area that is drawn to be busy has been busy: totals of past and run follow the same factor."""
    config = make_config(
        {
            "calls_per_year": 100,
            "crimes_per_year": {"fight": 90},
            "near_repeat": {"branching": 0.2, "decay_days": 5, "sigma_m": 100},
        },
        offences=OFFENCES,
    )
    county = fitted_county(shape=3.0, level_log_sd=0.1, recorded={"Violence": [20_000, 20_000, 5_000]})
    demand = build_demand(config, county)
    past, run, rate = [], [], []
    for replication in range(12):
        history = draw(demand, county, handling_of(config), replication=replication)
        rate.append(draw_rates(demand, 1, replication).observed_per_year[0])
        past.append(history.past_calls.sum(axis=0) * 365 / 364)
        run.append(np.bincount(history.calls["area"], minlength=3))
    rate, past, run = np.array(rate), np.array(past), np.array(run)
    assert (rate.max(axis=0) / rate.min(axis=0)).min() > 1.5  # so that following it means something
    assert (past / rate).mean() == pytest.approx(1, abs=0.02)
    # near-repeats that land next door blur the small area a little
    np.testing.assert_allclose(past, rate, rtol=0.06)
    np.testing.assert_allclose(run[:, :2], rate[:, :2], rtol=0.1)


def test_a_part_of_the_county_keeps_its_posterior():
    config = make_config(THEFT, offences=OFFENCES)
    county = fitted_county()
    part = restrict_demand(build_demand(config, county), county, np.array([True, False, True]))
    assert part.posterior.shape.shape == (2, 2)
    assert part.posterior.place[1] == pytest.approx([200 / 450, 50 / 450])
    assert draw_rates(part, 1, 0).observed_per_year.shape == (1, 2)
