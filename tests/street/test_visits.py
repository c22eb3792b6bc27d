"""Hotspot visits: the choice, one unit a place, what a call cuts short, a new list (MODEL.md §4 rule 13)."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.street.records import VISIT_CUT_BY_CALL, VISIT_FULL
from sim.street.state import IDLE, NONE, ON_VISIT, TO_VISIT
from tests.street.builders import DAY, RULES, arrivals, call, go, make_street, start, tally, task, visits


def patrol(calls=(), n_areas=3, *, areas, posts=(("hotspot", 0),), due=(600.0,), scores=None, due_at=None, **rules):
    """Give a street with a list of hotspots and patrols on duty from 600 on; `due_at` are timetables."""
    street = make_street(calls, n_areas, len(posts), due=due, **rules)
    street = task(street, areas, scores, due_at=None if due_at is None else np.array(due_at))
    go(street, 600)
    start(street, *posts, now=600.0)
    return street


@pytest.mark.parametrize(("score", "first"), [(1.3, 1), (1.4, 1), (1.5, 2)])
def test_the_choice_weighs_score_against_travel_and_visit(score, first):
    """1 / (10 + 15) = .04 against score / (20 + 15): 1.4 is a tie, the lower area goes first."""
    street = patrol(areas=[2, 1], scores=[score, 1.0])
    go(street, 601)
    assert street.units["dest"][0] == first


def test_turning_out_counts_in_the_choice():
    """1 / (5 + 10 + 15) against 1.4 / (5 + 20 + 15): without the five minutes it would be a tie."""
    street = patrol(areas=[2, 1], scores=[1.4, 1.0], turn_out_min=5.0)
    go(street, 601)
    assert street.units["dest"][0] == 2


def test_the_score_is_multiplied_by_what_is_overdue():
    """Two visits are due to both: see how the worth of each falls as it is visited."""
    street = patrol(areas=[1, 2], due=(500.0, 600.0))
    go(street, 1000)
    assert visits(street) == [
        (0, 1, 610.0, 625.0),  # 2/25 against 2/35
        (0, 2, 635.0, 650.0),  # 1/15 against 2/25
        (0, 2, 650.0, 665.0),  # 1/15 against 1/25
        (0, 1, 675.0, 690.0),
    ]
    assert street.units["state"][0] == IDLE


def test_one_unit_visits_a_hotspot_at_a_time():
    street = patrol(n_areas=1, areas=[0], posts=["hotspot", "hotspot"], due=(500.0, 600.0))
    go(street, 1000)
    assert visits(street) == [(0, 0, 600.0, 615.0), (0, 0, 615.0, 630.0)]


def test_only_patrols_visit():
    street = patrol(areas=[1], posts=["response", "neighbourhood"])
    go(street, 1000)
    assert visits(street) == []


def test_visits_are_offered_when_they_fall_due():
    street = patrol(areas=[0], due=(700.0, 900.0))
    go(street, DAY)
    assert visits(street) == [(0, 0, 700.0, 715.0), (0, 0, 900.0, 915.0)]


@pytest.mark.parametrize("due", [(700.0,), (700.0, 900.0)])
def test_a_new_day_begins_anew(due):
    street = patrol(areas=[0], due=due)
    go(street, 3 * DAY)
    assert [start_min for *_, start_min, _ in visits(street)] == [day * DAY + at for day in range(3) for at in due]


@pytest.mark.parametrize(("until", "visited"), [(650.0, True), (610.0, False), (605.0, False), (600.0, False)])
def test_a_visit_must_be_reached_within_the_patrol_hours(until, visited):
    street = patrol(areas=[1], patrol_from_min=600.0, patrol_until_min=until)
    go(street, DAY)
    assert (visits(street) == [(0, 1, 610.0, 625.0)]) == visited


def test_a_visit_that_was_missed_is_made_up_within_the_hours():
    street = make_street([call(600.0, area=0, scene=50.0)], 1, 1, due=(605.0,))
    task(street, [0])
    go(street, 600)
    start(street, "hotspot", now=600.0)
    go(street, DAY)
    assert visits(street) == [(0, 0, 650.0, 665.0)]


@pytest.mark.parametrize(("at", "counts"), [(609.0, False), (610.0, True)])
def test_a_visit_cut_short_counts_as_done_from_ten_minutes(at, counts):
    street = patrol([call(at, area=0, scene=20.0)], n_areas=1, areas=[0])
    go(street, DAY)
    log = visits(street)
    assert log[0] == (0, 0, 600.0, at)
    assert street.visits["ended"][0] == VISIT_CUT_BY_CALL
    again = [] if counts else [(0, 0, at + 20.0, at + 35.0)]  # from the start: never resumed
    assert log[1:] == again


def test_a_short_planned_visit_counts():
    street = patrol(n_areas=1, areas=[0], visit_min=5.0)
    go(street, DAY)
    assert visits(street) == [(0, 0, 600.0, 605.0)]
    assert street.visits["ended"][0] == VISIT_FULL


def test_a_patrol_taken_on_its_way_leaves_no_visit_and_another_goes_at_once():
    street = patrol([call(605.0, area=0)], areas=[2], posts=[("hotspot", 0), ("hotspot", 0)])
    go(street, 605)
    assert street.units["state"].tolist() == [TO_VISIT, IDLE]
    go(street, 605.5)
    # unit 1 stands at the call: it goes; the patrol on its way is left alone
    assert street.units["call"].tolist() == [NONE, 0]
    street = patrol([call(605.0, area=1)], areas=[2], posts=[("hotspot", 0), ("hotspot", 0)])
    go(street, 605.5)
    assert street.units["call"].tolist() == [0, NONE]  # in area 1 at 10; from area 0 it is 10: 5 against 10
    assert street.units["state"][1] == TO_VISIT
    go(street, DAY)
    assert visits(street) == [(1, 2, 625.0, 640.0)]


def test_a_visit_builds_deterrence_by_the_closed_form():
    street = patrol(n_areas=1, areas=[0])
    go(street, 700)
    decay = RULES["decay_per_min"]
    assert street.areas["stock_min"][0] == 615.0
    assert street.areas["stock"][0] == pytest.approx((1.0 - math.exp(-15.0 * decay)) / decay, rel=1e-12)
    assert street.areas["empty_since_min"][0] == 615.0
    assert tally(street, "patrol_min", "hotspot") == 15.0


def test_the_way_to_a_visit_counts_as_patrol_but_leaves_no_deterrence():
    street = patrol(areas=[2])
    go(street, 620)
    assert (street.areas["stock"] == 0.0).all()
    go(street, 700)
    assert tally(street, "patrol_min", "hotspot") == 35.0


def test_a_new_list_keeps_what_was_done_today():
    street = patrol(areas=[0], due=(600.0, 900.0))
    go(street, 620)
    task(street, [0, 1], now=620.0)
    go(street, DAY)
    # at 900 area 0 is due its second visit and area 1 two: 1/15 against 2/25, then 1/25 against 1/15
    assert visits(street) == [
        (0, 0, 600.0, 615.0),
        (0, 1, 910.0, 925.0),
        (0, 1, 925.0, 940.0),
        (0, 0, 950.0, 965.0),
    ]


def test_a_visit_to_a_place_that_left_the_list_is_finished():
    street = patrol(areas=[0], due=(600.0,))
    go(street, 605)
    task(street, [1], now=605.0)
    assert street.units["hotspot"][0] == NONE
    go(street, DAY)
    assert visits(street) == [(0, 0, 600.0, 615.0), (0, 1, 625.0, 640.0)]


def test_a_visit_to_a_place_that_moved_in_the_list_still_counts_there():
    street = patrol(areas=[2], due=(600.0,))
    go(street, 605)
    task(street, [0, 2], now=605.0)
    assert street.units["hotspot"][0] == 1
    assert street.hotspots["unit"][:2].tolist() == [NONE, 0]
    go(street, DAY)
    assert [area for _, area, *_ in visits(street)] == [2, 0]


def test_an_empty_list_ends_patrol():
    street = patrol(areas=[0], due=(600.0, 700.0))
    go(street, 650)
    task(street, [], now=650.0)
    go(street, 2 * DAY)
    assert len(visits(street)) == 1
    assert math.isinf(street.g["next_due_min"][0])


def test_a_patrol_on_a_call_does_not_visit():
    street = patrol([call(599.0, scene=30.0)], areas=[0], due=(600.0,))
    go(street, 601)
    assert street.units["state"][0] != ON_VISIT
    go(street, DAY)
    assert arrivals(street) == [600.0]
    assert visits(street) == [(0, 0, 630.0, 645.0)]


ROUND = {"n_areas": 4, "walks_rounds": True}


def test_a_round_goes_by_area_whatever_is_nearer_or_worth_more():
    """From area 2, with 3 next door worth nine times as much: 0, 1, 3, and after the second due time 0, 1, 3 again."""
    street = patrol(areas=[3, 0, 1], scores=[9, 1, 1], posts=[("hotspot", 2)], due=(600.0, 900.0), **ROUND)
    go(street, DAY)
    assert visits(street) == [
        (0, 0, 620.0, 635.0),
        (0, 1, 645.0, 660.0),
        (0, 3, 680.0, 695.0),
        (0, 0, 930.0, 945.0),
        (0, 1, 955.0, 970.0),
        (0, 3, 990.0, 1005.0),
    ]


def test_a_round_makes_up_for_missed_visits_only_as_it_comes_round_again():
    """Two visits due to both: one here, one there and one here again, where the most overdue would be visited twice."""
    street = patrol(areas=[0, 1], due=(500.0, 600.0), **ROUND)
    go(street, DAY)
    assert [area for _, area, *_ in visits(street)] == [0, 1, 0, 1]


def test_a_round_goes_on_where_it_was_left_the_day_before():
    """Hours end before 2 can be reached from 1: the next day begins there. Then 0 is too far for the hours, and 1 is not."""
    street = patrol(areas=[0, 1, 2], patrol_from_min=600.0, patrol_until_min=645.0, **ROUND)
    go(street, DAY + 700)
    assert visits(street) == [
        (0, 0, 600.0, 615.0),
        (0, 1, 625.0, 640.0),
        (0, 2, DAY + 610.0, DAY + 625.0),
        (0, 1, DAY + 635.0, DAY + 650.0),
    ]


def test_a_round_stays_in_the_district():
    """Areas 2 and 3 are another district's: its patrol walks them, and where there is none nobody does."""
    street = patrol(areas=[0, 2, 3], district=[0, 0, 1, 1], **ROUND)
    go(street, DAY)
    assert [area for _, area, *_ in visits(street)] == [0]
    street = patrol(areas=[0, 2, 3], posts=["hotspot", ("hotspot", 3)], district=[0, 0, 1, 1], **ROUND)
    go(street, DAY)
    assert visits(street) == [(0, 0, 600.0, 615.0), (1, 2, 610.0, 625.0), (1, 3, 635.0, 650.0)]


