"""Calls: the desk, appointments, patience, places in the queue, the scene and custody (MODEL.md §4 rules 2-4, 9, 10)."""

from __future__ import annotations

import math

import pytest

from sim.street.records import ATTENDED, BY_PHONE, CANCELLED, PENDING, SHORT
from sim.street.state import IDLE, IN_CUSTODY, NONE, ON_SCENE, TO_CALL
from tests.street.builders import arrivals, call, go, make_street, start, tally


def test_grade_4_is_resolved_at_the_desk_after_handling():
    street = make_street([call(5.0, grade=4, ready=8.0, desk_min=7.0)], n_officers=1)
    start(street, "response")
    go(street, 100)
    (outcome,) = street.outcome
    assert (outcome["state"], outcome["closed_min"]) == (BY_PHONE, 15.0)
    assert math.isnan(outcome["first_dispatch_min"])
    assert outcome["unit"] == NONE


def test_a_call_is_not_sent_before_it_is_ready():
    street = make_street([call(5.0, ready=8.0)], n_officers=1)
    start(street, "response")
    go(street, 8)
    assert street.units["state"][0] == IDLE
    go(street, 100)
    assert arrivals(street) == [8.0]
    assert street.outcome["closed_min"][0] == 18.0


def test_an_appointment_waits_for_its_slot_and_below_grade_2():
    calls = [call(0.0, grade=3, ready=100.0), call(95.0, grade=2, scene=15.0), call(105.0, grade=2)]
    street = make_street(calls, n_officers=1)
    start(street, "response")
    go(street, 1000)
    assert arrivals(street) == [120.0, 95.0, 110.0]  # free at 110: grade 2 first, made later though it was


def test_the_caller_gives_up_and_the_travelling_unit_is_free_at_its_next_hop():
    calls = [call(0.0, area=3, patience_min=15.0), call(16.0, area=0)]
    street = make_street(calls, n_areas=4, n_officers=1)
    start(street, "response")
    go(street, 16)
    assert street.outcome["state"][0] == CANCELLED
    assert street.outcome["closed_min"][0] == 15.0
    unit = street.units[0]
    assert (unit["state"], unit["loc"], unit["loc_min"], unit["call"]) == (IDLE, 2, 20.0, NONE)  # between 1 and 2
    go(street, 100)
    assert arrivals(street)[1] == 40.0  # there at 20, twenty minutes back


def test_a_unit_that_is_just_passing_a_place_is_there():
    street = make_street([call(0.0, area=3, patience_min=20.0)], n_areas=4, n_officers=1)
    start(street, "response")
    go(street, 21)
    assert street.units[["loc", "loc_min"]].tolist() == [(2, 20.0)]


def test_what_was_overtaken_is_no_step():
    """Made, ready and cancelled: the arrival that never was does not count."""
    street = make_street([call(0.0, area=1, patience_min=5.0)], n_areas=2, n_officers=1)
    start(street, "response")
    go(street, 100)
    assert street.g["steps"][0] == 3


def test_a_unit_that_arrives_as_patience_ends_is_in_time():
    street = make_street([call(0.0, area=1, patience_min=10.0)], n_areas=2, n_officers=1)
    start(street, "response")
    go(street, 100)
    assert street.outcome["state"][0] == ATTENDED


def test_a_caller_who_gives_up_leaves_the_queue():
    calls = [call(0.0, scene=50.0), call(1.0, patience_min=30.0), call(2.0)]
    street = make_street(calls, n_officers=1)
    start(street, "response")
    go(street, 31)
    assert street.outcome["state"].tolist() == [PENDING, CANCELLED, PENDING]
    assert street.queues["first"][0].tolist() == [2, NONE, NONE, NONE]
    go(street, 100)
    assert arrivals(street)[2] == 50.0


def test_patience_no_longer_counts_once_somebody_came():
    street = make_street([call(0.0, scene=60.0, officers=2, patience_min=30.0)], n_officers=1)
    start(street, "response")
    go(street, 100)
    assert (street.outcome["state"][0], street.outcome["closed_min"][0]) == (ATTENDED, 60.0)


