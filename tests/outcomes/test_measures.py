"""Every measure of the handmade run, worked by hand."""

from dataclasses import replace

import numpy as np
import pytest

from sim.outcomes.measures import NO_CALLS, NO_VISITS, NOBODY_ON_DUTY, measure_run
from sim.outcomes.names import COST_EFFECT, MEASURES
from sim.outcomes.response import NEVER_REACHED, TAIL_NEVER_REACHED
from sim.outcomes.run_measures import AREA_MEASURES
from sim.street.records import ATTENDED, BY_PHONE, DISPLACED, OPEN, PREVENTED, RECORDED, TALLY
from tests.outcomes.handmade import ASSAULT, NAN, ROWS, THEFT, TYPE_CRIME, make_costs, make_record

BY_HAND = {
    "calls": 8,
    "calls_attended": 4,
    "calls_by_phone": 2,
    "calls_cancelled": 1,
    "calls_open": 1,
    # one prevented less one induced; the unreported crime that was prevented would have been no call
    "calls_prevented": 0,
    # 3 thefts reported, one of them induced, 1 unreported, 2 assaults
    "crimes": 6,
    "crimes_recorded": 5,
    "crimes_prevented": 2 - 1,
    # assaults 100 + 100, thefts 4 x 10, low-harm calls 2 x 1
    "harm": 242,
    "harm_prevented": 100 + 10 - 10,
    # 4, 8, 15, never: the middle two are 8 and 15
    "response_median_grade1": 11.5,
    # the one that nobody reached is a quarter of them
    "response_p90_grade1": NAN,
    "response_within_target_grade1": 3 / 4,
    "response_median_grade2": NAN,
    "response_p90_grade2": NAN,
    "response_within_target_grade2": 1 / 2,
    # 300 travelling + 300 on scene + 24 in custody, of 1000 on duty less 40 at meals
    "utilisation": 0.65,
    # 3 x 15 minutes a day, and 2 x 10 for half a day
    "dose_planned": 45 + 10,
    "dose_delivered": 20 + 10,
    "visits": 2,
    "visits_cut_short": 1,
    "visits_10_to_16_minutes": 1,
    # 10 for a quarter of the day, 14 for the rest
    "officers_deployable": 13,
    "overtime_hours": 2,
    # 11 posts x 100 a day + 2 hours x 40
    "cost": 1180,
    # thefts 4 x 3, assaults 2 x 7, low-harm calls 2 x .5
    "harm[index=severity]": 27,
    "harm_prevented[index=severity]": 7 + 3 - 3,
    "officers_deployable[month=1]": 13,
    # area 1 is spared an assault, a theft and a low-harm call that moved to area 0; area 2 gets a theft
    "harm_prevented[district=North]": 110,
    "harm_prevented[district=South]": -10,
    "harm_prevented[deprivation=1]": 111,
    "harm_prevented[deprivation=2]": -10,
    "harm_prevented[deprivation=3]": 0,
    "harm_prevented[deprivation=4]": -1,
    "harm_prevented[area=urban]": 110,
    "harm_prevented[area=rural]": -10,
    "dose_planned[district=North]": 45,
    "dose_planned[area=rural]": 10,
    "dose_delivered[district=North]": 20,
    "dose_delivered[deprivation=2]": 10,
    "response_median_grade1[district=North]": 6,
    "response_median_grade1[district=South]": NAN,
    # 4 and 8
    "response_p90_grade1[district=North]": 8,
    "response_within_target_grade1[district=North]": 1,
    "response_within_target_grade1[district=South]": 1 / 2,
    "response_within_target_grade1[deprivation=1]": NAN,
    "response_median_grade2[deprivation=4]": 30,
    "response_within_target_grade2[area=urban]": 1 / 2,
}


@pytest.mark.parametrize("name", BY_HAND)
def test_measure_equals_hand_work(record, costs, severity, name):
    value = measure_run(record, costs, {"severity": severity}).values[name]
    assert value == pytest.approx(BY_HAND[name], nan_ok=True, abs=1e-12)


def test_values_by_area_equal_hand_work(record, costs):
    by_area = measure_run(record, costs, {}).by_area
    expected = {
        "calls": [3, 2, 3],
        "calls_open": [0, 1, 0],
        "crimes": [3, 1, 2],
        "crimes_prevented": [0, 2, -1],
        "harm": [121, 11, 110],
        "harm_prevented": [-1, 111, -10],
        "dose_planned": [45, 0, 10],
        "dose_delivered": [20, 0, 10],
        "response_median_grade1": [6, NAN, NAN],
    }
    assert tuple(by_area) == AREA_MEASURES
    for name, values in expected.items():
        np.testing.assert_array_equal(by_area[name], values, err_msg=name)


