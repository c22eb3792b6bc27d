"""Each estimator on hand-worked counts, and against regressions written out in full."""

from dataclasses import replace

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.stats import t as student

from sim.trial.estimators.before_after import BeforeAfter, BeforeAfterTest
from sim.trial.estimators.difference_in_differences import DifferenceInDifferences, NaiveDifferenceInDifferences
from sim.trial.estimators.difference_of_means import DifferenceOfMeans
from sim.trial.estimators.registry import ESTIMATORS, Settings
from sim.trial.estimators.wdd import HarmWeightedDisplacementDifference, WeightedDisplacementDifference, wdd_of
from sim.trial.form import form_of
from sim.trial.parts import in_handfuls, some_of
from sim.trial.pilot import Pilots
from sim.trial.two_way import beale
from tests.trial import making

DESIGNS = {"parallel": making.parallel, "crossover": making.crossover, "wedge": making.wedge}


def pilots(count, treated, before, block=None, buffer=None, length_days=None, outcome=("all crime",)):
    """Give one pilot of (n_outcomes, n_places, n_periods) counts."""
    count, treated = np.asarray(count, dtype=float), np.asarray(treated, dtype=bool)
    n_places, n_periods = treated.shape
    return Pilots(
        outcome,
        count[None],
        treated[None],
        np.asarray(np.zeros(n_places) if block is None else block, dtype=np.int16)[None],
        None if buffer is None else np.asarray(buffer, dtype=float)[None],
        np.arange(n_periods) < before,
        np.ones(n_periods, dtype=bool),
        np.full(n_periods, 28.0) if length_days is None else np.asarray(length_days, dtype=float),
    )


AT = [0, 8, 12]
"""Where periods that are not counted are put in: one before the beginning, two of a washout after it."""
PERIODS = ("count", "treated", "before", "counted", "length_days")


def some_places(made, places):
    """Take some places of all pilots."""
    return replace(made, count=made.count[:, :, places], treated=made.treated[:, places], block=made.block[:, places])


def _absurd(made, part):
    """Give what such periods hold: 999 at each place, after the beginning all patrolled, but in a wedge only those that have begun."""
    patrolled = (
        made.treated[:, :, [0, 8, 11]] if form_of(made) == "wedge" else np.full((*made.treated.shape[:2], 3), True)
    )
    return {
        "count": 999.0,
        "treated": patrolled & [False, True, True],
        "before": [True, False, False],
        "counted": False,
        "length_days": 9.0,
    }[part]


def _said(estimator, made):
    """Give all that an estimator says, one array after the other."""
    told = estimator.estimate(made)
    return told.change, told.low, told.high, told.p


@pytest.mark.parametrize("form", DESIGNS)
def test_form_is_told_from_the_treatment(form):
    assert form_of(DESIGNS[form](1, n_pilots=5)) == form


def test_before_and_after_by_hand():
    # 30 in 28 days, then 40 in 56: a rate 1/3 lower; the untreated place does not enter
    made = pilots([[[30, 40], [100, 7]]], [[0, 1], [0, 0]], before=1, length_days=[28, 56])
    assert BeforeAfter().estimate(made).change[0, 0] == pytest.approx(-1 / 3)
    assert np.isnan(BeforeAfter().estimate(made).p[0, 0])


def test_before_a_step_is_before():
    # one place begins at the second period, one at the third, one never: 4 + 6 + 5 in three periods after 10 + 10 + 10 in three
    made = pilots([[[10, 4, 6], [10, 10, 5], [50, 49, 0]]], [[0, 1, 1], [0, 0, 1], [0, 0, 0]], before=0)
    assert BeforeAfter().estimate(made).change[0, 0] == pytest.approx((15 / 3) / (30 / 3) - 1)


def test_before_and_after_is_tested_as_poisson():
    # 6 before, 2 after, equally long: a third, E-test .1749, and 1/3 · exp(∓1.96·sqrt(1/6 + 1/2)) = .0673 to 1.6515
    told = BeforeAfterTest().estimate(pilots([[[6, 2]]], [[0, 1]], before=1))
    assert told.change[0, 0] == pytest.approx(-2 / 3)
    assert told.p[0, 0] == pytest.approx(0.1749, abs=5e-5)
    assert (told.low[0, 0] + 1, told.high[0, 0] + 1) == pytest.approx((0.0673, 1.6515), abs=5e-5)


