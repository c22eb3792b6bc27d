"""Each verdict by hand: the target of these tests is at least 50, better 100, and may worsen by a quarter."""

from dataclasses import replace

import pytest

from sim.bench.baseline import Committed
from sim.bench.measured import Measured
from sim.bench.targets import BY_NAME, Better, Target
from sim.bench.verdict import Verdict, judge, not_measured

FAST = Target("fast", "slow ÷ fast", "×", Better.HIGH, 50.0, 100.0, 1.25, "for the test")
LIGHT = replace(FAST, name="light", better=Better.LOW, floor=400.0, moonshot=250.0)


def found(value, ratio=None):
    """Give a measurement."""
    return Measured.of_one(value, value if ratio is None else ratio, "note")


@pytest.mark.parametrize(
    ("target", "value", "verdict"),
    [
        (FAST, 100.0, Verdict.MOONSHOT),
        (FAST, 99.9, Verdict.FLOOR),
        (FAST, 50.0, Verdict.FLOOR),
        (FAST, 49.9, Verdict.MISSED),
        (LIGHT, 250.0, Verdict.MOONSHOT),
        (LIGHT, 250.1, Verdict.FLOOR),
        (LIGHT, 400.0, Verdict.FLOOR),
        (LIGHT, 400.1, Verdict.MISSED),
    ],
)
def test_by_floor_and_moonshot_without_a_baseline(target, value, verdict):
    row = judge(target, found(value), None)
    assert row.verdict is verdict
    assert row.failed == (verdict is Verdict.MISSED)


@pytest.mark.parametrize(
    ("target", "committed", "ratio", "regressed"),
    [
        (FAST, 100.0, 80.0, False),  # 100 / 80 = 1.25: just allowed
        (FAST, 100.0, 79.9, True),
        (FAST, 100.0, 300.0, False),
        (LIGHT, 200.0, 250.0, False),  # 250 / 200 = 1.25
        (LIGHT, 200.0, 250.1, True),
        (LIGHT, 200.0, 20.0, False),
    ],
)
def test_regression_is_worse_than_committed_by_more_than_the_tolerance(target, committed, ratio, regressed):
    row = judge(target, found(ratio), Committed(committed, committed))
    assert (row.verdict is Verdict.REGRESSED) == regressed == row.failed
    assert ("times worse than committed; 1.25 allowed" in row.remark) == regressed


def test_a_regression_counts_even_where_the_moonshot_is_met():
    row = judge(FAST, found(120.0), Committed(400.0, 400.0))
    assert row.verdict is Verdict.REGRESSED
    assert row.remark == "3.33 times worse than committed; 1.25 allowed"


def test_a_floor_that_was_missed_before_is_shown_and_does_not_fail():
    row = judge(FAST, found(45.0), Committed(40.0, 40.0))
    assert (row.verdict, row.failed) == (Verdict.MISSED_BEFORE, False)
    assert judge(FAST, found(45.0), Committed(50.0, 50.0)).verdict is Verdict.MISSED


def test_a_floor_in_seconds_is_shown_and_does_not_fail():
    slow = replace(LIGHT, unit="s", floor=20.0, moonshot=8.0)
    row = judge(slow, found(60.0, ratio=2.0), Committed(10.0, 2.0))  # six times the time, beside its yardstick the same
    assert (row.verdict, row.failed) == (Verdict.MISSED_HERE, False)
    assert judge(slow, found(60.0, ratio=3.0), Committed(10.0, 2.0)).verdict is Verdict.REGRESSED


@pytest.mark.parametrize(
    ("value", "verdict"), [(100.0, Verdict.NOT_COMMITTED), (50.0, Verdict.NOT_COMMITTED), (49.9, Verdict.MISSED)]
)
def test_a_row_fails_that_ought_to_be_committed_and_is_not(value, verdict):
    row = judge(FAST, found(value), None, expected=True)
    assert (row.verdict, row.failed, row.may_be_chance) == (verdict, True, verdict is Verdict.MISSED)
    assert row.remark == "no ratio of this form is committed: write it with --update"
    free = replace(FAST, floor=None, moonshot=None)
    assert judge(free, found(1.0), None, expected=True).verdict is Verdict.NOT_COMMITTED
    assert judge(FAST, found(50.0), Committed(50.0, 50.0), expected=True).verdict is Verdict.FLOOR


def test_what_is_much_better_than_committed_asks_for_a_new_baseline():
    # 126 / 100 is beyond a quarter, 125 / 100 is not
    assert judge(FAST, found(126.0), Committed(100.0, 100.0)).remark == (
        "1.26 times better than committed: renew it with --update"
    )
    assert not judge(FAST, found(125.0), Committed(100.0, 100.0)).remark


def test_floors_speak_of_the_value_and_regressions_of_the_ratio():
    # a slow machine: 500 MB is over the floor of 400 as 500 was when committed, and beside its yardstick nothing moved
    row = judge(LIGHT, found(500.0, ratio=2.0), Committed(500.0, 2.0))
    assert row.verdict is Verdict.MISSED_BEFORE
    # half the value, but beside its yardstick twice as much
    assert judge(LIGHT, found(200.0, ratio=4.0), Committed(400.0, 2.0)).verdict is Verdict.REGRESSED


def test_without_a_floor_only_the_baseline_counts():
    free = replace(FAST, floor=None, moonshot=None)
    assert judge(free, found(0.001), None).verdict is Verdict.HELD
    assert judge(free, found(0.001), Committed(1.0, 1.0)).verdict is Verdict.REGRESSED


def test_a_row_that_is_not_measured_says_why_and_does_not_fail():
    row = not_measured(FAST, None, "polars is not installed")
    assert (row.verdict, row.remark, row.failed) == (Verdict.NOT_MEASURED, "polars is not installed", False)


@pytest.mark.parametrize("target", BY_NAME.values(), ids=BY_NAME)
def test_targets_are_possible(target):
    assert target.tolerance > 1
    assert target.tolerance_reason
    assert (target.floor is None) == (target.moonshot is None)
    if target.floor is not None:
        assert target.meets(target.moonshot, target.floor)
