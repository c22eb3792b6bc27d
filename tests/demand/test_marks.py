"""What is settled about a call before anything happens."""

import numpy as np
import pytest

from sim.demand.build import build_demand, handling_of
from sim.demand.records import ASB_RECORD, DETERRABLE, HATE, UNREPORTED
from tests.demand.make import draw, make_config, make_county

OFFENCES = [{"key": "theft", "category": "Theft"}, {"key": "fight", "category": "Violence"}]
N = 40_000


def calls_of(row, *, columns=1, **rest):
    """Draw a year of about 40,000 calls of one type."""
    config = make_config({"calls_per_year": N, **row}, offences=OFFENCES, **rest)
    county = make_county(columns)
    return draw(build_demand(config, county), county, handling_of(config)).calls


def test_textbook_job_has_no_delay_and_waits_for_ever():
    calls = calls_of({"scene": {"kind": "fixed", "mean_min": 7}})
    assert (calls["ready_min"] == calls["call_min"]).all()
    assert np.isinf(calls["patience_min"]).all()
    assert (calls["scene_min"] == 7).all()
    assert (calls["grade"] == 2).all()
    assert (calls["officers"] == 1).all()
    assert not calls["flags"].any()
    assert (calls["offence"] == -1).all()
    assert not calls["custody_min"].any()
    assert (calls["moved_area"] == 0).all()  # nowhere else to go


@pytest.mark.parametrize(("kind", "spread"), [("exponential", 1.0), ("lognormal", 0.5)])
def test_time_on_scene_has_its_mean_and_variation(kind, spread):
    scene = calls_of({"scene": {"kind": kind, "mean_min": 30, "cv": 0.5}})["scene_min"]
    assert scene.mean() == pytest.approx(30, rel=0.02)
    assert scene.std() / scene.mean() == pytest.approx(spread, rel=0.03)


def test_grades_and_officers_have_their_shares():
    calls = calls_of({"grades": [0.1, 0.2, 0.3, 0.4], "officers": [0.5, 0.25, 0, 0.25]})
    assert np.bincount(calls["grade"], minlength=5)[1:] / calls.size == pytest.approx([0.1, 0.2, 0.3, 0.4], abs=0.01)
    assert np.bincount(calls["officers"], minlength=5)[1:] / calls.size == pytest.approx([0.5, 0.25, 0, 0.25], abs=0.01)


def test_records_hate_and_harm():
    calls = calls_of(
        {
            "crimes_per_year": {"theft": N / 10, "fight": N / 5},
            "asb_records_per_year": N / 2,
            "hate_share": 0.04,
            "deterrable_share": 0.3,
        }
    )
    crime = calls["offence"] >= 0
    asb = calls["flags"] & ASB_RECORD > 0
    assert (calls["offence"] == 0).mean() == pytest.approx(0.1, abs=0.01)
    assert (calls["offence"] == 1).mean() == pytest.approx(0.2, abs=0.01)
    assert asb.mean() == pytest.approx(0.5, abs=0.01)
    assert not (asb & crime).any()
    assert (calls["harm"] == crime).all()
    assert (calls["flags"] & HATE > 0).mean() == pytest.approx(0.04, abs=0.005)
    assert (calls["flags"] & DETERRABLE > 0).mean() == pytest.approx(0.3, abs=0.01)


def test_handling_is_lognormal_about_its_median():
    calls = calls_of({}, handling={"median_min": 3, "sigma": 0.6})
    delay = calls["ready_min"] - calls["call_min"]
    assert np.median(delay) == pytest.approx(3, rel=0.02)
    assert np.log(delay).std() == pytest.approx(0.6, rel=0.02)


def test_appointments_lie_on_quarter_hours_of_later_days():
    calls = calls_of({"grades": [0, 0, 1, 0]}, handling={"median_min": 3, "appointment_mean_days": 2})
    slot = calls["ready_min"]
    assert (slot % 15 == 0).all()
    hour = slot % 1440 / 60
    assert (hour.min(), hour.max()) == (8, 19.75)
    days = slot // 1440 - calls["call_min"] // 1440
    assert days.min() == 1
    assert days.mean() == pytest.approx(2, rel=0.02)
    assert (days == 1).mean() == pytest.approx(0.5, abs=0.01)


def test_without_appointments_grade_3_queues_when_ready():
    calls = calls_of({"grades": [0, 0, 1, 0]}, handling={"median_min": 3})
    assert calls["ready_min"] - calls["call_min"] == pytest.approx(np.full(calls.size, 3.0))


def test_patience_runs_from_the_time_a_call_is_ready():
    calls = calls_of(
        {"grades": [0, 0.5, 0, 0.5]},
        handling={"median_min": 5, "patience_share": [0, 0.4, 0, 0], "patience_mean_min": [0, 60, 0, 0]},
    )
    second = calls[calls["grade"] == 2]
    gives_up = np.isfinite(second["patience_min"])
    assert gives_up.mean() == pytest.approx(0.4, abs=0.01)
    assert (second["patience_min"] - second["ready_min"])[gives_up].mean() == pytest.approx(60, rel=0.03)
    assert np.isinf(calls["patience_min"][calls["grade"] == 4]).all()


def test_desk_work_is_for_grade_4_and_custody_for_the_others():
    calls = calls_of(
        {"grades": [0, 0.5, 0, 0.5], "arrest_share": 0.2},
        handling={"desk_mean_min": 25, "custody_median_min": 200, "custody_sigma": 0.4},
    )
    phone = calls["grade"] == 4
    assert calls["desk_min"][phone].mean() == pytest.approx(25, rel=0.02)
    assert not calls["desk_min"][~phone].any()
    assert not calls["custody_min"][phone].any()
    custody = calls["custody_min"][~phone]
    assert (custody > 0).mean() == pytest.approx(0.2, abs=0.01)
    assert np.median(custody[custody > 0]) == pytest.approx(200, rel=0.03)


def test_displaced_calls_go_to_neighbours_in_proportion_to_their_calls():
    """The middle of three has neighbours with 1 and 3 parts; an end has the middle."""
    calls = calls_of({"share_by_area": {"A0": 1, "A1": 4, "A2": 3}}, columns=3)
    moved = calls["moved_area"][calls["area"] == 1]
    assert (moved == 2).mean() == pytest.approx(0.75, abs=0.01)
    assert set(moved.tolist()) == {0, 2}
    assert (calls["moved_area"][calls["area"] != 1] == 1).all()


def test_neighbour_without_such_calls_receives_none():
    calls = calls_of({"share_by_area": {"A0": 1, "A1": 1}}, columns=3)
    assert (calls["moved_area"][calls["area"] == 1] == 0).all()


def test_unreported_crimes_come_on_top():
    """Half the calls are crimes, and two more for each go unreported: as many again as there are calls."""
    calls = calls_of({"crimes_per_year": {"theft": N / 2}, "unreported_ratio": 2, "asb_records_per_year": N / 4})
    silent = calls["flags"] & UNREPORTED > 0
    assert silent.sum() == pytest.approx(N, rel=0.03)
    assert (~silent).sum() == pytest.approx(N, rel=0.03)
    assert (calls["offence"][silent] == 0).all()
    assert not (calls["flags"][silent] & ASB_RECORD).any()


def test_marks_are_uniform():
    calls = calls_of({})
    for name in ("u", "v", "report"):
        assert calls[name].mean() == pytest.approx(0.5, abs=0.01)
        assert calls[name].min() >= 0
        assert calls[name].max() < 1
    assert abs(np.corrcoef(calls["u"], calls["v"])[0, 1]) < 0.02
