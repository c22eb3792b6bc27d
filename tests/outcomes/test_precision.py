"""The sequential procedure: how close is close enough, worked by hand and against a slow version."""

import math

import numpy as np
import pytest
from pydantic import ValidationError
from scipy import stats

from sim.outcomes.cost_effect import COST, HARM_PREVENTED
from sim.outcomes.names import COST_EFFECT
from sim.outcomes.precision import Closeness, look, looks
from sim.outcomes.precision_config import PrecisionRule
from tests.outcomes.test_compare import replications_of


def rule_of(precision=0.1, of="harm", **more):
    return PrecisionRule(precision=precision, of=of, **more)


def test_looks_by_hand():
    assert looks(rule_of(at_least=10, at_most=23)) == (10, 15, 20, 23)
    assert looks(rule_of(at_least=2, at_most=12)) == (2, 7, 12)
    assert looks(rule_of(at_least=8, at_most=8)) == (8,)


def test_closeness_by_hand():
    # harm falls by 1, 2, 3: mean -2, s 1, t(2) = 4.303: half-width 4.303 / sqrt 3 = 2.484, or 1.242 of the mean
    study = replications_of(today={"harm": [10, 20, 60]}, more={"harm": [9, 18, 57]}, same={"harm": [10, 20, 60]})
    found = look(study, "today", rule_of(1.25))
    assert list(found.reached) == ["more", "same"]
    assert found.replications == 3
    more = found.reached["more"]
    assert (more.difference, more.half_width) == (-2, pytest.approx(2.484, abs=1e-3))
    assert more.relative == pytest.approx(1.242, abs=1e-3)
    assert found.is_met
    assert not look(study, "today", rule_of(1.24)).is_met
    assert not look(study, "today", rule_of(1.24, absolute=2.48)).is_met
    assert look(study, "today", rule_of(1.24, absolute=2.49)).is_met


def test_pairs_that_never_differ_are_known_exactly():
    study = replications_of(today={"harm": [10, 20]}, same={"harm": [10, 20]}, shifted={"harm": [11, 21]})
    found = look(study, "today", rule_of(1e-9))
    assert [closeness.relative for closeness in found.reached.values()] == [0, 0]
    assert found.is_met


def test_a_mean_of_nothing_is_known_to_no_share_of_itself():
    study = replications_of(today={"harm": [10, 20]}, other={"harm": [11, 19]})
    (closeness,) = look(study, "today", rule_of(1e9)).reached.values()
    assert (closeness.difference, closeness.relative) == (0, math.inf)
    # half-width t(1) x sqrt 2 / sqrt 2 = 12.706
    assert closeness.is_enough(rule_of(1e9, absolute=12.8))
    assert not closeness.is_enough(rule_of(1e9, absolute=12.7))


def test_an_empty_value_is_never_close_enough():
    study = replications_of(today={"harm": [10, 20, 30]}, other={"harm": [11, math.nan, 29]})
    assert not look(study, "today", rule_of(1e9, absolute=1e9)).is_met


def test_every_option_must_be_close():
    study = replications_of(
        today={"harm": [0, 0, 0]},
        near={"harm": [100, 101, 102]},
        far={"harm": [100, 0, 200]},
        near_too={"harm": [9, 9, 9]},
    )
    found = look(study, "today", rule_of(0.05))
    assert [closeness.is_enough(found.rule) for closeness in found.reached.values()] == [True, False, True]
    assert not found.is_met


def test_the_cost_effect_is_the_ratio_of_the_summary():
    study = replications_of(
        today={HARM_PREVENTED: [0, 0, 0], COST: [0, 0, 0], COST_EFFECT: [0, 0, 0]},
        more={HARM_PREVENTED: [100, 110, 120], COST: [1000, 1010, 1020], COST_EFFECT: [100, 108.9, 117.6]},
    )
    (closeness,) = look(study, "today", rule_of(of=COST_EFFECT)).reached.values()
    assert closeness.difference == pytest.approx(330 / 3.03)
    assert closeness.half_width > 0


def slow_half_width(paired):
    """Take scipy's interval of the mean."""
    low, high = stats.t.interval(0.95, len(paired) - 1, loc=np.mean(paired), scale=stats.sem(paired))
    return (high - low) / 2


@pytest.mark.parametrize("seed", range(4))
def test_closeness_equals_the_slow_version(seed):
    rng = np.random.default_rng(seed)
    today, other = rng.normal(100, 10, 17), rng.normal(90, 10, 17)
    (closeness,) = look(
        replications_of(today={"harm": today}, other={"harm": other}), "today", rule_of()
    ).reached.values()
    paired = (other - today).tolist()
    assert closeness.half_width == pytest.approx(slow_half_width(paired), rel=1e-12)
    assert closeness.relative == pytest.approx(slow_half_width(paired) / abs(np.mean(paired)), rel=1e-12)


@pytest.mark.parametrize("deviation", [0.15, 0.25, 0.35])
def test_looking_several_times_costs_little_coverage(deviation):
    """Of 4,000 studies of normal differences, 93 to 96 % of the final intervals hold the mean (standard error .4 %)."""
    rule = rule_of(0.1)
    samples = np.random.default_rng(7).normal(1.0, deviation, (4_000, rule.at_most))
    held = np.zeros(4_000, dtype=bool)
    running = np.ones(4_000, dtype=bool)
    for number in looks(rule):
        mean, s = samples[:, :number].mean(axis=1), samples[:, :number].std(axis=1, ddof=1)
        half = stats.t.ppf(0.975, number - 1) * s / math.sqrt(number)
        ends = running & ((half <= rule.precision * abs(mean)) | (number == rule.at_most))
        held[ends] = (abs(mean - 1.0) <= half)[ends]
        running &= ~ends
    assert not running.any()
    assert 0.93 <= held.mean() <= 0.96


def test_closeness_of_a_wide_interval():
    assert Closeness(difference=-4.0, half_width=2.0).relative == 0.5


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"precision": 0.0, "of": "harm"}, "greater than 0"),
        ({"precision": math.inf, "of": "harm"}, "finite"),
        ({"precision": 0.1, "of": "harm", "absolute": -1.0}, "greater than 0"),
        ({"precision": 0.1, "of": "harm", "at_least": 1}, "greater than or equal to 2"),  # no interval from one
        ({"precision": 0.1, "of": "harm", "at_least": 11, "at_most": 10}, "lies above at_most"),
    ],
)
def test_a_rule_that_cannot_be_followed_is_refused(keys, words):
    with pytest.raises(ValidationError, match=words):
        PrecisionRule(**keys)
