"""Who is sent: cheapest units, whole crews, teams, the last half hour, diverted units, hours (rules 5 to 8)."""

from __future__ import annotations

import numpy as np
import pytest

from sim.street.records import DOING_NAMES, PENDING, SHORT
from sim.street.state import NONE, ON_VISIT, TO_CALL
from tests.street.builders import arrivals, call, go, make_street, road, start, task

FAR = 1000.0


def star(*minutes):
    """Give the travel of areas 1, 2, ... that lie so many minutes from area 0, and far from each other."""
    n = len(minutes) + 1
    travel = np.full((n, n), FAR, dtype=np.float32)
    np.fill_diagonal(travel, 0.0)
    travel[0, 1:] = travel[1:, 0] = minutes
    return travel, np.tile(np.arange(n, dtype=np.int16), (n, 1))


def sent(street):
    """Give the units on their way to, or on scene of, call 0."""
    return np.flatnonzero(street.units["call"] == 0).tolist()


def test_the_nearest_unit_goes_and_the_lower_id_among_equals():
    street = make_street([call(0.0)], 4, 3, travel=star(12, 8, 8))
    start(street, ("response", 1), ("response", 3), ("response", 2))
    go(street, 1)
    assert sent(street) == [1]


@pytest.mark.parametrize(("own", "other", "expected"), [(10, 5, 1), (10, 6, 0), (10, 7, 0)])
def test_a_unit_of_another_district_counts_as_four_minutes_further(own, other, expected):
    """At 6 minutes and a penalty of 4 both cost 10: the lower id goes."""
    street = make_street([call(0.0)], 3, 2, travel=star(own, other), district=[0, 0, 1])
    start(street, ("response", 1), ("response", 2))
    go(street, 1)
    assert sent(street) == [expected]


def test_several_officers_come_from_the_nearest_units():
    street = make_street([call(0.0, officers=3)], 5, 4, travel=star(4, 3, 2, 1))
    start(street, *[("response", area) for area in (1, 2, 3, 4)])
    go(street, 0.5)
    assert sent(street) == [1, 2, 3]
    assert street.live["need"][0] == 0


def test_a_crew_is_indivisible():
    """Two officers are needed, a single is nearest and then a double: three come."""
    street = make_street([call(0.0, officers=2)], 3, 3, travel=star(5, 9), district=[0, 0, 1], cross_district_min=0.0)
    start(street, ("response", 1), ids=[2])
    start(street, ("response", 2), ("response", 2), ids=[0, 1], double_share=1.0)
    assert street.units["crew"][[0, 2]].tolist() == [2, 1]
    go(street, 1)
    assert sent(street) == [0, 2]
    go(street, 9.5)
    assert street.live["came"][0] == 3


def test_too_few_are_sent_and_the_rest_of_the_need_keeps_its_place():
    calls = [
        call(0.0, area=1, grade=2, scene=60.0),  # takes unit 1 until 60
        call(1.0, grade=2, officers=2, scene=100.0),
        call(2.0, grade=2),
    ]
    street = make_street(calls, 2, 2, travel=road(2, 0.0))
    start(street, "response", "response")
    go(street, 59)
    assert street.live["need"].tolist() == [0, 1, 1]
    assert street.queues["first"][0].tolist() == [NONE, 1, NONE, NONE]
    go(street, 61)
    assert street.live["need"].tolist() == [0, 0, 1]  # the elder call was served first
    go(street, 500)
    assert arrivals(street) == [0.0, 1.0, 101.0]
    assert street.outcome["flags"][1] & SHORT == 0


@pytest.mark.parametrize(
    ("grade", "teams", "expected"),
    [
        (1, ("neighbourhood", "response", "hotspot"), 2),  # area 3 is nearest
        (2, ("neighbourhood", "response", "hotspot"), 1),
        (3, ("response", "neighbourhood", "hotspot"), 1),  # whichever of the two is nearer
        (3, ("neighbourhood", "response", "hotspot"), 1),
        (1, ("neighbourhood", "neighbourhood", "neighbourhood"), None),
        (2, ("hotspot", "hotspot", "neighbourhood"), 2),
        (2, ("hotspot", "hotspot", "hotspot"), None),
        (3, ("hotspot", "hotspot", "hotspot"), None),
    ],
)
def test_teams_take_their_grades(grade, teams, expected):
    """Units stand 3, 2 and 1 minutes away, so the last one that may go is the nearest."""
    street = make_street([call(0.0, grade=grade)], 4, 3, travel=star(3, 2, 1))
    start(street, *zip(teams, (1, 2, 3), strict=True))
    go(street, 0.5)
    assert sent(street) == ([] if expected is None else [expected])


