"""Arithmetic of plans: printed numbers, and simulated pilots that agree with them."""

import math

import numpy as np
import pytest

from sim.trial.planning import log_ratio_error, planned_power
from sim.trial.selection import apparent_fall
from tests.trial.imposing import normal_smallest_fall


@pytest.mark.parametrize(("shape", "power"), [(math.inf, 0.82), (5.0, 0.27)])
def test_power_as_printed(shape, power):
    # VALIDATION.md: 30 against 30 places, mean 20, rate ratio .84
    assert planned_power(math.log(0.84), log_ratio_error(20, 0.84, 30, 30, shape)) == pytest.approx(power, abs=0.005)


@pytest.mark.parametrize("shape", [math.inf, 5.0])
def test_power_is_what_simulated_pilots_have(shape):
    rng = np.random.default_rng(1)
    level = rng.gamma(5, 1 / 5, (2, 6000, 30)) if shape == 5 else np.ones((2, 6000, 30))
    counts = rng.poisson(20 * level * np.array([0.84, 1])[:, None, None]).mean(axis=2)
    z = np.log(counts[0] / counts[1]) / log_ratio_error(20, 0.84, 30, 30, shape)
    assert (z < -1.96).mean() == pytest.approx(
        planned_power(math.log(0.84), log_ratio_error(20, 0.84, 30, 30, shape)), abs=0.03
    )


def test_smallest_fall_by_hand():
    # 1.96 + .8416 = 2.8016 standard errors of .1: 1 − e^−.28016
    assert normal_smallest_fall(0.1) == pytest.approx(1 - math.exp(-0.280159), abs=1e-6)
    assert planned_power(math.log(1 - normal_smallest_fall(0.1)), 0.1) == pytest.approx(0.8)


@pytest.mark.parametrize(("months", "fall"), [(1, 0.225), (3, 0.090), (6, 0.048), (12, 0.026)])
def test_regression_to_the_mean_as_printed(months, fall):
    # VALIDATION.md: gamma–Poisson, k = .8, mean 2 a month, top 7 %; the printed numbers were simulated
    assert apparent_fall(2.0, 0.8, 0.07, months) == pytest.approx(fall, abs=0.002)


@pytest.mark.parametrize("months", [1, 6])
def test_regression_to_the_mean_is_what_chosen_places_do(months):
    rng = np.random.default_rng(months)
    rate = rng.gamma(0.8, 2 / 0.8, 1_500_000)
    seen = rng.poisson(rate * months)
    chosen = np.argsort(seen + rng.random(seen.size))[-int(0.07 * seen.size) :]
    fall = 1 - rng.poisson(rate[chosen] * months).mean() / seen[chosen].mean()
    assert apparent_fall(2.0, 0.8, 0.07, months) == pytest.approx(fall, abs=0.0025)


def test_all_places_chosen_regress_nowhere():
    assert apparent_fall(2.0, 0.8, 1.0, 3) == pytest.approx(0.0, abs=1e-9)
