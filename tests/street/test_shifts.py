"""Shift change: who turns up, who is crewed with whom, who finishes what (MODEL.md §4 rules 12 and 14)."""

from __future__ import annotations

import numpy as np
import pytest

from sim.street.records import VISIT_CUT_BY_SHIFT_END
from sim.street.shifts import close_duty
from sim.street.state import IDLE, IN_CUSTODY, NONE, OFF, ON_SCENE, TO_CALL
from tests.street.builders import arrivals, call, go, make_street, start, stop, tally, task, visits


@pytest.mark.parametrize(
    ("officers", "share", "crews"),
    [
        (5, 0.0, [1, 1, 1, 1, 1]),
        (4, 1.0, [2, 2]),
        (5, 1.0, [2, 2, 1]),
        (6, 0.5, [2, 2, 1, 1]),  # two of four units
        (5, 0.5, [2, 2, 1]),  # .5 x 5 / 1.5 = 1.67, two of three units
        (4, 0.5, [2, 1, 1]),  # 1.33, one of three
        (3, 1 / 3, [2, 1]),  # .75
        (1, 1.0, [1]),
    ],
)
def test_crews_are_formed_by_officer_id_doubles_first(officers, share, crews):
    street = make_street([], 1, officers)
    assert start(street, *["response"] * officers, double_share=share) == officers
    first = np.cumsum([0, *crews[:-1]])
    on_duty = np.flatnonzero(street.units["active_at"] != NONE)
    assert on_duty.tolist() == first.tolist()
    assert street.units["crew"][first].tolist() == crews
    for unit, crew in zip(first, crews, strict=True):
        assert street.units["mate"][unit] == (unit + 1 if crew == 2 else NONE)
        assert (street.units["crewed_in"][unit : unit + crew] == unit).all()


def test_crews_do_not_mix_teams_or_districts():
    street = make_street([], 2, 4, district=[0, 1])
    start(street, ("response", 0), ("neighbourhood", 0), ("response", 1), ("response", 0), double_share=1.0)
    assert street.units["crewed_in"].tolist() == [0, 1, 2, 0]


def test_an_officer_is_on_duty_when_the_mark_lies_below_his_presence():
    street = make_street([], 1, 3)
    count = start(street, *["response"] * 3, marks=[0.2, 1.0, 0.999])  # presence is 1
    assert count == 2
    assert street.units["state"].tolist() == [IDLE, OFF, IDLE]


def test_a_shift_starts_at_its_station():
    street = make_street([call(0.0, area=1)], 2, 1)
    start(street, "response", until=50.0)
    stop(street, 50)
    start(street, "response", now=60.0, until=100.0)
    assert (street.units["loc"][0], street.units["loc_min"][0]) == (0, 60.0)


def test_the_shift_ends_and_duty_is_tallied_by_officer():
    street = make_street([], 1, 2)
    start(street, "response", "response", until=100.0, double_share=1.0)
    stop(street, 100)
    assert street.units["state"].tolist() == [OFF, OFF]
    assert street.g["n_active"][0] == 0
    assert tally(street, "duty_min") == 200.0
    assert tally(street, "overtime_min") == 0.0


def test_a_scene_is_finished_and_overtime_counted():
    street = make_street([call(95.0, scene=20.0)], 1, 2)
    start(street, "response", "response", until=100.0, double_share=1.0)
    stop(street, 100)
    assert street.units["state"][0] == ON_SCENE
    go(street, 116)
    assert street.units["state"][0] == OFF
    assert street.outcome["closed_min"][0] == 115.0
    assert tally(street, "overtime_min") == 2 * 15.0
    assert tally(street, "duty_min") == 2 * 115.0


def test_a_scene_that_ends_with_the_shift_is_no_overtime():
    street = make_street([call(90.0, scene=10.0), call(91.0)], 1, 1)
    start(street, "response", until=100.0)
    stop(street, 100)
    go(street, 101)
    assert street.units["state"][0] == OFF
    assert tally(street, "overtime_min") == 0.0
    assert np.isnan(arrivals(street)[1])


def test_travel_and_custody_are_finished():
    street = make_street([call(95.0, area=1, scene=20.0, custody_min=30.0)], 2, 1)
    start(street, "response", until=100.0)
    stop(street, 100)
    assert street.units["state"][0] == TO_CALL
    go(street, 130)
    assert street.units["state"][0] == IN_CUSTODY
    go(street, 156)
    assert street.units["state"][0] == OFF
    assert tally(street, "overtime_min") == 55.0


def test_a_visit_ends_with_the_shift():
    street = make_street([], 1, 1, due=[0.0], visit_min=30.0)
    task(street, [0])
    start(street, "hotspot", until=20.0)
    stop(street, 20)
    assert visits(street) == [(0, 0, 0.0, 20.0)]
    assert street.visits["ended"][0] == VISIT_CUT_BY_SHIFT_END
    assert street.units["state"][0] == OFF
    assert street.hotspots["unit"][0] == NONE
    assert street.areas["visiting"][0] == 0


def test_an_officer_still_out_is_not_mustered_again_nor_the_second_of_the_crew():
    street = make_street([call(95.0, scene=100.0)], 1, 3)
    start(street, "response", "response", until=100.0, double_share=1.0, ids=[0, 1])
    stop(street, 100)
    assert start(street, *["response"] * 3, now=100.0, until=300.0) == 1
    go(street, 196)
    assert street.units["state"].tolist() == [OFF, OFF, IDLE]
    assert start(street, *["response"] * 3, now=196.0, until=300.0) == 2
    assert street.units["state"].tolist() == [IDLE, IDLE, IDLE]


def test_a_unit_past_its_shift_takes_nothing_more():
    calls = [call(95.0, scene=20.0), call(110.0), call(111.0, grade=2)]
    street = make_street(calls, 1, 1, preempt_scene=1, preempt_travel=1)
    start(street, "response", until=100.0)
    stop(street, 100)
    go(street, 500)
    assert np.isnan(arrivals(street)[1:]).all()
    assert street.units["state"][0] == OFF


def test_who_comes_on_duty_takes_what_waits():
    street = make_street([call(0.0, grade=2), call(1.0)], 1, 1)
    go(street, 50)
    start(street, "response", now=50.0)
    go(street, 100)
    assert arrivals(street) == [60.0, 50.0]


def test_a_posting_changes_at_the_next_shift_only():
    street = make_street([], 2, 1, district=[0, 1])
    start(street, ("response", 0), until=100.0)
    stop(street, 100)
    start(street, ("hotspot", 1), now=100.0, until=150.0)
    stop(street, 150)
    assert tally(street, "duty_min", "response", 0) == 100.0
    assert tally(street, "duty_min", "hotspot", 1) == 50.0


def test_closing_tallies_what_is_under_way():
    calls = [call(0.0, area=1, scene=5.0, custody_min=100.0), call(0.0, scene=90.0)]
    street = make_street(calls, 3, 2, custody=[2, 2, 2])
    start(street, ("response", 1), ("response", 0))
    go(street, 40)
    close_duty(street, 40.0)
    assert street.units["state"].tolist() == [OFF, OFF]
    assert tally(street, "duty_min") == 80.0
    assert tally(street, "scene_min") == 5.0 + 40.0
    assert tally(street, "travel_min") == 10.0
    assert tally(street, "custody_min") == 25.0  # 5 on scene, 10 on the way
