"""Patrol on the street: call by call what a list of the same visits prevents, and what calls do to it."""

from dataclasses import replace

import numpy as np
import pytest

from sim.command.engine import ENGINES
from sim.command.session import run_session
from sim.config import Sourced
from sim.demand.records import NO_CALL
from sim.street.records import VISIT_CUT_BY_CALL
from sim.trial.config import Dose
from sim.trial.designs.design import Assignment
from sim.trial.grid import Grid
from sim.trial.scene import Scene
from sim.trial.stated.deliver import Deterrence, deliver, without_patrol
from sim.trial.stated.patrol import StatedPatrol
from sim.trial.stated.visits import StatedVisits
from sim.trial.street_patrol import StreetPatrol, phase_of, settled_on_street, visits_alone_deter
from tests.command.ground import make_county, make_force, make_ground, make_history, make_rules
from tests.command.test_session import target
from tests.street.builders import DAY, call
from tests.street.random_studies import draw_calls

N_AREAS, DAYS = 5, 6
SHIFTS = [(day * DAY + begin, day * DAY + end) for day in range(DAYS) for begin, end in ((0, 700), (700, 1430))]
BETA = np.array([0.02, 0.005, 0.0])
NOTHING = np.zeros(3)


def scene_of(treated, areas=(0, 2, 4)):
    """Set out a pilot of places that are treated or not in periods of a day each."""
    treated = np.array(treated, dtype=bool)
    edges = np.arange(treated.shape[1] + 1) * DAY
    grid = Grid(np.zeros(0, dtype=np.int64), edges, np.ones(treated.shape[1], dtype=bool))
    block = np.zeros(len(areas), dtype=np.int16)
    assignment = Assignment(np.array(areas, dtype=np.int64), treated, block)
    return Scene(grid, assignment, np.full(N_AREAS, -1), np.zeros((1, N_AREAS, grid.n_run)))


def deterrence_of(ground):
    """Give how presence acts, as `sim.run.patrols` reads it from packs."""
    presence, effect, county = ground.rules.street.presence, ground.rules.effect, ground.county
    return Deterrence(
        weight=presence.visit_weight.value,
        fresh_min=presence.fresh_minutes.value,
        stale_gain=presence.stale_gain.value,
        renew_gap_min=presence.renew_gap_minutes.value,
        decay_per_min=float(np.log(2.0) / (presence.half_life_days.value * DAY)),
        diffusion=effect.diffusion.value,
        displacement=effect.displacement.value,
        reporting=effect.reporting_per_minute.value,
        neighbour_start=county.neighbour_start,
        neighbour=county.neighbour,
    )


def patrol_of(ground, force, beta=(NOTHING, BETA), engine="numba", dose=None):
    dose = dose or Dose(visits_at=("12:00", "18:00"), visit_minutes=15.0, compliance=None)
    plan = target(visits_at=dose.visits_at, visit_minutes=dose.visit_minutes)
    ground = replace(ground, rules=visits_alone_deter(ground.rules))
    return StreetPatrol(ground, force, plan, dose, deterrence_of(ground), beta, engine)


def days_of_calls(seed, n_calls):
    """Draw so many calls of all kinds for each two days; parents are of the same two days."""
    rng, calls = np.random.default_rng(seed), []
    for since in range(0, DAYS, 2):
        drawn = draw_calls(rng, n_calls, N_AREAS, 0.5)
        for one in drawn:
            for name in ("call_min", "ready_min", "patience_min"):
                one[name] += since * DAY
            one["parent"] += len(calls) if one["parent"] >= 0 else 0
        calls = [*calls, *drawn]
    return calls


def busy_ground(seed, n_calls=200, **more):
    calls = days_of_calls(seed, n_calls)
    return make_ground(
        n_areas=N_AREAS,
        days=DAYS,
        history=make_history(calls, N_AREAS, n_offences=3),
        county=make_county(N_AREAS, step_min=6.0, custody=[1]),
        n_officers=6,
        beta=NOTHING,
        harm_by_offence=[10.0, 100.0, 1.0],
        **more,
    )


