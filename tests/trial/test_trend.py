"""What choosing places by their past makes of a comparison: by hand, and in pilots without any effect."""

import csv

import numpy as np
import pytest

from sim.run.trial import run_trial
from sim.study.load import load_study
from sim.trial.runs import Trend
from tests.trial.studies import said_nothing, tiny_trial


def test_the_trend_by_hand():
    # chosen places: 30 + 50 before, 20 + 40 after: −25 %; everywhere 300 + 500 and 330 + 550: +10 %; .75/1.1 = .6818
    trend = Trend(*(np.array(one)[:, None] for one in ([30.0, 50.0], [20.0, 40.0], [300.0, 500.0], [330.0, 550.0])))
    assert trend.apparent == pytest.approx([-0.25])
    assert trend.everywhere == pytest.approx([0.1])
    assert trend.regression == pytest.approx([0.75 / 1.1 - 1])


@pytest.fixture(scope="module")
def chosen(tmp_path_factory):
    """Give what choosing the busiest two of six quiet areas by one month makes of it, and choosing two by lot."""
    folder = tmp_path_factory.mktemp("trend")
    found = {}
    for rank_by in ("count", "random"):
        path = tiny_trial(
            folder,
            rank_by,
            replications=200,
            reductions=[0],
            demand={"pack": "hertfordshire", "times": 0.004},
            selection={"rank_by": rank_by, "places": 2, "past_days": 28},
            designs={"a": {"kind": "before_after", "before_days": 28}},
            estimators=["before_after"],
            announced={},
        )
        results = run_trial(load_study(path), out=folder / f"out_{rank_by}", workers=1, progress=said_nothing).folder
        with (results / "trend.csv").open(encoding="utf-8", newline="") as file:
            trend = {row["outcome"]: float(row["regression_to_the_mean"]) for row in csv.DictReader(file)}
        with (results / "trial.csv").open(encoding="utf-8", newline="") as file:
            truth = {row["outcome"]: float(row["true_change"]) for row in csv.DictReader(file)}
        found[rank_by] = trend, truth
    return found


def test_places_chosen_by_their_past_fall_by_themselves_and_places_chosen_by_lot_do_not(chosen):
    assert chosen["count"][0]["all crime"] < -0.07
    assert abs(chosen["random"][0]["all crime"]) < 0.04


def test_the_twin_knows_nothing_of_it(chosen):
    assert chosen["count"][1]["all crime"] == 0
