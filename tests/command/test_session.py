"""One run from end to end: tasking, census, reviews, what is left open, and extremes."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.clock import Clock
from sim.command import session
from sim.command.effect import solve_effect
from sim.command.session import run_session
from sim.demand.records import ASB_RECORD, DETERRABLE
from sim.street import layout
from sim.street.engine import CompiledStreet
from sim.street.records import ATTENDED, BY_PHONE, CANCELLED, LATENT, OPEN, PREVENTED, SILENT
from sim.target.config import TargetConfig
from tests.command.ground import (
    MONDAY,
    WINDOWS,
    make_county,
    make_demand,
    make_effect,
    make_force,
    make_ground,
    make_history,
    make_kinds,
    make_presence,
    make_rules,
)
from tests.street.builders import DAY, call, call_records
from tests.street.random_studies import draw_calls

K = math.log(2.0) / DAY
TARGET = {"rank_by": "count", "hotspots": 1, "visits_at": ("16:00", "20:00"), "visit_minutes": 15.0}


def target(**changed):
    """Give a plan of patrol."""
    return TargetConfig.model_validate(TARGET | changed)


def past(**counts):
    """Give a recorded past: in each window, so many calls by area."""
    return {name: np.tile(np.array(row, dtype=np.int32), (WINDOWS, 1)) for name, row in counts.items()}


def test_a_run_by_hand():
    calls = [
        call(5.0, grade=4, ready=8.0),
        call(10.0, area=1, scene=20.0),
        call(11.0, grade=2, scene=20.0),
        call(2 * DAY - 5.0, scene=20.0),
    ]
    traces = run_session(make_ground(calls, n_areas=2, n_officers=1), make_force([("response", 0)]), None)
    assert traces.outcome["state"].tolist() == [BY_PHONE, ATTENDED, ATTENDED, OPEN]
    assert traces.outcome["first_arrival_min"][1:].tolist() == [20.0, 50.0, 2 * DAY - 5.0]
    assert np.isnan(traces.outcome["closed_min"][3])
    assert traces.tallies["duty_min"][0] == 2 * DAY
    assert traces.tallies["scene_min"][0] == 20.0 + 20.0 + 5.0
    assert traces.tallies["travel_min"][0] == 10.0 + 10.0
    assert traces.visits.size == 0
    assert traces.steps > 0


def test_desk_work_that_would_end_after_the_horizon_is_open():
    calls = [call(2 * DAY - 9.0, grade=4, desk_min=9.0), call(2 * DAY - 9.0, grade=4, desk_min=9.5)]
    outcome = run_session(make_ground(calls), make_force(), None).outcome
    assert outcome["state"].tolist() == [BY_PHONE, OPEN]
    assert np.isnan(outcome["closed_min"]).tolist() == [False, True]


def test_the_first_meeting_sends_patrol_where_the_past_says():
    """Area 1 has more on record; its two visits a day leave the deterrence of the reference."""
    ground = make_ground(n_areas=3, days=30, history=make_history(n_areas=3, **past(past_asb=[1, 5, 2])), n_officers=1)
    traces = run_session(ground, make_force([("hotspot", 1)]), target())
    assert set(traces.visits["area"].tolist()) == {1}
    starts = traces.visits["start_min"] % DAY
    assert starts.tolist() == [960.0, 1200.0] * 30
    assert traces.plan["from_min"].tolist() == [0.0, 28 * DAY]
    assert traces.plan["until_min"].tolist() == [28 * DAY, 30 * DAY]
    assert traces.plan["area"].tolist() == [1, 1]
    assert traces.plan["visits_per_day"].tolist() == [2.0, 2.0]


def test_patrol_goes_where_the_allocation_sends_it_as_often_as_it_says():
    """Six visits in proportion to 5 and 1: five and one a day, as many minutes apart as the hours hold."""
    ground = make_ground(n_areas=3, days=2, history=make_history(n_areas=3, **past(past_asb=[1, 5, 0])), n_officers=2)
    plan = target(visits_at=None, hours="12:00-22:00", visits_per_day=3, hotspots=2, allocate="proportional")
    traces = run_session(ground, make_force([("hotspot", 1), ("hotspot", 0)]), plan)
    assert traces.plan[["area", "visits_per_day"]].tolist() == [(1, 5.0), (0, 1.0)]
    starts = {area: traces.visits["start_min"][traces.visits["area"] == area].tolist() for area in (0, 1)}
    assert starts[0] == [720.0, DAY + 720.0]
    assert starts[1] == [day * DAY + 720.0 + visit * 120.0 for day in range(2) for visit in range(5)]


def test_patrol_goes_at_the_hours_that_go_with_the_place():
    """What is recorded comes from calls of the evening: of 14:00 to 24:00 the two hours from 20:00."""
    ground = make_ground(n_areas=2, days=2, history=make_history(n_areas=2, **past(past_asb=[3, 0])), n_officers=1)
    evening = np.zeros((7, 24))
    evening[:, 20:22] = 1 / 14
    kinds = make_kinds([10.0, 1.0], hour_share=np.stack([evening.ravel()] * 2))
    plan = target(visits_at=None, hours="chosen", chosen_hours=2, visits_per_day=2)
    traces = run_session(replace(ground, kinds=kinds), make_force([("hotspot", 0)]), plan)
    assert traces.visits["start_min"].tolist() == [1200.0, 1260.0, DAY + 1200.0, DAY + 1260.0]


def test_a_second_meeting_looks_at_what_was_recorded_since():
    """Nothing on record before; in the first 28 days area 2 has three crimes and area 0 one."""
    calls = [call(day * DAY + 1.0, area, 4, offence=0) for day, area in ((1, 2), (2, 0), (3, 2), (20, 2))]
    ground = make_ground(n_areas=3, days=57, history=make_history(calls, 3, **past(past_asb=[0, 1, 0])), n_officers=1)
    traces = run_session(ground, make_force([("hotspot", 0)]), target(window_days=28))
    assert traces.plan["area"].tolist() == [1, 2]  # one more at 56: nothing was recorded in the 28 days before
    assert traces.plan["score"].tolist() == [1.0, 3.0]


def test_a_shift_that_starts_at_a_meeting_hears_the_new_list_first():
    """Who comes on duty at midnight, when visits fall due, does not set off by yesterday's list."""
    counts = np.zeros((WINDOWS, 2), dtype=np.int32)
    counts[WINDOWS - 1, 0] = 1
    calls = [call(100.0, 1, 4, offence=0), call(101.0, 1, 4, offence=0)]
    force = make_force([("hotspot", 0)], [(DAY, 2 * DAY)])
    ground = make_ground(n_areas=2, days=2, history=make_history(calls, 2, past_asb=counts), n_officers=1)
    plan = target(visits_at=("00:00",), task_every_days=1, window_days=28)
    traces = run_session(ground, force, plan)
    assert traces.plan["area"].tolist() == [0, 1]
    assert traces.visits["area"].tolist() == [1]