def test_every_measure_is_reported_in_the_order_of_the_tables(record, costs):
    names = list(measure_run(record, costs, {}).values)
    plain = [name for name in names if "[" not in name]
    assert plain == [measure.name for measure in MEASURES if measure.name != COST_EFFECT]
    assert names[: len(plain)] == plain


def test_breakdowns_are_the_ones_promised(record, costs):
    names = list(measure_run(record, costs, {}).values)
    # 2 districts + 5 fifths + urban and rural, of 9 measures, and one month
    assert len([name for name in names if "[" in name]) == (2 + 5 + 2) * 9 + 1


def test_units_name_the_index_and_the_year(record, costs, severity):
    units = measure_run(record, costs, {"severity": severity}, harm_unit="days").units
    assert units["harm"] == "days"
    assert units["harm_prevented[district=North]"] == "days"
    assert units["harm_prevented[index=severity]"] == "severity"
    assert units["cost"] == "pounds of 2022"


def test_an_empty_value_says_why(record, costs):
    reasons = measure_run(record, costs, {}).reasons
    assert reasons["response_median_grade2"] == NEVER_REACHED
    assert reasons["response_p90_grade1"] == TAIL_NEVER_REACHED
    assert reasons["response_median_grade1[deprivation=1]"] == NO_CALLS
    assert "response_median_grade1" not in reasons


def test_patrol_on_overtime_is_paid_by_the_hour(record):
    # 120 officer-minutes of patrol at 30 an hour
    assert measure_run(record, make_costs(patrol_on_overtime=True), {}).values["cost"] == pytest.approx(1180 + 60)


def test_calls_outside_the_measured_period_change_nothing(record, costs):
    inside = make_record(ROWS[1:-1])
    assert repr(measure_run(inside, costs, {}).values) == repr(measure_run(record, costs, {}).values)


def test_a_run_without_calls_visits_plan_or_officers(record, costs, severity):
    nothing = replace(
        make_record((), ()),
        plan=record.plan[:0],
        tallies=np.zeros(6, dtype=TALLY),
    )
    measured = measure_run(nothing, costs, {"severity": severity})
    for name in ("calls", "crimes", "harm", "harm_prevented", "dose_planned", "dose_delivered", "visits"):
        assert measured.values[name] == 0
    assert measured.values["harm[index=severity]"] == 0
    assert measured.values["cost"] == 1100
    assert measured.reasons["response_median_grade1"] == NO_CALLS
    assert measured.reasons["visits_10_to_16_minutes"] == NO_VISITS
    assert measured.reasons["utilisation"] == NOBODY_ON_DUTY


def test_displacement_of_everything_prevents_exactly_nothing(costs):
    """A tenth has no exact binary form, so a sum over areas would leave a crumb."""
    rows = tuple(
        ((float(at), at % 3, THEFT, TYPE_CRIME, 1, 0), (BY_PHONE, (at + 1) % 3, NAN, -1, DISPLACED)) for at in range(30)
    )
    record = make_record(rows)
    record.history.calls["harm"] = 0.1 * np.arange(30)
    values = measure_run(record, costs, {}).values
    assert values["harm_prevented"] == 0
    assert values["crimes_prevented"] == 0
    assert values["calls"] == 30


def test_area_values_add_up_to_the_county(record, costs):
    measured = measure_run(record, costs, {})
    for name in set(AREA_MEASURES) - {"response_median_grade1"}:
        assert measured.by_area[name].sum() == pytest.approx(measured.values[name]), name


def test_a_prevented_call_counts_where_it_would_have_happened(costs):
    """The street need not say where a call happened that did not."""
    record = make_record((((0.0, 2, ASSAULT, TYPE_CRIME, 1, 0), (PREVENTED, 0, NAN, -1, 0)),))
    np.testing.assert_array_equal(measure_run(record, costs, {}).by_area["harm_prevented"], [0, 0, 100])


def test_calls_at_the_end_of_the_period_keep_their_response_and_what_is_open_is_late(costs):
    """One made a minute before the end is reached in the cool-down, after 100 minutes; one is open at the end of it."""
    rows = (
        ((600.0, 0, THEFT, TYPE_CRIME, 1, 0), (ATTENDED, 0, 5.0, 7, RECORDED)),
        ((1439.0, 0, THEFT, TYPE_CRIME, 1, 0), (ATTENDED, 0, 100.0, 7, RECORDED)),
        ((1439.5, 0, THEFT, TYPE_CRIME, 1, 0), (OPEN, 0, NAN, -1, RECORDED)),
    )
    measured = measure_run(make_record(rows), costs, {})
    assert measured.values["calls"] == 3
    assert measured.values["response_median_grade1"] == 100
    assert measured.values["response_within_target_grade1"] == pytest.approx(1 / 3)
    assert measured.reasons["response_p90_grade1"] == TAIL_NEVER_REACHED
