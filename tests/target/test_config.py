"""What a patrol plan may say."""

from __future__ import annotations

from typing import get_args

import pytest
from pydantic import ValidationError

from sim.target.config import RankBy, TargetConfig
from sim.target.registry import RANKINGS


def test_only_the_ranking_must_be_named():
    plan = TargetConfig.model_validate({"rank_by": "harm"})
    assert plan.model_dump() == {
        "rank_by": "harm",
        "of": None,
        "half_life_days": None,
        "areas": None,
        "list_file": None,
        "hotspots": 40,
        "visits_per_day": 3,
        "visit_minutes": 15.0,
        "hours": "15:00-23:00",
        "chosen_hours": None,
        "chosen_within": None,
        "allocate": None,
        "most_visits_per_day": None,
        "district_floor": None,
        "visits_at": None,
        "route": "overdue",
        "task_every_days": 28,
        "window_days": 364,
    }


def test_fixed_times_take_the_place_of_hours():
    plan = TargetConfig.model_validate({"rank_by": "count", "visits_at": ["16:00", "20:00"]})
    assert (plan.hours, plan.visits_per_day, plan.visits_at) == (None, None, ("16:00", "20:00"))


def test_a_resolved_plan_reads_back_as_itself():
    for data in ({"rank_by": "harm", "hours": "10:00-18:00"}, {"rank_by": "count", "visits_at": ["16:00", "20:00"]}):
        plan = TargetConfig.model_validate(data)
        assert TargetConfig.model_validate(plan.model_dump(mode="json")) == plan


def test_every_ranking_that_can_be_named_exists():
    assert list(RANKINGS) == list(get_args(RankBy))


OWN = {"rank_by": "list", "areas": {"S1": {"visits_per_day": 2, "hours": "14:00-16:00"}}}
"""A list whose only area has visits and hours of its own."""


