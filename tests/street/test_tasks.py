"""What a unit does once it is free: calls in their order, meals, home (MODEL.md §4 rule 11)."""

from __future__ import annotations

import numpy as np
import pytest

from sim.street.state import AT_MEAL, IDLE, OFF, ON_SCENE, TO_HOME
from tests.street.builders import arrivals, call, go, make_street, start, stop, tally, task, visits

MEALS = {"takes_meals": 1}
SHIFT = 600.0


def test_calls_are_taken_in_the_order_of_the_rule():
    """Area 0 is the unit's district; area 1 lies 5 minutes off in another, area 2 there too, 25 minutes off."""
    travel = np.array([[0, 5, 25], [5, 0, 25], [25, 25, 0]], dtype=np.float32)
    calls = [
        call(0.0, 0, 1, scene=50.0),
        call(1.0, 1, 3),  # grade 3 elsewhere: never
        call(2.0, 0, 3),  # grade 3 own: last
        call(3.0, 2, 2),  # grade 2 elsewhere, too far: never
        call(4.0, 1, 2),  # grade 2 elsewhere
        call(5.0, 0, 2),  # grade 2 own
        call(6.0, 2, 1),  # grade 1 elsewhere, however far
        call(7.0, 0, 1),  # grade 1 own, though made last
    ]
    street = make_street(
        calls, 3, 1, travel=(travel, np.tile(np.arange(3, dtype=np.int16), (3, 1))), district=[0, 1, 1]
    )
    start(street, "response")
    go(street, 1000)
    reached = np.array(arrivals(street))
    assert np.argsort(reached[~np.isnan(reached)]).size == 6
    assert np.flatnonzero(np.isnan(reached)).tolist() == [1, 3]
    assert np.argsort(reached)[:6].tolist() == [0, 7, 6, 5, 4, 2]
    # 50, on scene at once; 60 + 25; back 25 from 95; then 5 minutes off; then back
    assert reached[[7, 6, 5, 4, 2]].tolist() == [50.0, 85.0, 120.0, 135.0, 150.0]


@pytest.mark.parametrize(("minutes", "taken"), [(19.0, True), (20.0, True), (20.5, False)])
def test_grade_2_elsewhere_is_taken_up_to_twenty_minutes_away(minutes, taken):
    travel = np.array([[0, minutes], [minutes, 0]], dtype=np.float32)
    calls = [call(0.0, 0, 1, scene=50.0), call(1.0, 1, 2)]
    street = make_street(calls, 2, 1, travel=(travel, np.tile(np.arange(2, dtype=np.int16), (2, 1))), district=[0, 1])
    start(street, "response")
    go(street, 500)
    assert (arrivals(street)[1] == 50.0 + minutes) == taken


def test_the_longest_waiting_call_within_reach_is_taken_elsewhere():
    travel = np.array([[0, 30, 10, 10], [30, 0, 30, 30], [10, 30, 0, 10], [10, 30, 10, 0]], dtype=np.float32)
    hop = np.tile(np.arange(4, dtype=np.int16), (4, 1))
    calls = [call(0.0, 0, 1, scene=50.0), call(1.0, 1, 2), call(2.0, 3, 2), call(3.0, 2, 2)]
    street = make_street(calls, 4, 1, travel=(travel, hop), district=[0, 1, 1, 2])
    start(street, "response")
    go(street, 75)
    assert arrivals(street)[2] == 60.0


def test_the_longest_waiting_grade_1_is_taken_whatever_its_district():
    calls = [call(0.0, 0, scene=50.0), call(1.0, 2), call(2.0, 1)]
    street = make_street(
        calls, 3, 1, travel=(np.zeros((3, 3), np.float32), np.zeros((3, 3), np.int16)), district=[0, 1, 2]
    )
    start(street, "response")
    go(street, 55)
    assert arrivals(street)[1] == 50.0


