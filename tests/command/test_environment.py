"""Two levels of time: street events strictly before a command, then all commands of that time, in order."""

from __future__ import annotations

import numpy as np
import pytest

from sim.command import shift_change
from sim.command.environment import CommandEnvironment
from sim.command.intake import INTAKE, intake
from sim.command.monthly_review import MONTHLY_REVIEW
from sim.command.roster import Roster
from sim.command.shift_change import SHIFT_CHANGE
from sim.command.tasking import TASKING
from sim.street.engine import CompiledStreet
from sim.street.state import NONE
from tests.command.ground import make_force
from tests.street.builders import call, make_street, task


def test_commands_of_one_time_come_in_their_order_whoever_asked_first():
    env, heard = CommandEnvironment(CompiledStreet(make_street())), []

    def command(order):
        yield env.at(10.0, order)
        heard.append((env.now, order))

    for order in (MONTHLY_REVIEW, TASKING, INTAKE, SHIFT_CHANGE):
        env.process(command(order))
    env.run(until=20.0)
    assert heard == [(10.0, INTAKE), (10.0, SHIFT_CHANGE), (10.0, TASKING), (10.0, MONTHLY_REVIEW)]


def test_among_equals_who_asked_first_comes_first():
    env, heard = CommandEnvironment(CompiledStreet(make_street())), []

    def command(name):
        yield env.at(10.0, TASKING)
        heard.append(name)

    for name in "cab":
        env.process(command(name))
    env.run(until=20.0)
    assert heard == list("cab")


def test_the_street_is_carried_to_a_command_and_no_further():
    env, seen = CommandEnvironment(CompiledStreet(make_street([call(9.0), call(10.0), call(11.0)]))), []

    def command(time):
        yield env.at(time, TASKING)
        seen.append((int(env.street.state.g["made"][0]), float(env.street.state.g["now_min"][0])))

    for time in (10.0, 10.5):
        env.process(command(time))
    env.run(until=30.0)
    assert seen == [(1, 10.0), (2, 10.5)]
    assert env.street.state.g["made"][0] == 3
    assert env.street.state.g["now_min"][0] == 30.0


def test_the_street_stands_still_between_commands_of_one_time(monkeypatch):
    carried = []
    monkeypatch.setattr(CompiledStreet, "advance", lambda street, until: carried.append(until))
    env = CommandEnvironment(CompiledStreet(make_street()))

    def command(order):
        yield env.at(10.0, order)

    for order in (SHIFT_CHANGE, TASKING):
        env.process(command(order))
    env.run(until=20.0)
    assert carried == [10.0, 20.0]


def run_force(force, until, marks=None, **more):
    """Run the shifts and intakes of a force over an empty street."""
    env = CommandEnvironment(CompiledStreet(make_street([], 3, force.n_officers, **more)))
    roster = Roster(force)
    marks = np.zeros((force.n_officers, force.shifts.size), dtype=np.float32) if marks is None else marks
    env.process(intake(env, force, roster))
    env.process(shift_change.shift_change(env, force, roster, marks))
    env.run(until=until)
    return env


def on_duty(env):
    """Give who is in a unit on duty."""
    return np.flatnonzero(env.street.state.units["active_at"] != NONE).tolist()


def test_shifts_come_and_go():
    force = make_force([("response", 0, 0), ("response", 1, 1)], [(0.0, 100.0, 0), (80.0, 200.0, 1)])
    assert on_duty(run_force(force, 50.0)) == [0]
    assert on_duty(run_force(force, 90.0)) == [0, 1]
    assert on_duty(run_force(force, 150.0)) == [1]
    assert on_duty(run_force(force, 250.0)) == []


def test_those_who_leave_at_a_time_leave_before_those_who_arrive():
    force = make_force([("response", 0)], [(0.0, 100.0), (100.0, 200.0)])
    env = run_force(force, 150.0)
    assert on_duty(env) == [0]
    assert env.street.state.units["duty_from_min"][0] == 100.0


def test_absence_is_by_the_marks_of_officer_and_shift():
    force = make_force([("response", 0)] * 2, [(0.0, 100.0), (100.0, 200.0)])
    marks = np.array([[0.5, 1.0], [1.0, 0.5]], dtype=np.float32)
    assert on_duty(run_force(force, 50.0, marks)) == [0]
    assert on_duty(run_force(force, 150.0, marks)) == [1]


def test_an_intake_holds_from_the_shift_that_starts_then():
    changes = [(100.0, 0, ("hotspot", 2)), (100.0, 2, ("response", 1)), (150.0, 1, None)]
    posts = [("response", 0), ("response", 0), None]
    force = make_force(posts, [(0.0, 100.0), (100.0, 200.0), (200.0, 300.0)], changes=changes)
    assert on_duty(run_force(force, 99.0)) == [0, 1]
    env = run_force(force, 180.0)
    assert on_duty(env) == [0, 1, 2]  # officer 1 finishes the shift that began before 150
    assert env.street.state.units["team"].tolist() == [2, 0, 0]
    assert env.street.state.units["home"].tolist() == [2, 0, 1]
    assert on_duty(run_force(force, 250.0)) == [0, 2]


def test_a_roster_lists_a_shift_team_by_team_district_and_id():
    force = make_force([("hotspot", 0), ("response", 1), None, ("response", 0, 1), ("response", 2)])
    force.officers["district"][[1, 4]] = 1, 0
    roster = Roster(force)
    assert roster.members(0, 0).tolist() == [4, 1, 0]
    assert roster.members(0, 1).tolist() == [3]
    roster.change(2, force.officers[3])
    assert roster.members(0, 1).tolist() == [2, 3]
    assert force.officers["team"][2] == 255  # the force itself is as it was


def test_meals_of_a_whole_shift_get_room():
    """The queue has room for four events when thirty officers come on duty, each with a meal to come."""
    env = run_force(make_force([("response", 0)] * 30, [(0.0, 100.0)]), 50.0, room=4, takes_meals=True)
    assert env.street.state.g["n_events"][0] == 30
    assert env.street.state.events.size >= 32


@pytest.mark.parametrize("officers", [1, 150])
def test_a_whole_shift_sits_down_to_visits_and_leaves_them_at_once(officers):
    """The log has room for four rows when a hundred and fifty visits are cut by the end of the shift."""
    street = make_street([], officers, officers, due=[0.0], visit_min=60.0, room=4)
    force = make_force([("hotspot", area) for area in range(officers)], [(0.0, 30.0), (60.0, 70.0)])
    env = CommandEnvironment(CompiledStreet(street))
    task(street, range(officers))
    env.process(shift_change.shift_change(env, force, Roster(force), np.zeros((officers, 2), dtype=np.float32)))
    env.run(until=50.0)
    log = env.street.state.visits[: env.street.state.g["n_visits"][0]]
    assert log["unit"].tolist() == list(range(officers))
    assert (log["end_min"] == 30.0).all()