@pytest.mark.parametrize("scenario", [{}, {"hotspots": 3}, {"visit_minutes": 20.0}])
def test_random_patrol_draws_the_same_lottery_in_every_scenario(scenario):
    ground = make_ground(n_areas=12, days=60, n_officers=2)
    plan = run_session(ground, make_force(), target(rank_by="random")).plan
    other = run_session(ground, make_force([("hotspot", 3)] * 2), target(rank_by="random", **scenario)).plan
    first = other["area"].reshape(3, -1)[:, 0]
    assert first.tolist() == plan["area"].tolist()
    assert len(set(plan["area"].tolist())) > 1  # each meeting draws anew


def test_random_patrol_differs_between_replications():
    plans = [
        run_session(make_ground(n_areas=40, days=90, key=(7, r)), make_force(), target(rank_by="random")).plan
        for r in range(2)
    ]
    assert plans[0]["area"].tolist() != plans[1]["area"].tolist()


def test_the_census_is_the_stock_at_the_middle_of_each_measured_hour():
    """A week with a visit a day from 16:00: at 16:30 of day d the visits of d + 1 days are left."""
    ground = make_ground(days=7, history=make_history(**past(past_asb=[1])), n_officers=1)
    traces = run_session(ground, make_force([("hotspot", 0)]), target(visits_at=("16:00",)), take_census=True)
    assert traces.stock_count.tolist() == [1] * 168
    gain = (1.0 - math.exp(-15 * K)) / K
    left = [sum(gain * math.exp(-K * (day * DAY + 15.0)) for day in range(days + 1)) for days in range(7)]
    assert traces.stock_total[0, 16::24].tolist() == pytest.approx(left, rel=1e-12)
    assert not traces.stock_total[0, :16].any()


