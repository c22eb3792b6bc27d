"""What pilots count: outcomes, periods, buffers, the truth; against sums done plainly."""

import numpy as np
import pytest

from sim.demand.records import ASB_RECORD, CALL, History
from sim.trial.buffers import buffer_of, sum_buffers
from sim.trial.designs.design import Assignment
from sim.trial.grid import Grid
from sim.trial.outcomes import Outcomes
from sim.trial.scene import Ledger, Scene, Surroundings
from sim.trial.stated.deliver import Settled, without_patrol

CATEGORY = ("Violence", "Violence", "Robbery")
OUTCOMES = Outcomes.of(CATEGORY, np.array([5.0, 50.0, 365.0]), 1.0)


@pytest.fixture
def history():
    random = np.random.default_rng(3)
    calls = np.zeros(2000, dtype=CALL)
    calls["call_min"] = np.sort(random.uniform(0, 14400, calls.size))
    calls["area"] = random.integers(0, 5, calls.size)
    calls["offence"] = random.integers(-1, 3, calls.size)
    calls["flags"] = np.where((calls["offence"] < 0) & (random.random(calls.size) < 0.5), ASB_RECORD, 0)
    past = random.poisson(4, (13, 5)).astype(np.int32)
    offences = random.poisson(2, (13, 3, 5)).astype(np.int32)
    return History(calls, np.arange(calls.size, dtype=np.int32), past, past, past, offences)


def test_outcomes_are_all_crime_asb_harm_and_the_categories_in_order():
    assert OUTCOMES.name == ("all crime", "asb", "harm", "Violence", "Robbery")
    assert OUTCOMES.category.tolist() == [3, 3, 4]


def test_counts_equal_plain_sums(history):
    grid = Grid(np.array([11, 12]), np.array([1440.0, 4320.0, 10080.0]), np.array([True, True]))
    is_there = np.random.default_rng(1).random(2000) < 0.7
    ledger = Ledger.of(history, OUTCOMES)
    counts = ledger.count(grid, is_there, without_patrol(history).area)
    expected = np.zeros((5, 5, 2))
    for call, there in zip(history.calls, is_there, strict=True):
        if not there or not 1440 <= call["call_min"] < 10080:
            continue
        period = int(call["call_min"] >= 4320)
        if call["offence"] >= 0:
            expected[0, call["area"], period] += 1
            expected[3 + (call["offence"] == 2), call["area"], period] += 1
            expected[2, call["area"], period] += (5.0, 50.0, 365.0)[call["offence"]]
        elif call["flags"] & ASB_RECORD:
            expected[1:3, call["area"], period] += 1
    assert np.array_equal(counts, expected)


def test_the_past_is_counted_by_the_same_outcomes(history):
    past = OUTCOMES.past(history)
    offences = history.past_offences
    assert past.shape == (5, 5, 13)
    assert np.array_equal(past[0], offences.sum(axis=1).T)
    assert np.array_equal(past[3], (offences[:, 0] + offences[:, 1]).T)
    harm = 5 * offences[:, 0] + 50 * offences[:, 1] + 365 * offences[:, 2] + history.past_asb
    assert np.array_equal(past[2], harm.T)


def test_an_area_between_two_places_is_the_buffer_of_the_nearer_one():
    # a row of five areas, 100 m apart but the last; places are 0 and 3, and areas 1 and 2 touch both
    near = [[1, 2], [0, 2, 3], [0, 1, 3], [1, 2, 4], [3]]
    start = np.cumsum([0, *map(len, near)]).astype(np.int32)
    x_m = np.array([0.0, 100, 200, 300, 900])
    owner = buffer_of(np.array([3, 0]), start, np.concatenate(near).astype(np.int16), x_m, np.zeros(5))
    assert owner.tolist() == [-1, 1, 0, -1, 0]
    counts = np.arange(10.0).reshape(1, 5, 2)
    # place 0 of the list has areas 2 and 4: 4 + 8 and 5 + 9; place 1 has area 1
    assert sum_buffers(counts, owner, 2).tolist() == [[[12, 14], [2, 3]]]


def test_harm_of_an_incident_is_the_mean_over_what_its_outcome_holds():
    # violence: 30 a year of 5 days and 10 of 50; no robbery is expected
    assert OUTCOMES.mean_harm(np.array([30.0, 10, 0]), 4.0) == {"asb": 1.0, "Violence": (30 * 5 + 10 * 50) / 40}
    assert OUTCOMES.mean_harm(np.array([0.0, 10, 3]), 0.0) == {"Violence": 50.0, "Robbery": 365.0}


def test_the_truth_is_of_treated_periods_that_are_counted():
    nothing = np.zeros(0, dtype=np.int64)
    grid = Grid(nothing, np.array([0.0, 1, 2, 3]), np.array([False, True, True]))
    assignment = Assignment(
        np.array([1, 0]), np.array([[True, True, False], [False, False, True]]), np.zeros(2, dtype=np.int16)
    )
    around = Surroundings(np.zeros(3, dtype=np.int32), np.zeros(0, dtype=np.int16), np.zeros(2), np.zeros(2))
    calls = np.zeros(0, dtype=CALL)
    empty = np.zeros((13, 2), dtype=np.int32)
    history = History(calls, np.zeros(0, dtype=np.int32), empty, empty, empty, np.zeros((13, 3, 2), dtype=np.int32))
    nobody = Settled(np.zeros(0, dtype=np.bool_), np.zeros(0, dtype=np.bool_), np.zeros(0, dtype=np.int16))
    scene = Scene.of(grid, assignment, around, Ledger.of(history, OUTCOMES), nobody)
    counts = np.array([[[1.0, 2, 4], [8, 16, 32]]])
    # of places (1, 0) as listed: the second period of the first, the third of the second
    assert scene.treated_sum(counts).tolist() == [2 + 32]
