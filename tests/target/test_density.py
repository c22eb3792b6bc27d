"""Kernel density against the formula, point by point."""

import numpy as np
import pytest

from sim.target.density import kernel_density


def test_it_is_the_sum_of_kernels():
    random = np.random.default_rng(10)
    x_m, y_m = random.uniform(0, 9_000, (2, 30))
    count = random.poisson(3.0, (2, 30))
    apart = np.hypot(x_m[:, None] - x_m, y_m[:, None] - y_m)
    width = np.median([np.sort(row)[1] for row in apart])
    slow = [
        [sum(rows[b] * np.exp(-(apart[a, b] ** 2) / (2 * width**2)) for b in range(30)) for a in range(30)]
        for rows in count
    ]
    np.testing.assert_allclose(kernel_density(count, x_m, y_m), slow)


def test_neighbours_share_in_density_by_hand():
    """Three in a row, 100 m apart: the middle one has e^−½ of the rows of either neighbour."""
    found = kernel_density(np.array([[1, 0, 0]]), np.array([0.0, 100.0, 200.0]), np.zeros(3))
    np.testing.assert_allclose(found, [[1, np.exp(-0.5), np.exp(-2)]])


def test_one_area_alone():
    assert kernel_density(np.array([[7]]), np.zeros(1), np.zeros(1)) == pytest.approx(7)
