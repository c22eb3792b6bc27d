"""The E-test: the published number, and every p value as a double sum of exact comparisons gives it."""

from fractions import Fraction

import numpy as np
import pytest
from scipy.stats import poisson

from sim.trial.poisson_test import e_test


def naive_e_test(count, other, exposure, other_exposure):
    """Add up the probability of all pairs of counts whose statistic, a fraction, is at least that of the counts at hand."""

    def squared(x, y):
        if x == y == 0:
            return Fraction(0)
        apart = Fraction(x, exposure) - Fraction(y, other_exposure)
        return apart**2 / (Fraction(x, exposure**2) + Fraction(y, other_exposure**2))

    bar = squared(count, other)
    rate = (count + other) / (exposure + other_exposure)
    first, second = rate * exposure, rate * other_exposure
    return sum(
        poisson.pmf(x, first)
        * poisson.pmf(np.array([y for y in range(int(second * 3) + 60) if squared(x, y) >= bar]), second).sum()
        for x in range(int(first * 3) + 60)
    )


def test_published_number():
    # VALIDATION.md, after Krishnamoorthy & Thomson (2004): counts of 6 and 2
    assert e_test(6, 2) == pytest.approx(0.1749, abs=5e-5)
    assert e_test(2, 6) == pytest.approx(0.1749, abs=5e-5)


@pytest.mark.parametrize(
    "case",
    [
        (6, 2, 1, 1),
        (5, 0, 1, 1),
        (0, 3, 2, 1),
        (5, 28, 25, 41),
        (21, 25, 43, 35),
        (15, 25, 9, 6),
        (12, 12, 1, 1),
        (9, 3, 3, 1),
        (1, 0, 1, 1),
    ],
)
def test_equals_the_double_sum(case):
    assert e_test(*case) == pytest.approx(naive_e_test(*case), abs=1e-9)


def test_nothing_counted_tells_nothing():
    assert e_test(0, 0) == 1.0


def test_large_counts_agree_with_the_normal():
    # z = 200 / sqrt(10,200) = 1.980: two-sided .0477
    assert e_test(5200, 5000) == pytest.approx(0.0477, abs=5e-4)


def test_size_is_kept_for_small_counts():
    # both rates 4: every pair of counts, weighted by its chance
    counts = np.arange(18)
    rejects = np.array([[e_test(x, y) < 0.05 for y in counts] for x in counts])
    chance = poisson.pmf(counts, 4.0)
    assert 0.035 < chance @ rejects @ chance < 0.055
