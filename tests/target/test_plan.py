"""Which areas are chosen, and when visits fall due."""

from __future__ import annotations

import numpy as np

from sim.target.config import TargetConfig
from sim.target.plan import choose, due_minutes, patrol_window


def test_highest_first_ties_to_the_lower_area():
    scores = np.array([2.0, 5.0, 1.0, 5.0, 2.0])
    assert choose(scores, 4).tolist() == [1, 3, 0, 4]


def test_areas_worth_nothing_are_never_chosen():
    assert choose(np.array([0.0, 3.0, 0.0]), 3).tolist() == [1]
    assert choose(np.zeros(5), 3).tolist() == []


def test_more_hotspots_than_areas_chooses_all():
    assert choose(np.array([1.0]), 40).tolist() == [0]
    assert choose(np.empty(0), 40).tolist() == []


def test_same_as_taking_the_best_one_by_one():
    # many ties: scores 0 to 6 in a fixed disorder
    scores = np.array([float((17 * k * k + 3 * k) % 7) for k in range(100)])
    left = {area: score for area, score in enumerate(scores) if score > 0}
    picked = []
    while left and len(picked) < 60:
        best = max(left.values())
        picked.append(min(area for area, score in left.items() if score == best))
        del left[picked[-1]]
    assert choose(scores, 60).tolist() == picked


def test_visits_fall_due_evenly_in_the_hours():
    # 15:00–23:00 is 480 minutes: every 160 from minute 900
    plan = TargetConfig(rank_by="harm", hours="15:00-23:00", visits_per_day=3)
    assert due_minutes(plan).tolist() == [900, 1_060, 1_220]
    assert patrol_window(plan) == (900, 1_380)


def test_visits_fall_due_at_the_times_given():
    plan = TargetConfig(rank_by="harm", visits_at=("16:00", "20:00"))
    assert due_minutes(plan).tolist() == [960, 1_200]
    assert patrol_window(plan) == (960, 1_440)


def test_hours_may_end_at_midnight_and_last_all_day():
    plan = TargetConfig(rank_by="harm", hours="00:00-24:00", visits_per_day=1, visit_minutes=10)
    assert due_minutes(plan).tolist() == [0]
    assert patrol_window(plan) == (0, 1_440)
