"""Months drawn anew say how sure a rank is."""

from dataclasses import replace

import numpy as np
import pytest

from sim.keys import STUDY_WIDE, Purpose, stream
from sim.rank.sureness import SEED, how_sure
from tests.rank.made_up import BY_SIZE, INDEX, evidence, slow_ranking

LISTS = (2, 5)


def test_it_is_what_ranking_draw_by_draw_gives():
    known, count = evidence(), 120
    drawn = stream(SEED, STUDY_WIDE, Purpose.RANK_MONTHS).multinomial(6, np.full(6, 1 / 6), count)
    assert set(drawn.sum(axis=1).tolist()) == {6}
    ranks = np.array([slow_ranking(known, times.tolist()) for times in drawn])
    sure = how_sure(known, INDEX, LISTS, count)
    ordered = np.sort(ranks, axis=0)
    # the smallest rank that at least 2.5 and 97.5 % of the draws do not exceed: third and 117th of 120
    np.testing.assert_array_equal(sure.low, ordered[2])
    np.testing.assert_array_equal(sure.high, ordered[116])
    for length in LISTS:
        np.testing.assert_allclose(sure.in_top[length], (ranks <= length).mean(axis=0), rtol=1e-12)


def test_months_that_are_all_alike_leave_no_doubt():
    known = evidence(n_months=1)
    alike = replace(
        known,
        month=tuple(f"2021-{month:02d}" for month in range(1, 7)),
        crimes=np.repeat(known.crimes, 6, axis=0),
        by_month={key: np.repeat(counts, 6, axis=0) for key, counts in known.by_month.items()},
    )
    sure = how_sure(alike, INDEX, LISTS, 50)
    np.testing.assert_array_equal(sure.low, sure.high)
    assert set(sure.in_top[2].tolist()) == {0, 1}


def test_an_area_far_ahead_is_surely_first_and_two_close_ones_are_not():
    months = 12
    counts = np.zeros((months, 4))
    counts[:, 0] = 100
    counts[::2, 1], counts[1::2, 2] = 10, 10
    known = replace(
        evidence(n_months=months, n_areas=4),
        category=(),
        crimes=np.zeros((months, 0, 4)),
        by_month={"asb": counts},
        fixed={},
    )
    sure = how_sure(known, INDEX, (1, 2), 2_000)
    assert (sure.low[0], sure.high[0], sure.in_top[1][0]) == (1, 1, 1)
    assert (sure.low[1], sure.high[1]) == (2, 3)
    # they tie where six months of each are drawn, C(12, 6) / 2¹² = .2256; else each is second as often: .3872
    assert sure.in_top[2][1] == pytest.approx(0.3872, abs=0.035)


@pytest.mark.parametrize("months", [0, 1])
def test_without_two_months_there_is_nothing_to_draw(months):
    known = evidence()
    assert how_sure(known.keeping(known.month[:months]), INDEX, LISTS) is None


def test_sizes_vary_otherwise_than_ranks():
    known = evidence()
    assert not np.array_equal(how_sure(known, BY_SIZE, LISTS, 60).low, how_sure(known, INDEX, LISTS, 60).low)