def test_neighbourhood_units_take_grade_2_when_no_response_unit_is_free():
    calls = [call(0.0, grade=1, scene=50.0), call(1.0, grade=2, scene=10.0), call(2.0, grade=2, scene=10.0)]
    street = make_street(calls, 1, 2)
    start(street, "response", "neighbourhood")
    go(street, 100)
    assert street.outcome["unit"].tolist() == [0, 1, 1]
    assert arrivals(street) == [0.0, 1.0, 11.0]


def test_neighbourhood_units_make_up_the_number_for_grade_2():
    street = make_street([call(0.0, grade=2, officers=2)], 1, 2)
    start(street, "response", "neighbourhood")
    go(street, 1)
    assert sent(street) == [0, 1]


@pytest.mark.parametrize(
    ("at", "grade", "team", "taken"),
    [
        (69.0, 2, "response", True),
        (70.0, 2, "response", False),
        (70.0, 3, "response", False),
        (99.0, 1, "response", True),
        (70.0, 3, "neighbourhood", False),
        (99.0, 1, "hotspot", True),
    ],
)
def test_within_half_an_hour_of_the_end_of_its_shift_a_unit_takes_grade_1_only(at, grade, team, taken):
    street = make_street([call(at, grade=grade)], 1, 1)
    start(street, team, until=100.0)
    go(street, 99.5)
    assert np.isnan(street.outcome["first_dispatch_min"][0]) != taken


def test_a_freed_unit_near_the_end_of_its_shift_takes_a_waiting_grade_1_only():
    calls = [call(0.0, scene=75.0), call(1.0, grade=2), call(2.0, grade=1)]
    street = make_street(calls, 1, 1)
    start(street, "response", until=100.0)
    go(street, 99)
    assert arrivals(street)[2] == 75.0
    assert street.outcome["state"][1] == PENDING


@pytest.mark.parametrize(("option", "taken"), [(1, True), (0, False)])
def test_a_visit_is_left_for_grade_1_by_option(option, taken):
    street = make_street([call(5.0)], 1, 1, due=[0.0], preempt_visit=option)
    task(street, [0])
    start(street, "hotspot")
    go(street, 5.5)
    assert (street.units["state"][0] != ON_VISIT) == taken
    go(street, 30)
    assert arrivals(street) == [5.0 if taken else 15.0]


@pytest.mark.parametrize(("option", "arrival"), [(1, 20.0), (0, 50.0)])
def test_a_unit_travelling_to_a_lower_grade_is_taken_by_option(option, arrival):
    calls = [call(0.0, area=2, grade=2), call(5.0, area=0)]
    street = make_street(calls, 3, 1, preempt_travel=option)
    start(street, "response")
    go(street, 300)
    assert arrivals(street)[1] == arrival  # turned at 10 in area 1; else 20 there, 10 on scene, 20 back


def test_a_unit_on_its_way_to_grade_1_is_never_diverted():
    calls = [call(0.0, area=2), call(5.0, area=0)]
    street = make_street(calls, 3, 1, preempt_travel=1, preempt_scene=1)
    start(street, "response")
    go(street, 300)
    assert arrivals(street) == [20.0, 50.0]


def test_a_diverted_unit_turns_at_its_next_hop_and_its_former_call_is_tried_again_at_once():
    calls = [call(0.0, area=2, grade=2), call(5.0, area=0)]
    street = make_street(calls, 6, 2, preempt_travel=1)
    start(street, ("response", 0), ("response", 5))
    go(street, 5.5)
    first, second = street.units
    assert (first["call"], first["loc"], first["loc_min"], first["event_min"]) == (1, 1, 10.0, 20.0)
    assert (second["call"], second["state"]) == (0, TO_CALL)
    go(street, 300)
    assert arrivals(street) == [35.0, 20.0]  # sent at 5 from area 5, three hops


def test_a_unit_on_its_last_stretch_turns_at_its_destination():
    calls = [call(0.0, area=1, grade=2), call(4.0, area=0)]
    street = make_street(calls, 2, 1, preempt_travel=1)
    start(street, "response")
    go(street, 300)
    assert arrivals(street) == [40.0, 20.0]  # at 10 in area 1, back at 20; 20 + 10 + 10


