"""Pilots of the simulator's own histories where the truth is known: false alarms, bias, coverage, and the sign of what spills."""

import numpy as np
import pytest
from scipy.stats import binom

from sim.trial.pilot import Estimates
from sim.trial.power import worth_of
from tests.trial import plain

UNEVEN = {
    "all crime": 1.72,
    "Violence and sexual offences": 1.51,
    "Criminal damage and arson": 1.51,
}
"""Variance over mean of a month's counts, of the county (models/demand/hertfordshire.yaml)."""
DESIGNS = {
    "randomised": {"kind": "cluster_randomised", "block_size": 4},
    "weekly": {"kind": "crossover", "period_days": 7, "washout_days": 1},
    "daily": {"kind": "crossover", "period_days": 1},
    "wedge": {"kind": "stepped_wedge", "step_days": 14},
}
VIOLENCE = 3
"""Row of an outcome that is one kind of crime; row 0 is all crime."""


def said(arm, name, outcome=0):
    """Give what an estimator says of one outcome."""
    found = arm.estimates[name]
    return Estimates(*(getattr(found, part)[:, outcome] for part in ("change", "low", "high", "p")))


def alarms(run, name, outcome=0):
    """Count the pilots without effect in which a test finds one."""
    return int((said(run.arms[0], name, outcome).p < 0.05).sum())


def between(low, high, pilots):
    """Give the counts that are no surprise (1 in 1,000) if the rate lies between two."""
    return int(binom.ppf(0.0005, pilots, low)), int(binom.ppf(0.9995, pilots, high))


@pytest.fixture(scope="module")
def pilots(small_form):
    """Give how many pilots are run: 2,000, or 400 in the small form, which a test with 13 % false alarms still fails."""
    return 400 if small_form else 2000


@pytest.fixture(scope="module")
def quiet(pilots, tmp_path_factory):
    """Give pilots without effect, months uneven and alike, calls followed by others."""
    demand = plain.plain_demand(dispersion=UNEVEN, near_repeat=plain.BRANCHING)
    names = ["did", "did_naive", "permutation", "wdd", "before_after_test", "poisson", "negative_binomial"]
    designs = some("randomised", "weekly", "wedge")
    path = plain.plain_trial(
        tmp_path_factory.mktemp("quiet"), demand=demand, designs=designs, estimators=names, model_pilots=pilots
    )
    return plain.run_all(path, pilots)[0]


def some(*names):
    """Take some of the designs."""
    return {name: DESIGNS[name] for name in names}


def effective(pilots, folder, designs, **changed):
    """Run pilots with an effect of 16 % at the stated dose."""
    names = ["difference_of_means", "did"]
    path = plain.plain_trial(folder, designs=designs, reductions=[0.16], estimators=names, **changed)
    return plain.run_all(path, pilots)[0]


@pytest.mark.slow
@pytest.mark.parametrize("design", ["randomised", "weekly", "wedge"])
@pytest.mark.parametrize("name", ["permutation", "did"])
@pytest.mark.parametrize("outcome", [0, VIOLENCE])
def test_what_allows_for_how_it_was_assigned_keeps_its_level(quiet, pilots, design, name, outcome):
    low, high = between(0.03, 0.07, pilots) if pilots < 2000 else (60, 140)
    assert low <= alarms(quiet[design], name, outcome) <= high


@pytest.mark.slow
@pytest.mark.parametrize("name", ["wdd", "before_after_test", "poisson"])
def test_what_takes_counts_for_poisson_does_not(quiet, pilots, name):
    """The bounds have power: they tell these apart."""
    assert alarms(quiet["randomised"], name) > between(0.03, 0.07, pilots)[1]


@pytest.mark.slow
def test_where_counts_are_poisson_wdd_keeps_its_level(pilots, tmp_path):
    path = plain.plain_trial(tmp_path, estimators=["wdd", "before_after_test", "poisson"], model_pilots=pilots)
    run = plain.run_all(path, pilots)[0]["randomised"]
    low, high = between(0.03, 0.07, pilots) if pilots < 2000 else (60, 140)
    for name in ("wdd", "before_after_test", "poisson"):
        for outcome in (0, VIOLENCE):
            assert low <= alarms(run, name, outcome) <= high, (name, outcome)


