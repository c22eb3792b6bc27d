"""Where patrol has no effect nothing is prevented, in no scenario and no replication, and nothing has to be measured."""

import csv
import json

import pytest

from tests.run.studying import TINY, values_of


@pytest.fixture(scope="module")
def without_effect(desk):
    """Run the tiny study without any effect of patrol."""
    return desk.run(desk.load(TINY, "tiny_none", effect="none"), "tiny_none").folder


@pytest.mark.parametrize("measure", ["crimes_prevented", "harm_prevented", "calls_prevented"])
def test_nothing_is_prevented(without_effect, measure):
    prevented = values_of(without_effect, measure)
    assert prevented.shape == (3, 4)
    assert (prevented == 0).to_numpy().all()


@pytest.mark.parametrize("measure", ["crimes", "harm", "calls"])
def test_the_same_happens_in_every_scenario(without_effect, measure):
    happened = values_of(without_effect, measure)
    assert (happened.nunique(axis=1) == 1).all()
    assert happened["today"].nunique() > 1


def test_patrol_is_there_all_the_same(without_effect):
    assert (values_of(without_effect, "dose_delivered")[["hotspots", "moved"]] > 500).to_numpy().all()
    # zero patrol has zero dose
    assert (values_of(without_effect, "dose_delivered")[["today", "response"]] == 0).to_numpy().all()
    assert (values_of(without_effect, "visits")[["today", "response"]] == 0).to_numpy().all()


def test_without_effect_what_falls_at_hotspots_had_fallen_anyway(without_effect):
    with (without_effect / "hotspots.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["scenario"] for row in rows] == ["hotspots", "moved"]
    for row in rows:
        assert row["recorded_with_patrol"] == row["recorded_without_patrol"]
        assert float(row["without_to_with"]) == 0.0
        assert row["before_to_with"] == row["before_to_without"]
        assert float(row["before_to_with"]) != 0.0


def test_nothing_was_measured_beforehand(without_effect):
    manifest = json.loads((without_effect / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["baseline_stock"] == {"key": "", "origin": "nothing is deterred"}