@pytest.mark.parametrize("name", ["before_after_test", "wdd", "poisson", "negative_binomial"])
def test_harm_has_no_test_for_counts_even_in_whole_pounds(name):
    # the same numbers under both names: as crimes they are tested, as harm (every crime worth a whole number of pounds) they are not
    numbers = [[30, 20], [25, 22], [40, 38], [31, 33]]
    made = pilots([numbers, numbers], [[0, 1], [0, 1], [0, 0], [0, 0]], before=1, outcome=("all crime", "harm"))
    if name == "before_after_test":
        made = some_places(made, [0, 1])
    told = ESTIMATORS[name](Settings(seed=1)).estimate(made)
    assert np.isfinite([told.low[0, 0], told.p[0, 0]]).all()
    assert np.isnan([told.low[0, 1], told.p[0, 1]]).all()


@pytest.mark.parametrize("form", DESIGNS)
@pytest.mark.parametrize("name", [name for name in ESTIMATORS if name != "wdd_harm"])
def test_days_of_a_washout_enter_nothing(name, form):
    # absurd counts in periods that are not counted, in the middle and at the end, change no estimate
    made = DESIGNS[form](3, n_pilots=4)
    estimator = ESTIMATORS[name](Settings(seed=1, deals=99))
    washed = replace(
        made, **{part: np.insert(getattr(made, part), AT, _absurd(made, part), axis=-1) for part in PERIODS}
    )
    for told, told_washed in zip(_said(estimator, made), _said(estimator, washed), strict=True):
        assert told_washed == pytest.approx(told, nan_ok=True, rel=1e-9)


def test_wdd_by_hand():
    # VALIDATION.md: control 20 → 20, treated 20 → 10: −10, variance 70; of the 20 that would have been, half
    made = pilots([[[20, 10], [20, 20]]], [[0, 1], [0, 0]], before=1)
    found = wdd_of(made)
    assert (found.value[0, 0], found.variance[0, 0]) == (-10, 70)
    told = WeightedDisplacementDifference().estimate(made)
    assert told.change[0, 0] == pytest.approx(-0.5)
    assert told.p[0, 0] == pytest.approx(0.2320, abs=5e-5)  # z = −1.1952
    assert told.high[0, 0] - told.change[0, 0] == pytest.approx(1.959964 * 8.3666 / 20, abs=1e-5)


def test_wdd_adds_the_buffers():
    # buffers: treated 30 → 36 (+6), control 30 → 31 (+1): −10 + 5 = −5, variance 70 + 127
    made = pilots([[[20, 10], [20, 20]]], [[0, 1], [0, 0]], before=1, buffer=[[[30, 36], [30, 31]]])
    assert wdd_of(made)[:2] == (-5, 197)


def test_wdd_weighs_time_and_places():
    # twice the time before (weight 1/2), two untreated to one treated (1/2): 10 − 40/2 − (30 − 80/2)/2 = −5
    made = pilots([[[40, 10], [40, 10], [40, 20]]], [[0, 1], [0, 0], [0, 0]], before=1, length_days=[56, 28])
    found = wdd_of(made)
    assert found.value[0, 0] == pytest.approx(-5)
    assert found.variance[0, 0] == pytest.approx(10 + 40 / 4 + (30 + 80 / 4) / 4)


def test_harm_weighted_wdd_by_hand():
    # differences −10 of 1 day each and −2 of 5 days: −20, variance 70 + 25·(4+6+4+4) = 520, of 20 + 5·6 = 50
    count = [[[20, 10], [20, 20]], [[6, 4], [4, 4]], [[50, 30], [40, 40]]]
    made = pilots(count, [[0, 1], [0, 0]], before=1, outcome=("theft", "robbery", "harm"))
    told = HarmWeightedDisplacementDifference({"theft": 1.0, "robbery": 5.0}).estimate(made)
    assert np.isnan(told.change[0, :2]).all()
    assert told.change[0, 2] == pytest.approx(-20 / 50)
    assert told.high[0, 2] - told.low[0, 2] == pytest.approx(2 * 1.959964 * np.sqrt(520) / 50, rel=1e-6)
    # harm beside its parts would count them twice
    both = HarmWeightedDisplacementDifference({"theft": 1.0, "robbery": 5.0, "harm": 9.0}).estimate(made)
    assert (both.change[0, 2], both.high[0, 2]) == (told.change[0, 2], told.high[0, 2])