def test_a_unit_that_has_not_turned_out_yet_is_still_where_it_was():
    calls = [call(0.0, area=1, grade=2), call(0.5, area=0)]
    street = make_street(calls, 2, 1, preempt_travel=1, turn_out_min=1.0)
    start(street, "response")
    go(street, 300)
    assert arrivals(street)[1] == 1.5


def test_how_long_a_unit_has_stood_somewhere_does_not_count():
    """Unit 0 came to area 1 at 20, unit 1 stands in area 3 since the start: area 0 is 10 and 30 minutes away."""
    street = make_street([call(10.0, area=1, scene=5.0), call(40.0, area=0)], 4, 2)
    start(street, ("response", 0), ("response", 3))
    go(street, 100)
    assert street.outcome["unit"].tolist() == [0, 0]


@pytest.mark.parametrize(("minutes", "expected"), [(14, 1), (15, 0), (16, 0)])
def test_the_wait_until_a_moving_unit_can_turn_counts_in_the_choice(minutes, expected):
    """Unit 0 will be in area 1 at 10, ten minutes from area 0: 15 at minute 5; unit 1 stands somewhere else."""
    travel, hop = road(4)
    travel[3, 0], travel[3, 2] = minutes, FAR
    calls = [call(0.0, area=2, grade=2), call(5.0, area=0)]
    street = make_street(calls, 4, 2, travel=(travel, hop), preempt_travel=1)
    start(street, ("response", 0), ("response", 3))
    go(street, 500)
    assert street.outcome["unit"][1] == expected


@pytest.mark.parametrize(
    ("at", "grade", "arrival"),
    [
        (50.0, 2, 61.0),  # decided at 50 with a turn-out of 1: 10 minutes at the factor of hour 0
        (61.0, 2, 82.0),  # hour 1 is twice as slow
        (50.0, 1, 56.0),  # blue lights halve it
        (61.0, 1, 72.0),
        (1440.0 + 61.0, 1, 1440.0 + 72.0),
    ],
)
def test_travel_is_fixed_by_the_hour_of_departure_and_blue_lights(at, grade, arrival):
    factor = [1.0, 2.0] + [9.0] * 22
    street = make_street(
        [call(at, area=1, grade=grade)], 2, 1, hour_factor=factor, turn_out_min=1.0, blue_light_factor=0.5
    )
    start(street, "response")
    go(street, 5000)
    assert arrivals(street) == [arrival]


def test_a_journey_that_began_before_the_hour_keeps_its_factor():
    street = make_street([call(59.0, area=1, grade=2)], 2, 1, hour_factor=[1.0, 2.0] * 12)
    start(street, "response")
    go(street, 500)
    assert arrivals(street) == [69.0]


def test_nobody_on_scene_or_in_custody_is_taken():
    calls = [call(0.0, grade=2, scene=30.0, custody_min=30.0), call(10.0), call(31.0)]
    street = make_street(calls, 1, 1)
    start(street, "response")
    go(street, 300)
    assert arrivals(street) == [0.0, 60.0, 70.0]


def test_without_officers_calls_wait():
    street = make_street([call(0.0), call(1.0, grade=2), call(2.0, grade=3)], 1, 0)
    go(street, 500)
    assert street.live["queued"].tolist() == [1, 1, 1]
    assert (street.outcome["state"] == PENDING).all()


def test_dispatch_log_tells_who_was_sent_from_where_and_from_what():
    """Areas ten minutes apart. The car goes from 0 to grade 2 in area 2; at 5 the emergency in area 0 takes it.

    By then it is on its way to area 1, where it can turn round at 10; it is back at 20. When the emergency ends at 30
    the first call is taken up again, from area 0.
    """
    street = make_street([call(0, 2, 2), call(5, 0, 1)], n_areas=3, n_officers=1, preempt_travel=1)
    start(street, "response")
    go(street, 100)
    log = street.dispatches[: street.g["n_dispatches"][0]]
    assert log["time_min"].tolist() == [0, 5, 30]
    assert log["call"].tolist() == [0, 1, 0]
    assert log["from_area"].tolist() == [0, 1, 0]
    assert log["left_call"].tolist() == [NONE, 0, NONE]
    assert [DOING_NAMES[state] for state in log["was"]] == ["idle", "to_call", "idle"]
    assert np.isnan(log["arrival_min"][0])
    assert log["arrival_min"][1:].tolist() == [20, 50]
    assert log["unit"].tolist() == [0, 0, 0]
    assert log["crew"].tolist() == [1, 1, 1]
