"""Strength over time is the sum of what posted officers are worth."""

from __future__ import annotations

from datetime import date

import numpy as np

from sim.clock import Clock
from sim.force.build import build_force
from sim.force.config import Uplift
from sim.force.model import CHANGE, NOT_POSTED, OFFICER, STRENGTH, Force
from sim.force.strength import strength
from sim.outcomes import record

CLOCK = Clock(date(2026, 4, 6), 0, 10, 0)


def force_of(officers, changes):
    return Force(
        officers=np.array(officers, dtype=OFFICER),
        changes=np.array(changes, dtype=CHANGE),
        shifts=np.empty(0),
        double_share=np.zeros(3),
        takes_meals=False,
        posts=np.zeros(3),
        extra_posts=0.0,
    )


def officer(team, productivity):
    return (team, 0, 0, 0, 0, productivity * 0.75, productivity)


def test_the_layout_is_that_of_the_outcomes():
    assert record.STRENGTH == STRENGTH


def test_a_force_that_does_not_change_is_one_row(textbook, county_of):
    force = build_force(textbook, np.array([[5], [0], [0]]), county_of(1), np.ones(1), CLOCK)
    assert strength(force, CLOCK).tolist() == [(0.0, 14_400.0, 5.0, 5.0, 0.0, 0.0)]


def test_hand_worked_steps():
    # two trained; day 1: the second tutors, a recruit is tutored; day 3: both done, the first moves to neighbourhood
    force = force_of(
        [officer(0, 1.0), officer(0, 1.0), officer(NOT_POSTED, 0.0)],
        [
            (1_440.0, 1, officer(0, 0.5)),
            (1_440.0, 2, officer(0, 0.4)),
            (4_320.0, 0, officer(1, 1.0)),
            (4_320.0, 1, officer(0, 1.0)),
            (4_320.0, 2, officer(0, 0.8)),
        ],
    )
    assert strength(force, CLOCK).tolist() == [
        (0.0, 1_440.0, 2.0, 2.0, 0.0, 0.0),
        (1_440.0, 4_320.0, 1.9, 1.9, 0.0, 0.0),
        (4_320.0, 14_400.0, 2.8, 1.8, 1.0, 0.0),
    ]


def test_a_change_at_minute_zero_and_one_that_changes_nothing_make_no_rows():
    force = force_of([officer(2, 1.0)], [(0.0, 0, officer(2, 0.8)), (1_440.0, 0, officer(2, 0.8))])
    assert strength(force, CLOCK).tolist() == [(0.0, 14_400.0, 0.8, 0.0, 0.0, 0.8)]


def test_nobody_is_worth_nothing():
    assert strength(force_of([], []), CLOCK).tolist() == [(0.0, 14_400.0, 0.0, 0.0, 0.0, 0.0)]


def test_rows_cover_the_run_without_gap(hertfordshire, ten_districts, year):
    uplift = Uplift(posts=100, to={"hotspot_team": 1.0}, arrival="pipeline")
    posts = np.full((3, 10), 20)
    rows = strength(build_force(hertfordshire, posts, ten_districts, np.ones(10), year, uplift=uplift), year)
    assert rows["from_min"][0] == 0
    assert rows["until_min"][-1] == year.horizon_min
    assert np.array_equal(rows["from_min"][1:], rows["until_min"][:-1])
    assert np.allclose(rows["deployable"], rows["response"] + rows["neighbourhood"] + rows["hotspot_team"])
