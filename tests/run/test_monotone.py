"""What must go one way when a study is changed one way, on the same history (VALIDATION, monotone responses)."""

from math import sqrt

import numpy as np
import pytest
from scipy.stats import t as student

from sim.command.session import run_session
from sim.command.suppression import BaselineStock
from sim.run.parts import build_parts
from sim.run.replicate import effect_of, prepare
from sim.street.records import DISPLACED, PREVENTED
from sim.validate.rules.monotone import emergency_waits
from tests.run.studying import ALL_DISPLACED, KNOWN_ANSWERS, TINY, values_of, walks_of


def by_scenario(loaded):
    """Give the grade 1 response times of every scenario, one array a replication."""
    times = {}
    for walk in walks_of(loaded):
        times.setdefault(walk.record.scenario, []).append(emergency_waits(walk.record))
    return times


def test_one_more_officer_never_makes_an_emergency_wait_longer_where_nobody_travels(desk):
    """Exactly so, call by call: with preemption emergencies form a first come, first served queue of their own."""
    times = by_scenario(desk.load(KNOWN_ANSWERS / "one_more_unit.yaml"))
    for today, one_more, two_more in zip(times["today"], times["one_more"], times["two_more"], strict=True):
        assert (one_more <= today).all()
        assert (two_more <= one_more).all()
        assert one_more.mean() < today.mean()


def test_one_more_officer_does_not_slow_emergencies_where_everything_is_as_in_life(desk):
    """With journeys a new unit changes who is where: the upper 95 % limit of the paired mean is at most .05 minutes."""
    always = {"response": 5, "neighbourhood": 2, "hotspot_team": 0}
    changes = {
        "effect": "none",
        "replications": 30,
        "scenarios": {"today": {}, "one_more": {"uplift": {"posts": 1, "to": "response"}}},
        "force": {"posts": always, "rota": "always", "abstraction": 0, "double_share": 0.3},
    }
    times = by_scenario(desk.load(TINY, "tiny_one_more", **changes))
    saved = np.array([more.mean() - less.mean() for less, more in zip(times["today"], times["one_more"], strict=True)])
    upper = saved.mean() + student.ppf(0.975, 29) * saved.std(ddof=1) / sqrt(30)
    assert upper <= 0.05
    assert saved.mean() < 0, (saved.mean(), upper)


def test_twice_the_demand_keeps_officers_busier(desk):
    changes = {"effect": "none", "scenarios": {"today": {}}}
    once = desk.run(desk.load(TINY, "tiny_once", **changes)).folder
    used_once = values_of(once, "utilisation")["today"]
    twice = desk.run(desk.load(TINY, "tiny_twice", demand__times=0.06, **changes)).folder
    used_twice = values_of(twice, "utilisation")["today"]
    assert (used_twice > 1.3 * used_once).all()


def with_half_life(desk, days, effect=None):
    """Run one replication of the reference dose with a half-life; give its effect, calls, visits and outcome."""
    loaded = desk.load(
        KNOWN_ANSWERS / "effect_16_percent.yaml", f"half_life_{days}", street__presence__half_life_days=days
    )
    parts = build_parts(loaded)
    effect = effect or effect_of(parts, 0)
    force = parts.force_of("patrol", 0)
    nothing = BaselineStock.none(1, parts.demand.n_types)
    ground = prepare(parts, effect, nothing, parts.clock, loaded.study.seed, 0, [force])
    traces = run_session(ground, force, loaded.study.scenarios["patrol"].target)
    return effect, ground.history.calls, traces.visits, traces.outcome


def test_longer_half_life_never_prevents_less_at_the_same_beta_and_visits(desk):
    effect, calls, visits, outcome = with_half_life(desk, 1)
    prevented = outcome["state"] == PREVENTED
    for days in (0.25, 4):
        _, same_calls, same_visits, other = with_half_life(desk, days, effect)
        assert np.array_equal(same_calls, calls)
        assert np.array_equal(same_visits, visits)
        also = other["state"] == PREVENTED
        shorter, longer = (also, prevented) if days < 1 else (prevented, also)
        assert not (shorter & ~longer).any()
        assert longer.sum() > 1.2 * shorter.sum()


@pytest.fixture(scope="module")
def displaced(desk):
    """Run the tiny study with an effect that moves every call that it keeps from happening."""
    return [*walks_of(desk.load(TINY, "tiny_displaced", effect=ALL_DISPLACED))]


def test_displacement_of_all_leaves_the_number_of_calls_as_it_was(displaced):
    for name in ("calls", "crimes", "harm"):
        happened = np.array([walk.measures.values[name] for walk in displaced]).reshape(3, 4)
        assert (happened == happened[:, :1]).all()
    assert all(walk.measures.values["calls_prevented"] == 0 for walk in displaced)


def test_displaced_calls_move_to_a_neighbour(displaced):
    for walk in displaced:
        record = walk.record
        moved = (record.outcome["flags"] & DISPLACED) != 0
        assert moved.sum() > 20
        start, neighbour = record.county.neighbour_start, record.county.neighbour
        for origin, target in zip(record.history.calls["area"][moved], record.outcome["area"][moved], strict=True):
            assert target in neighbour[start[origin] : start[origin + 1]]
        assert (record.outcome["area"][~moved] == record.history.calls["area"][~moved]).all()
