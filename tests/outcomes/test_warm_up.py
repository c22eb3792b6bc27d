"""The check of the warm-up: the rule by hand and in exact fractions, and what it makes of series whose end is known."""

from datetime import date
from fractions import Fraction

import numpy as np
import pytest

from sim.clock import Clock
from sim.outcomes.run_measures import RunMeasures
from sim.outcomes.warm_up import FEWEST_DAYS, Settling, check_warm_up, grows_throughout, mser, weekday_factors

START = date(2026, 4, 6)


def test_rule_by_hand():
    # errors of the mean when 0 to 3 are left out: 75.33/36 = 2.09, 4.8/25 = .192, 4/16 = .25, 2.67/9 = .296
    assert mser(np.array([10.0, 0, 2, 0, 2, 0]), batch=1) == 1
    # the same as means of batches of five, and three days that fill no batch
    assert mser(np.repeat([10.0, 0, 2, 0, 2, 0, 99], [5, 5, 5, 5, 5, 5, 3])) == 5


def test_rule_never_leaves_out_more_than_half_and_as_little_as_it_can():
    assert mser(np.array([9.0, 8, 7, 6, 5, 4, 3, 2]), batch=1) == 4
    assert mser(np.ones(40)) == 0
    assert mser(np.array([5.0, 1, 1, 1, 1, 1, 1]), batch=1) == 1