def test_the_census_starts_with_the_measured_period_at_its_hour_of_the_week():
    ground = make_ground(warm_up=2, days=1, history=make_history(**past(past_asb=[1])), n_officers=1)
    traces = run_session(ground, make_force(), None, take_census=True)
    assert np.flatnonzero(traces.stock_count).tolist() == list(range(48, 72))  # a Wednesday


def test_a_census_changes_nothing():
    ground = busy_ground(1)
    force = make_force([("response", 0), ("hotspot", 1)] * 3)
    with_census, without = (run_session(ground, force, target(hotspots=2), take_census=take) for take in (True, False))
    assert same(with_census, without)


def test_monthly_reviews_count_what_waits_and_the_harm():
    calls = [
        call(DAY, grade=1, harm=3.0),
        call(2 * DAY, grade=2, harm=5.0),
        call(3 * DAY, grade=3),
        call(4 * DAY, grade=3),
        call(30 * DAY, grade=1, harm=7.0),
    ]
    reviews = run_session(
        make_ground(calls, days=60, n_officers=1), make_force([("neighbourhood", 0)], [(40 * DAY, 60 * DAY)]), None
    ).reviews
    assert reviews["time_min"].tolist() == [28 * DAY, 56 * DAY]
    assert reviews[["waiting_grade1", "waiting_grade2", "waiting_grade3"]].tolist() == [(1, 1, 2), (2, 0, 0)]
    assert reviews["units_on_duty"].tolist() == [0, 1]
    assert reviews["harm"].tolist() == [8.0, 15.0]


