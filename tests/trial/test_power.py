"""What estimators are worth: hand-worked shares and errors, and curves."""

import math

import numpy as np
import pytest

from sim.trial.estimators.registry import ESTIMATORS, Settings
from sim.trial.pilot import Estimates
from sim.trial.power import worth_of
from sim.trial.shares import OverPilots, mean_of_pilots, share_of_pilots
from sim.trial.smallest import smallest_fall_found
from tests.trial import making
from tests.trial.imposing import least_of
from tests.trial.power_curve import where_reached


def test_worth_by_hand():
    change = np.array([-0.3, -0.1, 0.2, -0.2])
    worth = worth_of(Estimates(change, change - 0.25, change + 0.25, np.array([0.01, 0.5, 0.04, 0.03])), -0.1)
    assert worth.estimate.value == pytest.approx(-0.1)
    assert worth.bias.value == pytest.approx(0.0, abs=1e-12)
    assert worth_of(Estimates(change, change, change, change), -0.3).bias.value == pytest.approx(
        0.2
    )  # the fall is underrated
    assert worth.detected.value == 0.75
    assert (worth.falls.value, worth.rises.value) == (0.5, 0.25)  # −.3 and −.2 down, .2 up
    assert worth.covered.value == 0.75  # −.05 to .45 lacks −.1
    assert worth.exaggeration.value == pytest.approx((3 + 2 + 2) / 3)
    assert worth.wrong_sign.value == pytest.approx(1 / 3)


def test_without_effect_there_is_no_size_or_sign_to_get_wrong():
    change = np.array([-0.3, 0.1])
    worth = worth_of(Estimates(change, change - 0.1, change + 0.2, np.array([0.01, 0.5])), 0.0)
    assert worth.detected.value == 0.5
    assert worth.covered.value == 0.5
    assert math.isnan(worth.exaggeration.value)
    assert math.isnan(worth.wrong_sign.value)


def test_what_is_not_told_is_left_out_but_finds_nothing():
    nan = np.full(3, math.nan)
    worth = worth_of(Estimates(np.array([-0.3, math.nan, -0.1]), nan, nan, np.array([0.01, math.nan, math.nan])), -0.2)
    assert (worth.estimate.pilots, worth.detected.pilots, worth.covered.pilots) == (2, 3, 0)
    assert (worth.falls.value, worth.falls.pilots, worth.rises.value) == (pytest.approx(1 / 3), 3, 0.0)
    assert worth.bias.value == pytest.approx(0.0, abs=1e-12)
    assert math.isnan(worth.covered.value)


def test_five_in_a_hundred_is_found():
    # the largest of twenty deals: p = 1/20 has a chance of 5 % without effect, and is at the level
    one = np.array([-0.1])
    assert worth_of(Estimates(one, one, one, np.array([50 / 1000])), 0.0).detected.value == 1.0


def test_wilson_interval_as_printed():
    # Newcombe (1998), doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E: 81 of 263 is .2553 to .3662
    share = share_of_pilots(np.arange(263) < 81)
    assert (share.low, share.high) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    nobody = share_of_pilots(np.zeros(20, dtype=bool))  # the same: 0 of 20 is 0 to .1611
    assert (nobody.value, nobody.low, nobody.high) == pytest.approx((0, 0, 0.1611), abs=5e-5)


def test_mean_by_hand():
    # 1, 2, 3: standard error 1/√3
    mean = mean_of_pilots(np.array([1.0, 2.0, 3.0]))
    assert (mean.value, mean.high - mean.value) == pytest.approx((2, 1.959964 / math.sqrt(3)), abs=1e-6)


def curve(*shares, pilots=400):
    """Give shares of pilots, with intervals of five hundredths either way."""
    return [OverPilots(share, share - 0.05, share + 0.05, pilots) for share in shares]


def test_curve_is_read_between_its_points():
    # half of the way from .5 (0) to .9 (1.2816) lies .7 wanted: quantile .5244 is .4092 of it, of log 2
    found = where_reached([10, 20, 40], curve(0.3, 0.5, 0.9), wanted=0.7)
    assert found.at == pytest.approx(20 * 2 ** (0.524401 / 1.281552), rel=1e-5)
    assert found.low < found.at < found.high


def test_curve_is_made_to_rise():
    # .6 and .5 are one level of .55: nothing is reached before the last step
    up, down = (
        where_reached([1, 2, 4], curve(*shares), wanted=0.58).at for shares in ((0.55, 0.55, 0.9), (0.6, 0.5, 0.9))
    )
    assert down == pytest.approx(up)


def test_curve_that_never_gets_there_or_begins_there():
    assert where_reached([1, 2], curve(0.1, 0.2)).at == math.inf
    assert where_reached([1, 2], curve(0.9, 0.95)).at == 1


def test_power_curve_agrees_with_falls_that_are_imposed():
    """The fall that 80 % of pilots see, of pilots that really had ever larger falls, is the one that is found when falls are imposed on pilots without any."""
    falls, did = [0.06, 0.1, 0.14, 0.18], ESTIMATORS["did"](Settings(1))
    told = [did.estimate(making.parallel(8, n_pilots=500, n_places=60, effect=-fall)) for fall in falls]
    worth = [worth_of(column_of(one), -fall) for one, fall in zip(told, falls, strict=True)]
    seen = where_reached(falls, [one.detected for one in worth])
    assert seen.low < seen.at < seen.high
    imposed = smallest_fall_found(least_of(making.parallel(8, n_pilots=500, n_places=60), did))
    assert imposed.value == pytest.approx(seen.at, rel=0.08)
    assert imposed.low < seen.high
    assert seen.low < imposed.high
    assert all(one.exaggeration.value > 1 for one in worth[:2])


def column_of(estimates):
    """Take the one outcome."""
    return Estimates(estimates.change[:, 0], estimates.low[:, 0], estimates.high[:, 0], estimates.p[:, 0])