def slow_mser(values, batch):
    """Try every cut in exact arithmetic."""
    means = [sum(map(Fraction, values[at : at + batch])) / batch for at in range(0, len(values) - batch + 1, batch)]
    errors = {}
    for cut in range(len(means) // 2 + 1):
        rest = means[cut:]
        mean = sum(rest) / len(rest)
        errors[cut] = sum((value - mean) ** 2 for value in rest) / len(rest) ** 2
    return min(errors, key=lambda cut: (errors[cut], cut)) * batch


@pytest.mark.parametrize("seed", range(20))
def test_rule_equals_the_slow_version(seed):
    rng = np.random.default_rng(seed)
    values = rng.normal(10, 1, rng.integers(10, 120))
    values[: rng.integers(0, values.size // 2)] -= rng.exponential(3)
    for batch in (1, 5):
        assert mser(values, batch) == slow_mser(values.tolist(), batch)


def test_weekdays_are_taken_from_the_later_half():
    week = np.array([1.0, 1, 1, 1, 1, 3, 6])  # mean 2
    assert weekday_factors(np.tile(week, 6)).tolist() == np.tile(week / 2, 6).tolist()
    early = np.tile(week, 6)
    early[:14] = 100.0
    assert weekday_factors(early).tolist() == np.tile(week / 2, 6).tolist()
    assert weekday_factors(np.zeros(28)).tolist() == [1.0] * 28


def runs_of(settled, *, n_days, replications=6, weekly=True, noise=0.02, seed=1):
    """Give runs of the baseline whose open calls grow towards 100 as `settled` says, and whose other series stand still."""
    rng = np.random.default_rng(seed)
    day = np.arange(n_days)
    level = 100 * settled(day) * (1 + 0.2 * (day % 7 >= 5) * weekly)
    made = np.full(n_days, 50.0)
    return [
        RunMeasures(
            "today",
            number,
            {},
            {},
            {},
            {},
            daily={
                "made": made,
                "first": made,
                "potential": made,
                "stock": made * 0,
                "open_calls": level * rng.normal(1, noise, n_days),
            },
        )
        for number in range(replications)
    ]


def found_of(settled, warm_up_days, days, **more):
    runs = runs_of(settled, n_days=warm_up_days + days, **more)
    return check_warm_up(runs, "today", Clock(START, warm_up_days, days))


def filling(day):
    """Fill with a mean of four days: 1 - exp(-10/4) = .92 after ten days, .999 after 28."""
    return 1 - np.exp(-(day + 0.5) / 4)


def test_an_empty_start_is_found():
    found = found_of(filling, 0, 56)
    (settling,) = found.settlings  # what stands still has nothing to settle
    assert settling.name == "open_calls"
    assert 10 <= settling.cut_days <= 25
    # four days' worth of calls are missing of 56: -7.1 %
    assert settling.shift == pytest.approx(-4 / 56, rel=0.15)
    low, high = settling.shift_interval
    assert low < settling.shift < high < 0
    assert not found.is_enough
    assert found.days_wanted == settling.cut_days


def test_a_long_warm_up_is_enough():
    found = found_of(filling, 28, 56)
    assert found.is_enough
    assert found.days_wanted == 28
    assert abs(found.settlings[0].shift) < 0.002


def test_a_week_is_no_trend():
    found = found_of(lambda day: np.ones(day.size), 0, 56, noise=0.001)
    assert found.settlings[0].cut_days <= 10
    assert found.is_enough


def test_chance_seldom_raises_an_alarm():
    """Of 200 noisy series that never had anything to settle few are called too short, of those that fill nearly all."""
    flat = [found_of(lambda day: np.ones(day.size), 0, 56, noise=0.2, seed=seed).is_enough for seed in range(200)]
    assert np.mean(flat) >= 0.9
    rising = [found_of(filling, 0, 56, noise=0.2, seed=seed).is_enough for seed in range(50)]
    assert np.mean(rising) <= 0.1


def test_a_season_is_no_transient():
    """A year that swings by a tenth: the rule sees 112 days of it, and what it makes of them moves the mean by little."""
    found = found_of(lambda day: 1 + 0.1 * np.sin(2 * np.pi * day / 364), 28, 336, noise=0.002)
    assert found.is_enough


def test_one_replication_raises_no_alarm():
    found = found_of(filling, 0, 56, replications=1)
    assert found.settlings[0].shift < -0.05
    assert found.is_enough is None  # nor does it claim that all is well


def test_one_replication_that_had_settled_is_enough():
    assert found_of(filling, 28, 56, replications=1).is_enough is True


def test_an_overloaded_street_is_told_apart_from_a_short_warm_up():
    """Calls that are never served pile up evenly: quarters of 1, 3, 5 and 7 parts, and no cut is late enough."""
    found = found_of(lambda day: day + 0.5, 28, 56)
    assert [settling.name for settling in found.growing] == ["open_calls"]
    assert found.is_enough is False
    assert found_of(filling, 0, 56).growing == ()
    assert found_of(lambda day: 1 - np.exp(-(day + 0.5) / 28), 0, 56).growing == ()  # slow, but it fills


def test_a_series_grows_only_where_every_quarter_does():
    assert grows_throughout(np.repeat([4.0, 5.1, 6.5, 8.2], 7))
    assert not grows_throughout(np.repeat([4.0, 5.1, 6.5, 8.0], 7))
    assert not grows_throughout(np.repeat([4.0, 9.0, 8.0, 16.0], 7))
    assert not grows_throughout(np.zeros(28))


def test_what_the_rule_cuts_to_its_limit_has_not_settled():
    found = found_of(lambda day: 1 - np.exp(-(day + 0.5) / 28), 0, 56)
    (settling,) = found.unsettled
    assert settling.cut_days == 25  # five of eleven batches of five days
    assert found.days_seen == 56
    assert found_of(filling, 0, 56).unsettled == ()


def test_a_short_study_is_not_checked():
    short = found_of(filling, 7, FEWEST_DAYS - 8)
    assert short.settlings == ()
    assert short.is_enough is None
    assert found_of(filling, 7, FEWEST_DAYS - 7).settlings != ()


def test_a_day_without_calls_cannot_be_checked():
    runs = runs_of(filling, n_days=56)
    for run in runs:
        run.daily["potential"] = run.daily["potential"] * (np.arange(56) != 3)
        run.daily["stock"] = np.arange(56.0)
    names = [settling.name for settling in check_warm_up(runs, "today", Clock(START, 0, 56)).settlings]
    assert names == ["open_calls"]


@pytest.mark.parametrize(
    ("shift", "interval", "matters"),
    [
        (-0.02, (-0.03, -0.012), True),
        (0.02, (0.012, 0.03), True),
        (-0.02, (-0.05, 0.01), False),  # chance
        (-0.009, (-0.01, -0.008), False),  # small
    ],
)
def test_a_shift_matters_when_it_is_sure_and_large(shift, interval, matters):
    assert Settling("stock", 40, shift, interval).matters is matters
