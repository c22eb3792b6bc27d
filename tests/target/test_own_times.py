"""Hours chosen with the place, and timetables of hotspots that are due visits of their own."""

from __future__ import annotations

import math

import numpy as np

from sim.clock import MINUTES_PER_DAY
from sim.target.chosen_hours import chosen_starts
from sim.target.config import TargetConfig
from sim.target.plan import patrol_window
from sim.target.registry import ranking_of
from sim.target.sharing import share_out
from tests.target.seeing import make_terrain, seen, times_of

FRIDAY = 4


def hours_of_week(*spans):
    """Spread a week's records evenly over spans of (day, first hour, last hour)."""
    share = np.zeros((7, 24))
    for day, first, last in spans:
        share[day, first:last] = 1
    return (share / share.sum()).ravel()


def looked_at(recorded, *, preventable=(0.1, 0.1)):
    """See records of two kinds: crimes of 10 every day from 20:00 to 22:00, on Fridays from 22:00; ASB of 1 from 15:00 to 17:00."""
    crime = hours_of_week(*[(day, 20, 22) for day in range(7) if day != FRIDAY], (FRIDAY, 22, 24))
    asb = hours_of_week(*[(day, 15, 17) for day in range(7)])
    terrain = make_terrain(len(recorded[0]), hour_share=np.stack([crime, asb]), preventable=preventable)
    return seen(recorded=[recorded], terrain=terrain)


def plan(**more):
    return TargetConfig.model_validate(
        {"rank_by": "harm", "hours": "chosen", "chosen_hours": 2, "visits_per_day": 2} | more
    )


def test_each_place_gets_the_hours_of_what_is_recorded_there():
    starts = chosen_starts(plan(), looked_at([[5, 0, 1], [0, 5, 9]]), np.array([0, 1, 2]))
    night, afternoon = 20 * 60, 15 * 60
    assert starts[0].tolist() == [night] * 4 + [22 * 60] + [night] * 2
    assert starts[1].tolist() == [afternoon] * 7
    assert starts[2].tolist() == starts[0].tolist()  # one crime of 10 outweighs nine ASB records of 1


def test_harm_that_patrol_does_not_prevent_chooses_no_hours():
    starts = chosen_starts(plan(), looked_at([[5], [1]], preventable=(0.0, 0.1)), np.array([0]))
    assert starts[0].tolist() == [15 * 60] * 7


def test_among_equal_hours_the_earliest_are_chosen_and_all_lie_within_the_span():
    starts = chosen_starts(plan(chosen_hours=4), looked_at([[1], [0]]), np.array([0]))
    assert starts[0, 0] == 18 * 60  # 18–22, 19–23 and 20–24 hold all there is
    late = chosen_starts(plan(chosen_within="22:00-24:00"), looked_at([[1], [0]]), np.array([0]))
    assert late[0].tolist() == [22 * 60] * 7
    nothing = chosen_starts(plan(), looked_at([[0], [0]]), np.array([0]))
    assert nothing[0].tolist() == [14 * 60] * 7


def test_visits_are_spread_over_the_chosen_hours_of_each_day():
    begin = 28.0 * MINUTES_PER_DAY  # the study begins on a Thursday, and so does this meeting
    due_at = times_of(
        plan(),
        [2, 2],
        areas=[1, 0],
        span_min=(begin, begin + 2 * MINUTES_PER_DAY),
        first_weekday=FRIDAY - 1,
        looked_at=looked_at([[5, 0], [0, 5]]),
    )
    assert (due_at - begin).tolist() == [
        [900, 960, MINUTES_PER_DAY + 900, MINUTES_PER_DAY + 960],
        [1200, 1260, MINUTES_PER_DAY + 1320, MINUTES_PER_DAY + 1380],
    ]


def test_places_with_fewer_visits_are_filled_up():
    target = plan(hours="15:00-23:00", chosen_hours=None, allocate="greedy")
    assert times_of(target, [1, 3]).tolist() == [[900, math.inf, math.inf], [900, 1060, 1220]]


def test_a_list_says_how_often_and_when():
    areas = {"S1": {"worth": 2, "visits_per_day": 1}, "S0": {"hours": "09:00-12:00"}, "S2": 1.0}
    target = TargetConfig.model_validate(
        {"rank_by": "list", "areas": areas, "visits_per_day": 2, "hours": "15:00-23:00"}
    )
    terrain = make_terrain(4)
    shared = share_out(target, ranking_of(target).score(seen(recorded=np.zeros((1, 2, 4)), terrain=terrain)), terrain)
    assert (shared.areas.tolist(), shared.visits.tolist()) == ([1, 0, 2], [1, 2, 2])
    due_at = times_of(target, shared.visits, areas=shared.areas)
    assert due_at.tolist() == [[900, math.inf], [540, 630], [900, 1140]]
    assert patrol_window(target) == (540, 1_380)


def test_the_same_for_all_needs_no_timetable():
    target = plan(hours="15:00-23:00", chosen_hours=None)
    assert times_of(target, [2]) is None


def test_no_hotspots_no_times():
    assert times_of(plan(), [], areas=[]).shape == (0, 0)