def test_a_neighbourhood_unit_leaves_grade_2_to_a_response_unit_that_is_free():
    """Free at 50, the response unit is too far from the call to take it up; at 60 it is free all the same."""
    travel = np.array([[0, 30], [30, 0]], dtype=np.float32)
    calls = [call(0.0, 1, 1, scene=50.0), call(0.0, 0, 3, scene=60.0), call(1.0, 0, 2), call(2.0, 0, 3)]
    street = make_street(calls, 2, 2, travel=(travel, np.tile(np.arange(2, dtype=np.int16), (2, 1))), district=[0, 1])
    start(street, ("response", 1), ("neighbourhood", 0))
    go(street, 500)
    assert arrivals(street)[3] == 60.0
    assert np.isnan(arrivals(street)[2])


def test_a_free_unit_stops_for_its_meal_where_it_is():
    street = make_street([], 1, 1, **MEALS)
    start(street, "response", until=SHIFT)
    go(street, 240)
    assert street.units["state"][0] == IDLE
    go(street, 241)
    assert street.units["state"][0] == AT_MEAL
    go(street, 280.5)
    assert street.units["state"][0] == IDLE
    stop(street, SHIFT)
    assert tally(street, "meal_min") == 40.0  # once a shift
    assert tally(street, "duty_min") == SHIFT


def test_meals_are_staggered_by_unit_id():
    street = make_street([], 1, 6, **MEALS)
    start(street, *["response"] * 6, until=SHIFT)
    sits_down = np.full(6, np.nan)
    for minute in range(230, 420):
        go(street, minute + 0.5)
        eats = (street.units["state"] == AT_MEAL) & np.isnan(sits_down)
        sits_down[eats] = minute
    assert sits_down.tolist() == [240.0, 280.0, 320.0, 360.0, 240.0, 280.0]


def test_a_window_for_one_meal_has_no_stagger():
    street = make_street([], 1, 2, meal_until_min=310.0, **MEALS)
    start(street, "response", "response", until=SHIFT)
    go(street, 241)
    assert street.units["state"].tolist() == [AT_MEAL, AT_MEAL]


def test_a_unit_on_its_way_home_eats_where_it_gets_next():
    """At 240 it is between areas 2 and 1, where it arrives at 245 and eats until 285."""
    street = make_street([call(185.0, area=3, scene=10.0)], 4, 1, idle_home=1, **MEALS)
    start(street, "response", until=SHIFT)
    go(street, 241)
    assert (street.units["state"][0], street.units["loc"][0], street.units["loc_min"][0]) == (AT_MEAL, 1, 245.0)
    go(street, 285)
    assert street.units["state"][0] == AT_MEAL
    go(street, 286)
    assert street.units["state"][0] == TO_HOME


def test_a_meal_is_not_interrupted():
    street = make_street([call(250.0)], 1, 1, **MEALS)
    start(street, "response", until=SHIFT)
    go(street, SHIFT)
    assert arrivals(street) == [280.0]


@pytest.mark.parametrize(("busy_until", "meal"), [(300.0, 40.0), (420.0, 40.0), (420.5, 0.0)])
def test_a_busy_unit_eats_when_it_is_free_within_its_window_or_not_at_all(busy_until, meal):
    street = make_street([call(200.0, scene=busy_until - 200.0)], 1, 1, **MEALS)
    start(street, "response", until=SHIFT)
    go(street, busy_until + 1.0)
    assert (street.units["state"][0] == AT_MEAL) == (meal > 0)
    stop(street, SHIFT)
    assert tally(street, "meal_min") == meal


def test_waiting_calls_come_before_the_meal():
    street = make_street([call(200.0, scene=60.0), call(210.0, grade=3, scene=20.0)], 1, 1, **MEALS)
    start(street, "response", until=SHIFT)
    go(street, 281)
    assert arrivals(street) == [200.0, 260.0]
    assert street.units["state"][0] == AT_MEAL


def test_a_meal_comes_before_a_visit():
    street = make_street([], 1, 1, due=[240.0], **MEALS)
    task(street, [0])
    start(street, "hotspot", until=SHIFT)
    go(street, SHIFT)
    assert visits(street) == [(0, 0, 280.0, 295.0)]


def test_a_meal_ends_with_the_shift():
    street = make_street([call(200.0, scene=60.0)], 1, 1, meal_until_min=500.0, **MEALS)
    start(street, "response", until=270.0)
    stop(street, 270)
    assert street.units["state"][0] == OFF
    assert tally(street, "meal_min") == 10.0
    go(street, 1000)
    assert street.units["state"][0] == OFF