ALTERNATING = [[1, 0, 1, 1, 0, 1], [0, 1, 1, 0, 1, 1], [1, 1, 0, 1, 1, 0]]
TEAMS = [("response", 0), ("hotspot", 1), ("hotspot", 3), ("neighbourhood", 2), ("hotspot", 2), ("response", 4)]


def test_the_lists_of_a_design_are_its_treated_places_period_by_period():
    scene = scene_of([[1, 0, 1], [0, 0, 1], [1, 0, 0]])
    lists = [
        (one.from_min / DAY, one.until_min / DAY, one.areas.tolist()) for one in phase_of(scene.assignment, scene.grid)
    ]
    assert lists == [(0, 1, [0, 4]), (1, 2, []), (2, 3, [0, 2])]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("spill", [{}, {"diffusion": 0.3}, {"displacement": 0.4}, {"reporting_per_minute": 0.02}])
def test_every_call_fares_as_under_a_list_of_the_visits_that_were_made(engine, spill):
    """Two ways to one answer: the stock that the street carries along, and stretches laid out afterwards."""
    often = Dose(visits_at=("02:00", "06:00", "10:00", "14:00", "18:00", "22:00"), visit_minutes=15.0, compliance=None)
    ground = busy_ground(3, rules=make_rules(**spill))
    patrol = patrol_of(ground, make_force(TEAMS, SHIFTS), engine=engine, dose=often)
    scene = scene_of(ALTERNATING)
    traces = patrol._walk(phase_of(scene.assignment, scene.grid), BETA)
    order = np.lexsort((traces.visits["start_min"], traces.visits["area"]))
    made = traces.visits[order]
    first = np.searchsorted(made["area"], np.arange(N_AREAS + 1)).astype(np.int64)
    visits = StatedVisits(first, made["start_min"].copy(), made["end_min"].copy(), made.size)
    listed = deliver(patrol.ground.history, visits, BETA, patrol.rules)
    street = settled_on_street(patrol.ground.history, traces, patrol.rules.reporting)
    assert street.known.tolist() == listed.known.tolist()
    assert street.recorded.tolist() == listed.recorded.tolist()
    happened = street.known | street.recorded
    assert street.area[happened].tolist() == listed.area[happened].tolist()
    assert (traces.visits["ended"] == VISIT_CUT_BY_CALL).sum() > 3
    assert (~street.known).sum() > (~without_patrol(patrol.ground.history).known).sum() + 3


def test_patrols_that_no_call_takes_and_no_way_delays_deliver_the_whole_plan():
    """A unit at each place and journeys of no time: the street and a stated compliance of all leave the same behind."""
    rules = make_rules(dispatch={"preempt": [], "travel_counts": False})
    calls = [{**one, "parent": NO_CALL} for one in days_of_calls(5, 400) if one["grade"] == 4]
    ground = make_ground(
        n_areas=N_AREAS,
        days=DAYS,
        history=make_history(calls, N_AREAS, n_offences=3),
        n_officers=3,
        beta=NOTHING,
        rules=rules,
        harm_by_offence=[10.0, 100.0, 1.0],
    )
    force = make_force([("hotspot", area) for area in (0, 2, 4)])
    street, scene = patrol_of(ground, force), scene_of(ALTERNATING)
    all_kept = Dose(visits_at=("12:00", "18:00"), visit_minutes=15.0, compliance=Sourced(value=1, low=1, high=1))
    marks = np.zeros((N_AREAS, DAYS, 2), dtype=np.float32)
    stated = StatedPatrol(ground.history, marks, all_kept, street.rules, street.beta)
    for on_street, as_stated in zip(street.under_each_effect(scene), stated.under_each_effect(scene), strict=True):
        # twelve place-days of two visits of a quarter of an hour
        assert on_street.delivered == as_stated.delivered == (24, 24, 0, 360, 360)
        for whole in (on_street.settled, on_street.if_all_made):
            assert whole.known.tolist() == as_stated.settled.known.tolist()
            assert whole.area.tolist() == as_stated.settled.area.tolist()
    assert not on_street.settled.known.all()


