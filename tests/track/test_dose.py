import math

import numpy as np
import pytest

from sim.outcomes.record import PLAN
from sim.street.records import VISIT, VISIT_CUT_BY_CALL, VISIT_CUT_BY_SHIFT_END, VISIT_FULL
from sim.track.dose import delivered_minutes, planned_minutes, visit_counts


def visits_of(*rows):
    """Build visits from (start, end, area, how it ended)."""
    return np.array([(start, end, 0, area, 1, ended) for start, end, area, ended in rows], dtype=VISIT)


def slow_union(stays, n_areas, from_min, until_min):
    """Merge the stays of each area one after the other."""
    minutes = [0.0] * n_areas
    for area in range(n_areas):
        mine = sorted((max(start, from_min), min(end, until_min)) for start, end, where, _ in stays if where == area)
        reached = -math.inf
        for start, end in mine:
            if end > start:
                minutes[area] += max(end - max(start, reached), 0)
                reached = max(reached, end)
    return minutes


def test_two_overlapping_units_count_once():
    # area 1: 10-25 and 20-30 are 20 minutes, not 25; area 0: 0-15 and 15-20 touch, 20; area 2: nothing
    stays = visits_of((10, 25, 1, 0), (0, 15, 0, 0), (20, 30, 1, 0), (15, 20, 0, 0))
    assert delivered_minutes(stays, 3, 0, 100).tolist() == [20, 20, 0]


def test_a_stay_inside_another_adds_nothing():
    # 0-60 holds 10-20 and 30-40; 50-70 adds ten
    stays = visits_of((0, 60, 0, 0), (10, 20, 0, 0), (30, 40, 0, 0), (50, 70, 0, 0))
    assert delivered_minutes(stays, 1, 0, 100).tolist() == [70]


def test_stays_are_clipped_to_the_period():
    # 90-110 gives 10, 195-205 gives 5, 300-310 gives none
    stays = visits_of((90, 110, 0, 0), (195, 205, 0, 0), (300, 310, 0, 0))
    assert delivered_minutes(stays, 1, 100, 200).tolist() == [15]


@pytest.mark.parametrize("seed", range(6))
def test_union_equals_the_slow_version(seed):
    rng = np.random.default_rng(seed)
    n_visits, n_areas = 400, 7
    start = np.round(rng.uniform(0, 2000, n_visits))
    end = start + np.round(rng.exponential(20, n_visits))
    area = rng.integers(0, n_areas, n_visits)
    stays = [(*stay, VISIT_FULL) for stay in zip(start, end, area, strict=True)]
    expected = slow_union(stays, n_areas + 1, 100.0, 1900.0)
    assert delivered_minutes(visits_of(*stays), n_areas + 1, 100.0, 1900.0).tolist() == expected
    shuffled = [stays[at] for at in rng.permutation(n_visits)]
    assert delivered_minutes(visits_of(*shuffled), n_areas + 1, 100.0, 1900.0).tolist() == expected


def test_no_visits_no_dose():
    assert delivered_minutes(visits_of(), 4, 0, 100).tolist() == [0, 0, 0, 0]
    assert planned_minutes(np.zeros(0, dtype=PLAN), 4, 0, 100).tolist() == [0, 0, 0, 0]


def test_plan_counts_for_the_time_that_it_holds():
    # area 0: 3 x 15 for 2 of its 4 days, then 1 x 10 for one day; area 1: 2 x 20 for half a day
    day = 1440.0
    plan = np.array(
        [(0, 4 * day, 0, 3, 15, 1), (4 * day, 5 * day, 0, 1, 10, 1), (4.5 * day, 9 * day, 1, 2, 20, 1)], dtype=PLAN
    )
    assert planned_minutes(plan, 2, 2 * day, 5 * day).tolist() == [3 * 15 * 2 + 10, 20]


def test_visits_count_where_they_start():
    stays = visits_of(
        (99, 114, 0, VISIT_FULL),  # began before the period
        (100, 110, 0, VISIT_FULL),  # 10 minutes: the lowest of Koper's
        (120, 136, 0, VISIT_CUT_BY_SHIFT_END),  # 16 minutes: the highest
        (150, 159, 0, VISIT_CUT_BY_CALL),
        (199, 220, 0, VISIT_FULL),  # 21 minutes
        (200, 215, 0, VISIT_CUT_BY_CALL),  # begins after it
    )
    assert visit_counts(stays, 100, 200) == (4, 1, 2 / 4)


def test_no_visits_have_no_share():
    counts = visit_counts(visits_of(), 0, 100)
    assert (counts.visits, counts.cut_short) == (0, 0)
    assert math.isnan(counts.koper_share)
