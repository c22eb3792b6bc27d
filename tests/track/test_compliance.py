"""How well a plan was kept, worked by hand."""

import math

import numpy as np
import pytest

from sim.street.records import VISIT, VISIT_CUT_BY_CALL, VISIT_CUT_BY_SHIFT_END, VISIT_FULL
from sim.target.records import DUE
from sim.track.compliance import END_UNKNOWN, EVERYWHERE, gaps_min, how_kept
from sim.track.stays import Stays

DAY = 1440.0
# place 1 is due 15 minutes at 16:00 and at 20:00 for two days, place 7 ten minutes at noon of the first
PLAN = np.array([(0, 2 * DAY, 960, 15, 1), (0, 2 * DAY, 1200, 15, 1), (0, DAY, 720, 10, 7)], dtype=DUE)


def visits_of(*rows):
    """Build visits from (place, start, end, how it ended)."""
    return np.array([(start, end, 0, place, 2, ended) for place, start, end, ended in rows], dtype=VISIT)


VISITS = visits_of(
    (1, 960, 975, VISIT_FULL),
    (1, 970, 980, VISIT_FULL),  # two units at once: present 16:00 to 16:20
    (1, 1075, 1081, VISIT_CUT_BY_CALL),  # back after 95 minutes, for six
    (1, 1261, 1276, VISIT_CUT_BY_SHIFT_END),  # after three hours
    (3, 1430, 1450, VISIT_FULL),  # a place that nobody planned, past midnight
)


def test_a_plan_kept_in_part():
    everywhere, one, three, seven = how_kept(PLAN, VISITS, 0, 2 * DAY)
    assert (everywhere.place, one.place, three.place, seven.place) == (EVERYWHERE, 1, 3, 7)
    assert (one.days_planned, one.days_without, one.visits_due, one.visits) == (2, 1, 4, 4)
    # 20 + 6 + 15 minutes of 4 x 15
    assert (one.planned_min, one.delivered_min, one.delivered_share) == (60, 41, 41 / 60)
    # 15, 10, 6 and 15 minutes long
    assert (one.visit_mean_min, one.visits_of_10_to_16, one.cut_by_call) == (11.5, 0.75, 0.25)
    # 16:20 to 17:55, and 18:01 to 21:01
    assert (one.gap_median_min, one.gap_longest_min, one.back_in_2_hours) == (137.5, 180, 0.5)
    assert (three.days_planned, three.planned_min, three.delivered_min) == (0, 0, 20)
    assert math.isnan(three.delivered_share)
    assert math.isnan(three.gap_median_min)
    assert (seven.days_planned, seven.days_without, seven.delivered_share) == (1, 1, 0)
    assert math.isnan(seven.visit_mean_min)
    assert math.isnan(seven.cut_by_call)
    # together: three days of places planned, two of them without anybody
    assert (everywhere.days_planned, everywhere.days_without, everywhere.visits) == (3, 2, 5)
    assert everywhere.delivered_share == 61 / 70


def test_presence_is_clipped_and_visits_count_where_they_start():
    everywhere, *_ = how_kept(PLAN, VISITS, 965, DAY)
    # 16:05 to 16:20, 6, 15 and the ten minutes before midnight; the first visit began before
    assert (everywhere.delivered_min, everywhere.visits) == (15 + 6 + 15 + 10, 4)
    # of the first day 20:00 is planned, and no day after it
    assert everywhere.planned_min == 15


def test_what_stands_on_an_edge():
    # back after exactly two hours is in time; a visit that begins as the period ends belongs to the next one
    visits = visits_of((1, 960, 970, VISIT_FULL), (1, 1090, 1100, VISIT_FULL), (1, DAY, DAY + 10, VISIT_FULL))
    everywhere, *_ = how_kept(PLAN, visits, 0, DAY)
    assert (everywhere.visits, everywhere.back_in_2_hours, everywhere.gap_longest_min) == (2, 1, 120)
    # and what was planned is cut there like what was delivered: due at 16:00 for a quarter of an hour
    assert how_kept(PLAN, visits, 0, 965)[0].planned_min == 10 + 5


def test_where_ends_are_unknown_nothing_is_said_of_them():
    visits = VISITS.copy()
    visits["ended"] = END_UNKNOWN
    everywhere, *_ = how_kept(PLAN, visits, 0, 2 * DAY)
    assert math.isnan(everywhere.cut_by_call)
    assert everywhere.visits_of_10_to_16 == 3 / 5


def test_a_night_is_no_gap_and_another_place_is_none():
    apart = Stays(
        np.array([0, 0, 0, 2]), np.array([10.0, 1400.0, 1500.0, 1560.0]), np.array([20.0, 1450.0, 1510.0, 1600.0])
    )
    assert gaps_min(apart).tolist() == [1380]


def test_no_plan_and_no_visits_say_nothing():
    assert how_kept(PLAN[:0], VISITS[:0], 0, DAY) == []


@pytest.mark.parametrize("seed", range(4))
def test_all_together_is_the_sum_of_the_places(seed):
    rng = np.random.default_rng(seed)
    start = rng.uniform(0, 5 * DAY, 200)
    rows = zip(rng.integers(0, 6, 200), start, start + rng.exponential(15, 200), rng.integers(0, 3, 200), strict=True)
    due = np.array([(0, 5 * DAY, 600 + 100 * at, 15, place) for place in range(5) for at in range(3)], dtype=DUE)
    everywhere, *each = how_kept(due, visits_of(*rows), 0, 5 * DAY)
    for name in ("days_planned", "days_without", "visits_due", "visits", "planned_min"):
        assert getattr(everywhere, name) == sum(getattr(one, name) for one in each), name
    assert everywhere.delivered_min == pytest.approx(sum(one.delivered_min for one in each), rel=1e-12)
    weighted = sum(one.visits * one.visits_of_10_to_16 for one in each if one.visits)
    assert everywhere.visits_of_10_to_16 == pytest.approx(weighted / everywhere.visits, rel=1e-12)
