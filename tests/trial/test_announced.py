"""How often a plain comparison shows what was announced, by hand."""

import math

import numpy as np
import pytest

from sim.trial.announced import ANY_CATEGORY, announced_rows
from sim.trial.estimators.before_after import recorded_before
from sim.trial.pilot import Estimates, Pilots
from sim.trial.runs import Arm, DesignRuns, Trend, Truth

OUTCOMES = ("all crime", "asb", "harm", "Burglary", "Robbery")


def runs_of(change, before):
    """Give pilots without effect, of which a comparison before and after says so much on so many records before."""
    change, before = np.array(change), np.array(before)
    none, ones = np.full_like(change, math.nan), np.ones_like(change)
    said = {"before_after": Estimates(change, none, none, none)}
    arm = Arm(0.0, Truth(ones, ones, ones, ones), ones[:, 0], ones[:, 0], before, said)
    return [DesignRuns("plain", 12, 12, Trend(ones, ones, ones, ones), (arm,), {})]


def test_a_fall_counts_where_there_was_something_to_fall_from():
    change = [
        [-0.5, -0.5, -0.5, -0.10, -0.10],  # no category falls by a fifth
        [0.1, 0.1, 0.1, -0.20, 0.10],  # burglary does, from 50
        [0.1, 0.1, 0.1, 0.10, -0.60],  # robbery does, from 5 to 2
        [0.1, 0.1, 0.1, -0.90, math.nan],  # burglary does, from 49; no robbery before
    ]
    before = [[900, 90, 9000, 60, 5], [900, 90, 9000, 50, 5], [900, 90, 9000, 60, 5], [900, 90, 9000, 49, 0]]
    rows = list(announced_rows(runs_of(change, before), OUTCOMES, {"Burglary": 0.15, "Robbery": 0.1}))
    told = {(row.outcome, row.fall, row.least_before): row.share for row in rows}
    assert told == {
        ("Burglary", 0.15, 0.0): 0.5,
        ("Robbery", 0.1, 0.0): 0.5,
        ("Burglary and Robbery", 0.1, 0.0): 0.0,
        (ANY_CATEGORY, 0.2, 0.0): 0.75,
        (ANY_CATEGORY, 0.2, 50.0): 0.25,
    }
    assert all(row.pilots == 4 and row.low <= row.share <= row.high for row in rows)


@pytest.mark.parametrize(
    ("treated", "before", "counted"),
    [
        ([[0, 0, 1, 1], [0, 0, 1, 1]], 2, 2 + 3 + 20 + 30),  # all places, before the pilot
        ([[0, 0, 1, 1], [0, 0, 0, 0]], 2, 2 + 3),  # of those that are ever treated
        ([[0, 1, 1, 1], [0, 0, 0, 1]], 0, 2 + 20 + 30 + 40),  # a wedge: until each began
    ],
)
def test_records_before_are_those_that_the_comparison_looks_back_to(treated, before, counted):
    count = np.array([[[[2.0, 3, 4, 5], [20, 30, 40, 50]]]])
    flags = np.array([treated], dtype=bool)
    pilots = Pilots(
        ("all crime",),
        count,
        flags,
        np.zeros((1, 2), np.int16),
        None,
        np.arange(4) < before,
        np.ones(4, bool),
        np.full(4, 28.0),
    )
    assert recorded_before(pilots).tolist() == [[counted]]
