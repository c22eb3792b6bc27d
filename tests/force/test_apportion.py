"""Largest remainder, against hand-worked cases and exact fractions."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from sim.force.apportion import apportion, apportion_within


def naive(total: int, weights: list[int]) -> list[int]:
    """Share out in exact fractions, one officer at a time to the largest remainder."""
    exact = [Fraction(total * weight, sum(weights)) for weight in weights]
    shares = [int(value) for value in exact]
    while sum(shares) < total:
        remainders = [
            value - share if share == int(value) else Fraction(-1) for value, share in zip(exact, shares, strict=True)
        ]
        shares[remainders.index(max(remainders))] += 1
    return shares


@pytest.mark.parametrize(
    ("total", "weights", "expected"),
    [
        (10, [1, 1, 1], [4, 3, 3]),  # 3.33 each, the one left over goes to the lowest index
        (7, [1, 2, 4], [1, 2, 4]),  # exact
        (5, [6, 3, 1], [3, 2, 0]),  # 3.0, 1.5, 0.5: the tie goes to the lower index
        (0, [1, 2], [0, 0]),
        (3, [0, 1], [0, 3]),
        (3, [0, 0], [2, 1]),  # nothing to go by: evenly
    ],
)
def test_hand_worked(total, weights, expected):
    assert apportion(total, np.array(weights, dtype=np.float64)).tolist() == expected


def test_same_as_exact_fractions():
    # a linear congruence gives varied weights without drawing
    weights = [(37 * k * k + 11 * k + 5) % 101 + 1 for k in range(200)]
    for first in range(0, 190, 7):
        some = weights[first : first + 10]
        for total in (1, 9, 100, 785):
            assert apportion(total, np.array(some, dtype=np.float64)).tolist() == naive(total, some)


@pytest.mark.parametrize("weights", [[], [1.0, -1.0], [np.nan], [np.inf, 1.0]])
def test_impossible_weights_are_refused(weights):
    with pytest.raises(ValueError, match="cannot share out"):
        apportion(3, np.array(weights))


def test_never_takes_more_than_there_are():
    # two each by weight, but the second has only one: the first gives three
    assert apportion_within(4, np.array([1.0, 1.0]), np.array([5, 1])).tolist() == [3, 1]
    # the only place with weight is empty after two; the rest comes from those without weight, evenly
    assert apportion_within(4, np.array([1.0, 0.0, 0.0]), np.array([2, 5, 5])).tolist() == [2, 1, 1]


def test_takes_everybody_and_not_one_more():
    there = np.array([3, 0, 2])
    assert apportion_within(5, np.ones(3), there).tolist() == [3, 0, 2]
    with pytest.raises(ValueError, match="cannot take 6 officers where there are 5"):
        apportion_within(6, np.ones(3), there)
