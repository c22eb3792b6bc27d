"""Intervals of quantiles: printed ranks, a slow version, and queues whose quantiles are known."""

import math

import numpy as np
import pytest
from scipy import stats

from sim.outcomes.quantiles import effective_size, quantile_interval


@pytest.mark.parametrize(("size", "lower", "upper"), [(6, 1, 6), (10, 2, 9), (20, 6, 15), (100, 40, 61)])
def test_ranks_of_the_median_are_the_printed_ones(size, lower, upper):
    """The ranks that tables of the sign test print for 95 %."""
    assert quantile_interval(np.arange(1.0, size + 1), 50) == (lower, upper)


def test_five_values_have_no_interval_of_their_median():
    # 1 - 2 / 2^5 = 93.75 % at most
    assert all(math.isnan(end) for end in quantile_interval(np.arange(5.0), 50))


def slow_ranks(size, share):
    """Go through the ranks until no more than 2.5 % are cut off at either end."""
    binomial = stats.binom(size, share)
    lower = max((rank for rank in range(1, size + 1) if binomial.cdf(rank - 1) <= 0.025), default=0)
    upper = min((rank for rank in range(1, size + 1) if binomial.sf(rank - 1) <= 0.025), default=size + 1)
    return lower, upper


@pytest.mark.parametrize("percent", [10, 50, 90])
@pytest.mark.parametrize("size", [1, 7, 29, 38, 144])
def test_ranks_equal_the_slow_version(size, percent):
    lower, upper = slow_ranks(size, percent / 100)
    expected = (lower if lower >= 1 else math.nan, upper if upper <= size else math.nan)
    assert quantile_interval(np.arange(1.0, size + 1), percent) == pytest.approx(expected, nan_ok=True)


def test_fewer_independent_values_widen_the_interval():
    values = np.arange(1.0, 1001.0)
    # ranks 40 and 61 of 100, of ten values each
    assert quantile_interval(values, 50, 100.0) == (400, 610)
    assert quantile_interval(values, 50, 1e9) == quantile_interval(values, 50)


def test_effective_size_by_hand():
    day = np.array([0, 0, 1, 1])
    # both of a day on one side: excess 1 and -1, between 2/1 x 2 = 4, independent 4 x .25 = 1: four are worth one
    assert effective_size(np.array([True, True, False, False]), day) == 1
    # one of each day on either side: no excess, and no more than four
    assert effective_size(np.array([True, False, True, False]), day) == 4
    assert effective_size(np.array([True, True, True, True]), day) == 4
    assert effective_size(np.array([True, False, True, False]), np.zeros(4, np.int64)) == 4


def waiting_queues(rng, runs, customers, load):
    """Draw times in system of an M/M/1 queue that has settled: (runs, customers), one after the other."""
    time = rng.exponential(1 / (1 - load), runs)
    times = np.empty((runs, customers))
    for number in range(customers):
        times[:, number] = time
        wait = np.maximum(0.0, time - rng.exponential(1 / load, runs))
        time = wait + rng.exponential(1.0, runs)
    return times


@pytest.mark.parametrize("percent", [50, 90])
def test_customers_that_wait_behind_each_other_are_worth_fewer(percent):
    """Of an M/M/1 queue at .7 the time in system is exponential of rate .3: its quantile is -ln(1 - p) / .3.

    The interval of 300 queues over 30 days of 200 customers should hold it 95 times in 100; taken for independent, the
    customers give one that holds it far less often.
    """
    times = waiting_queues(np.random.default_rng(5), 300, 6_000, 0.7)
    truth = -math.log(1 - percent / 100) / 0.3
    day = np.repeat(np.arange(30), 200)
    held = {"clustered": 0, "naive": 0}
    for run in times:
        order = np.argsort(run)
        ascending = run[order]
        is_below = np.arange(run.size) < run.size * percent / 100
        for name, count in (("clustered", effective_size(is_below, day[order])), ("naive", None)):
            low, high = quantile_interval(ascending, percent, count)
            held[name] += low <= truth <= high
    assert held["clustered"] / 300 >= 0.9
    assert held["naive"] / 300 <= 0.7


def test_an_interval_of_independent_values_holds_the_median_as_often_as_it_says():
    """Of 2,000 samples of 30 skewed values at least 95 % (standard error .5 %)."""
    samples = np.sort(np.random.default_rng(2).exponential(1.0, (2_000, 30)), axis=1)
    held = [low <= math.log(2) <= high for low, high in (quantile_interval(sample, 50) for sample in samples)]
    assert 0.945 <= np.mean(held) <= 0.99
