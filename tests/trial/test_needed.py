"""What a pilot would have to be: by hand, and as larger and longer pilots turn out."""

import math

import numpy as np
import pytest
from scipy.special import ndtri

from sim.trial.delivered import Delivered
from sim.trial.estimators.registry import ESTIMATORS, Settings
from sim.trial.needed import needed_rows
from sim.trial.pilot import Estimates
from sim.trial.runs import Arm, DesignRuns, Trend, Truth
from sim.trial.spread import log_spread
from tests.trial import making


def runs_of(estimates, change, places=40):
    """Give runs without effect, and with one that changes crime by so much, in which all estimates scatter twice as far."""
    n = estimates.change.shape[0]
    wider = Estimates(np.expm1(2 * np.log1p(estimates.change)), estimates.low, estimates.high, estimates.p)
    ones = np.ones((n, 1))
    truth = [Truth(100 * (1 + effect) * ones, 100 * ones, ones, ones) for effect in (0.0, change)]
    arms = [
        Arm(
            reduction,
            true,
            Delivered(*np.ones((5, n))),
            None,
            ones,
            {"did": said, "before_after": untested(said)},
        )
        for reduction, true, said in zip((0.0, 0.16), truth, (estimates, wider), strict=True)
    ]
    return DesignRuns("lot", places, places // 2, Trend(ones, ones, ones, ones), tuple(arms))


def untested(estimates):
    """Give the same estimates without tests."""
    nan = np.full_like(estimates.p, np.nan)
    return Estimates(estimates.change, nan, nan, nan)


def normal_scores(spread, n=20_000):
    """Give estimates whose logs are normal, to the last quantile."""
    return np.expm1(spread * ndtri((np.arange(n) + 0.5) / n))[:, None]


def test_needed_by_hand():
    # spread .1: the smallest fall is 1 − e^−.28016 = .2443; against −10 %, (.28016/.10536)² = 7.070 times the place-days
    change = normal_scores(0.1)
    row, *others = needed_rows(
        [runs_of(Estimates(change, change, change, np.ones_like(change)), -0.1)], ["all crime"], 168
    )
    assert others == []  # nothing for a comparison without a test
    assert row.smallest_fall == pytest.approx(0.2443, abs=2e-4)
    assert row.smallest_low < row.smallest_fall < row.smallest_high
    assert row.times_as_much == pytest.approx(7.070, rel=2e-3)
    assert (row.places_needed, row.days_needed) == (283, 1188)
    assert (row.reduction, row.true_change) == (0.16, pytest.approx(-0.1))


def test_no_fall_needs_no_number():
    change = normal_scores(0.1)
    (row,) = needed_rows([runs_of(Estimates(change, change, change, np.ones_like(change)), 0.02)], ["all crime"], 168)
    assert math.isnan(row.times_as_much)
    assert math.isnan(row.days_needed)


def test_spread_of_normal_numbers_and_its_interval():
    rng = np.random.default_rng(1)
    held = [log_spread(np.expm1(rng.normal(0, 0.2, 400))) for _ in range(600)]
    assert np.mean([one.value for one in held]) == pytest.approx(0.2, rel=0.01)
    assert 0.92 < np.mean([one.low <= 0.2 <= one.high for one in held]) < 0.98


def test_a_few_estimates_without_a_log_do_no_harm_and_many_do():
    change = normal_scores(0.2)
    few, many = change[:, 0].copy(), change[:, 0].copy()
    few[:1000], many[:4000] = -1.5, -1.5
    assert log_spread(few).value == pytest.approx(0.2, rel=1e-3)
    assert math.isnan(log_spread(many).value)
    assert math.isnan(log_spread(few[:9]).value)


@pytest.mark.parametrize("more", [{"n_places": 160}, {"n_periods": 48}])
def test_errors_shrink_with_the_root_of_places_and_almost_with_that_of_months(more):
    """Four times the places, or the months: half the spread, up to what is left of months that last."""
    did = ESTIMATORS["did"](Settings(1))
    spread = [
        log_spread(did.estimate(making.parallel(3, n_pilots=1500, shape=np.inf, **size)).change[:, 0]).value
        for size in ({}, more)
    ]
    assert spread[0] / spread[1] == pytest.approx(2.0, rel=0.1)
