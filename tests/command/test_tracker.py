"""Asking where units are: answers worked by hand, and a street that is left as it was."""

import numpy as np
import pytest

from sim.command.session import run_session
from sim.command.watch import Watch
from sim.street.state import IDLE, IN_CUSTODY, ON_SCENE, ON_VISIT, TO_CALL, TO_VISIT
from tests.command.ground import make_county, make_force, make_ground
from tests.command.test_session import busy_ground, target
from tests.reference.side_by_side import assert_same_records
from tests.street.builders import call


def test_times_are_worked_out_from_the_first():
    assert Watch(10, 12, 0.5).times().tolist() == [10, 10.5, 11, 11.5]
    # a tenth of a minute adds up to no rounding: the last one lies before the end
    times = Watch(0, 1440, 0.1).times()
    assert times.size == 14_400
    assert times[-1] == 14_399 * 0.1
    assert Watch(5, 5, 1).times().size == 0


@pytest.mark.parametrize("engine", ["numba", "simpy"])
def test_a_unit_is_followed_from_its_station_to_custody(engine):
    # one car at area 0, ten minutes to the next area; a call in area 2 at 100, thirty minutes on scene, then an
    # arrest: the suite is in area 1
    arrest = call(100.0, area=2, grade=1, scene=30.0, custody_min=60.0)
    ground = make_ground([arrest], n_areas=3, county=make_county(3, custody=(1,)), n_officers=1, days=1)
    traces = run_session(ground, make_force([("response", 0)]), None, watch=Watch(99, 240, 12), engine=engine)
    seen = traces.whereabouts[["time_min", "at", "to", "doing"]].tolist()
    assert seen[:6] == [
        (99, 0, 0, IDLE),
        (111, 0, 2, TO_CALL),  # arrives at 120
        (123, 2, 2, ON_SCENE),
        (135, 2, 2, ON_SCENE),
        (147, 2, 2, ON_SCENE),
        (159, 2, 1, IN_CUSTODY),  # left at 150, there at 160, until 220
    ]
    assert seen[-1] == (231, 1, 1, IDLE)
    journey = traces.whereabouts[traces.whereabouts["doing"] == IN_CUSTODY][0]
    assert (journey["leave_min"], journey["arrive_min"]) == (150, 160)
    journey = traces.whereabouts[traces.whereabouts["doing"] == TO_CALL][0]
    assert (journey["leave_min"], journey["arrive_min"], journey["crew"]) == (100, 120, 1)
    assert np.isnan(traces.whereabouts["leave_min"][0])


def test_asking_changes_nothing():
    ground = busy_ground(5, 6, n_calls=600, n_officers=9, days=6)
    force = make_force([("response", 1), ("hotspot", 2), ("hotspot", 4)] * 3, takes_meals=True)
    plain, watched = (
        run_session(ground, force, target(hotspots=3), watch=watch) for watch in (None, Watch(1_440, 4 * 1_440, 0.75))
    )
    assert_same_records(plain, watched, ("plan", "reviews", "dispatches", "visits", "outcome", "tallies"))
    assert plain.steps == watched.steps
    assert plain.whereabouts.size == 0
    assert watched.whereabouts.size > 3 * 1_440


def test_who_is_on_a_visit_is_in_the_log_of_visits():
    ground = busy_ground(2, 6, n_calls=300, n_officers=9, days=4)
    force = make_force([("response", 1), ("hotspot", 2), ("hotspot", 4)] * 3, takes_meals=True)
    traces = run_session(ground, force, target(hotspots=3), watch=Watch(0, 4 * 1_440, 1.0))
    seen = traces.whereabouts
    visiting = seen[seen["doing"] == ON_VISIT]
    assert visiting.size > 300
    for row in visiting:
        visits = traces.visits[traces.visits["unit"] == row["unit"]]
        within = (visits["start_min"] <= row["time_min"]) & (row["time_min"] <= visits["end_min"])
        assert row["at"] in visits["area"][within]
    assert (seen["doing"] == TO_VISIT).any()
