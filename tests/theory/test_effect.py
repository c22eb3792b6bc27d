"""Patrol at the very dose at which its effect is stated prevents just what is stated, less what the cap takes."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
import pytest

from sim.run.calibrate import find_stock
from sim.run.parts import build_parts
from sim.run.replicate import effect_of
from sim.run.workers import Crew
from tests.run.studying import KNOWN_ANSWERS, NOTHING_SAID, values_of

POINT = 0.01


@dataclass
class Case:
    """A study, and the reduction that its header says is to be expected."""

    study: str
    expected: float


# 16 %: theft counts .8 of a mean of .75 and would fall by 17.07 %, the cap is .8 × .15 = 12 %, and it is a quarter of all
CASES = [
    Case("effect_7_percent", 0.07),
    Case("effect_16_percent", 0.16 - 0.25 * (0.16 * 0.8 / 0.75 - 0.12)),
    Case("effect_backfire_5_percent", -0.05),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.study)
def test_reference_dose_gives_the_stated_reduction(case, desk):
    loaded = desk.load(KNOWN_ANSWERS / f"{case.study}.yaml")
    folder = desk.run(loaded).folder
    assert effect_of(build_parts(loaded), 0).reached == pytest.approx(case.expected, abs=1e-12)
    happened, prevented = values_of(folder, "crimes"), values_of(folder, "crimes_prevented")
    assert (prevented["today"] == 0).all()
    # the same history: what is prevented (or induced) is all that tells the two apart
    assert (happened["today"] == happened["patrol"] + prevented["patrol"]).all()
    reduction = prevented["patrol"] / happened["today"]
    error = float(reduction.std(ddof=1)) / sqrt(reduction.size)
    missed = abs(float(reduction.mean()) - case.expected)
    assert missed <= 2.6 * error, (missed, error)
    assert 2.6 * error <= 0.3 * POINT
    # two visits of fifteen minutes on each of 364 days, nothing cut short
    assert (values_of(folder, "dose_delivered")["patrol"] == 364 * 30).all()
    assert (values_of(folder, "visits_cut_short")["patrol"] == 0).all()


def test_baseline_without_patrol_has_no_stock_to_correct_for(desk, monkeypatch):
    """D is 0 wherever nobody patrols and attending counts for nothing, so nothing is prevented today and q is 0."""
    monkeypatch.setenv("SIM_CACHE_DIR", str(desk.cache))
    parts = build_parts(desk.load(KNOWN_ANSWERS / "effect_7_percent.yaml"))
    with Crew(parts, 1, NOTHING_SAID) as crew:
        stock = find_stock(parts, crew).stock
    assert not stock.mean.any()
    assert np.array_equal(stock.at_calls, np.ones(3))
    assert np.array_equal(stock.spread, np.zeros(3))
