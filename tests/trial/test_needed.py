"""What a pilot would have to be: by hand, as larger and longer pilots turn out, and held to pilots that really had such falls."""

import math

import numpy as np
import pytest

from sim.trial.delivered import Delivered
from sim.trial.estimators.registry import ESTIMATORS, Settings
from sim.trial.least_fall import LADDER
from sim.trial.needed import NO_FALL, NOT_KNOWN, NOT_SEEN, TOO_FEW, needed_rows
from sim.trial.pilot import Estimates
from sim.trial.runs import Arm, DesignRuns, Trend, Truth
from sim.trial.seen import share_seen
from sim.trial.smallest import smallest_fall_found
from sim.trial.summary import trial_rows
from tests.trial import making, plain
from tests.trial.imposing import least_of

MIDDLE = 31
"""A step of the ladder."""
TENTH = math.log(0.9)
"""What a fall of 10 % is on the log scale."""


def pilots_that_find(*hits, of=100):
    """Give the steps from which pilots find a fall: so many at a step, by step from the middle; the rest never."""
    steps = np.repeat(MIDDLE + np.arange(len(hits)), hits)
    return np.concatenate([steps, np.full(of - steps.size, LADDER.size)]).astype(float)


def runs_of(least, seen=1.0, noise=0.0, true_change=-0.1, places=40):
    """Give runs without effect and with one, whose estimates show a share of it and scatter, in pairs, by some noise."""
    n = 100
    ones, wave = np.ones((n, 1)), np.where(np.arange(n) % 2, 1.0, -1.0)[:, None]
    truth = [Truth(100 * (1 + effect) * ones, 100 * ones, ones, ones) for effect in (0.0, true_change)]
    said = [
        0.2 * wave,
        0.2 * wave * math.exp(seen * TENTH) + math.expm1(seen * TENTH) + noise * np.roll(wave, n // 2 + 1),
    ]
    nan = np.full((n, 1), math.nan)
    estimates = [Estimates(change, nan, nan, nan) for change in said]
    arms = [
        Arm(reduction, true, Delivered(*np.ones((5, n))), None, ones, {"did": told, "before_after": told})
        for reduction, true, told in zip((0.0, 0.16), truth, estimates, strict=True)
    ]
    least = {"did": least[:, None], "before_after": np.full((n, 1), math.nan)}
    return DesignRuns("lot", places, places // 2, Trend(ones, ones, ones, ones), tuple(arms), least)


def row_of(*about, **more):
    """Give the one row of made-up runs: nothing is said of a comparison without a test."""
    (row,) = needed_rows([runs_of(*about, **more)], ["all crime"], 168)
    return row


def test_the_smallest_fall_lies_between_two_steps_by_hand():
    # 70 of 100 at one step and 90 at the next: half way between
    found = smallest_fall_found(pilots_that_find(70, 20))
    assert found.value == pytest.approx((LADDER[MIDDLE] + LADDER[MIDDLE + 1]) / 2)
    # by Wilson 70 of 100 may be 78.1 and 90 may be 82.6 to 94.5: the upper end passes .8 between these two, and so does the lower, from .604
    assert found.low == pytest.approx(np.interp(0.8, [0.78107, 0.94477], LADDER[MIDDLE : MIDDLE + 2]), abs=1e-4)
    assert found.high == pytest.approx(np.interp(0.8, [0.60415, 0.82564], LADDER[MIDDLE : MIDDLE + 2]), abs=1e-4)


def test_where_too_few_pilots_find_any_fall_there_is_none():
    assert math.isnan(smallest_fall_found(pilots_that_find(70, 9)).value)
    barely = smallest_fall_found(pilots_that_find(70, 11))
    assert LADDER[MIDDLE] < barely.value < LADDER[MIDDLE + 1]
    assert barely.high == 1.0  # with other pilots there might be none
    unsaid = pilots_that_find(70, 11)
    unsaid[unsaid == LADDER.size] = math.nan  # a test that says nothing has found nothing
    assert smallest_fall_found(unsaid) == barely
    assert LADDER[MIDDLE - 1] < smallest_fall_found(pilots_that_find(100)).value < LADDER[MIDDLE]
    assert smallest_fall_found(np.zeros(20)).value == LADDER[0]


def test_needed_by_hand():
    row = row_of(pilots_that_find(80, 20))
    assert row.smallest_fall == pytest.approx(LADDER[MIDDLE])  # .95 (32/63)² = .2451
    assert (row.share_seen, row.share_low, row.share_high) == pytest.approx((1, 1, 1))
    # against −10 %: (ln .7549 / ln .9)² = 7.121 times the place-days, of 40 places or 168 days
    assert row.times_as_much == pytest.approx(7.121, abs=1e-3)
    assert (row.places_needed, row.days_needed) == (285, 1197)
    assert (row.reduction, row.true_change, row.why_none) == (0.16, pytest.approx(-0.1), "")


def test_where_half_of_a_fall_is_seen_the_true_one_must_be_twice_as_large():
    row = row_of(pilots_that_find(80, 20), seen=0.5)
    assert row.share_seen == pytest.approx(0.5)
    assert row.smallest_fall == pytest.approx(1 - (1 - LADDER[MIDDLE]) ** 2)
    assert row.times_as_much == pytest.approx(4 * 7.121, rel=1e-3)


def test_what_is_not_known_of_the_share_widens_the_interval():
    least = pilots_that_find(70, 20)
    found, row = smallest_fall_found(least), row_of(least, seen=0.8, noise=0.05)
    assert row.share_seen == pytest.approx(0.8, abs=0.02)
    assert row.share_low < row.share_seen < row.share_high
    assert row.smallest_low == pytest.approx(1 - (1 - found.low) ** (1 / row.share_high))
    assert row.smallest_high == pytest.approx(1 - (1 - found.high) ** (1 / row.share_low))


@pytest.mark.parametrize(
    ("least", "about", "why"),
    [
        (pilots_that_find(70), {}, NO_FALL),
        (pilots_that_find(80, 20), {"seen": 0.09}, NO_FALL),  # 1 − .7549^(1/.09) = .956: more than is tried
        (pilots_that_find(80, 20), {"seen": -0.5}, NOT_SEEN),
        (pilots_that_find(80, 20), {"seen": 0.5, "noise": 0.2}, NOT_KNOWN),  # .39 of it by either side
        (pilots_that_find(80, 20), {"seen": 0.1, "noise": 0.1}, NOT_KNOWN),  # .1, but perhaps none of it
        (pilots_that_find(80, 20), {"true_change": 0.02}, NOT_KNOWN),  # nothing fell, so nothing can be seen
    ],
)
def test_where_no_fall_can_be_told_it_says_why(least, about, why):
    row = row_of(least, **about)
    assert row.why_none == why
    assert all(math.isnan(value) for value in (row.smallest_fall, row.smallest_low, row.smallest_high))
    assert math.isnan(row.times_as_much)
    assert math.isnan(row.places_needed)


def test_few_pilots_say_nothing():
    runs = runs_of(pilots_that_find(80, 20))
    few = DesignRuns(runs.name, runs.places, runs.patrolled, runs.trend, runs.arms, {"did": runs.least_fall["did"][:9]})
    assert [row.why_none for row in needed_rows([few], ["all crime"], 168)] == [TOO_FEW]


def test_what_a_design_shows_without_any_effect_is_no_part_of_what_it_sees():
    """Estimates that say −20 % of nothing, and a tenth less than that where a tenth fell: all of it is seen."""
    runs = runs_of(pilots_that_find(80, 20))
    for arm in runs.arms:
        arm.estimates["did"].change[:] = 0.8 * (1 + arm.estimates["did"].change) - 1
    assert share_seen(runs.arms, "did", 0).value == pytest.approx(1)
    assert share_seen(runs.arms[1:], "did", 0).value == pytest.approx(
        1 + math.log(0.8) / TENTH
    )  # without them it is taken for effect


@pytest.mark.parametrize("more", [{"n_places": 160}, {"n_periods": 48}])
def test_falls_shrink_with_the_root_of_places_and_almost_with_that_of_months(more):
    """Four times the places, or the months: half the fall on the log scale, up to what is left of months that last."""
    did = ESTIMATORS["did"](Settings(1))
    fall = [
        smallest_fall_found(least_of(making.parallel(3, n_pilots=600, shape=np.inf, **size), did)).value
        for size in ({}, more)
    ]
    assert math.log1p(-fall[0]) / math.log1p(-fall[1]) == pytest.approx(2.0, rel=0.12)


def test_falls_that_are_there_are_found_as_often_as_the_smallest_fall_says(tmp_path):
    """Pilots of the simulator with true falls of 5 to 60 %: above the interval of the smallest fall power is not below 80 %, below it not above.

    A daily crossover, whose patrol lasts into the next day, sees a part of the fall only; few places in blocks of four have few deals.
    """
    path = plain.plain_trial(
        tmp_path,
        days=28,
        demand=plain.plain_demand({"common_assault": 60.0, "criminal_damage": 15.0}),
        reductions=[0, 0.1, 0.25, 0.4, 0.6],
        estimators=["did", "permutation"],
        dose={"visits_at": ["20:00"], "visit_minutes": 15, "compliance": 1},
        designs={
            "few": {"kind": "cluster_randomised", "block_size": 4, "places": 1, "before_days": 28},
            "lot": {"kind": "cluster_randomised", "block_size": 4, "before_days": 28},
            "days": {"kind": "crossover", "period_days": 1},
        },
    )
    runs, outcomes = plain.run_all(path, 60)
    power = {
        (row.design, row.estimator, row.outcome, row.reduction): row
        for row in trial_rows(list(runs.values()), outcomes, 0)
    }
    above = below = 0
    for row in needed_rows(list(runs.values()), outcomes, 28):
        found = power[row.design, row.estimator, row.outcome, row.reduction]
        if -row.true_change >= row.smallest_high:
            assert found.falls_found_high >= 0.8, row
            above += 1
        if -row.true_change <= row.smallest_low:
            assert found.falls_found_low <= 0.8, row
            below += 1
    assert min(above, below) > 8
    seen = {
        row.design: row.share_high
        for row in needed_rows(list(runs.values()), outcomes, 28)
        if row.outcome == "all crime"
    }
    assert seen["days"] < 0.7
    assert seen["lot"] > 0.95
