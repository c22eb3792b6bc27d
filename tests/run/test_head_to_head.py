"""Which options are compared with each other, and what is said of their routes."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from sim.run.content import pairs_head_to_head
from sim.run.describe import options_of
from sim.run.notes import about_nobody, about_routes
from sim.study.schema import Scenario


def scenario(posts=10, **target):
    """Give an option with officers for patrol."""
    plan = {"rank_by": "harm", "hotspots": 4} | target
    return Scenario.model_validate({"uplift": {"posts": posts, "to": "hotspot_team"}, "target": plan})


def test_pairs_differ_in_the_ranking_the_shares_the_hours_or_the_route_alone():
    scenarios = {
        "today": Scenario(),
        "harm": scenario(),
        "count": scenario(rank_by="count"),
        "rounds": scenario(route="rounds"),
        "count_in_rounds": scenario(rank_by="count", route="rounds"),
        "longer": scenario(visit_minutes=20),
        "fewer_officers": scenario(posts=5, route="rounds"),
        "the_same": scenario(),
        "of_late": scenario(rank_by="count", window_days=28),
        "shared_out": scenario(allocate="greedy", most_visits_per_day=6),
        "at_hours_of_their_own": scenario(hours="chosen"),
    }
    pairs = {frozenset(pair) for pair in pairs_head_to_head(scenarios)}
    assert pairs == {
        frozenset(pair)
        for pair in (
            ("harm", "count"),
            ("harm", "rounds"),
            ("count", "count_in_rounds"),
            ("rounds", "count_in_rounds"),
            ("the_same", "count"),
            ("the_same", "rounds"),
            *(
                (same, other)
                for same in ("harm", "the_same")
                for other in ("of_late", "shared_out", "at_hours_of_their_own")
            ),
            ("count", "of_late"),
        )
    }


def test_a_report_names_the_options_that_nobody_patrols():
    options = {"today": Scenario(), "planned": scenario(), "done": scenario()}
    planned = np.array([0.0, 90.0])
    values = {name: {"dose_planned": planned, "dose_delivered": planned * (name == "done")} for name in options}
    runs = SimpleNamespace(values=values)
    (note,) = about_nobody(options, runs)
    assert "delivered under “planned”: hotspots are patrolled by hotspot teams" in note
    assert about_nobody({"done": options["done"]}, runs) == []
    values["planned"]["dose_planned"] = np.zeros(2)  # where no hotspot is listed, nobody is missing
    assert about_nobody(options, runs) == []


def test_a_report_says_what_floors_there_are():
    plan = {"allocate": "optimal", "visits_per_day": 4, "district_floor": 0.5}
    study = SimpleNamespace(scenarios={"floors": scenario(**plan), "none": scenario(allocate="optimal")})
    floors, none = options_of(study)
    assert "each district at least 50% of the visits that it would get by its residents" in floors.description
    assert "district" not in none.description


def test_a_report_on_unpredictable_routes_says_what_they_cannot_show():
    routes = {
        route: Scenario.model_validate({"target": {"rank_by": "harm", "visits_per_day": 4, "route": route}})
        for route in ("overdue", "rounds", "unpredictable")
    }
    (note,) = about_routes(routes)
    assert "not what being unpredictable buys" in note
    del routes["unpredictable"]
    assert about_routes(routes | {"today": Scenario()}) == []
