"""Hotspot lists: by hand, ties shared out, and never better than hindsight."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.backtest.hotspots import CEILING, FIT, Came, compare_lists, on_list

SCORES = arrays(np.int64, 9, elements=st.integers(0, 5)).map(lambda scores: scores.astype(np.float64))


def test_a_list_by_hand():
    """The list of two catches 6 + 1 of 12 rows on 3 of 10 km²; the best would have caught 6 + 4."""
    came = Came(np.array([6.0, 4.0, 1.0, 1.0]), np.array([1.0, 4.0, 2.0, 3.0]))
    scores = {FIT: np.array([9.0, 0.0, 8.0, 1.0]), "other": np.array([0.0, 1.0, 0.0, 1.0])}
    fit, other, best = compare_lists(scores, came, lengths=(2, 4))
    assert (fit.method, fit.length, fit.caught, fit.all_there) == (FIT, 2, 7, 12)
    assert fit.hit_rate == pytest.approx(7 / 12)
    assert fit.pai == pytest.approx((7 / 12) / 0.3)
    assert fit.pei == pytest.approx(0.7)
    assert fit.behind == 0
    assert other.behind == pytest.approx((7 - 5) / 12)
    assert other.behind_high - other.behind == pytest.approx(1.96 * np.sqrt(12) / 12)  # no area in common
    assert best.method == CEILING
    assert best.pei == 1


def test_ties_for_the_last_place_are_shared_out():
    """One is sure of its place; the other two go to three areas."""
    np.testing.assert_allclose(on_list(np.array([1.0, 5.0, 1.0, 0.0, 1.0]), 3), [2 / 3, 1, 2 / 3, 0, 2 / 3])
    np.testing.assert_array_equal(on_list(np.zeros(2), 3), [1, 1])


@given(SCORES, st.integers(1, 8))
def test_a_list_catches_what_it_would_on_average_over_all_orders_of_ties(score, length):
    random = np.random.default_rng(9)
    came = np.arange(9.0)
    caught = np.mean([came[np.lexsort((random.random(9), -score))[:length]].sum() for _ in range(400)])
    member = on_list(score, length)
    assert member.sum() == pytest.approx(length)
    assert member @ came == pytest.approx(caught, abs=2.0)


@given(SCORES, SCORES)
def test_nothing_beats_hindsight(score, amount):
    found = compare_lists({FIT: score}, Came(amount, np.ones(9)), lengths=(2, 5))
    for fit, best in zip(found[::2], found[1::2], strict=True):
        assert fit.caught <= best.caught + 1e-9
        if amount.any():
            assert fit.pei <= 1 + 1e-9
            assert fit.behind == 0
            assert best.behind <= 1e-9


def test_nothing_came():
    (fit, best) = compare_lists({FIT: np.arange(4.0)}, Came(np.zeros(4), np.ones(4)), lengths=(2,))
    assert np.isnan([fit.hit_rate, fit.pai, fit.pei, best.behind]).all()


def test_harm_has_no_poisson_interval():
    (fit, _) = compare_lists({FIT: np.arange(4.0)}, Came(np.arange(4.0), np.ones(4), counts=False), lengths=(2,))
    assert np.isnan(fit.behind_high)
