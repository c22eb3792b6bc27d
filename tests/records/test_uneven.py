"""Concentration, dispersion and persistence: hand-worked, against slow forms, and against theory."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import chi2_contingency, rankdata, spearmanr

from sim.records.uneven import (
    dispersion,
    followed_months,
    gini,
    half_share,
    mid_ranks,
    persistence,
    rank_correlation,
    top_share,
)

TABLES = arrays(np.int32, (3, 4, 7), elements=st.integers(0, 6))


def test_gini_by_hand():
    """Of 0, 1, 3: mean absolute difference over all pairs (0+1+3+1+0+2+3+2+0)/9 = 12/9, over twice the mean: ½."""
    assert gini(np.array([1, 0, 3])) == pytest.approx(0.5)
    assert gini(np.array([2, 2, 2])) == pytest.approx(0.0)


def test_top_share_by_hand():
    """Of 40 areas 5 % are 2, of 41 at least 3 are needed."""
    counts = np.array([10, 20, *[1] * 38])
    assert top_share(counts) == pytest.approx(30 / 68)
    assert top_share(np.append(counts, 5)) == pytest.approx(35 / 73)


def test_half_share_by_hand():
    """Of 5 + 3 + 1 + 1 rows the first area holds half: a quarter of the areas."""
    assert half_share(np.array([1, 5, 1, 3])) == pytest.approx(0.25)
    assert half_share(np.array([2, 2, 2, 2])) == pytest.approx(0.5)


def test_dispersion_by_hand():
    """[[1, 2], [3, 2]]: expected 1.5, 1.5, 2.5, 2.5, so χ² = .25 (2/1.5 + 2/2.5) = 8/15 on one degree of freedom."""
    assert dispersion(np.array([[1, 2], [3, 2]])) == pytest.approx(8 / 15)


def test_persistence_by_hand():
    """Ranks 1 2 3 against 1 3 2: 1 - 6 × 2 / (3 × 8) = ½; then the same again: 1."""
    months = np.array([[1, 2, 5], [1, 9, 4], [2, 7, 3]])
    assert persistence(months) == pytest.approx(0.75)
    assert persistence(months, following=[0]) == pytest.approx(0.5)


def test_months_that_follow_one_another():
    assert followed_months(["2018-12", "2019-01", "2021-01", "2021-02"]) == [0, 2]
    assert followed_months(["2021-01"]) == []


@given(TABLES)
def test_they_are_what_slow_forms_say(tables):
    for table, found in zip(tables, dispersion(tables), strict=True):
        kept = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
        if min(kept.shape) < 2:
            assert np.isnan(found)
        else:
            slow = chi2_contingency(kept, correction=False)
            assert found == pytest.approx(slow.statistic / slow.dof, abs=1e-9)
    areas = tables.sum(axis=1)
    for counts, coefficient, half in zip(areas, gini(areas), half_share(areas), strict=True):
        if counts.sum():
            apart = np.abs(counts[:, None] - counts).sum()
            assert coefficient == pytest.approx(apart / (2 * counts.size * counts.sum()))
            fewest = next(k for k in range(1, 8) if _holds_half(counts, k))
            assert half == pytest.approx(fewest / 7)
        else:
            assert np.isnan(coefficient)
            assert np.isnan(half)


def _holds_half(counts, k):
    return 2 * sum(sorted(counts, reverse=True)[:k]) >= counts.sum()


@given(TABLES)
def test_ranks_are_what_scipy_says(tables):
    np.testing.assert_array_equal(mid_ranks(tables), rankdata(tables, axis=-1))
    for table, found in zip(tables, persistence(tables), strict=True):
        slow = [
            spearmanr(table[m], table[m + 1]).statistic for m in range(3) if np.ptp(table[m]) and np.ptp(table[m + 1])
        ]
        assert found == pytest.approx(np.mean(slow) if slow else np.nan, nan_ok=True)


def test_many_tables_are_ranked_as_one_by_one():
    tables = np.random.default_rng(1).poisson(2.0, (150, 3, 9))
    np.testing.assert_allclose(persistence(tables), [persistence(table) for table in tables])
    np.testing.assert_array_equal(dispersion(tables), [dispersion(table) for table in tables])


def test_huge_counts_are_ranked_like_small_ones():
    """By sorting: as many numbers as the largest count would not fit into memory."""
    small = np.random.default_rng(4).poisson(3.0, (5, 9))
    np.testing.assert_array_equal(mid_ranks(small * 200_000_000), mid_ranks(small))
    tables = np.full((1, 2, 3), 5)
    tables[0, :, 0] = 1_000_000_000
    assert persistence(tables) == pytest.approx(1.0)


def test_rank_correlation_of_many_with_one():
    one, many = np.array([1, 2, 5]), np.array([[1, 9, 4], [0, 1, 2], [3, 3, 3]])
    np.testing.assert_allclose(rank_correlation(one, many), [0.5, 1.0, np.nan])


def test_poisson_counts_have_a_dispersion_of_one():
    random = np.random.default_rng(2)
    counts = random.poisson(np.outer(random.uniform(1, 3, 12), random.gamma(1.0, 4.0, 690)))
    assert dispersion(counts) == pytest.approx(1.0, abs=4 * np.sqrt(2 / (11 * 689)))


def test_gamma_rates_have_the_gini_of_theory():
    """Exponential rates have a Gini coefficient of ½, and hold half in the top p of areas, p (1 − ln p) = ½: 18.7 %."""
    counts = np.random.default_rng(3).exponential(1.0, 200_000) * 1e4
    assert gini(counts) == pytest.approx(0.5, abs=0.003)
    assert half_share(counts) == pytest.approx(np.exp(-1.67835), abs=0.003)


def test_nothing_recorded_says_nothing():
    nothing = np.zeros((2, 3, 4), dtype=np.int32)
    assert np.isnan(dispersion(nothing)).all()
    assert np.isnan(persistence(nothing)).all()
    assert np.isnan(top_share(nothing.sum(axis=1))).all()
    assert np.isnan(persistence(np.ones((1, 4), dtype=np.int32)))
