"""Division where some divisors are 0."""

import numpy as np

from sim.ratio import ratio


def test_nothing_to_divide_by_gives_what_was_asked_for():
    assert ratio([1.0, 2.0, 0.0], [4.0, 0.0, 0.0], 0.0).tolist() == [0.25, 0.0, 0.0]
    assert ratio([1.0, 2.0], [4.0, -1.0], 1.0).tolist() == [0.25, 1.0]  # a divisor below 0 is none either


def test_what_is_not_asked_for_is_not_known():
    assert np.isnan(ratio([1.0], [0.0])).all()


def test_shapes_fit_together_as_in_arithmetic():
    part, whole = np.array([[1, 2], [3, 4]]), np.array([[2], [0]])
    assert ratio(part, whole, 0.0).tolist() == [[0.5, 1.0], [0.0, 0.0]]
    assert ratio(6, 4).item() == 1.5
