"""Stated visits: what they leave behind and prevent, by hand, against the reference street, and by what must hold."""

import math
from dataclasses import fields

import numpy as np
import pytest

from sim.config import Sourced
from sim.demand.records import CALL, DETERRABLE, UNREPORTED, History
from sim.street.setting import Rules
from sim.trial.config import Dose
from sim.trial.designs.design import Assignment
from sim.trial.grid import even_grid
from sim.trial.stated.deliver import Deterrence, deliver, without_patrol
from sim.trial.stated.visits import StatedVisits, compliance_marks, stated_visits
from tests.trial.naive_delivery import naive_delivery

DAY = 1440.0
NEAR = [[1], [0, 2], [1, 3], [2]]
"""Four areas in a row."""


def rules_of(**changed):
    given = {
        "weight": 1.0,
        "fresh_min": 15.0,
        "stale_gain": 0.2,
        "renew_gap_min": 30.0,
        "decay_per_min": math.log(2) / DAY,
        "diffusion": 0.0,
        "displacement": 0.0,
        "reporting": 0.0,
        "neighbour_start": np.cumsum([0, *map(len, NEAR)]).astype(np.int32),
        "neighbour": np.concatenate(NEAR).astype(np.int16),
    }
    return Deterrence(**{**given, **changed})


def street_rules(rules):
    """Write the same rules as the street has them."""
    street = dict.fromkeys((item.name for item in fields(Rules)), 0.0)
    street |= {
        "visit_weight": rules.weight,
        "fresh_min": rules.fresh_min,
        "stale_gain": rules.stale_gain,
        "renew_gap_min": rules.renew_gap_min,
        "decay_per_min": rules.decay_per_min,
        "diffusion": rules.diffusion,
        "displacement": rules.displacement,
        "reporting": rules.reporting,
    }
    return Rules(**street)


def visits_of(*rows):
    rows = sorted(rows)
    area = np.array([row[0] for row in rows], dtype=np.int64)
    first = np.searchsorted(area, np.arange(5)).astype(np.int64)
    begin, end = (np.array([row[column] for row in rows], dtype=np.float64) for column in (1, 2))
    return StatedVisits(first, begin, end, len(rows))


def history_of(calls):
    nothing = np.zeros((13, 4), dtype=np.int32)
    order = np.arange(calls.size, dtype=np.int32)
    return History(calls, order, nothing, nothing, nothing, np.zeros((13, 1, 4), dtype=np.int32))


def one_call(**given):
    call = np.zeros(1, dtype=CALL)
    call["parent"], call["offence"], call["flags"] = -1, 0, DETERRABLE
    for name, value in given.items():
        call[name] = value
    return call


def settled(calls, visits, rules, beta=(1.0,)):
    return deliver(history_of(calls), visits, np.array(beta), rules)


def survival_at(minute, visits, rules, area=0):
    """Find the chance that a call is not deterred, by bisection on its mark: what it takes to be prevented."""
    low, high = 0.0, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        call = one_call(call_min=minute, u=middle, v=1.0, area=area)
        low, high = (middle, high) if settled(call, visits, rules, (0.01,)).known[0] else (low, middle)
    return low


def test_a_visit_of_twenty_minutes_leaves_sixteen_that_fade():
    """Fifteen minutes count in full and five a fifth: 16; a day later half of that is left."""
    rules = rules_of(decay_per_min=math.log(2) / DAY)
    at_once = rules_of(decay_per_min=1e-12)
    visit = visits_of((0, 600.0, 620.0))
    assert survival_at(620.0, visit, at_once) == pytest.approx(math.exp(-0.01 * 16), rel=1e-6)
    end = survival_at(620.0, visit, rules)
    assert survival_at(620.0 + DAY, visit, rules) == pytest.approx(math.exp(math.log(end) / 2), rel=1e-9)
    assert survival_at(599.0, visit, rules) == pytest.approx(1.0, abs=1e-12)


def test_full_minutes_begin_anew_only_after_half_an_hour():
    rules = rules_of(decay_per_min=1e-12)
    soon, later = (visits_of((0, 600.0, 610.0), (0, start, start + 10)) for start in (630.0, 640.0))
    # ten in full, then five in full and five at a fifth: 16; after a gap of thirty minutes twenty in full
    assert survival_at(700.0, soon, rules) == pytest.approx(math.exp(-0.01 * 16), rel=1e-6)
    assert survival_at(700.0, later, rules) == pytest.approx(math.exp(-0.01 * 20), rel=1e-6)


def test_neighbours_feel_a_share_of_the_mean_around_them():
    rules = rules_of(decay_per_min=1e-12, diffusion=0.5)
    visit = visits_of((1, 600.0, 610.0))
    # area 0 has one neighbour with a stock of 10: it feels 5; area 2 has two, one of them with none: 2.5
    for area, felt in ((0, 5.0), (1, 10.0), (2, 2.5), (3, 0.0)):
        assert survival_at(700.0, visit, rules, area) == pytest.approx(math.exp(-0.01 * felt), rel=1e-6)