@pytest.mark.parametrize("engine", ENGINES)
def test_without_an_effect_or_without_patrol_everything_happens(engine):
    """What is attended prevents nothing: that is in the observed rates. So the history itself is the no-patrol twin."""
    patrol = patrol_of(busy_ground(4), make_force(TEAMS, SHIFTS), engine=engine)
    scene = scene_of(ALTERNATING)
    twin = without_patrol(patrol.ground.history)
    none, some = patrol.under_each_effect(scene)
    assert none.settled.known.tolist() == twin.known.tolist()
    assert none.settled.area.tolist() == twin.area.tolist()
    assert some.settled.known.tolist() != twin.known.tolist()
    unpatrolled = run_session(patrol.ground, patrol.force, None, engine=engine)
    idle = settled_on_street(patrol.ground.history, unpatrolled, 0.0)
    assert idle.known.tolist() == twin.known.tolist()
    assert idle.area.tolist() == twin.area.tolist()


def test_by_hand_what_a_call_takes_from_the_plan():
    """One unit, two places ten minutes apart, and emergencies at 12:05 and 18:12 at the place where it is.

    12:00 to 12:05 at place 0, then on scene there until 12:25; again at place 0 for a whole visit, then by 12:50 at place 2.
    At 18:00 it is at place 2 and stays for a whole visit, which the emergency at place 0 cuts at 12 minutes: that counts. By
    18:32 it is there, until 18:37, and the visit to place 0 is made at once.
    """
    calls = [
        call(725.0, area=0, scene=20.0, flags=0),
        call(1092.0, area=2, scene=5.0, flags=0),
    ]
    ground = make_ground(calls, n_areas=N_AREAS, days=1, n_officers=1, beta=NOTHING)
    patrol = patrol_of(ground, make_force([("hotspot", 0)]), beta=(NOTHING,))
    scene = scene_of([[1], [1]], areas=(0, 1))
    traces = patrol._walk(phase_of(scene.assignment, scene.grid), NOTHING)
    assert traces.visits[["area", "start_min", "end_min"]].tolist() == [
        (0, 720.0, 725.0),
        (0, 745.0, 760.0),
        (1, 770.0, 785.0),
        (1, 1080.0, 1092.0),
        (0, 1127.0, 1142.0),
    ]
    (found,) = patrol.under_each_effect(scene)
    # 62 of 60 minutes, for the five that did not count were made up for
    assert found.delivered == (4, 4, 2, 60, 62)


def test_heavy_calls_take_patrol_and_with_it_what_it_prevents():
    """The same calls that patrol can deter; beside them emergencies elsewhere, ever more, that only the patrols can take."""
    rng = np.random.default_rng(8)
    at = np.sort(rng.uniform(0, DAYS * DAY, 1500))
    u = rng.random(at.size)
    deterrable = [
        call(float(minute), int(area), 4, u=float(mark))
        for minute, area, mark in zip(at, rng.choice([0, 2, 4], at.size), u, strict=True)
    ]
    heavy = [
        call(float(minute), 1, 1, scene=150.0, flags=0) for minute in rng.uniform(0, DAYS * DAY, 240)
    ]  # fewer of them are the first of these, so that each level holds the one before
    visits, prevented = [], []
    for some in (0, 20, 60, 240):
        ground = make_ground(
            n_areas=N_AREAS, days=DAYS, n_officers=2, beta=NOTHING[:1], calls=deterrable + heavy[:some]
        )
        patrol = patrol_of(ground, make_force([("hotspot", 0), ("hotspot", 2)]), beta=(np.array([0.02]),))
        (found,) = patrol.under_each_effect(scene_of([[1] * DAYS] * 3))
        visits.append(found.delivered[1])
        prevented.append(int((~found.settled.known).sum()))
    assert visits[0] == 36
    assert visits == sorted(visits, reverse=True)
    assert prevented == sorted(prevented, reverse=True)
    assert visits[-1] < 0.3 * visits[0]
    assert prevented[-1] < 0.5 * prevented[0]