def test_patrols_of_one_district_overtake_each_other_on_the_round():
    """Unit 0 is at 0, so unit 1 begins with 1; unit 0 passes by 1, which has had its visit, and goes to 2."""
    street = patrol(areas=[0, 1, 2], posts=["hotspot", "hotspot"], **ROUND)
    go(street, DAY)
    assert visits(street) == [(0, 0, 600.0, 615.0), (1, 1, 610.0, 625.0), (0, 2, 635.0, 650.0)]


def test_a_visit_that_a_call_cut_short_has_its_turn_when_the_round_comes_again():
    """Cut at 605, free at 625 in area 0: on to 1, and back to 0."""
    street = patrol([call(605.0, area=0, scene=20.0)], areas=[0, 1], **ROUND)
    go(street, DAY)
    assert visits(street) == [(0, 0, 600.0, 605.0), (0, 1, 635.0, 650.0), (0, 0, 660.0, 675.0)]


def test_each_hotspot_is_visited_by_its_own_timetable():
    """The times of day that the street was opened with no longer count; lists need not be in order of area."""
    street = patrol(areas=[2, 0], due=(600.0,), due_at=[[700.0, 800.0], [750.0, math.inf]])
    go(street, 2 * DAY)
    assert visits(street) == [
        (0, 2, 720.0, 735.0),  # due at 700, and the way is 20 minutes
        (0, 0, 770.0, 785.0),  # due at 750
        (0, 2, 820.0, 835.0),
    ]