@pytest.fixture(scope="module", params=["forgotten overnight", "washed out"])
def clean(request, pilots, tmp_path_factory):
    """Give pilots whose effect is over before anybody compares: a half-life of .1 day, or one day and five days of washout."""
    folder = tmp_path_factory.mktemp("clean")
    if request.param == "forgotten overnight":
        designs = some("randomised", "weekly", "wedge")
        designs["randomised"] = {"kind": "cluster_randomised", "block_size": 8, "places": 8}
        return effective(pilots, folder, designs, street=plain.FLEETING)
    return effective(pilots, folder, {"weekly": {**DESIGNS["weekly"], "washout_days": 5}})


@pytest.mark.slow
def test_a_known_effect_is_found_without_bias_and_covered(clean, pilots):
    low, high = between(0.93, 0.97, pilots) if pilots < 2000 else (1860, 1940)
    for design, run in clean.items():
        (arm,) = run.arms
        for name in ("did",) if design == "wedge" else ("difference_of_means", "did"):  # means of a wedge are no test
            for outcome in (0, VIOLENCE):
                truth, found = float(arm.truth.change[outcome]), said(arm, name, outcome)
                off = abs(found.change.mean() - truth) * np.sqrt(pilots) / found.change.std()
                assert off < 2.6, (design, name, outcome)
                assert low <= ((found.low <= truth) & (truth <= found.high)).sum() <= high, (design, name, outcome)


def bias_of(runs, design, name="difference_of_means"):
    """Give the bias of all crime with its interval: above 0, the fall is underrated."""
    (arm,) = runs[design].arms
    return worth_of(said(arm, name), float(arm.truth.change[0])).bias


def test_what_lasts_into_days_without_patrol_makes_falls_look_smaller(tmp_path):
    """A half-life of a day and a daily crossover: half of what is left of yesterday falls on days that count as untreated."""
    bias = bias_of(effective(50, tmp_path, some("daily")), "daily")
    assert bias.low > 0.03


def test_a_change_in_the_morning_leaves_the_evening_to_its_own_day(tmp_path):
    """What is forgotten overnight is not forgotten by midnight: four hours after the last visit .31 of it is left, ten hours after .06."""
    evening = {"visits_at": ["16:00", "20:00"], "visit_minutes": 15, "compliance": 1}
    designs = {"midnight": DESIGNS["daily"], "morning": {**DESIGNS["daily"], "change_at": "06:00"}}
    runs = effective(150, tmp_path, designs, street=plain.FLEETING, dose=evening)
    at_midnight, in_the_morning = (bias_of(runs, name).value for name in ("midnight", "morning"))
    assert at_midnight > 0.01
    assert in_the_morning < at_midnight / 2


def test_a_wedge_in_a_rising_season_is_not_biased(tmp_path):
    """Late periods, most of them treated, have most crime: what the effect is a share of must be weighted as it is."""
    demand = plain.plain_demand()
    summer = [1, 1, 1, 0.4, 0.7, 1.1, 1.5, 1.9, 2.3, 1, 1, 1]
    demand["seasons"] = {"summer": {"months": summer, "source": "made up", "confidence": "assumption", "times": [1, 1]}}
    demand["types"] = [{**kind, "season": "summer"} for kind in demand["types"]]
    run = effective(200, tmp_path, some("wedge"), street=plain.FLEETING, demand=demand)["wedge"]
    truth, found = float(run.arms[0].truth.change[0]), said(run.arms[0], "did")
    assert abs(found.change.mean() - truth) < 2.6 * found.change.std() / np.sqrt(200)


def test_calls_that_never_drew_others_make_falls_look_smaller_too(tmp_path):
    """Near-repeats of a prevented call are missing for weeks, in treated time and untreated."""
    runs = effective(
        100, tmp_path, some("weekly"), street=plain.FLEETING, demand=plain.plain_demand(near_repeat=plain.BRANCHING)
    )
    assert bias_of(runs, "weekly").low > 0


@pytest.mark.parametrize(
    ("spill", "sign"),
    [
        ({"diffusion": 0.3}, 1),  # neighbours, controls among them, get a part of the patrol: smaller
        ({"diffusion": 0, "displacement": 0.4}, -1),  # crimes move to them: larger
    ],
    ids=["diffusion", "displacement"],
)
def test_what_spills_into_controls_biases_by_its_sign(tmp_path, spill, sign):
    effect = {**plain.STAYS, **spill}
    runs = effective(100, tmp_path, some("randomised"), street=plain.FLEETING, effect=effect)
    bias = bias_of(runs, "randomised")
    assert sign * bias.value > 0
    assert (bias.low if sign > 0 else -bias.high) > 0
