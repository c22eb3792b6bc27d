"""How much of a plan is kept where calls are many: each row sees what breaks it."""

from dataclasses import replace

import numpy as np
import pytest

from sim.run.parts import build_parts
from sim.track.compliance import how_kept
from sim.validate.judge import Bound
from sim.validate.row import Trial
from sim.validate.rules import patrol_kept
from sim.validate.rules.patrol_kept import LEAST_FALL, TIMES, PatrolKept, UnionOfVisits
from tests.run.studying import KNOWN_ANSWERS


@pytest.fixture(scope="module")
def parts(desk):
    """The study, cut to three days."""
    return build_parts(desk.load(KNOWN_ANSWERS / "patrol_kept.yaml", "three_days", days=3, warm_up_days=1))


def test_the_plan_falls_apart_step_by_step(parts):
    *falls, not_passed, visit_min = PatrolKept().examine(parts, 0).values
    assert len(falls) == len(TIMES) - 1
    assert max(falls) < -LEAST_FALL
    assert not_passed == 0
    assert 9 < visit_min < 14


def test_calls_that_eat_no_patrol_are_seen(parts, monkeypatch):
    monkeypatch.setattr(patrol_kept, "_with_calls", lambda parts, times: parts)
    *falls, not_passed, _ = PatrolKept().examine(parts, 0).values
    assert falls == [0] * (len(TIMES) - 1)
    assert not_passed == 1
    assert not Bound(-LEAST_FALL).judge(Trial(np.zeros(30), 30, 0, 0), 0.01).holds


def test_the_visit_is_read_off_between_the_loads_around_it(monkeypatch, parts):
    # of 60, 40 and 20 minutes of 60 a share of a half lies half way between the second and the third load: 12 and 9 minutes
    made = iter([(1.0, 15.0), (2 / 3, 12.0), (1 / 3, 9.0), (0.2, 8.0), (0.1, 4.0)])
    monkeypatch.setattr(patrol_kept, "BIRMINGHAM", (0.5, 0.5))

    def kept(due, visits, from_min, until_min):
        one = how_kept(due, visits, from_min, until_min)[0]
        share, visit_min = next(made)
        return [replace(one, delivered_share=share, visit_mean_min=visit_min)]

    monkeypatch.setattr(patrol_kept, "how_kept", kept)
    assert PatrolKept().examine(parts, 0).values.tolist() == pytest.approx([-1 / 3, -1 / 3, -2 / 15, -0.1, 0, 10.5])


def test_a_dose_that_is_a_sum_of_stays_is_seen(parts, monkeypatch):
    assert UnionOfVisits().examine(parts, 0).values.tolist() == [20, 10, 10, 2]
    monkeypatch.setattr(
        patrol_kept, "delivered_minutes", lambda visits, n_areas, from_min, until_min: np.array([25.0, 2.0])
    )
    assert UnionOfVisits().examine(parts, 0).values[0] == 25
    assert [row.rule.judge(Trial(np.array([25.0]), 3, 0, 0), 0.01).holds for row in UnionOfVisits.rows[:1]] == [False]
