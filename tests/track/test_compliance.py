"""How well a plan was kept, worked by hand."""

import math
from collections import Counter

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
    # nothing was due in place 3, so its twenty minutes count apart
    assert (three.days_planned, three.planned_min, three.delivered_min, three.visits) == (0, 0, 0, 0)
    assert (three.visits_not_due, three.not_due_min, three.visits_made) == (1, 20, 0)
    assert math.isnan(three.kept_share)
    assert math.isnan(three.delivered_share)
    assert math.isnan(three.gap_median_min)
    assert (seven.days_planned, seven.days_without, seven.delivered_share) == (1, 1, 0)
    assert math.isnan(seven.visit_mean_min)
    assert math.isnan(seven.cut_by_call)
    # together: three days of places planned, two of them without anybody
    assert (everywhere.days_planned, everywhere.days_without, everywhere.visits) == (3, 2, 4)
    assert everywhere.delivered_share == 41 / 70
    assert (everywhere.visits_not_due, everywhere.not_due_min) == (1, 20)
    # 41 minutes of the 30 planned on the first day of place 1, none on the second, none of ten in place 7
    assert (one.kept_min, one.kept_share, everywhere.kept_share) == (30, 0.5, 30 / 70)
    # the visits of 16:00 and 20:00 of the first day were made
    assert (one.visits_made, seven.visits_made, everywhere.visits_made) == (2, 0, 2)


def test_presence_is_clipped_and_visits_count_where_they_start():
    everywhere, *_ = how_kept(PLAN, VISITS, 965, DAY)
    # 16:05 to 16:20, 6, 15 and the ten minutes before midnight; the first visit began before
    assert (everywhere.delivered_min, everywhere.visits) == (15 + 6 + 15, 3)
    assert (everywhere.not_due_min, everywhere.visits_not_due) == (10, 1)
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
    assert everywhere.visits_of_10_to_16 == 3 / 4


def test_a_night_is_no_gap_and_another_place_is_none():
    apart = Stays(
        np.array([0, 0, 0, 2]), np.array([10.0, 1400.0, 1500.0, 1560.0]), np.array([20.0, 1450.0, 1510.0, 1600.0])
    )
    assert gaps_min(apart).tolist() == [1380]


def test_an_hour_in_a_hotspot_of_next_week_keeps_nothing():
    # A is due from the first day to the seventh, B from the eighth on; an hour in B on the first
    plan = np.array(
        [(week * 7 * DAY, (week + 1) * 7 * DAY, at, 15, week) for week in (0, 1) for at in (960, 1200)], DUE
    )
    everywhere, a, b = how_kept(plan, visits_of((1, 960, 1020, END_UNKNOWN)), 0, DAY)
    assert (everywhere.visits_due, everywhere.visits_made, everywhere.visits) == (2, 0, 0)
    assert (everywhere.planned_min, everywhere.delivered_min, everywhere.kept_min) == (30, 0, 0)
    assert (everywhere.delivered_share, everywhere.kept_share) == (0, 0)
    assert math.isnan(everywhere.visit_mean_min)
    assert math.isnan(everywhere.visits_of_10_to_16)
    assert (everywhere.visits_not_due, everywhere.not_due_min) == (1, 60)
    assert (a.days_without, a.not_due_min, b.planned_min, b.not_due_min) == (1, 0, 0, 60)
    # over both weeks B is planned too, and the hour still lies on a day on which it is not
    everywhere, _, b = how_kept(plan, visits_of((1, 960, 1020, END_UNKNOWN)), 0, 14 * DAY)
    assert (everywhere.planned_min, everywhere.delivered_min, everywhere.not_due_min) == (2 * 7 * 30, 0, 60)
    assert (b.visits_due, b.visits_made, b.days_without) == (14, 0, 7)


def test_too_much_in_one_place_does_not_make_up_for_nothing_in_another():
    plan = np.array([(0, DAY, 960, 15, 1), (0, DAY, 960, 15, 2)], dtype=DUE)
    everywhere, one, two = how_kept(plan, visits_of((1, 960, 990, VISIT_FULL)), 0, DAY)
    # thirty minutes delivered of thirty planned, but fifteen of them where fifteen were enough
    assert (everywhere.delivered_share, everywhere.kept_share) == (1, 0.5)
    assert (one.delivered_share, one.kept_share, two.kept_share) == (2, 1, 0)
    assert (everywhere.visits_made, everywhere.visits_due) == (1, 2)


def test_presence_that_runs_past_midnight_is_divided_at_it():
    # due at 23:50 of the first day, until 00:05; somebody stays from 23:40 to 00:30 and is back at noon of the third day
    plan = np.array([(0, DAY, 1430, 15, 1)], dtype=DUE)
    visits = visits_of((1, 1420, DAY + 30, VISIT_FULL), (1, 2 * DAY + 720, 2 * DAY + 730, VISIT_FULL))
    everywhere, _ = how_kept(plan, visits, 0, 3 * DAY)
    # five of the fifteen minutes are planned for the second day, so that something is due on both
    assert (everywhere.delivered_min, everywhere.kept_min, everywhere.not_due_min) == (50, 15, 10)
    assert (everywhere.visits, everywhere.visits_not_due, everywhere.visits_made) == (1, 1, 1)


