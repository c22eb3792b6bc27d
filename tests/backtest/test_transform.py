"""The randomised transform: exactly uniform where it should be, and telling where not."""

import numpy as np
import pytest
from scipy.stats import kstest, nbinom

from sim.backtest.transform import BINS, calibration, transformed


def test_by_hand():
    """Of the draws 0, 1, 1, 4 one lies below 1 and two equal it: from 1/5 to 4/5."""
    draws = np.array([4, 1, 0, 1])
    assert transformed(draws, np.array(1), np.array(0.0)) == pytest.approx(0.2)
    assert transformed(draws, np.array(1), np.array(0.5)) == pytest.approx(0.5)
    assert transformed(draws, np.array(9), np.array(0.5)) == pytest.approx(0.9)


@pytest.mark.parametrize("draws", [3, 1_000])
def test_it_is_uniform_for_any_number_of_draws(draws):
    random = np.random.default_rng(5)
    rate = random.gamma(0.3, 4.0, 4_000)
    table = random.poisson(rate * random.gamma(2.0, 0.5, (draws + 1, 1)), (draws + 1, rate.size))
    mixed = np.take_along_axis(table, random.permuted(np.tile(np.arange(draws + 1)[:, None], rate.size), axis=0), 0)
    found = transformed(mixed[1:], mixed[0], random.random(rate.size))
    assert kstest(found, "uniform").pvalue > 1e-3


def test_it_nears_the_transform_of_the_distribution():
    """(l + U (e + 1)) / (n + 1) → F(x − 1) + U (F(x) − F(x − 1))."""
    truth = nbinom(2, 0.4)
    draws = truth.rvs((200_000, 1), random_state=6)
    for observed, tie in [(0, 0.3), (3, 0.9), (11, 0.5)]:
        exact = truth.cdf(observed - 1) + tie * truth.pmf(observed)
        assert transformed(draws, np.array([observed]), np.array([tie])) == pytest.approx([exact], abs=0.005)


def test_calibration_by_hand():
    found = calibration(np.array([[0.01, 0.2], [0.5, 0.99]]))
    assert found.cells == 4
    assert found.coverage == pytest.approx(0.5)
    assert found.distance == pytest.approx(0.3)  # up to .2 lies half instead of a fifth
    assert found.histogram.sum() == pytest.approx(1)
    assert found.histogram[[0, 4, 10, BINS - 1]].tolist() == [0.25] * 4


def test_distance_is_that_of_scipy():
    values = np.random.default_rng(7).beta(2, 3, 500)
    assert calibration(values).distance == pytest.approx(kstest(values, "uniform").statistic)


def test_what_is_foreseen_too_surely_covers_too_little():
    random = np.random.default_rng(8)
    rate = random.gamma(2.0, 2.0, 5_000)
    sure = random.poisson(4.0, (1_000, 1)) * np.ones(5_000, dtype=np.int64)
    honest = random.poisson(random.gamma(2.0, 2.0, (1_000, 5_000)))
    came, ties = random.poisson(rate), random.random(5_000)
    assert calibration(transformed(sure, came, ties)).coverage < 0.9
    assert calibration(transformed(honest, came, ties)).coverage == pytest.approx(0.95, abs=0.012)
