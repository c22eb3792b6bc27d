"""Commanders hear the same from both streets, and decide the same: whole sessions, with meetings, intakes and reviews."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.command.session import run_session
from sim.command.watch import Watch
from sim.target.config import TargetConfig
from tests.command.ground import make_force, make_rules
from tests.command.test_session import SHIFTS, STUDY, busy_ground, target
from tests.reference.side_by_side import assert_same_traces
from tests.street.builders import DAY

INTAKES = [
    (DAY / 2, 0, ("hotspot", 0)),
    (DAY, 1, None),
    (DAY + 420.0, 2, ("response", 0)),
]


def by_both(ground, force, plan, **more):
    """Run a session on the plain and on the compiled street."""
    return [run_session(ground, force, plan, engine=engine, **more) for engine in ("simpy", "numba")]


@settings(max_examples=20)
@given(
    STUDY,
    st.booleans(),
    st.sampled_from(["count", "harm", "random", "hertfordshire_rank"]),
    st.sampled_from(["overdue", "rounds", "unpredictable"]),
)
def test_small_sessions(study, intakes, rank_by, route):
    teams, n_areas = study["teams"], study["n_areas"]
    rules = make_rules(dispatch={"preempt": study["preempt"]}, reporting_per_minute=0.01, **study["spill"])
    ground = busy_ground(study["seed"], n_areas, n_officers=max(3, len(teams)), rules=rules)
    posts = [(team, number % n_areas) for number, team in enumerate(teams)]
    changes = INTAKES if intakes and len(teams) > 2 else []
    more = {"double_share": study["double_share"], "takes_meals": study["takes_meals"], "changes": changes}
    plan = None
    if study["patrolled"]:
        plan = target(
            rank_by=rank_by,
            hotspots=3,
            hours="08:00-22:00",
            visits_at=None,
            visits_per_day=8,
            route=route,
            task_every_days=1,
        )
    watch = Watch(0.0, ground.clock.horizon_min, 7.5)
    assert_same_traces(*by_both(ground, make_force(posts, SHIFTS, **more), plan, watch=watch))


@pytest.mark.parametrize("allocate", ["equal", "proportional", "greedy", "optimal"])
@pytest.mark.parametrize("hours", [{"hours": "12:00-22:00"}, {"hours": "chosen", "chosen_within": "10:00-23:00"}])
def test_visits_and_hours_of_each_place_are_kept_alike(allocate, hours):
    ground = busy_ground(5, 6, n_calls=600, n_officers=6, days=6)
    force = make_force([("response", 1), ("hotspot", 2)] * 3, SHIFTS)
    plan = {"rank_by": "empirical_bayes", "of": "count", "hotspots": 3, "visits_per_day": 3, "task_every_days": 3}
    plain, compiled = by_both(ground, force, TargetConfig.model_validate(plan | hours | {"allocate": allocate}))
    assert_same_traces(plain, compiled)
    assert plain.visits.size > 20


@pytest.mark.parametrize("census", [False, True])
def test_two_months_with_reviews_and_a_census(census):
    ground = busy_ground(4, 6, n_calls=2_000, n_officers=9, days=60)
    force = make_force([("response", 1), ("hotspot", 2), ("neighbourhood", 4)] * 3, takes_meals=True)
    watch = Watch(0.0, 60 * DAY, 97.0)
    plain, compiled = by_both(ground, force, target(hotspots=2), take_census=census, watch=watch)
    assert_same_traces(plain, compiled)
    assert plain.reviews.size == 2
    assert plain.visits.size > 100
    assert len(set(plain.whereabouts["doing"])) > 5
    assert bool(plain.stock_count.any()) == census


def test_at_the_horizon_what_is_under_way_is_cut_alike():
    """The study ends in the middle of calls, custody, visits and journeys."""
    for seed in range(8):
        ground = busy_ground(seed, 8, n_calls=400, days=1)
        force = make_force([("response", 3), ("hotspot", 5)] * 3)
        assert_same_traces(*by_both(ground, force, target(hotspots=4, visits_at=("23:40",))))