def regression(made, pilot=0):
    """Regress the rates on place and period effects and treatment, all written out: statsmodels."""
    n_places, n_periods = made.treated.shape[1:]
    used = ~made.before if form_of(made) == "crossover" else np.ones(n_periods, dtype=bool)
    place, period = np.divmod(np.arange(n_places * n_periods), n_periods)
    kept = used[period]
    columns = [place[:, None] == np.arange(n_places), period[:, None] == np.flatnonzero(used)[1:]]
    design = np.column_stack([made.treated[pilot].ravel(), *columns]).astype(float)[kept]
    rate = (made.count[pilot, 0] / made.length_days).ravel()[kept]
    weight = made.length_days[period][kept]
    cluster = (made.block[pilot] if form_of(made) == "wedge" else np.arange(n_places))[place][kept]
    return sm.WLS(rate, design, weights=weight), cluster


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("even", [True, False], ids=["periods alike", "of other lengths"])
def test_difference_in_differences_equals_a_regression(design, even):
    made = DESIGNS[design](3, n_pilots=3, effect=-0.2)
    if not even:
        made = replace(made, length_days=np.random.default_rng(2).uniform(5, 40, made.length_days.size))
    if not even and design == "crossover":  # what lies before it is no part of its analysis
        made = replace(made, before=np.arange(made.before.size) < 6)
    model, cluster = regression(made, pilot=1)
    robust = model.fit(cov_type="cluster", cov_kwds={"groups": cluster, "use_correction": False})
    groups = np.unique(cluster).size
    t = robust.params[0] / (robust.bse[0] * np.sqrt(groups / (groups - 2)))
    told = DifferenceInDifferences().estimate(made)
    assert told.p[1, 0] == pytest.approx(2 * student.sf(abs(t), groups - 2), rel=1e-6)
    naive = NaiveDifferenceInDifferences().estimate(made)
    plain = model.fit()
    assert naive.p[1, 0] == pytest.approx(plain.pvalues[0], rel=1e-6)
    # the rate that the effect is a share of, by the weights that treatment has once places and periods are taken off (Frisch & Waugh)
    rest = sm.WLS(model.exog[:, 0], model.exog[:, 1:], weights=model.weights).fit().resid
    weight = rest * model.weights * model.exog[:, 0]
    treated_rate = weight @ model.endog / weight.sum()
    assert naive.change[1, 0] == pytest.approx(plain.params[0] / (treated_rate - plain.params[0]), rel=1e-9)


def test_difference_of_means_by_hand():
    # blocks of two pairs: untreated weighted alike, (10+14)/(20+12) = .75
    count = [[[10], [20], [14], [12]]]
    made = pilots(count, [[1], [0], [1], [0]], before=0, block=[0, 0, 1, 1])
    told = DifferenceOfMeans().estimate(made)
    # about their means the pairs are −2, 2 and 4, −4: covariance 2·(−16), variance 2·32, and (.75·32² − 32)/(32² + 64)
    assert told.change[0, 0] == pytest.approx((0.75 * 32**2 - 32) / (32**2 + 64) - 1)
    # away from .75: 10 − 15 = −5 and 14 − 9 = 5, so sqrt(2·50)/32 is the error; 32²/(20² + 12²) − 1 = .882 degrees of freedom
    assert told.high[0, 0] - told.change[0, 0] == pytest.approx(student.ppf(0.975, 32**2 / 544 - 1) * 10 / 32)


def test_difference_of_means_over_the_places_of_each_arm_by_hand():
    # blocks of 2 and 2, and of 3 and 2 places: means 12 to 24 and 2 to 6, weighted by 2 and 3 treated places: 30/66
    count = [[[10], [14], [20], [28], [1], [2], [3], [4], [8]]]
    made = pilots(count, [[1], [1], [0], [0], [1], [1], [1], [0], [0]], before=0, block=[0] * 4 + [1] * 5)
    told, ratio = DifferenceOfMeans().estimate(made), 30 / 66
    # variances of the means: 8/2 and 1/3 of the treated, 32/2 and 8/2 of the untreated; times the weights' squares 4 and 9
    assert told.change[0, 0] == pytest.approx(ratio / (1 + (64 + 36) / 66**2) - 1)
    parts, freedom = np.array([16, 3, 64 * ratio**2, 36 * ratio**2]), np.array([1, 2, 1, 1])
    of_t = parts.sum() ** 2 / (parts**2 / freedom).sum()
    reach = student.ppf(0.975, of_t) * np.sqrt(parts.sum()) / 66
    assert told.high[0, 0] - told.change[0, 0] == pytest.approx(reach)
    assert told.p[0, 0] == pytest.approx(2 * student.sf(abs(told.change[0, 0]) * 66 / np.sqrt(parts.sum()), of_t))


