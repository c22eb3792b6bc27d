"""The regression against statsmodels, and by hand."""

import warnings

import numpy as np
import pytest

from sim.fit.regression import regress


def simulated(seed=4, n_areas=600, shape=2.0):
    draw = np.random.default_rng(seed)
    design = np.column_stack([np.ones(n_areas), draw.standard_normal(n_areas)])
    mean = 5.0 * np.exp(design @ np.array([0.3, 0.5]))
    return draw.poisson(mean * draw.gamma(shape, 1 / shape, n_areas)).astype(float), design


def test_it_is_statsmodels():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from statsmodels.discrete.discrete_model import NegativeBinomial
    count, design = simulated()
    theirs = NegativeBinomial(count, design, exposure=np.full(count.size, 5.0)).fit(disp=0)
    ours = regress(count, np.full(count.size, 5.0), design)
    np.testing.assert_allclose(ours.coefficient, theirs.params[:2], atol=0.003)
    np.testing.assert_allclose(ours.standard_error, theirs.bse[:2], rtol=0.05)
    assert ours.shape == pytest.approx(1 / theirs.params[2], rel=0.02)


def test_it_gives_back_what_was_simulated():
    count, design = simulated(n_areas=20_000)
    found = regress(count, np.full(count.size, 5.0), design)
    np.testing.assert_allclose(found.coefficient, [0.3, 0.5], atol=0.03)
    assert found.shape == pytest.approx(2.0, rel=0.06)


def test_a_constant_alone_is_the_mean():
    """Eight rows on four areas of one expected each: exp(coefficient) = 2."""
    found = regress(np.array([2.0, 2.0, 1.0, 3.0]), np.ones(4), np.ones((4, 1)))
    assert np.exp(found.coefficient[0]) == pytest.approx(2.0, rel=1e-3)


def test_no_rows_at_all_is_no_trouble():
    found = regress(np.zeros(5), np.full(5, 1e-9), np.ones((5, 1)))
    assert np.isfinite(found.coefficient).all()
    assert np.isfinite(found.standard_error).all()