def busy_ground(seed, n_areas=4, n_calls=200, n_officers=8, days=2, **more):
    """Give two days of random calls of all grades, with deterrence of either sign."""
    rng = np.random.default_rng(seed)
    calls = draw_calls(rng, n_calls, n_areas, 0.5)
    return make_ground(
        n_areas=n_areas,
        days=days,
        cool_down=1,
        history=make_history(calls, n_areas, n_offences=3, **past(past_asb=rng.integers(0, 9, n_areas))),
        county=make_county(n_areas, district=np.arange(n_areas) // 3, custody=[0, n_areas - 1], step_min=6.0),
        n_officers=n_officers,
        beta=[0.02, -0.01, 0.0],
        spare=[1.0, math.exp(3.0), 1.0],
        harm_by_offence=[10.0, 100.0, 1.0],
        **more,
    )


def same(a, b):
    """Tell whether two runs left the same behind."""
    return all(
        getattr(a, name)[field].tolist() == getattr(b, name)[field].tolist()
        or np.array_equal(getattr(a, name)[field], getattr(b, name)[field], equal_nan=True)
        for name in ("outcome", "visits", "tallies", "plan", "reviews")
        for field in getattr(a, name).dtype.names
    )


STUDY = st.fixed_dictionaries(
    {
        "seed": st.integers(0, 10**6),
        "n_areas": st.integers(1, 8),
        "teams": st.lists(st.sampled_from(["response", "neighbourhood", "hotspot"]), max_size=8),
        "takes_meals": st.booleans(),
        "double_share": st.sampled_from([0.0, 0.5, 1.0]),
        "spill": st.sampled_from([{}, {"displacement": 0.5}, {"diffusion": 0.2}]),
        "preempt": st.sets(st.sampled_from(["visit", "travel", "scene"])).map(sorted),
        "patrolled": st.booleans(),
    }
)
SHIFTS = [
    (day * DAY + begin, day * DAY + end) for day in range(3) for begin, end in ((0, 480), (420, 1000), (990, 1430))
]


@settings(max_examples=50)
@given(STUDY)
def test_small_studies_keep_their_books(study):
    teams, n_areas = study["teams"], study["n_areas"]
    rules = make_rules(dispatch={"preempt": study["preempt"]}, reporting_per_minute=0.01, **study["spill"])
    ground = busy_ground(study["seed"], n_areas, n_officers=max(1, len(teams)), rules=rules)
    posts = [(team, number % n_areas) for number, team in enumerate(teams)]
    force = make_force(posts, SHIFTS, double_share=study["double_share"], takes_meals=study["takes_meals"])
    plan = target(hotspots=3, hours="08:00-22:00", visits_at=None) if study["patrolled"] else None
    traces = run_session(ground, force, plan)
    outcome, calls = traces.outcome, ground.history.calls
    states = (LATENT, PREVENTED, BY_PHONE, ATTENDED, CANCELLED, OPEN, SILENT)
    assert sum((outcome["state"] == state).sum() for state in states) == calls.size
    still = np.isnan(outcome["closed_min"])
    assert (still == (outcome["state"] == OPEN)).all()
    assert (outcome["closed_min"][~still] <= ground.clock.horizon_min).all()
    crew_minutes = traces.tallies["duty_min"].sum()
    most = len(teams) * (ground.clock.measure_until_min - ground.clock.measure_from_min)
    assert 0 <= crew_minutes <= most + 1e-6
    visits = traces.visits
    assert (visits["end_min"] - visits["start_min"] <= 15.0 + 1e-9).all()
    for unit in np.unique(visits["unit"]):
        mine = np.sort(visits[visits["unit"] == unit], order="start_min")
        assert (mine["start_min"][1:] >= mine["end_min"][:-1]).all()
    assert set(visits["area"].tolist()) <= set(traces.plan["area"].tolist())


@pytest.mark.parametrize("room", [1, 64, 100])
def test_a_run_that_starts_with_short_arrays_ends_the_same(monkeypatch, room):
    ground, force = busy_ground(3, 8), make_force([("response", 1), ("hotspot", 2)] * 4, takes_meals=True)
    expected = run_session(ground, force, target(hotspots=4))
    monkeypatch.setattr(layout, "FIRST_ROOM", room)
    assert same(run_session(ground, force, target(hotspots=4)), expected)


def test_the_same_run_twice_leaves_the_same():
    force = make_force([("response", 1), ("hotspot", 2)] * 4)
    assert same(*(run_session(busy_ground(8), force, target()) for _ in range(2)))


def test_a_run_does_not_change_what_scenarios_share():
    ground, force = busy_ground(8), make_force([("response", 1)] * 3, changes=[(DAY, 0, None)])
    before = (ground.history.calls.copy(), ground.history.ready_order.copy(), ground.county.travel.base_min.copy())
    officers = force.officers.copy()
    run_session(ground, force, target())
    assert (ground.history.calls == before[0]).all()
    assert (ground.history.ready_order == before[1]).all()
    assert (ground.county.travel.base_min == before[2]).all()
    assert (force.officers == officers).all()


def test_without_officers_every_deployable_call_is_open_or_cancelled():
    ground = busy_ground(5, n_calls=2000)
    outcome = run_session(ground, make_force(), target(hotspots=4)).outcome
    happened = ~np.isin(outcome["state"], (LATENT, PREVENTED, SILENT))
    deployable = happened & (ground.history.calls["grade"] < 4)
    assert np.isin(outcome["state"][deployable], (OPEN, CANCELLED)).all()
    assert deployable.any()
    assert (outcome["state"][happened & ~deployable] == BY_PHONE).all()


def test_a_hundredfold_demand_ends_and_mostly_waits():
    ground = busy_ground(6, n_areas=8, n_calls=20_000)
    traces = run_session(ground, make_force([("response", area) for area in range(8)]), None)
    assert traces.steps < 5 * 20_000
    assert (traces.outcome["state"] == OPEN).mean() > 0.2


def test_zero_effect_prevents_nothing_whatever_the_patrol():
    calls = [call(7.0 * number, number % 2, 4, u=0.999, harm=1.0, flags=DETERRABLE) for number in range(400)]
    ground = make_ground(calls, n_areas=2, n_officers=2, history=make_history(calls, 2, **past(past_asb=[1, 1])))
    traces = run_session(ground, make_force([("hotspot", 0), ("hotspot", 1)]), target(hotspots=2))
    assert traces.visits.size == 8
    assert (traces.outcome["state"] == BY_PHONE).all()


def test_more_patrol_prevents_no_less():
    """The same history, twice as many visits: what the fewer prevented, the more prevent too."""
    rng = np.random.default_rng(2)
    calls = [call(at, 0, 4, u=float(rng.random())) for at in np.sort(rng.uniform(0, 10 * DAY, 2000))]
    ground = make_ground(
        days=10, history=make_history(calls, **past(past_asb=[1])), n_officers=1, beta=[0.02], rules=make_rules()
    )
    force = make_force([("hotspot", 0)])
    prevented = [
        run_session(ground, force, plan).outcome["state"] == PREVENTED
        for plan in (None, target(), target(visits_at=("12:00", "16:00", "20:00")))
    ]
    assert not prevented[0].any()
    assert (prevented[1] <= prevented[2]).all()
    assert 0 < prevented[1].sum() < prevented[2].sum()


def test_the_street_meets_the_stated_reduction():
    """One area, the reference dose delivered, effect as solved: what is prevented is as stated, within chance."""
    rng = np.random.default_rng(16)
    n = 60_000
    calls = np.repeat(call_records([call(0.0, grade=4)]), n)
    calls["call_min"] = calls["ready_min"] = np.sort(rng.uniform(0, 400 * DAY, n))
    calls["u"] = rng.random(n)
    calls["flags"] = np.where(rng.random(n) < 0.6, ASB_RECORD | DETERRABLE, ASB_RECORD)
    history = replace(make_history(**past(past_asb=[1])), calls=calls, ready_order=np.arange(n, dtype=np.int32))
    effect = solve_effect(make_effect(), make_presence(), make_demand([0.6]), 0.16)
    ground = make_ground(days=364, warm_up=36, history=history, n_officers=1, beta=effect.beta, spare=effect.spare)
    outcome = run_session(ground, make_force([("hotspot", 0)]), target()).outcome
    counted = calls["call_min"] >= 36 * DAY
    share = (outcome["state"][counted] == PREVENTED).mean()
    assert share == pytest.approx(0.16, abs=2.6 * math.sqrt(0.16 * 0.84 / counted.sum()))


def test_a_clock_of_one_day_runs():
    ground = make_ground([call(1.0, grade=4)], days=1)
    assert ground.clock == Clock(MONDAY, 0, 1, 0)
    assert run_session(ground, make_force(), None).outcome["state"].tolist() == [BY_PHONE]


def test_the_session_opens_one_street(monkeypatch):
    opened = []
    real = CompiledStreet.open
    monkeypatch.setattr(session, "ENGINES", {"numba": lambda setting: opened.append(real(setting)) or opened[-1]})
    run_session(busy_ground(2), make_force([("response", 0), ("hotspot", 1)] * 3, takes_meals=True), target())
    (street,) = (engine.state for engine in opened)
    assert not street.areas["visiting"].any()
    assert (street.units["active_at"] == -1).all()
    assert (street.units["crewed_in"] == -1).all()
