"""The plain street against numbers worked by hand, so that it can be trusted on its own: areas ten minutes apart."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.demand.records import NO_CALL
from sim.reference.engine import PlainStreet
from sim.street.records import (
    ATTENDED,
    BY_PHONE,
    CANCELLED,
    LATENT,
    PREVENTED,
    SHORT,
    VISIT_CUT_BY_CALL,
    VISIT_CUT_BY_SHIFT_END,
    VISIT_FULL,
)
from sim.street.state import NONE, ON_VISIT, TO_CALL
from tests.street.builders import DAY, FOREVER, TEAMS, call, make_setting, rostered

LN2 = math.log(2.0)


def on_duty(street, setting, *posts, now=0.0, until=FOREVER, ids=None, double_share=0.0):
    """Bring officers on duty, each at a post."""
    shift = rostered(setting.district_of_area, setting.n_officers, posts, ids)
    street.start_shift(*shift, np.full(3, double_share), now, until)


def played(calls, *posts, until=1000.0, n_areas=1, hotspots=(), **more):
    """Play calls with officers who are on duty from minute 0, and give the log."""
    setting = make_setting(calls, n_areas, len(posts), **more)
    street = PlainStreet(setting)
    if hotspots:
        street.set_hotspots(np.array(hotspots), np.ones(len(hotspots)), 0.0)
    on_duty(street, setting, *posts)
    street.advance(until)
    return street.close(until)


def test_a_call_a_unit_and_the_way_between():
    """Made at 5, ready at 8, one minute to turn out, twenty to drive, ten on scene."""
    log = played([call(5.0, 2, ready=8.0)], "response", n_areas=3, turn_out_min=1.0)
    row = log.outcome[0]
    assert (row["first_dispatch_min"], row["first_arrival_min"], row["closed_min"]) == (8.0, 29.0, 39.0)
    assert (row["state"], row["unit"], row["area"], row["flags"]) == (ATTENDED, 0, 2, 0)
    assert log.tallies[["duty_min", "travel_min", "scene_min"]].tolist()[0] == (1000.0, 21.0, 10.0)
    assert log.dispatches.tolist() == [(8.0, 29.0, 0, 0, NONE, 0, 1, 1)]
    assert log.steps == 4  # made, ready, arrival, end


def test_congestion_and_blue_lights_scale_the_way():
    """1.5 at the hour of departure; with blue lights 0.8 of that: 10 x 1.5 x 0.8 = 12."""
    hours = np.ones(24)
    hours[1] = 1.5
    calls = [call(60.0, 1, 1), call(200.0, 0, 2)]
    log = played(calls, "response", n_areas=2, hour_factor=hours, blue_light_factor=0.8)
    assert log.outcome["first_arrival_min"].tolist() == [72.0, 210.0]


def test_one_server_first_come_first_served():
    """Three calls at 0, 2 and 3, ten minutes each, no way to go: served at 0, 10 and 20."""
    log = played([call(at, grade=2) for at in (0.0, 2.0, 3.0)], "response", travel_counts=False)
    assert log.outcome["first_arrival_min"].tolist() == [0.0, 10.0, 20.0]
    assert log.outcome["closed_min"].tolist() == [10.0, 20.0, 30.0]


def test_one_server_with_priorities():
    """While the first is served a grade 3, a grade 2 and a grade 1 come: they are taken in order of grade."""
    log = played([call(0.0, grade=2), call(1.0, grade=3), call(2.0, grade=2), call(3.0)], "response")
    assert log.outcome["first_arrival_min"].tolist() == [0.0, 30.0, 20.0, 10.0]


def test_an_interrupted_scene_resumes_with_the_time_left():
    """Grade 2 from 0, four of its ten minutes done when grade 1 comes for ten: back at 14 for the other six."""
    log = played([call(0.0, grade=2), call(4.0)], "response", preempt_scene=True)
    assert log.outcome["closed_min"].tolist() == [20.0, 14.0]
    assert log.outcome["first_arrival_min"].tolist() == [0.0, 4.0]
    assert log.dispatches[["left_call", "arrival_min"]].tolist() == [(NONE, 0.0), (0, 4.0), (NONE, 14.0)]
    assert log.tallies["scene_min"][0] == 20.0


def test_a_diverted_unit_turns_round_at_the_next_area():
    """On its way from 0 to 2 the unit passes 1 at minute 10; at 5 an emergency in 0 takes it: there at 10 + 10."""
    calls = [call(0.0, 2, 2), call(5.0, 0, 1)]
    log = played(calls, "response", n_areas=3, preempt_travel=True)
    assert log.outcome["first_arrival_min"].tolist() == [50.0, 20.0]
    assert log.dispatches[["call", "from_area", "left_call", "was"]].tolist()[1] == (1, 1, 0, TO_CALL)


def test_the_nearer_unit_is_sent_the_lower_id_among_equals_and_the_own_district_first():
    """From areas 0, 2, 2: the call in 2 takes unit 1. From area 0 (own) against 2 (other district, penalty 4) to 1."""
    log = played([call(0.0, 2)], ("response", 0), ("response", 2), ("response", 2), n_areas=3)
    assert log.dispatches["unit"].tolist() == [1]
    posts = [("response", 2), ("response", 0)]
    log = played([call(0.0, 1, 2)], *posts, n_areas=3, district=[0, 0, 1])
    assert log.dispatches["unit"].tolist() == [1]


def test_officers_needed_come_together_and_leave_together():
    """Two needed, from 0 and 10 minutes away: the clock starts with the first, and both leave at its end."""
    log = played([call(0.0, officers=2, scene=30.0)], ("response", 0), ("response", 1), n_areas=2)
    assert log.dispatches["arrival_min"].tolist() == [0.0, 10.0]
    assert log.outcome["closed_min"].tolist() == [30.0]
    assert log.tallies["scene_min"][0] == 30.0 + 20.0
    assert not log.outcome["flags"][0] & SHORT
    log = played([call(0.0, officers=2, scene=5.0)], ("response", 0), ("response", 1), n_areas=2)
    assert np.isnan(log.dispatches["arrival_min"][1])  # called off on the way
    assert log.outcome["flags"][0] & SHORT


def test_an_arrest_takes_the_lowest_unit_to_custody():
    """Ten minutes on scene, ten to the suite in area 1, sixty there: unit 0 is free at 80, unit 1 at 10."""
    calls = [call(0.0, officers=2, custody_min=60.0), call(20.0, grade=2, officers=2, scene=1.0)]
    log = played(calls, "response", "response", n_areas=2, custody=[1, 1])
    assert log.dispatches[["time_min", "unit", "from_area"]].tolist()[2:] == [(20.0, 1, 0)]
    assert log.outcome["flags"][1] & SHORT
    assert log.tallies[["custody_min", "travel_min"]].tolist()[0] == (60.0, 10.0)


def test_a_caller_gives_up_and_the_unit_is_free_where_it_is():
    """Patience until 15, the unit would come at 20: by then it has passed area 1 and is at 2 from 20 on."""
    calls = [call(0.0, 2, patience_min=15.0), call(15.0, 2)]
    log = played(calls, "response", n_areas=3)
    assert log.outcome["state"].tolist() == [CANCELLED, ATTENDED]
    assert log.outcome["closed_min"].tolist() == [15.0, 30.0]
    assert log.outcome["first_arrival_min"][1] == 20.0


def test_grade_4_is_resolved_at_the_desk():
    log = played([call(5.0, grade=4, ready=8.0, desk_min=7.0)], "response")
    assert log.outcome[["state", "closed_min"]].tolist() == [(BY_PHONE, 15.0)]
    assert log.dispatches.size == 0


def test_teams_take_what_they_may():
    """Hotspot teams take grade 1 only, neighbourhood teams 3 and, with no response unit free, 2."""
    for team, reached in (("hotspot", {1}), ("neighbourhood", {2, 3}), ("response", {1, 2, 3})):
        for grade in (1, 2, 3):
            log = played([call(0.0, grade=grade)], team)
            assert (log.dispatches.size == 1) == (grade in reached)


def test_a_meal_is_taken_in_its_window_and_not_interrupted():
    """From minute 240 for forty; the emergency of minute 250 waits until 280."""
    log = played([call(250.0)], "response", takes_meals=True)
    assert log.outcome["first_arrival_min"].tolist() == [280.0]
    assert log.tallies["meal_min"][0] == 40.0


def test_a_visit_and_what_it_leaves_of_deterrence():
    """Due at 0 in area 1: there from 10 to 25. At 25 the stock is (1 - exp(-15 k)) / k; a day later half of that."""
    setting = make_setting([], 2, 1, due=[0.0])
    street = PlainStreet(setting)
    street.set_hotspots(np.array([1]), np.ones(1), 0.0)
    on_duty(street, setting, "hotspot")
    street.advance(25.5)
    k = LN2 / DAY
    at_end = (1.0 - math.exp(-15.0 * k)) / k
    for now, expected in ((25.5, at_end * 0.5 ** (0.5 / DAY)), (25.0 + DAY, at_end / 2)):
        stocks = np.zeros(2)
        street.add_stocks(now, stocks)
        assert stocks == pytest.approx([0.0, expected], rel=1e-12)
    log = street.close(25.5)
    assert log.visits.tolist() == [(10.0, 25.0, 0, 1, 1, VISIT_FULL)]
    assert log.tallies["patrol_min"][TEAMS["hotspot"]] == 25.0


def test_the_most_overdue_harm_a_minute_is_visited_first():
    """Score 1 at its place against score 2 ten minutes away: 1 / 15 against 2 / 25; with score 1 there, 1 / 25."""
    for score, first in ((2.0, 1), (1.0, 0)):
        setting = make_setting([], 2, 1, due=[0.0])
        street = PlainStreet(setting)
        street.set_hotspots(np.array([0, 1]), np.array([1.0, score]), 0.0)
        on_duty(street, setting, "hotspot")
        street.advance(100.0)
        assert street.close(100.0).visits["area"].tolist()[0] == first


def test_a_round_goes_by_area_within_the_district():
    """Areas 0, 1 and 3 are of the unit's district: from 2 it goes to 0, 1 and 3, then to 0 again; never to 4."""
    setting = make_setting([], 5, 1, due=[0.0, 200.0], district=[0, 0, 0, 0, 1], walks_rounds=True)
    street = PlainStreet(setting)
    street.set_hotspots(np.array([4, 3, 1, 0]), np.array([9.0, 9.0, 1.0, 1.0]), 0.0)
    on_duty(street, setting, ("hotspot", 2))
    street.advance(250.0)
    log = street.close(250.0)
    assert log.visits[["area", "start_min"]].tolist() == [(0, 20.0), (1, 45.0), (3, 80.0), (0, 230.0)]


