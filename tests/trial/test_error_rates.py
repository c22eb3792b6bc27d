"""2,000 pilots of a county whose truth is known: how often each test cries wolf, and whether intervals hold the effect."""

import numpy as np
import pytest

from sim.trial.estimators.registry import ESTIMATORS, Settings
from tests.trial import making

EFFECT = -0.16


def told(pilots, name):
    """Give what one estimator says of pilots."""
    return ESTIMATORS[name](Settings(2026, model_pilots=None)).estimate(pilots)


@pytest.fixture(scope="module")
def pilots():
    """Give 2,000 pilots of every design, without effect and with one."""
    designs = {"parallel": making.parallel, "crossover": making.crossover, "wedge": making.wedge}
    return {(name, effect): make(5, effect=effect) for name, make in designs.items() for effect in (0.0, EFFECT)}


@pytest.mark.parametrize(
    ("design", "name"),
    [
        ("parallel", "permutation"),  # 20 places an arm, stratified
        ("parallel", "did"),  # cluster-robust
        ("crossover", "permutation"),  # of days within place
        ("crossover", "did"),
        ("wedge", "permutation"),  # of the districts' order
        ("wedge", "did"),
        ("parallel", "difference_of_means"),
        ("crossover", "difference_of_means"),
    ],
)
def test_false_positives_are_kept_at_the_level(pilots, design, name):
    assert 0.03 < (told(pilots[design, 0.0], name).p < 0.05).mean() < 0.07


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("wdd", 0.11, 0.17),  # the sum of counts for a variance: about 13 %
        ("poisson", 0.11, 0.17),  # the same assumption
        ("before_after_test", 0.11, 0.17),  # and no comparison
        ("negative_binomial", 0.05, 0.10),  # knows of uneven months, not that they come in runs
        ("did_naive", 0.06, 0.10),  # the same, and that all places are equally noisy
    ],
)
def test_what_assumes_too_much_cries_wolf(pilots, name, low, high):
    assert low < (told(pilots["parallel", 0.0], name).p < 0.05).mean() < high


def test_wdd_keeps_its_level_where_counts_are_poisson():
    pure = making.parallel(7, dispersion=1.0, shape=np.inf)
    for name in ("wdd", "poisson", "before_after_test"):
        assert 0.03 < (told(pure, name).p < 0.05).mean() < 0.07


@pytest.mark.parametrize("design", ["parallel", "crossover"])
@pytest.mark.parametrize("name", ["difference_of_means", "did"])
def test_known_effect_is_found_without_bias_and_covered(pilots, design, name):
    found = told(pilots[design, EFFECT], name)
    error = found.change.std() / np.sqrt(found.change.size)
    assert abs(found.change.mean() - EFFECT) < 2.6 * error
    assert 0.93 < ((found.low <= EFFECT) & (found.high >= EFFECT)).mean() < 0.97


def test_wedge_finds_the_effect(pilots):
    found = told(pilots["wedge", EFFECT], "did")
    assert abs(found.change.mean() - EFFECT) < 2.6 * found.change.std() / np.sqrt(found.change.size)
    assert 0.93 < ((found.low <= EFFECT) & (found.high >= EFFECT)).mean() < 0.97


@pytest.mark.parametrize("season", [0.5, 2.0])
def test_wedge_finds_the_effect_whatever_the_season(season):
    found = told(making.wedge(6, effect=EFFECT, season=season), "did").change
    assert abs(found.mean() - EFFECT) < 2.6 * found.std() / np.sqrt(found.size)


def test_exact_tests_have_power(pilots):
    for design in ("parallel", "crossover", "wedge"):
        assert (told(pilots[design, EFFECT], "permutation").p < 0.05).mean() > 0.45
