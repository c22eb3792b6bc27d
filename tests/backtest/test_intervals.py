"""Intervals: by hand, and what makes an interval score proper."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import nbinom

from sim.backtest.intervals import Foreseen, foreseen_by_draws, foreseen_by_poisson, interval_score


def foreseen(low, high):
    return Foreseen(np.array((low + high) / 2), np.array(float(low)), np.array(float(high)))


@pytest.mark.parametrize(
    ("observed", "score"),
    [
        (15, 10),  # inside: the width alone
        (10, 10),  # on the edge is inside
        (7, 10 + 40 * 3),  # 2/α = 40 for each count below
        (22, 10 + 40 * 2),
    ],
)
def test_score_by_hand(observed, score):
    assert interval_score(foreseen(10, 20), np.array(observed)) == pytest.approx(score)


def test_bounds_of_draws_are_counts_that_occur():
    """Of 0, 1, …, 99 the 2.5 % point is the third smallest, 2, and the 97.5 % point the 98th, 97."""
    found = foreseen_by_draws(np.arange(100)[::-1])
    assert (found.mean, found.low, found.high) == (49.5, 2, 97)
    assert found.holds(np.array([1, 2, 97, 98])).tolist() == [False, True, True, False]


def test_poisson_difference_by_hand():
    """100 rows in 50 days, for 100 days ahead: 200 ± 1.96 √(200 × 3)."""
    found = foreseen_by_poisson(np.array(100), 50.0, 100.0)
    assert found.mean == 200
    assert found.low == pytest.approx(200 - 1.96 * np.sqrt(600))
    assert found.high == pytest.approx(200 + 1.96 * np.sqrt(600))
    few = foreseen_by_poisson(np.array([0, 1]), 10.0, 10.0)
    assert few.low.tolist() == [0, 0]
    assert few.high[0] == 0


def test_poisson_difference_holds_what_chance_alone_sets_apart():
    random = np.random.default_rng(4)
    before, after = random.poisson(400.0, 20_000), random.poisson(4_00.0 * 3, 20_000)
    assert foreseen_by_poisson(before, 30.0, 90.0).holds(after).mean() == pytest.approx(0.95, abs=0.006)


@given(st.integers(1, 40), st.floats(0.1, 0.9), st.floats(0.4, 3.0))
def test_no_other_interval_is_cheaper_on_average_than_the_true_quantiles(shape, chance, stretch):
    truth = nbinom(shape, chance)
    counts = np.arange(int(truth.ppf(1 - 1e-9)) + 1)
    weight = truth.pmf(counts)

    def cost(low, high):
        return weight @ interval_score(Foreseen(counts * 0.0, counts * 0.0 + low, counts * 0.0 + high), counts)

    low, high = truth.ppf(0.025), truth.ppf(0.975)
    middle = (low + high) / 2
    other = middle + stretch * (np.array([low, high]) - middle)
    assert cost(low, high) <= cost(*other) + 1e-6
