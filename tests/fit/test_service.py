"""Times on scene, handling, grades and travel: by hand, against scipy, and known numbers come back."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from sim.demand.build import build_demand, handling_of
from sim.fit.grades import fit_grades, fit_officers
from sim.fit.scene import _gamma, _lognormal, fit_handling, fit_scene, fit_scenes
from sim.fit.travel import fit_journeys, fit_travel
from tests.demand.make import draw, make_config, make_county
from tests.fit.make_log import make_log
from tests.records.log_county import grid_county

DAY = date(2021, 3, 1)


def test_lognormal_by_hand():
    """Logs −1 and 1 about log 60: μ = log 60, σ² = 1, mean 60 √e, variation √(e − 1)."""
    by_hand = _lognormal(60 * np.exp(np.array([-1.0, 1.0] * 50)))
    assert by_hand.mean == pytest.approx(60 * np.exp(0.5))
    assert by_hand.cv == pytest.approx(np.sqrt(np.e - 1))
    assert by_hand.mean_sd == pytest.approx(np.sqrt(1.5 / 100))


def test_gamma_against_scipy():
    minutes = np.random.default_rng(1).gamma(1.7, 20, 400)
    shape, _, scale = stats.gamma.fit(minutes, floc=0)
    fitted = _gamma(minutes)
    assert fitted.cv == pytest.approx(1 / np.sqrt(shape), rel=1e-4)
    assert fitted.mean == pytest.approx(shape * scale, rel=1e-4)


@pytest.mark.parametrize("kind", ["lognormal", "gamma"])
def test_known_times_come_back_under_the_right_name(kind):
    random = np.random.default_rng(7)
    sigma = np.sqrt(np.log(2))  # variation 1
    draws = {
        "lognormal": lambda: 40 * np.exp(sigma * random.standard_normal(800) - sigma**2 / 2),
        "gamma": lambda: random.gamma(1.0, 40.0, 800),
    }
    fits = [fit_scene(draws[kind]()) for _ in range(60)]
    assert sum(fit.kind == kind for fit in fits) >= 58
    right = [fit for fit in fits if fit.kind == kind]
    for name, true in (("mean_min", 40.0), ("cv", 1.0)):
        inside = [getattr(fit, name).low <= true <= getattr(fit, name).high for fit in right]
        assert np.mean(inside) > 0.85
    assert np.median([fit.p_value for fit in right]) > 0.1
    assert all(fit.gain >= 0 for fit in fits)


def test_the_scenes_of_a_history_come_back():
    """Times on scene that the simulator draws, of two types."""
    kinds = [{"kind": "lognormal", "mean_min": 45, "cv": 1.2}, {"kind": "gamma", "mean_min": 20, "cv": 0.7}]
    config = make_config(*({"calls_per_year": 3_000, "scene": scene, "grades": [0.3, 0.7, 0, 0]} for scene in kinds))
    county = make_county(2)
    calls = draw(build_demand(config, county), county, handling_of(config)).calls
    log = make_log(
        DAY,
        calls["call_min"],
        kind=calls["type"].astype(np.int16),
        kind_name=("job0", "job1"),
        grade=calls["grade"].astype(np.int8),
        arrival_min=calls["call_min"] + 9,
        clear_min=calls["call_min"] + 9 + calls["scene_min"],
    )
    fits, notes = fit_scenes(log)
    assert not notes
    for name, scene in zip(("job0", "job1"), kinds, strict=True):
        assert fits[name].kind == scene["kind"]
        assert fits[name].mean_min.value == pytest.approx(scene["mean_min"], rel=0.06)
        assert fits[name].cv.value == pytest.approx(scene["cv"], rel=0.08)
        assert fits[name].p_value > 0.01
    for shares in fit_grades(log).values():
        assert shares[0].low <= 0.3 <= shares[0].high
        assert shares[2].value == 0


def test_a_wrong_distribution_shows():
    either = np.concatenate([np.full(300, 5.0), np.full(300, 90.0)]) + np.random.default_rng(1).random(600)
    fit = fit_scene(either)
    assert fit.distance > 0.2
    assert fit.p_value < 1e-6


def test_published_times_on_scene_are_lognormal_enough(shared_data):
    """Detroit 2019: the median that a lognormal of the published mean and deviation has is near the published one."""
    table = pd.read_csv(shared_data / "detroit_2019_cfs_time_on_scene_by_demand_type.csv")
    table = table[table["calls_2019"] > 10_000]
    cv = table["sd_min"] / table["mean_min"]
    assert len(table) >= 4
    assert cv.between(0.7, 1.9).all()
    median = table["mean_min"] / np.sqrt(1 + cv**2)
    assert np.abs(median / table["median_min"] - 1).max() < 0.35


def test_handling_comes_back_and_is_of_emergencies():
    random = np.random.default_rng(3)
    delay = 3 * np.exp(0.5 * random.standard_normal(4_000))
    grade = np.repeat([1, 2], 2_000)
    start = np.arange(4_000) * 10.0
    log = make_log(DAY, start, grade=grade, dispatch_min=start + np.where(grade == 1, delay, 20 * delay))
    fit, notes = fit_handling(log)
    assert not notes
    assert fit.times == 2_000
    assert fit.median_min.low <= 3 <= fit.median_min.high
    assert fit.sigma.low <= 0.5 <= fit.sigma.high
    assert fit.p_value > 0.01
    nothing, notes = fit_handling(make_log(DAY, start))
    assert nothing is None
    assert "0 calls of grade 1" in notes[0]


def test_grades_by_hand_and_unknown_ones_left_out():
    """Of forty graded calls ten are of grade 1; Jeffreys' interval is that of a beta of 10.5 and 30.5."""
    grade = [1] * 10 + [2] * 30 + [0] * 50
    shares = fit_grades(make_log(DAY, np.arange(90.0), grade=grade))["call"]
    assert [share.value for share in shares] == [0.25, 0.75, 0, 0]
    assert shares[0].low == pytest.approx(stats.beta(10.5, 30.5).ppf(0.025))
    assert shares[2].low == 0 < shares[2].high < 0.1
    assert not fit_grades(make_log(DAY, np.arange(20.0), grade=[1] * 20))


