"""Compile the kernels once, before workers start: several processes that compile at once can crash."""

from __future__ import annotations

import numpy as np

from sim.demand.records import CALL
from sim.force.model import OFFICER
from sim.harm.kernels import score
from sim.street.advance import advance
from sim.street.census import add_stocks
from sim.street.records import TALLY
from sim.street.shifts import close_duty, end_shifts, start_shift
from sim.street.state import (
    EVENT,
    GLOBAL,
    HOTSPOT_ROW,
    TODO,
    TYPE,
    Street,
    new_areas,
    new_dispatches,
    new_live,
    new_outcome,
    new_queues,
    new_units,
    new_visits,
)


def warm_kernels() -> None:
    """Call every kernel on an empty street of one area, with the types that a run uses."""
    street = empty_street()
    nobody = np.empty(0, dtype=np.int32)
    officers = np.zeros(1, dtype=OFFICER)
    start_shift(street, officers, nobody, np.empty(0, dtype=np.float32), nobody.copy(), np.zeros(3), 0.0, 1.0)
    end_shifts(street, 0.0)
    advance(street, 0.0)
    add_stocks(street, 0.0, np.zeros((1, 2))[:, 0])
    close_duty(street, 0.0)
    score(np.empty(0, dtype=np.int16), np.empty(0, dtype=np.int16), np.zeros(1), np.zeros(1))


def empty_street() -> Street:
    """Make a street of one area, one officer off duty and no calls."""
    nothing = np.zeros(1, dtype=np.int16)
    return Street(
        g=np.zeros(1, dtype=GLOBAL),
        units=new_units(1),
        calls=np.zeros(0, dtype=CALL),
        ready_order=np.zeros(0, dtype=np.int32),
        live=new_live(np.zeros(0, dtype=np.uint8), np.zeros(0)),
        outcome=new_outcome(0),
        areas=new_areas(nothing, nothing, np.zeros(2, dtype=np.int32)),
        neighbour=np.zeros(0, dtype=np.int16),
        queues=new_queues(1),
        types=np.zeros(1, dtype=TYPE),
        hotspots=np.zeros(1, dtype=HOTSPOT_ROW),
        due_min=np.zeros(0),
        base_min=np.zeros((1, 1), dtype=np.float32),
        next_hop=np.zeros((1, 1), dtype=np.int16),
        hour_factor=np.ones(24),
        tallies=np.zeros((3, len(TALLY.names or ()))),
        visits=new_visits(1_024),
        dispatches=new_dispatches(1_024),
        events=np.zeros(1_024, dtype=EVENT),
        todo=np.zeros(1_024, dtype=TODO),
    )
