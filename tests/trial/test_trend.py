"""What choosing places by their past makes of a comparison: by hand, and in pilots without any effect, by theory."""

import numpy as np
import pytest

from sim.trial.runs import Trend
from sim.trial.selection import apparent_fall
from tests.trial import plain


def test_the_trend_by_hand():
    # chosen places: 30 + 50 before, 20 + 40 after: −25 %; everywhere 300 + 500 and 330 + 550: +10 %; .75/1.1 = .6818
    trend = Trend(*(np.array(one)[:, None] for one in ([30.0, 50.0], [20.0, 40.0], [300.0, 500.0], [330.0, 550.0])))
    assert trend.apparent == pytest.approx([-0.25])
    assert trend.everywhere == pytest.approx([0.1])
    assert trend.regression == pytest.approx([0.75 / 1.1 - 1])


@pytest.fixture(scope="module")
def trends(tmp_path_factory):
    """Run pilots where all areas are alike and nothing is done, the places chosen by a month's counts and by lot."""
    told = {}
    for rank_by in ("count", "random"):
        path = plain.plain_trial(
            tmp_path_factory.mktemp(rank_by),
            days=56,
            selection={"rank_by": rank_by, "places": 20, "past_days": 28},
            designs={"plain": {"kind": "before_after", "before_days": 28}},
            estimators=["before_after"],
        )
        told[rank_by] = plain.run_all(path, 40)[0]["plain"]
    return told


def test_places_with_the_most_on_record_fall_by_themselves_and_the_twin_does_not(trends):
    run = trends["count"]
    # a quarter of areas that are alike, by the Poisson counts of one month: what theory says of places with 34 a month each
    theory = -apparent_fall(34.0, 1e6, 0.25, 1)
    assert theory < -0.15
    assert run.trend.regression[0] == pytest.approx(theory, abs=0.015)
    assert run.trend.everywhere[0] == pytest.approx(0, abs=0.015)
    # the comparison before and after takes all of it for an effect; against its twin there is none
    assert run.arms[0].estimates["before_after"].change[:, 0].mean() == pytest.approx(theory, abs=0.02)
    assert run.arms[0].truth.change[0] == 0


def test_places_drawn_by_lot_do_not(trends):
    assert trends["random"].trend.regression[0] == pytest.approx(0, abs=0.015)
