"""Calls eat patrol: the heavier the demand, the less of the plan is delivered, in shorter visits."""

from __future__ import annotations

import numpy as np
import pytest

from sim.track.compliance import how_kept
from tests.run.studying import TINY, walks_of

PATROL = {"rank_by": "harm", "hotspots": 2, "visits_per_day": 3, "visit_minutes": 15, "hours": "15:00-23:00"}
POSTS = {"response": 26, "neighbourhood": 8, "hotspot_team": 6}
USUAL, HEAVY, BEYOND = 0.03, 0.12, 0.24
"""Calls as a share of the county's: response busy for a third of its time, for nine tenths, and always."""


@pytest.fixture(scope="module")
def kept(desk):
    """Give, for each demand, how well the plan of 45 minutes a day was kept: means over two histories."""
    found = {}
    for times in (USUAL, HEAVY, BEYOND):
        changes = {
            "effect": "none",
            "replications": 2,
            "baseline": "patrolled",
            "demand": {"pack": "hertfordshire", "times": times},
            "force": {"pack": "hertfordshire", "posts": POSTS},
            "scenarios": {"patrolled": {"target": PATROL}},
        }
        walks = walks_of(desk.load(TINY, f"demand_{times}", **changes))
        rows = []
        for record in (walk.record for walk in walks):
            period = record.clock.measure_from_min, record.clock.measure_until_min
            one = how_kept(record.due, record.visits, *period)[0]
            assert one.planned_min == 2 * 45 * 14
            rows.append((one.delivered_share, one.cut_by_call, one.visit_mean_min))
        found[times] = np.mean(rows, axis=0)
    return found


def test_the_share_delivered_falls_as_demand_grows(kept):
    share = [kept[times][0] for times in (USUAL, HEAVY, BEYOND)]
    assert share[0] > share[1] > share[2]
    assert share[0] > 0.95


def test_a_force_whose_calls_never_end_delivers_what_birmingham_did(kept):
    """24 to 26 of 45 planned minutes a day, in visits of 9.6 minutes (Williams and Coupe 2017)."""
    share, _, visit_min = kept[BEYOND]
    assert 24 / 45 - 0.1 < share < 26 / 45 + 0.1
    assert 9 < visit_min < 12


def test_more_visits_are_cut_and_the_rest_are_no_longer(kept):
    cut = [kept[times][1] for times in (USUAL, HEAVY, BEYOND)]
    length = [kept[times][2] for times in (USUAL, HEAVY, BEYOND)]
    assert cut[0] < cut[1] < cut[2]
    assert 15 > length[0] > length[1] > length[2]
