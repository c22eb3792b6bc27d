"""Visits that fell due and were made: by hand, and held against minute by minute."""

import numpy as np
import pytest

from sim.track.answered import answered_min
from sim.track.stays import Stays, presence

DAY = 1440


def stays(*rows):
    """Build stays from (place, start, end)."""
    place, start, end = zip(*rows, strict=True)
    return Stays(np.array(place, dtype=np.int64), np.array(start, dtype=float), np.array(end, dtype=float))


def test_a_visit_is_answered_until_the_next_falls_due():
    planned = stays((1, 960, 975), (1, 1080, 1095), (1, 1200, 1215), (2, 960, 975), (1, 960 + DAY, 975 + DAY))
    there = stays((1, 950, 970), (1, 1070, 1084), (2, 1430, 1450), (1, DAY + 900, DAY + 950))
    # ten minutes from 16:00, ten more before 18:00, then four; nobody at 20:00; ten before midnight in place 2; too early a day later
    assert answered_min(planned, presence(there)).tolist() == [20, 4, 0, 10, 0]


def test_visits_due_at_once_and_late_in_the_day():
    planned = stays((1, 960, 975), (1, 960, 990), (1, 1430, 1450))
    there = presence(stays((1, 980, 990), (1, 1445, 1448)))
    # the last visit is planned until 00:10, and so is it looked for
    assert answered_min(planned, there).tolist() == [10, 10, 3]
    assert answered_min(planned, presence(stays((7, 0, 2000)))).tolist() == [0, 0, 0]
    assert answered_min(planned.rows(slice(0)), there).size == 0


@pytest.mark.parametrize("seed", range(6))
def test_any_plan_is_answered_as_minute_by_minute(seed):
    rng = np.random.default_rng(seed)
    start = rng.choice(3 * DAY, 40)
    planned = stays(*zip(rng.integers(0, 4, 40), start, start + 15, strict=True))
    begin = rng.choice(3 * DAY, 60)
    made = stays(*zip(rng.integers(0, 5, 60), begin, begin + rng.integers(1, 60, 60), strict=True))
    expected = []
    for place, due in zip(planned.place, planned.start_min, strict=True):
        next_ = [
            other
            for where, other in zip(planned.place, planned.start_min, strict=True)
            if where == place and other > due
        ]
        until = min([*next_, max((due // DAY + 1) * DAY, due + 15)])
        inside = [
            minute
            for minute in range(int(due), int(until))
            if any(
                where == place and first <= minute < last
                for where, first, last in zip(made.place, made.start_min, made.end_min, strict=True)
            )
        ]
        expected.append(len(inside))
    assert answered_min(planned, presence(made)).tolist() == expected
    assert sum(expected) > 0