def test_who_stays_over_midnight_is_there_on_both_days():
    plan = np.array([(0, 4 * DAY, 960, 15, 1)], dtype=DUE)
    # from ten in the evening of the first day to eight in the morning of the third; nobody on the fourth
    everywhere, _ = how_kept(plan, visits_of((1, 1320, 2 * DAY + 480, VISIT_FULL)), 0, 4 * DAY)
    assert (everywhere.days_planned, everywhere.days_without) == (4, 1)
    # two hours, a day, and eight hours
    assert (everywhere.delivered_min, everywhere.kept_min) == (120 + DAY + 480, 3 * 15)


def test_a_gap_between_stays_that_nobody_asked_for_is_none():
    plan = np.array([(0, DAY, 960, 15, 1)], dtype=DUE)
    asked = [(1, 960, 970, VISIT_FULL), (1, 1000, 1010, VISIT_FULL)]
    more = [(1, DAY + 10, DAY + 20, VISIT_FULL), (1, DAY + 900, DAY + 910, VISIT_FULL)]
    assert how_kept(plan, visits_of(*asked, *more), 0, 2 * DAY)[0].gap_longest_min == 30


@pytest.mark.parametrize(("least", "made"), [(0, 2), (3, 1), (11, 0)])
def test_who_stays_too_short_has_made_no_visit(least, made):
    plan = np.array([(0, DAY, 960, 15, 1), (0, DAY, 1080, 15, 1)], dtype=DUE)
    visits = visits_of((1, 960, 962, VISIT_FULL), (1, 1080, 1090, VISIT_FULL))
    assert how_kept(plan, visits, 0, DAY, least)[0].visits_made == made


def minute_by_minute(due, visits, days):
    """Count kept and not due minutes one by one, of plans and stays that lie on whole minutes."""
    planned, there = set(), set()
    for from_min, until_min, at, length, place in due.tolist():
        starts = [day * DAY + at for day in range(days) if from_min <= day * DAY + at < until_min]
        planned |= {(place, start + minute) for start in starts for minute in range(int(length))}
    for visit in visits:
        there |= {(int(visit["area"]), minute) for minute in range(int(visit["start_min"]), int(visit["end_min"]))}
    cut = [{(place, minute) for place, minute in minutes if minute < days * DAY} for minutes in (planned, there)]
    by_day = [Counter((place, minute // DAY) for place, minute in minutes) for minutes in cut]
    kept = sum(min(count, by_day[1][day]) for day, count in by_day[0].items())
    return kept, sum(count for day, count in by_day[1].items() if day not in by_day[0])


@pytest.mark.parametrize("seed", range(6))
def test_what_is_kept_and_what_was_not_due_as_minute_by_minute(seed):
    rng = np.random.default_rng(seed)
    first = rng.integers(0, 5, 12)
    rows = zip(first * DAY, (first + rng.integers(1, 3, 12)) * DAY, rng.integers(0, DAY, 12), strict=True)
    due = np.array([(*row, rng.integers(5, 40), rng.integers(0, 4)) for row in rows], dtype=DUE)
    start = rng.integers(0, 5 * DAY, 60)
    stays = zip(rng.integers(0, 5, 60), start, start + rng.integers(1, 200, 60), strict=True)
    visits = visits_of(*((*stay, VISIT_FULL) for stay in stays))
    everywhere, *each = how_kept(due, visits, 0, 5 * DAY)
    kept, not_due = minute_by_minute(due, visits, 5)
    assert (everywhere.kept_min, everywhere.not_due_min) == (kept, not_due)
    assert kept > 0 < not_due
    assert everywhere.kept_min == sum(one.kept_min for one in each)


def test_no_plan_and_no_visits_say_nothing():
    assert how_kept(PLAN[:0], VISITS[:0], 0, DAY) == []


@pytest.mark.parametrize("seed", range(4))
def test_all_together_is_the_sum_of_the_places(seed):
    rng = np.random.default_rng(seed)
    start = rng.uniform(0, 5 * DAY, 200)
    rows = zip(rng.integers(0, 6, 200), start, start + rng.exponential(15, 200), rng.integers(0, 3, 200), strict=True)
    due = np.array([(0, 5 * DAY, 600 + 100 * at, 15, place) for place in range(5) for at in range(3)], dtype=DUE)
    everywhere, *each = how_kept(due, visits_of(*rows), 0, 5 * DAY)
    for name in (
        "days_planned",
        "days_without",
        "visits_due",
        "visits",
        "visits_made",
        "visits_not_due",
        "planned_min",
    ):
        assert getattr(everywhere, name) == sum(getattr(one, name) for one in each), name
    for name in ("delivered_min", "kept_min", "not_due_min"):
        assert getattr(everywhere, name) == pytest.approx(sum(getattr(one, name) for one in each), rel=1e-12), name
    assert everywhere.visits_not_due > 0  # in the place without a plan
    weighted = sum(one.visits * one.visits_of_10_to_16 for one in each if one.visits)
    assert everywhere.visits_of_10_to_16 == pytest.approx(weighted / everywhere.visits, rel=1e-12)
