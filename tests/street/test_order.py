"""What comes first at equal times (MODEL.md §4 rule 1): one unit or call more or less tells the order."""

from __future__ import annotations

import pytest

from sim.street.records import ATTENDED, PENDING
from tests.street.builders import arrivals, call, go, make_street, road, start, stop, task, visits

T = 30.0
"""When both things happen."""


def test_a_scene_ends_before_a_call_is_ready():
    """The unit that leaves the scene at T stands next to the new call; the idle one is ten minutes away."""
    street = make_street([call(0.0, scene=T), call(T)], 2, 2)
    start(street, ("response", 0), ("response", 1))
    go(street, 100)
    assert street.outcome["unit"].tolist() == [0, 0]


def test_custody_ends_before_a_call_is_ready():
    street = make_street([call(0.0, scene=10.0, custody_min=T - 10.0), call(T)], 2, 2)
    start(street, ("response", 0), ("response", 1))
    go(street, 100)
    assert street.outcome["unit"].tolist() == [0, 0]


def test_a_meal_ends_before_a_call_is_ready():
    street = make_street([call(T)], 2, 2, takes_meals=1, meal_from_min=10.0, meal_until_min=25.0, meal_min=20.0)
    start(street, ("response", 0), ("response", 1))
    go(street, 29)
    street.units["meal_taken"][1] = 1
    go(street, 100)
    assert street.outcome["unit"].tolist() == [0]


def ends_together(first, second, travel=None):
    """Give what units 0 and 1 do until T in two calls, and a third call that waits for the first of them."""
    return make_street([first, second, call(1.0, grade=2, scene=5.0)], 2, 2, travel=travel or road(2, 0.0))


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({"scene": T}, {"scene": T}, 0),  # by call id
        ({"scene": 10.0, "custody_min": T - 10.0}, {"scene": T}, 1),  # scene end before custody end
        ({"scene": 10.0, "custody_min": T - 10.0}, {"scene": 10.0, "custody_min": T - 10.0}, 0),  # by unit id
    ],
)
def test_units_that_become_free_together_choose_in_order(first, second, expected):
    street = ends_together(call(0.0, 0, **first), call(0.0, 1, **second))
    start(street, ("response", 0), ("response", 1))
    go(street, T + 1.0)
    assert arrivals(street)[2] == T
    assert street.outcome["unit"][2] == expected


def test_scene_ends_of_one_time_come_by_call_id_whatever_the_unit():
    """Unit 1 has the lower call: it is nearer to area 0, where the first call is."""
    street = ends_together(call(0.0, 0, scene=T), call(0.0, 1, scene=T), travel=road(2, 1.0))
    start(street, ("response", 1), ("response", 0))
    go(street, T + 2.0)
    assert street.outcome["unit"].tolist() == [1, 0, 1]


def test_custody_ends_before_a_meal():
    """Unit 0 eats and unit 1 is in custody until T; the waiting call goes to unit 1, whatever its id."""
    calls = [call(0.0, 1, scene=10.0, custody_min=T - 10.0), call(12.0, grade=2, scene=5.0)]
    minutes, hop = road(2, 0.0)
    minutes[0, 1] = 1.0  # so that unit 1 goes to the first call
    meals = {"takes_meals": 1, "meal_from_min": 10.0, "meal_until_min": 11.0, "meal_min": T - 10.0}
    street = make_street(calls, 2, 2, travel=(minutes, hop), **meals)
    start(street, ("response", 0), ("response", 1))
    go(street, T + 1.0)
    assert street.outcome["unit"].tolist() == [1, 1]


def test_an_arrival_comes_before_the_cancellation():
    street = make_street([call(0.0, area=3, patience_min=T)], 4, 1)
    start(street, "response")
    go(street, 100)
    assert (street.outcome["state"][0], arrivals(street)) == (ATTENDED, [T])


def test_a_cancellation_frees_its_unit_before_a_call_is_ready():
    """The unit on its way to the impatient caller can turn at once to the call that is ready in that minute."""
    calls = [call(0.0, area=1, grade=2, patience_min=5.0), call(5.0, area=1, grade=2)]
    minutes, hop = road(3)
    minutes[2, 1] = 15.0
    street = make_street(calls, 3, 2, travel=(minutes, hop))
    start(street, ("response", 0), ("response", 2))
    go(street, 100)
    assert street.outcome["unit"][1] == 0  # at 10 in area 1: 5 minutes against 15


def test_an_arrival_counts_by_the_call_that_it_is_for_now():
    """Unit 1 is on its way to call 0 when call 1, at the same place, takes it without losing a minute.

    Unit 0, fifteen minutes away, is sent with it at 5 and comes at 20 too: the lower id is the first on scene, although
    unit 1 would have come to call 0 in that minute.
    """
    calls = [call(0.0, area=2, grade=2), call(5.0, area=2, grade=1, officers=2)]
    minutes, hop = road(4)
    minutes[3, 2] = 15.0
    street = make_street(calls, 4, 2, travel=(minutes, hop), preempt_travel=True)
    start(street, ("response", 0), ids=[1])
    go(street, 5)
    start(street, ("response", 3), ids=[0], now=5.0)
    go(street, 100)
    assert street.dispatches[["unit", "call", "arrival_min"]][1:3].tolist() == [(0, 1, 20.0), (1, 1, 20.0)]
    assert street.outcome["unit"][1] == 0


def test_a_visit_ends_before_a_call_is_ready():
    street = make_street([call(T)], 1, 1, due=[0.0], visit_min=T)
    task(street, [0])
    start(street, "hotspot")
    go(street, 100)
    assert visits(street) == [(0, 0, 0.0, T)]
    assert street.visits["ended"][0] == 0
    assert arrivals(street) == [T]


def test_commands_come_before_the_street_those_who_leave():
    street = make_street([call(T)], 1, 1)
    start(street, "response", until=T)
    stop(street, T)
    go(street, 100)
    assert street.outcome["state"][0] == PENDING


def test_commands_come_before_the_street_those_who_arrive():
    street = make_street([call(T)], 2, 2)
    start(street, ("response", 1), ids=[0])
    go(street, T)
    start(street, ("response", 0), ids=[1], now=T)
    go(street, 100)
    assert street.outcome["unit"][0] == 1


def test_who_comes_on_duty_in_one_minute_chooses_by_unit_id_across_shifts():
    """Two rotas start together; the later one brings the lower ids."""
    calls = [call(0.0, grade=2), call(1.0, grade=2), call(2.0, grade=2), call(3.0, grade=2)]
    street = make_street(calls, 1, 4)
    go(street, T)
    start(street, "response", "response", ids=[1, 3], now=T)
    start(street, "response", "response", ids=[0, 2], now=T)
    go(street, T + 1.0)
    assert street.outcome["unit"].tolist() == [0, 1, 2, 3]


def test_visits_fall_due_after_calls_are_ready():
    """At T a patrol is sent to the call before it can set off for the visit."""
    street = make_street([call(T)], 1, 1, due=[T])
    task(street, [0])
    start(street, "hotspot")
    go(street, T + 5.0)
    assert street.g["n_visits"][0] == 0
    assert arrivals(street) == [T]


def test_a_command_at_a_time_sees_what_came_strictly_before():
    street = make_street([call(T - 1.0), call(T)], 1, 1)
    start(street, "response")
    go(street, T)
    assert street.g["made"][0] == 1
    assert street.g["now_min"][0] == T
