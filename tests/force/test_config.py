"""What a force may be made of, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from sim.config import sourced_numbers
from sim.force.config import TEAMS, ForceConfig, Redeploy, Uplift, find_conflicts
from sim.force.model import HOTSPOT, NEIGHBOURHOOD, RESPONSE, TEAM_NAMES

TEXTBOOK: dict[str, Any] = {
    "posts": {"response": 5},
    "rota": "always",
    "abstraction": 0,
    "double_share": 0,
    "meals": False,
}


def test_teams_stand_in_the_order_of_the_records():
    assert TEAMS == TEAM_NAMES
    assert [TEAMS[index] for index in (RESPONSE, NEIGHBOURHOOD, HOTSPOT)] == [
        "response",
        "neighbourhood",
        "hotspot_team",
    ]


def test_textbook_force_is_five_short_keys():
    force = ForceConfig.model_validate(TEXTBOOK)
    assert force.posts.as_array().tolist() == [5, 0, 0]
    assert force.double_share.as_array().tolist() == [0, 0, 0]
    assert force.rota == dict.fromkeys(TEAMS, "always")


def test_shipped_force_is_that_of_the_evidence(hertfordshire):
    # 33 % of 2,380 = 785.4; 13 % = 309.4
    assert hertfordshire.posts.as_array().tolist() == [785, 309, 0]
    assert hertfordshire.abstraction.value == 0.25
    assert hertfordshire.double_share.as_array().tolist() == [0.5, 0.5, 0.5]
    # MODEL.md §6: 785 posts are 147 officers on duty
    assert round(785 * 0.1875) == 147
    assert hertfordshire.pipeline.independent_after_weeks == 36


def test_every_shipped_number_has_unit_range_and_source(hertfordshire):
    numbers = dict(sourced_numbers(hertfordshire))
    assert len(numbers) == 3 + 1 + 3 + 10
    for path, number in numbers.items():
        assert number.unit, path
        assert number.source != "study file", path


def test_a_resolved_force_reads_back_as_itself(hertfordshire):
    assert ForceConfig.model_validate(hertfordshire.model_dump(mode="json")) == hertfordshire


def test_one_double_share_may_hold_for_all_teams_with_its_source():
    share = {
        "value": 0.3,
        "unit": "share of units",
        "low": 0.2,
        "high": 0.4,
        "source": "a count",
        "confidence": "found",
    }
    force = ForceConfig.model_validate(TEXTBOOK | {"double_share": share})
    assert force.double_share.as_array().tolist() == [0.3, 0.3, 0.3]
    assert force.double_share.hotspot_team.source == "a count"


@pytest.mark.parametrize(
    ("change", "where", "why"),
    [
        ({"posts": {"response": 5.5}}, ("posts", "response"), "must be a whole number, not 5.5"),
        ({"posts": {"response": -1}}, ("posts", "response"), "cannot be negative"),
        ({"posts": {"reserve": 5}}, ("posts", "reserve"), "Extra inputs"),
        ({"posts": {"response": "5"}}, ("posts", "response"), "valid dictionary"),
        ({"abstraction": 1.2}, ("abstraction",), "between 0 and 1"),
        ({"abstraction": 0.25}, (), "abstraction must then be 0"),
        ({"abstraction": 1}, (), "nobody is ever on duty"),
        (
            {"double_share": {"response": 2, "neighbourhood": 0, "hotspot_team": 0}},
            ("double_share", "response"),
            "between",
        ),
        ({"rota": "sometimes"}, (), "rota.response names 'sometimes', but the rotas are always"),
        ({"rota": {"hotspot_team": "always"}}, (), "response has 5 posts but no rota"),
        ({"rotas": {"always": {"teams": 1, "offset_days": 0, "days": ["off"]}}}, (), "built in"),
        ({"meals": "no"}, ("meals",), "valid boolean"),
        ({"share_by": "votes"}, ("share_by",), "'demand', 'population' or 'equal'"),
    ],
)
def test_impossible_forces_are_refused_at_their_place(change, where, why):
    with pytest.raises(ValidationError, match=why) as caught:
        ForceConfig.model_validate(TEXTBOOK | change)
    assert where in [error["loc"] for error in caught.value.errors()]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"intake_size": 0}, "must be 1 or more"),
        ({"intake_every_days": 27.5}, "must be a whole number"),
        ({"classroom_weeks": -1}, "cannot be negative"),
        ({"tutor_productivity": 1.1}, "between 0 and 1"),
        ({"probation_weeks": 30}, "training alone takes 36 weeks"),
    ],
)
def test_impossible_pipelines_are_refused(hertfordshire, change, why):
    data = hertfordshire.model_dump(mode="json")
    with pytest.raises(ValidationError, match=why):
        ForceConfig.model_validate(data | {"pipeline": data["pipeline"] | change})


def test_an_uplift_goes_to_one_team_or_is_split():
    assert Uplift.model_validate({"posts": 100, "to": "hotspot_team"}).split_array().tolist() == [0, 0, 1]
    half = Uplift.model_validate({"posts": 100, "to": {"response": 0.5, "hotspot_team": 0.5}})
    assert half.split_array().tolist() == [0.5, 0, 0.5]
    assert (half.arrival, half.share_by) == ("in_post", "demand")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ({"posts": 100, "to": {"response": 0.5, "hotspot_team": 0.4}}, "sum to 0.9; they must sum to 1"),
        ({"posts": 100, "to": {"response": 1.5, "hotspot_team": -0.5}}, "to.response is 1.5"),
        ({"posts": 100, "to": {}}, "sum to 0"),
        ({"posts": 100, "to": "reserve"}, "'response', 'neighbourhood' or 'hotspot_team'"),
        ({"posts": -1, "to": "response"}, "greater than or equal to 0"),
        ({"posts": 99.5, "to": "response"}, "valid integer"),
        ({"posts": 100, "to": "response", "arrival": "soon"}, "'in_post' or 'pipeline'"),
        ({"posts": 100}, "Field required"),
    ],
)
def test_impossible_uplifts_are_refused(data, why):
    with pytest.raises(ValidationError, match=why):
        Uplift.model_validate(data)


def test_a_redeployment_is_written_with_from_and_to():
    move = {"posts": 100, "from": "response", "to": "hotspot_team"}
    redeploy = Redeploy.model_validate(move)
    assert (redeploy.from_team, redeploy.to) == ("response", "hotspot_team")
    assert redeploy.model_dump() == move | {"share_by": "demand"}
    with pytest.raises(ValidationError, match="name two different teams"):
        Redeploy.model_validate(move | {"to": "response"})


def test_what_a_force_cannot_give_is_found_with_its_key(hertfordshire):
    too_many = Redeploy.model_validate({"posts": 786, "from": "response", "to": "hotspot_team"})
    (conflict,) = find_conflicts(hertfordshire, None, too_many)
    assert conflict == (
        "redeploy.posts",
        "cannot move 786 officers: response has 785; move at most 785",
    )
    assert find_conflicts(hertfordshire, Uplift(posts=100, to={"response": 1.0}, arrival="pipeline"), None) == []


def test_all_conflicts_are_found_at_once():
    force = ForceConfig.model_validate(TEXTBOOK | {"rota": {"response": "always"}})
    uplift = Uplift(posts=3, to={"hotspot_team": 1.0}, arrival="pipeline")
    redeploy = Redeploy.model_validate({"posts": 6, "from": "response", "to": "neighbourhood"})
    found = find_conflicts(force, uplift, redeploy)
    assert [where for where, _ in found] == [
        "redeploy.posts",
        "redeploy.to",
        "uplift.to",
        "uplift.arrival",
        "uplift.arrival",
    ]


def test_the_schema_offers_the_short_forms():
    schema = ForceConfig.model_json_schema()["properties"]
    assert {"type": "number"} in schema["double_share"]["anyOf"]
    assert {"type": "string"} in schema["rota"]["anyOf"]
    assert Uplift.model_json_schema()["properties"]["to"]["anyOf"][0]["enum"] == list(TEAMS)
