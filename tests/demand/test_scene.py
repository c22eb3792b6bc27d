"""Time on scene: lists and formulas, by hand, by theory and against SciPy."""

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError
from scipy import stats

from sim.demand.build import build_demand, handling_of
from sim.demand.scene import scene_time
from sim.demand.scene_config import ListedScene, TimeOnScene
from sim.study.sentences import sentence
from tests.demand.make import draw, make_config, make_county

N = 40_000


def scenes_of(scene):
    """Draw the times on scene of a year of about 40,000 calls."""
    config, county = make_config({"calls_per_year": N, "scene": scene}), make_county(1)
    return draw(build_demand(config, county), county, handling_of(config)).calls["scene_min"]


def listed(**lists):
    return scene_time(ListedScene(kind="empirical", **lists))


@pytest.mark.parametrize("cv", [0.25, 1.0, 2.0])
def test_gamma_is_gamma(cv):
    """A squared coefficient of variation c² is a shape of 1/c²; 1 is the exponential."""
    minutes = scenes_of({"kind": "gamma", "mean_min": 30, "cv": cv})
    assert minutes.mean() == pytest.approx(30, rel=4 * cv / N**0.5)
    assert minutes.std() / minutes.mean() == pytest.approx(cv, rel=0.04)
    assert stats.kstest(minutes, stats.gamma(cv**-2, scale=30 * cv**2).cdf).pvalue > 0.001
    if cv == 1:
        assert stats.kstest(minutes, stats.expon(scale=30).cdf).pvalue > 0.001


def test_lognormal_is_lognormal():
    minutes = scenes_of({"mean_min": 30, "cv": 0.8})
    sigma = np.log1p(0.8**2) ** 0.5
    assert stats.kstest(minutes, stats.lognorm(sigma, scale=30 * np.exp(-(sigma**2) / 2)).cdf).pvalue > 0.001


@pytest.mark.parametrize("kind", ["lognormal", "gamma"])
def test_without_variation_all_stay_alike(kind):
    assert set(scenes_of({"kind": kind, "mean_min": 30, "cv": 0}).tolist()) == {30.0}


def test_listed_minutes_come_as_often_as_they_weigh():
    """1 : 0 : 3; the mean is (1 · 5 + 3 · 45)/4 = 35, the variance (1 · 30² + 3 · 10²)/4 = 300."""
    scene = {"kind": "empirical", "minutes": [5.0, 10.0, 45.0], "weights": [1.0, 0.0, 3.0]}
    minutes = scenes_of(scene)
    values, counts = np.unique(minutes, return_counts=True)
    assert values.tolist() == [5, 45]
    assert counts[0] / minutes.size == pytest.approx(0.25, abs=0.01)
    time = listed(minutes=[5.0, 10.0, 45.0], weights=[1.0, 0.0, 3.0])
    assert (time.mean_min, time.cv) == (pytest.approx(35), pytest.approx(300**0.5 / 35))


def test_listed_minutes_without_weights_are_alike():
    time = listed(minutes=[10.0, 20.0, 60.0])
    assert time.mean_min == pytest.approx(30)
    assert time.points.before == pytest.approx([0, 1 / 3, 2 / 3])


def test_a_long_list_is_drawn_as_it_is():
    sample = np.sort(stats.gamma(2, scale=15).rvs(2_000, random_state=1))
    minutes = scenes_of({"kind": "empirical", "minutes": sample.tolist()})
    assert set(minutes.tolist()) <= set(sample.tolist())
    assert stats.ks_2samp(minutes, sample).statistic < 0.03


def test_between_quantiles_all_times_are_alike():
    """Terciles 0, 10, 20, 40: three uniforms of equal weight, of means 5, 15 and 30."""
    scene = {"kind": "empirical", "quantiles": [0.0, 10.0, 20.0, 40.0]}
    minutes = scenes_of(scene)
    assert np.histogram(minutes, [0, 10, 20, 30, 40])[0] / minutes.size == pytest.approx(
        [1 / 3, 1 / 3, 1 / 6, 1 / 6], abs=0.01
    )
    time = listed(quantiles=[0.0, 10.0, 20.0, 40.0])
    assert time.mean_min == pytest.approx(50 / 3)
    # mean squares of the thirds: 100/3, 700/3, 2800/3
    assert time.cv == pytest.approx((3_600 / 9 - (50 / 3) ** 2) ** 0.5 / (50 / 3))


@pytest.mark.parametrize(
    ("scene", "what"),
    [
        ({}, "needs minutes or quantiles"),
        ({"minutes": [5.0], "quantiles": [1.0, 2.0]}, "one of the two"),
        ({"minutes": [5.0, 6.0], "weights": [1.0]}, "2 minutes but 1 weights"),
        ({"minutes": [5.0], "weights": [0.0]}, "all weights are 0"),
        ({"minutes": [0.0]}, "greater than 0"),
        ({"quantiles": [5.0]}, "two numbers or more"),
        ({"quantiles": [5.0, 4.0]}, "must rise"),
        ({"quantiles": [0.0, 0.0]}, "above 0"),
        ({"quantiles": [1.0, 2.0], "weights": [1.0, 1.0]}, "weights go with minutes"),
        ({"minutes": [5.0], "mean_min": 5.0}, "Extra inputs"),
    ],
)
def test_lists_that_make_no_sense_are_refused(scene, what):
    with pytest.raises(ValidationError, match=what):
        make_config({"calls_per_year": 10, "scene": {"kind": "empirical", **scene}})


def test_a_formula_takes_no_list():
    with pytest.raises(ValidationError, match="Extra inputs"):
        make_config({"calls_per_year": 10, "scene": {"mean_min": 5.0, "minutes": [5.0]}})


@pytest.mark.parametrize("cv", [10.1, 1000, float("inf"), -0.1])
def test_a_variation_beyond_belief_is_refused(cv):
    with pytest.raises(ValidationError, match=r"less than or equal to 10|greater than or equal to 0"):
        TypeAdapter(TimeOnScene).validate_python({"kind": "gamma", "mean_min": 30, "cv": cv})


def test_an_unknown_kind_is_told_every_kind_there_is():
    with pytest.raises(ValidationError) as told:
        TypeAdapter(TimeOnScene).validate_python({"kind": "weibull", "mean_min": 30})
    (error,) = told.value.errors()
    assert sentence(error) == (
        'expected lognormal, exponential, fixed, gamma or empirical, not "weibull"',
        "",
    )
