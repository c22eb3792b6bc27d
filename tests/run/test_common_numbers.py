"""Common random numbers: two options walk through the same history, so their difference varies far less than they do."""

from math import sqrt

import pytest

from tests.run.studying import SMALL, TINY, Gone, values_of


def gain(folder, scenario, measure="harm"):
    """Give sd × √2 ÷ sd of the paired difference: 1 is what independent histories would give."""
    values = values_of(folder, measure)
    return values["today"].std() * sqrt(2) / (values[scenario] - values["today"]).std()


def test_paired_difference_varies_a_third_as_much_or_less(desk):
    """Twelve replications of the tiny study, with the effect held fixed."""
    changes = {"effect": {"pack": "central", "draw": False}, "replications": 12, "days": 56}
    folder = desk.run(desk.load(TINY, "tiny_fixed", **changes), "tiny_fixed").folder
    assert gain(folder, "hotspots") >= 3
    assert gain(folder, "hotspots", "crimes") >= 3


@pytest.mark.slow
def test_paired_difference_in_a_district(desk, small_form):
    """Forty replications of one district over a year; in small form twelve over eight weeks."""
    changes = {
        "effect": {"pack": "central", "draw": False},
        "replications": 12 if small_form else 40,
        "days": 56 if small_form else 364,
        "scenarios__response": Gone,
        "scenarios__hotspots_by_count": Gone,
    }
    folder = desk.run(desk.load(SMALL, "small_fixed", **changes), "small_fixed").folder
    assert gain(folder, "hotspots_by_harm") >= 3
    assert gain(folder, "hotspots_by_harm", "crimes") >= 3
