"""The shape held against draws."""

import numpy as np
import pytest

from sim.backtest.shape import BUSIEST, DISPERSION, GINI, MEASURES, Ground, Held, hold, hold_shape, still_busiest
from sim.records.uneven import dispersion, gini


def test_a_band_by_hand():
    """Of 0, 1, …, 100, and one draw that says nothing: 2.5, 50 and 97.5."""
    held = hold("x", 98.0, np.append(np.arange(101.0), np.nan))
    assert held == Held("x", 98.0, 2.5, 50.0, 97.5)
    assert not held.inside
    assert held.ratio == pytest.approx(1.96)
    assert held.known


def test_what_nothing_says_is_not_known():
    assert not hold("x", 1.0, np.full(3, np.nan)).known
    assert not hold("x", np.nan, np.arange(3.0)).known


def test_the_busiest_that_stay_by_hand():
    """Of the busiest two, areas 1 and 3, one is left; of equals the first counts."""
    before = np.array([0, 5, 1, 7])
    assert still_busiest(np.array([[0, 4, 9, 1], [2, 2, 2, 2], [0, 0, 0, 0]]), before, 2) == pytest.approx(
        [0.5, 0.5, np.nan], nan_ok=True
    )
    assert np.isnan(still_busiest(before, before, BUSIEST))


def test_every_measure_is_held():
    random = np.random.default_rng(11)
    rate = random.gamma(1.0, 3.0, 60)
    draws = random.poisson(rate, (300, 5, 60))
    ground = Ground([0, 1, 2, 3], random.poisson(12 * rate))
    found = {held.measure: held for held in hold_shape(draws[0], draws[1:], ground)}
    assert list(found) == list(MEASURES)
    assert all(held.known for held in found.values())
    assert found[GINI].middle == pytest.approx(np.median(gini(draws[1:].sum(axis=1))))
    assert found[DISPERSION].observed == pytest.approx(dispersion(draws[0]))


def test_a_band_holds_its_own_kind_as_often_as_it_says():
    random = np.random.default_rng(12)
    rate = random.gamma(1.0, 3.0, 60)
    draws = random.poisson(rate, (600, 5, 60))
    ground = Ground([0, 1, 2, 3], random.poisson(12 * rate))
    inside = dict.fromkeys(MEASURES, 0)
    for came in draws[:100]:
        for held in hold_shape(came, draws[100:], ground):
            inside[held.measure] += held.low <= held.observed <= held.high
    assert all(85 <= count <= 100 for count in inside.values())