def test_of_two_that_are_due_the_most_overdue_harm_is_visited_first():
    """At 700 area 1 is owed two visits: 2/25 against 1.5/15; with one each it would be 1/25."""
    street = patrol(areas=[0, 1], scores=[1.5, 1.0], due_at=[[700.0, math.inf], [500.0, 700.0]], takes_meals=False)
    go(street, DAY)
    # alone at 600, area 1 is visited from 610 to 625; at 700 from there 1/15 against 1.5/25
    assert visits(street) == [(0, 1, 610.0, 625.0), (0, 1, 700.0, 715.0), (0, 0, 725.0, 740.0)]


def test_what_a_timetable_owed_yesterday_is_not_owed_today():
    street = patrol(areas=[0], due_at=[[100.0, 200.0, DAY + 700.0]], patrol_from_min=650.0)
    go(street, 2 * DAY)
    assert visits(street) == [(0, 0, DAY + 700.0, DAY + 715.0)]


def test_a_new_list_brings_new_timetables_or_none():
    street = patrol(areas=[0], due=(900.0,), due_at=[[600.0, 700.0]])
    go(street, 620)
    street = task(street, [0, 1], now=620.0, due_at=np.array([[600.0, 650.0], [800.0, math.inf]]))
    go(street, 850)
    # area 0 has had the visit of 600
    assert visits(street) == [(0, 0, 600.0, 615.0), (0, 0, 650.0, 665.0), (0, 1, 810.0, 825.0)]
    street = task(street, [1], now=850.0)
    go(street, DAY)
    assert len(visits(street)) == 3  # one is due from 900, and area 1 has had one
    assert street.g["next_due_min"][0] == DAY + 900.0


def test_an_empty_timetable_asks_for_nothing():
    street = patrol(areas=[0, 1], due=(600.0,), due_at=np.empty((2, 0)))
    go(street, 2 * DAY)
    assert visits(street) == []
    assert math.isinf(street.g["next_due_min"][0])