@pytest.mark.parametrize("ready_first", [0, 1])
def test_the_queue_is_by_time_of_call_not_of_readiness(ready_first):
    ready = [20.0, 10.0] if ready_first else [10.0, 20.0]
    calls = [call(0.0, scene=30.0), call(1.0, ready=ready[0]), call(2.0, ready=ready[1])]
    street = make_street(calls, n_officers=1)
    start(street, "response")
    go(street, 100)
    assert arrivals(street) == [0.0, 30.0, 40.0]


def test_a_call_that_loses_its_unit_keeps_its_place():
    calls = [
        call(0.0, area=3, grade=2),  # the unit is on its way there when ...
        call(1.0, area=0, grade=2),
        call(12.0, area=0, grade=1),  # ... this takes it, at 20 in area 2, back at 40
    ]
    street = make_street(calls, n_areas=4, n_officers=1, preempt_travel=1)
    start(street, "response")
    go(street, 13)
    assert street.live["queued"].tolist() == [1, 1, 0]
    assert street.queues["first"][0].tolist() == [NONE, 0, NONE, NONE]
    go(street, 1000)
    assert arrivals(street) == [80.0, 120.0, 40.0]  # 40 + 10 on scene, 30 to area 3; 80 + 10, 30 back
    assert street.outcome["first_dispatch_min"].tolist() == [0.0, 90.0, 12.0]


def test_the_scene_ends_its_time_after_the_first_arrival_and_all_leave():
    street = make_street([call(0.0, area=1, officers=2, scene=30.0)], n_areas=4, n_officers=2)
    start(street, ("response", 0), ("response", 3))
    go(street, 100)
    assert arrivals(street) == [10.0]
    assert street.outcome["closed_min"][0] == 40.0
    assert street.outcome["flags"][0] & SHORT == 0
    assert street.units["state"].tolist() == [IDLE, IDLE]
    assert street.units["loc"].tolist() == [1, 1]
    assert tally(street, "travel_min") == 10.0 + 20.0
    assert tally(street, "scene_min") == 30.0 + 20.0


def test_who_is_still_travelling_when_the_scene_ends_is_released_and_the_call_is_short():
    street = make_street([call(0.0, area=1, officers=2, scene=12.0)], n_areas=6, n_officers=2)
    start(street, ("response", 0), ("response", 5))
    go(street, 22)
    assert street.units["state"].tolist() == [ON_SCENE, TO_CALL]
    go(street, 23)
    assert street.outcome["state"][0] == ATTENDED
    assert street.outcome["flags"][0] & SHORT
    unit = street.units[1]
    assert (unit["state"], unit["loc"], unit["loc_min"]) == (IDLE, 2, 30.0)  # left 5 at 0: past 3 at 22


def test_unmet_need_is_dropped_when_the_scene_ends():
    street = make_street([call(0.0, officers=3, scene=20.0), call(30.0)], n_officers=1)
    start(street, "response")
    go(street, 19)
    assert street.live["queued"][0] == 1
    assert street.live["need"][0] == 2
    go(street, 31)
    assert street.live["queued"][0] == 0
    assert street.outcome["flags"][0] & SHORT
    assert arrivals(street) == [0.0, 30.0]


def test_the_lowest_unit_on_scene_takes_the_arrested_person_to_the_nearest_suite():
    calls = [call(0.0, area=1, officers=2, scene=30.0, custody_min=60.0)]
    street = make_street(calls, n_areas=4, n_officers=2, custody=[3, 3, 3, 3])
    start(street, ("response", 3), ("response", 0))  # unit 1 is there first, unit 0 still takes the person
    go(street, 41)
    assert arrivals(street) == [10.0]
    assert street.units["state"].tolist() == [IN_CUSTODY, IDLE]
    go(street, 120)
    assert street.units["state"][0] == IN_CUSTODY  # 40 + 20 of travel + 60
    go(street, 121)
    assert (street.units["state"][0], street.units["loc"][0]) == (IDLE, 3)
    assert tally(street, "custody_min") == 60.0
    assert tally(street, "travel_min") == 20.0 + 10.0 + 20.0


def test_without_an_arrest_nobody_goes_to_custody():
    street = make_street([call(0.0, area=1)], n_areas=2, n_officers=1, custody=[0, 0])
    start(street, "response")
    go(street, 100)
    assert street.units["loc"][0] == 1
    assert tally(street, "custody_min") == 0.0
