"""The kernel's stock against slow versions on random schedules of presence."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sim.jit import kernel
from sim.street.census import add_stocks
from sim.street.stock import enter, leave
from tests.oracle.naive_stock import by_changes, by_minutes
from tests.street.builders import DAY, RULES, make_street

LENGTH = 400
RULE = {
    "decay": RULES["decay_per_min"],
    "fresh": RULES["fresh_min"],
    "gap": RULES["renew_gap_min"],
    "stale": RULES["stale_gain"],
}
VISIT, ATTEND = 1.0, 0.3


@kernel
def change(street, visiting, arriving, now_min):
    """Let one unit come to, or leave, area 0."""
    if arriving:
        enter(street, 0, visiting, now_min)
    else:
        leave(street, 0, visiting, now_min)


def stock_at(street, now_min):
    """Ask for the stock of area 0."""
    out = np.zeros(street.areas.size)
    add_stocks(street, float(now_min), out)
    return float(out[0])


def play(stays, times, **rules):
    """Walk through a schedule; ask for the stock at each of some rising times."""
    street = make_street([], 1, 0, **rules)
    changes = [(start, 1, weight) for start, _, weight in stays] + [(end, 0, weight) for _, end, weight in stays]
    changes.sort()  # at equal times who leaves comes first
    trace = []
    for time in times:
        while changes and changes[0][0] <= time:
            now, arriving, weight = changes.pop(0)
            change(street, int(weight == VISIT), arriving, float(now))
        trace.append(stock_at(street, time))
    return trace


def schedules(times):
    """Draw up to eight stays of visiting or attending units, apart or together."""
    stay = st.tuples(times, times, st.sampled_from([VISIT, ATTEND])).filter(lambda stay: stay[0] != stay[1])
    return st.lists(stay.map(lambda stay: (min(stay[:2]), max(stay[:2]), stay[2])), max_size=8)


@settings(max_examples=60)
@given(schedules(st.integers(0, LENGTH)))
@example([(0, 15, VISIT), (44, 59, VISIT)])  # a gap of 29: no new minutes
@example([(0, 15, VISIT), (45, 60, VISIT)])  # a gap of 30: fifteen new ones
@example([(0, 5, ATTEND), (5, 30, VISIT), (10, 40, ATTEND)])
def test_the_stock_equals_a_minute_by_minute_sum(stays):
    expected = by_minutes(stays, LENGTH, **RULE)
    assert play(stays, range(1, LENGTH + 1)) == pytest.approx(expected, rel=1e-9, abs=1e-12)


@settings(max_examples=60)
@given(schedules(st.floats(0.0, LENGTH, width=16)), st.sampled_from([0.01, 0.25, 1.0, 4.0]))
def test_the_stock_equals_a_change_by_change_sum(stays, half_life_days):
    decay = math.log(2.0) / (half_life_days * DAY)
    rule = RULE | {"decay": decay}
    times = [50.0, 137.5, 400.0, 2000.0]
    expected = [by_changes(stays, time, **rule) for time in times]
    assert play(stays, times, decay_per_min=decay) == pytest.approx(expected, rel=1e-9, abs=1e-12)


@settings(max_examples=30)
@given(schedules(st.integers(0, LENGTH)))
def test_presence_of_no_weight_is_no_presence(stays):
    """With attendance at 0 only the visits are left, their fifteen minutes and gaps included."""
    only_visits = [stay for stay in stays if stay[2] == VISIT]
    expected = by_minutes(only_visits, LENGTH, **RULE)
    assert play(stays, range(1, LENGTH + 1), attend_weight=0.0) == pytest.approx(expected, rel=1e-9, abs=1e-12)


@settings(max_examples=30)
@given(schedules(st.integers(0, LENGTH)))
def test_asking_changes_nothing(stays):
    assert play(stays, [LENGTH]) == play(stays, [1, 2, 3, 77, 78, 200, LENGTH])[-1:]


def test_two_units_count_once():
    one, two = [(10, 40, VISIT)], [(10, 30, VISIT), (20, 40, VISIT)]
    assert play(two, [50, 300]) == pytest.approx(play(one, [50, 300]), rel=1e-12)


@pytest.mark.parametrize(
    ("stays", "gained"),
    [
        ([(0, 15, VISIT)], 15.0),
        ([(0, 25, VISIT)], 17.0),  # ten more at a fifth
        ([(0, 10, ATTEND)], 3.0),
        ([(0, 10, ATTEND), (10, 30, VISIT)], 3.0 + 5.0 + 3.0),  # the fifteen run through the change of weight
        ([(0, 10, VISIT), (39, 50, VISIT)], 10.0 + 5.0 + 1.2),  # a gap of 29 minutes: five are left
        ([(0, 10, VISIT), (40, 50, VISIT)], 20.0),  # a gap of 30
    ],
)
def test_minutes_gained_by_hand(stays, gained):
    """With next to no decay the stock is what was gained."""
    assert play(stays, [100], decay_per_min=1e-12)[0] == pytest.approx(gained, rel=1e-6)


def test_half_is_left_after_a_half_life():
    after, later = play([(0, 15, VISIT)], [15, 15 + DAY])
    assert later == pytest.approx(after / 2, rel=1e-12)


def test_both_slow_versions_agree():
    stays = [(3, 20, VISIT), (18, 60, ATTEND), (95, 120, VISIT), (130, 131, VISIT)]
    trace = by_minutes(stays, 200, **RULE)
    assert [by_changes(stays, time, **RULE) for time in (30.0, 100.0, 200.0)] == pytest.approx(
        [trace[29], trace[99], trace[199]], rel=1e-12
    )
