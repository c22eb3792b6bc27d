"""When a row holds and when it fails."""

import numpy as np
import pytest

from sim.validate.judge import Bound, Exact, Never, Published, number, spread_of
from sim.validate.row import Trial

# mean 10, standard deviation 1 (n - 1): ± t(.975, 31) / √32 = ± 2.0395 / 5.6569 = ± .36053
STEADY = 10 + np.tile([1.0, -1.0], 16) * np.sqrt(31 / 32)


def trial(values=STEADY, looked_at=1_000, calls=100_000):
    """What 32 replications gave."""
    return Trial(np.asarray(values, dtype=float), looked_at, calls, 100_000)


def test_interval_by_hand():
    mean, half = spread_of(STEADY, 0.975)
    assert mean == pytest.approx(10)
    assert half == pytest.approx(0.36053, abs=1e-5)


@pytest.mark.parametrize(("value", "holds"), [(10, True), (10.36, True), (10.362, False), (9.63, False)])
def test_exact_row_holds_if_theory_lies_inside(value, holds):
    finding = Exact(value).judge(trial(), 0.05)
    assert finding.holds is holds
    assert ("outside" in finding.remark) is not holds


def test_smaller_chance_of_a_false_alarm_makes_a_wider_interval():
    narrow, wide = (Exact(10.4).judge(trial(), error) for error in (0.05, 0.01))
    assert not narrow.holds
    assert wide.holds
    assert wide.high - wide.low > narrow.high - narrow.low


@pytest.mark.parametrize(
    ("changed", "remark"),
    [
        ({"values": STEADY[:20]}, "20 replications, 30 needed"),
        ({"calls": 99_999}, "99,999 calls, 100,000 needed"),
        ({"values": 10 + 2 * (STEADY - 10)}, "interval wider than ± 5%"),
        ({"values": [10.0]}, "1 replication, 30 needed"),
    ],
)
def test_exact_row_that_rests_on_too_little_says_nothing(changed, remark):
    finding = Exact(10).judge(trial(**changed), 0.05)
    assert (finding.holds, finding.undecided) == (False, True)
    assert remark in finding.remark


@pytest.mark.parametrize(
    ("value", "changed", "remark"),
    [
        (12, {"values": STEADY[:20]}, "theory lies outside the interval; 20 replications, 30 needed"),
        (12, {"calls": 99_999}, "theory lies outside the interval; 99,999 calls, 100,000 needed"),
        (10, {"values": np.where(np.arange(32) == 3, np.nan, STEADY)}, "calls are open at the end"),
    ],
)
def test_exact_row_that_is_wrong_fails_however_little_it_rests_on(value, changed, remark):
    finding = Exact(value).judge(trial(**changed), 0.05)
    assert (finding.holds, finding.undecided) == (False, False)
    assert remark in finding.remark


def test_grid_may_differ_from_the_plane_by_what_is_known():
    assert Exact(10.46, allowance=0.11).judge(trial(), 0.05).holds
    assert not Exact(10.46, allowance=0.09).judge(trial(), 0.05).holds
    coarse = Exact(10.0, allowance=0.6).judge(trial(STEADY[:20]), 0.05)
    assert "too coarse" in coarse.remark
    assert not coarse.undecided  # more replications make no finer grid


def test_what_never_happens():
    assert Never().judge(trial(np.zeros(3)), 0.05).holds
    breached = Never().judge(trial([0, 2, 0]), 0.05)
    assert (breached.holds, breached.undecided, breached.remark) == (False, False, "2 of 1,000")
    empty = Never().judge(trial(np.zeros(3), looked_at=0), 0.05)
    assert (empty.holds, empty.undecided, empty.remark) == (False, True, "there was nothing to look at")


def test_bound_is_kept_by_the_upper_end():
    assert Bound(10.361).judge(trial(), 0.05).holds
    assert not Bound(10.36).judge(trial(), 0.05).holds


@pytest.mark.parametrize(
    ("bound", "undecided"),
    [(11, True), (10.1, True), (9.6, True), (9.5, False)],  # twenty reach from 9.53 to 10.47
)
def test_bound_on_few_replications_is_missed_only_from_above(bound, undecided):
    finding = Bound(bound).judge(trial(STEADY[:20]), 0.05)
    assert (finding.holds, finding.undecided) == (False, undecided)
    assert "20 replications, 30 needed" in finding.remark


@pytest.mark.parametrize(
    ("low", "high", "holds", "remark"),
    [
        (9.5, 10.5, True, ""),
        (10.2, 10.5, True, ""),  # the interval reaches 10.36
        (10.4, 11, True, "outside the range"),
        (10.2, 10.3, False, "far outside the range"),
    ],
)
def test_published_range(low, high, holds, remark):
    finding = Published(low, high).judge(trial(), 0.05)
    assert (finding.holds, finding.remark) == (holds, remark)


def test_numbers_have_five_digits():
    assert [number(value) for value in (0.275385, 7.142857, 12_345.6, float("nan"))] == [
        "0.27538",
        "7.1429",
        "12346",
        "",
    ]