def test_visits_by_timetable():
    """Area 1 at 100 and 130, area 0 at 110: ten minutes there, fifteen at each, and ten between them."""
    setting = make_setting([], 2, 1, due=[0.0])
    street = PlainStreet(setting)
    street.set_hotspots(np.array([1, 0]), np.ones(2), 0.0, np.array([[100.0, 130.0], [110.0, math.inf]]))
    on_duty(street, setting, "hotspot")
    street.advance(DAY * 2)
    log = street.close(DAY * 2)
    # at 125 only area 0 is due; at 150 area 1 is due again
    assert log.visits[["area", "start_min"]].tolist() == [(1, 110.0), (0, 135.0), (1, 160.0)]


def test_a_call_cuts_a_visit_and_a_short_one_does_not_count():
    """Cut after 5 minutes it does not count and is taken up again; cut after 12 it counts."""
    for cut, visits in ((5.0, 2), (12.0, 1)):
        log = played([call(cut)], "hotspot", hotspots=[0], due=[0.0])
        assert log.visits["ended"].tolist() == [VISIT_CUT_BY_CALL, VISIT_FULL][:visits]
        assert log.visits["end_min"][0] == cut
        assert log.dispatches["was"].tolist() == [ON_VISIT]


def test_a_hotspot_that_a_call_frees_is_offered_to_an_idle_patrol_at_once():
    """Unit 0 visits from 0 and is taken at 5; unit 1, which had nothing to do, is there from 5 to 20."""
    log = played([call(5.0)], "hotspot", "hotspot", hotspots=[0], due=[0.0])
    assert log.visits[["unit", "start_min", "end_min"]].tolist() == [(0, 0.0, 5.0), (1, 5.0, 20.0)]


