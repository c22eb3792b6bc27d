"""Compile the kernels once, before workers start: several processes that compile at once can crash."""

from __future__ import annotations

from dataclasses import fields

import numpy as np

from sim.demand.records import CALL
from sim.demand.warm import warm_history
from sim.force.model import OFFICER
from sim.harm.kernels import score
from sim.outcomes.kernels import audit, read_outcome
from sim.philox import fill_single
from sim.street.advance import advance
from sim.street.census import add_stocks
from sim.street.layout import lay_out
from sim.street.records import OUTCOME
from sim.street.setting import Rules, Setting
from sim.street.shifts import close_duty, end_shifts, start_shift
from sim.target.kernels import draw_returns
from sim.track.kernels import merge_stays
from sim.trial.stated.kernels import count_calls, lay_out_stock, settle_calls


def warm_kernels() -> None:
    """Call every kernel on an empty history and an empty street of one area, with the types that a run uses."""
    fill_single(np.zeros(2, dtype=np.uint64), np.zeros((0, 0), dtype=np.float32))
    warm_history()
    street = lay_out(empty_setting())
    nobody = np.empty(0, dtype=np.int32)
    officers = np.zeros(1, dtype=OFFICER)
    start_shift(street, officers, nobody, np.empty(0, dtype=np.float32), nobody.copy(), np.zeros(3), 0.0, 1.0)
    end_shifts(street, 0.0)
    advance(street, 0.0)
    add_stocks(street, 0.0, np.zeros((1, 2))[:, 0])
    close_duty(street, 0.0)
    none, hours = np.empty(0, dtype=np.int64), np.empty((0, 1))
    draw_returns(np.zeros(2, dtype=np.uint64), none, 0, hours, np.empty(0), none, 0.5, 1.0, hours.copy())
    score(np.empty(0, dtype=np.int16), np.empty(0, dtype=np.int16), np.zeros(1), np.zeros(1))
    warm_measures()
    warm_pilots()


def warm_measures() -> None:
    """Call every kernel that reads what a run left behind, for no calls and no stays."""
    none, areas, marks = np.empty(0), np.empty(0, dtype=np.int16), np.empty(0, dtype=np.uint8)
    outcome = np.empty(0, dtype=OUTCOME)
    audit(np.empty(0, dtype=CALL), outcome, np.zeros(0, dtype=np.int64), np.zeros((1, 2), dtype=np.int64))
    read_outcome(none, areas, outcome, np.empty(0, dtype=np.bool_), marks, marks, areas, none)
    places = np.empty(0, dtype=np.int64)
    merge_stays(places, places, none, none, places.copy(), none.copy(), none.copy())


def warm_pilots() -> None:
    """Call every kernel that delivers stated visits and counts what they leave, for no calls and no visits."""
    calls, numbers, none = np.empty(0, dtype=CALL), np.zeros(2, dtype=np.int64), np.empty(0)
    areas = np.empty(0, dtype=np.int16)
    starts, fates = np.zeros(2, dtype=np.int32), np.empty(0, dtype=np.uint8)
    lay_out_stock(numbers, none, none, 1.0, 1.0, 1.0, 1.0, 1.0, numbers.copy(), none, none, none)
    settle_calls(calls, none, 0.0, 0.0, 0.0, 1.0, starts, areas, numbers, none, none, none, fates, areas.copy())
    places = np.empty(0, dtype=np.int64)
    count_calls(areas, none, places, np.empty(0, dtype=np.bool_), areas, np.zeros((3, 1, 1)))


def empty_setting() -> Setting:
    """Give one area, one officer, no calls, and rules of nothing but zeros."""
    nothing = np.zeros(1, dtype=np.int16)
    return Setting(
        rules=Rules(*[False] * len(fields(Rules))),
        calls=np.zeros(0, dtype=CALL),
        ready_order=np.zeros(0, dtype=np.int32),
        n_officers=1,
        n_districts=1,
        district_of_area=nothing,
        custody_area=nothing,
        neighbour_start=np.zeros(2, dtype=np.int32),
        neighbour=np.zeros(0, dtype=np.int16),
        base_min=np.zeros((1, 1), dtype=np.float32),
        next_hop=np.zeros((1, 1), dtype=np.int16),
        hour_factor=np.ones(24),
        beta=np.zeros(1),
        spare=np.ones(1),
        due_min=np.zeros(0),
    )
