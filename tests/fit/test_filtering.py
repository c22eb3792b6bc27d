"""The filter against the exact gamma–Poisson update, by hand, and against simulation."""

import numpy as np
import pytest

from sim.fit.filtering import Wander, filter_counts


def run(count, expected, wander, at=None, *, judge=False):
    count = np.asarray(count, dtype=float)
    at = np.arange(count.shape[0]) / 12 if at is None else np.asarray(at, dtype=float)
    return filter_counts(
        count, np.broadcast_to(np.asarray(expected, dtype=float), count.shape), at, wander, judge=judge
    )


def test_without_drift_it_is_the_conjugate_update():
    """Prior gamma(2, 2); 3 of 1 expected, then 1 of 1: gamma(2 + 4, 2 + 2), mean 1.5."""
    found = run([[3], [1]], 1.0, Wander(2.0, 0.0, 0.0))
    assert found.belief.mean[0] == pytest.approx(1.5)
    assert found.belief.shape[0] == pytest.approx(6.0)


def test_first_likelihood_is_the_marginal():
    """Shape 1, one expected: geometric, P(0) = 1/2."""
    found = run([[0]], 1.0, Wander(1.0, 0.0, 0.0))
    assert found.log_likelihood[0] == pytest.approx(np.log(0.5))


def test_a_gap_widens_and_leaves_the_mean():
    """1 / shape = 1/6 after two months; drift .5 over two years adds 1: shape 6/7 before the last month, whose
    expected count is next to nothing."""
    count = np.array([[3.0], [1.0], [0.0]])
    expected = np.array([[1.0], [1.0], [1e-9]])
    found = filter_counts(count, expected, np.array([0.0, 1e-12, 2.0]), Wander(2.0, 0.5, 0.0), judge=False)
    assert found.belief.mean[0] == pytest.approx(1.5, rel=1e-6)
    assert found.belief.shape[0] == pytest.approx(6 / 7, rel=1e-6)


def test_a_wavering_month_tells_less():
    """Variance 1 and 1 expected: half a month's information. Shape 2 + 3/2, rate 2 + 1/2: mean 1.4."""
    found = run([[3]], 1.0, Wander(2.0, 0.0, 1.0))
    assert found.belief.mean[0] == pytest.approx(1.4)


def test_coverage_is_right_where_the_model_is():
    draw = np.random.default_rng(3)
    rate = draw.gamma(2.0, 0.5, 4_000)
    mood = draw.gamma(5.0, 0.2, (20, 4_000))
    count = draw.poisson(1.5 * rate * mood)
    found = run(count, 1.5, Wander(2.0, 0.0, 0.2), judge=True)
    assert found.coverage.mean() == pytest.approx(0.95, abs=0.005)
    too_sure = run(count, 1.5, Wander(2.0, 0.0, 1e-9), judge=True)
    assert too_sure.coverage[5:].mean() < 0.94
