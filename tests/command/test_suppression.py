"""What the baseline already prevents: E exp(-beta D) over a gamma distributed stock (MODEL.md §1)."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import gamma

from sim.command.effect import Effect
from sim.command.suppression import BaselineStock, suppression_of, survival_share
from tests.command.ground import make_demand


def effect_of(beta):
    """Give an effect with these betas."""
    n = len(beta)
    return Effect(0.1, 0.1, np.zeros(n), np.zeros(n, dtype=bool), np.array(beta), np.ones(n))


@pytest.mark.parametrize("beta", [0.001, 0.02, 0.3, -0.004])
@pytest.mark.parametrize("mean", [0.5, 12.0, 40.0])
@pytest.mark.parametrize("spread", [0.05, 0.6, 2.5])
def test_survival_is_the_integral_over_a_gamma(beta, mean, spread):
    stock = gamma(1 / spread, scale=mean * spread)
    cuts = stock.ppf([0.001, 0.5, 0.999])
    edges = [0.0, *cuts, stock.ppf(1 - 1e-15) * 4]
    parts = [quad(lambda d: math.exp(-beta * d) * stock.pdf(d), *edges[at : at + 2], limit=200)[0] for at in range(4)]
    assert survival_share(beta, np.array([mean]), spread)[0] == pytest.approx(sum(parts), rel=1e-4)


def test_without_spread_it_is_the_plain_exponential():
    mean = np.array([[0.0, 10.0], [20.0, 50.0]])
    assert survival_share(0.03, mean, 0.0).tolist() == np.exp(-0.03 * mean).tolist()


def test_little_spread_comes_close_to_none():
    assert survival_share(0.03, np.array([20.0]), 1e-6)[0] == pytest.approx(math.exp(-0.6), rel=1e-5)


def test_spread_spares_calls():
    """By Jensen's inequality a stock that varies deters less than its mean does."""
    assert survival_share(0.05, np.array([30.0]), 1.0)[0] == pytest.approx(1 / 2.5)  # (1 + 1.5)^-1
    assert survival_share(0.05, np.array([30.0]), 1.0)[0] > math.exp(-1.5)


def test_strong_backfire_falls_back_to_the_exponential():
    assert survival_share(-0.05, np.array([30.0]), 1.0)[0] == pytest.approx(math.exp(1.5))


def test_q_is_the_deterrable_share_of_what_does_not_survive():
    mean = np.full((2, 168), 10.0, dtype=np.float32)
    stock = BaselineStock(mean, at_calls=np.array([2.0, 1.0, 1.0]), spread=np.array([0.0, 0.5, 0.0]))
    q = suppression_of(effect_of([0.1, 0.1, 0.0]), stock, make_demand([0.5, 0.8, 0.9])).q
    assert q.shape == (3, 2, 168)
    assert q[0, 0, 0] == pytest.approx(0.5 * (1 - math.exp(-2.0)), rel=1e-6)  # its calls meet twice the mean
    assert q[1, 1, 5] == pytest.approx(0.8 * (1 - 1.5**-2), rel=1e-6)
    assert not q[2].any()


def test_nothing_is_suppressed_where_nobody_was_or_nothing_is_deterred():
    none = BaselineStock.none(3, 2)
    assert not suppression_of(effect_of([0.1, -0.1]), none, make_demand([0.5, 0.5])).q.any()
    busy = BaselineStock(np.full((3, 168), 9.0, dtype=np.float32), np.ones(2), np.zeros(2))
    assert not suppression_of(effect_of([0.0, 0.0]), busy, make_demand([0.5, 0.5])).q.any()


def test_backfire_suppresses_less_than_nothing():
    busy = BaselineStock(np.full((1, 168), 9.0, dtype=np.float32), np.ones(1), np.zeros(1))
    assert (suppression_of(effect_of([-0.01]), busy, make_demand([0.5])).q < 0).all()


def test_a_stock_is_read_back_as_it_was_used(tmp_path):
    rng = np.random.default_rng(1)
    stock = BaselineStock(rng.gamma(2, 10, (4, 168)).astype(np.float32), rng.random(3), rng.random(3)).rounded()
    stock.save(tmp_path / "a folder" / "stock.npz")
    again = BaselineStock.load(tmp_path / "a folder" / "stock.npz")
    assert again.mean.dtype == np.float32
    for name in ("mean", "at_calls", "spread"):
        assert getattr(again, name).tolist() == getattr(stock, name).tolist()