def test_near_the_end_of_its_shift_a_unit_takes_emergencies_only():
    """Thirty minutes before the end at 100: at 70 grade 2 is left waiting, grade 1 is not."""
    for grade, sent in ((2, 0), (1, 1)):
        setting = make_setting([call(70.0, grade=grade)], 1, 1)
        street = PlainStreet(setting)
        on_duty(street, setting, "response", until=100.0)
        street.advance(90.0)
        assert street.close(90.0).dispatches.size == sent


def test_the_end_of_a_shift_ends_a_visit_but_not_a_job():
    setting = make_setting([call(25.0, grade=1, scene=20.0)], 1, 2, due=[0.0], visit_min=60.0)
    street = PlainStreet(setting)
    street.set_hotspots(np.array([0]), np.ones(1), 0.0)
    on_duty(street, setting, "response", "hotspot", until=30.0)
    street.advance(30.0)
    street.end_shifts(30.0)
    assert street.units_on_duty() == 1
    street.advance(100.0)
    assert street.units_on_duty() == 0
    log = street.close(100.0)
    assert log.visits[["end_min", "ended"]].tolist() == [(30.0, VISIT_CUT_BY_SHIFT_END)]
    assert log.outcome["closed_min"].tolist() == [45.0]
    assert log.tallies[["duty_min", "overtime_min"]].tolist()[0] == (45.0, 15.0)