def test_officers_by_hand():
    """Thirty calls with one officer, ten with six (which count as four or more), five to which nobody went."""
    officers = np.array([1] * 30 + [6] * 10 + [0] * 5, dtype=np.int16)
    log = replace(make_log(DAY, np.arange(45.0)), officers=officers)
    assert [share.value for share in fit_officers(log)["call"]] == [0.75, 0, 0, 0.25]
    assert not fit_officers(make_log(DAY, np.arange(45.0)))


def journeys(seed, calls=3_000):
    """Journeys at 45 km/h after a minute, 0.7 lost, a fifth saved by blue lights, with a spread of .3; their distances."""
    random = np.random.default_rng(seed)
    km, emergency = random.uniform(0.05, 8, calls), random.random(calls) < 0.4
    cruise = km / 45 * 60
    minutes = np.where(cruise <= 0.7, 2 * np.sqrt(cruise * 0.7), cruise + 0.7) * np.where(emergency, 0.8, 1)
    return (1 + minutes) * np.exp(0.3 * random.standard_normal(calls)), km, emergency


def test_known_journeys_come_back():
    fits = [fit_journeys(*journeys(seed)) for seed in range(20)]
    for name, true in (("km_h", 45.0), ("start_stop_min", 0.7), ("blue_light_factor", 0.8), ("turn_out_min", 1.0)):
        found = [getattr(fit, name) for fit in fits]
        assert np.mean([estimate.value for estimate in found]) == pytest.approx(true, rel=0.1)
        assert sum(estimate.low <= true <= estimate.high for estimate in found) >= 16
    assert fits[0].spread == pytest.approx(0.3, rel=0.1)
    assert fits[0].explained > 0.7


def test_journeys_that_all_take_as_long_explain_nothing():
    fit = fit_journeys(np.full(400, 8.0), np.linspace(1, 9, 400), np.arange(400) % 2 == 0)
    assert fit.explained == 0.0


def test_travel_is_from_the_nearest_station():
    """One station, in the middle of the first square; calls anywhere in six square kilometres."""
    county = replace(grid_county(), station_name=("one",), station_area=np.array([0], dtype=np.int16))
    random = np.random.default_rng(2)
    x_m, y_m = 520_000 + random.uniform(0, 3_000, 2_000), 210_000 + random.uniform(0, 2_000, 2_000)
    km = np.hypot(x_m - county.x_m[0], y_m - county.y_m[0]) / 1_000 * 1.3
    grade = np.repeat([1, 2], 1_000)
    start = np.arange(2_000) * 30.0
    cruise = km / 30 * 60
    minutes = np.where(cruise <= 0.5, 2 * np.sqrt(cruise * 0.5), cruise + 0.5) * np.where(grade == 1, 0.7, 1)
    minutes = np.maximum(minutes, 0.5)
    log = make_log(DAY, start, x_m=x_m, y_m=y_m, grade=grade, dispatch_min=start + 2, arrival_min=start + 2 + minutes)
    fit, notes = fit_travel(log, county, 1.3)
    assert fit.km_h.value == pytest.approx(30, rel=0.03)
    assert fit.blue_light_factor.value == pytest.approx(0.7, rel=0.03)
    assert "nearest police station" in notes[0]
    none, notes = fit_travel(make_log(DAY, start), county, 1.3)
    assert none is None
    assert "0 journeys of grade 1" in notes[0]
