import math

import numpy as np
import pytest
from scipy import stats

from sim.outcomes.intervals import chance_above_zero, mean_interval, predictive_interval, spread, t_quantile

FIVE = np.array([1.0, 2.0, 3.0, 4.0, 5.0])  # mean 3, s = sqrt(2.5) = 1.5811


def test_t_quantile_equals_the_printed_tables():
    assert t_quantile(2) == pytest.approx(12.706, abs=5e-4)
    assert t_quantile(5) == pytest.approx(2.776, abs=5e-4)
    assert t_quantile(10) == pytest.approx(2.262, abs=5e-4)


def test_interval_of_the_mean_by_hand():
    # 3 ± 2.776 x 1.5811 / sqrt 5 = 3 ± 1.963
    assert mean_interval(FIVE) == pytest.approx((1.0367, 4.9633), abs=1e-3)


def test_predictive_interval_by_hand():
    # 3 ± 2.776 x 1.5811 x sqrt 1.2 = 3 ± 4.809
    assert predictive_interval(FIVE) == pytest.approx((-1.809, 7.809), abs=1e-3)


def test_interval_of_the_mean_equals_scipy():
    values = np.random.default_rng(1).normal(5, 2, 17)
    expected = stats.t.interval(0.95, 16, loc=values.mean(), scale=stats.sem(values))
    assert mean_interval(values) == pytest.approx(expected)


def test_forty_replications_give_quantiles():
    # of 0 to 39 the 2.5 % quantile lies at 39 x .025 = .975
    assert predictive_interval(np.arange(40.0)) == pytest.approx((0.975, 38.025))
    assert predictive_interval(np.arange(39.0))[0] < 0


def test_chance_above_zero_by_hand():
    # t = 3 / (1.5811 x sqrt 1.2) = 1.732; T with 4 degrees of freedom is .9209
    assert chance_above_zero(FIVE) == pytest.approx(stats.t.cdf(math.sqrt(3), 4))
    assert chance_above_zero(-FIVE) == pytest.approx(1 - chance_above_zero(FIVE))


@pytest.mark.parametrize(("value", "chance"), [(0.1, 1.0), (0.0, 0.5), (-0.1, 0.0)])
def test_equal_values_are_certain(value, chance):
    assert chance_above_zero(np.full(7, value)) == chance
    assert spread(np.full(7, value)) == 0


@pytest.mark.parametrize("values", [np.array([4.0]), np.array([1.0, math.nan, 2.0])])
def test_one_replication_or_an_empty_one_has_no_interval(values):
    assert all(math.isnan(end) for end in (*mean_interval(values), *predictive_interval(values)))
    assert math.isnan(chance_above_zero(values))


def test_an_empty_value_among_forty_is_not_dropped():
    values = np.arange(50.0)
    values[3] = math.nan
    assert all(math.isnan(end) for end in predictive_interval(values))


def test_the_interval_covers_the_mean_as_often_as_it_says():
    """Of 2,000 intervals from ten normal values, 95 % hold the mean: standard error .5 %."""
    samples = np.random.default_rng(3).normal(0, 1, (2000, 10))
    held = [low < 0 < high for low, high in map(mean_interval, samples)]
    assert np.mean(held) == pytest.approx(0.95, abs=0.015)