def test_difference_of_means_weighs_places_by_their_treated_days():
    # periods of 1, 2 and 4 days; 3 in 1 day to 24 in 6, and 8 in 2 days to 20 in 5: rates 3 to 4 and 4 to 4, weighted by 1 and 2 days
    made = pilots([[[3, 8, 16], [5, 8, 15]]], [[1, 0, 0], [0, 1, 0]], before=0, length_days=[1, 2, 4])
    told = DifferenceOfMeans().estimate(made)
    # 3 + 8 of 4 + 8; about their means −2.5, 2.5 and −2, 2: covariance 2·10, variance 2·8
    assert told.change[0, 0] == pytest.approx((11 / 12 * 144 + 20) / (144 + 16) - 1)
    # away from 11/12: −2/3 and 2/3, so 4/3 of 12; 144/(16 + 64) − 1 degrees of freedom
    assert told.high[0, 0] - told.change[0, 0] == pytest.approx(student.ppf(0.975, 0.8) / 9)


def test_block_without_a_comparison_is_left_out():
    count = [[[10], [12], [20], [18], [99]]]
    made = pilots(count, [[1], [1], [0], [0], [1]], before=0, block=[0, 0, 0, 0, 1])
    # 22/38, the bias that the untreated mean's variance of 1 makes in 19 taken off: R/(1 + 1/19²)
    assert DifferenceOfMeans().estimate(made).change[0, 0] == pytest.approx(22 / 38 / (1 + 1 / 19**2) - 1)


@pytest.mark.parametrize("name", ESTIMATORS)
@pytest.mark.parametrize("design", DESIGNS)
def test_a_pilot_stands_alone(name, design):
    """What stands beside a pilot, and in what handfuls the work is done, changes no estimate."""
    made = DESIGNS[design](4, n_pilots=7)
    estimator = ESTIMATORS[name](Settings(5, deals=49))
    told, alone = estimator.estimate(made), estimator.estimate(some_of(made, slice(3, 4)))
    parts = in_handfuls(made, estimator.estimate, cells=1000)
    for field in ("change", "low", "high", "p"):
        np.testing.assert_allclose(getattr(alone, field)[0], getattr(told, field)[3], rtol=1e-9)
        np.testing.assert_allclose(getattr(parts, field), getattr(told, field), rtol=1e-9)


@pytest.mark.parametrize("name", [name for name in ESTIMATORS if not name.startswith("before")])
def test_without_a_comparison_nothing_is_said(name):
    made = pilots([[[20, 10], [20, 20]]], [[0, 1], [0, 1]], before=1)
    assert np.isnan(ESTIMATORS[name](Settings(1)).estimate(made).change).all()


def test_twice_the_counts_are_the_same_change():
    made = making.parallel(9, n_pilots=20)
    double = replace(made, count=made.count * 2)
    for name in ("before_after", "did", "wdd", "permutation", "difference_of_means"):
        estimator = ESTIMATORS[name](Settings(1, deals=19))
        np.testing.assert_allclose(estimator.estimate(double).change, estimator.estimate(made).change, rtol=1e-9)


def test_bias_of_a_ratio_is_taken_off_within_bounds():
    # 3/2 with covariance 1 and variance 4: (1.5·4 + 1)/(4 + 4) = .875; of nothing known it is the slope, 1/4
    one = np.ones(1)
    assert beale(1.5 * one, 2 * one, one, 4 * one)[0] == pytest.approx(0.875)
    assert beale(1e9 * one, 1e-9 * one, one, 4 * one)[0] == pytest.approx(0.25)


def test_rare_crime_is_estimated_within_reason():
    """A crime of which a place sees three in six months: near none without effect, where the bare ratio is 15 % too high."""
    rare = making.parallel(6, n_pilots=1000, mean=0.5)
    for name in ("did", "difference_of_means"):
        change = ESTIMATORS[name](Settings(1)).estimate(rare).change
        assert abs(change.mean()) < 0.04
        assert np.abs(change).max() < 2
    assert ESTIMATORS["did_naive"](Settings(1)).estimate(rare).change.mean() > 0.1


def test_a_crime_that_hardly_happens_gives_no_wild_numbers():
    hardly = making.parallel(6, n_pilots=1000, mean=0.05)
    change = ESTIMATORS["did"](Settings(1)).estimate(hardly).change
    assert np.nanmax(np.abs(change)) < 5