def test_every_shift_has_its_meal():
    street = make_street([], 1, 1, **MEALS)
    start(street, "response", until=SHIFT)
    stop(street, SHIFT)
    start(street, "response", now=1000.0, until=1000.0 + SHIFT)
    stop(street, 1000 + SHIFT)
    assert tally(street, "meal_min") == 80.0


def test_an_idle_unit_stays():
    street = make_street([call(0.0, area=2)], 3, 1)
    start(street, "response")
    go(street, 300)
    assert (street.units["state"][0], street.units["loc"][0]) == (IDLE, 2)


def test_an_idle_unit_goes_home_by_option_and_can_be_turned_round_on_the_way():
    calls = [call(0.0, area=3), call(45.0, area=3, scene=1.0)]
    street = make_street(calls, 4, 1, idle_home=1)
    start(street, "response")
    go(street, 40.5)
    assert street.units["state"][0] == TO_HOME  # left area 3 at 40
    go(street, 65)
    assert arrivals(street) == [30.0, 60.0]  # in area 2 at 50, back at 60
    assert street.units["state"][0] == TO_HOME
    go(street, 91)
    assert (street.units["state"][0], street.units["loc"][0]) == (TO_HOME, 3)
    go(street, 92)
    assert (street.units["state"][0], street.units["loc"][0], street.units["loc_min"][0]) == (IDLE, 0, 91.0)


def test_going_home_is_not_counted_as_travel():
    street = make_street([call(0.0, area=3)], 4, 1, idle_home=1)
    start(street, "response")
    go(street, 100)
    assert tally(street, "travel_min") == 30.0


def test_when_travel_does_not_count_the_nearest_is_there_at_once():
    calls = [call(0.0, area=2, scene=5.0, custody_min=7.0), call(1.0, area=0, grade=2, scene=30.0), call(2.0, area=2)]
    street = make_street(calls, 3, 2, travel_counts=0, turn_out_min=1.0, custody=[0, 0, 0])
    start(street, ("response", 0), ("response", 1))
    go(street, 12.5)
    assert street.outcome["unit"].tolist() == [1, 0, 1]
    assert arrivals(street) == [0.0, 1.0, 12.0]  # 5 on scene and 7 in custody, no time on the road
    assert street.units["state"].tolist() == [ON_SCENE, ON_SCENE]
    assert tally(street, "travel_min") == 0.0


def test_only_what_lies_in_the_measured_period_is_tallied():
    street = make_street([call(0.0, area=1, scene=60.0)], 2, 1, measure_from_min=5.0, measure_until_min=50.0)
    start(street, "response", until=100.0)
    stop(street, 100)
    assert tally(street, "travel_min") == 5.0
    assert tally(street, "scene_min") == 40.0
    assert tally(street, "duty_min") == 45.0


def preempted(**rules):
    """Give a grade 2 scene of 30 minutes that a grade 1 call of 5 falls into at minute 10."""
    calls = [call(0.0, grade=2, scene=30.0), call(10.0, scene=5.0)]
    street = make_street(calls, 1, 1, **rules)
    start(street, "response")
    go(street, 500)
    return street


def test_a_scene_is_left_by_option_and_resumes_with_the_time_left():
    street = preempted(preempt_scene=1)
    assert arrivals(street) == [0.0, 10.0]
    assert street.outcome["closed_min"].tolist() == [35.0, 15.0]  # 10 done, 20 left from 15


def test_a_scene_is_not_left_without_the_option():
    assert preempted().outcome["closed_min"].tolist() == [30.0, 35.0]


def test_a_scene_goes_on_while_somebody_stays():
    calls = [call(0.0, grade=2, scene=30.0, officers=2), call(10.0, scene=5.0)]
    street = make_street(calls, 1, 2, preempt_scene=1)
    start(street, "response", "response")
    go(street, 11)
    assert street.live["need"][0] == 1
    assert street.live["came"][0] == 1
    go(street, 500)
    assert street.outcome["closed_min"].tolist() == [30.0, 15.0]
    assert street.outcome["flags"][0] == 0  # the second officer was back at 15: it did not end short
