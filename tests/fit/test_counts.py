"""The negative binomial, against scipy and by hand."""

import numpy as np
import pytest
from scipy.stats import nbinom

from sim.fit.counts import at_most, log_probability, share_inside

COUNT = np.array([0.0, 1.0, 3.0, 20.0])
MEAN = np.array([0.2, 1.5, 2.0, 8.0])


def test_no_count_of_shape_one_and_mean_one_is_a_half():
    """With shape 1 it is geometric: P(0) = 1 / (1 + mean) = 1 / 2."""
    assert np.exp(log_probability(np.zeros(1), np.ones(1), 1.0))[0] == pytest.approx(0.5)


@pytest.mark.parametrize("shape", [0.2, 1.0, 50.0])
def test_it_is_scipys(shape):
    theirs = nbinom(shape, shape / (shape + MEAN))
    np.testing.assert_allclose(log_probability(COUNT, MEAN, shape), theirs.logpmf(COUNT), rtol=1e-9)
    np.testing.assert_allclose(at_most(COUNT, MEAN, shape), theirs.cdf(COUNT), rtol=1e-9)
    assert at_most(np.array([-1.0]), np.ones(1), shape)[0] == 0


def test_a_count_that_must_be_zero_is_inside_for_95_of_100():
    """P(0) = 1: the transform is uniform on [0, 1], and .95 of it lies inside."""
    assert share_inside(np.zeros(1), np.array([1e-12]), 1.0)[0] == pytest.approx(0.95)


def test_mean_share_inside_is_the_level_whatever_the_mean():
    """The sum over all counts of probability × share inside is exactly .95."""
    count = np.arange(2_000.0)
    for mean, shape in ((0.05, 0.3), (2.0, 1.0), (40.0, 5.0)):
        chance = np.exp(log_probability(count, np.full(count.size, mean), shape))
        inside = share_inside(count, np.full(count.size, mean), shape)
        assert float(chance @ inside) == pytest.approx(0.95, abs=1e-6)