@pytest.mark.parametrize(
    ("change", "where", "why"),
    [
        ({"rank_by": "votes"}, ("rank_by",), "'count', 'harm', 'hertfordshire_rank', 'random'"),
        ({"of": "count"}, (), "rank_by: harm does not use `of`"),
        ({"rank_by": "gi_star", "of": "days"}, ("of",), "'count' or 'harm'"),
        ({"half_life_days": 28.0}, (), "harm does not use half_life_days"),
        ({"rank_by": "recency", "half_life_days": 0}, ("half_life_days",), "greater than 0"),
        ({"rank_by": "list"}, (), "name a CSV file with `list_file`"),
        ({"rank_by": "list", "areas": {"S1": 1.0}, "list_file": "x.csv"}, (), "areas as well; remove one"),
        ({"list_file": "x.csv"}, (), "list_file belongs to rank_by: list"),
        ({"rank_by": "list", "areas": {"S1": 1.0}, "hotspots": 2}, (), "hotspots is 2, and the list has 1 areas"),
        ({"rank_by": "list", "areas": {"S1": {"worth": -1.0}}}, ("areas", "S1", "worth"), "greater than 0"),
        ({"rank_by": "list", "areas": {"S1": {"visits": 1}}}, ("areas", "S1", "visits"), "Extra inputs"),
        (OWN | {"visits_at": ["16:00"]}, (), "S1 has visits or hours of its own, which go with neither"),
        (OWN | {"hours": "chosen"}, (), "S1 has visits or hours of its own"),
        (OWN | {"allocate": "greedy"}, (), "S1 has visits or hours of its own"),
        (OWN | {"visit_minutes": 60.5}, (), "S1: 2 visits of 60.5 minutes do not fit into 14:00-16:00"),
        (
            OWN | {"visit_minutes": 60.0, "route": "unpredictable", "visits_per_day": 4},
            (),
            "S1: 2 visits .* leave no room",
        ),
        ({"areas": {"S01": 1.0}}, (), "areas belongs to rank_by: list"),
        ({"rank_by": "list", "areas": {}}, ("areas",), "at least 1 item"),
        ({"rank_by": "list", "areas": {"S01": 0.0}}, ("areas", "S01", "worth"), "greater than 0"),
        ({"hotspots": 0}, ("hotspots",), "greater than or equal to 1"),
        ({"hotspots": 4.5}, ("hotspots",), "valid integer"),
        ({"hours": "22:00-06:00"}, ("hours",), "pass midnight, which they may not"),
        ({"hours": "15:00-15:00"}, ("hours",), "pass midnight"),  # a whole day round
        ({"hours": "15:00"}, ("hours",), "not a span of time"),
        ({"hours": "15-23"}, ("hours",), "not a time of day"),
        ({"hours": 15}, ("hours",), "valid string"),
        ({"hours": "15:00-15:40"}, (), "3 visits of 15 minutes do not fit into 15:00-15:40"),
        ({"visit_minutes": 0}, ("visit_minutes",), "greater than 0"),
        ({"visits_at": ["16:00"], "hours": "15:00-23:00"}, (), "remove hours and visits_per_day"),
        ({"visits_at": ["16:00"], "visits_per_day": 1}, (), "remove hours and visits_per_day"),
        ({"visits_at": []}, ("visits_at",), "at least 1 item"),
        ({"visits_at": ["20:00", "16:00"]}, (), "at 20:00 is not over by the next one"),
        ({"visits_at": ["16:00", "16:10"]}, (), "at 16:00 is not over by the next one"),
        ({"visits_at": ["23:50"]}, (), "not over by the next one or by midnight"),
        ({"visits_at": ["24:00"]}, ("visits_at", 0), "belongs to the next day"),
        ({"visits_at": ["4pm"]}, ("visits_at", 0), "not a time of day"),
        ({"window_days": 30}, (), "give a multiple of 28"),
        ({"window_days": 392}, ("window_days",), "less than or equal to 364"),
        ({"chosen_hours": 4}, (), "belong to hours: chosen"),
        ({"hours": "chosen", "chosen_within": "14:30-24:00"}, (), "hours are chosen whole"),
        (
            {"hours": "chosen", "chosen_hours": 9, "chosen_within": "14:00-22:00"},
            (),
            "9 hours do not fit into 14:00-22:00",
        ),
        ({"hours": "chosen", "visits_per_day": 17}, (), "17 visits of 15 minutes do not fit into 4 hours"),
        # two visits in four hours leave 3 h 30 in three gaps; one visit of a minute would leave 3 h 59 in two
        ({"hours": "chosen", "chosen_hours": 9, "route": "unpredictable"}, (), "ask for at least 4 visits a day"),
        (
            {"allocate": "greedy", "most_visits_per_day": 32, "route": "unpredictable"},
            (),
            "32 visits of 15 minutes in 15:00-23:00 leave no room",
        ),
        ({"allocate": "best"}, ("allocate",), "'equal', 'proportional', 'greedy' or 'optimal'"),
        ({"allocate": "greedy", "visits_at": ["16:00"]}, (), "gives areas visits of their own"),
        ({"most_visits_per_day": 4}, (), "belongs to allocate"),
        ({"allocate": "greedy", "most_visits_per_day": 2}, (), "fewer than the 3 of an equal share"),
        ({"allocate": "greedy", "most_visits_per_day": 33}, (), "33 visits of 15 minutes do not fit"),
        (
            {"allocate": "proportional", "district_floor": 0.5},
            (),
            "district_floor belongs to allocate: greedy or optimal",
        ),
        ({"allocate": "optimal", "district_floor": 1.5}, ("district_floor",), "less than or equal to 1"),
        ({"task_every_days": 0}, ("task_every_days",), "greater than or equal to 1"),
        ({"route": "straight"}, ("route",), "'overdue', 'rounds' or 'unpredictable'"),
        ({"route": "unpredictable", "visits_at": ["16:00"]}, (), "remove it, or the unpredictable route"),
        ({"route": "unpredictable", "hours": "15:00-15:45"}, (), "no room for times that cannot be foreseen"),
        # a visit, then gaps of two hours at most: 2 x 15 + 3 x 120 is less than eight hours, 3 x 15 + 4 x 120 is more
        ({"route": "unpredictable", "visits_per_day": 2}, (), "ask for at least 3 visits a day"),
        # 17 hours are 6 x 10 + 7 x 120 and 2 hours more; with 5 visits of 60 they would be just 5 x 60 + 6 x 120
        ({"route": "unpredictable", "hours": "07:00-24:00", "visit_minutes": 10}, (), "at least 7 visits a day"),
        (
            {"route": "unpredictable", "hours": "07:00-24:00", "visit_minutes": 60, "visits_per_day": 5},
            (),
            "at least 6 visits a day",
        ),
        ({"visit_per_day": 3}, ("visit_per_day",), "Extra inputs"),
    ],
)
def test_impossible_plans_are_refused_at_their_place(change, where, why):
    with pytest.raises(ValidationError, match=why) as caught:
        TargetConfig.model_validate({"rank_by": "harm"} | change)
    assert where in [error["loc"] for error in caught.value.errors()]