def test_children_of_a_prevented_parent_do_not_happen():
    calls = np.concatenate([one_call(call_min=1000.0, u=0.9), one_call(call_min=1001.0, parent=0, flags=0)])
    done = settled(calls, visits_of((0, 900.0, 915.0)), rules_of())
    assert done.known.tolist() == [False, False]
    assert without_patrol(history_of(calls)).known.tolist() == [True, True]


def test_what_is_displaced_happens_next_door():
    call = one_call(call_min=1000.0, u=0.99, v=0.2, moved_area=1)
    visit = visits_of((0, 900.0, 915.0))
    moved, stays_away = (settled(call, visit, rules_of(displacement=share)) for share in (0.3, 0.1))
    assert (moved.known[0], moved.area[0]) == (True, 1)
    assert not stays_away.known[0]


def test_patrol_that_raises_reporting_shows_on_record_and_not_in_the_truth():
    call = one_call(call_min=1000.0, flags=UNREPORTED, report=0.01)
    done = settled(call, visits_of((0, 900.0, 915.0)), rules_of(reporting=0.1))
    assert (done.known[0], done.recorded[0]) == (False, True)


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"diffusion": 0.3},
        {"displacement": 0.4},
        {"reporting": 0.02, "diffusion": 0.1, "stale_gain": 0.0},
        {"decay_per_min": math.log(2) / (0.1 * DAY), "renew_gap_min": 200.0},
        {"weight": 0.5, "fresh_min": 4.0},
    ],
)
def test_every_call_fares_as_in_the_areas_of_the_reference_street(changed):
    """Three thousand calls of all kinds under three hundred visits, some of them end to end."""
    rules = rules_of(**changed)
    random = np.random.default_rng(7)
    calls = np.zeros(3000, dtype=CALL)
    calls["call_min"] = np.sort(random.uniform(0, 30 * DAY, calls.size))
    calls["u"], calls["v"], calls["report"] = random.random((3, calls.size))
    calls["area"], calls["moved_area"] = random.integers(0, 4, (2, calls.size))
    calls["type"] = random.integers(0, 2, calls.size)
    calls["flags"] = random.choice([0, DETERRABLE, DETERRABLE, UNREPORTED, DETERRABLE | UNREPORTED], calls.size)
    calls["parent"] = np.where(random.random(calls.size) < 0.3, np.arange(calls.size) - 5, -1)
    calls["parent"][calls["parent"] < 0] = -1
    begin = np.sort(random.choice(np.arange(0, 30 * 96), 300, replace=False)) * 15.0
    length = random.choice([15.0, 12.0, 3.0], begin.size)
    area = random.integers(0, 3, begin.size)
    rows = list(zip(area.tolist(), begin.tolist(), (begin + length).tolist(), strict=True))
    beta = np.array([0.02, 0.004])
    fast = settled(calls, visits_of(*rows), rules, beta)
    slow = naive_delivery(calls, rows, beta, street_rules(rules), NEAR)
    assert fast.known.tolist() == [known for _, known, _, _ in slow]
    assert fast.recorded.tolist() == [recorded for _, _, recorded, _ in slow]
    happened = np.array([fate[0] for fate in slow])
    assert fast.area[happened].tolist() == [fate[3] for fate in slow if fate[0]]
    assert 60 < (~happened).sum() < 2700  # else nothing was put to the test


def assigned(treated, area=(2, 0)):
    treated = np.array(treated, dtype=np.bool_)
    return Assignment(np.array(area), treated, np.zeros(treated.shape[0], dtype=np.int16))


def test_visits_are_made_in_treated_places_and_periods_at_the_stated_times():
    grid = even_grid(4, 2, np.zeros(0, dtype=np.int64))
    dose = Dose(visits_at=("16:00", "20:00"), visit_minutes=15, compliance=Sourced(value=1, low=1, high=1))
    marks = compliance_marks(dose, 4, 3, seed=1, replication=0)
    made = stated_visits(dose, assigned([[True, False], [False, True]]), grid, marks)
    assert made.first.tolist() == [0, 4, 4, 8]
    assert made.begin_min.tolist() == [3840, 4080, 5280, 5520, 960, 1200, 2400, 2640]
    assert (made.end_min - made.begin_min == 15).all()


def test_compliance_is_the_share_that_is_made_and_the_same_visits_fall_through_in_every_design():
    grid = even_grid(500, 28, np.zeros(0, dtype=np.int64))
    dose = Dose(compliance=Sourced(value=0.55, low=0.55, high=0.55))
    marks = compliance_marks(dose, 500, 3, seed=1, replication=0)
    everywhere = stated_visits(dose, assigned(np.ones((3, grid.n_run)), (0, 1, 2)), grid, marks)
    alone = stated_visits(dose, assigned(np.ones((1, grid.n_run)), (2,)), grid, marks)
    assert everywhere.planned == 3000
    assert everywhere.begin_min.size / 3000 == pytest.approx(0.55, abs=4 * (0.55 * 0.45 / 3000) ** 0.5)
    assert alone.begin_min.tolist() == everywhere.begin_min[everywhere.first[2] :].tolist()
