"""What a strategist reads about the warm-up."""

import math

from sim.outcomes.intervals import Interval
from sim.outcomes.warm_up import Settling, WarmUp
from sim.report.warm_up import warm_up_words

NOT_SHIFTED = Settling("open_calls", 5)


def test_enough():
    assert warm_up_words(WarmUp(28, (NOT_SHIFTED, Settling("stock", 10)))) == (
        "The warm-up of 28 days is enough: in the baseline MSER-5 would cut 5 days for calls open and 10 days for deterrence."
    )


def test_enough_although_the_rule_would_cut_more():
    later = Settling("repeats", 35, -0.0021, Interval(-0.003, -0.001))
    assert warm_up_words(WarmUp(28, (NOT_SHIFTED, later))) == (
        "The warm-up of 28 days is enough: in the baseline MSER-5 would cut 5 days for calls open and 35 days for near-repeat "
        "calls; what lies beyond the warm-up moves no measured mean by more than 0.2%."
    )


def test_too_short():
    found = WarmUp(1, (NOT_SHIFTED, Settling("stock", 10, -0.042, Interval(-0.05, -0.034))))
    assert warm_up_words(found) == (
        "The warm-up of 1 day is too short: what it leaves in moves the measured mean of deterrence by \u22124.2% "
        "(\u22125.0% to \u22123.4%). In the baseline MSER-5 would cut 5 days for calls open and 10 days for deterrence; set "
        "warm_up_days to 10 or more."
    )


def test_not_checked():
    assert warm_up_words(WarmUp(7)) == (
        "The warm-up of 7 days was not checked: that takes 28 days or more with calls on each."
    )


def test_one_replication_makes_no_claim():
    alone = WarmUp(7, (Settling("stock", 10, -0.042, Interval(math.nan, math.nan)),))
    assert alone.is_enough is None
    assert warm_up_words(alone) == (
        "Whether the warm-up of 7 days is enough cannot be told from one history: in the baseline MSER-5 would cut 10 days for "
        "deterrence; set replications to 2 or more."
    )


def test_no_warm_up_helps_a_force_that_never_catches_up():
    growing = Settling("open_calls", 25, -0.9, Interval(-1.0, -0.8), is_at_limit=True, grows=True)
    words = warm_up_words(WarmUp(7, (growing,), 56))
    assert words.startswith(
        "No warm-up is long enough: in the baseline calls open grow throughout the run, as calls come faster"
    )
    assert "warm_up_days" not in words


def test_what_never_settled_is_not_told_a_number_of_days():
    late = Settling("stock", 25, -0.042, Interval(-0.05, -0.034), is_at_limit=True)
    words = warm_up_words(WarmUp(7, (NOT_SHIFTED, late), 56))
    assert words.startswith(
        "The baseline has not settled within the 56 days looked at: MSER-5 would cut 5 days for calls open and 25"
    )
    assert "days for deterrence, for deterrence the most that it ever cuts" in words
    assert "25 or more" not in words
