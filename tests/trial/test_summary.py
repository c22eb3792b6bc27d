"""What three pilots that are made up come to, by hand: the trend without patrol, and the row of an estimator."""

import csv
import math
from dataclasses import replace

import numpy as np
import pytest

from sim.trial.delivered import Delivered
from sim.trial.pilot import Estimates
from sim.trial.runs import Arm, DesignRuns, Trend, Truth, join_runs
from sim.trial.summary import trial_rows
from sim.trial.tables import trend_csv

OUTCOMES = ["all crime", "asb"]


def column(values):
    """Give a number of some pilots, of two outcomes; of the second there is nothing."""
    return np.array([[value, 0.0] for value in values])


def lot(some):
    """Give a lot of some of three pilots: by day in the chosen places and everywhere, and what an estimator says of 40 in 50."""
    before, after, all_before, all_after = ([4, 5, 6], [3, 5, 4], [50, 50, 60], [45, 45, 54])
    trend = Trend(*(column(values[some]) for values in (before, after, all_before, all_after)))
    change = np.array([[-0.2, math.nan], [-0.19, math.nan], [-0.6, math.nan]])[some]
    p = np.array([[0.05, math.nan], [0.2, math.nan], [0.01, math.nan]])[some]
    ones = np.ones((len(change), 2))
    truth = Truth(column([40] * len(change)), column([50] * len(change)), 9 * ones, 10 * ones)
    delivered = Delivered(*np.ones((5, len(change))))
    arm = Arm(0.3, truth, delivered, None, ones, {"did": Estimates(change, change - 0.1, change + 0.1, p)})
    return [DesignRuns("lot", 12, 6, trend, (arm,), {})]


@pytest.fixture
def runs():
    """Give the three pilots, which were run in lots of two and one."""
    return join_runs([lot(slice(0, 2)), lot(slice(2, 3))])


def test_the_table_of_the_trend_has_what_the_choice_alone_makes_over_all_lots(runs):
    # chosen places: 15 → 12 a day, a fall of 20 %; everywhere: 160 → 144, a fall of 10 %; so the choice alone makes .8/.9
    first, second = csv.DictReader(trend_csv(runs, OUTCOMES).splitlines())
    assert float(first["apparent_change"]) == pytest.approx(-0.2)
    assert float(first["change_everywhere"]) == pytest.approx(-0.1)
    assert float(first["regression_to_the_mean"]) == pytest.approx(-1 / 9)
    assert second["regression_to_the_mean"] in {"", "nan"}


def test_the_row_of_an_estimator(runs):
    (row,) = trial_rows(runs, OUTCOMES, 0)  # nothing is said of the other outcome
    assert (row.pilots, row.asked) == (3, 3)
    assert (row.true_change, row.buffer_change) == (pytest.approx(-0.2), pytest.approx(-0.1))
    assert row.estimate == pytest.approx(-0.33)
    assert row.bias == pytest.approx(-0.13)  # falls look larger than they are
    assert row.falls_20 == pytest.approx(2 / 3)  # −.2 and −.6
    assert row.coverage == pytest.approx(2 / 3)  # −.7 to −.5 lacks −.2


def test_a_pilot_in_which_a_test_can_say_nothing_has_found_nothing(runs):
    # three pilots of which p is .05, unknown and .01: two of three find a fall; a model that was fitted to the first two, one of two
    (run,) = runs
    said = run.arms[0].estimates["did"]
    p = np.where([[False], [True], [False]], np.nan, said.p)
    told = {name: replace(said, p=p) for name in ("did", "negative_binomial")}
    whole, first = trial_rows([replace(run, arms=(replace(run.arms[0], estimates=told),))], OUTCOMES, 2)
    assert (whole.asked, whole.pilots, whole.rejected, whole.falls_found) == (
        3,
        3,
        pytest.approx(2 / 3),
        pytest.approx(2 / 3),
    )
    assert (first.asked, first.pilots, first.rejected, first.rises_found) == (2, 2, 0.5, 0.0)


def test_a_comparison_without_a_test_finds_neither_something_nor_nothing(runs):
    (run,) = runs
    said = replace(run.arms[0].estimates["did"], p=np.full((3, 2), math.nan))
    arm = replace(run.arms[0], estimates={"before_after": said})
    (row,) = trial_rows([replace(run, arms=(arm,))], OUTCOMES, 3)
    assert math.isnan(row.rejected)
    assert math.isnan(row.falls_found)
