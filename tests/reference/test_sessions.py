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


@pytest.mark.parametrize("route", ["overdue", "unpredictable"])
@pytest.mark.parametrize("allocate", ["equal", "proportional", "greedy", "optimal"])
@pytest.mark.parametrize("hours", [{"hours": "12:00-20:00"}, {"hours": "chosen", "chosen_within": "10:00-23:00"}])
def test_visits_and_hours_of_each_place_are_kept_alike(route, allocate, hours):
    ground = busy_ground(5, 6, n_calls=600, n_officers=6, days=6)
    force = make_force([("response", 1), ("hotspot", 2)] * 3, SHIFTS)
    plan = {"rank_by": "empirical_bayes", "of": "count", "hotspots": 3, "visits_per_day": 3, "task_every_days": 3}
    more = hours | {"allocate": allocate, "route": route}
    plain, compiled = by_both(ground, force, TargetConfig.model_validate(plan | more))
    assert_same_traces(plain, compiled)
    assert plain.visits.size > 20


@pytest.mark.parametrize("route", ["overdue", "rounds", "unpredictable"])
def test_a_list_with_visits_and_hours_of_its_own_is_kept_alike(route):
    ground = busy_ground(5, 6, n_calls=600, n_officers=6, days=6)
    force = make_force([("response", 1), ("hotspot", 2)] * 3, SHIFTS)
    areas = {
        ground.county.area_code[4]: {"visits_per_day": 5, "hours": "09:00-14:00"},
        ground.county.area_code[1]: 2.0,
        ground.county.area_code[2]: {"worth": 0.5, "hours": "20:00-22:00"},
    }
    plan = {"rank_by": "list", "areas": areas, "visits_per_day": 2, "hours": "12:00-16:00", "route": route}
    plain, compiled = by_both(ground, force, TargetConfig.model_validate(plan))
    assert_same_traces(plain, compiled)
    planned = dict(zip(plain.plan["area"].tolist(), plain.plan["visits_per_day"].tolist(), strict=True))
    assert planned == {4: 5, 1: 2, 2: 2}
    # rounds are walked by the patrols of a district, and that of area 4 has none
    assert set(plain.visits["area"].tolist()) == ({1, 2} if route == "rounds" else {1, 2, 4})
    # nobody comes before a place's own hours begin, as nothing is due there then
    for area, begins in ((4, 540.0), (1, 720.0), (2, 1_200.0)):
        assert (plain.visits["start_min"][plain.visits["area"] == area] % DAY >= begins).all()


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
