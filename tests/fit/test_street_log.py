"""The log that the simulated street leaves behind, fitted: what went in comes out."""

from __future__ import annotations

import numpy as np
import pytest

from sim.fit.grades import fit_grades
from sim.fit.hours import fit_hours
from sim.fit.scene import fit_scene, fit_scenes
from sim.fit.travel import fit_journeys
from sim.run.parts import build_parts
from sim.street.records import ATTENDED
from tests.fit.make_log import make_log
from tests.run.studying import SMALL, Desk, walks_of


@pytest.fixture(scope="module")
def walk(tmp_path_factory):
    """Four weeks of Stevenage as it is today."""
    loaded = Desk(tmp_path_factory.mktemp("street")).load(SMALL, "today", replications=1, effect="none")
    return next(walks_of(loaded, build_parts(loaded)))


@pytest.fixture(scope="module")
def log(walk):
    """Its log as a force would write it: of the calls that units came to and left."""
    record = walk.record
    attended = record.outcome["state"] == ATTENDED
    calls, outcome = record.history.calls[attended], record.outcome[attended]
    return make_log(
        record.clock.start,
        calls["call_min"],
        kind=calls["type"].astype(np.int16),
        kind_name=record.demand.type_key,
        grade=calls["grade"].astype(np.int8),
        area=outcome["area"],
        dispatch_min=outcome["first_dispatch_min"],
        arrival_min=outcome["first_arrival_min"],
        clear_min=outcome["closed_min"],
    )


def test_times_on_scene_come_back(walk, log):
    fits, _ = fit_scenes(log)
    demand = walk.record.demand
    known = {name: index for index, name in enumerate(demand.type_key)}
    assert len(fits) >= 8
    inside = [
        estimate.low <= true[known[name]] <= estimate.high
        for name, fit in fits.items()
        for estimate, true in ((fit.mean_min, demand.scene_mean_min), (fit.cv, demand.scene_cv))
    ]
    assert np.mean(inside) > 0.8
    assert np.mean([fit.kind == "lognormal" for fit in fits.values()]) > 0.8


def test_hours_and_grades_come_back(walk, log):
    demand = walk.record.demand
    weeks = fit_hours(log, {}).by_kind
    assert len(weeks) >= 5
    for name, week in weeks.items():
        true = demand.hour_profile[demand.type_key.index(name)]
        # four weeks are little: by six hours of the day
        found, wanted = (part.reshape(7, 4, 6).sum(axis=(0, 2)) for part in (week.week, true))
        assert np.abs(found - wanted).max() < 0.15
    for name, shares in fit_grades(log).items():
        row = demand.grade_share[demand.type_key.index(name)]
        assert shares[0].value == pytest.approx(row[0] / row[:3].sum(), abs=0.2)


def test_turn_out_and_blue_lights_come_back(walk):
    """Journeys that were not cut short, with the free-flow minutes from where each unit set off as their length."""
    record = walk.record
    county = record.county
    sent = record.dispatches
    grade = record.history.calls["grade"][sent["call"]]
    area = record.outcome["area"][sent["call"]]
    hour = (sent["time_min"] // 60 % 24).astype(int)
    kept = np.isfinite(sent["arrival_min"]) & (grade <= 2) & (sent["left_call"] < 0)
    free_min = county.travel.base_min[sent["from_area"], area] * county.travel.hour_factor[hour]
    km = free_min / 60 * 40  # at a free-flow speed of 40 km/h
    fit = fit_journeys((sent["arrival_min"] - sent["time_min"])[kept], km[kept].astype(float), grade[kept] == 1)
    assert fit.journeys > 1_000
    assert fit.blue_light_factor.value == pytest.approx(county.travel.blue_light_factor, rel=0.03)
    assert fit.turn_out_min.value == pytest.approx(1.0, rel=0.1)
    assert fit.km_h.value == pytest.approx(40, rel=0.05)
    assert fit.start_stop_min.value < 0.1
    assert fit.explained > 0.95


def test_a_scene_that_is_always_as_long_by_hand():
    fit = fit_scene(np.full(60, 12.0))
    assert fit.mean_min.value == pytest.approx(12)
    assert fit.cv.value < 1e-3
