import math

import pytest

from sim.report.content import Interval
from sim.report.numbers import (
    Scale,
    scale_of,
    step_for,
    write,
    write_alone,
    write_chance,
    write_frequency,
    write_interval,
)

WHOLE = Scale()


def test_an_interval_keeps_two_digits_of_its_half_width():
    # half of 1,088 to 7,346 is 3,129: two digits are steps of 100
    written = write_interval(Interval(4217.0, 1088.0, 7346.0), WHOLE)
    assert (written.centre, written.bounds) == ("+4,200", "1,100 to 7,300")


def test_a_bound_that_is_not_0_is_not_rounded_to_0():
    # half of 40 to 7,000 is 3,480, whose step of 100 would turn 40 into 0; a step of 10 does not
    assert write_interval(Interval(3520.0, 40.0, 7000.0), WHOLE).bounds == "40 to 7,000"


def test_negative_numbers_carry_a_true_minus_sign():
    assert write_interval(Interval(-12.0, -40.0, 16.0), WHOLE).whole == "\u221212 (\u221240 to 16)"


def test_a_number_that_rounds_to_0_has_no_sign():
    assert write(-0.2, 1.0, WHOLE, signed=True) == "0"


@pytest.mark.parametrize(
    ("low", "high", "finest", "step"),
    [
        (-10.0, 10.0, 1.0, 1.0),  # half is 10: two digits are steps of 1
        (0.0, 2000.0, 1.0, 100.0),  # half is 1,000
        (0.0, 0.5, 1.0, 1.0),  # never finer than what makes sense
        (5.0, 5.0, 0.1, 0.1),  # no width, so the finest
        (math.nan, 1.0, 0.1, 0.1),  # no interval
    ],
)
def test_steps(low, high, finest, step):
    assert step_for(low, high, finest) == pytest.approx(step)


@pytest.mark.parametrize(
    ("value", "unit", "measure", "text"),
    [
        (0.8642, "share", "response_within_target_grade1", "86.4%"),
        (9.4321, "minutes", "response_median_grade1", "9.43 min"),
        (74_251.0, "crimes", "crimes", "74,300"),
        (6_604_000.0, "pounds of 2024", "cost", "£6.60m"),
        (41_260.0, "pounds of 2024", "cost", "£41,300"),
        (0.5432, "days per 1000 pounds", "harm_prevented_per_1000_pounds", "0.543"),
        (math.nan, "days", "harm_prevented", "\u2013"),
    ],
)
def test_numbers_without_interval(value, unit, measure, text):
    assert write_alone(value, scale_of(unit, measure)) == text


@pytest.mark.parametrize(
    ("chance", "text"),
    [
        (0.5, "50 in 100"),
        (0.999, "over 99 in 100"),
        (1.0, "100 in 100"),
        (0.001, "under 1 in 100"),
        (0.0, "0 in 100"),
        (math.nan, "\u2013"),
    ],
)
def test_chances(chance, text):
    assert write_chance(chance) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (310.0 / 74_251.0, "4 in every 1,000"),
        (0.023, "2 in every 100"),
        (-0.0007, "7 in every 10,000"),
        (0.0, ""),
    ],
)
def test_natural_frequencies(share, text):
    assert write_frequency(share) == text
