"""The lists of a pilot, from one stretch of days to the next, worked by hand on both streets."""

import numpy as np
import pytest

from sim.command.engine import ENGINES
from sim.command.pilot_phase import TreatedPlaces
from sim.command.session import run_session
from tests.command.ground import make_force, make_ground
from tests.command.test_session import target
from tests.street.builders import DAY, call

NOON = target(visits_at=("12:00",))


def phase(*lists):
    """List places by stretches of one day each."""
    return tuple(
        TreatedPlaces(day * DAY, (day + 1) * DAY, np.array(areas, dtype=np.int64)) for day, areas in enumerate(lists)
    )


def visits(traces):
    return traces.visits[["area", "start_min", "end_min"]].tolist()


@pytest.mark.parametrize("engine", ENGINES)
def test_patrols_go_by_the_list_of_the_day(engine):
    """Ten minutes from area to area: the nearer of two places comes first, and a day without a list is one of rest."""
    ground = make_ground(n_areas=4, days=4, n_officers=1)
    lists = phase([2, 1], [], [3], [3])
    traces = run_session(ground, make_force([("hotspot", 0)]), NOON, phase=lists, engine=engine)
    noon = 720.0
    assert visits(traces) == [
        (1, noon + 10, noon + 25),
        (2, noon + 35, noon + 50),
        (3, 2 * DAY + noon + 10, 2 * DAY + noon + 25),  # it waited where the last visit was
        (3, 3 * DAY + noon, 3 * DAY + noon + 15),
    ]
    assert traces.plan[["from_min", "until_min", "area"]].tolist() == [
        (0.0, DAY, 2),
        (0.0, DAY, 1),
        (2 * DAY, 3 * DAY, 3),
        (3 * DAY, 4 * DAY, 3),
    ]
    assert traces.due.size == 4


@pytest.mark.parametrize("engine", ENGINES)
def test_a_call_takes_the_patrol_and_the_visit_is_made_up_for(engine):
    """Five minutes into the visit comes an emergency next door: twenty minutes there and back, ten on scene."""
    ground = make_ground([call(725.0, area=1, scene=10.0)], n_areas=2, days=1, n_officers=1)
    traces = run_session(ground, make_force([("hotspot", 0)]), NOON, phase=phase([0]), engine=engine)
    assert visits(traces) == [(0, 720.0, 725.0), (0, 755.0, 770.0)]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_visit_under_way_at_midnight_ends_as_any_other(engine):
    ground = make_ground(n_areas=2, days=2, n_officers=1)
    late = target(visits_at=("23:50",), visit_minutes=10.0)
    force = make_force([("hotspot", 0)])
    traces = run_session(ground, force, late, phase=phase([1, 0], [0]), engine=engine)
    # the way to area 1 takes all that is left of the day, so it is not visited
    assert visits(traces) == [(0, 1430.0, 1440.0), (0, DAY + 1430.0, DAY + 1440.0)]


@pytest.mark.parametrize("engine", ENGINES)
def test_after_the_last_stretch_nobody_is_on_the_list(engine):
    """Days that make no whole period of a crossover are left over; no place is due anything then."""
    ground = make_ground(n_areas=2, days=3, n_officers=1)
    traces = run_session(ground, make_force([("hotspot", 0)]), NOON, phase=phase([0], [0]), engine=engine)
    assert visits(traces) == [(0, 720.0, 735.0), (0, DAY + 720.0, DAY + 735.0)]


@pytest.mark.parametrize("engine", ENGINES)
def test_lists_may_change_in_the_morning(engine):
    """At four the list changes; what fell due at noon of the day before belongs to the list of that day."""
    ground = make_ground(n_areas=2, days=2, n_officers=1)
    four = DAY + 240.0
    lists = (
        TreatedPlaces(240.0, four, np.array([0], dtype=np.int64)),
        TreatedPlaces(four, 2 * DAY, np.array([1], dtype=np.int64)),
    )
    traces = run_session(ground, make_force([("hotspot", 0)]), NOON, phase=lists, engine=engine)
    assert visits(traces) == [(0, 720.0, 735.0), (1, DAY + 730.0, DAY + 745.0)]
