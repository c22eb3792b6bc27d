"""A fit with an incident log: what the simulator wrote into a log comes back in the pack."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from rich.console import Console

from sim.demand.build import build_demand
from sim.demand.config import DemandConfig
from sim.fit.demand_pack import demand_pack
from sim.fit.estimate import on_log_scale
from sim.fit.numbers import fit_numbers
from sim.fit.pack import Packs, write_packs
from sim.fit.page import fit_page
from sim.fit.run import fit_county
from sim.fit.table import table_of
from sim.fit.told import assumed, told
from sim.fit.volumes import fit_volumes
from sim.progress import Progress
from sim.study.county_file import read_county_file
from tests.fit.logged_county import BLUE, DAYS, add_log
from tests.fit.make_log import make_log
from tests.records.another_county import make_county

MANY = 300


@pytest.fixture(scope="module")
def written(eastmark, tmp_path_factory):
    """Give a county file with a log beside it, and the demand and calls that the log was written from."""
    path = make_county(tmp_path_factory.mktemp("with a log") / "eastmark")
    demand, calls = add_log(path, eastmark)
    return SimpleNamespace(path=path, demand=demand, calls=calls)


@pytest.fixture(scope="module")
def logged(written):
    """Give the county fitted with its log."""
    return fit_county(read_county_file(str(written.path)), Progress())


@pytest.fixture(scope="module")
def config(logged):
    return DemandConfig.model_validate(demand_pack(logged))


def test_the_terminal_tells_what_was_met_in_the_log(logged):
    """Beside what was met in the records, and as its sentences are written: with a capital."""
    note = "3 arrivals before the dispatch were thrown away."
    noted = replace(logged, log=replace(logged.log, notes=(note,)))
    stream = StringIO()
    Console(file=stream, width=200).print(table_of(noted, Packs(Path("models/local"), noted.name)))
    said = stream.getvalue().splitlines()
    assert note in said
    assert noted.recorded.notes[0] in said
    assert f"Incident log, {logged.log.source}." in said


def rows_of(config):
    return {row.key: row for row in config.types}


def test_calls_of_the_pack_are_those_logged(logged, config, written):
    """On the county's fitted rates every type has as many calls a year as the log, unless its rows need more."""
    simulated = build_demand(config, logged.county_with_rates).observed_per_year.sum(axis=1)
    counts = np.bincount(written.calls["type"], minlength=simulated.size)
    seen = 0
    for kind, row in enumerate(config.types):
        rows = sum(row.crimes_per_year.values()) + row.asb_records_per_year
        if row.key in logged.log.volumes and row.calls_per_year > rows * 1.001:
            assert simulated[kind] == pytest.approx(counts[kind] * 365 / DAYS, rel=1e-4), row.key
            seen += 1
    assert seen >= 15


def test_hours_of_the_pack_are_those_written(logged, config, written):
    """The share of calls from 18:00 to midnight comes back, for every type with a profile of its own."""
    demand = build_demand(config, logged.county)
    evening = (np.arange(168) % 24) >= 18
    for name, fit in logged.log.hours.by_kind.items():
        row = rows_of(config)[name]
        assert row.profile == f"fitted_{name}"
        kind = demand.type_key.index(name)
        share = written.demand.hour_profile[kind][evening].sum()
        noise = np.sqrt(share * (1 - share) / fit.calls)
        assert demand.hour_profile[kind][evening].sum() == pytest.approx(share, abs=4 * noise + 0.01), name
        assert config.profiles[row.profile].confidence == "fitted"


def test_times_on_scene_come_back_within_their_intervals(logged, config, written):
    found = [(name, fit) for name, fit in logged.log.scenes.items() if fit.times >= MANY]
    assert len(found) >= 3
    inside = 0
    for name, fit in found:
        truth = written.demand.scene_mean_min[written.demand.type_key.index(name)]
        inside += fit.mean_min.low <= truth <= fit.mean_min.high
        assert rows_of(config)[name].scene.mean_min == pytest.approx(fit.mean_min.value, rel=1e-5)
    assert inside >= len(found) - 1


def test_grades_sum_to_one_and_are_those_written(logged, config, written):
    for name in logged.log.grades:
        kind = written.demand.type_key.index(name)
        mine = written.calls["grade"][written.calls["type"] == kind]
        share = np.bincount(mine, minlength=5)[1:] / mine.size
        assert rows_of(config)[name].grades == pytest.approx(share, abs=1e-6)


def test_handling_and_blue_lights_reach_the_packs(logged, config, written, tmp_path):
    assert config.handling.median_min.value == pytest.approx(3.0, rel=0.1)
    assert config.handling.median_min.confidence == "fitted"
    write_packs(logged, tmp_path, fit_page)
    again = read_county_file(str(tmp_path / "eastmark_fitted.yaml"))
    factor = again.config.travel.blue_light_factor
    assert factor.confidence == "fitted"
    assert factor.low < BLUE < factor.high
    assert again.build().travel.blue_light_factor == factor.value


def test_every_changed_number_says_that_it_was_fitted_to_the_log(logged, config):
    told_of = config.fields.types["calls_per_year"].except_for
    assert set(logged.log.volumes) <= set(told_of)
    origin = told_of["asb_nuisance"]
    assert origin.confidence == "fitted"
    assert "logged calls from 2022-01-03 to 2022-07-31" in origin.source
    assert origin.times[0] < 1 < origin.times[1]


def test_short_log_says_what_it_could_not_give(logged):
    """210 days are too few for near-repeats, so these stay assumed; hours do not, where there were calls enough."""
    words = list(assumed(logged))
    assert any(word.startswith("near-repeats: how many calls draw others") for word in words)
    assert not any("handling" in word for word in words)
    assert any(word.startswith("the hours and days at which calls come of ") for word in words)
    notes = list(told(logged))
    assert any("Near-repeats of asb_nuisance were not fitted" in note for note in notes)


def test_numbers_and_page_have_the_log(logged):
    numbers = fit_numbers(logged)["log"]
    assert numbers["calls"] == logged.log.calls
    scene = numbers["types"]["asb_nuisance"]["scene"]
    assert scene["mean_min"]["low"] < scene["mean_min"]["value"] < scene["mean_min"]["high"]
    page = fit_page(logged)
    assert 'id="log"' in page
    assert "<title>Anti-social behaviour: nuisance and environmental: calls by hour of the week</title>" in page


def test_volumes_by_hand():
    """Two calls every day of eight weeks: 730 a year; weeks of 14 each vary by nothing, so chance alone is left."""
    minute = np.repeat(np.arange(56) * 1440.0, 2) + 60
    found = fit_volumes(make_log(date(2024, 1, 1), minute))[0]["call"]
    assert found.value == pytest.approx(730)
    half = 1.959964 * np.sqrt(112) * 365 / 56
    assert (found.low, found.high) == pytest.approx((730 - half, 730 + half), rel=1e-5)


def test_too_few_days_or_calls_give_no_volume():
    days = np.arange(27) * 1440.0
    found, notes = fit_volumes(make_log(date(2024, 1, 1), np.repeat(days, 5)))
    assert (found, notes) == ({}, ("volumes were not fitted: 27 days are fewer than 28.",))
    assert fit_volumes(make_log(date(2024, 1, 1), np.arange(29) * 1440.0))[0] == {}


def test_an_interval_of_nothing_can_be_written():
    """A standard deviation of 1,000 on the log scale is beyond every number: e^20 either way stands for it."""
    assert on_log_scale(2.0, 1_000.0) == pytest.approx((2.0, 2.0 / np.exp(20), 2.0 * np.exp(20)))
