"""A study tells whether its warm-up is long enough."""

import json

import numpy as np
import pytest

from sim.run.soundness import WarmUpWarning
from tests.run.studying import TINY, Gone, walks_of

BUSY = {"demand__times": 0.2, "force__posts__response": 150, "effect": "none", "replications": 4}


def test_a_street_that_starts_empty_is_told(desk, monkeypatch):
    monkeypatch.setattr("sim.run.calibrate.HISTORIES", 1)  # how today's stock is measured is no matter here
    monkeypatch.setattr("sim.run.calibrate.MOST_PASSES", 1)
    busy = BUSY | {"effect": {"pack": "central", "draw": False}}  # without an effect no stock has to settle
    loaded = desk.load(TINY, "cold", warm_up_days=0, days=35, scenarios__response=Gone, scenarios__moved=Gone, **busy)
    with pytest.warns(WarmUpWarning, match="The warm-up of 0 days is too short"):
        result = desk.run(loaded, "cold")
    (words,) = result.content.failed_checks
    assert "deterrence" in words
    told = json.loads((result.folder / "manifest.json").read_text(encoding="utf-8"))["warm_up"]
    assert not told["is_enough"]
    assert 5 <= told["mser5_cut_days"]["stock"] <= 15
    assert told["shift"]["stock"] < -0.01
    report = (result.folder / "report.html").read_text(encoding="utf-8")
    assert "is too short" in report.split('id="caveats"')[1].split("</section>")[0]


def test_a_warmed_street_passes(desk):
    loaded = desk.load(TINY, "warm", warm_up_days=21, days=35, scenarios__response=Gone, scenarios__moved=Gone, **BUSY)
    result = desk.run(loaded, "warm")
    assert result.content.failed_checks == ()
    assert result.content.checks[-1].words.startswith("The warm-up of 21 days is enough")


def test_what_is_not_checked_is_not_called_enough(desk):
    result = desk.run(desk.load(TINY, "short", scenarios__response=Gone, scenarios__moved=Gone, effect="none"), "short")
    assert result.content.failed_checks == ()
    assert result.content.checks[-1].words.startswith("The warm-up of 7 days was not checked")
    told = json.loads((result.folder / "manifest.json").read_text(encoding="utf-8"))["warm_up"]
    assert told["is_enough"] is None
    assert "was not checked" in (result.folder / "report.html").read_text(encoding="utf-8")


def test_only_the_baseline_is_counted_by_day(desk):
    counted = {}
    for walk in walks_of(desk.load(TINY, "daily", replications=1, effect="none")):
        counted[walk.record.scenario] = sorted(walk.measures.daily)
        if walk.measures.daily:
            daily, record = walk.measures.daily, walk.record
            assert all(values.shape == (21,) for values in daily.values())
            # of the 14 measured days the calls are those of the measures
            assert daily["made"][7:].sum() == walk.measures.values["calls"]
            closed = np.isfinite(record.outcome["closed_min"])
            assert closed.any()
            assert (daily["open_calls"] >= -1e-9).all()
    assert counted == {
        "today": ["first", "made", "open_calls", "potential", "stock"],
        "response": [],
        "hotspots": [],
        "moved": [],
    }
