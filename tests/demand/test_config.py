"""What a demand configuration accepts, refuses, and tells of its numbers."""

import pytest
from pydantic import ValidationError

from sim.demand.columns import Column
from sim.demand.config import DemandConfig, assumptions
from tests.demand.make import make_config

COLUMN = {"unit": "calls a year", "source": "evidence 2.1", "confidence": "found", "times": [0.5, 2]}


def test_textbook_queue_needs_four_numbers_and_no_more():
    config = DemandConfig.model_validate(
        {"types": [{"key": "job", "calls_per_year": 2_102_400, "scene": {"kind": "exponential", "mean_min": 1}}]}
    )
    job = config.types[0]
    assert (job.grades, job.officers, job.near_repeat) == ([0, 1, 0, 0], [1], None)
    assert (config.handling.median_min.value, config.frailty, job.crimes_per_year) == (0, None, {})


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"grades": [0.5, 0.4, 0, 0]}, "grades sum to 0.9, not 1"),
        ({"officers": [0.5, 0.4]}, "officers sum to 0.9, not 1"),
        ({"profile": "night"}, "types.job0: profile night is not defined; there are: flat"),
        ({"season": "wet"}, "types.job0: season wet is not defined; there are: none"),
        ({"spatial": "moon"}, "types.job0: spatial moon is not defined; there are: population"),
        ({"crimes_per_year": {"piracy": 1}}, "types.job0: offence piracy is not defined"),
        ({"asb_records_per_year": 11}, "11 crimes and ASB records a year come from 10 calls"),
        ({"calls_per_year": -1}, "greater than or equal to 0"),
        ({"near_repeat": {"branching": 1, "decay_days": 1, "sigma_m": 0}}, "less than 1"),
        ({"colour": "red"}, "Extra inputs are not permitted"),
    ],
)
def test_what_is_wrong_is_named(row, message):
    with pytest.raises(ValidationError, match=message.replace(".", r"\.")):
        make_config({"calls_per_year": 10.0, **row})


def test_a_key_stands_once():
    with pytest.raises(ValidationError, match="type job0 occurs 2 times"):
        make_config({"calls_per_year": 1}, {"key": "job0", "calls_per_year": 1})


@pytest.mark.parametrize(
    ("handling", "message"),
    [
        ({"appointment_mean_days": 0.5}, "appointment_mean_days must be 0"),
        ({"appointment_from_hour": 21}, "from hour 21 until hour 20"),
        ({"patience_share": [2, 0, 0, 0]}, r"patience_share must lie in \[0, 1\]"),
    ],
)
def test_handling_must_make_sense(handling, message):
    with pytest.raises(ValidationError, match=message):
        make_config({"calls_per_year": 1}, handling=handling)


def test_a_column_gives_its_numbers_unit_range_and_source():
    column = Column.model_validate(
        COLUMN | {"except_for": {"b": {"source": "a guess", "confidence": "assumption", "times": [0, 3]}}}
    )
    of_a, of_b = column.sourced("a", 10), column.sourced("b", 10)
    assert (of_a.low, of_a.high, of_a.source, of_a.unit) == (5, 20, "evidence 2.1", "calls a year")
    assert (of_b.low, of_b.high, of_b.source, of_b.confidence) == (0, 30, "a guess", "assumption")


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"calls_per_year": COLUMN}, "column scene.mean_min has no unit and source"),
        ({"calls_per_year": COLUMN, "scene.mean_min": COLUMN, "hate_share": COLUMN}, "hate_share is used by no row"),
        (
            {"calls_per_year": COLUMN | {"except_for": {"x": COLUMN}}, "scene.mean_min": COLUMN},
            "Extra inputs are not permitted",
        ),
        (
            {
                "calls_per_year": COLUMN
                | {"except_for": {"x": {"source": "s", "confidence": "found", "times": [1, 1]}}},
                "scene.mean_min": COLUMN,
            },
            "makes an exception for x, which is no row",
        ),
        ({"calls_per_year": COLUMN | {"times": [1.1, 2]}}, "must be a factor of at most 1"),
    ],
)
def test_every_column_has_an_origin_and_every_origin_a_column(columns, message):
    with pytest.raises(ValidationError, match=message):
        make_config({"calls_per_year": 10}, fields={"types": columns})


def test_assumptions_list_table_cells_and_single_numbers():
    config = make_config(
        {"calls_per_year": 10, "grades": [0, 1, 0, 0]},
        fields={"types": {"calls_per_year": COLUMN, "scene.mean_min": COLUMN, "grades": COLUMN}},
        handling={"median_min": 3},
    )
    numbers = dict(assumptions(config))
    assert numbers["types.job0.calls_per_year"].high == 20
    assert numbers["types.job0.scene.mean_min"].value == 10
    assert numbers["types.job0.grades.1"].source == "evidence 2.1"
    assert numbers["handling.median_min"].value == 3


def test_assumptions_of_a_study_without_origins_are_assumptions():
    numbers = dict(assumptions(make_config({"calls_per_year": 10})))
    assert numbers["types.job0.calls_per_year"].confidence == "assumption"
