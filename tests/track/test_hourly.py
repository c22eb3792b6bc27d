"""Dose by place, day and hour: worked by hand, and held against counting minute by minute."""

import numpy as np
import pytest

from sim.target.config import TargetConfig
from sim.target.due import due_visits
from sim.target.records import DUE, PLAN
from sim.track.dose import delivered_minutes, planned_minutes
from sim.track.hourly import dose_by_hour
from sim.track.planned import planned_stays
from sim.track.stays import Stays, by_hour, presence
from tests.target.seeing import times_of

DAY = 1440.0
HOUR = 60.0


def stays_of(*rows):
    """Build stays from (place, start, end)."""
    place, start, end = zip(*rows, strict=True) if rows else ((), (), ())
    return Stays(np.array(place, np.int64), np.array(start, float), np.array(end, float))


def listed(stays):
    """List stays as rows."""
    return [tuple(row) for row in zip(*(column.tolist() for column in stays), strict=True)]


def slow_minutes(stays, n_places, n_hours):
    """Mark every minute in which anybody is there: stays of whole minutes only."""
    there = np.zeros((n_places, int(n_hours * HOUR)), dtype=bool)
    for place, start, end in listed(stays):
        there[place, max(int(start), 0) : max(int(end), 0)] = True
    return there.reshape(n_places, n_hours, 60).sum(axis=2)


def test_overlapping_visits_over_an_hour_s_end():
    # 17:50-18:05 and 18:00-18:10 in place 3: present 17:50-18:10, so ten minutes in each hour, not ten and fifteen
    stays = stays_of((3, 1080 - 10, 1080 + 5), (3, 1080, 1080 + 10), (1, 1200, 1215))
    assert listed(presence(stays)) == [(1, 1200, 1215), (3, 1070, 1090)]
    assert listed(by_hour(presence(stays))) == [(1, 20, 15), (3, 17, 10), (3, 18, 10)]


def test_stays_that_touch_are_one_presence_and_an_empty_one_is_none():
    stays = stays_of((0, 15, 30), (0, 0, 15), (0, 40, 40), (0, 50, 45), (1, 30, 31))
    assert listed(presence(stays)) == [(0, 0, 30), (1, 30, 31)]


def test_a_stay_of_many_hours_fills_them():
    assert listed(by_hour(stays_of((0, 30, 210)))) == [(0, 0, 30), (0, 1, 60), (0, 2, 60), (0, 3, 30)]
    # one that ends on the hour does not reach into the next
    assert listed(by_hour(stays_of((0, 60, 120)))) == [(0, 1, 60)]


@pytest.mark.parametrize("seed", range(8))
def test_hours_equal_counting_minute_by_minute(seed):
    rng = np.random.default_rng(seed)
    n_places, n_hours, n_stays = 4, 48, 150
    start = rng.integers(0, int(n_hours * HOUR), n_stays)
    end = np.minimum(start + rng.geometric(0.03, n_stays) - 1, n_hours * 60)
    stays = Stays(rng.integers(0, n_places, n_stays), start.astype(float), end.astype(float))
    hours = by_hour(presence(stays))
    found = np.zeros((n_places, n_hours))
    found[hours.place, hours.hour] = hours.minutes
    assert (found == slow_minutes(stays, n_places, n_hours)).all()
    assert (hours.minutes > 0).all()
    # and the sum over hours is the union that the measures know
    visits = np.zeros(n_stays, dtype=[("area", int), ("start_min", float), ("end_min", float)])
    visits["area"], visits["start_min"], visits["end_min"] = stays
    assert found.sum(axis=1).tolist() == delivered_minutes(visits, n_places, 0, n_hours * HOUR).tolist()


AREAS = np.array([5, 2])