def test_doubles_are_crewed_first_and_count_twice():
    """Three officers at a share of one half: one double (0 and 1) and one single (2)."""
    setting = make_setting([call(0.0, officers=3)], 1, 3)
    street = PlainStreet(setting)
    on_duty(street, setting, "response", "response", "response", double_share=0.5)
    assert street.units_on_duty() == 2
    street.advance(50.0)
    log = street.close(50.0)
    assert log.dispatches[["unit", "crew"]].tolist() == [(0, 2), (2, 1)]
    assert log.tallies["scene_min"][0] == 30.0


def test_patrol_prevents_a_call_and_the_children_that_hang_on_it():
    """At 25 the stock is about 14.95, exp(-.05 x 14.95) = .47: u = .5 is prevented, its child with u = 0 as well."""
    calls = [
        call(25.0, grade=4, u=0.5, harm=7.0),
        call(26.0, grade=4, u=0.4, harm=5.0),
        call(30.0, grade=4, u=0.0, harm=3.0, parent=0),
        call(31.0, grade=4, u=0.0, harm=2.0, parent=1),
    ]
    setting = make_setting(calls, 1, 1, due=[0.0], types=[(0.05, 1.0)])
    street = PlainStreet(setting)
    street.set_hotspots(np.array([0]), np.ones(1), 0.0)
    on_duty(street, setting, "hotspot")
    street.advance(100.0)
    happened, prevented = street.harm_by_area()
    assert (happened.tolist(), prevented.tolist()) == ([7.0], [10.0])
    assert street.close(100.0).outcome["state"].tolist() == [PREVENTED, BY_PHONE, PREVENTED, BY_PHONE]


def test_a_backfire_makes_a_spare_call_happen():
    """Beta -.05, at most 40 of stock, M = e^2: u just above 1 / M happens only with patrol, u near 1 never."""
    calls = [call(25.0, grade=4, u=0.2, harm=1.0), call(25.0, grade=4, u=0.9), call(25.0, grade=4, u=0.1)]
    setting = make_setting(calls, 1, 1, due=[0.0], types=[(-0.05, math.exp(2.0))], max_stock=40.0)
    patrolled = PlainStreet(setting)
    patrolled.set_hotspots(np.array([0]), np.ones(1), 0.0)
    on_duty(patrolled, setting, "hotspot")
    patrolled.advance(100.0)
    assert patrolled.harm_by_area()[1].tolist() == [-1.0]
    assert patrolled.close(100.0).outcome["state"].tolist() == [BY_PHONE, LATENT, BY_PHONE]
    alone = played(calls, "response", types=[(-0.05, math.exp(2.0))], max_stock=40.0)
    assert alone.outcome["state"].tolist() == [LATENT, LATENT, BY_PHONE]


def test_what_comes_first_in_one_minute():
    """A scene ends before a call of that minute is ready, so the unit that leaves it, next door, is sent there."""
    log = played([call(0.0, scene=30.0), call(30.0)], ("response", 0), ("response", 1), n_areas=2)
    assert log.dispatches["unit"].tolist() == [0, 0]
    assert log.outcome["first_arrival_min"].tolist() == [0.0, 30.0]


def test_commands_of_a_minute_come_before_its_calls():
    setting = make_setting([call(30.0, parent=NO_CALL)], 1, 1)
    street = PlainStreet(setting)
    on_duty(street, setting, "response", until=30.0)
    street.advance(30.0)
    assert street.waiting() == (0, 0, 0)
    street.end_shifts(30.0)
    street.advance(40.0)
    assert street.waiting() == (1, 0, 0)
    assert street.units_on_duty() == 0