@pytest.mark.parametrize(("hours", "minutes", "least"), [("15:00-23:00", 15, 3), ("07:00-24:00", 60, 6)])
def test_an_unpredictable_route_takes_as_many_visits_as_it_asks_for(hours, minutes, least):
    plan = {"rank_by": "harm", "route": "unpredictable", "hours": hours, "visit_minutes": minutes}
    assert TargetConfig.model_validate(plan | {"visits_per_day": least}).visits_per_day == least


@pytest.mark.parametrize(
    ("plan", "fewest"),
    [
        ({}, 3),  # 2 x 15 + 3 x 120 is less than eight hours
        ({"allocate": "greedy"}, 3),
        ({"hours": "chosen"}, 1),  # 15 + 2 x 120 is more than four hours
        ({"hours": "chosen", "visit_minutes": 0.5}, 1),
        ({"hours": "15:00-17:00"}, 1),
    ],
)
def test_on_an_unpredictable_route_every_hotspot_has_visits_enough_for_two_hours(plan, fewest):
    plan = {"rank_by": "harm", "visits_per_day": 3} | plan
    assert TargetConfig.model_validate(plan | {"route": "unpredictable"}).fewest == fewest
    assert TargetConfig.model_validate(plan).fewest == 1


def test_a_list_is_as_long_as_it_is():
    """All of it are hotspots unless told; a number alone is what a visit is worth."""
    plan = TargetConfig.model_validate({"rank_by": "list", "areas": {"S2": 3, "S1": {"hours": "09:00-10:00"}}})
    assert plan.hotspots == 2
    assert [(code, area.worth) for code, area in plan.listed.items()] == [("S2", 3.0), ("S1", 1.0)]
    assert TargetConfig.model_validate(plan.model_dump(mode="json")) == plan
    assert not plan.all_alike


def test_hours_that_are_chosen_are_written_out():
    plan = TargetConfig.model_validate({"rank_by": "harm", "hours": "chosen"})
    assert (plan.hours, plan.chosen_hours, plan.chosen_within) == ("chosen", 4, "14:00-24:00")
    assert (plan.span_min, plan.length_min) == ((840, 1_440), 240)
    assert TargetConfig.model_validate(plan.model_dump(mode="json")) == plan


def test_the_most_visits_are_as_many_as_the_hours_hold_half_an_hour_apart():
    plan = {"rank_by": "harm", "hours": "15:00-23:00", "visits_per_day": 3}
    assert TargetConfig.model_validate(plan).most == 3
    assert TargetConfig.model_validate(plan | {"allocate": "greedy"}).most == 10  # 480 / 45
    assert TargetConfig.model_validate(plan | {"allocate": "greedy", "most_visits_per_day": 6}).most == 6
    assert TargetConfig.model_validate(plan | {"allocate": "greedy", "visits_per_day": 20}).most == 20


def test_visits_may_fill_the_hours_and_the_day():
    assert TargetConfig(rank_by="harm", hours="15:00-15:45").visits_per_day == 3
    assert TargetConfig(rank_by="harm", visits_at=("23:30", "23:45")).visits_at == ("23:30", "23:45")