def test_visits_fall_due_evenly_in_the_hours_of_patrol():
    target = TargetConfig(rank_by="harm", visits_per_day=3, visit_minutes=15, hours="15:00-23:00")
    due = np.concatenate(
        [due_visits(target, AREAS, None, 0, 2 * DAY), due_visits(target, AREAS[:1], None, 2 * DAY, 3.5 * DAY)]
    )
    # 15:00, 17:40 and 20:20
    assert due["due_min"].tolist() == [900, 1060, 1220] * 3
    assert due["place"].tolist() == [5] * 3 + [2] * 3 + [5] * 3
    # the third plan holds to noon of its second day: nothing falls due on that one
    planned = planned_stays(due, 0, 10 * DAY)
    assert planned.place.size == 2 * 3 + 2 * 3 + 3
    assert sorted(planned.start_min[planned.place == 5] // DAY) == [0, 0, 0, 1, 1, 1, 2, 2, 2]
    # and a period that begins at 15:00 has the visit of 15:00, one that ends then has not
    assert planned_stays(due, 900, 1060).start_min.tolist() == [900, 900]


def test_the_plan_of_whole_days_is_that_of_the_measures():
    target = TargetConfig(rank_by="harm", visits_at=("16:00", "20:00", "22:30"), visit_minutes=15)
    dose = dose_by_hour(due_visits(target, AREAS, None, 0, 2 * DAY), stays_of(), 0, 2 * DAY)
    by_place = np.bincount(dose.place, dose.planned_min, 6)
    plan = np.array([(0, 2 * DAY, area, 3, 15, 1) for area in AREAS], dtype=PLAN)
    assert by_place.tolist() == planned_minutes(plan, 6, 0, 2 * DAY).tolist() == [0, 0, 90, 0, 0, 90]
    assert set(dose.hour % 24) == {16, 20, 22}
    assert dose.delivered_min.sum() == dose.visits.sum() == 0


def test_hotspots_with_timetables_of_their_own():
    # area 5 is due at 16:00 and 16:20 of the first day and at noon of the second, area 2 once
    due_at = np.array([[960, 980, DAY + 720], [100.5, np.inf, np.inf]])
    target = TargetConfig(rank_by="harm", visits_per_day=2, visit_minutes=15, allocate="greedy")
    due = due_visits(target, AREAS, due_at, 0, 2 * DAY)
    planned = planned_stays(due, 0, 10 * DAY)
    assert listed(planned) == [(5, 960, 975), (5, 980, 995), (5, DAY + 720, DAY + 735), (2, 100.5, 115.5)]
    # what a timetable holds before the meeting, or from the next one on, is not this meeting's to plan
    assert due_visits(target, AREAS, due_at, 970, DAY)[["place", "due_min"]].tolist() == [(5, 980)]


def test_visits_drawn_by_lot_are_planned_when_they_fall_due():
    target = TargetConfig(
        rank_by="harm", visits_per_day=4, visit_minutes=15, hours="15:00-23:00", route="unpredictable"
    )
    drawn = times_of(target, [4, 4], areas=AREAS, span_min=(0, 2 * DAY))
    due = due_visits(target, AREAS, drawn, 0, 2 * DAY)
    planned = planned_stays(due, 0, 10 * DAY)
    assert planned.start_min[planned.place == 5] == pytest.approx(drawn[0])
    assert planned.start_min[planned.place == 2] == pytest.approx(drawn[1])
    # two days of four visits of a quarter of an hour at each of two places
    assert dose_by_hour(due, stays_of(), 0, 2 * DAY).planned_min.sum() == pytest.approx(2 * 2 * 60)


def test_planned_and_delivered_stand_side_by_side():
    due = np.array([(0, DAY, 17 * HOUR + 50, 15, 4)], dtype=DUE)
    visits = stays_of((4, 18 * HOUR + 30, 18 * HOUR + 45), (4, 18 * HOUR + 40, 18 * HOUR + 55), (9, 1435, 1450))
    dose = dose_by_hour(due, visits, 0, DAY)
    rows = [tuple(row) for row in zip(*(column.tolist() for column in dose), strict=True)]
    assert rows == [
        (4, 17, 10, 0, 1, 0),  # due at 17:50: ten minutes of it before six
        (4, 18, 5, 25, 0, 2),  # two visits began, which were there for 25 minutes together
        (9, 23, 0, 5, 0, 1),  # what lies after the period is clipped
    ]


def test_nothing_planned_and_nothing_done_is_no_row():
    dose = dose_by_hour(np.zeros(0, dtype=DUE), stays_of(), 0, DAY)
    assert [column.size for column in dose] == [0] * 6
