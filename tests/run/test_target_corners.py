"""Plans of patrol at the edge of what can be asked: each runs, and does what it must."""

from __future__ import annotations

import pytest

from sim.command.suppression import BaselineStock
from sim.run.parts import build_parts
from sim.run.replicate import walk_scenarios
from sim.study.load import load_study
from tests.run.studying import TINY, Gone

PLAN = {"hotspots": 2, "visits_per_day": 3, "visit_minutes": 15, "hours": "15:00-23:00", "task_every_days": 7}


@pytest.fixture
def patrol(desk):
    """Run one option with a plan, for a week; give its record."""

    def walker(plan, **changes):
        target = {key: value for key, value in (PLAN | plan).items() if value is not None}
        options = {"scenarios__hotspots__target": target, "scenarios__response": Gone, "scenarios__moved": Gone}
        loaded = desk.load(TINY, "corner", **(options | {"replications": 1, "days": 7} | changes))
        parts = build_parts(loaded)
        nothing = BaselineStock.none(parts.county.n_areas, parts.demand.n_types)
        return [walk.record for walk in walk_scenarios(parts, nothing, 0)][1]

    return walker


def test_where_nothing_weighs_anything_there_are_no_hotspots(patrol, desk):
    """A harm index of zeros: no area is worth a visit, whatever the floors, and nobody is sent anywhere."""
    (desk.folder / "harm").mkdir(parents=True, exist_ok=True)
    rows = [f"{offence},0,days,0,0,none,assumption\n" for offence in load_study(TINY).harm_pack.weights]
    (desk.folder / "harm" / "nothing.csv").write_text(
        "offence,value,unit,low,high,source,confidence\n" + "".join(rows), encoding="utf-8"
    )
    record = patrol({"rank_by": "harm", "allocate": "greedy", "district_floor": 1.0}, harm_index="nothing")
    assert (record.plan.size, record.due.size, record.visits.size) == (0, 0, 0)


def test_a_floor_for_every_district_lengthens_a_list_that_is_too_short(patrol):
    """One hotspot of three visits, and two districts that are each due at least their share of them."""
    record = patrol({"rank_by": "harm", "hotspots": 1, "allocate": "optimal", "district_floor": 1.0})
    assert set(record.county.district_of_area[record.plan["area"]].tolist()) == {0, 1}


def test_without_hotspot_teams_a_plan_stays_a_plan(patrol):
    record = patrol({"rank_by": "harm"}, scenarios__hotspots__uplift=Gone)
    assert record.plan.size > 0
    assert record.visits.size == 0


@pytest.mark.parametrize(
    "plan",
    [
        {"rank_by": "self_exciting", "window_days": 28, "hours": "chosen", "allocate": "proportional"},
        {"rank_by": "recency", "half_life_days": 1e-3, "route": "unpredictable", "allocate": "greedy"},
        {"rank_by": "gi_star", "hours": "chosen", "chosen_hours": 1, "visits_per_day": 1, "route": "unpredictable"},
        {"rank_by": "preventable", "hotspots": 6, "allocate": "optimal", "task_every_days": 1_000},
        {"rank_by": "count", "visits_per_day": 1, "visit_minutes": 1_440.0, "hours": "00:00-24:00"},
    ],
    ids=lambda plan: plan["rank_by"],
)
def test_odd_plans_are_kept_to(patrol, plan):
    record = patrol(plan)
    assert set(record.visits["area"].tolist()) <= set(record.plan["area"].tolist())
    assert (record.plan["visits_per_day"] >= 1).all()
    # each day of a meeting's plan has the visits that it says
    days = (record.due["until_min"] - record.due["from_min"]) / 1_440.0
    planned = record.plan["visits_per_day"] @ ((record.plan["until_min"] - record.plan["from_min"]) / 1_440.0)
    assert days.sum() == pytest.approx(planned)
