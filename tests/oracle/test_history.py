"""The compiled history against plain Python on small demands: every field of every call."""

from datetime import date

import numpy as np
import pytest

from sim.clock import Clock
from sim.demand.build import build_demand, handling_of
from sim.demand.model import Suppression
from sim.demand.records import CALL
from tests.demand.make import draw, make_config, make_county
from tests.oracle.naive_history import NaiveHistory

CLOCK = Clock(date(2026, 1, 7), 3, 30, 2)  # from a Wednesday; a window and a week
ORIGIN = {"source": "a test", "confidence": "assumption", "times": [1, 1]}
PROFILE = {"hours": [0] * 6 + [1] * 12 + [3] * 6, "days": [1, 1, 1, 1, 2, 2, 0], **ORIGIN}
SEASON = {"months": [1, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2], **ORIGIN}
REPEATS = {"branching": 0.4, "decay_days": 4, "sigma_m": 400}
OFFENCES = [{"key": "theft", "category": "Theft"}, {"key": "fight", "category": "Violence"}]
FRAILTY = {"autocorrelation": 0.3, "all_crime": 3.0, "categories": {"Theft": 4.0}}
HANDLING = {
    "median_min": 3,
    "sigma": 0.7,
    "desk_mean_min": 20,
    "appointment_mean_days": 2.5,
    "patience_share": [0, 0.3, 0.2, 0.1],
    "patience_mean_min": [0, 40, 900, 30],
    "custody_median_min": 200,
    "custody_sigma": 0.4,
}
BURGLARY = {
    "calls_per_year": 2_500,
    "near_repeat": REPEATS,
    "profile": "evening",
    "season": "winter",
    "grades": [0.2, 0.3, 0.3, 0.2],
    "officers": [0.5, 0.3, 0.2],
    "crimes_per_year": {"theft": 1_500, "fight": 250},
    "asb_records_per_year": 300,
    "hate_share": 0.05,
    "arrest_share": 0.2,
    "deterrable_share": 0.7,
    "unreported_ratio": 0.5,
    "scene": {"mean_min": 30, "cv": 0.8},
}
SCENES = [
    {"kind": "exponential", "mean_min": 20},
    {"kind": "gamma", "mean_min": 20, "cv": 0.5},
    {"kind": "gamma", "mean_min": 20, "cv": 1.7},
    {"kind": "empirical", "minutes": [5, 10, 60], "weights": [1, 0, 3]},
    {"kind": "empirical", "quantiles": [0, 5, 10, 90]},
    {"kind": "fixed", "mean_min": 7},
]
IN_PARTS = {"scene_min", "ready_min", "patience_min", "custody_min"}
"""Fields that go through a normal quantile or the powers of a gamma: equal to rounding."""


def both(rows, suppression=None, *, county=None, frailty=FRAILTY, handling=HANDLING):
    config = make_config(
        *rows,
        offences=OFFENCES,
        profiles={"evening": PROFILE},
        seasons={"winter": SEASON},
        handling=handling,
        **({"frailty": frailty} if frailty else {}),
    )
    county = county or make_county(4, 2)
    demand, handling = build_demand(config, county), handling_of(config)
    n_types, n_areas = demand.observed_per_year.shape
    none = Suppression(np.zeros(n_types), np.ones(n_types), np.zeros((n_types, n_areas, 168), dtype=np.float32))
    given = suppression(n_types, n_areas) if suppression else none
    history = draw(demand, county, handling, clock=CLOCK, suppression=given, seed=5, replication=3)
    slow = NaiveHistory(
        demand, handling, given, county, np.ones(len(OFFENCES)), np.zeros(n_types), CLOCK, seed=5, replication=3
    )
    return history, slow


def assert_equal(history, slow):
    assert history.calls.size == slow.calls.size > 0
    for name in CALL.names:
        if name in IN_PARTS:
            np.testing.assert_allclose(history.calls[name], slow.calls[name], rtol=1e-13, err_msg=name)
        else:
            np.testing.assert_array_equal(history.calls[name], slow.calls[name], err_msg=name)
    assert history.ready_order.tolist() == slow.ready_order


def stock_of_the_week(n_types, n_areas):
    """Make a stock that differs by area and hour."""
    stock = np.linspace(0, 0.9, n_areas)[:, None] * (1 + np.sin(np.arange(168) / 7))
    return np.repeat(stock[None], n_types, axis=0)


def prevention(displacement=0.0):
    def build(n_types, n_areas):
        q = 0.7 * (1 - np.exp(-stock_of_the_week(n_types, n_areas)))
        return Suppression(np.ones(n_types), np.ones(n_types), q.astype(np.float32), displacement)

    return build


def backfire(n_types, n_areas):
    q = 0.7 * (1 - np.exp(0.2 * stock_of_the_week(n_types, n_areas)))
    return Suppression(np.full(n_types, -0.2), np.full(n_types, 1.3), q.astype(np.float32))


@pytest.mark.parametrize(
    "suppression",
    [None, prevention(), prevention(0.5), backfire],
    ids=["nothing prevented", "prevention", "displacement", "backfire"],
)
def test_every_field_of_every_call(suppression):
    """Near-repeats, frailty, seasons, hours that are never busy, unreported crimes, two types."""
    other = {**BURGLARY, "calls_per_year": 2_100, "near_repeat": None, "scene": {"kind": "fixed", "mean_min": 5}}
    history, slow = both([BURGLARY, other], suppression)
    assert (history.calls["parent"] >= 0).any()
    assert_equal(history, slow)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: "-".join([*map(str, scene.values())][:3]))
def test_times_on_scene(scene):
    assert_equal(*both([{"calls_per_year": 2_000, "scene": scene}]))


def test_a_textbook_queue():
    """One place, all hours alike, no delays: the smallest history there is."""
    row = {"calls_per_year": 3_000, "scene": {"kind": "exponential", "mean_min": 6}}
    assert_equal(*both([row], county=make_county(1), frailty=None, handling={}))


def test_area_without_neighbours_or_calls_next_door():
    row = {**BURGLARY, "share_by_area": {"A0": 1.0, "A5": 2.0}}
    assert_equal(*both([row], prevention(0.5)))


def test_calls_that_do_not_fit_are_drawn_again(monkeypatch):
    """The same calls come, whatever room there was at first."""
    before, _ = both([BURGLARY])
    monkeypatch.setattr("sim.demand.history.expected_calls", lambda *_: 1)
    after, _ = both([BURGLARY])
    assert before.calls.tobytes() == after.calls.tobytes()


def test_calls_of_the_same_minute_are_ordered_by_type_then_as_drawn(monkeypatch):
    """Times cut to whole hours tie often; parents still come before their children."""
    from sim.demand import history

    place = history._place

    def in_whole_hours(*given):
        placed, call_min = place(*given)
        return placed, np.floor(call_min / 60) * 60

    monkeypatch.setattr(history, "_place", in_whole_hours)
    drawn, _ = both([replace_key(BURGLARY, "b"), replace_key(BURGLARY, "a")])
    calls = drawn.calls
    tied = np.diff(calls["call_min"]) == 0
    assert tied.sum() > 50
    assert (np.diff(calls["type"].astype(int))[tied] >= 0).all()
    child = np.flatnonzero(calls["parent"] >= 0)
    assert (calls["parent"][child] < child).all()


def replace_key(row, key):
    return {**row, "key": key}
